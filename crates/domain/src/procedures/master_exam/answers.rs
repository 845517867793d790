//! Answers of a person in the three sections, as typed: every field optional, nothing parsed.

use serde::{Deserialize, Serialize};
#[cfg(feature = "server")]
use validator::Validate as _;

use super::manual::ManualDegree;
pub use crate::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};

/// Section "Şəxsi məlumatlar": names before a change, MAG-6. Everything else is shown from the register.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PersonalAnswers {
    /// Whether surname, name or patronymic changed after admission to bachelor level.
    pub names_changed: Option<bool>,
    /// Surname before the change.
    #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
    pub previous_surname: Option<String>,
    /// Given name before the change.
    #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
    pub previous_name: Option<String>,
    /// Patronymic before the change, without oğlu/qızı.
    #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
    pub previous_patronymic: Option<String>,
}

/// Section "Ali təhsil": the picked degree and the answer on earlier master's studies, MAG-7 to MAG-11.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct EducationAnswers {
    /// The register's id of the picked degree (`Degree::id`), or `manual` for the one typed by hand.
    #[cfg_attr(feature = "server", schema(max_length = 64), validate(length(max = 64)))]
    pub degree_id: Option<String>,
    /// Scale of the cumulative average typed by the person where the register has none: 4, 5 or 100.
    #[cfg_attr(feature = "server", schema(minimum = 0, maximum = 100), validate(range(min = 0, max = 100)))]
    pub average_scale: Option<i32>,
    /// Cumulative average (ÜOMG) typed by the person where the register has none, `91,4`. May stay empty.
    #[cfg_attr(feature = "server", schema(max_length = 40), validate(length(max = 40)))]
    pub average: Option<String>,
    /// Earlier master's studies.
    pub prior_master: Option<PriorMaster>,
    /// Institution of the earlier master's, where there was one.
    #[cfg_attr(feature = "server", schema(max_length = 400), validate(length(max = 400)))]
    pub prior_master_institution: Option<String>,
    /// Year the earlier master's ended or will end.
    pub prior_master_year: Option<i32>,
    /// Studies typed by hand, MAG-8; read only where `degreeId` says `manual`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(nested))]
    pub manual: Option<ManualDegree>,
}

/// Section "İmtahan", MAG-13.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ExamAnswers {
    /// Section.
    pub section: Option<Section>,
    /// Foreign language.
    pub foreign_language: Option<ExamLanguage>,
    /// Specialization language; `none` where no language specialty is wanted.
    pub specialization_language: Option<SpecializationLanguage>,
}

/// The whole draft of a master's exam application.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct MasterExamDraft {
    /// Section "Şəxsi məlumatlar".
    pub personal: PersonalAnswers,
    /// Section "Ali təhsil".
    pub education: EducationAnswers,
    /// Section "İmtahan".
    pub exam: ExamAnswers,
}

/// One step's answers as transmitted: `{"step": "masterExam.exam", "answers": {…}}`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(tag = "step", content = "answers", deny_unknown_fields)]
#[allow(clippy::large_enum_variant, reason = "one per request; a box would have to be unpacked in every form")]
pub enum MasterExamPatch {
    /// Section "Şəxsi məlumatlar".
    #[serde(rename = "masterExam.personal")]
    Personal(PersonalAnswers),
    /// Section "Ali təhsil".
    #[serde(rename = "masterExam.education")]
    Education(EducationAnswers),
    /// Section "İmtahan".
    #[serde(rename = "masterExam.exam")]
    Exam(ExamAnswers),
}

// `validator` derives nothing for an enum.
#[cfg(feature = "server")]
impl validator::Validate for MasterExamPatch {
    fn validate(&self) -> Result<(), validator::ValidationErrors> {
        let answers = match self {
            MasterExamPatch::Personal(answers) => answers.validate(),
            MasterExamPatch::Education(answers) => answers.validate(),
            MasterExamPatch::Exam(answers) => answers.validate(),
        };
        validator::ValidationErrors::merge(Ok(()), "answers", answers)
    }
}
