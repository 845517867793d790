//! Files that cannot be used.

use std::fmt;

use crate::files::Folder;

/// A fault of a file: where, and what is wrong there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unusable {
    /// The folder of the file.
    pub folder: Folder,
    /// The file.
    pub file: &'static str,
    /// The line, from 1, the header included; 0 = the file as a whole.
    pub line: u64,
    /// The column; empty = the line as a whole.
    pub column: &'static str,
    /// What is wrong.
    pub fault: Fault,
    /// The text in question, shortened; may be empty.
    pub text: String,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.folder {
            Folder::Input => {}
            folder => write!(f, "{}/", folder.word())?,
        }
        write!(f, "{}: ", self.file)?;
        if self.line > 0 {
            write!(f, "line {}", self.line)?;
            if !self.column.is_empty() {
                write!(f, ", column {}", self.column)?;
            }
            write!(f, ": ")?;
        }
        if !self.text.is_empty() {
            write!(f, "{}: ", quoted(&self.text))?;
        }
        f.write_str(self.fault.sentence())
    }
}

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $word:literal $sentence:literal),* $(,)?) => {
        /// Kinds of faults of a file.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Fault {
            $($(#[$doc])* $name,)*
        }

        impl Fault {
            /// All of them.
            pub const ALL: &[Fault] = &[$(Fault::$name),*];

            /// Its word, for programs.
            pub fn word(self) -> &'static str {
                match self { $(Fault::$name => $word,)* }
            }

            /// What to tell a person at the command line.
            pub fn sentence(self) -> &'static str {
                match self { $(Fault::$name => $sentence,)* }
            }
        }
    };
}

faults! {
    /// The file is not there.
    Missing "missing" "the file is missing",
    /// The file is there and cannot be read, or changes while it is read.
    Unreadable "unreadable" "the file cannot be read",
    /// Bytes that are no text.
    NotUtf8 "notUtf8" "the bytes are not UTF-8",
    /// More than can be counted here.
    TooLarge "tooLarge" "more than can be checked at once",
    /// No header line.
    NoHeader "noHeader" "the header line is missing",
    /// The header lacks a column.
    NoColumn "noColumn" "the header lacks this column",
    /// The header names a column twice, or a column where the format has another.
    OddColumn "oddColumn" "the header has this column twice or where it does not belong",
    /// More or fewer fields than the header.
    Fields "fields" "the line has another number of fields than the header",
    /// A quoted field that does not end as it should, or a quote in one that is not quoted.
    Quote "quote" "a double quote is not closed, or stands in a field that does not begin with one",
    /// An id or code that is none.
    Name "name" "not a text of 1 to 100 bytes without control characters and without spaces at its ends",
    /// No whole number.
    Whole "whole" "not a whole number of 1 to 9 digits",
    /// A position below 1.
    Position "position" "not a whole number from 1 to 999999999",
    /// No decimal with up to two places.
    Decimal "decimal" "not a decimal number from 0 to 9999999.99 with up to two places",
    /// One of average and scale is missing.
    HalfAverage "halfAverage" "uomg and uomg_scale are given together or not at all",
    /// A scale that is not positive.
    Scale "scale" "the scale must be above 0",
    /// An average above its scale.
    AboveScale "aboveScale" "uomg is above its scale",
    /// A place with only one of position and code.
    HalfPlace "halfPlace" "position and code are given together or not at all",
    /// A code that no seat row has.
    UnknownCode "unknownCode" "seats.csv has no such code",
    /// A person that candidates.csv does not have.
    UnknownPerson "unknownPerson" "candidates.csv has no such id",
    /// An id, a code or a score for the second time.
    Twice "twice" "stands in the file already",
    /// The same position for the second time.
    PositionTwice "positionTwice" "the candidate has a wish at this position already",
    /// The same code wished for the second time.
    WishTwice "wishTwice" "the candidate has a wish for this code already",
    /// Clause numbers that are none.
    Clause "clause" "not a clause number of 1 to 20 letters, digits, points and hyphens",
    /// A line of the explanations that is none.
    Json "json" "not an explanation as the format describes it",
    /// A line of the digest that is none.
    Digest "digest" "not the four words input, output, rules, code, each with 64 hexadecimal digits",
}

/// Characters that cannot be seen and yet change how the text around them is read or broken into lines: Unicode's format characters and
/// separators of lines and paragraphs.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e007f}')
}

/// A text for a line of the answer: what is hidden or would begin another line is written `\u{…}`.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_hidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// The same between double quotes; a quote or backslash of the text has a backslash before it.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(&text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// What is shown of a file's text: it may be anything.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
