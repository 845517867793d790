//! Reasons about results: clauses 1.5, 3.1.2, 3.3, 4.1, 4.3.

use super::seats;
use crate::calendar::{Micros, date_time_text, deadline_text};
use crate::exam::ExamLanguage;
use crate::facts::Funding;
use crate::language::Lang;
use crate::rules::book::score::Points;
use crate::rules::explains;

/// A subject of the first stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Logic.
    Logic,
    /// Informatics.
    Informatics,
    /// Foreign language.
    Foreign,
}

impl Subject {
    /// All, in printed order.
    pub const ALL: [Subject; 3] = [Subject::Logic, Subject::Informatics, Subject::Foreign];

    const fn name(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Subject::Logic => ["Məntiqi təfəkkür", "Logic", "Логика"],
            Subject::Informatics => ["İnformatika", "Informatics", "Информатика"],
            Subject::Foreign => ["Xarici dil", "Foreign language", "Иностранный язык"],
        })
    }
}

/// A reason about results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 1.5: no result of this academic year.
    NoResultThisYear,
    /// 3.1.2: the specialty exam was not taken.
    SpecialtyExamMissing,
    /// 3.3 (4.1 in a single-stage model): too few points in a subject.
    BelowSubjectMinimum {
        /// Which.
        subject: Subject,
        /// Own points.
        points: Points,
        /// Least points.
        minimum: Points,
    },
    /// 3.3 (4.1 in a single-stage model): the total of the first stage is too low.
    BelowStageMinimum {
        /// Own sum.
        points: Points,
        /// Least sum.
        minimum: Points,
    },
    /// 4.1: the specialty exam's points are too low for seats of a kind.
    BelowSpecialtyMinimum {
        /// Kind of seats.
        funding: Funding,
        /// Own points.
        points: Points,
        /// Least points.
        minimum: Points,
    },
    /// 4.1: the total is too low for seats of a kind.
    BelowTotalMinimum {
        /// Kind of seats.
        funding: Funding,
        /// Own total.
        points: Points,
        /// Least total.
        minimum: Points,
    },
    /// 4.1: the choice has not begun.
    ChoiceNotOpen {
        /// When it does.
        opens: Micros,
    },
    /// 4.1: the choice has ended.
    ChoiceClosed {
        /// When it did.
        closes: Micros,
    },
    /// 4.3: too few points in the language of teaching.
    LanguageScoreLow {
        /// The language.
        language: ExamLanguage,
        /// Kind of seats.
        funding: Funding,
        /// Own points.
        points: Points,
        /// Least points.
        minimum: Points,
    },
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::NoResultThisYear => "noResultThisYear",
            Reason::SpecialtyExamMissing => "specialtyExamMissing",
            Reason::BelowSubjectMinimum { .. } => "belowSubjectMinimum",
            Reason::BelowStageMinimum { .. } => "belowStageMinimum",
            Reason::BelowSpecialtyMinimum { .. } => "belowSpecialtyMinimum",
            Reason::BelowTotalMinimum { .. } => "belowTotalMinimum",
            Reason::ChoiceNotOpen { .. } => "choiceNotOpen",
            Reason::ChoiceClosed { .. } => "choiceClosed",
            Reason::LanguageScoreLow { .. } => "languageScoreLow",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        match *self {
            Reason::NoResultThisYear => lang
                .pick([
                    "Bu tədris ili üçün qəbul imtahanı nəticəniz yoxdur. Əvvəlki illərin nəticələri etibarlı deyil. Növbəti imtahan üçün qeydiyyatdan keçin.",
                    "You have no entrance exam result for this academic year. Results of earlier years do not count. Register for the next exam.",
                    "У вас нет результата вступительного экзамена за этот учебный год. Результаты прошлых лет не действуют. Зарегистрируйтесь на следующий экзамен.",
                ])
                .to_owned(),
            Reason::SpecialtyExamMissing => lang
                .pick([
                    "İxtisas imtahanı üzrə balınız yoxdur. Yalnız bu imtahanı tələb etməyən yerləri seçin.",
                    "You have no points for the specialty exam. Choose only seats that do not require it.",
                    "У вас нет балла за экзамен по специальности. Выбирайте только места, где он не нужен.",
                ])
                .to_owned(),
            Reason::BelowSubjectMinimum { subject, points, minimum } => {
                few(subject.name(lang), points, minimum, lang)
            }
            Reason::BelowStageMinimum { points, minimum } => {
                few(lang.pick(["Üç fənnin cəmi", "Sum of the three subjects", "Сумма трёх предметов"]), points, minimum, lang)
            }
            Reason::BelowSpecialtyMinimum { funding, points, minimum } => {
                let what = lang.pick(["ixtisas imtahanı", "specialty exam", "экзамен по специальности"]);
                few(&format!("{}, {what}", seats(funding, lang)), points, minimum, lang)
            }
            Reason::BelowTotalMinimum { funding, points, minimum } => {
                let what = lang.pick(["ümumi bal", "total", "общий балл"]);
                few(&format!("{}, {what}", seats(funding, lang)), points, minimum, lang)
            }
            Reason::LanguageScoreLow { language, funding, points, minimum } => {
                let name = super::choice::small(language, lang);
                few(&format!("{}, {name}", seats(funding, lang)), points, minimum, lang)
            }
            Reason::ChoiceNotOpen { opens } => {
                let when = date_time_text(opens, lang);
                match lang {
                    Lang::Az => format!("İxtisaslaşma seçimi hələ başlamayıb. Başlanır: {when}."),
                    Lang::En => format!("The choice of specializations has not begun. It begins on {when}."),
                    Lang::Ru => format!("Выбор специализаций ещё не начался. Начало: {when}."),
                }
            }
            Reason::ChoiceClosed { closes } => {
                let when = deadline_text(closes, lang);
                match lang {
                    Lang::Az => format!("İxtisaslaşma seçimi başa çatıb: {when}. Boş qalan yerlərin elanını gözləyin."),
                    Lang::En => format!("The choice of specializations ended on {when}. Wait for the announcement of vacant seats."),
                    Lang::Ru => format!("Выбор специализаций закончился: {when}. Дождитесь объявления о вакантных местах."),
                }
            }
        }
    }
}

/// Text such as "… : 12 points, at least 15 are needed. Choose where your points suffice."
fn few(what: &str, points: Points, minimum: Points, lang: Lang) -> String {
    let (points, minimum) = (points.display(lang), minimum.display(lang));
    match lang {
        Lang::Az => format!("{what}: balınız {points}, ən azı {minimum} lazımdır. Balınız çatan yerləri seçin."),
        Lang::En => format!(
            "{what}: you have {points} points and need at least {minimum}. Choose seats for which your points are enough."
        ),
        Lang::Ru => {
            format!("{what}: у вас {points}, нужно не менее {minimum}. Выберите места, на которые хватает баллов.")
        }
    }
}

explains!(Reason);
