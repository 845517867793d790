//! The questions: parameters of the interface with their labels.

use qabul_domain::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use qabul_domain::facts::{Citizenship, Level};
use qabul_domain::language::Lang;

use crate::i18n::{self, Key, keys, t, text_of};
use crate::ui::Choice;

/// Name of the parameter whose value is a code from a list.
pub(super) const SPECIALTY: &str = "specialty";

/// Source of an answer's label: the domain, or a text of this page.
#[derive(Clone, Copy)]
enum Called {
    Domain(fn(Lang) -> &'static str),
    Text(Key),
}

/// A parameter with its possible answers.
#[derive(Clone, Copy)]
pub(super) struct Question {
    /// Name in the address and in the request.
    pub name: &'static str,
    /// Label.
    pub label: Key,
    answers: &'static [(&'static str, Called)],
}

impl Question {
    /// The possible answers.
    pub fn choices(&self) -> Vec<Choice> {
        let choice =
            |&(word, called): &(&'static str, Called)| Choice::new(word, text_of(move || called.now(i18n::lang())));
        self.answers.iter().map(choice).collect()
    }

    /// The label of an answer.
    pub fn word(&self, word: &str, lang: Lang) -> Option<String> {
        self.answers.iter().find(|(other, _)| *other == word).map(|(_, called)| called.now(lang))
    }
}

impl Called {
    fn now(self, lang: Lang) -> String {
        match self {
            Called::Domain(label) => label(lang).to_owned(),
            Called::Text(key) => t(key),
        }
    }
}

macro_rules! domain {
    ($($word:literal = $value:expr),+ $(,)?) => { &[$(($word, Called::Domain(|lang| $value.label(lang)))),+] };
}
macro_rules! texts {
    ($($word:literal = $key:expr),+ $(,)?) => { &[$(($word, Called::Text($key))),+] };
}

/// All questions with a short list of answers, in the order of the page.
pub(super) const QUESTIONS: [Question; 9] = [
    Question {
        name: "citizenship",
        label: keys::masterExam::CITIZENSHIP,
        answers: domain![
            "azerbaijan" = Citizenship::Azerbaijan,
            "foreign" = Citizenship::Foreign,
            "stateless" = Citizenship::Stateless,
            "protected" = Citizenship::Protected,
        ],
    },
    Question {
        name: "level",
        label: keys::masterExam::MANUAL_LEVEL,
        answers: domain![
            "bachelor" = Level::Bachelor,
            "baseMedical" = Level::BaseMedical,
            "master" = Level::Master,
            "subBachelor" = Level::SubBachelor,
        ],
    },
    Question {
        name: "studies",
        label: keys::eligibility::STUDIES,
        answers: texts![
            "finished" = keys::eligibility::FINISHED,
            "thisYear" = keys::eligibility::THIS_YEAR,
            "later" = keys::eligibility::LATER,
        ],
    },
    Question {
        name: "degreeFrom",
        label: keys::masterExam::MANUAL_PLACE,
        answers: texts![
            "azerbaijan" = keys::masterExam::MANUAL_HERE,
            "recognised" = keys::eligibility::RECOGNISED,
            "notRecognised" = keys::eligibility::NOT_RECOGNISED,
        ],
    },
    Question {
        name: "priorMaster",
        label: keys::masterExam::PRIOR_QUESTION,
        answers: domain![
            "none" = PriorMaster::None,
            "stateFunded" = PriorMaster::StateFunded,
            "paid" = PriorMaster::Paid,
        ],
    },
    Question {
        name: "masterStudent",
        label: keys::eligibility::STUDENT,
        answers: texts![
            "no" = keys::common::NO,
            "graduating" = keys::eligibility::GRADUATING,
            "studying" = keys::eligibility::STUDYING,
        ],
    },
    Question {
        name: "section",
        label: keys::masterExam::SECTION,
        answers: domain!["az" = Section::Az, "ru" = Section::Ru],
    },
    Question {
        name: "language",
        label: keys::masterExam::FOREIGN_LANGUAGE,
        answers: domain![
            "en" = ExamLanguage::En,
            "de" = ExamLanguage::De,
            "fr" = ExamLanguage::Fr,
            "ru" = ExamLanguage::Ru,
            "ar" = ExamLanguage::Ar,
            "fa" = ExamLanguage::Fa,
        ],
    },
    Question {
        name: "specializationLanguage",
        label: keys::masterExam::SPECIALIZATION_LANGUAGE,
        answers: domain![
            "none" = SpecializationLanguage::None,
            "en" = SpecializationLanguage::En,
            "de" = SpecializationLanguage::De,
            "fr" = SpecializationLanguage::Fr,
            "ru" = SpecializationLanguage::Ru,
            "ar" = SpecializationLanguage::Ar,
            "fa" = SpecializationLanguage::Fa,
            "other" = SpecializationLanguage::Other,
        ],
    },
];
