//! A person's assumptions about themselves, converted to facts.

use serde::{Deserialize, Serialize};

use crate::calendar::Micros;
use crate::decision::Clause;
use crate::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use crate::facts::{CampaignFacts, Citizenship, Degree, Fact, FactBook, Level, PersonFacts, Source, StudyStatus};
use crate::money::Qepik;
use crate::rules::reach::Answered;
use crate::rules::{Evidence, choice, policy};

/// When the studies end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Ends {
    /// They are finished.
    Finished,
    /// By the summer admission is for.
    ThisYear,
    /// Later.
    Later,
}

/// Where the degree is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// An institution in Azerbaijan.
    Azerbaijan,
    /// Abroad, recognised in Azerbaijan.
    Recognised,
    /// Abroad, not recognised.
    NotRecognised,
}

/// The degree assumed for the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedDegree {
    /// Level.
    pub level: Level,
    /// When it ends.
    pub ends: Ends,
    /// Where it is from.
    pub place: Place,
    /// Full code of the specialty, if given.
    pub specialty: Option<String>,
}

/// Whether the person is a master's student now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum MasterStudent {
    /// No.
    No,
    /// Yes, in the graduating year.
    Graduating,
    /// Yes, in another year or on leave.
    Studying,
}

/// Everything that can be entered. `None` = not answered; it decides nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Citizenship.
    pub citizenship: Option<Citizenship>,
    /// The degree.
    pub degree: Option<AskedDegree>,
    /// Earlier master's studies.
    pub prior_master: Option<PriorMaster>,
    /// Present master's studies.
    pub master_student: Option<MasterStudent>,
    /// Section of the exam.
    pub section: Option<Section>,
    /// Foreign language of the exam.
    pub foreign_language: Option<ExamLanguage>,
    /// Language of the language specialty wanted.
    pub specialization_language: Option<SpecializationLanguage>,
}

/// Id of the assumed degree, in place of a register's id.
const ASKED: &str = "asked";

impl Question {
    /// The answers in the form used for judging rows of the catalogue.
    pub fn answered(&self) -> Answered {
        Answered {
            section: self.section,
            foreign_language: self.foreign_language,
            specialization_language: self.specialization_language,
            prior_master: self.prior_master,
            paid_seats_only: self.citizenship.is_some_and(choice::paid_seats_only),
            // What excludes a registration is reported for the person, by its clause.
            russian_refused: false,
        }
    }

    /// Whether the clause concerns any entered answer. Otherwise it would judge missing answers.
    pub(super) fn concerns(&self, clause: Clause) -> bool {
        match clause.0 {
            "1.2" => self.degree.is_some(),
            "1.6" => self.master_student.is_some(),
            // State-funded studies only limit the choice; the clause itself compares with a register that is not
            // queried here.
            "1.4" => false,
            // Who confirms is shown with its reason beside the list of documents.
            "2.1" | "2.1.1" | "2.1.2" | "2.2" => false,
            "2.1.3" => self.degree.as_ref().is_some_and(|degree| degree.place != Place::Azerbaijan),
            "3.2.5" => self.specialization_language.is_some() && self.foreign_language.is_some(),
            number => number == policy::NO_RUSSIAN.0,
        }
    }

    /// Passes the assumed facts to the rules.
    pub(super) fn with_evidence<T>(&self, campaign: &CampaignFacts, look: impl FnOnce(&Evidence<'_>) -> T) -> T {
        let facts = FactBook {
            campaign: campaign.clone(),
            person: self.citizenship.map_or(Fact::NotAsked, |citizenship| known(person(citizenship))),
            education: if self.degree.is_none() && self.master_student.is_none() {
                Fact::NotAsked
            } else {
                known(self.degrees(campaign.academic_year))
            },
            // Money is checked only when there is an account.
            balance: campaign.fee,
            receivable: Qepik::ZERO,
            account_verified: true,
        };
        look(&Evidence {
            facts: &facts,
            degree_id: self.degree.is_some().then_some(ASKED),
            manual: None,
            average_typed: false,
            prior_master: self.prior_master,
            section: self.section,
            foreign_language: self.foreign_language,
            specialization_language: self.specialization_language,
        })
    }

    fn degrees(&self, year: i32) -> Vec<Degree> {
        let own = self.degree.as_ref().map(|asked| Degree {
            level: asked.level,
            in_azerbaijan: asked.place == Place::Azerbaijan,
            recognised: match asked.place {
                Place::Azerbaijan => None,
                Place::Recognised => Some(true),
                Place::NotRecognised => Some(false),
            },
            specialty_code: asked.specialty.clone().unwrap_or_default(),
            ..study(ASKED, asked.ends, year)
        });
        let present = match self.master_student {
            Some(MasterStudent::Graduating) => Some(Ends::ThisYear),
            Some(MasterStudent::Studying) => Some(Ends::Later),
            Some(MasterStudent::No) | None => None,
        };
        let present = present.map(|ends| Degree { level: Level::Master, ..study("present", ends, year) });
        own.into_iter().chain(present).collect()
    }
}

fn known<T>(value: T) -> Fact<T> {
    Fact::Known { value, source: Source::Manual, at: Micros(0) }
}

fn person(citizenship: Citizenship) -> PersonFacts {
    PersonFacts {
        surname: String::new(),
        name: String::new(),
        patronymic: String::new(),
        birth_date: chrono::NaiveDate::MIN,
        citizenship,
        document: String::new(),
        registered_place: String::new(),
        actual_place: String::new(),
    }
}

fn study(id: &str, ends: Ends, year: i32) -> Degree {
    let (status, finish_year) = match ends {
        Ends::Finished => (StudyStatus::Finished, None),
        Ends::ThisYear => (StudyStatus::Studying, Some(year)),
        Ends::Later => (StudyStatus::Studying, Some(year + 1)),
    };
    Degree {
        id: id.to_owned(),
        source: Source::Manual,
        level: Level::Bachelor,
        status,
        funding: None,
        institution_code: None,
        institution: String::new(),
        in_azerbaijan: true,
        recognised: None,
        admission_year: None,
        admission_work_number: None,
        finish_year,
        specialty_code: String::new(),
        specialty: String::new(),
        specialization_language: None,
        diploma: None,
        average: None,
        average_scale: None,
        holder_surname: None,
    }
}
