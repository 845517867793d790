//! The complete act: every clause 1.1–6.5 with its text, whom it binds, which facts it uses, at which stage it is
//! asked, which reasons it can give, how it is checked and which test proves it.
//!
//! At registration the tables of the neighbouring files are used, because the first page a person loads contains them.
//! This module calls the same functions for registration and adds the choice, the placement, the exam day, enrolment
//! and appeals. `docs/rules.md` is generated from it.

pub mod act;
pub mod advice;
pub mod campaign;
mod chapter1;
mod chapter2;
mod chapter3;
mod chapter4;
mod chapter5;
mod chapter6;
mod conditions;
pub mod conduct;
pub mod dossier;
pub mod file;
pub mod kinds;
mod languages;
pub mod reason;
mod registering;
mod rule_set;
pub mod score;
pub mod told;

use std::cmp::Ordering;

use self::campaign::Campaign;
use self::dossier::{Attempt, Basis, Dossier, Results, Standing, Told, Wish};
use self::kinds::FactSet;
pub use self::reason::Reason;
pub use self::rule_set::{MOST_ROWS, RuleSet, Verdict};
use self::score::{Criterion, compare};
use crate::catalogue::Ranking;
use crate::decision::{Clause, Need};
use crate::exam::ExamLanguage;
use crate::facts::ExamModel;
use crate::language::Lang;
use crate::rules::edition::Edition;

/// What a clause finds.
pub type Finding = crate::decision::Finding<Reason>;

/// Stage at which a clause is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Confirming the registration.
    Register,
    /// Assignment of seats for the exam.
    Seat,
    /// The day of the exam and the processing of answers after it.
    ExamDay,
    /// Transition from the first stage to the second.
    SecondStage,
    /// Choosing specializations.
    Choice,
    /// Placing.
    Placement,
    /// Enrolling at the institution.
    Enrolment,
    /// Appealing.
    Appeal,
}

impl Stage {
    /// All stages, in the order of a year.
    pub const ALL: [Stage; 8] = [
        Stage::Register,
        Stage::Seat,
        Stage::ExamDay,
        Stage::SecondStage,
        Stage::Choice,
        Stage::Placement,
        Stage::Enrolment,
        Stage::Appeal,
    ];

    /// Stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Register => "register",
            Stage::Seat => "seat",
            Stage::ExamDay => "examDay",
            Stage::SecondStage => "secondStage",
            Stage::Choice => "choice",
            Stage::Placement => "placement",
            Stage::Enrolment => "enrolment",
            Stage::Appeal => "appeal",
        }
    }

    /// The stage of a stable word.
    pub fn of(word: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// Whether a service of the portal uses it. The other stages exist only here until there is such a service.
    pub const fn is_served(self) -> bool {
        matches!(self, Stage::Register)
    }

    /// The name people read.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Stage::Register => ["qeydiyyat", "registration", "регистрация"],
            Stage::Seat => ["imtahan yeri", "seat in the exam", "место на экзамене"],
            Stage::ExamDay => ["imtahan günü", "day of the exam", "день экзамена"],
            Stage::SecondStage => {
                ["ikinci mərhələyə buraxılış", "admission to the second stage", "допуск ко второму этапу"]
            }
            Stage::Choice => ["ixtisaslaşma seçimi", "choice of specializations", "выбор специализаций"],
            Stage::Placement => ["yerləşdirmə", "placement", "распределение"],
            Stage::Enrolment => ["təhsil müəssisəsində qeydiyyat", "enrolment", "зачисление"],
            Stage::Appeal => ["apellyasiya", "appeal", "апелляция"],
        })
    }
}

/// A set of stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stages(u8);

impl Stages {
    /// No stage.
    pub const NONE: Stages = Stages(0);

    /// The set of these stages.
    pub const fn of(stages: &[Stage]) -> Stages {
        let (mut bits, mut place) = (0, 0);
        while place < stages.len() {
            bits |= 1 << stages[place] as u8;
            place += 1;
        }
        Stages(bits)
    }
    /// Whether the set contains a stage.
    pub const fn has(self, stage: Stage) -> bool {
        self.0 & (1 << stage as u8) != 0
    }
}

/// Whom a clause binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The applicant.
    Applicant,
    /// The examination centre.
    Centre,
    /// The institution.
    Institution,
    /// The document reception commission.
    Commission,
    /// The appeals commission.
    AppealsCommission,
    /// The state.
    State,
}

impl Bound {
    /// The name people read.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Bound::Applicant => ["bakalavr", "applicant", "бакалавр"],
            Bound::Centre => ["Mərkəz", "the Centre", "Центр"],
            Bound::Institution => ["təhsil müəssisəsi", "institution", "учебное заведение"],
            Bound::Commission => ["Sənəd Qəbulu Komissiyası", "document commission", "комиссия по приёму документов"],
            Bound::AppealsCommission => ["Apellyasiya Komissiyası", "appeals commission", "апелляционная комиссия"],
            Bound::State => ["dövlət", "the state", "государство"],
        })
    }
}

/// A part of the exam that a clause requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Component {
    /// A second stage, the specialty exam.
    SecondStage,
}

impl Component {
    /// Whether a model has it.
    pub const fn is_in(self, model: ExamModel) -> bool {
        match self {
            Component::SecondStage => matches!(model, ExamModel::TwoStage),
        }
    }

    /// Why a clause does not apply in a model without it.
    pub const fn absent(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Component::SecondStage => [
                "Bu imtahan modelində tətbiq olunmur: ikinci mərhələ yoxdur.",
                "Not applicable in this exam model: there is no second stage.",
                "Не применяется в этой модели экзамена: второго этапа нет.",
            ],
        })
    }
}

/// How the software supports people in their decision, in az, en, ru.
#[derive(Clone, Copy)]
pub enum Help {
    /// It does so.
    Done([&'static str; 3]),
    /// Planned: described here only, no service of the portal does it yet.
    Foreseen([&'static str; 3]),
}

/// How a clause is decided.
#[derive(Clone, Copy)]
pub enum Check {
    /// The software decides.
    Software(fn(&View<'_>) -> Finding),
    /// The software decides what it can and leaves the rest to people, with this support.
    Shared(fn(&View<'_>) -> Finding, Help),
    /// People decide, with this support.
    LeftToPeople(Help),
}

/// One clause of the act.
#[derive(Clone, Copy)]
pub struct Row {
    /// The clause as printed.
    pub clause: Clause,
    /// Its text, in az, en, ru; for a clause of the act the printed text.
    pub says: [&'static str; 3],
    /// Whom it binds.
    pub bound: &'static [Bound],
    /// The facts it uses. A test changes every kind of fact and compares.
    pub facts: FactSet,
    /// Stages at which it is asked for the person.
    pub of_person: Stages,
    /// Stages at which it is asked for each wish.
    pub of_wish: Stages,
    /// The component that the exam model must have.
    pub component: Option<Component>,
    /// One example of each reason it can give.
    pub outcomes: &'static [Reason],
    /// How it is decided.
    pub check: Check,
    /// Name of the test that proves it.
    pub proof: &'static str,
}

impl Row {
    /// Its text in one language.
    pub const fn text(&self, lang: Lang) -> &'static str {
        lang.pick(self.says)
    }

    /// How the software supports people in their decision.
    pub const fn help(&self, lang: Lang) -> Option<&'static str> {
        match self.check {
            Check::Software(_) => None,
            Check::Shared(_, Help::Done(help) | Help::Foreseen(help))
            | Check::LeftToPeople(Help::Done(help) | Help::Foreseen(help)) => Some(lang.pick(help)),
        }
    }

    /// Whether the support is only planned.
    pub const fn help_is_foreseen(&self) -> bool {
        matches!(self.check, Check::Shared(_, Help::Foreseen(_)) | Check::LeftToPeople(Help::Foreseen(_)))
    }

    /// Why it does not apply in an exam model, if it does not.
    pub const fn not_applicable(&self, model: ExamModel, lang: Lang) -> Option<&'static str> {
        match self.component {
            Some(component) if !component.is_in(model) => Some(component.absent(lang)),
            _ => None,
        }
    }

    /// What it finds.
    pub fn finding(&self, view: &View<'_>) -> Finding {
        if self.component.is_some_and(|component| !component.is_in(view.campaign.model)) {
            return Finding::NotConcerned;
        }
        match self.check {
            Check::Software(check) | Check::Shared(check, _) => check(view),
            Check::LeftToPeople(_) => Finding::LeftToPeople,
        }
    }
}

/// The input of a check.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// When it is asked.
    pub stage: Stage,
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The person.
    pub case: &'a Dossier,
    /// The wish; `None` = the clause is asked for the person.
    pub wish: Option<&'a Wish>,
    /// The attempt of this academic year used in the competition. It is computed once, because many clauses use it.
    attempt: Result<Option<&'a Attempt>, Need>,
    /// The comparison of the person with the last one placed in the row of the wish.
    against_last: Option<(Ordering, Option<Criterion>)>,
}

impl<'a> View<'a> {
    /// The input for the person at a stage.
    pub fn new(stage: Stage, campaign: &'a Campaign, case: &'a Dossier) -> View<'a> {
        let of_this_year = |attempt: &&Attempt| attempt.year == campaign.year;
        let results = case.results.or_need(Need::Results);
        let attempt = results
            .map(|results| results.and_then(Results::competing).map(|(_, attempt)| attempt).filter(of_this_year));
        View { stage, campaign, case, wish: None, attempt, against_last: None }
    }

    /// The same input for a wish.
    #[must_use]
    pub fn of(mut self, wish: &'a Wish) -> View<'a> {
        self.wish = Some(wish);
        self.against_last = match &wish.standing {
            // Before the placement nobody is placed.
            Told::Known(Standing { own, last: Some(last), .. }) if self.stage == Stage::Placement => {
                Some(compare(own, last))
            }
            _ => None,
        };
        self
    }

    /// The exam language of the person: from the result, or from the application if there is no result yet.
    fn language(&self) -> Result<Option<ExamLanguage>, Need> {
        let answered = self.case.answers.foreign_language;
        match self.attempt {
            Ok(Some(attempt)) => Ok(Some(attempt.language)),
            Ok(None) => Ok(answered),
            Err(need) => answered.map(Some).ok_or(need),
        }
    }

    /// Whether the row's institution has its own procedure instead of stage two (3.5).
    fn own_procedure(&self, wish: &Wish) -> Result<bool, Need> {
        if wish.ranking == Ranking::Own {
            return Ok(true);
        }
        Ok(wish.institution.or_need(Need::Institution)?.is_some_and(|institution| institution.own_stage2))
    }

    /// Whether the person competes with exam results, and not by article 26.5 (1.5).
    fn competes(&self) -> bool {
        self.case.basis == Basis::Competition
    }
}

/// The Rules of admission to master's study, Cabinet of Ministers, decision 40 of 8 February 2017.
pub static QAYDALAR_2017: RuleSet = QAYDALAR_2017_PARTS;

const QAYDALAR_2017_PARTS: RuleSet = RuleSet {
    id: Edition::Second.id(),
    act: [
        "Magistraturalara qəbul Qaydaları (Nazirlər Kabinetinin 8 fevral 2017-ci il tarixli 40 nömrəli qərarı)",
        "Rules of admission to master’s study (Cabinet of Ministers, decision 40 of 8 February 2017)",
        "Правила приёма в магистратуры (решение Кабинета Министров № 40 от 8 февраля 2017 года)",
    ],
    from: (2017, 2, 8),
    to: None,
    chapters: &[
        chapter1::ROWS,
        chapter2::ROWS,
        chapter3::ROWS,
        chapter4::ROWS,
        chapter5::ROWS,
        chapter6::ROWS,
        conditions::ROWS,
    ],
};

/// The first edition. It was used only for registration, and old decisions are judged again by it; the texts of its
/// clauses are the same.
static QAYDALAR_2017_1: RuleSet = RuleSet { id: Edition::First.id(), ..QAYDALAR_2017_PARTS };

/// Every rule set that this program can judge by.
pub static RULE_SETS: &[&RuleSet] = &[&QAYDALAR_2017, &QAYDALAR_2017_1];

/// The rule set of a stored name.
pub fn rule_set(id: &str) -> Option<&'static RuleSet> {
    RULE_SETS.iter().copied().find(|set| set.id == id)
}
