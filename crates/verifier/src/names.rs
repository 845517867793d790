//! Identifiers as small numbers, found again by their text.

use std::hash::{BuildHasher as _, RandomState};

/// No such name.
pub const NONE: u32 = u32::MAX;

/// Texts numbered in the order in which they came, each once.
pub struct Names {
    text: String,
    ends: Vec<usize>,
    slots: Vec<u32>,
    hash: RandomState,
}

impl Default for Names {
    fn default() -> Self {
        Self { text: String::new(), ends: Vec::new(), slots: vec![NONE; 16], hash: RandomState::new() }
    }
}

impl Names {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number that this list gave.
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }

    /// The number of a text.
    pub fn find(&self, name: &str) -> Option<u32> {
        Some(self.slots[self.slot(name)]).filter(|number| *number != NONE)
    }

    /// Adds a text; `None` when it is there already.
    pub fn add(&mut self, name: &str) -> Option<u32> {
        if (self.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let slot = self.slot(name);
        if self.slots[slot] != NONE {
            return None;
        }
        let number = u32::try_from(self.len()).ok().filter(|number| *number != NONE)?;
        self.slots[slot] = number;
        self.text.push_str(name);
        self.ends.push(self.text.len());
        Some(number)
    }

    /// All numbers in the order of their texts.
    pub fn in_order(&self) -> Vec<u32> {
        let mut all: Vec<u32> = (0..self.len() as u32).collect();
        all.sort_unstable_by(|a, b| self.get(*a).cmp(self.get(*b)));
        all
    }

    /// The position of the text, or where it would be inserted.
    fn slot(&self, name: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = self.hash.hash_one(name) as usize & mask;
        while self.slots[at] != NONE && self.get(self.slots[at]) != name {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        self.slots = vec![NONE; self.slots.len() * 2];
        for number in 0..self.len() as u32 {
            let slot = self.slot(self.get(number));
            self.slots[slot] = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_text_and_taken_once() {
        let mut names = Names::default();
        for n in 0..1000 {
            assert_eq!(names.add(&format!("c{n}")), Some(n));
        }
        assert_eq!(names.add("c7"), None);
        assert_eq!((names.find("c999"), names.find("c1000"), names.get(10)), (Some(999), None, "c10"));
        assert_eq!(names.in_order()[..3], [0, 1, 10]);
    }
}
