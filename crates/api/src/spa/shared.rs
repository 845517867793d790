//! Bytes of files, shared by all simultaneous readers and freed when nobody reads them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::SystemTime;

use actix_files::NamedFile;
use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{CONTENT_RANGE, HeaderMap};
use actix_web::web::Bytes;

use crate::serve::PIECE;

/// A version of a file.
#[derive(PartialEq, Eq, Hash)]
struct Version {
    path: PathBuf,
    changed: Option<SystemTime>,
    length: u64,
}

static OPEN: LazyLock<Mutex<HashMap<Version, Weak<Vec<u8>>>>> = LazyLock::new(Mutex::default);

/// The bytes of an open file.
///
/// # Errors
/// It cannot be read.
pub fn read(file: &NamedFile) -> io::Result<Arc<Vec<u8>>> {
    let about = file.metadata();
    let version = Version { path: file.path().to_owned(), changed: about.modified().ok(), length: about.len() };
    // Held while reading: other callers wait for these bytes and do not read the file again.
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = open.get(&version).and_then(Weak::upgrade) {
        return Ok(bytes);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    File::open(file.path())?.read_to_end(&mut bytes)?;
    let bytes = Arc::new(bytes);
    open.retain(|_, bytes| bytes.strong_count() > 0);
    open.insert(version, Arc::downgrade(&bytes));
    Ok(bytes)
}

/// A body that sends shared bytes. Only a small part of it waits in memory for each reader.
pub struct Pieces {
    bytes: Bytes,
    at: usize,
    end: usize,
}

/// Keeps a file's bytes for other readers while one of them reads.
struct Kept(Arc<Vec<u8>>);

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Pieces {
    /// All bytes.
    pub fn all(bytes: Bytes) -> Pieces {
        Pieces { at: 0, end: bytes.len(), bytes }
    }

    /// All bytes of a file, or those named by the answer's `Content-Range`.
    pub fn of(bytes: Arc<Vec<u8>>, headers: &HeaderMap) -> Pieces {
        let (at, end) = headers.get(CONTENT_RANGE).and_then(range).unwrap_or((0, bytes.len()));
        Pieces { at, end: end.min(bytes.len()), bytes: Bytes::from_owner(Kept(bytes)) }
    }
}

/// `bytes 0-99/1234` as a half-open range.
fn range(value: &actix_web::http::header::HeaderValue) -> Option<(usize, usize)> {
    let (range, _) = value.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    Some((first.parse().ok()?, last.parse::<usize>().ok()? + 1))
}

impl MessageBody for Pieces {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(u64::try_from(self.end.saturating_sub(self.at)).unwrap_or_default())
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if self.at >= self.end {
            return Poll::Ready(None);
        }
        let end = (self.at + PIECE).min(self.end);
        let piece = self.bytes.slice(self.at..end);
        self.at = end;
        Poll::Ready(Some(Ok(piece)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_readers_of_a_file_share_its_bytes_and_a_changed_file_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.js");
        std::fs::write(&path, "one").unwrap();
        let of = || read(&NamedFile::open(&path).unwrap()).unwrap();
        let (first, second) = (of(), of());
        assert!(Arc::ptr_eq(&first, &second));
        std::fs::write(&path, "another").unwrap();
        assert_eq!(*of(), b"another");
        assert_eq!(*first, b"one");
        let known = || OPEN.lock().unwrap().keys().filter(|version| version.path == path).count();
        drop((first, second));
        assert_eq!(known(), 2);
        let _kept = of();
        assert_eq!(known(), 1, "what nobody reads is forgotten");
    }

    #[test]
    fn a_body_comes_in_pieces_and_a_range_is_its_part() {
        let bytes = Arc::new((0..PIECE + 10).map(|n| (n % 251) as u8).collect::<Vec<_>>());
        let read = |range: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(range) = range {
                headers.insert(CONTENT_RANGE, actix_web::http::header::HeaderValue::from_static(range));
            }
            let mut body = Pieces::of(bytes.clone(), &headers);
            let size = body.size();
            let mut pieces = Vec::new();
            let mut cx = Context::from_waker(std::task::Waker::noop());
            while let Poll::Ready(Some(Ok(piece))) = Pin::new(&mut body).poll_next(&mut cx) {
                assert!(piece.len() <= PIECE);
                pieces.extend_from_slice(&piece);
            }
            assert_eq!(size, BodySize::Sized(pieces.len() as u64));
            pieces
        };
        assert_eq!(read(None), *bytes);
        assert_eq!(read(Some("bytes 3-7/20")), bytes[3..8]);
    }
}
