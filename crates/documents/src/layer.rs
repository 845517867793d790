//! The text layer of a printed PDF, as a reader of the file copies it: enough of PDF to undo what the exporter writes.

use std::collections::{BTreeMap, HashMap};
use std::io::Read as _;

use flate2::read::ZlibDecoder;

/// The text of all pages, a line for each piece that was set on its own.
pub fn text_layer(pdf: &[u8]) -> String {
    let objects = objects(pdf);
    let of = |page: &str, key: &str| Some(objects.get(&number(page.split_once(key)?.1)?)?.as_str());
    let mut text = String::new();
    let pages = objects.values().filter(|object| object.contains("/Type/Page/") || object.contains("/Type/Page\n"));
    for page in pages {
        let content = of(page, "/Contents ").expect("a page with content");
        // Every page calls its fonts by names of its own.
        let fonts = fonts(&objects, of(page, "/Resources ").unwrap_or(page));
        let nothing = HashMap::new();
        let mut font = &nothing;
        let mut name = "";
        let mut rest = content;
        while let Some(at) = rest.find(['(', '<', '/', 'E']) {
            rest = &rest[at..];
            let taken = if let Some(after) = rest.strip_prefix("ET\n") {
                text.push('\n');
                rest.len() - after.len()
            } else if let Some(after) = rest.strip_prefix('/') {
                let word = after.split([' ', '/', '<', '\n']).next().unwrap_or_default();
                if fonts.contains_key(word) {
                    name = word;
                    font = &fonts[name];
                }
                1 + word.len()
            } else if rest.starts_with('(') {
                let (bytes, taken) = literal(rest);
                show(&bytes, font, &mut text);
                taken
            } else if rest.starts_with('<') && !rest.starts_with("<<") {
                let end = rest.find('>').unwrap_or(rest.len() - 1);
                show(&hex(&rest[1..end]), font, &mut text);
                end + 1
            } else {
                rest.chars().take_while(|c| *c == rest.chars().next().unwrap()).map(char::len_utf8).sum()
            };
            rest = &rest[taken..];
        }
        assert!(!name.is_empty(), "a page without a known font");
    }
    text
}

/// Objects by number: their words, and their stream unpacked. Bytes are kept as the characters of the same number.
fn objects(pdf: &[u8]) -> BTreeMap<u32, String> {
    let latin = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    let raw = latin(pdf);
    let starts: Vec<(usize, u32)> = raw
        .match_indices(" 0 obj\n")
        .filter_map(|(at, _)| {
            let digits = raw[..at].rsplit('\n').next()?;
            Some((raw[..at].chars().count() + 7, digits.parse().ok()?))
        })
        .collect();
    let mut found = BTreeMap::new();
    for (at, number) in starts {
        let rest = &pdf[at..];
        let end = find(rest, b"endobj").unwrap_or(rest.len());
        let stream = find(&rest[..end], b"stream\n");
        let words = latin(&rest[..stream.unwrap_or(end)]);
        let body = stream.map(|stream| &rest[stream + 7..]).filter(|_| words.contains("FlateDecode"));
        let mut unpacked = Vec::new();
        if let Some(body) = body {
            let _ = ZlibDecoder::new(body).read_to_end(&mut unpacked);
        }
        found.insert(number, words + &latin(&unpacked));
    }
    found
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

fn number(text: &str) -> Option<u32> {
    text.trim_start().split(' ').next()?.parse().ok()
}

/// By the name the resources of a page give it: glyph → text.
fn fonts(objects: &BTreeMap<u32, String>, resources: &str) -> HashMap<String, HashMap<u16, String>> {
    let mut fonts = HashMap::new();
    let named = resources.split_once("/Font<<").map_or("", |(_, named)| named.split(">>").next().unwrap_or_default());
    for (name, font) in named.split('/').filter_map(|one| one.split_once(' ')) {
        let font = number(font).and_then(|number| objects.get(&number));
        let map = font.and_then(|font| font.split_once("/ToUnicode ")).and_then(|(_, map)| number(map));
        if let Some(map) = map.and_then(|number| objects.get(&number)) {
            fonts.insert(name.to_owned(), glyphs(map));
        }
    }
    fonts
}

fn glyphs(map: &str) -> HashMap<u16, String> {
    let mut glyphs = HashMap::new();
    for block in map.split("beginbfchar").skip(1) {
        let codes: Vec<Vec<u8>> = block
            .split("endbfchar")
            .next()
            .unwrap()
            .split('<')
            .skip(1)
            .map(|code| hex(code.split('>').next().unwrap()))
            .collect();
        for pair in codes.chunks_exact(2) {
            let units: Vec<u16> = pair[1].chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
            glyphs.insert(u16::from_be_bytes([pair[0][0], pair[0][1]]), String::from_utf16_lossy(&units));
        }
    }
    assert!(!map.contains("beginbfrange"), "ranges are not read");
    glyphs
}

fn show(bytes: &[u8], font: &HashMap<u16, String>, text: &mut String) {
    for pair in bytes.chunks_exact(2) {
        text.push_str(font.get(&u16::from_be_bytes([pair[0], pair[1]])).map_or("", String::as_str));
    }
}

fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.chars().filter_map(|c| u8::try_from(c.to_digit(16)?).ok()).collect();
    digits.chunks_exact(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}

/// The bytes of `(…)` and its length.
fn literal(text: &str) -> (Vec<u8>, usize) {
    let mut bytes = Vec::new();
    let mut letters = text.char_indices().skip(1).peekable();
    let mut depth = 0;
    while let Some((at, letter)) = letters.next() {
        match letter {
            ')' if depth == 0 => return (bytes, at + 1),
            '(' | ')' => {
                depth += if letter == '(' { 1 } else { -1 };
                bytes.push(letter as u8);
            }
            '\\' => {
                let Some((_, escaped)) = letters.next() else { break };
                match escaped.to_digit(8) {
                    None => bytes.push(match escaped {
                        'n' => b'\n',
                        'r' => b'\r',
                        't' => b'\t',
                        'b' => 8,
                        'f' => 12,
                        other => other as u8,
                    }),
                    Some(first) => {
                        let mut value = first;
                        for _ in 0..2 {
                            if let Some(digit) = letters.peek().and_then(|(_, next)| next.to_digit(8)) {
                                value = value * 8 + digit;
                                letters.next();
                            }
                        }
                        bytes.push(value as u8);
                    }
                }
            }
            other => bytes.push(other as u8),
        }
    }
    (bytes, text.len())
}
