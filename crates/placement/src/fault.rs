//! What is wrong with a file, and where.

use std::fmt;

/// One fault: where it is and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, by the name the format gives it.
    pub file: &'static str,
    /// Its line, counted from 1 with the header; none if the file as a whole is meant.
    pub line: Option<u32>,
    /// The column, by its name in the header.
    pub column: Option<&'static str>,
    /// What is wrong and what belongs there.
    pub says: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}, column {column}: ")?,
            (Some(line), None) => write!(f, "line {line}: ")?,
            (None, _) => {}
        }
        f.write_str(&self.says)
    }
}

/// The faults found so far, in the order they were found; the first twenty are kept.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    const MOST: usize = 20;

    /// A fault of a whole file.
    pub(crate) fn of_file(&mut self, file: &'static str, says: impl Into<String>) {
        self.push(Fault { file, line: None, column: None, says: says.into() });
    }
    /// A fault of a line.
    pub(crate) fn of_line(&mut self, file: &'static str, line: u32, says: impl Into<String>) {
        self.push(Fault { file, line: Some(line), column: None, says: says.into() });
    }
    /// A fault of one field.
    pub(crate) fn of_field(
        &mut self,
        (file, line): (&'static str, u32),
        column: &'static str,
        says: impl Into<String>,
    ) {
        self.push(Fault { file, line: Some(line), column: Some(column), says: says.into() });
    }
    fn push(&mut self, fault: Fault) {
        if !self.is_full() {
            self.0.push(fault);
        }
    }
    /// Whether more would not be kept.
    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= Self::MOST
    }
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
    /// All is well, or the faults.
    pub(crate) fn end(self) -> Result<(), Vec<Fault>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

/// A text as it is shown in a fault: short, on one line, with what cannot be seen escaped.
pub(crate) fn shown(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    if short.len() < text.len() { format!("{short:?}…") } else { format!("{short:?}") }
}
