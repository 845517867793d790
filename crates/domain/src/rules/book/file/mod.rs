//! Campaign data in files: competition conditions (3.3, 4.1), correspondence of specialties (4.2), windows and yearly
//! numbers. Each row is parsed with its line number. A file is imported completely, or refused with every line, column
//! and reason.

mod calendar;
mod conditions;
mod matching;

pub use calendar::{CALENDAR, Year, years};
pub use conditions::{COMPONENTS, CONDITIONS, Condition, Maxima, conditions};
pub use matching::{MATCHING, matching};

use super::score::Points;
use crate::decision::Explain;
use crate::language::Lang;

/// Why a row is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The column must contain something else, described in az, en, ru.
    Wants([&'static str; 3]),
    /// The code is not in the lists.
    UnknownCode,
    /// The number is above the maximum of the exam.
    AboveMaximum(Points),
    /// The same row is on an earlier line.
    Twice(usize),
    /// Fee-paying seats require more than state-order seats.
    PaidAboveState,
    /// The exam model has no such part.
    NotInThisModel,
    /// The window ends before it begins.
    EndsBeforeItBegins,
    /// The window overlaps another, or precedes one that it must follow.
    Overlaps(usize),
    /// The window for enrolment is shorter than clause 6.1 requires.
    ShorterThanTenDays,
}

impl Explain for Reason {
    fn code(&self) -> &'static str {
        match self {
            Reason::Wants(_) => "fileColumn",
            Reason::UnknownCode => "fileUnknownCode",
            Reason::AboveMaximum(_) => "fileAboveMaximum",
            Reason::Twice(_) => "fileTwice",
            Reason::PaidAboveState => "filePaidAboveState",
            Reason::NotInThisModel => "fileNotInThisModel",
            Reason::EndsBeforeItBegins => "fileEndsBeforeItBegins",
            Reason::Overlaps(_) => "fileOverlaps",
            Reason::ShorterThanTenDays => "fileShorterThanTenDays",
        }
    }

    fn text(&self, lang: Lang) -> String {
        let plain = match *self {
            Reason::Wants(wants) => {
                let wants = lang.pick(wants);
                return match lang {
                    Lang::Az => format!("Burada olmalıdır: {wants}."),
                    Lang::En => format!("What belongs here: {wants}."),
                    Lang::Ru => format!("Здесь должно быть: {wants}."),
                };
            }
            Reason::UnknownCode => {
                ["Bu kod heç bir siyahıda yoxdur.", "This code is in no list.", "Такого кода нет ни в одном списке."]
            }
            Reason::AboveMaximum(most) => {
                let most = most.display(lang);
                return match lang {
                    Lang::Az => format!("İmtahanda ən çoxu {most} bal var."),
                    Lang::En => format!("The exam has at most {most} points."),
                    Lang::Ru => format!("На экзамене не более {most} баллов."),
                };
            }
            Reason::Twice(line) => {
                return match lang {
                    Lang::Az => format!("Eynisi {line} nömrəli sətirdə var."),
                    Lang::En => format!("The same stands on line {line}."),
                    Lang::Ru => format!("То же стоит в строке {line}."),
                };
            }
            Reason::PaidAboveState => [
                "Ödənişli yerlərin balı dövlət sifarişi yerlərindən yüksək ola bilməz.",
                "Fee-paying seats cannot ask for more than state-order seats.",
                "Платные места не могут требовать больше, чем места по госзаказу.",
            ],
            Reason::NotInThisModel => [
                "Bu imtahan modelində belə hissə yoxdur, boş saxlayın.",
                "This exam model has no such part; leave it empty.",
                "В этой модели экзамена такой части нет, оставьте пустым.",
            ],
            Reason::EndsBeforeItBegins => [
                "Müddət başlanmazdan əvvəl bitir.",
                "The window ends before it begins.",
                "Срок заканчивается раньше, чем начинается.",
            ],
            Reason::Overlaps(line) => {
                return match lang {
                    Lang::Az => {
                        format!("Müddət {line} nömrəli sətirdəki müddətlə üst-üstə düşür və ya ondan əvvəldir.")
                    }
                    Lang::En => format!("The window overlaps the one on line {line}, or comes before it."),
                    Lang::Ru => format!("Срок пересекается со сроком в строке {line} или стоит раньше него."),
                };
            }
            Reason::ShorterThanTenDays => [
                "Qeydiyyata ən azı 10 gün verilir (6.1-ci bənd).",
                "Enrolment is given at least 10 days (clause 6.1).",
                "На зачисление даётся не менее 10 дней (пункт 6.1).",
            ],
        };
        lang.pick(plain).to_owned()
    }
}

/// A refused row: the line of the file (the header is line 1), the column, the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: &'static str,
    /// Reason.
    pub reason: Reason,
}

const fn wrong(line: usize, column: &'static str, reason: Reason) -> Wrong {
    Wrong { line, column, reason }
}

const NUMBER: [&str; 3] =
    ["bal, məsələn, 40 və ya 12,5", "points, for example 40 or 12,5", "баллы, например 40 или 12,5"];

/// Points of a column; `None` if it is empty.
fn points(line: usize, column: &'static str, text: &str) -> Result<Option<Points>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    Points::parse(text).map(Some).ok_or(wrong(line, column, Reason::Wants(NUMBER)))
}
