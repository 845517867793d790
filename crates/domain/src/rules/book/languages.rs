//! Clauses 3.2.1–3.2.6: one decision for each specialization, told by the clause that decides it.

use super::kinds::{FactKind as F, FactSet};
use super::told::choice;
use super::{Bound, Check, Finding, Reason, Row, Stage, Stages, View};
use crate::decision::Clause;
use crate::exam::ExamLanguage;
use crate::rules::exam::{self, RULES as TOLD};
use crate::rules::foreign_language::{LanguageSet, allowed};
use crate::rules::reach::forbids;

const CLAUSES: [Clause; 6] =
    [Clause("3.2.1"), Clause("3.2.2"), Clause("3.2.3"), Clause("3.2.4"), Clause("3.2.5"), Clause("3.2.6")];

const NOT_ALLOWED: Reason = Reason::Choice(choice::Reason::LanguageNotAllowed {
    language: ExamLanguage::Ru,
    allowed: LanguageSet::of(&[ExamLanguage::En, ExamLanguage::De]),
});
const REACH: Reason = Reason::Exam(exam::Reason::LanguageReach { language: ExamLanguage::En });
const EQUALS: Reason = Reason::Exam(exam::Reason::LanguageEqualsSpecialization { language: ExamLanguage::Fr });

const fn row(place: usize, outcomes: &'static [Reason], check: fn(&View<'_>) -> Finding, proof: &'static str) -> Row {
    Row {
        clause: CLAUSES[place],
        says: TOLD[place + 2].says,
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
    row(0, &[REACH, NOT_ALLOWED], by_clause::<0>, TABLE),
    row(1, &[REACH, NOT_ALLOWED], by_clause::<1>, TABLE),
    row(2, &[REACH, NOT_ALLOWED], by_clause::<2>, TABLE),
    // It only adds, so it closes nothing; its advice is told at registration.
    row(3, &[Reason::Exam(exam::Reason::ArabicPersianLimit)], by_clause::<3>, TABLE),
    Row {
        facts: FactSet::of(&[F::Row, F::ForeignLanguage, F::SpecializationLanguage, F::Results, F::Campaign, F::Basis]),
        of_person: Stages::of(&[Stage::Register]),
        ..row(4, &[EQUALS, NOT_ALLOWED], not_the_specialization, "clause_3_2_5_holds_at_registration_and_for_each_wish")
    },
    row(5, &[NOT_ALLOWED], by_clause::<5>, TABLE),
];

/// What one clause says of a wish. One clause is blamed for a closed row, the others that made its list hold.
fn by_clause<const PLACE: usize>(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish.filter(|_| view.competes()) else { return Finding::NotConcerned };
    let allowed = allowed(wish.conditions.teaching_language, wish.conditions.specialization_class());
    let clause = CLAUSES[PLACE];
    if !allowed.because.iter().any(|(one, _)| *one == clause) {
        return Finding::NotConcerned;
    }
    if allowed.languages.is_empty() {
        // A contradiction in the reference data: refused at import; should one be here, an officer decides.
        return Finding::LeftToPeople;
    }
    match view.language() {
        Err(need) => Finding::Unknown(need),
        Ok(None) => Finding::NotConcerned,
        Ok(Some(language)) if forbids(&allowed, language) == Some(clause) => {
            let allowed = allowed.languages;
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
