//! Several wishes with one registration: one section, one exam language, one specialization language for all of them.
//!
//! The possible registrations are found by trying every combination of the three answers that no clause refuses.

use super::{Question, Row, Told, language_clauses};
use crate::decision::{Clause, Explain, Finding};
use crate::exam::{ExamLanguage, Section, SpecializationLanguage};
use crate::facts::CampaignFacts;
use crate::rules::foreign_language::LanguageSet;
use crate::rules::reach::{Answered, closed, forbids};
use crate::rules::what_if::words::Apart;
use crate::rules::{exam, judge, policy};

/// One exam language and the wishes it serves.
#[derive(Debug)]
pub struct LanguageAnswer {
    /// The language.
    pub language: ExamLanguage,
    /// Whether one registration with it leaves every wish open.
    pub serves_all: bool,
    /// Each wish in order: `None` = open with this language, otherwise what closes it.
    pub wishes: Vec<Option<Told>>,
}

/// Two wishes that no registration leaves open together.
#[derive(Debug)]
pub struct Pair {
    /// Index of the first among the wishes.
    pub first: usize,
    /// Place of the second.
    pub second: usize,
    /// Why.
    pub why: Apart,
    /// The clauses that part them.
    pub clauses: Vec<Clause>,
}

/// The rows of one wished specialization; all have one code.
pub type Wish<'a> = Vec<Row<'a>>;

/// A registration that no clause refuses.
#[derive(Debug, Clone, Copy)]
struct Registration {
    section: Section,
    language: ExamLanguage,
    own: SpecializationLanguage,
}

impl Registration {
    fn opens(self, wish: &Wish<'_>) -> bool {
        let answered = Answered {
            section: Some(self.section),
            foreign_language: Some(self.language),
            specialization_language: Some(self.own),
            ..Answered::default()
        };
        wish.iter().any(|row| closed(&answered, &row.conditions).is_none())
    }
}

/// The refusal of these answers by chapter 3 and the campaign, whoever the person is.
fn refused(question: &Question, campaign: &CampaignFacts) -> Option<Told> {
    fn first<R: Explain + 'static>(found: Vec<(Clause, Finding<R>)>) -> Option<Told> {
        found.into_iter().find_map(|(clause, finding)| match finding {
            Finding::Broken(reason) => Some(Told::new(clause, reason)),
            _ => None,
        })
    }
    question.with_evidence(campaign, |evidence| {
        first(judge(exam::RULES, evidence, |reason| reason))
            .or_else(|| first(judge(policy::RULES, evidence, |reason| reason)))
    })
}

/// Every registration with these answers; a missing answer may have any value.
fn registrations(within: &Question, campaign: &CampaignFacts) -> Vec<Registration> {
    let sections = Section::ALL.into_iter().filter(|one| within.section.is_none_or(|told| told == *one));
    let languages: Vec<_> =
        ExamLanguage::ALL.into_iter().filter(|one| within.foreign_language.is_none_or(|told| told == *one)).collect();
    let own: Vec<_> = SpecializationLanguage::ALL
        .into_iter()
        .filter(|one| within.specialization_language.is_none_or(|told| told == *one))
        .collect();
    let mut all = Vec::new();
    for section in sections {
        for &language in &languages {
            for &own in &own {
                let tried = Question {
                    section: Some(section),
                    foreign_language: Some(language),
                    specialization_language: Some(own),
                    ..Question::default()
                };
                if refused(&tried, campaign).is_none() {
                    all.push(Registration { section, language, own });
                }
            }
        }
    }
    all
}

/// Each exam language with the wishes that it leaves open, with the entered section and specialization language. The
/// entered exam language is ignored, because this shows which languages would be possible.
pub fn languages(question: &Question, campaign: &CampaignFacts, wishes: &[Wish<'_>]) -> Vec<LanguageAnswer> {
    let within = Question {
        section: question.section,
        specialization_language: question.specialization_language,
        ..Question::default()
    };
    let answer = |language| {
        let with = Question { foreign_language: Some(language), ..within.clone() };
        let possible = registrations(&with, campaign);
        let open = |wish: &Wish<'_>| possible.iter().any(|one| one.opens(wish));
        LanguageAnswer {
            language,
            serves_all: possible.iter().any(|one| wishes.iter().all(|wish| one.opens(wish))),
            wishes: wishes
                .iter()
                .map(|wish| if open(wish) { None } else { Some(why_not(&with, campaign, wish, language)) })
                .collect(),
        }
    };
    ExamLanguage::ALL.into_iter().map(answer).collect()
}

/// Why a language leaves a wish open in no registration.
fn why_not(with: &Question, campaign: &CampaignFacts, wish: &Wish<'_>, language: ExamLanguage) -> Told {
    let by_row = |answered: &Answered| wish.iter().find_map(|row| closed(answered, &row.conditions)).map(Told::of_row);
    let language_alone = Answered { foreign_language: Some(language), ..Answered::default() };
    by_row(&language_alone)
        .or_else(|| refused(with, campaign))
        .or_else(|| by_row(&with.answered()))
        // The row is open with this language only in a registration that some clause refuses: the wish determines its
        // other answers.
        .or_else(|| {
            wish.iter().find_map(|row| {
                let section = Section::ALL.into_iter().find(|section| row.conditions.section.takes(*section));
                let own = row.conditions.specialization_language;
                let fixed = Question { section, specialization_language: Some(own), ..with.clone() };
                refused(&fixed, campaign)
            })
        })
        .unwrap_or_else(|| Told::new(policy::MAG_13, Apart::Registration))
}

/// The pairs of wishes that exclude each other, whatever the person answers in the exam section.
pub fn pairs(campaign: &CampaignFacts, wishes: &[Wish<'_>]) -> Vec<Pair> {
    let all = registrations(&Question::default(), campaign);
    let served: Vec<Vec<bool>> =
        wishes.iter().map(|wish| all.iter().map(|registration| registration.opens(wish)).collect()).collect();
    let mut pairs = Vec::new();
    for (first, of_first) in served.iter().enumerate() {
        for (second, of_second) in served.iter().enumerate().skip(first + 1) {
            if of_first.iter().zip(of_second).any(|(one, other)| *one && *other) {
                continue;
            }
            let of = |bits: &[bool]| -> Vec<Registration> {
                all.iter().zip(bits).filter(|(_, open)| **open).map(|(registration, _)| *registration).collect()
            };
            let (why, clauses) = apart(&of(of_first), &of(of_second), wishes, first, second);
            pairs.push(Pair { first, second, why, clauses });
        }
    }
    pairs
}

fn apart(
    ours: &[Registration],
    theirs: &[Registration],
    wishes: &[Wish<'_>],
    first: usize,
    second: usize,
) -> (Apart, Vec<Clause>) {
    let set = |registrations: &[Registration]| {
        let languages: Vec<_> = registrations.iter().map(|one| one.language).collect();
        LanguageSet::of(&languages)
    };
    let (our_languages, their_languages) = (set(ours), set(theirs));
    if !our_languages.languages().any(|language| their_languages.has(language)) {
        let by = |at: usize, other: LanguageSet| -> Vec<Clause> {
            let row = wishes.get(at).and_then(|wish| wish.first());
            let allowed = row.map(|row| language_clauses(&row.conditions));
            let by = allowed.map(|allowed| other.languages().filter_map(|one| forbids(&allowed, one)).collect());
            by.unwrap_or_default()
        };
        let mut clauses = by(first, their_languages);
        clauses.extend(by(second, our_languages));
        clauses.sort_unstable();
        clauses.dedup();
        return (Apart::Language { first: our_languages, second: their_languages }, clauses);
    }
    let parted = |same: fn(&Registration, &Registration) -> bool| {
        !ours.iter().any(|one| theirs.iter().any(|other| same(one, other)))
    };
    let why = if parted(|one, other| one.section == other.section) {
        Apart::Section
    } else if parted(|one, other| one.own == other.own) {
        Apart::SpecializationLanguage
    } else {
        Apart::Registration
    };
    (why, vec![policy::MAG_13])
}
