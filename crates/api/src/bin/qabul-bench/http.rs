//! A caller with a persistent connection that does little work itself, because it runs beside the server it measures.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One kept connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: std::net::SocketAddr) -> anyhow::Result<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, buffer: Vec::with_capacity(8192) })
    }

    /// Connects from one of this machine's own addresses, so that limits by address distinguish callers.
    pub async fn open_from(from: std::net::IpAddr, address: std::net::SocketAddr) -> anyhow::Result<Connection> {
        let socket = tokio::net::TcpSocket::new_v4()?;
        socket.bind(std::net::SocketAddr::new(from, 0))?;
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, buffer: Vec::with_capacity(8192) })
    }

    /// Sends a whole request and reads the whole answer; its status and body.
    pub async fn send(&mut self, request: &[u8]) -> anyhow::Result<(u16, Vec<u8>)> {
        self.ask(request).await.map(|answer| (answer.status, answer.body))
    }

    /// The same, but also returns the headers.
    pub async fn ask(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            let mut chunk = [0_u8; 4096];
            let read = self.stream.read(&mut chunk).await?;
            anyhow::ensure!(read > 0, "the server closed the connection");
            self.buffer.extend_from_slice(&chunk[..read]);
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).into_owned();
        let status: u16 = text.split(' ').nth(1).unwrap_or_default().parse()?;
        let mut lines = text.lines().skip(1).filter_map(|line| line.split_once(": "));
        let headers: Vec<(String, String)> =
            lines.by_ref().map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.map(|(_, value)| value.trim().parse()).transpose()?.unwrap_or(0);
        while self.buffer.len() < head + length {
            let mut chunk = [0_u8; 4096];
            let read = self.stream.read(&mut chunk).await?;
            anyhow::ensure!(read > 0, "the server closed the connection");
            self.buffer.extend_from_slice(&chunk[..read]);
        }
        Ok(Answer { status, headers, body: self.buffer[head..head + length].to_vec() })
    }
}

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers in their order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of a name, or the empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A request in the form in which the portal's own pages send it.
#[derive(Default)]
pub struct Request<'a> {
    /// Method and path, for example `POST /api/v1/sessions`.
    pub line: &'a str,
    /// Cookie.
    pub cookie: &'a str,
    /// Access token.
    pub token: &'a str,
    /// Further header lines, each with its line end.
    pub more: &'a str,
    /// JSON; empty = none.
    pub body: &'a str,
}

impl Request<'_> {
    /// As it is sent.
    pub fn bytes(&self) -> Vec<u8> {
        let line = |name: &str, value: &str| match value {
            "" => String::new(),
            value => format!("{name}{value}\r\n"),
        };
        let kind = if self.body.is_empty() { "" } else { "application/json" };
        format!(
            "{} HTTP/1.1\r\nHost: bench\r\nX-Qabul: 1\r\n{}{}{}{}Content-Length: {}\r\n\r\n{}",
            self.line,
            line("Cookie: ", self.cookie),
            line("Authorization: Bearer ", self.token),
            line("Content-Type: ", kind),
            self.more,
            self.body.len(),
            self.body
        )
        .into_bytes()
    }
}
