//! Chapter 3 of the book: stages, languages, points of the first stage, what replaces the second, conditions by health.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeMap;

use common::book::{attempt, person};
use qabul_domain::catalogue::{Class, Group, GroupSet, Ranking};
use qabul_domain::decision::{Explain as _, Need};
use qabul_domain::exam::*;
use qabul_domain::facts::*;
use qabul_domain::language::Lang;
use qabul_domain::rules::book::conduct::Accommodation;
use qabul_domain::rules::book::dossier::*;
use qabul_domain::rules::book::score::Points;
use qabul_domain::rules::book::{Finding, QAYDALAR_2017, Stage};
use qabul_domain::rules::foreign_language::{TeachingLanguage, allowed};

const CHOICE: Stage = Stage::Choice;

#[test]
fn clauses_3_1_3_1_2_3_3_3_4_and_5_3_2_say_not_applicable_where_the_model_has_one_stage() {
    for model in [ExamModel::SingleStage, ExamModel::SingleStageEssay] {
        let one = person().with(|it| it.campaign.model = model);
        assert_eq!(one.finds(Stage::Seat, "3.1"), Finding::NotConcerned);
        assert_eq!(one.finds(Stage::SecondStage, "3.3"), Finding::NotConcerned);
        for clause in ["3.1.2", "3.3", "3.4"] {
            assert_eq!(one.finds_wish(CHOICE, clause), Finding::NotConcerned, "{clause}");
        }
        assert_eq!(one.finds_wish(Stage::Placement, "5.3.2"), Finding::NotConcerned);
        for clause in ["3.1", "3.1.2", "3.3", "3.4", "5.3.2"] {
            let row = QAYDALAR_2017.row(clause).unwrap();
            assert!(row.not_applicable(model, Lang::Az).unwrap().contains("tətbiq olunmur"), "{clause}");
            assert_eq!(row.not_applicable(ExamModel::TwoStage, Lang::Az), None, "{clause}");
        }
    }
    assert_eq!(person().finds(Stage::Seat, "3.1"), Finding::Holds);
}

#[test]
fn clause_3_1_1_waits_for_results_and_holds_once_they_are_there() {
    assert_eq!(person().finds(Stage::SecondStage, "3.1.1"), Finding::Holds);
    let silent = person().with(|it| it.case.results = Told::Silent);
    assert_eq!(silent.finds(Stage::SecondStage, "3.1.1"), Finding::Unknown(Need::Results));
}

#[test]
fn clause_3_1_2_asks_for_the_specialty_exam_where_nothing_replaces_it() {
    let first = Attempt { specialty: None, ..attempt() };
    let without =
        person().with(|it| it.case.results = Told::Known(Results { attempts: [Some(first), None], picked: None }));
    assert_eq!(without.closed("3.1.2"), Some("specialtyExamMissing"));
    assert_eq!(without.clone().wish(|wish| wish.talent_needed = true).closed("3.1.2"), None);
    let own = Institution { takes_part: true, own_stage2: true, interview: false };
    assert_eq!(without.clone().wish(|wish| wish.institution = Told::Known(own)).closed("3.1.2"), None);
    assert_eq!(without.wish(|wish| wish.ranking = Ranking::Own).closed("3.1.2"), None);
}

const TABLE: &str = include_str!("data/language_decision_table.csv");

#[test]
fn clauses_3_2_1_to_3_2_6_find_what_the_decision_table_says_in_every_cell_and_language() {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut cells = 0;
    for record in reader.records().map(Result::unwrap) {
        let field: BTreeMap<&str, &str> = head.iter().map(String::as_str).zip(record.iter()).collect();
        let teaching = TeachingLanguage::ALL.into_iter().find(|t| t.word() == field["teaching_language"]).unwrap();
        let class = Class::ALL.into_iter().find(|c| c.word() == field["specialization_class"]).unwrap();
        let own = SpecializationLanguage::ALL.into_iter().find(|own| own.word() == field["specialization_language"]);
        for language in ExamLanguage::ALL {
            let row = person()
                .with(|it| {
                    let taken = Attempt { language, ..attempt() };
                    it.case.results = Told::Known(Results { attempts: [Some(taken), None], picked: None });
                })
                .wish(|wish| {
                    wish.conditions.teaching_language = teaching;
                    wish.conditions.class = class;
                    wish.conditions.specialization_language = own.unwrap_or(SpecializationLanguage::None);
                });
            let clauses = ["3.2.1", "3.2.2", "3.2.3", "3.2.4", "3.2.5", "3.2.6"];
            let findings = clauses.map(|clause| row.finds_wish(CHOICE, clause));
            let allowed = field["allowed_exam_languages"].split(' ').any(|word| word == language.word());
            let closed = findings.iter().filter(|finding| finding.broken().is_some()).count();
            let contradiction = field["note"].starts_with("CONTRADICTION");
            assert_eq!(closed, usize::from(!allowed && !contradiction), "{field:?} {language:?}");
            for (clause, finding) in clauses.iter().zip(&findings) {
                let named = field["clauses"].split('+').any(|one| one == *clause);
                assert_eq!(*finding == Finding::NotConcerned, !named, "{field:?} {clause}");
                assert_eq!(*finding == Finding::LeftToPeople, named && contradiction, "{field:?} {clause}");
            }
            cells += 1;
        }
    }
    assert_eq!(cells, 52 * 6);
}

#[test]
fn clause_3_2_4_tells_the_language_and_what_is_possible() {
    let arabic = Attempt { language: ExamLanguage::Ar, ..attempt() };
    let row =
        person().with(|it| it.case.results = Told::Known(Results { attempts: [Some(arabic), None], picked: None }));
    let Finding::Broken(reason) = row.finds_wish(CHOICE, "3.2.1") else { panic!() };
    let text = reason.text(Lang::Az);
    assert!(
        text.contains("Ərəb dili") && text.ends_with("ingilis dili, alman dili, fransız dili, rus dili."),
        "{text}"
    );
    let history = row.wish(|wish| wish.conditions.class = Class::History);
    assert_eq!(history.finds_wish(CHOICE, "3.2.4"), Finding::Holds);
}

#[test]
fn clause_3_2_5_holds_at_registration_and_for_each_wish() {
    let english = person().with(|it| it.case.answers.specialization_language = Some(SpecializationLanguage::En));
    assert_eq!(english.broken(Stage::Register, "3.2.5"), Some("languageEqualsSpecialization"));
    let row = person().wish(|wish| {
        wish.conditions.class = Class::ForeignLanguage;
        wish.conditions.specialization_language = SpecializationLanguage::En;
    });
    assert_eq!(row.closed("3.2.5"), Some("languageNotAllowed"));
    // The language of the attempt that competes counts, not the one of the application.
    let second = Attempt { language: ExamLanguage::De, logic: Points::whole(26), ..attempt() };
    let both = row.with(|it| {
        it.case.results = Told::Known(Results { attempts: [Some(attempt()), Some(second)], picked: None });
    });
    assert_eq!(both.closed("3.2.5"), None);
    let first = both.with(|it| {
        it.case.results = Told::Known(Results { attempts: [Some(attempt()), Some(second)], picked: Some(1) });
    });
    assert_eq!(first.closed("3.2.5"), Some("languageNotAllowed"));
}

#[test]
fn clause_3_2_before_there_are_results_the_language_of_the_application_counts() {
    let before = person().with(|it| {
        it.case.results = Told::Silent;
        it.case.answers.foreign_language = Some(ExamLanguage::Ru);
    });
    assert_eq!(before.finds_wish(CHOICE, "3.2.1"), Finding::Holds);
    assert_eq!(
        before.wish(|wish| wish.conditions.teaching_language = TeachingLanguage::Ru).closed("3.2.2"),
        Some("languageNotAllowed")
    );
    let nothing = person().with(|it| {
        it.case.results = Told::Silent;
        it.case.answers.foreign_language = None;
    });
    assert_eq!(nothing.finds_wish(CHOICE, "3.2.1"), Finding::Unknown(Need::Results));
}

#[test]
fn clause_3_3_is_judged_group_by_group_with_at_least_as_many_points() {
    let with = |logic: u16, informatics: u16, foreign: u16| {
        let taken = Attempt {
            logic: Points::whole(logic),
            informatics: Points::whole(informatics),
            foreign: Points::whole(foreign),
            ..attempt()
        };
        person().with(|it| it.case.results = Told::Known(Results { attempts: [Some(taken), None], picked: None }))
    };
    assert_eq!(with(15, 5, 25).finds_wish(CHOICE, "3.3"), Finding::Holds, "exactly the minimum and 45 in sum");
    assert_eq!(with(14, 20, 25).closed("3.3"), Some("belowSubjectMinimum"));
    assert_eq!(with(15, 10, 19).closed("3.3"), Some("belowStageMinimum"));
    // Humanities ask for 50, economics for 45: the same result passes for one group and fails for the other.
    let between = with(20, 15, 12);
    assert_eq!(between.closed("3.3"), None);
    assert_eq!(between.clone().wish(|wish| wish.group = Group::Hum).closed("3.3"), Some("belowStageMinimum"));
    let of = |groups: &[Group]| {
        let set = groups.iter().fold(GroupSet::default(), |set, group| set.with(*group));
        between.clone().with(|it| it.case.groups = set)
    };
    assert_eq!(of(&[Group::Hum]).broken(Stage::SecondStage, "3.3"), Some("belowStageMinimum"));
    assert_eq!(of(&[Group::Hum, Group::Econ]).finds(Stage::SecondStage, "3.3"), Finding::Holds);
    assert_eq!(of(&[Group::Art]).finds(Stage::SecondStage, "3.3"), Finding::Unknown(Need::Conditions));
    let unannounced = person().wish(|wish| wish.group = Group::Art);
    assert_eq!(unannounced.finds_wish(CHOICE, "3.3"), Finding::Unknown(Need::Conditions));
}

#[test]
fn clause_3_3_the_campaign_may_waive_subject_minima_for_paid_seats() {
    let taken = Attempt { logic: Points::whole(10), foreign: Points::whole(25), ..attempt() };
    let weak = person().with(|it| {
        it.case.results = Told::Known(Results { attempts: [Some(taken), None], picked: None });
        it.campaign.policies.paid_waives_subject_minima = true;
    });
    assert_eq!(weak.closed("3.3"), Some("belowSubjectMinimum"), "state order");
    assert_eq!(weak.wish(|wish| wish.conditions.funding = Funding::Paid).closed("3.3"), None);
}

#[test]
fn clause_3_4_takes_the_talent_exam_in_place_of_the_specialty_exam() {
    let talent = |outcome| {
        person().wish(|wish| {
            wish.talent_needed = true;
            wish.talent = outcome;
        })
    };
    assert_eq!(talent(Told::Nothing).closed("3.4"), Some("talentExamInstead"));
    assert_eq!(talent(Told::Known(Outcome::Registered)).closed("3.4"), Some("talentExamInstead"));
    assert_eq!(talent(Told::Known(Outcome::Failed)).finds_wish(CHOICE, "3.4"), Finding::Holds, "4.5 tells the rest");
    assert_eq!(talent(Told::Silent).finds_wish(CHOICE, "3.4"), Finding::Unknown(Need::Institution));
    assert_eq!(person().finds_wish(CHOICE, "3.4"), Finding::NotConcerned);
    assert_eq!(person().finds(Stage::SecondStage, "3.4"), Finding::LeftToPeople, "subjects are set by the Centre");
}

#[test]
fn clause_3_5_asks_for_the_institutions_own_procedure_instead_of_stage_two() {
    let own = |outcome| {
        person().wish(|wish| {
            wish.institution = Told::Known(Institution { takes_part: true, own_stage2: true, interview: false });
            wish.own_procedure = outcome;
        })
    };
    assert_eq!(own(Told::Nothing).closed("3.5"), Some("ownProcedureNeeded"));
    assert_eq!(own(Told::Known(Outcome::Failed)).closed("3.5"), Some("ownProcedureFailed"));
    assert_eq!(own(Told::Known(Outcome::Passed)).finds_wish(CHOICE, "3.5"), Finding::Holds);
    assert_eq!(own(Told::Silent).finds_wish(CHOICE, "3.5"), Finding::Unknown(Need::Institution));
    let weak = Attempt { logic: Points::whole(1), ..attempt() };
    let weak = own(Told::Known(Outcome::Passed))
        .with(|it| it.case.results = Told::Known(Results { attempts: [Some(weak), None], picked: None }));
    assert_eq!(weak.closed("3.3"), Some("belowSubjectMinimum"), "the first stage counts here too");
    assert_eq!(weak.finds_wish(CHOICE, "4.1"), Finding::NotConcerned, "there is no total to compare");
    // One stage leaves nothing to replace, except where the row is ranked by the procedure alone.
    let one = own(Told::Nothing).with(|it| it.campaign.model = ExamModel::SingleStage);
    assert_eq!(one.finds_wish(CHOICE, "3.5"), Finding::NotConcerned);
    assert_eq!(one.wish(|wish| wish.ranking = Ranking::Own).closed("3.5"), Some("ownProcedureNeeded"));
}

#[test]
fn clause_3_7_gives_group_one_of_sight_a_proctor_and_thirty_minutes() {
    let with = |disability, claims| {
        person().with(|it| {
            it.case.disability = disability;
            it.case.answers.claims_conditions = claims;
        })
    };
    let blind = Disability { group: 1, visual: true };
    assert_eq!(Accommodation::of(Some(&blind)), Accommodation { proctor: true, extra_minutes: 30 });
    assert_eq!(with(Told::Known(blind), false).finds(Stage::Seat, "3.7"), Finding::Holds);
    for other in [Disability { group: 1, visual: false }, Disability { group: 2, visual: true }] {
        assert_eq!(Accommodation::of(Some(&other)), Accommodation::default());
        assert_eq!(with(Told::Known(other), true).finds(Stage::Seat, "3.7"), Finding::LeftToPeople);
    }
    assert_eq!(with(Told::Nothing, true).broken(Stage::Seat, "3.7"), Some("conditionsNotConfirmed"));
    assert_eq!(with(Told::Silent, true).finds(Stage::Seat, "3.7"), Finding::Unknown(Need::Disability));
    assert_eq!(with(Told::Nothing, false).finds(Stage::Seat, "3.7"), Finding::NotConcerned);
}

#[test]
fn clause_3_2_6_the_one_decision_of_a_specialization_is_held_in_place() {
    let found = allowed(TeachingLanguage::En, person().case.wishes[0].conditions.specialization_class());
    let copy = found;
    assert_eq!(found, copy);
    assert_eq!(found.because.len(), 1);
}
