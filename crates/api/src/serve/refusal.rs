//! Refusals of the HTTP parser. They are made before any layer of the portal sees the request, without security headers
//! and without a text for people. Before they are sent they get the same form as every other refusal.

use actix_http::error::DispatchError;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use qabul_domain::language::Lang;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::middleware::{headers, request_id};
use crate::problem::{ApiError, Code};
use crate::sampled::{self, Refused};

/// Longer than any refusal of the parser, in bytes.
const LONGEST: usize = 256;
/// Headers of the parser's refusals. Every answer of the portal has at least one more: the request id.
const BARE: [&str; 3] = ["content-length", "date", "connection"];

/// Data shared by all refusals of one server.
pub struct Refusals {
    https: bool,
}

impl Refusals {
    /// For a portal with or without https.
    pub fn new(https: bool) -> Refusals {
        Refusals { https }
    }

    /// Refuses a request that was not complete in time and closes the connection. An answer that is not read at once is lost.
    pub async fn slow(&self, mut stream: TcpStream) -> DispatchError {
        sampled::note(Refused::SlowRequest);
        let text = self.text(StatusCode::REQUEST_TIMEOUT.as_u16());
        let _ = stream.try_write(&text);
        let _ = stream.shutdown().await;
        DispatchError::SlowRequestTimeout
    }

    /// A whole answer.
    pub fn text(&self, status: u16) -> Vec<u8> {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        let id = request_id::fresh().0;
        let mut problem = ApiError::new(Code::from(status)).problem(Lang::default(), &id);
        // The parser uses more specific statuses than the table of problems.
        problem.status = status.as_u16();
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut all = HeaderMap::new();
        headers::add(&mut all, "/api/", self.https);
        all.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        all.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        all.insert(CONNECTION, HeaderValue::from_static("close"));
        if let Ok(id) = HeaderValue::from_str(&id) {
            all.insert(request_id::HEADER, id);
        }
        let mut text = format!("HTTP/1.1 {status}\r\n").into_bytes();
        for (name, value) in &all {
            text.extend_from_slice(name.as_str().as_bytes());
            text.extend_from_slice(b": ");
            text.extend_from_slice(value.as_bytes());
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(b"\r\n");
        text.extend_from_slice(&body);
        text
    }
}

/// Start of a parser's refusal in the bytes to be written, and its status. It is always the last thing written.
pub fn in_tail(bytes: &[u8]) -> Option<(usize, u16)> {
    if !bytes.ends_with(b"\r\n\r\n") {
        return None;
    }
    let from = bytes.len().saturating_sub(LONGEST);
    let tail = bytes.get(from..)?;
    let begins =
        tail.windows(11).rposition(|window| window.starts_with(b"HTTP/1.") && window[8..].starts_with(b" 4"))?;
    let head = std::str::from_utf8(tail.get(begins..)?).ok()?;
    let mut lines = head.trim_end_matches("\r\n").split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let bare = |line: &str| line.split_once(':').is_some_and(|(name, _)| BARE.contains(&name));
    lines.all(bare).then_some((from + begins, status))
}

/// How it is counted.
pub fn kind(status: u16) -> Refused {
    match status {
        408 => Refused::SlowRequest,
        431 => Refused::LargeHead,
        _ => Refused::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_the_parser_is_found_behind_other_answers_and_nothing_else_is_taken_for_one() {
        let bare = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\ndate: Fri, 27 Nov 2026 20:00:00 GMT\r\n\r\n";
        assert_eq!(in_tail(bare.as_bytes()), Some((0, 400)));
        let before = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-request-id: a\r\n\r\n{}";
        assert_eq!(in_tail(format!("{before}{bare}").as_bytes()), Some((before.len(), 400)));
        assert_eq!(
            in_tail(b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\n\r\n"),
            Some((0, 431))
        );
        let own = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nx-request-id: a\r\n\r\n";
        for other in [before, own, "", "\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 400 Bad"] {
            assert_eq!(in_tail(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_refusal_of_the_parser_is_said_as_every_other_with_the_security_headers() {
        for (status, code) in [(400, "badRequest"), (408, "tooSlow"), (431, "badRequest")] {
            let text = String::from_utf8(Refusals::new(true).text(status)).unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            for line in ["x-content-type-options: nosniff", "connection: close", "cache-control: no-store"] {
                assert!(head.contains(line), "{head}");
            }
            assert!(head.contains("strict-transport-security") && head.contains("content-security-policy"));
            assert!(head.contains(&format!("content-length: {}", body.len())));
            let problem: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(problem["code"], code);
            assert_eq!(problem["status"], status);
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")));
        }
    }
}
