//! The gateways against the simulator, with every mode of a register.
#![allow(clippy::unwrap_used, reason = "a test program")]

mod support;

use std::time::{Duration, Instant};

use qabul_domain::facts::{Citizenship, Level, Source, StudyStatus};
use qabul_gateways::{Answer, GatewaySettings, Gateways, SecondFact};
use qabul_simulator::{Mode, System, persons};
use support::{NOW, World, impatient, world, world_with};

fn birth(text: &str) -> SecondFact {
    SecondFact::BirthDate(text.parse().unwrap())
}

/// Queries each register about a person it contains; returns only whether it answered.
async fn ask(gateways: &Gateways, system: System) -> Answer<()> {
    match system {
        System::Population => gateways.population.person_by_fin("5NM1A2C", &birth("2002-03-14"), NOW).await.map(|_| ()),
        System::Migration => gateways.migration.holder_by_permit("MYI", "0000014", NOW).await.map(|_| ()),
        System::Tmms => gateways.tmms.degrees("5NM1A2C", NOW).await.map(|_| ()),
        System::Tkta => gateways.tkta.degrees("5XR2L3N", NOW).await.map(|_| ()),
        System::ExamCentre => gateways.exam_centre.admissions("5NM1A2C", NOW).await.map(|_| ()),
        System::SocialStatus => gateways.social_status.statuses("5KV9C1F", NOW).await.map(|_| ()),
        System::Sms | System::Mail | System::Payment => Answer::NotFound,
    }
}

const REGISTERS: [System; 6] =
    [System::Population, System::Migration, System::Tmms, System::Tkta, System::ExamCentre, System::SocialStatus];

#[tokio::test]
async fn portal_2_a_citizen_is_found_by_fin_and_birth_date_or_document() {
    let World { gateways, simulator: _running } = world().await;
    for second in [birth("2002-03-14"), SecondFact::Document("AA1000001".to_owned())] {
        let Answer::Found(person) = gateways.population.person_by_fin("5NM1A2C", &second, NOW).await else {
            panic!("not found");
        };
        assert_eq!((person.surname.as_str(), person.citizenship), ("Nümunəyeva", Citizenship::Azerbaijan));
        assert!(person.actual_place.starts_with("Bakı şəhəri"));
    }
}

#[tokio::test]
async fn portal_2_an_unknown_fin_and_a_wrong_second_fact_get_one_answer() {
    let World { gateways, simulator: _running } = world().await;
    let population = &gateways.population;
    assert_eq!(population.person_by_fin("9ZZ9Z9Z", &birth("2002-03-14"), NOW).await, Answer::NotFound);
    assert_eq!(population.person_by_fin("5NM1A2C", &birth("2002-03-15"), NOW).await, Answer::NotFound);
}

#[tokio::test]
async fn portal_3_a_foreigner_is_found_by_permit_and_not_by_fin() {
    let World { gateways, simulator: _running } = world().await;
    let Answer::Found(holder) = gateways.migration.holder_by_permit("MYI", "0000014", NOW).await else {
        panic!("not found");
    };
    assert_eq!((holder.fin.as_deref(), holder.facts.citizenship), (Some("7EC5P6R"), Citizenship::Foreign));
    assert_eq!(gateways.migration.holder_by_permit("DYI", "0000014", NOW).await, Answer::NotFound);
    let by_fin = gateways.population.person_by_fin("7EC5P6R", &birth("1998-01-15"), NOW).await;
    assert_eq!(by_fin, Answer::NotFound);
}

#[tokio::test]
async fn mag_7_studies_come_with_their_source_and_an_unknown_average_stays_empty() {
    let World { gateways, simulator: _running } = world().await;
    let Answer::Found(degrees) = gateways.tmms.degrees("5NM1A2C", NOW).await else { panic!("not found") };
    let [degree] = degrees.as_slice() else { panic!("one row expected") };
    assert_eq!((degree.source, degree.level, degree.finish_year), (Source::Tmms, Level::Bachelor, Some(2024)));
    assert_eq!((degree.institution_code.as_deref(), degree.specialty_code.as_str()), (Some("11703"), "050632"));
    assert_eq!((degree.average.as_deref(), degree.average_scale), (Some("91,4"), Some(100)));

    let Answer::Found(degrees) = gateways.tmms.degrees("6SN2B3D", NOW).await else { panic!("not found") };
    assert_eq!((&degrees[0].average, degrees[0].average_scale), (&None, None));
    assert_eq!(gateways.tmms.degrees("5TM5E6G", NOW).await, Answer::NotFound);

    let Answer::Found(degrees) = gateways.tkta.degrees("5TN3M4P", NOW).await else { panic!("not found") };
    assert_eq!((degrees[0].source, degrees[0].recognised), (Source::Tkta, Some(false)));
}

#[tokio::test]
async fn qay_1_6_years_of_present_students_follow_the_campaign() {
    let World { gateways, simulator: _running } = world().await;
    for (fin, end) in [("6MG6F7H", 2028), ("6BT7G8J", 2027)] {
        let Answer::Found(degrees) = gateways.tmms.degrees(fin, NOW).await else { panic!("not found") };
        let master = degrees.iter().find(|degree| degree.level == Level::Master).unwrap();
        assert_eq!((master.status, master.finish_year), (StudyStatus::Studying, Some(end)));
    }
}

#[tokio::test]
async fn every_invented_person_passes_the_checks_of_the_gateways() {
    let World { gateways, simulator: _running } = world().await;
    for person in persons() {
        let found = match &person.permit {
            Some(permit) => matches!(
                gateways.migration.holder_by_permit(&permit.series, &permit.number, NOW).await,
                Answer::Found(_)
            ),
            None => {
                let second = SecondFact::BirthDate(person.birth_date);
                matches!(gateways.population.person_by_fin(&person.fin, &second, NOW).await, Answer::Found(_))
            }
        };
        assert!(found, "{}", person.fin);
        let counts = |rows: usize| if rows == 0 { Answer::NotFound } else { Answer::Found(rows) };
        let fin = person.fin.as_str();
        assert_eq!(gateways.tmms.degrees(fin, NOW).await.map(|rows| rows.len()), counts(person.tmms.len()), "{fin}");
        assert_eq!(gateways.tkta.degrees(fin, NOW).await.map(|rows| rows.len()), counts(person.tkta.len()), "{fin}");
        let admissions = gateways.exam_centre.admissions(fin, NOW).await;
        assert_eq!(admissions.map(|rows| rows.len()), counts(person.admissions.len()), "{fin}");
        let statuses = gateways.social_status.statuses(fin, NOW).await;
        assert_eq!(statuses.map(|rows| rows.len()), counts(person.statuses.len()), "{fin}");
    }
}

#[tokio::test]
async fn a_late_answer_within_the_bounds_is_an_answer() {
    let World { gateways, simulator } = world().await;
    for system in REGISTERS {
        simulator.handle.set_switch(system, Mode::Slow { millis: 30 });
        assert_eq!(ask(&gateways, system).await, Answer::Found(()), "{system:?}");
    }
}

#[tokio::test]
async fn a_slow_or_silent_register_is_unavailable_within_the_time_out() {
    let World { gateways, simulator } = world_with(impatient).await;
    for mode in [Mode::Slow { millis: 60_000 }, Mode::Silent] {
        for system in REGISTERS {
            simulator.handle.set_switch(system, mode);
            let asked = Instant::now();
            assert_eq!(ask(&gateways, system).await, Answer::Unavailable, "{system:?} {mode:?}");
            assert!(asked.elapsed() < Duration::from_secs(2), "{system:?} {mode:?}");
        }
    }
}

#[tokio::test]
async fn a_fault_nonsense_or_somebody_else_is_no_answer_and_never_not_found() {
    // With more faults the circuit would open and hide the later kinds, so each kind has its own gateways.
    for mode in [Mode::Error, Mode::Nonsense, Mode::Nonsense, Mode::Nonsense, Mode::Nonsense, Mode::Nonsense] {
        let World { gateways, simulator } = world().await;
        for system in REGISTERS {
            simulator.handle.set_switch(system, mode);
            for _ in 0..4 {
                assert_eq!(ask(&gateways, system).await, Answer::Unavailable, "{system:?} {mode:?}");
            }
        }
    }
    let World { gateways, simulator } = world().await;
    // Only one invented person each has foreign admissions or statuses of a kind; for registers with several persons
    // the wrong one can be returned.
    for system in [System::Population, System::Migration, System::Tmms, System::Tkta, System::ExamCentre] {
        simulator.handle.set_switch(system, Mode::WrongPerson);
        assert_eq!(ask(&gateways, system).await, Answer::Unavailable, "{system:?}");
    }
}

#[tokio::test]
async fn after_five_faults_a_register_is_left_alone_and_asked_again_after_the_rest() {
    let World { gateways, simulator } = world().await;
    simulator.handle.set_switch(System::Tmms, Mode::Error);
    for _ in 0..5 {
        assert_eq!(gateways.tmms.degrees("5NM1A2C", NOW).await, Answer::Unavailable);
    }
    simulator.handle.reset_switches();
    let soon = NOW.plus_seconds(14);
    assert_eq!(gateways.tmms.degrees("5NM1A2C", soon).await, Answer::Unavailable, "the circuit is open");
    let later = NOW.plus_seconds(15);
    assert!(matches!(gateways.tmms.degrees("5NM1A2C", later).await, Answer::Found(_)));
    assert!(matches!(gateways.tmms.degrees("5NM1A2C", later).await, Answer::Found(_)));
    assert!(matches!(gateways.tkta.degrees("5XR2L3N", NOW).await, Answer::Found(_)), "other registers are not touched");
}

#[tokio::test]
async fn a_wrong_secret_and_a_register_that_is_not_there_are_no_answer() {
    let wrong = world_with(|settings| settings.tmms.secret = "another".to_owned().into()).await;
    assert_eq!(wrong.gateways.tmms.degrees("5NM1A2C", NOW).await, Answer::Unavailable);

    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let absent = world_with(|settings| settings.tmms.base_url = nobody).await;
    assert_eq!(absent.gateways.tmms.degrees("5NM1A2C", NOW).await, Answer::Unavailable);
}

#[tokio::test]
async fn an_address_with_a_wrong_path_is_no_answer_although_it_says_404() {
    let world = world_with(|settings| settings.tmms.base_url.push_str("/elsewhere")).await;
    assert_eq!(world.gateways.tmms.degrees("5NM1A2C", NOW).await, Answer::Unavailable);
}

#[tokio::test]
async fn broken_settings_are_refused_without_showing_them() {
    let good = || GatewaySettings::for_simulator("http://127.0.0.1:1", ([127, 0, 0, 1], 1).into(), "s");
    for (change, named) in [
        ((|settings| settings.tmms.base_url = "ftp://x".to_owned()) as fn(&mut GatewaySettings), "tmms"),
        (|settings| settings.sms.base_url = "https://user:geheim@x".to_owned(), "sms"),
        (|settings| settings.tkta.base_url = "https://x/?key=geheim".to_owned(), "tkta"),
        (|settings| settings.population.secret = String::new().into(), "population"),
        (|settings| settings.mail.url = "geheim".to_owned(), "mail"),
        (|settings| settings.mail.from = "geheim".to_owned(), "mail"),
    ] {
        let mut settings = good();
        change(&mut settings);
        let said = Gateways::new(&settings).err().unwrap().to_string();
        assert!(said.contains(named) && !said.contains("geheim"), "{said}");
    }
    assert_eq!(good().unencrypted().len(), 9);
}

#[tokio::test]
async fn neither_debug_output_nor_settings_show_personal_data_or_secrets() {
    let World { gateways, simulator } = world().await;
    let second = birth("2002-03-14");
    let person = gateways.population.person_by_fin("5NM1A2C", &second, NOW).await;
    let degrees = gateways.tmms.degrees("5NM1A2C", NOW).await;
    let holder = gateways.migration.holder_by_permit("MYI", "0000014", NOW).await;
    let settings = GatewaySettings::for_simulator(&simulator.http_url, simulator.smtp_addr, "a-secret");
    let shown =
        format!("{person:?} {degrees:?} {holder:?} {second:?} {settings:?} {gateways:?} {:?}", simulator.handle);
    for kept in ["5NM1A2C", "2002", "Nümunə", "Samplesson", "0000014", "91,4", "a-secret", qabul_simulator::DEMO_SECRET]
    {
        assert!(!shown.contains(kept), "{kept} in {shown}");
    }
}
