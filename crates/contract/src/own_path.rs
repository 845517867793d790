//! Which addresses lead within the portal. Browser and server ask the same function: a way back that one of them takes for
//! its own and the other for a foreign host would send people away.

/// Longest path that is taken.
pub const LONGEST: usize = 200;

/// Whether a text is a path of the portal's own pages, with query and fragment, and cannot be read as anything else.
///
/// Browsers drop tabs and line ends from addresses, take `\` for `/`, and read what begins with `//` as a host; programs
/// decode `%09` before they hand a path on, and take `.` and `..` out of it. So none of these may stand in the path, neither
/// plainly nor encoded.
pub fn is_own_path(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let (Some(whole), Some(decoded)) = (decode(text), decode(path)) else { return false };
    let Some(inner) = decoded.strip_prefix(b"/") else { return false };
    let mut segments = inner.split(|byte| *byte == b'/').rev();
    let last = segments.next().unwrap_or_default();
    text.len() <= LONGEST
        && text.bytes().chain(whole).all(is_plain)
        && text.is_ascii()
        && !is_dots(last)
        && segments.all(|segment| !segment.is_empty() && !is_dots(segment))
}

/// Neither white space nor a control character, nor what browsers take for a slash.
fn is_plain(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !byte.is_ascii_control() && byte != b'\\'
}

fn is_dots(segment: &[u8]) -> bool {
    matches!(segment, b"." | b"..")
}

/// `%41` as `A`, once; nothing where an escape is broken.
fn decode(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => digit(bytes.next()?)? * 16 + digit(bytes.next()?)?,
            other => other,
        });
    }
    Some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_portal_is_its_own_and_whatever_may_lead_to_another_host_is_not() {
        for own in [
            "/",
            "/wallet",
            "/applications/",
            "/applications/0198c5f0-0000-7000-8000-000000000000/check?x=1#y",
            "/eligibility?wishes=1,2&name=%C9%99",
        ] {
            assert!(is_own_path(own), "{own}");
        }
        let long = format!("/{}", "a".repeat(LONGEST));
        for foreign in [
            "",
            "wallet",
            "services",
            "//evil.example",
            "///evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/%5Cevil.example",
            "/%5cevil.example",
            "/\t/evil.example",
            "/%09/evil.example",
            "/%0A/evil.example",
            "/%0a/evil.example",
            "/%0D%0A/evil.example",
            "/%2F/evil.example",
            "/%2Fevil.example",
            "/a//evil.example",
            "/.//evil.example",
            "/%2e%2e//evil.example",
            "/a/../evil",
            "/a/..",
            "/a%00",
            "/a\n",
            "/a b",
            "/a\u{a0}b",
            "/a?b=%0A",
            "/a%",
            "/a%4",
            "/a%zz",
            "/ə",
            &long,
        ] {
            assert!(!is_own_path(foreign), "{foreign:?}");
        }
    }
}
