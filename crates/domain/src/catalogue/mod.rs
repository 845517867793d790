//! The catalogue of specializations: one row for each code, section and funding (Rules 1.3, 5.2), and the checks of
//! imported rows. A row whose clauses leave no exam language is contradictory and is always refused.

mod code;
mod file;
mod group;

pub use code::Code;
pub use file::{RowError, agree};
pub use group::{Group, GroupSet};

use serde::{Deserialize, Serialize};

use crate::exam::{Section, SpecializationLanguage};
use crate::facts::Funding;
use crate::rules::foreign_language::{SpecializationClass, TeachingLanguage};

/// Columns of `catalogue.csv`, in this order.
pub const COLUMNS: [&str; 14] = [
    "code",
    "specialty",
    "title_az",
    "title_en",
    "title_ru",
    "teaching_language",
    "class",
    "specialization_language",
    "group",
    "institution",
    "funding",
    "section",
    "capacity",
    "ranking",
];

/// What clauses 3.2.4–3.2.6 distinguish, as the column `class` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// Nothing special.
    General,
    /// Philology: Azerbaijani language, Azerbaijani literature.
    AzerbaijaniPhilology,
    /// History.
    History,
    /// Foreign language and literature, teaching of a foreign language, translation.
    ForeignLanguage,
    /// Studies of America, of the USA and Canada, of Great Britain.
    EnglishSpeakingCountries,
    /// Studies of Germany.
    Germany,
    /// Studies of France.
    France,
}

impl Class {
    /// All classes, in the order of the decision table.
    pub const ALL: [Class; 7] = [
        Class::General,
        Class::AzerbaijaniPhilology,
        Class::History,
        Class::ForeignLanguage,
        Class::EnglishSpeakingCountries,
        Class::Germany,
        Class::France,
    ];

    /// The word used in the file and in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Class::General => "GENERAL",
            Class::AzerbaijaniPhilology => "PHIL_AZ",
            Class::History => "HISTORY",
            Class::ForeignLanguage => "FOREIGN_LANG",
            Class::EnglishSpeakingCountries => "REGION_US_UK",
            Class::Germany => "COUNTRY_DE",
            Class::France => "COUNTRY_FR",
        }
    }
}

/// Whose competition a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SeatSection {
    /// Azerbaijani section.
    Az,
    /// Russian section.
    Ru,
    /// Both sections compete together.
    Joint,
}

impl SeatSection {
    /// All.
    pub const ALL: [SeatSection; 3] = [SeatSection::Az, SeatSection::Ru, SeatSection::Joint];

    /// The word used in the file and in the database.
    pub const fn word(self) -> &'static str {
        match self {
            SeatSection::Az => "AZ",
            SeatSection::Ru => "RU",
            SeatSection::Joint => "JOINT",
        }
    }
    /// Whether persons of a section compete for it.
    pub const fn takes(self, section: Section) -> bool {
        matches!(
            (self, section),
            (SeatSection::Joint, _) | (SeatSection::Az, Section::Az) | (SeatSection::Ru, Section::Ru)
        )
    }
}

/// What persons are ranked by in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Ranking {
    /// The total of the exam (Rules 5.1).
    Total,
    /// The institution's own procedure (Rules 3.5).
    Own,
}

impl Ranking {
    /// Both.
    pub const ALL: [Ranking; 2] = [Ranking::Total, Ranking::Own];

    /// The word used in the file and in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Ranking::Total => "TOTAL",
            Ranking::Own => "OWN",
        }
    }
}

/// What opens and closes a row of the catalogue to a person who registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Conditions {
    /// Language of teaching.
    pub teaching_language: TeachingLanguage,
    /// Class.
    pub class: Class,
    /// The language specialised in; `none` outside [`Class::ForeignLanguage`].
    pub specialization_language: SpecializationLanguage,
    /// Whose competition.
    pub section: SeatSection,
    /// Who pays.
    pub funding: Funding,
}

impl Conditions {
    /// The class in the form used by clauses 3.2.4–3.2.6.
    pub const fn specialization_class(&self) -> SpecializationClass {
        match self.class {
            Class::General => SpecializationClass::General,
            Class::AzerbaijaniPhilology => SpecializationClass::AzerbaijaniPhilology,
            Class::History => SpecializationClass::History,
            Class::ForeignLanguage => SpecializationClass::ForeignLanguage(self.specialization_language),
            Class::EnglishSpeakingCountries => SpecializationClass::EnglishSpeakingCountries,
            Class::Germany => SpecializationClass::Germany,
            Class::France => SpecializationClass::France,
        }
    }
}

/// One row of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specialization {
    /// Code of the specialization, as people will enter it when they choose.
    pub code: String,
    /// Code of its specialty, `060203`.
    pub specialty: String,
    /// Title in az, en, ru.
    pub title: [String; 3],
    /// What opens and closes it.
    pub conditions: Conditions,
    /// Group of specialties: the word of a [`Group`].
    pub group: String,
    /// The institution's code in the reference list.
    pub institution: String,
    /// Seats.
    pub capacity: u32,
    /// What persons are ranked by.
    pub ranking: Ranking,
}
