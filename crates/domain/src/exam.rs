//! Types of the exam used by both rules and procedures: sections, languages, earlier master's studies.

use serde::{Deserialize, Serialize};

use crate::language::Lang;

/// A section (bölmə) of the exam, MAG-13.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// Azerbaijani section.
    Az,
    /// Russian section.
    Ru,
}

impl Section {
    /// Both, in the order the form shows them.
    pub const ALL: [Section; 2] = [Section::Az, Section::Ru];

    /// The word as stored and transmitted.
    pub const fn word(self) -> &'static str {
        match self {
            Section::Az => "az",
            Section::Ru => "ru",
        }
    }
    /// The name people read.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Section::Az => ["Azərbaycan bölməsi", "Azerbaijani section", "Азербайджанский сектор"],
            Section::Ru => ["Rus bölməsi", "Russian section", "Русский сектор"],
        })
    }
}

/// A foreign language of the exam, Rules 3.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ExamLanguage {
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Russian.
    Ru,
    /// Arabic.
    Ar,
    /// Persian.
    Fa,
}

impl ExamLanguage {
    /// All six, in the order of clauses 3.2.1 and 3.2.4.
    pub const ALL: [ExamLanguage; 6] =
        [ExamLanguage::En, ExamLanguage::De, ExamLanguage::Fr, ExamLanguage::Ru, ExamLanguage::Ar, ExamLanguage::Fa];

    /// The word as stored and transmitted.
    pub const fn word(self) -> &'static str {
        match self {
            ExamLanguage::En => "en",
            ExamLanguage::De => "de",
            ExamLanguage::Fr => "fr",
            ExamLanguage::Ru => "ru",
            ExamLanguage::Ar => "ar",
            ExamLanguage::Fa => "fa",
        }
    }
    /// The name people read.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            ExamLanguage::En => ["İngilis dili", "English", "Английский язык"],
            ExamLanguage::De => ["Alman dili", "German", "Немецкий язык"],
            ExamLanguage::Fr => ["Fransız dili", "French", "Французский язык"],
            ExamLanguage::Ru => ["Rus dili", "Russian", "Русский язык"],
            ExamLanguage::Ar => ["Ərəb dili", "Arabic", "Арабский язык"],
            ExamLanguage::Fa => ["Fars dili", "Persian", "Персидский язык"],
        })
    }
}

/// The language taught by a language specialty the person wants to choose later (MAG-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum SpecializationLanguage {
    /// No language specialty is wanted.
    None,
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Russian.
    Ru,
    /// Arabic.
    Ar,
    /// Persian.
    Fa,
    /// Another language, such as Chinese or Korean.
    Other,
}

impl SpecializationLanguage {
    /// All, in the order the form shows them.
    pub const ALL: [SpecializationLanguage; 8] = [
        SpecializationLanguage::None,
        SpecializationLanguage::En,
        SpecializationLanguage::De,
        SpecializationLanguage::Fr,
        SpecializationLanguage::Ru,
        SpecializationLanguage::Ar,
        SpecializationLanguage::Fa,
        SpecializationLanguage::Other,
    ];

    /// The word as stored and transmitted.
    pub const fn word(self) -> &'static str {
        match self {
            SpecializationLanguage::None => "none",
            SpecializationLanguage::Other => "other",
            SpecializationLanguage::En => "en",
            SpecializationLanguage::De => "de",
            SpecializationLanguage::Fr => "fr",
            SpecializationLanguage::Ru => "ru",
            SpecializationLanguage::Ar => "ar",
            SpecializationLanguage::Fa => "fa",
        }
    }
    /// The exam language that equals this language, if there is one.
    pub const fn exam_language(self) -> Option<ExamLanguage> {
        match self {
            SpecializationLanguage::None | SpecializationLanguage::Other => None,
            SpecializationLanguage::En => Some(ExamLanguage::En),
            SpecializationLanguage::De => Some(ExamLanguage::De),
            SpecializationLanguage::Fr => Some(ExamLanguage::Fr),
            SpecializationLanguage::Ru => Some(ExamLanguage::Ru),
            SpecializationLanguage::Ar => Some(ExamLanguage::Ar),
            SpecializationLanguage::Fa => Some(ExamLanguage::Fa),
        }
    }
    /// The name people read.
    pub const fn label(self, lang: Lang) -> &'static str {
        match self.exam_language() {
            Some(language) => language.label(lang),
            None if matches!(self, SpecializationLanguage::Other) => {
                lang.pick(["Digər dil", "Another language", "Другой язык"])
            }
            None => lang.pick([
                "Dil ixtisaslaşması seçməyəcəyəm",
                "I will not choose a language specialization",
                "Не буду выбирать языковую специализацию",
            ]),
        }
    }
}

/// Earlier master's studies, MAG-11; decides clause 1.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum PriorMaster {
    /// "Magistr təhsilim yoxdur".
    None,
    /// "Magistraturada dövlət hesabına təhsil almışam".
    StateFunded,
    /// "Magistraturada ödənişli əsaslarla təhsil almışam".
    Paid,
}

impl PriorMaster {
    /// All, in the order the form shows them.
    pub const ALL: [PriorMaster; 3] = [PriorMaster::None, PriorMaster::StateFunded, PriorMaster::Paid];

    /// The word as stored and transmitted.
    pub const fn word(self) -> &'static str {
        match self {
            PriorMaster::None => "none",
            PriorMaster::StateFunded => "stateFunded",
            PriorMaster::Paid => "paid",
        }
    }
    /// The label for people; the Azerbaijani text is the wording of the form.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            PriorMaster::None => {
                ["Magistr təhsilim yoxdur", "I have not studied for a master’s degree", "Нет, не было"]
            }
            PriorMaster::StateFunded => [
                "Magistraturada dövlət hesabına təhsil almışam",
                "I studied for a master’s degree and the state paid",
                "Да, за счёт государства",
            ],
            PriorMaster::Paid => [
                "Magistraturada ödənişli əsaslarla təhsil almışam",
                "I studied for a master’s degree and paid for it",
                "Да, на платной основе",
            ],
        })
    }
}
