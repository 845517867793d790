//! Checks of every operation in the OpenAPI document: a new operation is tested by them automatically, or makes them
//! fail.

use std::process::Stdio;

use qabul_api::auth::totp;
use qabul_domain::calendar::Micros;
use qabul_store::testing::Engine;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::crash::code;
use crate::interface::{document, operations};
use crate::second_factor;
use crate::support::{AYSEL, Answer, Browser, ELVIN, PASSWORD, Portal, TestApp, fresh_key};

/// An id that does not exist.
const NOWHERE: &str = "01a1fc50-115c-7000-8e61-bbab087f39c1";

/// A valid body, so that the operation gets to the check of the object's owner.
fn body_of(operation: &str) -> Option<Value> {
    match operation {
        "saveAnswers" => Some(json!({ "step": "masterExam.personal", "answers": { "namesChanged": false } })),
        "confirmApplication" => Some(json!({ "consentedFee": 5000, "consent": true })),
        "raiseEvent" => Some(json!({ "event": "send" })),
        _ => None,
    }
}

async fn call(browser: &mut Browser<'_>, method: &Method, path: &str, body: Option<Value>) -> Answer {
    let key = fresh_key();
    let etag = if path.ends_with("/answers") { "\"0\"" } else { "\"1.0\"" };
    browser.send(method.clone(), path, body, &[("if-match", etag), ("idempotency-key", &key)]).await
}

/// The answer without the parts that differ between any two answers.
fn comparable(answer: &Answer, id: &str) -> (u16, String) {
    let mut body = answer.body.clone();
    if let Some(fields) = body.as_object_mut() {
        fields.remove("traceId");
    }
    (answer.status, body.to_string().replace(id, "ID"))
}

#[tokio::test]
async fn s4_of_every_operation_on_an_object_another_persons_answers_as_one_that_is_not_there() {
    let app = TestApp::start().await;
    let mut aysel = app.register(AYSEL).await;
    app.top_up(&mut aysel, 5_000).await;
    let campaign = aysel.campaigns().await.expect(200).text("/items/0/id").to_owned();
    let application = aysel.open_application(&fresh_key(), &campaign).await.expect(201).text("/id").to_owned();
    let top_up = aysel.start_top_up(&fresh_key(), 1_000, None).await.expect(201).text("/id").to_owned();
    let notice = aysel.notices("").await.expect(200).text("/items/0/id").to_owned();
    let session =
        aysel.send(Method::GET, "/api/v1/sessions", None, &[]).await.expect(200).text("/items/0/id").to_owned();
    let entry = aysel.entries("").await.expect(200).text("/items/0/id").to_owned();
    let before = aysel.application(&application).await.expect(200).bytes;
    let mut elvin = app.register(ELVIN).await;

    let document = document();
    for (method, path, operation) in operations(&document) {
        if !path.contains("{id}") {
            continue;
        }
        let name = operation["operationId"].as_str().unwrap();
        let own = match path.split("{id}").next().unwrap() {
            "/api/v1/applications/" => &application,
            "/api/v1/wallet/top-ups/" => &top_up,
            "/api/v1/notices/" => &notice,
            "/api/v1/sessions/" => &session,
            "/api/v1/wallet/entries/" => &entry,
            other => panic!("{name}: no object of a person stands ready for {other}: add one to this test"),
        };
        let body = body_of(name);
        assert_eq!(body.is_some(), operation.get("requestBody").is_some(), "{name}: add its body to this test");
        let foreign = call(&mut elvin, &method, &path.replace("{id}", own), body.clone()).await;
        let missing = call(&mut elvin, &method, &path.replace("{id}", NOWHERE), body).await;
        assert_eq!(foreign.status, 404, "{name}: {}", foreign.body);
        assert_eq!(comparable(&foreign, own), comparable(&missing, NOWHERE), "{name}");
        if method == Method::GET && name != "printApplication" {
            call(&mut aysel, &method, &path.replace("{id}", own), None).await.expect(200);
        }
    }
    assert_eq!(aysel.application(&application).await.expect(200).bytes, before, "nothing was changed");
    app.end().await;
}

#[test]
fn s4b_every_body_of_the_described_interface_refuses_fields_it_does_not_know() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let named = |schema: &Value| match schema["$ref"].as_str() {
        Some(name) => schemas[name.rsplit('/').next().unwrap()].clone(),
        None => schema.clone(),
    };
    for (_, _, operation) in operations(&document) {
        let Some(body) = operation.get("requestBody") else { continue };
        let name = operation["operationId"].as_str().unwrap();
        // Read as raw bytes: the first is signed by the provider, the second is checked by its procedure.
        if ["receivePaymentEvent", "raiseEvent"].contains(&name) {
            continue;
        }
        let mut open = vec![named(&body["content"]["application/json"]["schema"])];
        while let Some(schema) = open.pop() {
            match (schema["oneOf"].as_array(), schema.pointer("/properties/answers")) {
                (Some(members), _) => open.extend(members.iter().map(named)),
                // The object around a step's answers has two fields and is tested below.
                (None, Some(answers)) => open.push(named(answers)),
                (None, None) => assert_eq!(schema["additionalProperties"], Value::Bool(false), "{name}: {schema}"),
            }
        }
    }
}

#[tokio::test]
async fn s4b_fields_that_are_not_the_callers_to_set_are_refused_and_change_nothing() {
    let app = TestApp::start().await;
    let mut aysel = app.register(AYSEL).await;
    let campaign = aysel.campaigns().await.expect(200).text("/items/0/id").to_owned();
    let id = aysel.open_application(&fresh_key(), &campaign).await.expect(201).text("/id").to_owned();
    let path = |rest: &str| format!("/api/v1/applications/{id}/{rest}");
    let tries = [
        (Method::PUT, path("answers"), json!({ "step": "masterExam.personal", "answers": { "namesChanged": false } })),
        (Method::POST, path("confirm"), json!({ "consentedFee": 5000, "consent": true })),
        (Method::POST, path("events"), json!({ "event": "send" })),
        (Method::POST, "/api/v1/applications".to_owned(), json!({ "campaignId": campaign })),
        (Method::POST, "/api/v1/wallet/top-ups".to_owned(), json!({ "amount": 1_000 })),
        (Method::PUT, "/api/v1/me/language".to_owned(), json!({ "lang": "en" })),
        (Method::POST, "/api/v1/sessions".to_owned(), json!({ "login": AYSEL.email, "password": PASSWORD })),
    ];
    let before = aysel.application(&id).await.expect(200).bytes;
    let account = aysel.me().await.expect(200).bytes;
    for (method, path, body) in tries {
        for (name, value) in [
            ("role", json!("examCentre")),
            ("balance", json!(1_000_000)),
            ("state", json!("confirmed")),
            ("score", json!(100)),
            ("accountId", json!(NOWHERE)),
        ] {
            let mut body = body.clone();
            body[name] = value;
            let answer = call(&mut aysel, &method, &path, Some(body)).await;
            assert!((400..500).contains(&answer.status), "{path} took {name}: {}", answer.body);
        }
    }
    assert_eq!(aysel.application(&id).await.expect(200).bytes, before);
    assert_eq!(aysel.me().await.expect(200).bytes, account);
    app.end().await;
}

#[track_caller]
fn guarded(answer: &Answer, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    assert!(answer.header("permissions-policy").contains("camera=()"), "{what}");
    let csp = answer.header("content-security-policy");
    for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "connect-src 'self'"] {
        assert!(csp.contains(part), "{what}: {csp}");
    }
    assert!(!csp.contains("'unsafe-eval'"), "{what}: {csp}");
    assert!(!csp.contains("'unsafe-inline'") || what.contains("/swagger-ui"), "{what}: {csp}");
    assert!(answer.header("server").is_empty() && answer.header("x-powered-by").is_empty(), "{what}");
}

#[tokio::test]
async fn s6_every_answer_carries_the_security_headers_also_refusals_and_pages() {
    let app = TestApp::start_with(Engine::Sqlite, |config| config.public_url = "https://qebul.example.az".into()).await;
    let document = document();
    for (method, path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        let path = path.replace("{id}", NOWHERE).replace("{list}", "sections");
        let body = (method != Method::GET).then(|| json!({}));
        let answer = call(&mut app.browser(), &method, &path, body).await;
        guarded(&answer, name);
        if operation["security"].as_array().is_none_or(|schemes| !schemes.is_empty()) {
            assert_eq!(answer.header("cache-control"), "no-store", "{name}");
        }
    }
    for page in
        ["/check", "/check/AAAA", "/nowhere", "/api/v1/nowhere", "/swagger-ui/", "/openapi.json", "/livez", "/readyz"]
    {
        guarded(&app.browser().page(page).await, page);
    }
    let large = json!({ "login": "x".repeat(300_000), "password": "y" });
    let answer = app.browser().send(Method::POST, "/api/v1/sessions", Some(large), &[]).await;
    guarded(&answer, "a body too large");
    assert_eq!(answer.status, 413);
    app.end().await;
}

#[tokio::test]
async fn s7_sockets_that_say_little_do_not_keep_others_from_being_served() {
    let app = TestApp::start().await;
    let address = app.url.trim_start_matches("http://").to_owned();
    let mut slow = Vec::new();
    for _ in 0..200 {
        let mut socket = TcpStream::connect(&address).await.unwrap();
        socket.write_all(b"POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Le").await.unwrap();
        slow.push(socket);
    }
    let mut aysel = app.register(AYSEL).await;
    aysel.me().await.expect(200);
    drop(slow);
    app.end().await;
}

/// Looks up `count` wrong codes of documents, each with its own `X-Forwarded-For`; returns how many were refused as too
/// many.
async fn refused_of(app: &TestApp, count: usize, forwarded: impl Fn(usize) -> String) -> usize {
    let mut refused = 0;
    for n in 0..count {
        let headers = [("x-forwarded-for", forwarded(n))];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = app.browser().send(Method::GET, "/check/AAAAAAAAAAAAAAAAAAAAAAAAAA", None, &headers).await;
        assert!([200, 429].contains(&answer.status), "{}", answer.status);
        refused += usize::from(answer.status == 429);
    }
    refused
}

#[tokio::test]
async fn s7_a_forged_forwarded_address_changes_nothing_unless_the_proxy_that_wrote_it_is_trusted() {
    let app = TestApp::start().await;
    assert_eq!(refused_of(&app, 62, |n| format!("203.0.113.{n}")).await, 2, "one caller, whatever it says of itself");
    app.end().await;

    let app = TestApp::start_with(Engine::Sqlite, |config| config.trusted_proxy = "127.0.0.1".parse().ok()).await;
    assert_eq!(refused_of(&app, 62, |n| format!("203.0.113.{n}")).await, 0, "the proxy tells callers apart");
    // Entries that the caller added before the proxy's own entry are ignored.
    assert_eq!(refused_of(&app, 62, |n| format!("203.0.113.{n}, 198.51.100.7")).await, 2);
    // So are words that are not an address: they are counted as the proxy itself.
    assert_eq!(refused_of(&app, 62, |n| format!("caller-{n}")).await, 2);
    app.end().await;

    let app = TestApp::start_with(Engine::Sqlite, |config| config.trusted_proxy = "192.0.2.1".parse().ok()).await;
    assert_eq!(refused_of(&app, 62, |n| format!("203.0.113.{n}")).await, 2, "another address's proxy is not ours");
    app.end().await;
}

#[tokio::test]
async fn s7_a_page_of_a_list_holds_a_hundred_rows_at_most() {
    let app = TestApp::start().await;
    let mut aysel = app.register(AYSEL).await;
    for limit in ["0", "101", "100000", "-1", "many"] {
        let answer = aysel.notices(&format!("?limit={limit}")).await.expect(422);
        assert_eq!(answer.text("/errors/0/pointer"), "/limit", "{}", answer.body);
    }
    aysel.notices("?limit=100").await.expect(200);
    app.end().await;
}

/// Runs the whole path with full logging, then searches everything that was written anywhere.
#[tokio::test]
async fn s8_what_identifies_a_person_is_in_no_log_no_figure_and_no_file_in_plain() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::new(format!("sqlite:{}", folder.path().join("qabul.db").display())).await;
    let log = folder.path().join("log");
    let file = std::fs::File::create(&log).unwrap();
    let served = portal
        .serve_as(portal.command().env("RUST_LOG", "trace").stdout(file.try_clone().unwrap()).stderr(Stdio::from(file)))
        .await;
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let url = format!("http://{}", portal.address);
    let mut browser = Browser::new(&url, &client);
    browser.start_registration("citizen").await.expect(201);
    browser.check_identity(AYSEL.fin, "1990-01-01").await;
    browser.check_identity(AYSEL.fin, AYSEL.born).await.expect(200);
    browser.confirm_identity().await.expect(200);
    browser.send_code(AYSEL.phone).await.expect(200);
    let digits = code(&portal).await;
    browser.verify_phone(&digits).await.expect(200);
    browser.set_email(AYSEL.email, AYSEL.email).await.expect(200);
    browser.set_password(PASSWORD, PASSWORD).await.expect(201);
    let token = browser.token.clone().unwrap();
    let cookies: Vec<String> = browser.cookies.values().cloned().collect();
    browser.sign_in(AYSEL.fin, "not the password").await;
    browser.profile().await.expect(200);
    let campaign = browser.campaigns().await.expect(200).text("/items/0/id").to_owned();
    let id = browser.open_application(&fresh_key(), &campaign).await.expect(201).text("/id").to_owned();
    let patch =
        json!({ "step": "masterExam.personal", "answers": { "namesChanged": true, "previousSurname": "Kanareyka" } });
    browser.save_answers(&id, 0, patch).await.expect(200);
    let factor = browser.set_up_second_factor(PASSWORD).await.expect(200);
    let app_code = totp::code(&second_factor::secret(&factor), Micros(chrono::Utc::now().timestamp_micros()));
    let recovery = browser.turn_on_second_factor(&app_code).await.expect(200);
    let recovery: Vec<String> = recovery.items().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    let mut other = Browser::new(&url, &client);
    other.sign_in(AYSEL.fin, PASSWORD).await.expect_problem(401, "secondStepRequired");
    let waiting = other.cookies.values().cloned().collect::<Vec<_>>();
    other.second_step(&recovery[0]).await.expect(201);
    let figures = browser.page("/metrics").await.bytes;
    drop(served);

    let mut secrets = vec![
        AYSEL.fin.to_owned(),
        AYSEL.phone.trim_start_matches("+994").to_owned(),
        AYSEL.email.to_owned(),
        PASSWORD.to_owned(),
        "not the password".to_owned(),
        "Kanareyka".to_owned(),
        token,
    ];
    secrets.extend(recovery.iter().cloned());
    secrets.extend(recovery.iter().map(|code| code.replace('-', "")));
    secrets.extend([factor.text("/secret").to_owned(), factor.text("/secret").replace(' ', "")]);
    secrets.extend(["otpauth:".to_owned(), other.token.clone().unwrap()]);
    secrets.extend(cookies.into_iter().chain(waiting).filter(|cookie| cookie.len() > 20));
    let mut written = vec![("/metrics".to_owned(), figures)];
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        // The socket of the command line is not a file.
        if !path.is_file() {
            continue;
        }
        written.push((path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()));
    }
    assert!(written.len() >= 3, "a log and a database were written");
    for (place, bytes) in written {
        assert!(place != "log" || bytes.len() > 10_000, "every line was logged");
        for secret in &secrets {
            let found = bytes.windows(secret.len()).position(|window| window == secret.as_bytes());
            let around = found.map(|at| {
                String::from_utf8_lossy(&bytes[at.saturating_sub(160)..(at + secret.len() + 40).min(bytes.len())])
                    .into_owned()
            });
            assert!(found.is_none(), "{place} holds {secret}: {around:?}");
        }
        // Six digits alone occur by chance; together with their word they do not.
        let text = String::from_utf8_lossy(&bytes);
        assert!(place != "log" || !text.contains(&digits), "the log holds the code");
        assert!(place != "log" || !text.contains(&app_code), "the log holds the app's code");
    }
}

#[test]
fn s0_every_test_the_table_of_asvs_requirements_names_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sources = String::new();
    let mut folders: Vec<_> =
        ["crates/api", "crates/store", "crates/domain", "crates/gateways"].iter().map(|name| root.join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let table = std::fs::read_to_string(root.join("docs/asvs.csv")).unwrap();
    let mut rows = 0;
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split(',').collect();
        assert_eq!(columns.len(), 5, "{row}");
        assert!(sources.contains(&format!("fn {}", columns[3])), "{}: no test {}", columns[0], columns[3]);
        rows += 1;
    }
    assert!(rows > 40);
}
