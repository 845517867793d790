//! Lines and fields of a CSV file whose columns are found by name.

use crate::fault::{Faults, shown};

/// The byte order mark.
pub(crate) const MARK: &[u8] = b"\xef\xbb\xbf";

/// Calls `each` with the number and the named fields of every row that has them, and notes the faults of the others.
pub(crate) fn rows<const K: usize>(
    file: &'static str,
    bytes: &[u8],
    columns: [&'static str; K],
    faults: &mut Faults,
    mut each: impl FnMut(u32, [&str; K], &mut Faults),
) {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return broken_text(file, &bytes[..error.valid_up_to()], faults),
    };
    let mut lines = Lines { text, at: 0, number: 0, commas: Vec::new(), quoted: false, held: Vec::new() };
    let first = loop {
        match lines.next() {
            None => return faults.of_file(file, format!("is empty; its header is {}", columns.join(","))),
            Some("") => {}
            Some(line) => break line,
        }
    };
    let header: Vec<String> = match lines.split(first) {
        Ok(count) => (0..count).map(|place| lines.field(first, place).to_owned()).collect(),
        Err(says) => return faults.of_line(file, lines.number, says),
    };
    let before = faults.count();
    let places = columns.map(|column| {
        let mut places = (0..header.len()).filter(|place| header[*place] == column);
        let place = places.next();
        match (place, places.next()) {
            (None, _) => faults.of_field((file, lines.number), column, "is missing"),
            (_, Some(_)) => faults.of_field((file, lines.number), column, "stands twice in the header"),
            _ => {}
        }
        place.unwrap_or_default()
    });
    if faults.count() > before {
        return;
    }
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        if faults.is_full() {
            return;
        }
        match lines.split(line) {
            Err(says) => faults.of_line(file, lines.number, says),
            Ok(count) if count != header.len() => {
                faults.of_line(file, lines.number, format!("has {count} fields, the header has {}", header.len()));
            }
            Ok(_) => each(lines.number, places.map(|place| lines.field(line, place)), faults),
        }
    }
}

fn broken_text(file: &'static str, good: &[u8], faults: &mut Faults) {
    let line = 1 + good.iter().filter(|b| **b == b'\n').count();
    let start = good.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let field = 1 + good[start..].iter().filter(|b| **b == b',').count();
    let byte = good.len() - start + 1;
    let says = format!("field {field}: is not UTF-8 from byte {byte} of the line on; save the file as UTF-8");
    faults.of_line(file, u32::try_from(line).unwrap_or(u32::MAX), says);
}

/// The lines of a text, each with the places of its commas.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    number: u32,
    commas: Vec<usize>,
    quoted: bool,
    /// The fields of a line with quotes.
    held: Vec<String>,
}

impl<'t> Lines<'t> {
    /// The next line, without its end.
    fn next(&mut self) -> Option<&'t str> {
        let bytes = &self.text.as_bytes()[self.at..];
        if bytes.is_empty() {
            return None;
        }
        self.commas.clear();
        self.quoted = false;
        let mut end = bytes.len();
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'\n' => {
                    end = at;
                    break;
                }
                b',' => self.commas.push(at),
                b'"' => self.quoted = true,
                _ => {}
            }
        }
        let line = &self.text[self.at..self.at + end];
        self.at += (end + 1).min(bytes.len());
        self.number += 1;
        // Only before LF: a CR at the end of a text that breaks off is no end of a line.
        Some(if end < bytes.len() { line.strip_suffix('\r').unwrap_or(line) } else { line })
    }

    /// Splits the present line; how many fields it has.
    fn split(&mut self, line: &str) -> Result<usize, &'static str> {
        if self.quoted {
            unquote(line, &mut self.held)?;
            return Ok(self.held.len());
        }
        Ok(self.commas.len() + 1)
    }

    /// A field of the present line, once it is split.
    fn field<'f>(&'f self, line: &'f str, place: usize) -> &'f str {
        if self.quoted {
            return &self.held[place];
        }
        let from = if place == 0 { 0 } else { self.commas[place - 1] + 1 };
        let to = self.commas.get(place).copied().unwrap_or(line.len());
        &line[from..to]
    }
}

/// Splits a line with quotes.
fn unquote(line: &str, held: &mut Vec<String>) -> Result<(), &'static str> {
    held.clear();
    let mut rest = line;
    loop {
        let mut field = String::new();
        if let Some(mut inside) = rest.strip_prefix('"') {
            loop {
                let (before, after) = inside.split_once('"').ok_or("a double quote is not closed on this line")?;
                field.push_str(before);
                match after.strip_prefix('"') {
                    Some(more) => {
                        field.push('"');
                        inside = more;
                    }
                    None => {
                        rest = after;
                        break;
                    }
                }
            }
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            let (plain, after) = rest.split_at(end);
            if plain.contains('"') {
                return Err("a double quote stands inside a field that does not begin with one");
            }
            field.push_str(plain);
            rest = after;
        }
        held.push(field);
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None if rest.is_empty() => return Ok(()),
            None => return Err("something stands between a closing double quote and the next comma"),
        }
    }
}

/// A name: an id or a code.
pub(crate) fn name<'t>(
    at: (&'static str, u32),
    column: &'static str,
    text: &'t str,
    faults: &mut Faults,
) -> Option<&'t str> {
    let says = if text.is_empty() {
        "is blank".to_owned()
    } else if text.len() > 100 {
        format!("{} is longer than 100 bytes", shown(text))
    } else if text.bytes().any(|b| b < b' ' || b == 0x7f) {
        format!("{} holds a control character", shown(text))
    } else if text.starts_with(' ') || text.ends_with(' ') {
        format!("{} has a space at an end", shown(text))
    } else {
        return Some(text);
    };
    faults.of_field(at, column, says);
    None
}

/// A whole number of 1 to 9 digits, not below `least`.
pub(crate) fn integer(
    at: (&'static str, u32),
    column: &'static str,
    text: &str,
    least: u32,
    faults: &mut Faults,
) -> Option<u32> {
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let number = if digits { text.parse::<u32>().ok().filter(|number| *number >= least) } else { None };
    if number.is_none() {
        faults.of_field(at, column, format!("{} is not a whole number from {least} to 999999999", shown(text)));
    }
    number
}
