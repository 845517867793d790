//! The choice of specializations: at registration only the limits that result from citizenship.

use super::{Evidence, explains};
use crate::decision::Clause;
use crate::facts::Citizenship;
use crate::language::Lang;

/// The clause of the choice.
pub const CHOICE: Clause = Clause("4.2");

/// Reasons from chapter 4 at registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Announced by the campaign, advice: only fee-paying seats are open.
    ForeignerPaidOnly,
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::ForeignerPaidOnly => "foreignerPaidOnly",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        lang.pick(match self {
            Reason::ForeignerPaidOnly => [
                "Əcnəbilər və vətəndaşlığı olmayan şəxslər yalnız ödənişli əsaslarla olan yerləri seçə bilərlər.",
                "Foreign citizens and stateless persons may choose only fee-paying seats.",
                "Иностранцы и лица без гражданства могут выбрать только платные места.",
            ],
        })
        .to_owned()
    }
}

explains!(Reason);

/// Whether citizenship leaves only fee-paying seats open, as campaigns announce it. For persons under protection people
/// decide, because a law or treaty may give them further rights.
pub const fn paid_seats_only(citizenship: Citizenship) -> bool {
    match citizenship {
        Citizenship::Foreign | Citizenship::Stateless => true,
        Citizenship::Azerbaijan | Citizenship::Protected => false,
    }
}

/// The same for a case; `false` if the person's register did not answer.
pub fn concerns(evidence: &Evidence<'_>) -> bool {
    evidence.facts.person.known().is_some_and(|person| paid_seats_only(person.citizenship))
}
