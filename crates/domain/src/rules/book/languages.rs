//! Clauses 3.2.1–3.2.6: one decision for each specialization, reported by the clause that decides it.

use std::sync::LazyLock;

use super::act::says;
use super::kinds::{FactKind as F, FactSet};
use super::told::choice;
use super::{Bound, Check, Finding, Reason, Row, Stage, Stages, View};
use crate::decision::Clause;
use crate::exam::{ExamLanguage, SpecializationLanguage};
use crate::rules::exam;
use crate::rules::foreign_language::{LanguageSet, SpecializationClass, TeachingLanguage, allowed};
use crate::rules::reach::forbids;

const CLAUSES: [Clause; 6] =
    [Clause("3.2.1"), Clause("3.2.2"), Clause("3.2.3"), Clause("3.2.4"), Clause("3.2.5"), Clause("3.2.6")];

const NOT_ALLOWED: Reason = Reason::Choice(choice::Reason::LanguageNotAllowed {
    language: ExamLanguage::Ru,
    allowed: LanguageSet::of(&[ExamLanguage::En, ExamLanguage::De]),
});
const EQUALS: Reason = Reason::Exam(exam::Reason::LanguageEqualsSpecialization { language: ExamLanguage::Fr });

const fn row(place: usize, outcomes: &'static [Reason], check: fn(&View<'_>) -> Finding, proof: &'static str) -> Row {
    Row {
        clause: CLAUSES[place],
        says: says(CLAUSES[place].0),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Row, F::ForeignLanguage, F::Results, F::Campaign, F::Basis]),
        of_person: Stages::NONE,
        of_wish: Stages::of(&[Stage::Choice, Stage::Placement]),
        component: None,
        outcomes,
        check: Check::Software(check),
        proof,
    }
}

const TABLE: &str = "clauses_3_2_1_to_3_2_6_find_what_the_decision_table_says_in_every_cell_and_language";

pub(super) const ROWS: [Row; 6] = [
    row(0, &[NOT_ALLOWED], by_clause::<0>, TABLE),
    row(1, &[NOT_ALLOWED], by_clause::<1>, TABLE),
    row(2, &[NOT_ALLOWED], by_clause::<2>, TABLE),
    // The clause only adds languages, so it never closes a row; its advice is given at registration.
    row(3, &[Reason::Exam(exam::Reason::ArabicPersianLimit)], by_clause::<3>, TABLE),
    Row {
        facts: FactSet::of(&[F::Row, F::ForeignLanguage, F::SpecializationLanguage, F::Results, F::Campaign, F::Basis]),
        of_person: Stages::of(&[Stage::Register]),
        ..row(4, &[EQUALS, NOT_ALLOWED], not_the_specialization, "clause_3_2_5_holds_at_registration_and_for_each_wish")
    },
    row(5, &[NOT_ALLOWED], by_clause::<5>, TABLE),
];

/// The decision for one kind of specialization, split by clause. A choice uses it hundreds of times, so the decisions
/// are computed once and looked up.
#[derive(Clone, Copy)]
struct Cell {
    /// Clauses that formed the list, as bits by position in [`CLAUSES`].
    named: u8,
    languages: LanguageSet,
    /// For each language the clause that forbids it.
    forbids: [Option<u8>; 6],
}

static CELLS: LazyLock<[[Cell; KINDS]; 4]> = LazyLock::new(|| {
    TeachingLanguage::ALL.map(|teaching| std::array::from_fn(|class| decide(teaching, CLASSES[class])))
});

fn decide(teaching: TeachingLanguage, class: SpecializationClass) -> Cell {
    let allowed = allowed(teaching, class);
    let place = |clause: Clause| CLAUSES.iter().position(|one| *one == clause).and_then(|at| u8::try_from(at).ok());
    Cell {
        named: allowed.because.iter().filter_map(|(clause, _)| place(*clause)).fold(0, |bits, at| bits | 1 << at),
        languages: allowed.languages,
        forbids: ExamLanguage::ALL.map(|language| forbids(&allowed, language).and_then(place)),
    }
}

/// Number of kinds of specializations that 3.2.4–3.2.6 distinguish; foreign-language ones count once per language.
const KINDS: usize = 6 + SpecializationLanguage::ALL.len();

const CLASSES: [SpecializationClass; KINDS] = {
    let mut all = [SpecializationClass::General; KINDS];
    all[1] = SpecializationClass::AzerbaijaniPhilology;
    all[2] = SpecializationClass::History;
    all[3] = SpecializationClass::EnglishSpeakingCountries;
    all[4] = SpecializationClass::Germany;
    all[5] = SpecializationClass::France;
    let mut own = 0;
    while own < SpecializationLanguage::ALL.len() {
        all[6 + own] = SpecializationClass::ForeignLanguage(SpecializationLanguage::ALL[own]);
        own += 1;
    }
    all
};

/// Position of a kind in [`CLASSES`].
const fn class_place(class: SpecializationClass) -> usize {
    match class {
        SpecializationClass::General => 0,
        SpecializationClass::AzerbaijaniPhilology => 1,
        SpecializationClass::History => 2,
        SpecializationClass::EnglishSpeakingCountries => 3,
        SpecializationClass::Germany => 4,
        SpecializationClass::France => 5,
        SpecializationClass::ForeignLanguage(own) => 6 + own as usize,
    }
}

/// The finding of one clause for a wish. For a closed row one clause is broken; the others that formed its list hold.
fn by_clause<const PLACE: usize>(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish.filter(|_| view.competes()) else { return Finding::NotConcerned };
    let row = &wish.conditions;
    let cell = &CELLS[row.teaching_language as usize][class_place(row.specialization_class())];
    if cell.named & (1 << PLACE) == 0 {
        return Finding::NotConcerned;
    }
    if cell.languages.is_empty() {
        // Contradictory reference data is refused at import; if it occurs nevertheless, an officer decides.
        return Finding::LeftToPeople;
    }
    match view.language() {
        Err(need) => Finding::Unknown(need),
        Ok(None) => Finding::NotConcerned,
        Ok(Some(language)) if cell.forbids[language as usize] == Some(PLACE as u8) => {
            let allowed = cell.languages;
            Finding::Broken(Reason::Choice(choice::Reason::LanguageNotAllowed { language, allowed }))
        }
        Ok(Some(_)) => Finding::Holds,
    }
}

fn not_the_specialization(view: &View<'_>) -> Finding {
    let answers = &view.case.answers;
    match view.wish {
        Some(_) => by_clause::<4>(view),
        None => exam::language_differs(answers.foreign_language, answers.specialization_language).map(Reason::Exam),
    }
}
