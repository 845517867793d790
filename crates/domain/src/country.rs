//! Countries: codes of ISO 3166-1 and their names, without Azerbaijan: studies in Azerbaijan need no country.

use crate::language::Lang;

/// The list as reference data, in the order of the Azerbaijani alphabet: `code,name_az,name_en,name_ru,basis`, without
/// quotes.
pub const COUNTRIES: &str = include_str!("../data/countries.csv");

/// The name of a country by its code, `TR`. `None` = no such code.
pub fn name(code: &str, lang: Lang) -> Option<&'static str> {
    let row = COUNTRIES.lines().skip(1).find(|row| row.split(',').next() == Some(code))?;
    let mut names = row.split(',').skip(1);
    Some(lang.pick([names.next()?, names.next()?, names.next()?]))
}

/// Other names of a country, short and former ones: `code,names`, with the names separated by `|`.
const OTHER_NAMES: &str = include_str!("../data/country_names.csv");

/// Every name by which a country can be searched: its names in all languages and the other names.
pub fn known_as(code: &str) -> Vec<&'static str> {
    let official = Lang::ALL.into_iter().filter_map(|lang| name(code, lang));
    let others = OTHER_NAMES.lines().skip(1).filter_map(|row| row.split_once(',')).find(|(own, _)| *own == code);
    official.chain(others.into_iter().flat_map(|(_, names)| names.split('|'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_the_names_people_use() {
        for (typed, code) in [
            ("USA", "US"),
            ("США", "US"),
            ("ABŞ", "US"),
            ("Germany", "DE"),
            ("Германия", "DE"),
            ("Turkey", "TR"),
            ("Türkiye", "TR"),
            ("UK", "GB"),
            ("England", "GB"),
            ("Англия", "GB"),
            ("Южная Корея", "KR"),
            ("ОАЭ", "AE"),
            ("Holland", "NL"),
            ("Белоруссия", "BY"),
            ("Czech Republic", "CZ"),
            ("Киргизия", "KG"),
            ("Кыргызстан", "KG"),
        ] {
            assert!(known_as(code).contains(&typed), "{typed}");
        }
    }

    #[test]
    fn other_names_belong_to_countries_and_stand_once() {
        let mut seen = std::collections::BTreeSet::new();
        for row in OTHER_NAMES.lines().skip(1) {
            let (code, names) = row.split_once(',').unwrap();
            assert!(name(code, Lang::Az).is_some() && seen.insert(code.to_owned()), "{row}");
            let official = Lang::ALL.map(|lang| name(code, lang).unwrap());
            for other in names.split('|') {
                assert!(!other.trim().is_empty() && !official.contains(&other), "{row}");
            }
        }
    }

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
