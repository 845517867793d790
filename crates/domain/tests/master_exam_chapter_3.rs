//! What the clauses of chapter 3 and 5.3.1 find in a master's exam application. Test names cite the clause.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{bachelor, sample};
use qabul_domain::decision::Finding;
use qabul_domain::facts::*;
use qabul_domain::procedure::Procedure;
use qabul_domain::procedures::master_exam::*;

#[test]
fn clause_3_1_holds_only_in_the_two_stage_model() {
    assert_eq!(sample().finding("3.1"), Finding::Holds);
    for model in [ExamModel::SingleStage, ExamModel::SingleStageEssay] {
        assert_eq!(sample().with(|s| s.facts.campaign.exam_model = model).finding("3.1"), Finding::NotConcerned);
    }
}

#[test]
fn clause_3_2_1_to_3_2_4_and_3_2_6_are_checked_row_by_row_at_the_choice() {
    for clause in ["3.2.1", "3.2.2", "3.2.3", "3.2.4", "3.2.6"] {
        assert_eq!(sample().finding(clause), Finding::NotConcerned, "{clause}");
    }
}

#[test]
fn clause_3_2_and_3_2_5_the_foreign_language_is_chosen_and_is_not_the_specialization_language() {
    for language in ExamLanguage::ALL {
        for own in SpecializationLanguage::ALL {
            let case = sample().with(|s| {
                s.draft.exam.foreign_language = Some(language);
                s.draft.exam.specialization_language = Some(own);
            });
            assert_eq!(case.finding("3.2"), Finding::Holds);
            let equal = language.word() == own.word();
            assert_eq!(case.broken("3.2.5"), equal.then_some("languageEqualsSpecialization"), "{language:?} {own:?}");
            let concerned = !matches!(own, SpecializationLanguage::None | SpecializationLanguage::Other);
            assert_eq!(case.finding("3.2.5") == Finding::NotConcerned, !concerned);
        }
    }
}

#[test]
fn clause_3_2_4_arabic_and_persian_are_allowed_with_a_warning() {
    for language in [ExamLanguage::Ar, ExamLanguage::Fa] {
        let case = sample().with(|s| s.draft.exam.foreign_language = Some(language));
        assert!(MasterExam::judge(&case.case()).iter().all(|(_, finding)| finding.broken().is_none()));
        assert!(case.advice().contains(&("3.2.4", "arabicPersianLimit")));
    }
}

#[test]
fn clause_3_3_to_3_5_concern_no_registration() {
    for clause in ["3.3", "3.4", "3.5"] {
        assert_eq!(sample().finding(clause), Finding::NotConcerned, "{clause}");
    }
}

#[test]
fn clause_3_6_and_3_7_are_for_people_and_the_address_is_told() {
    assert_eq!(sample().finding("3.6"), Finding::LeftToPeople);
    assert_eq!(sample().finding("3.7"), Finding::LeftToPeople);
    assert!(sample().advice().contains(&("3.6", "examPlaceByAddress")));
}

#[test]
fn clause_5_3_1_a_blank_average_is_told_beforehand() {
    let blank = sample().degrees(vec![Degree { average: None, average_scale: None, ..bachelor() }]);
    assert!(blank.advice().contains(&("5.3.1", "averageBlank")));
    let typed =
        blank.with(|s| (s.draft.education.average, s.draft.education.average_scale) = (Some("4,5".into()), Some(5)));
    assert!(!typed.advice().iter().any(|(clause, _)| *clause == "5.3.1"));
    assert!(!sample().advice().iter().any(|(clause, _)| *clause == "5.3.1"));
}

#[test]
fn russian_in_the_russian_section_is_refused_by_the_campaigns_announcement() {
    let case = sample().with(|s| {
        (s.draft.exam.section, s.draft.exam.foreign_language) = (Some(Section::Ru), Some(ExamLanguage::Ru));
    });
    assert_eq!(case.broken("CAMPAIGN-2"), Some("russianInRussianSection"));
    assert_eq!(
        case.with(|s| s.facts.campaign.refuse_russian_in_russian_section = false).finding("CAMPAIGN-2"),
        Finding::NotConcerned
    );
    assert_eq!(
        sample().with(|s| s.draft.exam.foreign_language = Some(ExamLanguage::Ru)).finding("CAMPAIGN-2"),
        Finding::NotConcerned
    );
}
