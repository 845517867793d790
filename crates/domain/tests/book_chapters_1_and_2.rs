//! Chapters 1 and 2 of the book and the conditions of the campaign: who competes, and with which papers.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::book::{attempt, code, person};
use common::master;
use qabul_domain::catalogue::{Class, SeatSection};
use qabul_domain::decision::{Clause, Need};
use qabul_domain::exam::*;
use qabul_domain::facts::*;
use qabul_domain::rules::book::dossier::*;
use qabul_domain::rules::book::score::Points;
use qabul_domain::rules::book::{Finding, QAYDALAR_2017, Stage, Verdict};
use qabul_domain::rules::general::Picked;
use qabul_domain::rules::papers::PaperKind;

const CHOICE: Stage = Stage::Choice;

#[test]
fn clause_1_1_closes_rows_of_institutions_that_take_no_part() {
    let institution = |told| person().wish(|wish| wish.institution = told);
    let out = Institution { takes_part: false, own_stage2: false, interview: false };
    assert_eq!(institution(Told::Known(out)).closed("1.1"), Some("institutionTakesNoPart"));
    assert_eq!(institution(Told::Nothing).closed("1.1"), Some("institutionTakesNoPart"), "in no list");
    assert_eq!(institution(Told::Silent).finds_wish(CHOICE, "1.1"), Finding::Unknown(Need::Institution));
    assert_eq!(person().finds_wish(CHOICE, "1.1"), Finding::Holds);
}

#[test]
fn clause_1_3_lets_one_specialization_be_wished_once_for_each_funding() {
    let both = person();
    assert_eq!(both.case.wishes[0].code, both.case.wishes[1].code);
    assert_eq!(both.finds_wish(CHOICE, "1.3"), Finding::Holds);
    assert_eq!(both.finds_wish(CHOICE, "4.2"), Finding::Holds, "state order and fee-paying are two wishes");
}

#[test]
fn clause_1_4_closes_state_order_rows_to_who_studied_at_state_expense() {
    let studied = |status, funding, years| {
        let study = Study { state_years: years, ..master(status, funding, Some(2024)).study() };
        person().with(|it| it.case.studies = Told::Known(vec![study]))
    };
    let state = Funding::State;
    assert_eq!(studied(StudyStatus::Finished, state, None).closed("1.4"), Some("stateFundedSeat"));
    assert_eq!(studied(StudyStatus::Studying, state, None).closed("1.4"), Some("stateFundedSeat"));
    assert_eq!(studied(StudyStatus::Finished, Funding::Paid, None).finds_wish(CHOICE, "1.4"), Finding::Holds);
    // Left: a whole year uses the right, less or an unknown time is for people.
    assert_eq!(studied(StudyStatus::Left, state, Some(1)).closed("1.4"), Some("stateFundedSeat"));
    for years in [None, Some(0)] {
        assert_eq!(studied(StudyStatus::Left, state, years).finds_wish(CHOICE, "1.4"), Finding::LeftToPeople);
    }
    let said = person().with(|it| it.case.answers.prior_master = Some(PriorMaster::StateFunded));
    assert_eq!(said.closed("1.4"), Some("stateFundedSeat"));
    assert_eq!(said.wish(|wish| wish.conditions.funding = Funding::Paid).closed("1.4"), None, "paid seats stay open");
    let silent = person().with(|it| it.case.studies = Told::Silent);
    assert_eq!(silent.finds_wish(CHOICE, "1.4"), Finding::Unknown(Need::Education));
}

#[test]
fn clause_1_5_takes_only_results_of_this_academic_year() {
    let results = |attempts| person().with(|it| it.case.results = Told::Known(Results { attempts, picked: None }));
    assert_eq!(person().finds(CHOICE, "1.5"), Finding::Holds);
    let old = results([Some(Attempt { year: 2025, ..attempt() }), None]);
    assert_eq!(old.broken(CHOICE, "1.5"), Some("noResultThisYear"));
    assert_eq!(results([None, None]).broken(CHOICE, "1.5"), Some("noResultThisYear"));
    let none = person().with(|it| it.case.results = Told::Nothing);
    assert_eq!(none.broken(CHOICE, "1.5"), Some("noResultThisYear"));
    let silent = person().with(|it| it.case.results = Told::Silent);
    assert_eq!(silent.finds(CHOICE, "1.5"), Finding::Unknown(Need::Results));
}

#[test]
fn clause_1_5_article_26_5_waits_for_a_second_officer_and_then_asks_for_no_result() {
    let by = |approved| {
        person().with(|it| {
            it.case.basis = Basis::Article265 { approved };
            it.case.results = Told::Nothing;
        })
    };
    assert_eq!(by(false).finds(CHOICE, "1.5"), Finding::LeftToPeople);
    assert_eq!(by(true).finds(CHOICE, "1.5"), Finding::NotConcerned);
    for clause in ["3.1.2", "3.2.1", "3.3", "4.1", "4.3"] {
        assert_eq!(by(true).finds_wish(CHOICE, clause), Finding::NotConcerned, "{clause}");
    }
}

#[test]
fn clause_1_5_the_attempt_the_person_picks_competes_else_the_better_one() {
    let second = Attempt { logic: Points::whole(30), language: ExamLanguage::De, ..attempt() };
    let of = |picked| Results { attempts: [Some(attempt()), Some(second)], picked };
    assert_eq!(of(None).competing().unwrap().0, 2);
    assert_eq!(of(Some(1)).competing().unwrap().1.language, ExamLanguage::En);
    assert_eq!(Results { attempts: [Some(attempt()), None], picked: Some(2) }.competing().unwrap().0, 1);
}

#[test]
fn clause_1_6_is_asked_at_every_stage_and_enrolment_wants_the_first_study_closed() {
    let studying = |status, finish| {
        let study = master(status, Funding::Paid, Some(finish)).study();
        person().with(|it| it.case.studies = Told::Known(vec![study]))
    };
    for stage in [Stage::Register, CHOICE, Stage::Placement] {
        assert_eq!(studying(StudyStatus::Studying, 2027).broken(stage, "1.6"), Some("currentMasterStudent"));
        assert_eq!(studying(StudyStatus::OnLeave, 2026).broken(stage, "1.6"), Some("currentMasterStudent"));
        assert_eq!(studying(StudyStatus::Studying, 2026).finds(stage, "1.6"), Finding::Holds, "graduating year");
    }
    // The graduating year competes, but enrols only once it has graduated.
    assert_eq!(studying(StudyStatus::Studying, 2026).broken(Stage::Enrolment, "1.6"), Some("earlierStudyOpen"));
    assert_eq!(studying(StudyStatus::Finished, 2026).finds(Stage::Enrolment, "1.6"), Finding::Holds);
    let undated = master(StudyStatus::Studying, Funding::Paid, None).study();
    let unknown = person().with(|it| it.case.studies = Told::Known(vec![undated]));
    assert_eq!(unknown.finds(CHOICE, "1.6"), Finding::Unknown(Need::GraduationYear));
    assert_eq!(unknown.broken(Stage::Enrolment, "1.6"), Some("earlierStudyOpen"), "a student still, whatever the year");
}

#[test]
fn clause_2_1_1_2_1_2_and_2_2_ask_the_commission_for_originals_and_translations() {
    let foreigner = |papers| {
        person().with(|it| {
            it.case.citizenship = Told::Known(Citizenship::Foreign);
            it.case.papers = papers;
        })
    };
    let seen = Papers::of(&[PaperKind::Identity, PaperKind::Translation]);
    for (clause, code) in [("2.1.1", None), ("2.1.2", Some("paperMissing")), ("2.2", None)] {
        assert_eq!(foreigner(Told::Silent).finds(Stage::Register, clause), Finding::LeftToPeople, "{clause}");
        assert_eq!(foreigner(Told::Known(seen)).broken(Stage::Register, clause), code, "{clause}");
        assert_eq!(person().finds(Stage::Register, clause), Finding::NotConcerned, "{clause}");
    }
    for citizenship in [Told::Known(Citizenship::Stateless), Told::Known(Citizenship::Protected), Told::Nothing] {
        let who = person().with(|it| it.case.citizenship = citizenship);
        assert_eq!(who.finds(Stage::Register, "2.2"), Finding::NotConcerned, "2.2 names foreigners: {citizenship:?}");
        assert_eq!(who.finds(Stage::Register, "2.1.1"), Finding::LeftToPeople);
    }
}

#[test]
fn clause_2_1_3_at_the_desk_a_foreign_degree_comes_with_its_recognition() {
    let abroad = |recognised, papers: &[PaperKind]| {
        let study = Study { in_azerbaijan: false, recognised, ..person().case.studies.known().unwrap()[0] };
        person().with(|it| {
            it.case.studies = Told::Known(vec![study]);
            it.case.picked = Picked::Recorded(study);
            it.case.papers = Told::Known(Papers::of(papers));
        })
    };
    let found = |person: common::book::Person| person.broken(Stage::Register, "2.1.3");
    assert_eq!(found(abroad(Some(true), &[PaperKind::Identity])), Some("paperMissing"));
    assert_eq!(found(abroad(Some(true), &[PaperKind::Recognition])), None);
    assert_eq!(found(abroad(Some(false), &[PaperKind::Recognition])), Some("recognitionRequired"));
}

#[test]
fn condition_mag_13_keeps_to_section_and_declared_specialization_language() {
    let russian = person().wish(|wish| wish.conditions.section = SeatSection::Ru);
    assert_eq!(russian.closed("MAG-13"), Some("otherSection"));
    assert_eq!(person().wish(|wish| wish.conditions.section = SeatSection::Joint).closed("MAG-13"), None);
    let declared = |own| {
        person().with(|it| it.case.answers.specialization_language = Some(own)).wish(|wish| {
            wish.conditions.class = Class::ForeignLanguage;
            wish.conditions.specialization_language = SpecializationLanguage::Fr;
        })
    };
    assert_eq!(declared(SpecializationLanguage::Fr).closed("MAG-13"), None);
    assert_eq!(declared(SpecializationLanguage::De).closed("MAG-13"), Some("otherSpecializationLanguage"));
    let none = declared(SpecializationLanguage::None);
    assert_eq!(none.closed("MAG-13"), Some("specializationLanguageNotDeclared"));
    assert_eq!(none.with(|it| it.campaign.policies.strict_specialization_language = false).closed("MAG-13"), None);
}

#[test]
fn a_wish_is_open_closed_waiting_or_for_people_and_the_first_clause_is_named() {
    let verdict = |person: &common::book::Person| {
        QAYDALAR_2017.verdict(CHOICE, &person.campaign, &person.case, &person.case.wishes[0])
    };
    assert_eq!(verdict(&person()), Verdict::Open);
    let silent = person().wish(|wish| wish.institution = Told::Silent);
    assert_eq!(verdict(&silent), Verdict::Waits(Need::Institution));
    let left = person().with(|it| {
        it.case.studies =
            Told::Known(vec![common::bachelor().study(), master(StudyStatus::Left, Funding::State, None).study()]);
    });
    assert_eq!(verdict(&left), Verdict::People(Clause("1.4")));
    let closed = left.wish(|wish| {
        wish.institution = Told::Silent;
        wish.specialty = code("060999");
    });
    assert!(matches!(verdict(&closed), Verdict::Closed(Clause("4.2"), _)), "closed wins over people and silence");
}
