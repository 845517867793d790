//! Parses an e-mail as far as the inbox page needs it: RFC 2047 headers, base64 and quoted-printable, multipart/mixed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::inbox::MailFile;

/// Maximum depth of nested parts.
const DEEPEST: usize = 4;

#[derive(Default)]
pub(crate) struct Read {
    pub message_id: String,
    pub subject: String,
    pub text: String,
    pub files: Vec<MailFile>,
}

/// Never fails: text that cannot be decoded is shown unchanged.
pub(crate) fn read(raw: &[u8]) -> Read {
    let mut read = Read::default();
    let (headers, body) = split(raw);
    read.subject = decode_words(&header(&headers, "subject"));
    read.message_id = header(&headers, "message-id").trim_matches(['<', '>']).to_owned();
    part(&headers, body, &mut read, 0);
    read
}

type Headers = Vec<(String, String)>;

fn split(raw: &[u8]) -> (Headers, &[u8]) {
    let end = find(raw, b"\r\n\r\n");
    let (head, body) = end.map_or((raw, &raw[raw.len()..]), |at| (&raw[..at], &raw[at + 4..]));
    // A line that starts with white space continues the previous line.
    let unfolded = String::from_utf8_lossy(head).replace("\r\n ", " ").replace("\r\n\t", " ");
    let headers = unfolded.split("\r\n").filter_map(|line| line.split_once(':'));
    (headers.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect(), body)
}

fn header(headers: &Headers, name: &str) -> String {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn part(headers: &Headers, body: &[u8], read: &mut Read, depth: usize) {
    let kind = header(headers, "content-type");
    let mime = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if mime.starts_with("multipart/") && depth < DEEPEST {
        let Some(boundary) = parameter(&kind, "boundary") else { return };
        for piece in pieces(body, &boundary) {
            let (headers, body) = split(piece);
            part(&headers, body, read, depth + 1);
        }
        return;
    }
    let bytes = decode(&header(headers, "content-transfer-encoding"), body);
    let disposition = header(headers, "content-disposition");
    if disposition.to_ascii_lowercase().starts_with("attachment") || !(mime.is_empty() || mime.starts_with("text/")) {
        read.files.push(MailFile { name: file_name(&disposition), mime, bytes });
    } else if read.text.is_empty() {
        read.text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").trim_end().to_owned();
    }
}

fn pieces<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let mut pieces = Vec::new();
    let mut rest = body;
    let mut inside = false;
    while let Some(at) = find(rest, mark.as_bytes()) {
        if inside {
            pieces.push(rest[..at].strip_suffix(b"\r\n").unwrap_or(&rest[..at]));
        }
        rest = &rest[at + mark.len()..];
        if rest.starts_with(b"--") {
            return pieces;
        }
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
        inside = true;
    }
    pieces
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// Plain, or in the form of RFC 2231 for other letters: `filename*=utf-8''…`, or in parts `filename*0*=utf-8''…;
/// filename*1*=…`.
fn file_name(disposition: &str) -> String {
    let pieces: Vec<String> = (0..9).map_while(|at| parameter(disposition, &format!("filename*{at}*"))).collect();
    let encoded = if pieces.is_empty() { parameter(disposition, "filename*") } else { Some(pieces.concat()) };
    let decoded = encoded.as_deref().and_then(|value| value.splitn(3, '\'').nth(2)).map(|value| {
        // Percent signs have the same function here as equals signs in quoted-printable.
        let quoted = value.replace('=', "=3D").replace('%', "=");
        String::from_utf8_lossy(&quoted_printable(quoted.as_bytes(), false)).into_owned()
    });
    let plain = || parameter(disposition, "filename").map(|name| decode_words(&name));
    decoded.or_else(plain).unwrap_or_else(|| "attachment".to_owned())
}

fn decode(encoding: &str, body: &[u8]) -> Vec<u8> {
    match encoding.to_ascii_lowercase().as_str() {
        "base64" => {
            let dense: Vec<u8> = body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
            STANDARD.decode(&dense).unwrap_or_else(|_| body.to_vec())
        }
        "quoted-printable" => quoted_printable(body, false),
        _ => body.to_vec(),
    }
}

fn quoted_printable(text: &[u8], in_header: bool) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let hex = text.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match (byte, hex) {
            (b'=', Some("\r\n")) => at += 3,
            (b'=', Some(pair)) if u8::from_str_radix(pair, 16).is_ok() => {
                bytes.push(u8::from_str_radix(pair, 16).unwrap_or_default());
                at += 3;
            }
            (b'_', _) if in_header => {
                bytes.push(b' ');
                at += 1;
            }
            _ => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

/// Decodes `=?utf-8?b?…?=` words; white space between two of them is dropped. Bytes are joined before they are decoded
/// as text, because a letter may be split between two words.
fn decode_words(value: &str) -> String {
    let mut out = Vec::new();
    let mut rest = value;
    let mut after_word = false;
    while let Some(start) = rest.find("=?") {
        let (before, tail) = rest.split_at(start);
        let mut fields = tail[2..].splitn(4, '?');
        let (_charset, coding, text, more) = (fields.next(), fields.next(), fields.next(), fields.next());
        let decoded = match (coding, text, more.and_then(|more| more.strip_prefix('='))) {
            (Some("b" | "B"), Some(text), Some(more)) => STANDARD.decode(text).ok().map(|bytes| (bytes, more)),
            (Some("q" | "Q"), Some(text), Some(more)) => Some((quoted_printable(text.as_bytes(), true), more)),
            _ => None,
        };
        let Some((bytes, more)) = decoded else { break };
        if !(after_word && before.trim().is_empty()) {
            out.extend_from_slice(before.as_bytes());
        }
        out.extend(bytes);
        rest = more;
        after_word = true;
    }
    out.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&out).into_owned()
}

fn find(text: &[u8], sought: &[u8]) -> Option<usize> {
    text.windows(sought.len()).position(|window| window == sought)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_join_even_where_a_letter_is_cut_in_two() {
        assert_eq!(decode_words("=?utf-8?b?w4c=?= =?utf-8?q?=C9=99_ap?="), "Çə ap");
        assert_eq!(decode_words("=?utf-8?b?yQ==?=\u{20}=?utf-8?b?mQ==?="), "ə");
        assert_eq!(decode_words("plain =?broken"), "plain =?broken");
    }

    #[test]
    fn a_mixed_message_gives_its_text_and_its_files() {
        let raw = b"Subject: A\r\n B\r\nMessage-ID: <7@x>\r\nContent-Type: multipart/mixed;\r\n boundary=\"k\"\r\n\r\n\
            --k\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            S=C9=99n=\r\n=C9=99d\r\n--k\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; \
            filename=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBE\r\nRg==\r\n--k--\r\n";
        let read = read(raw);
        assert_eq!((read.subject.as_str(), read.message_id.as_str(), read.text.as_str()), ("A B", "7@x", "Sənəd"));
        assert_eq!((read.files[0].name.as_str(), read.files[0].bytes.as_slice()), ("a.pdf", &b"%PDF"[..]));
    }

    #[test]
    fn file_names_may_have_any_letters() {
        assert_eq!(file_name("attachment; filename*=utf-8''%C9%99riz%C9%99.pdf"), "ərizə.pdf");
        assert_eq!(file_name("attachment; filename*0*=utf-8''%C9%99; filename*1*=-1.pdf"), "ə-1.pdf");
        assert_eq!(file_name("attachment"), "attachment");
    }

    #[test]
    fn rubbish_is_read_without_failing() {
        for raw in [&b""[..], b"\r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\n--", b"x", b"Subject: =?a?b?\xff"] {
            read(raw);
        }
    }
}
