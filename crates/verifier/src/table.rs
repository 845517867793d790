//! Comma-separated files.

use std::borrow::Cow;

use crate::fault::{Fault, Unusable, shown};
use crate::files::Folder;

/// The most faults reported for one file.
const MOST_FAULTS: usize = 20;

/// Reads the rows of a file one after another and gathers its faults.
pub struct Table<'a> {
    folder: Folder,
    file: &'static str,
    columns: &'static [&'static str],
    /// The position of each column in a row.
    at: Vec<usize>,
    width: usize,
    rest: &'a str,
    raw: &'a str,
    line: u64,
    fields: Vec<Cow<'a, str>>,
    faults: Vec<Unusable>,
}

/// How strictly the header is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// Columns in any order, others passed over.
    Any,
    /// The columns of the format, in its order.
    Exact,
}

impl<'a> Table<'a> {
    /// Reads the header of a [`plain`](crate::text::plain) text.
    ///
    /// # Errors
    /// It is missing, or a column is.
    pub fn open(
        folder: Folder,
        file: &'static str,
        columns: &'static [&'static str],
        header: Header,
        text: &'a str,
    ) -> Result<Self, Vec<Unusable>> {
        let (fields, at) = (Vec::new(), Vec::new());
        let mut table =
            Self { folder, file, columns, at, width: 0, rest: text, raw: "", line: 0, fields, faults: Vec::new() };
        let Some(line) = table.line() else {
            table.tell(0, "", Fault::NoHeader, "");
            return Err(table.faults);
        };
        if let Err(fault) = split(line, &mut table.fields) {
            table.tell(table.line, "", fault, line);
            return Err(table.faults);
        }
        let names = std::mem::take(&mut table.fields);
        table.width = names.len();
        for (place, column) in columns.iter().enumerate() {
            let mut found = names.iter().enumerate().filter(|(_, name)| name == column).map(|(at, _)| at);
            match (found.next(), found.next()) {
                (None, _) => table.tell(table.line, column, Fault::NoColumn, ""),
                (Some(_), Some(_)) => table.tell(table.line, column, Fault::OddColumn, ""),
                (Some(at), None) if header == Header::Exact && (at != place || names.len() != columns.len()) => {
                    table.tell(table.line, column, Fault::OddColumn, "");
                }
                (Some(at), None) => table.at.push(at),
            }
        }
        if table.faults.is_empty() { Ok(table) } else { Err(table.faults) }
    }

    /// Goes to the next row that has as many fields as the header; `false` after the last one.
    pub fn next(&mut self) -> bool {
        while self.faults.len() < MOST_FAULTS {
            let Some(line) = self.line() else { return false };
            let fault = match split(line, &mut self.fields) {
                Ok(()) if self.fields.len() == self.width => return true,
                Ok(()) => Fault::Fields,
                Err(fault) => fault,
            };
            self.tell(self.line, "", fault, line);
        }
        false
    }

    /// The field of a column in the present row.
    pub fn get(&self, column: usize) -> &str {
        self.at.get(column).and_then(|at| self.fields.get(*at)).map_or("", |field| field)
    }

    /// The current line, unparsed.
    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// The number of the present line.
    pub fn number(&self) -> u64 {
        self.line
    }

    /// Notes that a field of the present row is wrong.
    pub fn fault(&mut self, (column, fault): (usize, Fault)) {
        let text = self.get(column).to_owned();
        self.tell(self.line, self.columns.get(column).copied().unwrap_or(""), fault, &text);
    }

    /// The end of the file.
    ///
    /// # Errors
    /// The faults that were found.
    pub fn end(self) -> Result<(), Vec<Unusable>> {
        if self.faults.is_empty() { Ok(()) } else { Err(self.faults) }
    }

    fn tell(&mut self, line: u64, column: &'static str, fault: Fault, text: &str) {
        self.faults.push(Unusable { folder: self.folder, file: self.file, line, column, fault, text: shown(text) });
    }

    /// The next line with something in it.
    fn line(&mut self) -> Option<&'a str> {
        while !self.rest.is_empty() {
            let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
            self.rest = rest;
            self.line += 1;
            if !line.is_empty() {
                self.raw = line;
                return Some(line);
            }
        }
        None
    }
}

/// Splits a line at its commas; a field may be quoted, with quotes inside it doubled.
fn split<'a>(line: &'a str, fields: &mut Vec<Cow<'a, str>>) -> Result<(), Fault> {
    fields.clear();
    let bytes = line.as_bytes();
    let mut start = 0;
    loop {
        if bytes.get(start) == Some(&b'"') {
            let mut text = String::new();
            let mut from = start + 1;
            loop {
                let quote = from + line[from..].find('"').ok_or(Fault::Quote)?;
                text.push_str(&line[from..quote]);
                from = quote + 1;
                if bytes.get(from) != Some(&b'"') {
                    break;
                }
                text.push('"');
                from += 1;
            }
            fields.push(Cow::Owned(text));
            match bytes.get(from) {
                None => return Ok(()),
                Some(b',') => start = from + 1,
                Some(_) => return Err(Fault::Quote),
            }
        } else {
            let end = bytes[start..].iter().position(|byte| matches!(byte, b',' | b'"')).map(|end| start + end);
            if end.is_some_and(|end| bytes[end] == b'"') {
                return Err(Fault::Quote);
            }
            fields.push(Cow::Borrowed(&line[start..end.unwrap_or(line.len())]));
            match end {
                None => return Ok(()),
                Some(comma) => start = comma + 1,
            }
        }
    }
}

/// Reads an id or a code: 1 to 100 bytes, no control characters, no space at either end.
///
/// # Errors
/// Anything else.
pub fn name(text: &str) -> Result<&str, Fault> {
    let bytes = text.as_bytes();
    let whole = (1..=100).contains(&bytes.len()) && !bytes.iter().any(|byte| *byte < 0x20 || *byte == 0x7f);
    if whole && bytes.first() != Some(&b' ') && bytes.last() != Some(&b' ') { Ok(text) } else { Err(Fault::Name) }
}

/// Writes a field as the output does: in quotes only where it holds a comma or a quote.
pub fn push_field(out: &mut String, text: &str) {
    if text.contains([',', '"']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<(u64, String, String)>, Vec<Unusable>> {
        let mut table = Table::open(Folder::Input, "seats.csv", &["code", "capacity"], Header::Any, text)?;
        let mut rows = Vec::new();
        while table.next() {
            rows.push((table.number(), table.get(0).to_owned(), table.get(1).to_owned()));
        }
        table.end().map(|()| rows)
    }

    #[test]
    fn columns_are_found_by_name_and_empty_lines_are_counted() {
        let read = rows("note,capacity,code\n\nx,5,\"a,\"\"b\"\"\"\n,6,c").unwrap();
        assert_eq!(read, [(3, "a,\"b\"".to_owned(), "5".to_owned()), (4, "c".to_owned(), "6".to_owned())]);
    }

    #[test]
    fn a_fault_names_line_and_column() {
        let told = |text: &str| rows(text).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(told("code\na\n"), ["seats.csv: line 1, column capacity: the header lacks this column"]);
        assert!(told("code,capacity,code\n")[0].ends_with("twice or where it does not belong"));
        assert_eq!(told("\n\n"), ["seats.csv: the header line is missing"]);
        let two = told("code,capacity\na,1,2\n\"a,1\nb,2\n");
        assert_eq!(two[0], "seats.csv: line 2: \"a,1,2\": the line has another number of fields than the header");
        let sentence = "a double quote is not closed, or stands in a field that does not begin with one";
        assert_eq!(two[1], format!("seats.csv: line 3: \"\\\"a,1\": {sentence}"));
        for quote in ["a\"b\",1", "a,1\"", "a\",\"1", "\"a\"b,1", "\"a\" ,1"] {
            let told = told(&format!("code,capacity\n{quote}\n"));
            assert!(told.len() == 1 && told[0].ends_with(sentence), "{quote}: {told:?}");
        }
    }
}
