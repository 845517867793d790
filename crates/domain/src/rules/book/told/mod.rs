//! What the act tells after registration, by subject. Each reason is data with the person's own numbers; the words come from
//! one exhaustive match per subject, so a missing language does not compile.

pub mod choice;
pub mod closing;
pub mod competition;
pub mod scores;

use crate::facts::Funding;
use crate::language::Lang;

/// The sentence that ends every refusal under a clause and every notice of a decision against somebody (6.3, 6.5).
pub const COMPLAINT: [&str; 3] = [
    "Bu qərardan inzibati qaydada və ya məhkəməyə şikayət verilə bilər.",
    "This decision may be challenged administratively or in court.",
    "Это решение можно обжаловать в административном порядке или в суде.",
];

/// "of state-order seats", as it stands before the word for seats.
const fn seats(funding: Funding, lang: Lang) -> &'static str {
    lang.pick(match funding {
        Funding::State => ["Dövlət sifarişi yerləri", "State-funded seats", "Места по госзаказу"],
        Funding::Paid => ["Ödənişli yerlər", "Fee-paying seats", "Платные места"],
    })
}
