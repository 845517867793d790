//! Expensive requests: slow ones, malformed ones, and their effect on metrics and log.

use std::process::Stdio;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use qabul_simulator::System;
use qabul_store::testing::Engine;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::manners::{raw, web_dir};
use crate::support::{AYSEL, Browser, Portal, TestApp};

/// A portal that waits one second for its callers.
async fn impatient(web: Option<std::path::PathBuf>) -> TestApp {
    TestApp::start_with(Engine::Sqlite, |config| (config.patience_seconds, config.web_dir) = (1, web)).await
}

/// Sends a request that never ends and reads until the server closes the connection; returns the text and the time.
async fn unended(app: &TestApp, request: &str) -> (String, Duration) {
    let begun = Instant::now();
    let answer = tokio::time::timeout(Duration::from_secs(20), raw(app, request.as_bytes())).await;
    (answer.expect("the server closes the connection"), begun.elapsed())
}

#[tokio::test]
async fn a_request_that_never_ends_is_ended_by_the_server_whichever_part_of_it_is_slow() {
    let app = impatient(None).await;
    let json = "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    let form = "POST /check HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let requests = [
        ("the first head", "GET /livez HTTP/1.1\r\nHost".to_owned(), Some(408)),
        ("a body", format!("{json}Content-Length: 100\r\n\r\n{{"), Some(408)),
        ("a body in chunks", format!("{json}Transfer-Encoding: chunked\r\n\r\n1\r\n{{\r\n"), Some(408)),
        ("a form", format!("{form}Content-Length: 100\r\n\r\ncode="), Some(408)),
        ("the head of a later request", "GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /livez".to_owned(), None),
        ("no later request", "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(), None),
        (
            "a body nobody reads",
            "GET /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n2".to_owned(),
            None,
        ),
    ];
    let answers = join_all(requests.iter().map(|(_, request, _)| unended(&app, request))).await;
    for ((what, _, status), (answer, took)) in requests.iter().zip(answers) {
        match status {
            Some(status) => {
                let at = answer.find(&format!("HTTP/1.1 {status} ")).unwrap_or_else(|| panic!("{what}: {answer}"));
                assert!(answer[at..].contains("x-content-type-options: nosniff"), "{what}: {answer}");
                assert!(answer.contains("tooSlow") || answer.contains("role=\"alert\""), "{what}: {answer}");
            }
            None => assert!(answer.starts_with("HTTP/1.1 200 "), "{what}: {answer}"),
        }
        assert!(took < Duration::from_secs(8), "{what}: {took:?}");
    }
    app.end().await;
}

/// The value of a metric with exactly these labels.
async fn figure(app: &TestApp, line: &str) -> u64 {
    let text = String::from_utf8(app.browser().page("/metrics").await.expect(200).bytes).unwrap();
    let found = text.lines().find_map(|known| known.strip_prefix(line)?.trim().parse().ok());
    found.unwrap_or_default()
}

#[tokio::test]
async fn an_answer_nobody_takes_is_given_up_and_others_are_served_meanwhile() {
    let folder = web_dir();
    std::fs::write(folder.path().join("pkg/1/app_bg.wasm"), vec![7_u8; 8 << 20]).unwrap();
    let app = impatient(Some(folder.path().to_owned())).await;
    let unread = "qabul_refused_total{reason=\"unreadAnswer\"}";
    let before = figure(&app, unread).await;
    let mut sockets = Vec::new();
    for _ in 0..20 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4_096).unwrap();
        let mut stream = socket.connect(app.url.trim_start_matches("http://").parse().unwrap()).await.unwrap();
        stream.write_all(b"GET /pkg/1/app_bg.wasm HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        sockets.push(stream);
    }
    let until = Instant::now() + Duration::from_secs(20);
    while figure(&app, unread).await < before + 20 {
        assert!(Instant::now() < until, "the server keeps answers nobody takes");
    }
    // A caller that reads the file gets it completely.
    let whole = app.browser().page("/pkg/1/app_bg.wasm").await.expect(200);
    assert_eq!(whole.bytes.len(), 8 << 20);
    app.end().await;
}

#[tokio::test]
async fn the_labels_of_the_figures_are_a_closed_set_whatever_callers_invent() {
    let app = TestApp::start().await;
    let stranger = format!("X{}", "Q".repeat(8_000));
    for request in [
        format!("{stranger} /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
        format!("INVENTED /{stranger} HTTP/1.1\r\nHost: {stranger}\r\nConnection: close\r\n\r\n"),
        format!("GET /check/{stranger} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
        format!("GET /api/v1/{stranger}?{stranger} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
    ] {
        raw(&app, request.as_bytes()).await;
    }
    app.browser().page("/livez").await.expect(200);
    let figures = String::from_utf8(app.browser().page("/metrics").await.expect(200).bytes).unwrap();
    let document = crate::interface::document();
    let mut routes: Vec<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    routes.extend(qabul_api::app::PAGES.iter().map(|(path, _)| (*path).to_owned()));
    let mut seen = 0;
    for line in figures.lines().filter(|line| line.starts_with("qabul_http_")) {
        let labels = line.split_once('{').and_then(|(_, rest)| rest.rsplit_once('}')).unwrap().0;
        for label in labels.split("\",") {
            let (name, value) = label.split_once("=\"").unwrap();
            let value = value.trim_end_matches('"');
            let known = match name {
                "method" => ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "other"].contains(&value),
                "route" => value == "other" || routes.iter().any(|route| route == value),
                "status" => ["2xx", "3xx", "4xx", "5xx"].contains(&value),
                "le" => value == "+Inf" || value.parse::<f64>().is_ok(),
                _ => false,
            };
            assert!(known, "{line}");
            seen += 1;
        }
    }
    assert!(seen > 10 && figures.contains("method=\"other\""), "{figures}");
    assert!(!figures.contains("QQ") && !figures.contains("INVENTED"));
    app.end().await;
}

#[tokio::test]
async fn rubbish_is_counted_and_fills_no_log_and_a_request_is_followed_to_the_register_it_asks() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::new(format!("sqlite:{}", folder.path().join("qabul.db").display())).await;
    let log = folder.path().join("log");
    let file = std::fs::File::create(&log).unwrap();
    let served = portal.serve_as(portal.command().env("RUST_LOG", "info").stderr(Stdio::from(file))).await;
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let url = format!("http://{}", portal.address);
    let mut browser = Browser::new(&url, &client);
    for _ in 0..100 {
        let mut stream = TcpStream::connect(portal.address).await.unwrap();
        stream.write_all(b"\x01\x02\r\n\r\n").await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
        let path = "/api/v1/callbacks/payments";
        browser.send(Method::POST, path, Some(json!({})), &[]).await.expect(401);
        browser.send(Method::POST, path, Some(json!({})), &[("content-encoding", "gzip")]).await.expect(415);
    }
    browser.start_registration("citizen").await.expect(201);
    let asked = browser.check_identity(AYSEL.fin, AYSEL.born).await.expect(200);
    let id = asked.header("x-request-id").to_owned();
    assert_eq!(
        portal.simulator.handle.last_call(System::Population),
        Some(id.clone()),
        "the register's log can name it"
    );
    let figures = String::from_utf8(browser.page("/metrics").await.expect(200).bytes).unwrap();
    drop(served);
    for reason in ["malformed", "unsignedCallback", "encoded"] {
        assert!(figures.contains(&format!("qabul_refused_total{{reason=\"{reason}\"}} 100")), "{reason}: {figures}");
    }
    let log = std::fs::read_to_string(log).unwrap();
    assert_eq!(log.matches("event=\"refused\"").count(), 3, "{log}");
    assert!(!log.contains("ERROR"), "{log}");
    let call = log.lines().find(|line| line.contains("outside_call") && line.contains("population")).unwrap();
    assert_eq!(
        call.matches(id.as_str()).count(),
        2,
        "once in the span of the request, once in that of the call: {call}"
    );
}
