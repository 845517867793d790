//! SMS and e-mail from the gateways to the inbox.
#![allow(clippy::unwrap_used, reason = "a test program")]

mod support;

use qabul_gateways::{Attachment, Delivery};
use qabul_simulator::{Mode, System};
use support::{NOW, World, impatient, world, world_with};

const PHONE: &str = "+994505550117";

#[tokio::test]
async fn portal_5_a_code_reaches_the_inbox_of_its_number_only() {
    let World { gateways, simulator } = world().await;
    assert_eq!(gateways.sms.send("1", PHONE, "Təsdiq kodu: 042917", NOW).await, Delivery::Accepted);
    assert_eq!(simulator.handle.last_code(PHONE).as_deref(), Some("042917"));
    assert_eq!(simulator.handle.sms_for(PHONE)[0].text, "Təsdiq kodu: 042917");
    assert_eq!(simulator.handle.last_code("+994505550118"), None);
}

#[tokio::test]
async fn one_sms_id_is_delivered_once_and_another_text_under_it_is_refused() {
    let World { gateways, simulator } = world().await;
    for _ in 0..3 {
        assert_eq!(gateways.sms.send("7", PHONE, "bir", NOW).await, Delivery::Accepted);
    }
    assert_eq!(gateways.sms.send("7", PHONE, "iki", NOW).await, Delivery::Refused);
    assert_eq!(simulator.handle.sms_for(PHONE).len(), 1);
}

#[tokio::test]
async fn portal_5_a_number_that_is_not_mobile_gets_nothing() {
    let World { gateways, simulator: _running } = world().await;
    assert_eq!(gateways.sms.send("1", "+99412000000", "x", NOW).await, Delivery::Refused);
}

#[tokio::test]
async fn a_provider_that_fails_is_unavailable_and_not_a_refusal() {
    let World { gateways, simulator } = world_with(impatient).await;
    for mode in [Mode::Error, Mode::Nonsense, Mode::Silent] {
        simulator.handle.set_switch(System::Sms, mode);
        assert_eq!(gateways.sms.send("1", PHONE, "x", NOW).await, Delivery::Unavailable, "{mode:?}");
        simulator.handle.set_switch(System::Mail, mode);
        let sent = gateways.mail.send("1", "a@numune.example", "x", "y", Vec::new(), NOW).await;
        assert_eq!(sent, Delivery::Unavailable, "{mode:?}");
    }
    assert!(simulator.handle.sms_for(PHONE).is_empty());
}

#[tokio::test]
async fn an_e_mail_keeps_azerbaijani_letters_its_id_and_its_files() {
    let World { gateways, simulator } = world().await;
    let subject = "Ərizəniz təsdiq edildi — İş №287206, çox uzun mövzu: Ə ə Ğ ğ I ı İ i Ö ö Ş ş Ü ü Ç ç və daha nələr";
    let text = "Salam!\n.nöqtə ilə başlayan sətir\n\nMəbləğ: 50,00 AZN\nƏ ə ı İ";
    let pdf = vec![0x25, 0x50, 0x44, 0x46, 0, 255, 13, 10, 46, 13, 10];
    let files =
        vec![Attachment { name: "ərizə-287206.pdf".into(), mime: "application/pdf".into(), bytes: pdf.clone() }];
    let id = "0197f0a2-6a51-7cc2-9a55-4a1d3f0c7e01";
    let sent = gateways.mail.send(id, "Aysel@numune.example", subject, text, files, NOW).await;
    assert_eq!(sent, Delivery::Accepted);

    let mails = simulator.handle.mails_for("aysel@numune.example");
    let [mail] = mails.as_slice() else { panic!("one mail expected") };
    assert_eq!((mail.subject.as_str(), mail.text.as_str()), (subject, text));
    assert_eq!(mail.message_id, format!("{id}@qabul.example"));
    assert_eq!((mail.files[0].name.as_str(), &mail.files[0].bytes), ("ərizə-287206.pdf", &pdf));
}

#[tokio::test]
async fn a_plain_e_mail_arrives_and_a_subject_cannot_smuggle_headers() {
    let World { gateways, simulator } = world().await;
    let sent = gateways.mail.send("2", "a@numune.example", "Salam\r\nBcc: b@numune.example", "mətn", vec![], NOW).await;
    assert_eq!(sent, Delivery::Accepted);
    let mail = simulator.handle.mails_for("a@numune.example").remove(0);
    assert_eq!((mail.subject.as_str(), mail.text.as_str()), ("Salam  Bcc: b@numune.example", "mətn"));
    assert_eq!(mail.to, ["a@numune.example"]);
}

#[tokio::test]
async fn an_address_that_is_none_or_does_not_exist_is_refused_for_good() {
    let World { gateways, simulator: _running } = world().await;
    for to in ["yoxdur@numune.example", "not an address", "a@x\r\nRCPT TO:<b@x>"] {
        assert_eq!(gateways.mail.send("1", to, "x", "y", Vec::new(), NOW).await, Delivery::Refused, "{to}");
    }
    let sent = gateways.mail.send("../1", "a@numune.example", "x", "y", Vec::new(), NOW).await;
    assert_eq!(sent, Delivery::Refused, "an id that cannot be a Message-ID");
}

#[tokio::test]
async fn a_message_above_the_size_limit_is_refused_and_not_kept() {
    let World { gateways, simulator } = world().await;
    let files = vec![Attachment { name: "big".into(), mime: "application/pdf".into(), bytes: vec![7; 13 << 20] }];
    let sent = gateways.mail.send("1", "a@numune.example", "x", "y", files, NOW).await;
    assert_ne!(sent, Delivery::Accepted);
    assert!(simulator.handle.mails_for("a@numune.example").is_empty());
}
