//! Points, and the ranking of two results (Rules 5.1, 5.3). It only compares; another module computes the placement.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::average::Average;
use crate::decision::Clause;
use crate::figures;
use crate::language::Lang;

/// Points of an exam, in hundredths. Never a float: 72,5 is 7250.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(pub u16);

impl Points {
    /// Upper bound for the points of any exam.
    pub const MOST: Points = Points(50_000);

    /// Whole points.
    pub const fn whole(points: u16) -> Points {
        Points(points.saturating_mul(100))
    }

    /// Parses `72`, `72,5` or `72.25`; `None` for anything else and above [`Points::MOST`].
    pub fn parse(text: &str) -> Option<Points> {
        let (whole, part) = text.trim().split_once([',', '.']).unwrap_or((text.trim(), "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 2 {
            return None;
        }
        let part: u16 = part.parse::<u16>().ok()? * if part.len() == 1 { 10 } else { 1 };
        let points = Points(whole.parse::<u16>().ok()?.checked_mul(100)?.checked_add(part)?);
        (points <= Points::MOST).then_some(points)
    }

    /// The sum, saturating at the maximum of the type.
    #[must_use]
    pub const fn plus(self, other: Points) -> Points {
        Points(self.0.saturating_add(other.0))
    }

    /// `72,5`, in English `72.5`, without trailing zeros.
    pub fn display(self, lang: Lang) -> String {
        figures::hundredths(u32::from(self.0), lang)
    }
}

/// The values by which a person is ranked in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vector {
    /// Total of the exam (5.1), or the institution's own score if the row ranks by it (3.5).
    pub total: Points,
    /// Cumulative average, hundredths and scale; unknown ranks below every known one (5.3.1).
    pub average: Option<Average>,
    /// Specialty exam (5.3.2); absent if the model has none.
    pub specialty: Option<Points>,
    /// Logic (5.3.3).
    pub logic: Points,
    /// Foreign language (5.3.4).
    pub foreign: Points,
}

/// What separates two results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Criterion {
    /// The total.
    Total,
    /// The cumulative average (ÜOMG).
    Average,
    /// The specialty exam.
    Specialty,
    /// Logic.
    Logic,
    /// The foreign language.
    Foreign,
}

impl Criterion {
    /// All criteria, in the order in which they are compared.
    pub const ALL: [Criterion; 5] =
        [Criterion::Total, Criterion::Average, Criterion::Specialty, Criterion::Logic, Criterion::Foreign];

    /// The clause.
    pub const fn clause(self) -> Clause {
        Clause(match self {
            Criterion::Total => "5.1",
            Criterion::Average => "5.3.1",
            Criterion::Specialty => "5.3.2",
            Criterion::Logic => "5.3.3",
            Criterion::Foreign => "5.3.4",
        })
    }

    /// The label for people, usable as the subject of a sentence.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Criterion::Total => ["ümumi bal", "the total", "общий балл"],
            Criterion::Average => [
                "ÜOMG (ümumi orta müvəffəqiyyət göstəricisi)",
                "the overall grade average (ÜOMG)",
                "средний балл успеваемости (ÜOMG)",
            ],
            Criterion::Specialty => {
                ["ixtisas imtahanının balı", "the specialty exam", "балл экзамена по специальности"]
            }
            Criterion::Logic => ["məntiqi təfəkkür üzrə bal", "the points in logic", "балл по логике"],
            Criterion::Foreign => {
                ["xarici dil üzrə bal", "the points in the foreign language", "балл по иностранному языку"]
            }
        })
    }
}

/// Which of two results is higher, and the criterion that decided; `None` = no criterion separates them (5.4).
pub fn compare(one: &Vector, other: &Vector) -> (Ordering, Option<Criterion>) {
    let by = |criterion| match criterion {
        Criterion::Total => one.total.cmp(&other.total),
        // An unknown average ranks below every known one.
        Criterion::Average => match (one.average, other.average) {
            (Some(one), Some(other)) => one.compare(other),
            (one, other) => one.is_some().cmp(&other.is_some()),
        },
        Criterion::Specialty => one.specialty.unwrap_or_default().cmp(&other.specialty.unwrap_or_default()),
        Criterion::Logic => one.logic.cmp(&other.logic),
        Criterion::Foreign => one.foreign.cmp(&other.foreign),
    };
    for criterion in Criterion::ALL {
        let order = by(criterion);
        if order != Ordering::Equal {
            return (order, Some(criterion));
        }
    }
    (Ordering::Equal, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_and_shown_with_a_comma() {
        for (text, hundredths, shown) in [("72,5", 7250, "72,5"), ("72.25", 7225, "72,25"), (" 100 ", 10_000, "100")] {
            let points = Points::parse(text).unwrap();
            assert_eq!((points, points.display(Lang::Az).as_str()), (Points(hundredths), shown));
        }
        for text in ["", "-1", "7,", "7,555", "9999", "x"] {
            assert_eq!(Points::parse(text), None, "{text}");
        }
    }
}
