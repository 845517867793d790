//! The text of the act: the Azerbaijani text as printed in 2017, with the ministries' names of that time, and its
//! unofficial English and Russian translations. A test compares the Azerbaijani text with
//! `tests/data/qaydalar_2017.csv`.

mod first;
mod second;

use crate::language::Lang;

/// Title (`0`), chapters (`1` to `6`) and clauses (`1.1` to `6.5`) in printed order, each in az, en, ru.
pub fn texts() -> impl Iterator<Item = (&'static str, [&'static str; 3])> {
    [first::TEXTS, second::TEXTS].into_iter().flatten().copied()
}

/// Title, heading or clause of a number in one language; `None` if the act has no such number.
pub fn text_of(number: &str, lang: Lang) -> Option<&'static str> {
    texts().find(|(own, _)| *own == number).map(|(_, says)| lang.pick(says))
}

/// The text of a clause in az, en, ru. Evaluated at compile time, so a row without a text does not compile.
pub(super) const fn says(number: &str) -> [&'static str; 3] {
    let tables = [first::TEXTS, second::TEXTS];
    let mut table = 0;
    while table < tables.len() {
        let mut place = 0;
        while place < tables[table].len() {
            if same(tables[table][place].0.as_bytes(), number.as_bytes()) {
                return tables[table][place].1;
            }
            place += 1;
        }
        table += 1;
    }
    panic!("the act has no such clause")
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut place = 0;
    while place < one.len() {
        if one[place] != other[place] {
            return false;
        }
        place += 1;
    }
    true
}
