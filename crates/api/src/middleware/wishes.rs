//! Preferences of a caller: lists with weights, as in `Accept-Language` and `Accept-Encoding`.

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};

/// Encodings of compressed answers, the smaller and more expensive one first.
const ENCODINGS: [&str; 2] = ["br", "gzip"];

/// The members of a list with their weights in thousandths (RFC 9110, 12.4.2). A member with a malformed weight is left
/// out, because its weight is unknown.
pub fn weighted(header: &str) -> impl Iterator<Item = (&str, u16)> {
    header.split(',').filter_map(|member| {
        let mut parts = member.split(';').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty())?;
        let weight = parts.find_map(|part| part.strip_prefix(['q', 'Q'])?.strip_prefix('='));
        Some((name, weight.map_or(Some(1_000), thousandths)?))
    })
}

/// Parses a weight: `0` or `1`, optionally with a point and up to three digits, at most 1.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !part.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    match (whole, part) {
        ("0", part) => Some(part),
        ("1", 0) => Some(1_000),
        _ => None,
    }
}

/// The encodings an answer may be sent in, the preferred one first; none if the caller prefers uncompressed bytes.
pub fn encodings(headers: &HeaderMap) -> Vec<&'static str> {
    let written: Vec<&str> = headers.get_all(ACCEPT_ENCODING).filter_map(|value| value.to_str().ok()).collect();
    let of = |wish: &str| {
        let all = written.iter().flat_map(|header| weighted(header));
        all.filter(|(name, _)| name.eq_ignore_ascii_case(wish)).map(|(_, weight)| weight).max()
    };
    let least = of("identity").unwrap_or_default().max(1);
    let mut wanted: Vec<(&'static str, u16)> = ENCODINGS
        .into_iter()
        .filter_map(|ours| of(ours).or_else(|| of("*")).filter(|weight| *weight >= least).map(|weight| (ours, weight)))
        .collect();
    wanted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    wanted.into_iter().map(|(name, _)| name).collect()
}

/// Writes the preference in a simple form, so that the layer that compresses answers reads it as intended.
pub fn plain_encodings(headers: &mut HeaderMap) {
    if !headers.contains_key(ACCEPT_ENCODING) {
        return;
    }
    let wanted = encodings(headers);
    headers.remove(ACCEPT_ENCODING);
    // The order expresses the preference: of two, the second is written with a lower weight.
    let written = match wanted.as_slice() {
        [first, second] => format!("{first}, {second};q=0.5"),
        other => other.join(", "),
    };
    if let Ok(value) = HeaderValue::from_str(&written)
        && !wanted.is_empty()
    {
        headers.insert(ACCEPT_ENCODING, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_by_the_rules_and_a_member_with_another_is_left_out() {
        let read = |header: &'static str| weighted(header).collect::<Vec<_>>();
        assert_eq!(read("br;q=0, gzip ; Q=0.5,a;x=1;q=1.000"), [("br", 0), ("gzip", 500), ("a", 1_000)]);
        assert_eq!(read("a;q=0.1234,b;q=2,c;q=-1,d;q=1.1,e;q=x,f;q=,g;q=.5, ,h;q=0.025"), [("h", 25)]);
    }

    #[test]
    fn an_encoding_is_sent_only_to_who_wants_it() {
        let of = |header: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(header));
            let wanted = encodings(&headers);
            plain_encodings(&mut headers);
            assert_eq!(encodings(&headers), wanted, "{header}");
            wanted
        };
        assert_eq!(of("gzip, deflate, br, zstd"), ["br", "gzip"]);
        assert_eq!(of("gzip, br;q=0"), ["gzip"]);
        assert_eq!(of("GZIP;Q=1, br;q=0.5"), ["gzip", "br"]);
        assert_eq!(of("*;q=0.1, br;q=0"), ["gzip"]);
        assert_eq!(of("*"), ["br", "gzip"]);
        for plain in ["", "identity", "br;q=0, gzip;Q=0", "br;q=2", "*;q=0", "brotli", "x-br", "identity, gzip;q=0.5"] {
            assert!(of(plain).is_empty(), "{plain}");
        }
        assert!(encodings(&HeaderMap::new()).is_empty());
    }
}
