//! What the act tells after registration, by subject. Each reason is data with the person's own numbers; the words come from
//! one exhaustive match per subject, so a missing language does not compile.

pub mod choice;
pub mod closing;
pub mod competition;
pub mod scores;

use crate::language::Lang;

/// The sentence that ends every negative decision (6.3, 6.5).
pub const COMPLAINT: [&str; 3] = [
    "Bu qərardan inzibati qaydada və ya məhkəməyə şikayət verilə bilər.",
    "This decision may be challenged administratively or in court.",
    "Это решение можно обжаловать в административном порядке или в суде.",
];

/// A negative decision as it is sent: what is so, what to do, and where to complain (6.3, 6.5).
pub fn decision(reason: &dyn crate::decision::Explain, lang: Lang) -> String {
    format!("{} {}", reason.text(lang), lang.pick(COMPLAINT))
}

use crate::facts::Funding;

/// "of state-order seats", as it stands before the word for seats.
const fn seats(funding: Funding, lang: Lang) -> &'static str {
    lang.pick(match funding {
        Funding::State => ["Dövlət sifarişi yerləri", "State-funded seats", "Места по госзаказу"],
        Funding::Paid => ["Ödənişli yerlər", "Fee-paying seats", "Платные места"],
    })
}
