//! Countries: codes of ISO 3166-1 and their names. Azerbaijan is not among them: for studies in Azerbaijan no country is requested.

use crate::language::Lang;

/// The list as reference data, in the order of the Azerbaijani alphabet: `code,name_az,name_en,name_ru,basis`, nothing quoted.
pub const COUNTRIES: &str = include_str!("../data/countries.csv");

/// The name of a country by its code, `TR`. `None` = no such code.
pub fn name(code: &str, lang: Lang) -> Option<&'static str> {
    let row = COUNTRIES.lines().skip(1).find(|row| row.split(',').next() == Some(code))?;
    let mut names = row.split(',').skip(1);
    Some(lang.pick([names.next()?, names.next()?, names.next()?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_code_of_two_letters_once_and_a_name_in_each_language() {
        let rows: Vec<Vec<&str>> = COUNTRIES.lines().skip(1).map(|row| row.split(',').collect()).collect();
        let mut codes: Vec<&str> = rows.iter().map(|row| row[0]).collect();
        for row in &rows {
            assert_eq!(row.len(), 5, "{row:?}");
            assert!(row[0].len() == 2 && row[0].bytes().all(|byte| byte.is_ascii_uppercase()), "{row:?}");
            assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
        }
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), rows.len());
    }

    #[test]
    fn a_country_is_named_in_the_language_asked_for() {
        assert_eq!(Lang::ALL.map(|lang| name("GE", lang)), [Some("Gürcüstan"), Some("Georgia"), Some("Грузия")]);
        for none in ["AZ", "XX", "", "Türkiyə", "tr"] {
            assert_eq!(name(none, Lang::Az), None, "{none}");
        }
    }
}
