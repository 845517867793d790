//! The choice of specializations: at registration only what citizenship closes then.

use super::{Evidence, explains};
use crate::decision::Clause;
use crate::facts::Citizenship;
use crate::language::Lang;

/// The clause of the choice.
pub const CHOICE: Clause = Clause("4.2");

/// What chapter 4 tells an applicant who registers.
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

/// Whether citizenship leaves only fee-paying seats open, as campaigns announce it. Persons under protection are left to people: a law or treaty
/// may give them more.
pub const fn paid_seats_only(citizenship: Citizenship) -> bool {
    match citizenship {
        Citizenship::Foreign | Citizenship::Stateless => true,
        Citizenship::Azerbaijan | Citizenship::Protected => false,
    }
}

/// The same of a case; `false` where the person's register is silent.
pub fn concerns(evidence: &Evidence<'_>) -> bool {
    evidence.facts.person.known().is_some_and(|person| paid_seats_only(person.citizenship))
}
