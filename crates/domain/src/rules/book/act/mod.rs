//! The act word by word: the Azerbaijani text as printed in 2017, with the names of ministries of its day, and its English and
//! Russian translations, which are not official. A test compares the Azerbaijani text with `tests/data/qaydalar_2017.csv`.

mod first;
mod second;

use crate::language::Lang;

/// Title (`0`), chapters (`1` to `6`) and clauses (`1.1` to `6.5`) in printed order, each in az, en, ru.
pub fn texts() -> impl Iterator<Item = (&'static str, [&'static str; 3])> {
    [first::TEXTS, second::TEXTS].into_iter().flatten().copied()
}

/// Title, heading or clause of a number in one language; nothing where the act has no such number.
pub fn text_of(number: &str, lang: Lang) -> Option<&'static str> {
    texts().find(|(own, _)| *own == number).map(|(_, says)| lang.pick(says))
}

/// What a clause says in az, en, ru. Asked while compiling, so that a row without a text is no program.
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
