//! Chapter 5, the competition: at registration only the consequence of a missing average.

use super::explains;
use crate::decision::Clause;
use crate::language::Lang;

/// The clause that separates equal totals by the cumulative average.
pub const AVERAGE: Clause = Clause("5.3.1");

/// Reasons from chapter 5 at registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 5.3.1, advice: without an average the person ranks last among equal totals.
    AverageBlank,
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::AverageBlank => "averageBlank",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        lang.pick(match self {
            Reason::AverageBlank => [
                "ÜOMG (ümumi orta müvəffəqiyyət göstəricisi) göstərilməyib. Balı eyni olanlar arasında sonuncu olacaqsınız.",
                "The overall grade average (ÜOMG) is not given. Among those with the same total you will be last.",
                "Средний балл успеваемости (ÜOMG) не указан. Среди набравших столько же баллов вы будете на последнем месте.",
            ],
        })
        .to_owned()
    }
}

explains!(Reason);
