//! Switches: how each external system currently behaves.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// An external system whose behaviour can be switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum System {
    /// Population register.
    Population,
    /// Migration register.
    Migration,
    /// Student–graduate register.
    Tmms,
    /// Recognition of foreign degrees.
    Tkta,
    /// Examination centre.
    ExamCentre,
    /// Social-status register.
    SocialStatus,
    /// SMS provider.
    Sms,
    /// Mail relay.
    Mail,
    /// Payment provider.
    Payment,
}

impl System {
    /// All systems, in the order of the page.
    pub const ALL: [System; 9] = [
        System::Population,
        System::Migration,
        System::Tmms,
        System::Tkta,
        System::ExamCentre,
        System::SocialStatus,
        System::Sms,
        System::Mail,
        System::Payment,
    ];

    /// Name in JSON and forms.
    pub fn key(self) -> &'static str {
        match self {
            System::Population => "population",
            System::Migration => "migration",
            System::Tmms => "tmms",
            System::Tkta => "tkta",
            System::ExamCentre => "examCentre",
            System::SocialStatus => "socialStatus",
            System::Sms => "sms",
            System::Mail => "mail",
            System::Payment => "payment",
        }
    }

    /// Name on the page, Azerbaijani and English.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            System::Population => ("Əhali reyestri (FİN)", "Population register"),
            System::Migration => ("Miqrasiya reyestri", "Migration register"),
            System::Tmms => ("TMMS (tələbə-məzun)", "Student–graduate register"),
            System::Tkta => ("TKTA (xarici diplomlar)", "Foreign degrees"),
            System::ExamCentre => ("İmtahan mərkəzi", "Examination centre"),
            System::SocialStatus => ("Sosial status reyestri", "Social-status register"),
            System::Sms => ("SMS", "SMS provider"),
            System::Mail => ("E-poçt", "Mail relay"),
            System::Payment => ("Ödəniş", "Payment provider"),
        }
    }

    /// Whether its answers are about a person, so that it can answer about a wrong one.
    pub(crate) fn is_register(self) -> bool {
        !matches!(self, System::Sms | System::Mail | System::Payment)
    }
}

/// How a system behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "camelCase")]
pub enum Mode {
    /// As the contract says.
    #[default]
    Normal,
    /// Right answers, late.
    Slow {
        /// How late, milliseconds.
        millis: u64,
    },
    /// Accepts the request and never answers.
    Silent,
    /// Answers with its own error (HTTP 500, SMTP 451).
    Error,
    /// Fails every second time, in the same way as [`Mode::Error`].
    Half,
    /// Sends answers that do not match the contract; HTTP systems send several kinds in turn.
    Nonsense,
    /// Answers about another person; only registers, other systems answer normally.
    WrongPerson,
}

/// The state of all switches.
#[derive(Debug, Default)]
pub(crate) struct Switches(Mutex<BTreeMap<System, Mode>>);

impl Switches {
    pub(crate) fn get(&self, system: System) -> Mode {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&system).copied().unwrap_or_default()
    }

    pub(crate) fn set(&self, system: System, mode: Mode) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(system, mode);
    }

    pub(crate) fn reset(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
