//! Clauses 3.2.1–3.2.6 against the decision table of the reference data, row by row and over the whole cross product.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use qabul_domain::decision::Clause;
use qabul_domain::exam::{ExamLanguage, SpecializationLanguage};
use qabul_domain::rules::foreign_language::{Allowed, Change, SpecializationClass, TeachingLanguage, allowed};

const TABLE: &str = include_str!("data/language_decision_table.csv");

fn class(name: &str, language: &str) -> SpecializationClass {
    match name {
        "GENERAL" => SpecializationClass::General,
        "PHIL_AZ" => SpecializationClass::AzerbaijaniPhilology,
        "HISTORY" => SpecializationClass::History,
        "REGION_US_UK" => SpecializationClass::EnglishSpeakingCountries,
        "COUNTRY_DE" => SpecializationClass::Germany,
        "COUNTRY_FR" => SpecializationClass::France,
        "FOREIGN_LANG" => SpecializationClass::ForeignLanguage(
            SpecializationLanguage::ALL.into_iter().find(|own| own.word() == language).unwrap(),
        ),
        other => panic!("unknown class {other}"),
    }
}

fn words(allowed: &Allowed) -> String {
    allowed.languages.languages().map(ExamLanguage::word).collect::<Vec<_>>().join(" ")
}

fn clauses(allowed: &Allowed) -> String {
    allowed.because.iter().map(|(Clause(number), _)| *number).collect::<Vec<_>>().join("+")
}

struct Row {
    teaching: TeachingLanguage,
    class: SpecializationClass,
    languages: String,
    clauses: String,
    note: String,
}

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let read = |record: csv::StringRecord| {
        let field: BTreeMap<&str, &str> = columns.iter().map(String::as_str).zip(record.iter()).collect();
        Row {
            teaching: TeachingLanguage::ALL.into_iter().find(|t| t.word() == field["teaching_language"]).unwrap(),
            class: class(field["specialization_class"], field["specialization_language"]),
            languages: field["allowed_exam_languages"].to_owned(),
            clauses: field["clauses"].to_owned(),
            note: field["note"].to_owned(),
        }
    };
    reader.records().map(|record| read(record.unwrap())).collect()
}

#[test]
fn every_row_of_the_decision_table_follows_from_clauses_3_2_1_to_3_2_6() {
    let rows = rows();
    assert_eq!(rows.len(), 52);
    for row in rows {
        let found = allowed(row.teaching, row.class);
        let name = format!("{:?} {:?}", row.teaching, row.class);
        assert_eq!(words(&found), row.languages, "languages of {name}");
        assert_eq!(clauses(&found), row.clauses, "clauses of {name}");
        assert_eq!(found.contradiction().is_some(), row.note.starts_with("CONTRADICTION"), "contradiction of {name}");
    }
}

#[test]
fn the_table_holds_the_whole_cross_product_once() {
    let mut seen: Vec<String> = rows().iter().map(|row| format!("{:?} {:?}", row.teaching, row.class)).collect();
    seen.sort();
    let mut all = Vec::new();
    for teaching in TeachingLanguage::ALL {
        let own = SpecializationLanguage::ALL.into_iter().filter(|own| *own != SpecializationLanguage::None);
        let classes = [
            SpecializationClass::General,
            SpecializationClass::AzerbaijaniPhilology,
            SpecializationClass::History,
            SpecializationClass::EnglishSpeakingCountries,
            SpecializationClass::Germany,
            SpecializationClass::France,
        ];
        for class in classes.into_iter().chain(own.map(SpecializationClass::ForeignLanguage)) {
            all.push(format!("{teaching:?} {class:?}"));
        }
    }
    all.sort();
    assert_eq!(seen, all);
}

#[test]
fn a_contradiction_names_both_clauses_3_2_3_and_3_2_5() {
    let english_in_english = SpecializationClass::ForeignLanguage(SpecializationLanguage::En);
    let found = allowed(TeachingLanguage::En, english_in_english);
    assert_eq!(found.contradiction(), Some(vec![Clause("3.2.3"), Clause("3.2.5")]));
    let germany_in_english = allowed(TeachingLanguage::En, SpecializationClass::Germany);
    assert_eq!(germany_in_english.contradiction(), Some(vec![Clause("3.2.3"), Clause("3.2.6")]));
}

#[test]
fn each_clause_says_which_languages_it_added_or_removed() {
    let history = allowed(TeachingLanguage::Az, SpecializationClass::History);
    let added = |change: &Change| match change {
        Change::Added(set) => set.languages().map(ExamLanguage::word).collect::<Vec<_>>().join(" "),
        Change::Removed(_) => String::new(),
    };
    let steps: Vec<_> = history.because.iter().map(|(Clause(number), change)| (*number, added(change))).collect();
    assert_eq!(steps, [("3.2.1", "en de fr ru".to_owned()), ("3.2.4", "ar fa".to_owned())]);
}

#[test]
fn replaying_the_changes_gives_the_allowed_set() {
    for row in rows() {
        let found = allowed(row.teaching, row.class);
        let mut set: Vec<ExamLanguage> = Vec::new();
        for (_, change) in &found.because {
            match change {
                Change::Added(more) => set.extend(more.languages()),
                Change::Removed(less) => set.retain(|language| !less.has(*language)),
            }
        }
        assert_eq!(set, found.languages.languages().collect::<Vec<_>>(), "{:?} {:?}", row.teaching, row.class);
    }
}

#[test]
fn the_six_exam_languages_are_those_of_the_reference_data() {
    let codes: Vec<_> =
        include_str!("data/foreign_languages.csv").lines().skip(1).filter_map(|row| row.split(',').next()).collect();
    assert_eq!(codes, ExamLanguage::ALL.map(ExamLanguage::word));
}
