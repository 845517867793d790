//! Digests of what went in, what came out, by which rules and which program.

use std::fmt::Write as _;

use qabul_domain::placement;
use sha2::{Digest as _, Sha256};

use crate::table::MARK;
use crate::{Files, MostChoices};

/// The sources that read and write the files, by file name; the engines' own are in [`placement::SOURCES`].
pub const SOURCES: [(&str, &str); 18] = [
    ("beside.rs", include_str!("beside.rs")),
    ("case.rs", include_str!("case.rs")),
    ("digest.rs", include_str!("digest.rs")),
    ("fault.rs", include_str!("fault.rs")),
    ("folder.rs", include_str!("folder.rs")),
    ("impact.rs", include_str!("impact.rs")),
    ("lib.rs", include_str!("lib.rs")),
    ("placed.rs", include_str!("placed.rs")),
    ("publish.rs", include_str!("publish.rs")),
    ("read/candidates.rs", include_str!("read/candidates.rs")),
    ("read/choices.rs", include_str!("read/choices.rs")),
    ("read/mod.rs", include_str!("read/mod.rs")),
    ("read/previous.rs", include_str!("read/previous.rs")),
    ("read/ranks.rs", include_str!("read/ranks.rs")),
    ("read/seats.rs", include_str!("read/seats.rs")),
    ("summary.rs", include_str!("summary.rs")),
    ("table.rs", include_str!("table.rs")),
    ("write.rs", include_str!("write.rs")),
];

/// The four digests of a run, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    /// Of the input.
    pub input: String,
    /// Of the output.
    pub output: String,
    /// Of the rules.
    pub rules: String,
    /// Of the program.
    pub code: String,
}

impl Digests {
    /// `digest.txt`
    pub fn text(&self) -> String {
        let Digests { input, output, rules, code } = self;
        format!("input {input}\noutput {output}\nrules {rules}\ncode {code}\n")
    }
}

/// A digest that grows with what is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Growing(Sha256);

impl Growing {
    /// Takes more bytes.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    /// The digest in hexadecimal.
    pub(crate) fn end(self) -> String {
        self.0.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing into a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

fn of(bytes: &[u8]) -> String {
    let mut digest = Growing::default();
    digest.take(bytes);
    digest.end()
}

/// The digest of a list of digests and names, as `sha256sum` prints one.
pub(crate) fn of_list<'n>(digests: impl IntoIterator<Item = (String, &'n str)>) -> String {
    let list: String = digests.into_iter().map(|(digest, name)| format!("{digest}  {name}\n")).collect();
    of(list.as_bytes())
}

/// The names of the files a run writes, but for `digest.txt`, in the order of their digest.
pub(crate) const OUTPUT: [&str; 3] = ["placements.csv", "cutoffs.csv", "explanations.ndjson"];

/// Of the output: `placements.csv`, `cutoffs.csv`, `explanations.ndjson`.
pub fn output(files: [&[u8]; 3]) -> String {
    of_list(files.map(of).into_iter().zip(OUTPUT))
}

/// Digest of the input; independent of the order of its rows.
pub fn input(files: &Files) -> String {
    let previous = files.previous.as_ref();
    let named = [
        (Some(&files.seats), "seats.csv"),
        (Some(&files.candidates), "candidates.csv"),
        (Some(&files.choices), "choices.csv"),
        (files.ranks.as_ref(), "ranks.csv"),
        (previous.map(|files| &files.placements), "previous/placements.csv"),
        (previous.map(|files| &files.excluded), "previous/excluded.csv"),
    ];
    of_list(named.into_iter().filter_map(|(bytes, name)| Some((of_lines(bytes?), name))))
}

/// Of a file's canonical bytes: no byte order mark, no CR before LF, no empty lines, the rows sorted.
fn of_lines(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let mut lines: Vec<&[u8]> = Vec::new();
    let mut rest = bytes;
    while let Some(end) = rest.iter().position(|b| *b == b'\n') {
        let line = &rest[..end];
        lines.push(line.strip_suffix(b"\r").unwrap_or(line));
        rest = &rest[end + 1..];
    }
    lines.push(rest);
    lines.retain(|line| !line.is_empty());
    if let [_, rows @ ..] = &mut lines[..]
        && !rows.is_sorted()
    {
        rows.sort_unstable();
    }
    let mut digest = Growing::default();
    let mut block = Vec::with_capacity(1 << 16);
    for line in lines {
        block.extend_from_slice(line);
        block.push(b'\n');
        if block.len() > (1 << 16) - 256 {
            digest.take(&block);
            block.clear();
        }
    }
    digest.take(&block);
    digest.end()
}

/// Of the rules, with the number of wishes a candidate may have.
pub fn rules(most: MostChoices) -> String {
    of(format!("{}max-choices {}\n", placement::RULES, most.get()).as_bytes())
}

/// Of the program: every source of the engines and of this crate.
pub fn code() -> String {
    let engines = placement::SOURCES.iter().map(|(name, text)| (format!("placement/{name}"), text));
    let files = SOURCES.iter().map(|(name, text)| (format!("files/{name}"), text));
    let all: Vec<(String, String)> = engines.chain(files).map(|(name, text)| (of(text.as_bytes()), name)).collect();
    of_list(all.iter().map(|(digest, name)| (digest.clone(), name.as_str())))
}
