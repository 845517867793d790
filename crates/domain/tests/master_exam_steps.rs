//! What is missing in each section, field by field, and the answers in words.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{bachelor, sample};
use qabul_domain::facts::*;
use qabul_domain::language::Lang;
use qabul_domain::procedure::Procedure;
use qabul_domain::procedures::master_exam::*;

#[test]
fn a_full_draft_has_no_gaps_and_an_empty_one_names_each_section_mag_4() {
    assert_eq!(sample().gaps(), []);
    let empty = sample().with(|s| s.draft = MasterExamDraft::default());
    assert_eq!(
        empty.gaps(),
        [
            ("/namesChanged", "namesChangedRequired"),
            ("/degreeId", "degreeRequired"),
            ("/priorMaster", "priorMasterRequired"),
            ("/section", "sectionRequired"),
            ("/foreignLanguage", "foreignLanguageRequired"),
            ("/specializationLanguage", "specializationLanguageRequired"),
        ]
    );
    let steps: Vec<_> = MasterExam::gaps(&empty.case()).into_iter().map(|gap| gap.step).collect();
    assert_eq!(steps, [PERSONAL, EDUCATION, EDUCATION, EXAM, EXAM, EXAM]);
}

fn renamed(surname: &str, name: &str) -> common::Sample {
    sample().with(|s| {
        s.draft.personal.names_changed = Some(true);
        s.draft.personal.previous_surname = Some(surname.into());
        s.draft.personal.previous_name = Some(name.into());
    })
}

#[test]
fn a_changed_name_needs_at_least_one_previous_name_mag_6() {
    assert_eq!(renamed("", "  ").gaps(), [("/previousSurname", "previousNameRequired")]);
    assert_eq!(renamed("Quliyeva", "").gaps(), []);
    assert_eq!(renamed("", "Aytən").gaps(), []);
}

#[test]
fn previous_names_are_in_azerbaijani_letters_and_not_the_present_ones_mag_6() {
    assert_eq!(
        renamed("Кулиева", "Wafa").gaps(),
        [("/previousSurname", "azLettersOnly"), ("/previousName", "azLettersOnly")]
    );
    assert_eq!(renamed("ƏLİYEVA", "").gaps(), [("/previousSurname", "previousNameSame")]);
    let untouched = renamed("Кулиева", "").with(|s| s.draft.personal.names_changed = Some(false));
    assert_eq!(untouched.gaps(), [], "an answer that is switched off is not read");
}

#[test]
fn a_foreigners_previous_names_are_as_on_the_document() {
    let foreigner = |surname: &str| renamed(surname, "").citizenship(Citizenship::Foreign);
    for name in ["Weiß", "Muñoz", "O'Brien", "Käthe"] {
        assert_eq!(foreigner(name).gaps(), [], "{name}");
    }
    assert_eq!(foreigner("Кулиева").gaps(), [("/previousSurname", "latinLettersOnly")]);
}

#[test]
fn signs_paper_cannot_bear_that_were_stored_before_they_were_refused_are_not_printed() {
    let stored = sample().with(|s| {
        if let Fact::Known { value, .. } = &mut s.facts.person {
            value.actual_place = "Bakı\u{202e},\tNümunə 🏠 7\u{feff}".into();
        }
        s.draft.education.prior_master = Some(PriorMaster::Paid);
        s.draft.education.prior_master_institution = Some("BDU\u{200b} 🎓".into());
    });
    let answers = MasterExam::answers(&stored.case(), Lang::Az);
    assert!(answers.iter().any(|answer| answer.value == "Bakı, Nümunə 7"));
    assert!(
        answers.iter().all(|answer| !answer.value.contains(['\u{202e}', '\u{feff}', '\t', '🏠', '🎓', '\u{200b}']))
    );
}

#[test]
fn the_picked_degree_must_be_on_record_mag_7() {
    assert_eq!(
        sample().with(|s| s.draft.education.degree_id = Some("gone".into())).gaps(),
        [("/degreeId", "degreeUnknown")]
    );
    assert_eq!(sample().with(|s| s.draft.education.degree_id = None).gaps(), [("/degreeId", "degreeRequired")]);
    assert_eq!(sample().with(|s| s.facts.education = Fact::NotFound).gaps(), [("/degreeId", "educationNotFound")]);
    assert_eq!(sample().degrees(vec![]).gaps(), [("/degreeId", "educationNotFound")]);
}

#[test]
fn a_silent_register_takes_no_pick_away_mag_7() {
    let silent = sample().with(|s| s.facts.education = Fact::Unavailable);
    assert_eq!(silent.gaps(), []);
    let unpicked = silent.with(|s| s.draft.education.degree_id = None);
    assert_eq!(unpicked.gaps(), [("/degreeId", "educationUnavailable")]);
}

fn average(value: Option<&str>, scale: Option<i32>) -> Vec<(&'static str, &'static str)> {
    sample()
        .degrees(vec![Degree { average: None, average_scale: None, ..bachelor() }])
        .with(|s| (s.draft.education.average, s.draft.education.average_scale) = (value.map(str::to_owned), scale))
        .gaps()
}

#[test]
fn the_average_may_stay_empty_and_otherwise_has_value_and_scale_mag_7() {
    assert_eq!(average(None, None), []);
    assert_eq!(average(Some(" "), None), []);
    assert_eq!(average(Some("91,4"), Some(100)), []);
    assert_eq!(average(Some("4.5"), Some(5)), []);
    assert_eq!(average(Some("91,4"), None), [("/averageScale", "averageScaleRequired")]);
    assert_eq!(average(None, Some(5)), [("/average", "averageRequired")]);
    assert_eq!(average(Some("5,1"), Some(5)), [("/average", "averageAboveScale")]);
    assert_eq!(average(Some("3"), Some(12)), [("/averageScale", "averageScaleUnknown")]);
    assert_eq!(average(Some("çox"), Some(5)), [("/average", "averageFormat")]);
}

#[test]
fn an_average_of_the_register_makes_the_typed_one_unread_mag_7() {
    let case = sample().with(|s| s.draft.education.average = Some("çox".into()));
    assert_eq!(case.gaps(), []);
}

#[test]
fn an_earlier_master_is_told_with_institution_and_year_mag_11() {
    let prior = |institution: Option<&str>, year| {
        sample()
            .with(|s| {
                s.draft.education.prior_master = Some(PriorMaster::Paid);
                s.draft.education.prior_master_institution = institution.map(str::to_owned);
                s.draft.education.prior_master_year = year;
            })
            .gaps()
    };
    assert_eq!(
        prior(None, None),
        [
            ("/priorMasterInstitution", "priorMasterInstitutionRequired"),
            ("/priorMasterYear", "priorMasterYearRequired")
        ]
    );
    assert_eq!(prior(Some("BDU"), Some(2024)), []);
    assert_eq!(prior(Some("BDU"), Some(24)), [("/priorMasterYear", "priorMasterYearRange")]);
    assert_eq!(prior(Some(&"x".repeat(201)), Some(2030)).len(), 2);
}

#[test]
fn the_answers_are_told_in_words_with_their_source() {
    let answers = MasterExam::answers(&sample().case(), Lang::Az);
    let find = |label: &str| answers.iter().find(|answer| answer.label == label).unwrap();
    assert_eq!(find("fullName").value, "Əliyeva Aysel Rauf");
    assert_eq!(find("birthDate").value, "7 aprel 2002");
    assert_eq!(find("institution").value, "11703 – Bakı Mühəndislik Universiteti");
    assert_eq!(find("specialty").value, "50632 İnformasiya texnologiyaları", "shown without its zero");
    assert_eq!((find("average").value.as_str(), find("average").source), ("100-dən 91,4", Some(Source::Tmms)));
    assert_eq!((find("foreignLanguage").value.as_str(), find("foreignLanguage").source), ("İngilis dili", None));
    assert_eq!(find("priorMaster").value, "Magistr təhsilim yoxdur");
}

#[test]
fn only_the_register_average_is_told_where_there_is_one_mag_7() {
    let both = sample().with(|s| {
        (s.draft.education.average, s.draft.education.average_scale) = (Some("55".into()), Some(100));
    });
    let averages: Vec<_> =
        MasterExam::answers(&both.case(), Lang::En).into_iter().filter(|answer| answer.label == "average").collect();
    assert_eq!(averages.len(), 1);
    assert_eq!(averages[0].value, "91.4 out of 100", "as English writes numbers");
    let typed = both.degrees(vec![Degree { average: None, average_scale: None, ..bachelor() }]);
    let answers = MasterExam::answers(&typed.case(), Lang::En);
    let average = answers.iter().find(|answer| answer.label == "average").unwrap();
    assert_eq!((average.value.as_str(), average.source), ("55 out of 100", None));
}

#[test]
fn every_question_stands_among_the_answers_also_unanswered_and_every_label_is_known() {
    let draft = MasterExamDraft::default();
    let empty = sample().with(|s| (s.draft, s.facts.person) = (draft, Fact::Unavailable));
    let blank = MasterExam::answers(&empty.case(), Lang::Ru);
    assert!(blank.iter().all(|answer| answer.value.is_empty() && answer.source.is_none()), "{blank:?}");
    let asked: Vec<_> = blank.into_iter().map(|answer| answer.label).collect();
    assert_eq!(
        asked,
        ["namesChanged", "average", "priorMaster", "section", "foreignLanguage", "specializationLanguage"]
    );
    let told = Degree { specialization_language: Some("Azərbaycan dili".into()), ..bachelor() };
    let full = renamed("Quliyeva", "Aytən").degrees(vec![told]).with(|s| {
        s.draft.education.prior_master = Some(PriorMaster::Paid);
        s.draft.education.prior_master_institution = Some("BDU".into());
        s.draft.education.prior_master_year = Some(2022);
        s.draft.personal.previous_patronymic = Some("Rəşid".into());
    });
    for lang in Lang::ALL {
        let labels: Vec<_> = MasterExam::answers(&full.case(), lang).into_iter().map(|answer| answer.label).collect();
        assert_eq!(labels, LABELS);
    }
}

#[test]
fn facets_tell_nothing_that_names_the_person() {
    let facets = MasterExam::facets(&sample().case());
    let names: Vec<_> = facets.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["section", "foreignLanguage", "specializationLanguage", "route", "institution", "specialty"]);
    assert!(facets.contains(&("route", "selfConfirm".to_owned())));
}
