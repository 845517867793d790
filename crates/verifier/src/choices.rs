//! `choices.csv`: what everybody wished.

use std::collections::{HashMap, HashSet};

use crate::fault::{Fault, Unusable};
use crate::files::Folder;
use crate::limits::Wishes;
use crate::names::NONE;
use crate::number::whole;
use crate::people::People;
use crate::ranks::Ranks;
use crate::table::{Header, Table};
use crate::text::whole_file;

/// A wish as it is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    person: u32,
    position: u32,
    row: u32,
    clauses: u32,
}

/// The content of `choices.csv`.
#[derive(Default)]
pub struct Choices {
    /// The wishes; closed are those that the file closes and those without a score at a row with scores of its own.
    pub wishes: Wishes,
    /// Position of each wish.
    pub position: Vec<u32>,
    /// Clauses of each wish, as a number in `clause_sets`.
    pub clauses: Vec<u32>,
    /// Different lists of clauses; the first is empty.
    pub clause_sets: Vec<Vec<String>>,
    known_sets: HashMap<String, u32>,
    /// The most wishes that one person has.
    pub most: usize,
}

impl Choices {
    /// Reads the file.
    ///
    /// # Errors
    /// The faults of the file.
    pub fn read(text: &str, people: &People, ranks: &Ranks) -> Result<Self, Vec<Unusable>> {
        let mut choices = Self { clause_sets: vec![Vec::new()], ..Self::default() };
        let mut table = open(text)?;
        let mut lines = Vec::new();
        let mut last = None;
        while table.next() {
            match choices.line(&table, people, &mut last) {
                Ok(line) => lines.push(line),
                Err(fault) => table.fault(fault),
            }
        }
        table.end()?;
        if lines.len() >= NONE as usize {
            return Err(vec![whole_file(Folder::Input, "choices.csv", Fault::TooLarge, "")]);
        }
        if !lines.is_sorted() {
            lines.sort_unstable();
        }
        if doubled(&lines, people.codes.len()) {
            return Err(twice(open(text)?, people));
        }
        choices.fill(&lines, people, ranks);
        Ok(choices)
    }

    /// `last` is the person of the line before: most files have the wishes of one person together.
    fn line(&mut self, table: &Table, people: &People, last: &mut Option<u32>) -> Result<Line, (usize, Fault)> {
        let id = table.get(0);
        let same = last.filter(|person| people.ids.get(*person) == id);
        let person = same.or_else(|| people.ids.find(id)).ok_or((0, Fault::UnknownPerson))?;
        *last = Some(person);
        let position = whole(table.get(1)).ok().filter(|position| *position > 0).ok_or((1, Fault::Position))?;
        let row = people.codes.find(table.get(2)).ok_or((2, Fault::UnknownCode))?;
        let clauses = self.clauses(table.get(3)).map_err(|fault| (3, fault))?;
        Ok(Line { person, position, row, clauses })
    }

    fn clauses(&mut self, text: &str) -> Result<u32, Fault> {
        if text.is_empty() {
            return Ok(0);
        }
        if let Some(known) = self.known_sets.get(text) {
            return Ok(*known);
        }
        let mut clauses: Vec<String> = Vec::new();
        for clause in text.split(' ').filter(|clause| !clause.is_empty()) {
            let odd = |byte: u8| !byte.is_ascii_alphanumeric() && byte != b'.' && byte != b'-';
            if clause.len() > 20 || clause.bytes().any(odd) {
                return Err(Fault::Clause);
            }
            if !clauses.iter().any(|had| had == clause) {
                clauses.push(clause.to_owned());
            }
        }
        if clauses.is_empty() {
            return Ok(0);
        }
        let number = self.clause_sets.len() as u32;
        self.clause_sets.push(clauses);
        self.known_sets.insert(text.to_owned(), number);
        Ok(number)
    }

    fn fill(&mut self, lines: &[Line], people: &People, ranks: &Ranks) {
        let wishes = &mut self.wishes;
        wishes.first.reserve(people.ids.len() + 1);
        wishes.row.reserve(lines.len());
        wishes.rank.reserve(lines.len());
        wishes.closed.reserve(lines.len());
        self.position.reserve(lines.len());
        self.clauses.reserve(lines.len());
        let mut at = 0;
        for person in 0..people.ids.len() as u32 {
            wishes.first.push(at as u32);
            let start = at;
            while let Some(line) = lines.get(at).filter(|line| line.person == person) {
                let rank = match ranks.scores[line.row as usize] {
                    None => people.ranks[person as usize],
                    Some(_) => ranks.rank(line.row, person).unwrap_or(NONE),
                };
                wishes.row.push(line.row);
                wishes.rank.push(rank);
                wishes.closed.push(line.clauses != 0 || rank == NONE);
                self.position.push(line.position);
                self.clauses.push(line.clauses);
                at += 1;
            }
            self.most = self.most.max(at - start);
        }
        wishes.first.push(at as u32);
    }
}

fn open(text: &str) -> Result<Table<'_>, Vec<Unusable>> {
    Table::open(Folder::Input, "choices.csv", &["id", "position", "code", "ineligible"], Header::Any, text)
}

/// Does anybody have a position or a code twice?
fn doubled(lines: &[Line], rows: usize) -> bool {
    let same = |pair: &[Line]| (pair[0].person, pair[0].position) == (pair[1].person, pair[1].position);
    let mut seen = vec![NONE; rows];
    let mut again = |line: &Line| std::mem::replace(&mut seen[line.row as usize], line.person) == line.person;
    lines.windows(2).any(same) || lines.iter().any(&mut again)
}

/// Finds duplicate lines.
fn twice(mut table: Table, people: &People) -> Vec<Unusable> {
    let mut positions = HashSet::new();
    let mut codes = HashSet::new();
    while table.next() {
        let (Some(person), Ok(position)) = (people.ids.find(table.get(0)), whole(table.get(1))) else { continue };
        let code = people.codes.find(table.get(2));
        if !positions.insert((person, position)) {
            table.fault((1, Fault::PositionTwice));
        } else if !codes.insert((person, code)) {
            table.fault((2, Fault::WishTwice));
        }
    }
    table.end().err().unwrap_or_default()
}
