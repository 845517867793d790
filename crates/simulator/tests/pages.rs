//! The pages for people and the JSON for browser tests.
#![allow(clippy::unwrap_used, reason = "a test program")]

mod support;

use qabul_domain::money::Qepik;
use qabul_gateways::{Answer, Attachment, TopUpOrder};
use serde_json::{Value, json};
use support::{NOW, Receiver, World, world};
use uuid::Uuid;

struct Browser {
    http: reqwest::Client,
    url: String,
}

impl Browser {
    fn at(world: &World) -> Browser {
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).redirect(reqwest::redirect::Policy::none());
        Browser { http: http.build().unwrap(), url: world.simulator.http_url.clone() }
    }

    async fn page(&self, path: &str) -> String {
        self.http.get(format!("{}{path}", self.url)).send().await.unwrap().text().await.unwrap()
    }

    /// Status and `Location`.
    async fn submit(&self, path: &str, form: &[(&str, &str)]) -> (u16, String) {
        let request = self.http.post(format!("{}{path}", self.url)).header("accept", "text/html").form(form);
        let response = request.send().await.unwrap();
        let place = response.headers().get("location").map_or("", |value| value.to_str().unwrap()).to_owned();
        (response.status().as_u16(), place)
    }
}

#[tokio::test]
async fn the_inbox_says_that_all_persons_are_invented_and_shows_what_was_sent() {
    let world = world().await;
    let browser = Browser::at(&world);
    world.gateways.sms.send("1", "+994505550117", "Təsdiq kodu: 042917 <b>", NOW).await;
    let files = vec![Attachment { name: "a.pdf".into(), mime: "application/pdf".into(), bytes: b"%PDF-1".to_vec() }];
    world.gateways.mail.send("2", "aysel@numune.example", "Mövzu ə", "Mətn", files, NOW).await;

    let page = browser.page("/").await;
    for shown in ["TEST REJİMİ — bütün şəxslər uydurmadır", "042917", "&lt;b&gt;", "Mövzu ə", "5NM1A2C", "MYI 0000014"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("<script") && !page.contains("<b>"));
    assert_eq!(browser.page("/mails/1/files/0").await, "%PDF-1");

    let inbox: Value = serde_json::from_str(&browser.page("/inbox.json").await).unwrap();
    assert_eq!(inbox["sms"][0]["text"], "Təsdiq kodu: 042917 <b>");
    assert_eq!(inbox["mails"][0]["subject"], "Mövzu ə");
    assert_eq!(inbox["mails"][0]["files"][0]["size"], 6);
}

#[tokio::test]
async fn switches_turn_over_json_and_over_the_form() {
    let world = world().await;
    let browser = Browser::at(&world);
    let post = browser.http.post(format!("{}/switches", browser.url));
    let answer = post.json(&json!({"system": "tmms", "mode": "error"})).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 204);
    assert_eq!(world.gateways.tmms.degrees("5NM1A2C", NOW).await, Answer::Unavailable);

    let form = [("system", "tmms"), ("mode", "slow"), ("seconds", "9")];
    assert_eq!(browser.submit("/switches/form", &form).await, (303, "/#switches".to_owned()));
    let all: Value = serde_json::from_str(&browser.page("/switches").await).unwrap();
    let tmms = all.as_array().unwrap().iter().find(|switch| switch["system"] == "tmms").unwrap();
    assert_eq!(*tmms, json!({"system": "tmms", "mode": "slow", "millis": 9_000}));

    assert_eq!(browser.submit("/switches/reset", &[]).await.0, 303);
    assert!(matches!(world.gateways.tmms.degrees("5NM1A2C", NOW).await, Answer::Found(_)));
    let post = browser.http.post(format!("{}/switches", browser.url));
    assert_eq!(post.json(&json!({"system": "nobody"})).send().await.unwrap().status().as_u16(), 400);
}

#[tokio::test]
async fn a_person_pays_on_the_page_and_comes_back() {
    let world = world().await;
    let browser = Browser::at(&world);
    let receiver = Receiver::start(&[]).await;
    let order = TopUpOrder {
        topup_id: Uuid::from_u128(1),
        amount: Qepik(125_050),
        return_url: "http://127.0.0.1:1/az/wallet?a=1&b=2",
        callback_url: &receiver.url,
        lang: "az",
    };
    let order = world.gateways.payment.create(order, NOW).await.unwrap();
    let path = order.redirect_url.strip_prefix(&world.simulator.http_url).unwrap();

    let page = browser.page(path).await;
    for shown in ["1\u{a0}250,50\u{a0}AZN", "Ödə", "Ləğv et", "TEST REJİMİ", "lang=\"az\""] {
        assert!(page.contains(shown), "{shown}");
    }
    assert_eq!(browser.submit(path, &[("act", "pay")]).await, (303, "http://127.0.0.1:1/az/wallet?a=1&b=2".to_owned()));
    assert_eq!(receiver.received().len(), 1);
    assert!(browser.page(path).await.contains("Bu sifariş artıq bağlanıb."));
    assert!(browser.page("/").await.contains("Pulu geri qaytar"));
    assert_eq!(browser.submit(&format!("{path}/reverse"), &[]).await.0, 303);
    assert_eq!(receiver.received().len(), 2);
    assert_eq!(browser.submit("/pay/ord-unknown", &[("act", "pay")]).await.0, 404);
}

#[tokio::test]
async fn the_payment_page_writes_the_sum_in_the_form_of_its_language() {
    let world = world().await;
    let browser = Browser::at(&world);
    for (n, lang, sum) in [(2, "en", "1,250.50\u{a0}AZN"), (3, "ru", "1\u{a0}250,50\u{a0}AZN")] {
        let order = TopUpOrder {
            topup_id: Uuid::from_u128(n),
            amount: Qepik(125_050),
            return_url: "http://127.0.0.1:1/wallet",
            callback_url: "http://127.0.0.1:1/callback",
            lang,
        };
        let order = world.gateways.payment.create(order, NOW).await.unwrap();
        let page = browser.page(order.redirect_url.strip_prefix(&world.simulator.http_url).unwrap()).await;
        assert!(page.contains(sum), "{lang}");
    }
}

#[tokio::test]
async fn the_clock_follows_the_portals_shift() {
    let world = world().await;
    let browser = Browser::at(&world);
    let post = browser.http.post(format!("{}/clock", browser.url));
    assert_eq!(post.json(&json!({"offsetSeconds": 86_400})).send().await.unwrap().status().as_u16(), 204);
    world.gateways.sms.send("1", "+994505550117", "x", NOW).await;
    assert_eq!(world.simulator.handle.sms_for("+994505550117")[0].at, NOW.plus_seconds(86_400));
}
