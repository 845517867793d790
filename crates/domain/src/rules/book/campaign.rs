//! Data set by a campaign: exam model, policies, yearly numbers with their source, windows.

use serde::{Deserialize, Serialize};

use super::score::Points;
use crate::calendar::{Micros, baku_date, from_baku};
use crate::catalogue::{Code, Group};
use crate::facts::{CampaignFacts, ConfirmationPolicy, ExamModel, Funding};
use crate::money::Qepik;

/// Policies for cases where the act does not say what applies, or practice differs from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Policies {
    /// Who confirms their own application (2.1).
    pub confirmation: ConfirmationPolicy,
    /// Russian is not accepted as a foreign language in the Russian section.
    pub refuse_russian_in_russian_section: bool,
    /// Language specialties can be chosen only in the language declared at registration (MAG-13).
    pub strict_specialization_language: bool,
    /// For fee-paying seats only the total has a minimum, not each subject (practice of 2020).
    pub paid_waives_subject_minima: bool,
    /// Annulment in one attempt excludes the person from the other attempt of the year (6.5).
    pub annulment_bars_year: bool,
    /// The essay is part of the foreign language score (4.3, since 2024).
    pub language_score_with_essay: bool,
}

impl Default for Policies {
    /// The Rules as printed.
    fn default() -> Self {
        Policies {
            confirmation: ConfirmationPolicy::Rules2017,
            refuse_russian_in_russian_section: true,
            strict_specialization_language: true,
            paid_waives_subject_minima: false,
            annulment_bars_year: true,
            language_score_with_essay: true,
        }
    }
}

impl Policies {
    /// As practised in 2026.
    pub fn practice_2026() -> Policies {
        Policies { confirmation: ConfirmationPolicy::Practice2026, ..Policies::default() }
    }
}

/// A number for each kind of seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByFunding {
    /// State-order seats.
    pub state: Points,
    /// Fee-paying seats.
    pub paid: Points,
}

impl ByFunding {
    /// The number for one kind of seat.
    pub const fn of(self, funding: Funding) -> Points {
        match funding {
            Funding::State => self.state,
            Funding::Paid => self.paid,
        }
    }
}

/// Competition conditions of one group of specialties (3.3, 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupConditions {
    /// Least points in logic.
    pub logic: Points,
    /// Least points in informatics.
    pub informatics: Points,
    /// Minimum points in the foreign language.
    pub foreign: Points,
    /// Minimum total of the three subjects; of the whole exam if the model has one stage.
    pub stage1: Points,
    /// Minimum points in the specialty exam; absent if the model has none.
    pub stage2: Option<ByFunding>,
    /// Minimum total of both stages; absent if the model has one stage.
    pub total: Option<ByFunding>,
}

/// Numbers that change each year. They are data, not constants; `None` = not announced yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Numbers {
    /// Conditions by group, in the order of [`Group::ALL`].
    pub groups: [Option<GroupConditions>; 10],
    /// Minimum points in English (German) for rows taught in it (4.3).
    pub language: Option<ByFunding>,
    /// Maximum number of codes in a choice form (4.2).
    pub most_choices: u8,
    /// For how many days a submission returned for correction stays valid (6.1).
    pub correction_days: u8,
}

impl Default for Numbers {
    fn default() -> Self {
        Numbers { groups: [None; 10], language: None, most_choices: 20, correction_days: 3 }
    }
}

impl Numbers {
    /// The conditions of a group, if they are announced.
    pub fn group(&self, group: Group) -> Option<&GroupConditions> {
        self.groups.get(group as usize).and_then(Option::as_ref)
    }
}

/// A half-open window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First instant.
    pub opens: Micros,
    /// First instant after it.
    pub closes: Micros,
}

/// Windows of a campaign; `None` = not announced yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Calendar {
    /// Choice of specializations (4.1).
    pub choice: Option<Window>,
    /// Choice of vacant seats (5.5).
    pub vacant_choice: Option<Window>,
    /// Enrolment (6.1); see [`ten_days`].
    pub enrolment: Option<Window>,
    /// Appeals (6.2).
    pub appeals: Option<Window>,
}

/// The window of clause 6.1: ten calendar days after the day of the announcement, until the end of the tenth day.
pub fn ten_days(announced: Micros) -> Window {
    let day = baku_date(announced).checked_add_days(chrono::Days::new(11));
    let closes = day.and_then(|day| from_baku(day, 0, 0)).unwrap_or(announced.plus_seconds(10 * 86_400));
    Window { opens: announced, closes }
}

/// Which specialties of master's level correspond to a completed one (4.2). `None` in a [`Campaign`] = not imported
/// yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Matching {
    /// (completed, wanted), ascending.
    pairs: Vec<(Code, Code)>,
    /// Specialties open to every completed specialty, with the required points; ascending by code.
    open: Vec<(Code, Points)>,
}

impl Matching {
    /// A table from rows in any order.
    pub fn new(mut pairs: Vec<(Code, Code)>, mut open: Vec<(Code, Points)>) -> Matching {
        pairs.sort_unstable();
        pairs.dedup();
        open.sort_unstable();
        open.dedup_by_key(|(code, _)| *code);
        Matching { pairs, open }
    }
    /// Whether one specialty corresponds to another.
    pub fn pairs(&self, completed: Code, wanted: Code) -> bool {
        self.pairs.binary_search(&(completed, wanted)).is_ok()
    }
    /// The points from which a specialty is open to everybody (journalism, MBA), if it is one of these.
    pub fn open_from(&self, wanted: Code) -> Option<Points> {
        let found = self.open.binary_search_by_key(&wanted, |(code, _)| *code).ok()?;
        self.open.get(found).map(|(_, points)| *points)
    }
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.pairs.len() + self.open.len()
    }
    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The data of a campaign used by the act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Campaign {
    /// First year of the academic year.
    pub year: i32,
    /// Attempt, 1 or 2; 0 if there is none.
    pub attempt: u8,
    /// Exam model.
    pub model: ExamModel,
    /// Fee of one confirmation.
    pub fee: Qepik,
    /// Switches.
    pub policies: Policies,
    /// Yearly numbers.
    pub numbers: Numbers,
    /// Correspondence of specialties.
    pub matching: Option<Matching>,
    /// Windows.
    pub calendar: Calendar,
}

impl Campaign {
    /// A campaign as known at registration, without announcements about later stages.
    pub fn registering(facts: &CampaignFacts) -> Campaign {
        Campaign {
            year: facts.academic_year,
            attempt: facts.attempt,
            model: facts.exam_model,
            fee: facts.fee,
            policies: Policies {
                confirmation: facts.confirmation,
                refuse_russian_in_russian_section: facts.refuse_russian_in_russian_section,
                ..Policies::default()
            },
            numbers: Numbers::default(),
            matching: None,
            calendar: Calendar::default(),
        }
    }
}
