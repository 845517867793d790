//! Data about a case from outside the draft: registers, campaign, wallet, account.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Micros;
use crate::language::Lang;
use crate::money::Qepik;
use crate::rules::edition::Edition;
pub use crate::study::Study;

/// Where a fact came from, as shown to the person (`Mənbə: TMMS`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// Population register.
    PopulationRegister,
    /// Migration register.
    MigrationRegister,
    /// Student–graduate register.
    Tmms,
    /// Agency that recognises foreign degrees.
    Tkta,
    /// Typed by the person and not verified yet.
    Manual,
}

impl Source {
    /// The name shown after "Mənbə:" ("Source:").
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Source::PopulationRegister => ["Əhali reyestri", "Population register", "Реестр населения"],
            Source::MigrationRegister => ["Miqrasiya reyestri", "Migration register", "Миграционный реестр"],
            Source::Tmms => ["TMMS", "TMMS", "TMMS"],
            Source::Tkta => ["TKTA", "TKTA", "TKTA"],
            Source::Manual => ["Özünüz daxil etmisiniz", "Entered by you", "Введено вами"],
        })
    }
}

/// A register's answer. It is not a bare `Option`, because "no such record" and "no answer" are different.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fact<T> {
    /// The register answered.
    Known {
        /// The answer.
        value: T,
        /// Which register.
        source: Source,
        /// When it was queried.
        at: Micros,
    },
    /// The register answered that it has no record.
    NotFound,
    /// The register did not answer.
    Unavailable,
    /// Not queried yet.
    NotAsked,
}

/// No answer from a register: it did not respond, or was not queried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silent;

impl<T> Fact<T> {
    /// The value, if the register answered with a record.
    pub fn known(&self) -> Option<&T> {
        match self {
            Fact::Known { value, .. } => Some(value),
            _ => None,
        }
    }
    /// The value of a register that answered; `None` if it answered that there is no record; [`Silent`] if there was no
    /// answer.
    pub fn answered(&self) -> Result<Option<&T>, Silent> {
        match self {
            Fact::Known { value, .. } => Ok(Some(value)),
            Fact::NotFound => Ok(None),
            Fact::Unavailable | Fact::NotAsked => Err(Silent),
        }
    }
}

/// Citizenship as the rules distinguish it (Rules 2.1, 2.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Citizenship {
    /// Citizen of Azerbaijan.
    Azerbaijan,
    /// Foreign citizen.
    Foreign,
    /// Stateless person.
    Stateless,
    /// Refugee, member of a refugee's family or other person under protection.
    Protected,
}

impl Citizenship {
    /// What stands after "Citizenship:".
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Citizenship::Azerbaijan => ["Azərbaycan Respublikası", "Azerbaijan", "Азербайджан"],
            Citizenship::Foreign => ["Xarici ölkə", "Another country", "Другая страна"],
            Citizenship::Stateless => ["Vətəndaşlığı yoxdur", "Stateless", "Без гражданства"],
            Citizenship::Protected => [
                "Qaçqın, qaçqının ailə üzvü və ya himayə altında olan şəxs",
                "Refugee, member of a refugee’s family or person under protection",
                "Беженец, член семьи беженца или лицо под защитой",
            ],
        })
    }
}

/// The person as recorded in the population or migration register.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonFacts {
    /// Surname.
    pub surname: String,
    /// Given name.
    pub name: String,
    /// Father's name without oğlu/qızı; empty if unknown.
    pub patronymic: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Citizenship.
    pub citizenship: Citizenship,
    /// Identity document, series and number.
    pub document: String,
    /// Registered place of residence.
    pub registered_place: String,
    /// Actual place of residence; decides the exam city (Rules 3.6).
    pub actual_place: String,
}

impl std::fmt::Debug for PersonFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonFacts(…)")
    }
}

/// Level of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// Sub-bachelor: not higher education in the sense of Rules 1.2.
    SubBachelor,
    /// Bachelor.
    Bachelor,
    /// Base medical education.
    BaseMedical,
    /// Master.
    Master,
}

impl Level {
    /// The name people read.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Level::SubBachelor => ["Subbakalavr", "Sub-bachelor", "Суббакалавр"],
            Level::Bachelor => ["Bakalavr", "Bachelor", "Бакалавр"],
            Level::BaseMedical => {
                ["Əsas (baza ali) tibb təhsili", "Base medical education", "Базовое высшее медицинское образование"]
            }
            Level::Master => ["Magistr", "Master", "Магистр"],
        })
    }
}

/// How a degree was or is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Funding {
    /// State order.
    State,
    /// Fee-paying.
    Paid,
}

impl Funding {
    /// The name people read.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Funding::State => ["Dövlət sifarişi əsasında", "State-funded", "За счёт государства"],
            Funding::Paid => ["Ödənişli əsaslarla", "Fee-paying", "На платной основе"],
        })
    }
}

/// State of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum StudyStatus {
    /// Finished.
    Finished,
    /// A current student; [`Degree::finish_year`] is the expected year.
    Studying,
    /// On academic leave: still a student (Rules 1.6).
    OnLeave,
    /// Left without a degree.
    Left,
}

impl StudyStatus {
    /// The name people read.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            StudyStatus::Finished => ["Bitirib", "Finished", "Окончено"],
            StudyStatus::Studying => ["Təhsil alır", "Studying", "Обучается"],
            StudyStatus::OnLeave => ["Akademik məzuniyyətdədir", "On academic leave", "В академическом отпуске"],
            StudyStatus::Left => ["Təhsili dayandırılıb", "Left without a degree", "Обучение прекращено"],
        })
    }
}

/// One study of one person, as TMMS or TKTA has it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Degree {
    /// The register's own id of the record; opaque.
    pub id: String,
    /// Which register.
    pub source: Source,
    /// Level.
    pub level: Level,
    /// State.
    pub status: StudyStatus,
    /// Funding; unknown for some foreign studies.
    pub funding: Option<Funding>,
    /// Code of the institution at the examination centre, where known (`11703`).
    pub institution_code: Option<String>,
    /// Name of the institution.
    pub institution: String,
    /// Whether the institution is located in Azerbaijan (Rules 2.1).
    pub in_azerbaijan: bool,
    /// Whether recognition and equivalence of a foreign degree are confirmed; `None` where the question does not arise (Rules 2.1.3).
    pub recognised: Option<bool>,
    /// Year of admission.
    pub admission_year: Option<i32>,
    /// Work number of that admission.
    pub admission_work_number: Option<String>,
    /// Year of graduation, expected for present students.
    pub finish_year: Option<i32>,
    /// Full specialty code, `050632`.
    pub specialty_code: String,
    /// Name of the specialty.
    pub specialty: String,
    /// Language the specialty teaches, where it is a language specialty.
    pub specialization_language: Option<String>,
    /// Series and number of the diploma.
    pub diploma: Option<String>,
    /// Cumulative average (ÜOMG) as printed, `91,4`; empty = not in the register.
    pub average: Option<String>,
    /// Scale of the average: 4, 5 or 100.
    pub average_scale: Option<u8>,
    /// Surname the record bears, where the register tells it; another one than today's needs the previous name (MAG-6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_surname: Option<String>,
}

impl Degree {
    /// The id of a degree typed by hand (MAG-8); no record of a register has it.
    pub const MANUAL: &'static str = "manual";

    /// Whether it is higher education in the sense of Rules 1.2. Sub-bachelor is not; basic medical education is.
    pub fn is_higher(&self) -> bool {
        self.study().is_higher()
    }

    /// Whether it has ended, or will end by the summer of the admission. `None` if the register gives no year.
    pub fn is_ended_by(&self, year: i32) -> Option<bool> {
        self.study().is_ended_by(year)
    }

    /// The data used by the rules, without names and document numbers.
    pub fn study(&self) -> Study {
        Study {
            level: self.level,
            status: self.status,
            funding: self.funding,
            in_azerbaijan: self.in_azerbaijan,
            recognised: self.recognised,
            finish_year: self.finish_year,
            specialty: crate::catalogue::Code::of(&self.specialty_code),
            state_years: None,
        }
    }

    /// The specialty code in the displayed form: `050632` without its leading zero, `HS190100` unchanged.
    pub fn shown_specialty_code(&self) -> &str {
        self.specialty_code.strip_prefix('0').unwrap_or(&self.specialty_code)
    }
}

impl std::fmt::Debug for Degree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Degree({:?}, {:?}, …)", self.level, self.status)
    }
}

/// The table that decides who may confirm their own application (Rules 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConfirmationPolicy {
    /// The Rules as printed: citizen **and** institution in Azerbaijan.
    #[default]
    Rules2017,
    /// As practised in 2025.
    Practice2025,
    /// As practised in 2026.
    Practice2026,
}

/// Exam model of a campaign: the components of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExamModel {
    /// The Rules as printed: two stages.
    #[default]
    TwoStage,
    /// One exam of 100 points.
    SingleStage,
    /// One exam of 100 points with an essay.
    SingleStageEssay,
}

/// The data of a campaign that the rules need. Numbers that change each year are data with their source, not constants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CampaignFacts {
    /// First year of the academic year of the admission: 2026 for 2026/2027.
    pub academic_year: i32,
    /// Attempt, 1 or 2; 0 if the campaign has none.
    pub attempt: u8,
    /// First instant of the window.
    pub opens: Micros,
    /// First instant after the window (exclusive).
    pub closes: Micros,
    /// Fee of one confirmation.
    pub fee: Qepik,
    /// Exam model.
    pub exam_model: ExamModel,
    /// Who confirms themselves.
    pub confirmation: ConfirmationPolicy,
    /// Whether Russian is refused as the foreign language of the Russian section (a policy of the campaign, not a
    /// clause).
    pub refuse_russian_in_russian_section: bool,
    /// First instant at which the commission no longer accepts documents (exclusive); absent = the end of the window.
    #[serde(default)]
    pub commission_closes: Option<Micros>,
    /// Edition of the rules used for the judgement. A stored decision contains its name separately, so it is not
    /// serialized here.
    #[serde(skip)]
    pub edition: Edition,
}

impl CampaignFacts {
    /// Whether an instant is in the half-open window.
    pub fn is_open_at(&self, now: Micros) -> bool {
        self.opens <= now && now < self.closes
    }

    /// First instant at which the commission no longer accepts documents.
    pub fn desk_closes(&self) -> Micros {
        self.commission_closes.unwrap_or(self.closes)
    }

    /// Whether the commission accepts documents at an instant.
    pub fn is_desk_open_at(&self, now: Micros) -> bool {
        self.opens <= now && now < self.desk_closes()
    }
}

/// All data that a judgement may use besides the draft. The server fills it inside the transaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FactBook {
    /// The campaign.
    pub campaign: CampaignFacts,
    /// The person.
    pub person: Fact<PersonFacts>,
    /// Degrees and current studies from TMMS and TKTA together.
    pub education: Fact<Vec<Degree>>,
    /// Money in the wallet.
    pub balance: Qepik,
    /// Money owed after a reversed top-up.
    pub receivable: Qepik,
    /// Whether the account is verified (one with hand-typed data waits for an officer).
    pub account_verified: bool,
}
