//! HTTP behaviour: methods, encodings, tags, pages and the refusals of the parser.

use std::collections::BTreeSet;

use qabul_store::testing::Engine;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::interface::{document, operations};
use crate::support::{AYSEL, TestApp, fresh_key};

/// Sends bytes and reads until the server closes the connection.
pub async fn raw(app: &TestApp, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // If the server closes with unread bytes, the connection is reset after the answer.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sends bytes and reads one answer.
async fn first(app: &TestApp, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(request).await.unwrap();
    let (mut answer, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut chunk).await.unwrap();
        answer.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&answer).into_owned();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            body.len() >= length.unwrap_or_default()
        });
        if whole || count == 0 {
            return text;
        }
    }
}

/// A folder in the form that `cargo xtask web` writes.
pub fn web_dir() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    put("index.html", b"<!doctype html><title>Q</title>");
    put("robots.txt", b"User-agent: *\n");
    put("pkg/1/app.js", b"plain plain plain");
    put("pkg/1/app.js.br", b"brotli");
    put("pkg/1/app.js.gz", b"gzip");
    folder
}

#[tokio::test]
async fn a_method_that_is_not_declared_is_refused_with_those_that_are() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let mut paths: std::collections::BTreeMap<String, BTreeSet<String>> = Default::default();
    for (method, path, _) in operations(&document()) {
        paths.entry(path).or_default().insert(method.to_string());
    }
    for (path, methods) in qabul_api::app::PAGES {
        paths.insert(path.replace("{_:.*}", ""), methods.iter().map(ToString::to_string).collect());
    }
    // The pattern of another path may match too, as `/sessions/{id}` matches `/sessions/current`.
    let fits = |pattern: &str, path: &str| {
        let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
        pattern.len() == path.len() && pattern.iter().zip(path).all(|(a, b)| *a == b || a.starts_with('{'))
    };
    for path in paths.keys() {
        let methods: BTreeSet<String> =
            paths.iter().filter(|(pattern, _)| fits(pattern, path)).flat_map(|(_, methods)| methods.clone()).collect();
        let path = path.replace("{id}", "01a1fc50-115c-7000-8e61-bbab087f39c1").replace(['{', '}'], "");
        let mut allowed: BTreeSet<&str> = methods.iter().map(String::as_str).collect();
        if allowed.contains("GET") {
            allowed.insert("HEAD");
        }
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
            if allowed.contains(method) {
                continue;
            }
            let answer = browser.send(method.parse().unwrap(), &path, None, &[]).await;
            assert_eq!(answer.status, 405, "{method} {path}: {}", answer.body);
            let told: BTreeSet<&str> = answer.header("allow").split(", ").collect();
            assert_eq!(told, allowed, "{method} {path}");
        }
    }
    let answer =
        browser.send(Method::POST, "/login", Some(json!({})), &[]).await.expect_problem(405, "methodNotAllowed");
    assert_eq!(answer.header("allow"), "GET, HEAD");
    browser.send(Method::POST, "/api/v1/nowhere", None, &[]).await.expect_problem(404, "notFound");
    app.end().await;
}

#[tokio::test]
async fn head_is_answered_as_get_without_the_body() {
    let folder = web_dir();
    let path = folder.path().to_owned();
    let app = TestApp::start_with(Engine::Sqlite, |config| config.web_dir = Some(path)).await;
    let mut aysel = app.register(AYSEL).await;
    for path in
        ["/livez", "/readyz", "/check", "/", "/pkg/1/app.js", "/nowhere", "/api/v1/me", "/api/v1/nowhere", "/pkg/x"]
    {
        let get = aysel.page(path).await;
        let head = aysel.send(Method::HEAD, path, None, &[]).await;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.bytes.is_empty(), "{path}");
        for name in ["content-type", "content-length", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
    app.context.draining.store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(aysel.send(Method::HEAD, "/readyz", None, &[]).await.status, 503);
    app.end().await;
}

#[tokio::test]
async fn a_body_in_a_content_encoding_is_refused_everywhere_before_it_is_read() {
    let app = TestApp::start().await;
    for (method, path, _) in operations(&document()) {
        if method == Method::GET {
            continue;
        }
        let path = path.replace("{id}", "01a1fc50-115c-7000-8e61-bbab087f39c1");
        let headers = [("content-encoding", "gzip")];
        let answer = app.browser().send(method, &path, Some(json!({})), &headers).await;
        answer.expect_problem(415, "unsupportedMedia");
    }
    // The body is announced but never sent: the refusal does not wait for it.
    for encoding in ["gzip", "br", "deflate", "identity", "x"] {
        let head = format!(
            "POST /check HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Encoding: {encoding}\r\nContent-Length: 100000\r\n\r\n"
        );
        let answer = first(&app, head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 415 "), "{encoding}: {answer}");
        assert!(answer.contains("accept-encoding: identity") && answer.contains("text/html"), "{answer}");
    }
    app.end().await;
}

#[tokio::test]
async fn refusals_of_the_parser_are_problems_with_the_security_headers_and_close_the_connection() {
    let app = TestApp::start_with(Engine::Sqlite, |config| config.public_url = "https://qebul.example.az".into()).await;
    // As many bytes as the parser accepts, without an end of the head.
    let mut long = "GET / HTTP/1.1\r\nHost: a\r\nX: ".to_owned();
    long.push_str(&"x".repeat(131_072 - long.len()));
    for (request, status) in [
        ("GET / HTTP/9.9\r\n\r\n", 400),
        ("\u{1}\u{2}\r\n\r\n", 400),
        ("GET /\r\nbroken header\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (&long, 431),
        // After an answer of the portal on the same connection.
        ("GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/9.9\r\n\r\n", 400),
    ] {
        let answer = raw(&app, request.as_bytes()).await;
        let at = answer.find(&format!("HTTP/1.1 {status} ")).unwrap_or_else(|| panic!("{answer}"));
        let (head, body) = answer[at..].split_once("\r\n\r\n").unwrap();
        for header in [
            "x-content-type-options: nosniff",
            "x-frame-options: DENY",
            "strict-transport-security:",
            "content-security-policy: default-src 'none'",
            "x-request-id: ",
            "connection: close",
            "content-type: application/problem+json",
        ] {
            assert!(head.contains(header), "{header}: {answer}");
        }
        let problem: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((problem["code"].as_str(), problem["status"].as_i64()), (Some("badRequest"), Some(status)));
    }
    app.end().await;
}

#[tokio::test]
async fn a_precondition_is_a_star_or_a_list_and_a_malformed_one_is_refused() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = TestApp::start_with(engine, |_| {}).await;
        let mut aysel = app.register(AYSEL).await;
        app.top_up(&mut aysel, 5_000).await;
        let campaign = aysel.campaigns().await.expect(200).text("/items/0/id").to_owned();
        let id = aysel.open_application(&fresh_key(), &campaign).await.expect(201).text("/id").to_owned();
        let path = format!("/api/v1/applications/{id}/answers");
        let patch = || Some(json!({ "step": "masterExam.personal", "answers": { "namesChanged": false } }));
        for malformed in ["0", "\"0", "0\"", "\"\"0\"\"", "", "*, \"0\"", "\"0\" \"1\""] {
            let answer = aysel.send(Method::PUT, &path, patch(), &[("if-match", malformed)]).await;
            answer.expect_problem(400, "badRequest");
        }
        for stale in ["\"7\"", "\"x\"", "W/\"0\"", "\"8\", \"9\""] {
            let answer = aysel.send(Method::PUT, &path, patch(), &[("if-match", stale)]).await;
            answer.expect_problem(412, "stale");
        }
        for (fits, revision) in [("\"9\", \"0\"", 1), ("*", 2), ("\"2-gzip\"", 3), ("\"0\" , W/\"3\",\"3\"", 4)] {
            let answer = aysel.send(Method::PUT, &path, patch(), &[("if-match", fits)]).await.expect(200);
            assert_eq!(answer.etag().trim_end_matches("-gzip"), revision.to_string(), "{fits}");
        }
        aysel.send(Method::PUT, &path, patch(), &[]).await.expect_problem(428, "preconditionRequired");
        let events = format!("/api/v1/applications/{id}/events");
        for (seen, status) in [("\"1.0", 400), ("\"9.9\"", 412), ("\"9.9\", \"8.8\"", 412), ("*", 409)] {
            let key = fresh_key();
            let headers = [("if-match", seen), ("idempotency-key", key.as_str())];
            let answer = aysel.send(Method::POST, &events, Some(json!({ "event": "send" })), &headers).await;
            assert!(answer.status == status || (seen == "*" && answer.status == 422), "{seen}: {}", answer.body);
        }
        app.end().await;
    }
}

#[tokio::test]
async fn an_answer_is_packed_for_who_wants_it_and_has_a_strong_tag_in_each_encoding() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let path = "/api/v1/reference/catalogue";
    let plain = browser.send(Method::GET, path, None, &[]).await.expect(200);
    assert_eq!(plain.header("content-encoding"), "");
    let mut tags = BTreeSet::from([plain.etag()]);
    for refused in ["gzip;q=0", "gzip;Q=0, br", "gzip;q=2", "br;q=1", "identity"] {
        let answer = browser.send(Method::GET, path, None, &[("accept-encoding", refused)]).await.expect(200);
        assert_eq!((answer.header("content-encoding"), answer.etag()), ("", plain.etag()), "{refused}");
    }
    let packed = browser.send(Method::GET, path, None, &[("accept-encoding", "br;q=0, GZIP;Q=0.5")]).await.expect(200);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.header("etag").starts_with('"'), "strong: {}", packed.header("etag"));
    assert!(tags.insert(packed.etag()), "a tag of its own");
    for seen in [plain.header("etag"), packed.header("etag"), "*", "\"x\", W/\"y\"", ""] {
        let held = browser.send(Method::GET, path, None, &[("if-none-match", seen)]).await;
        let status = if seen.is_empty() {
            400
        } else if seen.contains('x') {
            200
        } else {
            304
        };
        assert_eq!(held.status, status, "{seen}");
    }
    app.end().await;
}

#[tokio::test]
async fn files_come_packed_or_plain_in_parts_and_only_where_they_changed() {
    let folder = web_dir();
    let path = folder.path().to_owned();
    let app = TestApp::start_with(Engine::Sqlite, |config| config.web_dir = Some(path)).await;
    let mut browser = app.browser();
    let mut tags = BTreeSet::new();
    for (wish, encoding, bytes) in [
        ("gzip, br", "br", "brotli"),
        ("gzip, br;q=0", "gzip", "gzip"),
        ("gzip;q=1, br;q=0.5", "gzip", "gzip"),
        ("br;q=0, gzip;Q=0", "identity", "plain plain plain"),
        ("br;q=2", "identity", "plain plain plain"),
    ] {
        let headers = [("accept-encoding", wish)];
        let file = browser.send(Method::GET, "/pkg/1/app.js", None, &headers).await.expect(200);
        assert_eq!(
            (file.header("content-encoding"), &*String::from_utf8_lossy(&file.bytes)),
            (encoding, bytes),
            "{wish}"
        );
        assert_eq!(file.header("vary"), "accept-encoding");
        assert_eq!(file.header("content-type"), "text/javascript; charset=utf-8");
        assert!(file.header("cache-control").contains("immutable") && file.header("etag").starts_with('"'));
        tags.insert(file.etag());
        let again = [headers[0], ("if-none-match", file.header("etag"))];
        let held = browser.send(Method::GET, "/pkg/1/app.js", None, &again).await.expect(304);
        assert!(held.bytes.is_empty());
    }
    assert_eq!(tags.len(), 3, "a tag for each encoding: {tags:?}");
    for (range, status, bytes) in [("bytes=6-10", 206, "plain"), ("bytes=-5", 206, "plain"), ("bytes=90-", 416, "")] {
        let headers = [("range", range), ("accept-encoding", "identity")];
        let part = browser.send(Method::GET, "/pkg/1/app.js", None, &headers).await.expect(status);
        if status == 206 {
            assert_eq!(String::from_utf8_lossy(&part.bytes), bytes, "{range}");
        }
    }
    browser.page("/robots.txt").await.expect(200);
    browser.page("/pkg/2/app.js").await.expect_problem(404, "notFound");
    browser.page("/pkg/1").await.expect_problem(404, "notFound");
    browser.page("/favicon.ico").await.expect_problem(404, "notFound");
    browser.page("/../Cargo.toml").await.expect(404);
    app.end().await;
}

#[tokio::test]
async fn a_page_there_is_none_of_is_404_with_the_shell() {
    let folder = web_dir();
    let path = folder.path().to_owned();
    let app = TestApp::start_with(Engine::Sqlite, |config| config.web_dir = Some(path)).await;
    let mut browser = app.browser();
    for (path, status) in [
        ("/", 200),
        ("/services", 200),
        ("/services/", 200),
        ("/applications/7/masterExam.personal", 200),
        ("/nowhere", 404),
        ("/services/x/y", 404),
    ] {
        let page = browser.page(path).await.expect(status);
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        assert!(String::from_utf8_lossy(&page.bytes).contains("<!doctype html>"), "{path}");
        assert_eq!(page.header("cache-control"), "no-cache");
    }
    app.end().await;
}

#[tokio::test]
async fn the_public_check_tells_its_refusals_as_pages() {
    let app = TestApp::start().await;
    let mut stranger = app.browser();
    for path in ["/check", "/check/", "/CHECK", "/Check/?lang=en"] {
        assert_eq!(stranger.page(path).await.expect(200).header("content-type"), "text/html; charset=utf-8", "{path}");
    }
    let english = stranger.page("/CHECK/ab12-cd34/?lang=en").await.expect(200);
    assert!(String::from_utf8_lossy(&english.bytes).contains("lang=\"en\""));
    let post = |kind: &'static str, body: String| {
        let head = format!(
            "POST /check/?lang=ru HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let app = &app;
        async move { first(app, format!("{head}{body}").as_bytes()).await }
    };
    let form = "application/x-www-form-urlencoded";
    for (kind, body, status) in [
        (form, format!("code={}", "A".repeat(5_000)), 413),
        ("text/plain", "code=AB".to_owned(), 415),
        ("application/json", "{}".to_owned(), 415),
        (form, "nothing=1".to_owned(), 400),
        (form, "code=AB12".to_owned(), 200),
    ] {
        let answer = post(kind, body).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{kind} {status}: {answer}");
        assert!(answer.contains("content-type: text/html") && answer.contains("<html lang=\"ru\">"), "{answer}");
        assert!(status == 200 || answer.contains("role=\"alert\""), "{answer}");
        assert!(answer.contains("x-content-type-options: nosniff"));
    }
    // The page says itself what is missing, not the browser.
    let empty = post(form, "code=".to_owned()).await;
    assert!(empty.contains("role=\"alert\"") && empty.contains(" novalidate "), "{empty}");
    let wrong = stranger.send(Method::DELETE, "/check", None, &[]).await.expect(405);
    assert!(wrong.header("content-type").starts_with("text/html") && wrong.header("allow") == "GET, HEAD, POST");
    app.end().await;
}

#[tokio::test]
async fn the_contact_for_weaknesses_is_told_and_does_not_run_out() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let text = String::from_utf8(browser.page("/.well-known/security.txt").await.expect(200).bytes).unwrap();
    assert!(text.contains("Contact: mailto:security@qabul.example\n"), "{text}");
    assert!(text.contains("Expires: 2027-06-01T06:00:00Z\n"), "half a year from the clock of this test: {text}");
    app.end().await;
}
