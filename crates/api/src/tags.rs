//! Entity tags: reading `If-Match` and `If-None-Match`, and a separate tag for each encoding of the same answer.
//!
//! A strong tag promises the same bytes, and a compressed answer has other bytes than an uncompressed one. The tag of a
//! compressed answer therefore ends with its encoding; when a caller sends it back, the ending is ignored.

use actix_web::HttpRequest;
use actix_web::http::header::{
    CONTENT_ENCODING, ETAG, EntityTag, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH,
};

use crate::problem::{ApiError, Code};

/// Endings for the encodings this program uses.
const ENCODINGS: [&str; 2] = ["-br", "-gzip"];

/// What a precondition names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tags {
    /// `*`: whatever is there.
    Any,
    /// One or several.
    Named(Vec<EntityTag>),
}

impl Tags {
    /// Reads a precondition; `None` if it was not sent. A malformed one is refused: if it were guessed, it could allow
    /// the change it was meant to prevent.
    ///
    /// # Errors
    /// It is malformed.
    pub fn of(request: &HttpRequest, name: HeaderName) -> Result<Option<Tags>, ApiError> {
        let mut all: Option<Tags> = None;
        for value in request.headers().get_all(name) {
            let read = value.to_str().ok().and_then(read).ok_or(Code::BadRequest)?;
            all = Some(match (all, read) {
                (None, read) => read,
                (Some(Tags::Named(mut tags)), Tags::Named(more)) => {
                    tags.extend(more);
                    Tags::Named(tags)
                }
                // `*` must be the only member.
                _ => return Err(Code::BadRequest.into()),
            });
        }
        Ok(all)
    }

    /// Whether an object with this tag may be changed: weak tags do not match.
    pub fn allow(&self, tag: &str) -> bool {
        match self {
            Tags::Any => true,
            Tags::Named(tags) => tags.iter().any(|seen| !seen.weak && plain(seen.tag()) == tag),
        }
    }

    /// The only tag, if exactly one strong tag is given.
    pub fn only(&self) -> Option<&str> {
        match self {
            Tags::Named(tags) => match tags.as_slice() {
                [tag] if !tag.weak => Some(plain(tag.tag())),
                _ => None,
            },
            Tags::Any => None,
        }
    }

    /// The caller's own form of this tag, if the caller already has the object: with the ending of the encoding in which
    /// it was received, which the answer 304 repeats.
    pub fn held<'a>(&'a self, tag: &'a str) -> Option<&'a str> {
        match self {
            Tags::Any => Some(tag),
            Tags::Named(tags) => tags.iter().map(EntityTag::tag).find(|seen| plain(seen) == tag),
        }
    }
}

/// `If-Match`, if it was sent.
///
/// # Errors
/// It is malformed.
pub fn if_match(request: &HttpRequest) -> Result<Option<Tags>, ApiError> {
    Tags::of(request, IF_MATCH)
}

/// `If-None-Match`, if it was sent.
///
/// # Errors
/// It is malformed.
pub fn if_none_match(request: &HttpRequest) -> Result<Option<Tags>, ApiError> {
    Tags::of(request, IF_NONE_MATCH)
}

/// `*`, or tags separated by commas (RFC 9110, 8.8.3 and 13.1.1).
fn read(text: &str) -> Option<Tags> {
    let text = text.trim_matches([' ', '\t']);
    if text == "*" {
        return Some(Tags::Any);
    }
    let mut tags = Vec::new();
    // Empty members of a list are ignored (RFC 9110, 5.6.1).
    let between = [' ', '\t', ','];
    let mut rest = text.trim_matches(between);
    loop {
        let (weak, quoted) = match rest.strip_prefix("W/") {
            Some(quoted) => (true, quoted),
            None => (false, rest),
        };
        let (tag, behind) = quoted.strip_prefix('"')?.split_once('"')?;
        if !tag.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x7e)) {
            return None;
        }
        tags.push(EntityTag::new(weak, tag.to_owned()));
        rest = behind.trim_start_matches([' ', '\t']);
        if rest.is_empty() {
            return Some(Tags::Named(tags));
        }
        rest = rest.strip_prefix(',')?.trim_start_matches(between);
    }
}

/// A tag without the ending of its encoding.
fn plain(tag: &str) -> &str {
    ENCODINGS.iter().find_map(|ending| tag.strip_suffix(ending)).unwrap_or(tag)
}

/// Marks an answer whose tag already belongs to its compressed bytes.
pub struct OfThisEncoding;

/// Gives a compressed answer its own tag.
pub fn mark_packed(headers: &mut HeaderMap) {
    let Some(encoding) = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok()) else { return };
    let Some(ending) = ENCODINGS.iter().find(|ending| ending[1..] == *encoding) else { return };
    let Some(tag) = headers.get(ETAG).and_then(|value| value.to_str().ok()) else { return };
    let Some(open) = tag.strip_suffix('"').filter(|open| !open.starts_with("W/") && !open.ends_with(ending)) else {
        return;
    };
    if let Ok(packed) = HeaderValue::from_str(&format!("{open}{ending}\"")) {
        headers.insert(ETAG, packed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(tags: &[(bool, &str)]) -> Option<Tags> {
        Some(Tags::Named(tags.iter().map(|(weak, tag)| EntityTag::new(*weak, (*tag).to_owned())).collect()))
    }

    #[test]
    fn a_precondition_is_a_star_or_a_list_of_tags_and_nothing_else() {
        assert_eq!(read("*"), Some(Tags::Any));
        assert_eq!(read("\"7\""), named(&[(false, "7")]));
        assert_eq!(read(" \"1.3\" , W/\"a,b\" ,\"\" "), named(&[(false, "1.3"), (true, "a,b"), (false, "")]));
        for list in ["\"7\",", ",\"7\"", ", ,\"7\" ,, "] {
            assert_eq!(read(list), named(&[(false, "7")]), "{list}");
        }
        for malformed in ["", "7", "\"7", "7\"", "\"\"7\"\"", "\"7\" \"8\"", "w/\"7\"", "*, \"7\"", "\"7 8\"", "\"ə\""]
        {
            assert_eq!(read(malformed), None, "{malformed}");
        }
    }

    #[test]
    fn a_change_needs_a_strong_tag_and_a_reading_does_not_and_the_packed_tag_counts_for_both() {
        let tags = read("W/\"1.3\", \"1.4-gzip\"").unwrap();
        assert_eq!((tags.allow("1.3"), tags.held("1.3")), (false, Some("1.3")));
        assert_eq!((tags.allow("1.4"), tags.held("1.4")), (true, Some("1.4-gzip")));
        assert_eq!((tags.allow("1.5"), tags.held("1.5")), (false, None));
        assert_eq!((Tags::Any.allow("1.5"), Tags::Any.held("1.5")), (true, Some("1.5")));
    }

    #[test]
    fn each_encoding_of_an_answer_has_a_strong_tag_of_its_own() {
        let tag_of = |encoding: Option<&'static str>, tag: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ETAG, HeaderValue::from_static(tag));
            if let Some(encoding) = encoding {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            mark_packed(&mut headers);
            mark_packed(&mut headers);
            headers.get(ETAG).unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(tag_of(None, "\"a\""), "\"a\"");
        assert_eq!(tag_of(Some("identity"), "\"a\""), "\"a\"");
        assert_eq!(tag_of(Some("gzip"), "\"a\""), "\"a-gzip\"");
        assert_eq!(tag_of(Some("br"), "\"a\""), "\"a-br\"");
        assert_eq!(tag_of(Some("gzip"), "W/\"a\""), "W/\"a\"");
    }
}
