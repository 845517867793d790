//! The first request of a connection is awaited here, before the server below gets the connection.
//!
//! The server below reserves two buffers and the state of a request for every connection, whatever the caller sends. A
//! caller who sends slowly, or nothing, costs only the received bytes until the head and a short body of known length are
//! complete. What is unusual (no HTTP, a long head, a body of unknown length, `Expect`) is passed on as it is: the server
//! below decides about it.

use std::io::ErrorKind;
use std::time::Duration;

use httparse::{EMPTY_HEADER, Request, Status};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::guarded::SLOWEST;
use crate::extract::LARGEST_BODY;

/// Maximum length in bytes of a head that is awaited here.
const LONGEST_HEAD: usize = 8 * 1024;
/// Maximum number of headers of a head that is awaited here.
const MOST_HEADERS: usize = 64;
/// Bytes read at once.
const CHUNK: usize = 2 * 1024;

/// How long a caller may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For the head.
    pub head: Duration,
    /// For the body, and one more second for each kilobyte that came.
    pub body: Duration,
}

/// What became of the first request.
#[derive(Debug, PartialEq, Eq)]
pub enum First {
    /// The bytes received, to be read by the server below.
    Came(Vec<u8>),
    /// It was not complete in time.
    Slow,
    /// The caller left, or the server stops before anything came.
    Gone,
}

/// How much of a request is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Body,
    Whole,
}

/// Awaits the first request.
pub async fn first(stream: &TcpStream, limits: Limits, stopping: impl Future<Output = ()>) -> First {
    let mut bytes = Vec::new();
    let mut end = Instant::now() + limits.head;
    let mut part = Part::Head;
    tokio::pin!(stopping);
    loop {
        let ready = tokio::select! {
            ready = timeout_at(end, stream.readable()) => ready,
            () = &mut stopping, if bytes.is_empty() => return First::Gone,
        };
        match ready {
            Err(_) => return First::Slow,
            Ok(Err(_)) => return First::Gone,
            Ok(Ok(())) => {}
        }
        let count = match read(stream, &mut bytes) {
            Ok(0) if bytes.is_empty() => return First::Gone,
            // A caller may close its side after a request; the server below notices the rest.
            Ok(0) => return First::Came(bytes),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => continue,
            Err(_) => return First::Gone,
        };
        let before = std::mem::replace(&mut part, part_of(&bytes));
        match (before, part) {
            (_, Part::Whole) => return First::Came(bytes),
            (Part::Head, Part::Body) => end = Instant::now() + limits.body,
            (Part::Body, _) => {
                end += Duration::from_micros(u64::try_from(count).unwrap_or_default() * 1_000_000 / SLOWEST)
            }
            (Part::Head | Part::Whole, _) => {}
        }
    }
}

/// Not asynchronous, so that its buffer is part of no waiting connection.
fn read(stream: &TcpStream, bytes: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut buffer = [0; CHUNK];
    let count = stream.try_read(&mut buffer)?;
    let came = buffer.get(..count).unwrap_or_default();
    bytes.reserve_exact(came.len());
    bytes.extend_from_slice(came);
    Ok(count)
}

fn part_of(bytes: &[u8]) -> Part {
    let mut headers = [EMPTY_HEADER; MOST_HEADERS];
    let mut request = Request::new(&mut headers);
    match request.parse(bytes) {
        Ok(Status::Partial) if bytes.len() < LONGEST_HEAD => Part::Head,
        Ok(Status::Complete(head)) if bytes.len() - head < awaited(&request) => Part::Body,
        _ => Part::Whole,
    }
}

/// Length of the body to await; 0 where the body is left to the server below.
fn awaited(request: &Request<'_, '_>) -> usize {
    let has = |name: &str| request.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name));
    // The body comes after an answer, or its length is unknown.
    if has("expect") || has("transfer-encoding") {
        return 0;
    }
    let mut lengths = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("content-length"));
    let (Some(length), None) = (lengths.next(), lengths.next()) else { return 0 };
    let length = std::str::from_utf8(length.value).ok().and_then(|text| text.trim().parse().ok());
    // A larger body is refused by its head.
    length.filter(|length| *length <= LARGEST_BODY).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;

    use super::*;

    const LIMITS: Limits = Limits { head: Duration::from_secs(10), body: Duration::from_secs(30) };

    #[test]
    fn s7_a_request_is_awaited_until_head_and_short_body_are_there() {
        let post = |rest: &str| part_of(format!("POST /a HTTP/1.1\r\nHost: a\r\n{rest}").as_bytes());
        assert_eq!(part_of(b""), Part::Head);
        assert_eq!(part_of(b"GET / HT"), Part::Head);
        assert_eq!(part_of(b"GET / HTTP/1.1\r\nHost: a\r\n"), Part::Head);
        assert_eq!(part_of(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"), Part::Whole);
        assert_eq!(post("Content-Length: 3\r\n\r\nab"), Part::Body);
        assert_eq!(post("content-length: 3\r\n\r\nabc"), Part::Whole);
        assert_eq!(post("content-length: 3\r\n\r\nabcGET / "), Part::Whole, "the next request follows");
    }

    #[test]
    fn s7_what_is_unusual_is_passed_on_at_once() {
        let post = |rest: &str| part_of(format!("POST /a HTTP/1.1\r\nHost: a\r\n{rest}\r\n").as_bytes());
        assert_eq!(post("Content-Length: 65537\r\n"), Part::Whole, "refused by its head");
        assert_eq!(post("Content-Length: -1\r\n"), Part::Whole);
        assert_eq!(post("Content-Length: 1\r\nContent-Length: 2\r\n"), Part::Whole);
        assert_eq!(post("Transfer-Encoding: chunked\r\n"), Part::Whole);
        assert_eq!(
            post("Content-Length: 3\r\nExpect: 100-continue\r\n"),
            Part::Whole,
            "sends nothing before an answer"
        );
        assert_eq!(part_of(b"\x16\x03\x01\x02\x00\x01"), Part::Whole, "TLS on a plain port");
        assert_eq!(part_of(&b"GET /".repeat(2_000)), Part::Whole, "a long head");
    }

    /// Both ends of a connection.
    async fn pair() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (caller, accepted) = tokio::join!(TcpStream::connect(listener.local_addr().unwrap()), listener.accept());
        (caller.unwrap(), accepted.unwrap().0)
    }

    #[tokio::test]
    async fn s7_what_came_is_passed_on_whole_and_a_caller_who_sends_nothing_ends_with_the_server() {
        let (mut caller, stream) = pair().await;
        caller.write_all(b"GET / HTTP/1.1\r\n\r\nGET /b").await.unwrap();
        let came = first(&stream, LIMITS, std::future::pending()).await;
        assert_eq!(came, First::Came(b"GET / HTTP/1.1\r\n\r\nGET /b".to_vec()));

        let (caller, stream) = pair().await;
        assert_eq!(first(&stream, LIMITS, async {}).await, First::Gone);
        drop(caller);
        assert_eq!(first(&stream, LIMITS, std::future::pending()).await, First::Gone);
    }

    #[tokio::test]
    async fn s7_a_slow_head_and_a_slow_body_end() {
        let limits = Limits { head: Duration::from_millis(40), body: Duration::from_millis(40) };
        for sent in ["GET / HTTP", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na"] {
            let (mut caller, stream) = pair().await;
            caller.write_all(sent.as_bytes()).await.unwrap();
            assert_eq!(first(&stream, limits, std::future::pending()).await, First::Slow, "{sent}");
        }
    }
}
