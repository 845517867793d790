//! Reasons of the act after registration, by subject. Each reason is data with the person's own numbers; the texts come
//! from one exhaustive match per subject, so a missing language does not compile.

pub mod choice;
pub mod closing;
pub mod competition;
pub mod scores;

use crate::facts::Funding;
use crate::language::Lang;

/// The sentence at the end of every refusal under a clause and every notice of a decision against a person (6.3, 6.5).
pub const COMPLAINT: [&str; 3] = [
    "Bu qərardan inzibati qaydada və ya məhkəməyə şikayət verilə bilər.",
    "This decision may be challenged administratively or in court.",
    "Это решение можно обжаловать в административном порядке или в суде.",
];

/// "of state-order seats" or the fee-paying form, as used before the word for seats.
const fn seats(funding: Funding, lang: Lang) -> &'static str {
    lang.pick(match funding {
        Funding::State => ["Dövlət sifarişi yerləri", "State-funded seats", "Места по госзаказу"],
        Funding::Paid => ["Ödənişli yerlər", "Fee-paying seats", "Платные места"],
    })
}
