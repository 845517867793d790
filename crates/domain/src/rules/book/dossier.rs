//! The facts about one person that the act uses, at any stage. The values can be copied and do not identify the person.
//!
//! Sources and times of the values are not part of it; a decision record stores them separately, by
//! [`FactKind`](super::kinds::FactKind).

use serde::{Deserialize, Serialize};

use super::conduct::{Acts, Annulment};
use super::score::{Points, Vector};
use crate::calendar::Micros;
use crate::catalogue::{Code, Conditions, Group, GroupSet, Ranking};
use crate::decision::Need;
use crate::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use crate::facts::{Citizenship, Fact, Study};
use crate::money::Qepik;
use crate::rules::general::Picked;
use crate::rules::papers::PaperKind;

/// The answer of a source. "No data" and "no answer" are different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Told<T> {
    /// It answered.
    Known(T),
    /// The source answered that there is no data.
    Nothing,
    /// The source did not answer, or was not queried.
    #[default]
    Silent,
}

impl<T> Told<T> {
    /// The value, if there is one.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Told::Known(value) => Some(value),
            Told::Nothing | Told::Silent => None,
        }
    }
}

impl<T> Told<T> {
    /// The value; `None` if there is none.
    ///
    /// # Errors
    /// The source did not answer; the error is the need.
    pub const fn or_need(&self, need: Need) -> Result<Option<&T>, Need> {
        match self {
            Told::Known(value) => Ok(Some(value)),
            Told::Nothing => Ok(None),
            Told::Silent => Err(need),
        }
    }
}

impl<T: Clone> From<&Fact<T>> for Told<T> {
    fn from(fact: &Fact<T>) -> Told<T> {
        match fact {
            Fact::Known { value, .. } => Told::Known(value.clone()),
            Fact::NotFound => Told::Nothing,
            Fact::Unavailable | Fact::NotAsked => Told::Silent,
        }
    }
}

/// The person's answers at registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Answers {
    /// Earlier master's studies (1.4).
    pub prior_master: Option<PriorMaster>,
    /// Section.
    pub section: Option<Section>,
    /// Foreign language (3.2).
    pub foreign_language: Option<ExamLanguage>,
    /// The language specialty that the person wants to choose later.
    pub specialization_language: Option<SpecializationLanguage>,
    /// Whether exam conditions for health reasons are requested (3.7).
    pub claims_conditions: bool,
}

/// Money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Purse {
    /// In the wallet.
    pub balance: Qepik,
    /// Debt after a reversed top-up.
    pub receivable: Qepik,
}

/// Documents seen by the commission (2.1.1–2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Papers(u8);

impl Papers {
    /// The set of these documents.
    pub fn of(kinds: &[PaperKind]) -> Papers {
        Papers(kinds.iter().fold(0, |bits, kind| bits | 1 << *kind as u8))
    }
    /// Whether one was seen.
    pub const fn has(self, kind: PaperKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

/// A recorded disability (3.7). Group I means a loss of function of 81 to 100 per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disability {
    /// Group, 1 to 3.
    pub group: u8,
    /// Whether it is a disability of sight.
    pub visual: bool,
}

/// One attempt's points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// First year of the academic year for which it counts.
    pub year: i32,
    /// Language of the foreign language part.
    pub language: ExamLanguage,
    /// Logic.
    pub logic: Points,
    /// Informatics.
    pub informatics: Points,
    /// Foreign language.
    pub foreign: Points,
    /// Essay, if the model has one.
    pub essay: Option<Points>,
    /// Specialty exam, if the model has one and it was taken.
    pub specialty: Option<Points>,
}

impl Attempt {
    /// Total of the first stage; of the whole exam if the model has one stage.
    pub fn stage1(&self) -> Points {
        self.logic.plus(self.informatics).plus(self.foreign).plus(self.essay.unwrap_or_default())
    }
    /// Sum of everything (5.1).
    pub fn total(&self) -> Points {
        self.stage1().plus(self.specialty.unwrap_or_default())
    }
}

/// Results of the two attempts of a year, and the one used in the competition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Results {
    /// First and second attempt.
    pub attempts: [Option<Attempt>; 2],
    /// 1 or 2 if the person has picked; otherwise the attempt with the higher total, or the first one if both are
    /// equal.
    pub picked: Option<u8>,
}

impl Results {
    /// The attempt used in the competition, with its number.
    pub fn competing(&self) -> Option<(u8, &Attempt)> {
        match (self.picked, self.attempts.each_ref().map(Option::as_ref)) {
            (Some(2), [_, Some(second)]) => Some((2, second)),
            (Some(1), [Some(first), _]) => Some((1, first)),
            (_, [Some(first), Some(second)]) if second.total() > first.total() => Some((2, second)),
            (_, [Some(first), _]) => Some((1, first)),
            (_, [None, Some(second)]) => Some((2, second)),
            (_, [None, None]) => None,
        }
    }
}

/// Violations recorded in the exam hall and when answer cards were processed (6.4, 6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Conduct {
    /// Acts that were reported and not decided on yet.
    pub reported: Acts,
    /// Acts established by the Centre.
    pub found: Acts,
    /// Annulment, once decided.
    pub annulment: Option<Annulment>,
}

/// The stage of the exam that a sitting belongs to. The exam of a single-stage model counts as the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ExamStage {
    /// Logic, informatics, foreign language.
    First,
    /// Specialty subjects.
    Second,
}

/// One sitting of one person (6.4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sitting {
    /// Which stage.
    pub stage: ExamStage,
    /// The announced start.
    pub starts: Micros,
    /// Ordinary duration.
    pub minutes: u16,
    /// When the hall was left, if it was.
    pub left: Option<Micros>,
}

/// The basis of admission (1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Basis {
    /// Competition on exam results.
    #[default]
    Competition,
    /// Article 26.5 of the Law on Education; entered by an officer with the document.
    Article265 {
        /// Whether a second officer has approved it.
        approved: bool,
    },
}

/// A round of the competition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Round {
    /// The main one.
    #[default]
    Main,
    /// For seats that stayed vacant (5.5).
    Vacant,
}

/// Outcome of the main placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Number of the wish.
    pub wish: u8,
    /// When it was announced.
    pub announced: Micros,
}

/// Enrolment at the institution (6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Enrolment {
    /// When the person first submitted.
    pub submitted: Option<Micros>,
    /// When the institution returned it for correction, until it is submitted again.
    pub returned: Option<Micros>,
}

/// Who brings an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Bearer {
    /// The person, from the account or at the desk.
    Own,
    /// Somebody else.
    Representative,
}

/// An appeal (6.2, 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// When it was filed; `None` = it is about to be filed.
    pub filed: Option<Micros>,
    /// Who brings it.
    pub bearer: Bearer,
    /// Whether an officer has seen the original identity document.
    pub identity_seen: bool,
}

/// Properties and requirements of an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Institution {
    /// Whether it has a licence and takes part (1.1).
    pub takes_part: bool,
    /// Whether it replaces stage two by its own procedure (3.5).
    pub own_stage2: bool,
    /// Whether it holds interviews before the choice (4.4).
    pub interview: bool,
}

/// Outcome of an interview, a talent exam or an institution's own procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// "Məqbul".
    Passed,
    /// "Qeyri-məqbul".
    Failed,
    /// Registered, but not held yet.
    Registered,
}

/// The person's rank in one row after placement (4.6, 5.1–5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// The values by which the person is ranked here.
    pub own: Vector,
    /// The values of the last person placed here, if there is one.
    pub last: Option<Vector>,
    /// Seats.
    pub seats: u32,
    /// Number of placed persons; only clause 5.4 allows more than the seats.
    pub placed: u32,
    /// Number of placed persons equal to the last one in every criterion (5.4); 0 if nobody is placed.
    pub tied: u32,
    /// Whether this person is placed here.
    pub here: bool,
}

/// One wish of a choice form: a row of the catalogue, and the person's data for it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wish {
    /// Number in the form, from 1.
    pub number: u8,
    /// Code of the specialization.
    pub code: Code,
    /// Code of its specialty.
    pub specialty: Code,
    /// Teaching language, class, section, funding.
    pub conditions: Conditions,
    /// Group of specialties.
    pub group: Group,
    /// What it ranks by.
    pub ranking: Ranking,
    /// Whether a talent exam is required (4.5).
    pub talent_needed: bool,
    /// Whether it is journalism (4.5).
    pub journalism: bool,
    /// The institution.
    pub institution: Told<Institution>,
    /// Interview there.
    pub interview: Told<Outcome>,
    /// Talent exam.
    pub talent: Told<Outcome>,
    /// The institution's own procedure.
    pub own_procedure: Told<Outcome>,
    /// Standing after placement.
    pub standing: Told<Standing>,
}

/// All data about one person in one campaign that the act may use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dossier {
    /// The instant of the judgement.
    pub now: Micros,
    /// Citizenship; `Nothing` = the person is in no register.
    pub citizenship: Told<Citizenship>,
    /// All studies on record.
    pub studies: Told<Vec<Study>>,
    /// The studies applied with.
    pub picked: Picked,
    /// Answers at registration.
    pub answers: Answers,
    /// Money.
    pub purse: Purse,
    /// Whether the account is verified.
    pub account_verified: bool,
    /// Documents seen by the commission; `Silent` = none were presented yet.
    pub papers: Told<Papers>,
    /// Disability.
    pub disability: Told<Disability>,
    /// Results.
    pub results: Told<Results>,
    /// Groups of specialties the person can choose from; empty = all.
    pub groups: GroupSet,
    /// Conduct.
    pub conduct: Told<Conduct>,
    /// The sitting looked at.
    pub sitting: Told<Sitting>,
    /// Basis of admission.
    pub basis: Basis,
    /// Round.
    pub round: Round,
    /// Main placement; `Nothing` = not placed.
    pub placement: Told<Placed>,
    /// Enrolment.
    pub enrolment: Told<Enrolment>,
    /// The appeal looked at.
    pub appeal: Option<Appeal>,
    /// Wishes in their order.
    pub wishes: Vec<Wish>,
    /// Whether the form is confirmed.
    pub form_confirmed: bool,
}
