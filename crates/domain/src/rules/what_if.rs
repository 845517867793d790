//! What a person could choose, before creating an account: the same rules with facts that the person assumes.
//!
//! Nothing new is decided here. The person's answers become facts, the tables of the chapters judge them, [`closed`]
//! judges the rows of the catalogue, and this module combines the findings. Missing answers stay `Unknown` and are left
//! out: an incomplete question gets an incomplete answer, never a guess.

mod asked;
mod together;
mod words;

pub use asked::{AskedDegree, Ends, MasterStudent, Place, Question};
pub use together::{LanguageAnswer, Pair, Wish, languages, pairs};
pub use words::{Apart, AtTheChoice};

use serde::{Deserialize, Serialize};

use super::applications::{self, RouteDecision, route};
use super::foreign_language::{Allowed, allowed};
use super::papers::{Paper, papers};
use super::reach::{self, Answered, closed};
use super::{Rule, exam, general, judge, policy};
use crate::catalogue::{Conditions, SeatSection};
use crate::decision::{Clause, Explain, Finding};
use crate::exam::SpecializationLanguage;
use crate::facts::{CampaignFacts, Funding};
use crate::language::Lang;
use crate::rules::foreign_language::TeachingLanguage;

/// Maximum number of specializations in one question: as many as a choice may contain.
pub const MOST_WISHES: usize = 20;

/// A reason of any chapter, with the clause that it comes from.
pub struct Told {
    /// The clause.
    pub clause: Clause,
    /// Code and sentences.
    pub reason: Box<dyn Explain>,
}

impl Told {
    fn new(clause: Clause, reason: impl Explain + 'static) -> Told {
        Told { clause, reason: Box::new(reason) }
    }

    fn of_row(reason: reach::Reason) -> Told {
        Told::new(reason.clause(), reason)
    }
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.clause.0, self.reason.code())
    }
}

/// The finding of a clause for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It is met.
    Met,
    /// It excludes the person from the competition.
    Bars,
    /// It closes only a part of the catalogue.
    Limits,
    /// People check it later.
    People,
}

impl Outcome {
    /// All outcomes, in the order of this enum.
    pub const ALL: [Outcome; 4] = [Outcome::Met, Outcome::Bars, Outcome::Limits, Outcome::People];

    /// Stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::Bars => "bars",
            Outcome::Limits => "limits",
            Outcome::People => "people",
        }
    }
}

/// One clause with its result.
#[derive(Debug)]
pub struct Line {
    /// Result.
    pub outcome: Outcome,
    /// Which clause, and why.
    pub told: Told,
}

/// The text of a clause that is met and needs no reason.
struct Says([&'static str; 3], &'static str);

impl Explain for Says {
    fn code(&self) -> &'static str {
        self.1
    }
    fn text(&self, lang: Lang) -> String {
        lang.pick(self.0).to_owned()
    }
}

/// The part of a catalogue row that the rules use.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Code of the specialization.
    pub code: &'a str,
    /// What opens and closes it.
    pub conditions: Conditions,
}

/// The results of the clauses for the person: 1.2, 1.4, 1.6, 2.1.3, the language clauses and the campaign's terms, in
/// printed order. A clause without answers is left out; [`confirmation`] returns who confirms (2.1).
pub fn lines(question: &Question, campaign: &CampaignFacts) -> Vec<Line> {
    let mut lines = question.with_evidence(campaign, |evidence| {
        let mut lines = Vec::new();
        take(&mut lines, general::RULES, question, |rules| judge(rules, evidence, boxed));
        take(&mut lines, applications::RULES, question, |rules| judge(rules, evidence, boxed));
        take(&mut lines, exam::RULES, question, |rules| judge(rules, evidence, boxed));
        lines
    });
    lines.extend(limits(question).into_iter().map(|told| Line { outcome: Outcome::Limits, told }));
    if let Some(degree) = &question.degree
        && degree.specialty.is_some()
    {
        let told = Told::new(super::choice::CHOICE, AtTheChoice);
        lines.push(Line { outcome: Outcome::People, told });
    }
    question.with_evidence(campaign, |evidence| {
        take(&mut lines, policy::RULES, question, |rules| judge(rules, evidence, boxed));
    });
    lines
}

fn boxed<R: Explain + 'static>(reason: R) -> Box<dyn Explain> {
    Box::new(reason)
}

type Judged = Vec<(Clause, Finding<Box<dyn Explain>>)>;

/// Takes the findings that concern the question from a judgement.
fn take<R>(into: &mut Vec<Line>, rules: &[Rule<R>], question: &Question, judged: impl Fn(&[Rule<R>]) -> Judged) {
    for (rule, (clause, finding)) in rules.iter().zip(judged(rules)) {
        if !question.concerns(clause) {
            continue;
        }
        let says = || Box::new(Says(rule.says, "clauseSays"));
        let (outcome, reason): (_, Box<dyn Explain>) = match finding {
            Finding::Broken(reason) => (Outcome::Bars, reason),
            Finding::Holds => (Outcome::Met, says()),
            Finding::LeftToPeople => (Outcome::People, says()),
            Finding::NotConcerned | Finding::Unknown(_) => continue,
        };
        into.push(Line { outcome, told: Told { clause, reason } });
    }
}

/// A state-order seat with no other condition that could close it.
const STATE_SEAT: Conditions = Conditions {
    teaching_language: TeachingLanguage::Az,
    class: crate::catalogue::Class::General,
    specialization_language: SpecializationLanguage::None,
    section: SeatSection::Joint,
    funding: Funding::State,
};

/// Why state-order seats in general are closed to the person (1.4, the campaign's announcement). Each ground is checked
/// with [`closed`].
fn limits(question: &Question) -> Vec<Told> {
    let answered = question.answered();
    let alone = [
        Answered { prior_master: answered.prior_master, ..Answered::default() },
        Answered { paid_seats_only: answered.paid_seats_only, ..Answered::default() },
    ];
    alone.iter().filter_map(|answered| closed(answered, &STATE_SEAT)).map(Told::of_row).collect()
}

/// Who confirms the application (2.1), and which documents the commission requires (2.1.1–2.2). `None` if citizenship
/// or degree is missing.
pub fn confirmation(question: &Question, campaign: &CampaignFacts) -> Option<(RouteDecision, Vec<Paper>)> {
    question.degree.as_ref()?;
    question.with_evidence(campaign, |evidence| Some((route(evidence).ok().flatten()?, papers(evidence))))
}

/// Why a row is closed: by a clause that excludes the person from the competition, otherwise by its own conditions;
/// `None` = open.
pub fn verdict(question: &Question, lines: &[Line], row: &Conditions) -> Option<Told> {
    match lines.iter().find(|line| line.outcome == Outcome::Bars) {
        Some(bar) => Some(Told { clause: bar.told.clause, reason: Box::new(Copied::of(&*bar.told.reason)) }),
        None => closed(&question.answered(), row).map(Told::of_row),
    }
}

/// A copy of a reason, for every row it closes.
struct Copied {
    code: &'static str,
    says: [String; 3],
}

impl Copied {
    fn of(reason: &dyn Explain) -> Copied {
        Copied { code: reason.code(), says: Lang::ALL.map(|lang| reason.text(lang)) }
    }
}

impl Explain for Copied {
    fn code(&self) -> &'static str {
        self.code
    }
    fn text(&self, lang: Lang) -> String {
        let [az, en, ru] = &self.says;
        match lang {
            Lang::Az => az,
            Lang::En => en,
            Lang::Ru => ru,
        }
        .clone()
    }
}

/// The exam languages of a specialization and the clauses that led to them. They are the same for all rows of one code.
pub fn language_clauses(row: &Conditions) -> Allowed {
    allowed(row.teaching_language, row.specialization_class())
}
