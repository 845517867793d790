//! A connection that is closed if the caller does nothing with it.
//!
//! The server below limits the time for the head of the first request and the time between requests. It has no limit
//! for the head of a later request, for the rest of a body that nobody reads, and for an answer that the caller does
//! not read. These limits are added here: a caller gets [`Limits::patience`] and one more second for each kilobyte that
//! moves. The time while a request is processed does not count; the time for its body is limited where bodies are read.
//! An answer that stalls while too many others do ends sooner ([`super::stalled`]).

use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

use super::refusal::{self, Refusals};
use super::stalled::{Stall, Stalled};
use crate::sampled::{self, Refused};

/// Minimum rate that is accepted, in bytes per second.
pub(super) const SLOWEST: u64 = 1_024;

/// How long the server waits for a caller.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// To send a request or to read a part of an answer.
    pub patience: Duration,
    /// To begin the next request.
    pub idle: Duration,
}

/// Whether a request of this connection is being processed; shared with the layer that knows it.
#[derive(Debug, Default)]
pub struct Busy {
    requests: Cell<usize>,
    ended: Cell<bool>,
}

impl Busy {
    /// A request has been read up to its body. Its processing is over when the result is dropped.
    pub fn work(self: Rc<Busy>) -> Work {
        self.requests.set(self.requests.get() + 1);
        Work(self)
    }

    fn is_busy(&self) -> bool {
        self.requests.get() > 0
    }
}

/// A request that is being processed.
pub struct Work(Rc<Busy>);

impl Drop for Work {
    fn drop(&mut self) {
        self.0.requests.set(self.0.requests.get().saturating_sub(1));
        self.0.ended.set(true);
    }
}

/// What the server waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waiting {
    /// The next request.
    Nothing,
    /// The rest of a request.
    Request,
    /// The caller reads the answer.
    Answer,
}

/// See the module.
pub struct Guarded {
    stream: TcpStream,
    /// Bytes received before the server below got the connection; read first.
    first: Vec<u8>,
    limits: Limits,
    busy: Rc<Busy>,
    waiting: Waiting,
    since: Instant,
    moved: u64,
    timer: Pin<Box<Sleep>>,
    stalled: Rc<Stalled>,
    /// Since the caller last read a part of an answer of which more waits.
    stall: Option<Stall>,
    refusals: Rc<Refusals>,
    /// A refusal of the parser in the portal's form, and how much of it is written.
    said: Option<(Vec<u8>, usize)>,
}

impl Guarded {
    /// Guards a connection of which these bytes were received.
    pub fn new(
        stream: TcpStream,
        first: Vec<u8>,
        limits: Limits,
        stalled: Rc<Stalled>,
        refusals: Rc<Refusals>,
    ) -> Guarded {
        // An answer is written in several parts; the operating system would keep the last, small one back until the caller
        // acknowledged the others, often 40 ms later. A connection that refuses the setting is slower, nothing else.
        let _ = stream.set_nodelay(true);
        let since = Instant::now();
        let timer = Box::pin(sleep_until(since + limits.idle));
        Guarded {
            stream,
            first,
            limits,
            busy: Rc::default(),
            waiting: Waiting::Nothing,
            since,
            moved: 0,
            timer,
            stalled,
            stall: None,
            refusals,
            said: None,
        }
    }

    /// Given to the layer above, which marks when a request is being processed.
    pub fn busy(&self) -> Rc<Busy> {
        self.busy.clone()
    }

    fn now_waits(&mut self, what: Waiting) {
        self.waiting = what;
        self.since = Instant::now();
        self.moved = 0;
    }

    /// Until when the server waits for the caller; no limit while a request is processed.
    fn end(&self) -> Option<Instant> {
        let pace = Duration::from_secs(self.moved / SLOWEST);
        match self.waiting {
            Waiting::Answer => Some(self.since + self.limits.patience + pace),
            _ if self.busy.is_busy() => None,
            Waiting::Request => Some(self.since + self.limits.patience + pace),
            Waiting::Nothing => Some(self.since + self.limits.idle),
        }
    }

    /// Returns an error once the time is over. The timer is set again only when it fires too early, because most
    /// requests end long before.
    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        if self.busy.ended.take() && self.waiting == Waiting::Request {
            self.now_waits(Waiting::Nothing);
        }
        if self.stall.as_ref().is_some_and(Stall::is_over) {
            sampled::note(Refused::UnreadAnswer);
            return Err(io::ErrorKind::TimedOut.into());
        }
        let Some(end) = self.end() else { return Ok(()) };
        if end < self.timer.deadline() {
            self.timer.as_mut().reset(end);
        }
        while self.timer.as_mut().poll(cx).is_ready() {
            if Instant::now() >= end {
                match self.waiting {
                    Waiting::Nothing => {}
                    Waiting::Request => sampled::note(Refused::SlowRequest),
                    Waiting::Answer => sampled::note(Refused::UnreadAnswer),
                }
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.timer.as_mut().reset(end);
        }
        Ok(())
    }

    /// Writes the rest of a refusal.
    fn poll_said(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some((text, written)) = &mut self.said {
            let rest = text.get(*written..).unwrap_or_default();
            if rest.is_empty() {
                self.said = None;
                break;
            }
            match Pin::new(&mut self.stream).poll_write(cx, rest)? {
                Poll::Ready(count) => *written += count,
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Guarded {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        let before = buffer.filled().len();
        let read = if self.first.is_empty() {
            Pin::new(&mut self.stream).poll_read(cx, buffer)
        } else {
            let fits = self.first.len().min(buffer.remaining());
            let rest = self.first.split_off(fits);
            buffer.put_slice(&std::mem::replace(&mut self.first, rest));
            Poll::Ready(Ok(()))
        };
        let count = buffer.filled().len() - before;
        if count > 0 && !self.busy.is_busy() && self.waiting != Waiting::Answer {
            if self.waiting == Waiting::Nothing {
                self.now_waits(Waiting::Request);
                self.check(cx)?;
            }
            self.moved += u64::try_from(count).unwrap_or_default();
        }
        read
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        let plain = match refusal::in_tail(bytes) {
            Some((0, status)) => {
                // Only the parser's own refusal remains to be written; the portal's form replaces it.
                if self.said.is_none() {
                    sampled::note(refusal::kind(status));
                    self.said = Some((self.refusals.text(status), 0));
                }
                return match self.poll_said(cx) {
                    Poll::Ready(done) => Poll::Ready(done.map(|()| bytes.len())),
                    Poll::Pending => Poll::Pending,
                };
            }
            Some((begins, _)) => bytes.get(..begins).unwrap_or(bytes),
            None => bytes,
        };
        let written = Pin::new(&mut self.stream).poll_write(cx, plain);
        match &written {
            Poll::Pending => {
                if self.stall.is_none() {
                    self.stall = Some(self.stalled.enter(cx.waker()));
                }
                if self.waiting != Waiting::Answer {
                    self.now_waits(Waiting::Answer);
                    self.check(cx)?;
                }
            }
            Poll::Ready(result) => {
                self.stall = None;
                match result {
                    Ok(count) if self.waiting == Waiting::Answer => {
                        self.moved += u64::try_from(*count).unwrap_or_default();
                    }
                    _ => self.now_waits(Waiting::Nothing),
                }
            }
        }
        written
    }

    /// The server flushes after writing everything it had, so the answer, or this part of it, was read by the caller.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.waiting == Waiting::Answer {
            self.now_waits(Waiting::Nothing);
        }
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn the_last_part_of_an_answer_is_not_kept_back() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (caller, accepted) = tokio::join!(TcpStream::connect(listener.local_addr().unwrap()), listener.accept());
        let limits = Limits { patience: Duration::from_secs(1), idle: Duration::from_secs(1) };
        let (stalled, refusals) = (Stalled::new(1), Rc::new(Refusals::new(false)));
        let guarded = Guarded::new(accepted.unwrap().0, Vec::new(), limits, stalled, refusals);
        assert!(guarded.stream.nodelay().unwrap());
        drop(caller);
    }
}
