//! What the answers of the exam section leave open, and the clause that closes the rest.
#![allow(clippy::unwrap_used, reason = "tests")]

use qabul_domain::catalogue::{Class, Conditions, SeatSection};
use qabul_domain::decision::{Clause, Explain as _};
use qabul_domain::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use qabul_domain::facts::Funding;
use qabul_domain::language::Lang;
use qabul_domain::rules::foreign_language::{TeachingLanguage, allowed};
use qabul_domain::rules::reach::{Answered, Opening, Reason, closed, forbids, sorted};

const ORDINARY: Conditions = Conditions {
    teaching_language: TeachingLanguage::Az,
    class: Class::General,
    specialization_language: SpecializationLanguage::None,
    section: SeatSection::Az,
    funding: Funding::State,
};

fn with(language: ExamLanguage) -> Answered {
    Answered { section: Some(Section::Az), foreign_language: Some(language), ..Answered::default() }
}

fn clause(answered: &Answered, row: &Conditions) -> Option<&'static str> {
    closed(answered, row).map(|reason| reason.clause().0)
}

#[test]
fn what_is_not_answered_closes_nothing() {
    for section in SeatSection::ALL {
        assert_eq!(closed(&Answered::default(), &Conditions { section, ..ORDINARY }), None);
    }
}

#[test]
fn clause_3_2_1_to_3_2_3_close_what_their_list_leaves_out() {
    let taught = |teaching_language, section| Conditions { teaching_language, section, ..ORDINARY };
    assert_eq!(clause(&with(ExamLanguage::Ru), &ORDINARY), None);
    assert_eq!(clause(&with(ExamLanguage::Ar), &ORDINARY), Some("3.2.1"));
    let russian = Answered { section: Some(Section::Ru), ..with(ExamLanguage::Ru) };
    assert_eq!(clause(&russian, &taught(TeachingLanguage::Ru, SeatSection::Ru)), Some("3.2.2"));
    assert_eq!(clause(&with(ExamLanguage::Fr), &taught(TeachingLanguage::En, SeatSection::Joint)), Some("3.2.3"));
    assert_eq!(clause(&with(ExamLanguage::En), &taught(TeachingLanguage::En, SeatSection::Joint)), None);
}

#[test]
fn clause_3_2_4_opens_history_to_arabic_and_persian_only_where_it_is_taught_in_azerbaijani() {
    let history = Conditions { class: Class::History, ..ORDINARY };
    assert_eq!(clause(&with(ExamLanguage::Fa), &history), None);
    let in_english = Conditions { teaching_language: TeachingLanguage::En, section: SeatSection::Joint, ..history };
    assert_eq!(clause(&with(ExamLanguage::Fa), &in_english), Some("3.2.3"));
}

#[test]
fn clause_3_2_5_closes_the_own_language_and_3_2_6_all_but_the_forced_one() {
    let translation =
        Conditions { class: Class::ForeignLanguage, specialization_language: SpecializationLanguage::De, ..ORDINARY };
    assert_eq!(clause(&with(ExamLanguage::De), &translation), Some("3.2.5"));
    assert_eq!(clause(&with(ExamLanguage::Ar), &translation), Some("3.2.1"));
    let france = Conditions { class: Class::France, ..ORDINARY };
    assert_eq!(clause(&with(ExamLanguage::En), &france), Some("3.2.6"));
    assert_eq!(clause(&with(ExamLanguage::Fr), &france), None);
}

#[test]
fn a_language_is_forbidden_by_a_clause_exactly_where_it_is_not_allowed() {
    for teaching in TeachingLanguage::ALL {
        for class in Class::ALL {
            for own in SpecializationLanguage::ALL {
                let row = Conditions { teaching_language: teaching, class, specialization_language: own, ..ORDINARY };
                let found = allowed(teaching, row.specialization_class());
                for language in ExamLanguage::ALL {
                    let by = forbids(&found, language);
                    assert_eq!(by.is_none(), found.languages.has(language));
                    assert!(by.is_none_or(Clause::is_of_the_rules));
                }
            }
        }
    }
}

#[test]
fn mag_13_the_other_section_and_an_undeclared_language_specialty_are_closed() {
    let russian_seats = Conditions { section: SeatSection::Ru, ..ORDINARY };
    assert_eq!(closed(&with(ExamLanguage::En), &russian_seats), Some(Reason::OtherSection));
    let joint = Conditions { section: SeatSection::Joint, ..ORDINARY };
    assert_eq!(closed(&with(ExamLanguage::En), &joint), None);
    let translation =
        Conditions { class: Class::ForeignLanguage, specialization_language: SpecializationLanguage::De, ..ORDINARY };
    let declared = |language| Answered { specialization_language: Some(language), ..with(ExamLanguage::En) };
    let other = Some(Reason::OtherSpecializationLanguage);
    assert_eq!(closed(&declared(SpecializationLanguage::De), &translation), None);
    assert_eq!(closed(&declared(SpecializationLanguage::Fr), &translation), other);
    assert_eq!(closed(&declared(SpecializationLanguage::None), &translation), other);
    assert_eq!(closed(&declared(SpecializationLanguage::None), &ORDINARY), None);
}

#[test]
fn clause_1_4_closes_state_seats_and_nothing_else_after_a_state_funded_master() {
    let once = |prior| Answered { prior_master: Some(prior), ..with(ExamLanguage::En) };
    let paid = Conditions { funding: Funding::Paid, ..ORDINARY };
    assert_eq!(closed(&once(PriorMaster::StateFunded), &ORDINARY), Some(Reason::StateFundedUsed));
    assert_eq!(clause(&once(PriorMaster::StateFunded), &ORDINARY), Some("1.4"));
    assert_eq!(closed(&once(PriorMaster::StateFunded), &paid), None);
    assert_eq!(closed(&once(PriorMaster::Paid), &ORDINARY), None);
}

#[test]
fn the_announcement_closes_state_seats_to_foreign_citizens_and_stateless_persons() {
    use qabul_domain::facts::Citizenship;
    use qabul_domain::rules::choice::paid_seats_only;
    let of = |citizenship| Answered { paid_seats_only: paid_seats_only(citizenship), ..with(ExamLanguage::En) };
    let paid = Conditions { funding: Funding::Paid, ..ORDINARY };
    for citizenship in [Citizenship::Foreign, Citizenship::Stateless] {
        assert_eq!(clause(&of(citizenship), &ORDINARY), Some("CAMPAIGN-4"));
        assert_eq!(closed(&of(citizenship), &paid), None);
    }
    for citizenship in [Citizenship::Azerbaijan, Citizenship::Protected] {
        assert_eq!(closed(&of(citizenship), &ORDINARY), None);
    }
}

#[test]
fn every_reason_is_told_in_three_languages() {
    let reasons = [
        Reason::RussianInRussianSection,
        Reason::OtherSection,
        Reason::LanguageNotAllowed { clause: Clause("3.2.3") },
        Reason::OtherSpecializationLanguage,
        Reason::StateFundedUsed,
        Reason::PaidSeatsOnly,
    ];
    for reason in reasons {
        let [az, en, ru] = Lang::ALL.map(|lang| reason.text(lang));
        assert!(!az.is_empty() && az != en && en != ru, "{reason:?}");
    }
}

/// A small catalogue: code and conditions of each row.
fn catalogue() -> Vec<(&'static str, Conditions)> {
    let paid = |row: Conditions| Conditions { funding: Funding::Paid, ..row };
    let russian = Conditions { teaching_language: TeachingLanguage::Ru, section: SeatSection::Ru, ..ORDINARY };
    let english = Conditions { teaching_language: TeachingLanguage::En, section: SeatSection::Joint, ..ORDINARY };
    let history = Conditions { class: Class::History, ..ORDINARY };
    vec![
        ("1", ORDINARY),
        ("1", paid(ORDINARY)),
        ("2", russian),
        ("2", paid(russian)),
        ("1", Conditions { section: SeatSection::Ru, ..ORDINARY }),
        ("3", english),
        ("4", history),
    ]
}

#[test]
fn open_and_closed_specializations_make_all_there_are_and_the_advice_speaks_of_the_same_rows() {
    let rows = catalogue();
    let codes = 4;
    let sections = [None, Some(Section::Az), Some(Section::Ru)];
    let priors = [None, Some(PriorMaster::StateFunded)];
    for section in sections {
        for language in ExamLanguage::ALL {
            for own in SpecializationLanguage::ALL {
                for prior_master in priors {
                    let answered = Answered {
                        section,
                        foreign_language: Some(language),
                        specialization_language: Some(own),
                        prior_master,
                        paid_seats_only: false,
                        russian_refused: true,
                    };
                    let all = sorted(&rows, |(code, row)| (*code, row), |row| closed(&answered, row));
                    assert_eq!(all.open + all.closed, codes, "{answered:?}");
                    let listed: std::collections::BTreeSet<&str> =
                        all.entries.iter().filter(|entry| entry.verdict.is_none()).map(|entry| entry.row.0).collect();
                    assert_eq!(listed.len(), all.open, "{answered:?}");
                    let told = Opening { language, taught: all.taught.clone() };
                    assert_eq!(told.code() == "nothingOpen", all.open == 0, "{answered:?}");
                    for taught in TeachingLanguage::ALL {
                        let open = all
                            .entries
                            .iter()
                            .any(|entry| entry.verdict.is_none() && entry.row.1.teaching_language == taught);
                        assert_eq!(all.taught.contains(&taught), open, "{answered:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn advice_of_a_language_minds_the_section_and_promises_nothing_where_nothing_is_open() {
    let rows = catalogue();
    let told = |answered: &Answered, language| {
        let all = sorted(&rows, |(code, row)| (*code, row), |row| closed(answered, row));
        Opening { language, taught: all.taught }
    };
    let english = told(&with(ExamLanguage::En), ExamLanguage::En);
    assert_eq!(
        english.text(Lang::Az),
        "İngilis dili ilə sizə açıq olan ixtisaslaşmaların tədris dili: Azərbaycan, ingilis.",
        "the Russian section's seats are not promised"
    );
    let russian = Answered { section: Some(Section::Ru), russian_refused: true, ..with(ExamLanguage::Ru) };
    let none = told(&russian, ExamLanguage::Ru);
    assert_eq!(none.code(), "nothingOpen");
    assert!(Lang::ALL.iter().all(|lang| !none.text(*lang).is_empty()));
    assert_eq!(closed(&russian, &ORDINARY).map(|reason| reason.clause().0), Some("CAMPAIGN-2"));
    let own = Answered { specialization_language: Some(SpecializationLanguage::En), ..with(ExamLanguage::En) };
    assert_eq!(clause(&own, &ORDINARY), Some("3.2.5"), "with these answers nobody registers");
}
