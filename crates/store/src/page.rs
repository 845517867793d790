//! Pages by cursor: a position in an order instead of a page number, so rows that arrive meanwhile cause neither
//! repetitions nor gaps.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use qabul_domain::calendar::Micros;
use uuid::Uuid;

/// Position of the last row seen: instant and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Instant of the row.
    pub at: Micros,
    /// Id of the row.
    pub id: Uuid,
}

impl Cursor {
    /// Start of a list that shows the newest rows first.
    pub const NEWEST: Cursor = Cursor { at: Micros(i64::MAX), id: Uuid::max() };
    /// Start of a list that shows the oldest rows first.
    pub const OLDEST: Cursor = Cursor { at: Micros(i64::MIN), id: Uuid::nil() };

    /// Opaque text for URLs.
    pub fn encode(&self) -> String {
        let mut bytes = [0u8; 24];
        let (at, id) = bytes.split_at_mut(8);
        at.copy_from_slice(&self.at.0.to_be_bytes());
        id.copy_from_slice(self.id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads the text of [`Cursor::encode`]; `None` for anything else.
    pub fn decode(text: &str) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (at, id) = bytes.split_at_checked(8)?;
        Some(Cursor { at: Micros(i64::from_be_bytes(at.try_into().ok()?)), id: Uuid::from_slice(id).ok()? })
    }
}

/// Rows of one page and the position where the next page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; `None` = this is the last page.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts rows fetched with `limit + 1` to one page.
    pub(crate) fn cut(mut items: Vec<T>, limit: u32, place: impl Fn(&T) -> Cursor) -> Page<T> {
        let most = limit as usize;
        let more = items.len() > most;
        items.truncate(most);
        let next = if more { items.last().map(place) } else { None };
        Page { items, next }
    }

    /// The page with each item converted.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }

    /// The page with each item converted, or the first error.
    pub fn try_map<U, E>(self, f: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page { items: self.items.into_iter().map(f).collect::<Result<_, _>>()?, next: self.next })
    }
}
