//! Entity tags: reading `If-Match` and `If-None-Match`, and one tag for each encoding of the same answer.
//!
//! A strong tag promises the same bytes, and a packed answer has other bytes than a plain one. So the tag of a packed answer
//! ends with its encoding; a caller who gives it back is understood as if it had the plain one.

use actix_web::HttpRequest;
use actix_web::http::header::{
    CONTENT_ENCODING, ETAG, EntityTag, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH,
};

use crate::problem::{ApiError, Code};

/// Encodings an answer of this program can be packed in.
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
    /// Reads a precondition; nothing where it was not sent. One that is not written by the rules is refused: read as
    /// something, it could let through what it was meant to stop.
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
                // `*` stands alone.
                _ => return Err(Code::BadRequest.into()),
            });
        }
        Ok(all)
    }

    /// Whether a change may be made to what has this tag: a weak tag is not enough.
    pub fn allow(&self, tag: &str) -> bool {
        match self {
            Tags::Any => true,
            Tags::Named(tags) => tags.iter().any(|seen| !seen.weak && plain(seen.tag()) == tag),
        }
    }

    /// The one strong tag that is named, where it is one.
    pub fn only(&self) -> Option<&str> {
        match self {
            Tags::Named(tags) => match tags.as_slice() {
                [tag] if !tag.weak => Some(plain(tag.tag())),
                _ => None,
            },
            Tags::Any => None,
        }
    }

    /// Whether the caller holds what has this tag.
    pub fn hold(&self, tag: &str) -> bool {
        match self {
            Tags::Any => true,
            Tags::Named(tags) => tags.iter().any(|seen| plain(seen.tag()) == tag),
        }
    }
}

/// `If-Match`, where it was sent.
///
/// # Errors
/// It is malformed.
pub fn if_match(request: &HttpRequest) -> Result<Option<Tags>, ApiError> {
    Tags::of(request, IF_MATCH)
}

/// `If-None-Match`, where it was sent.
///
/// # Errors
/// It is malformed.
pub fn if_none_match(request: &HttpRequest) -> Result<Option<Tags>, ApiError> {
    Tags::of(request, IF_NONE_MATCH)
}

/// `*`, or tags with commas between them (RFC 9110, 8.8.3 and 13.1.1).
fn read(text: &str) -> Option<Tags> {
    let text = text.trim_matches([' ', '\t']);
    if text == "*" {
        return Some(Tags::Any);
    }
    let mut tags = Vec::new();
    let mut rest = text;
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
        rest = rest.strip_prefix(',')?.trim_start_matches([' ', '\t']);
    }
}

/// A tag without the encoding it was packed in.
fn plain(tag: &str) -> &str {
    ENCODINGS.iter().find_map(|ending| tag.strip_suffix(ending)).unwrap_or(tag)
}

/// Marks an answer whose tag is that of its packed bytes already.
pub struct OfThisEncoding;

/// Gives an answer that was packed a tag of its own.
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
        for malformed in [
            "",
            "7",
            "\"7",
            "7\"",
            "\"\"7\"\"",
            "\"7\" \"8\"",
            "\"7\",",
            ",\"7\"",
            "w/\"7\"",
            "*, \"7\"",
            "\"7 8\"",
            "\"ə\"",
        ] {
            assert_eq!(read(malformed), None, "{malformed}");
        }
    }

    #[test]
    fn a_change_needs_a_strong_tag_and_a_reading_does_not_and_the_packed_tag_counts_for_both() {
        let tags = read("W/\"1.3\", \"1.4-gzip\"").unwrap();
        assert!(!tags.allow("1.3") && tags.hold("1.3"));
        assert!(tags.allow("1.4") && tags.hold("1.4"));
        assert!(!tags.allow("1.5") && !tags.hold("1.5"));
        assert!(Tags::Any.allow("1.5") && Tags::Any.hold("1.5"));
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
