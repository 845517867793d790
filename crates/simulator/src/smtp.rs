//! A small SMTP receiver (RFC 5321 with only the extensions SIZE and 8BITMIME). Every accepted e-mail is put into the
//! inbox.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::inbox::Mail;
use crate::mime;
use crate::shared::Shared;
use crate::switches::{Mode, System};

/// Maximum size of a message in bytes.
const LARGEST: usize = 12 * 1024 * 1024;
const LONGEST_COMMAND: u64 = 2_048;
const MOST_RECIPIENTS: usize = 20;
const MOST_CONNECTIONS: usize = 64;
/// A client that sends nothing for this time is disconnected.
const PATIENCE: Duration = Duration::from_secs(60);

/// Accepts until the listener's task is aborted.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let seats = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else { continue };
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            // A broken connection is not an error of the server.
            let _ = Session { stream: BufReader::new(stream), shared }.run().await;
            drop(seat);
        });
    }
}

struct Session {
    stream: BufReader<TcpStream>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

impl Session {
    /// Whether the switch makes this message fail.
    fn fails(&self) -> bool {
        match self.shared.switches.get(System::Mail) {
            Mode::Error => true,
            Mode::Half => self.shared.fails_this_time(),
            _ => false,
        }
    }

    async fn run(mut self) -> std::io::Result<()> {
        match self.shared.switches.get(System::Mail) {
            Mode::Silent => {
                tokio::time::sleep(PATIENCE).await;
                return Ok(());
            }
            Mode::Nonsense => return self.say("HTTP/1.1 200 OK").await,
            Mode::Slow { millis } => tokio::time::sleep(Duration::from_millis(millis)).await,
            Mode::Normal | Mode::Error | Mode::Half | Mode::WrongPerson => {}
        }
        self.say("220 simulator ESMTP").await?;
        let mut envelope = Envelope::default();
        loop {
            let Some(line) = self.command().await? else { return Ok(()) };
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => self.say(&format!("250-simulator\r\n250-8BITMIME\r\n250 SIZE {LARGEST}")).await?,
                "HELO" => self.say("250 simulator").await?,
                "MAIL" if self.fails() => {
                    self.say("451 4.3.0 Failing by switch").await?;
                }
                "MAIL" => match address(&line, "FROM") {
                    Some(_) if declared_size(&line) > LARGEST => self.say("552 5.3.4 Too large").await?,
                    Some(from) => {
                        envelope = Envelope { from: Some(from), to: Vec::new() };
                        self.say("250 2.1.0 Ok").await?;
                    }
                    None => self.say("501 5.5.4 Syntax: MAIL FROM:<address>").await?,
                },
                "RCPT" if envelope.from.is_none() => self.say("503 5.5.1 MAIL first").await?,
                "RCPT" => match address(&line, "TO") {
                    // Simulates addresses that do not exist.
                    Some(to) if to.starts_with("yoxdur@") => self.say("550 5.1.1 No such mailbox").await?,
                    Some(_) if envelope.to.len() >= MOST_RECIPIENTS => self.say("452 4.5.3 Too many").await?,
                    Some(to) if to.contains('@') => {
                        envelope.to.push(to);
                        self.say("250 2.1.5 Ok").await?;
                    }
                    _ => self.say("501 5.1.3 Syntax: RCPT TO:<address>").await?,
                },
                "DATA" if envelope.to.is_empty() => self.say("503 5.5.1 RCPT first").await?,
                "DATA" => {
                    self.say("354 End with <CRLF>.<CRLF>").await?;
                    let envelope = std::mem::take(&mut envelope);
                    match self.data().await? {
                        Some(raw) => {
                            self.keep(envelope, &raw);
                            self.say("250 2.0.0 Taken").await?;
                        }
                        None => return self.say("552 5.3.4 Too large").await,
                    }
                }
                "RSET" => {
                    envelope = Envelope::default();
                    self.say("250 2.0.0 Ok").await?;
                }
                "NOOP" => self.say("250 2.0.0 Ok").await?,
                "VRFY" => self.say("252 2.1.5 Cannot say").await?,
                "QUIT" => return self.say("221 2.0.0 Bye").await,
                _ => self.say("502 5.5.1 Unknown command").await?,
            }
        }
    }

    /// One command line; `None` at the end, after a timeout or if the line is too long.
    async fn command(&mut self) -> std::io::Result<Option<String>> {
        let mut line = Vec::new();
        let mut bounded = (&mut self.stream).take(LONGEST_COMMAND);
        let Ok(read) = tokio::time::timeout(PATIENCE, bounded.read_until(b'\n', &mut line)).await else {
            return Ok(None);
        };
        if read? == 0 || !line.ends_with(b"\n") {
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    /// The message with dot-stuffing removed; `None` if it is too large.
    async fn data(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut raw = Vec::new();
        loop {
            let start = raw.len();
            let room = (LARGEST - start) as u64 + 1;
            let mut bounded = (&mut self.stream).take(room);
            let Ok(read) = tokio::time::timeout(PATIENCE, bounded.read_until(b'\n', &mut raw)).await else {
                return Ok(None);
            };
            if read? == 0 || raw.len() > LARGEST {
                return Ok(None);
            }
            match &raw[start..] {
                b".\r\n" | b".\n" => {
                    raw.truncate(start);
                    return Ok(Some(raw));
                }
                [b'.', ..] => {
                    raw.remove(start);
                }
                _ => {}
            }
        }
    }

    fn keep(&self, envelope: Envelope, raw: &[u8]) {
        let mime::Read { message_id, subject, text, files } = mime::read(raw);
        let from = envelope.from.unwrap_or_default();
        let at = self.shared.clock.now();
        self.shared.inbox().take_mail(Mail { number: 0, message_id, from, to: envelope.to, subject, text, files, at });
    }

    async fn say(&mut self, reply: &str) -> std::io::Result<()> {
        self.stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }
}

fn address(line: &str, after: &str) -> Option<String> {
    let rest = line.split_once(':').filter(|(verb, _)| verb.to_ascii_uppercase().ends_with(after))?.1;
    let (_, rest) = rest.split_once('<')?;
    rest.split_once('>').map(|(address, _)| address.to_owned())
}

fn declared_size(line: &str) -> usize {
    let size = line.split(' ').find_map(|word| word.strip_prefix("SIZE="));
    size.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
