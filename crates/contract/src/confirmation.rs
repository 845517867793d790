//! Who confirms an application, what it costs, and the act itself.

use chrono::{DateTime, Utc};
use qabul_domain::money::Qepik;
use uuid::Uuid;

dto! {
    /// Who confirms.
    #[derive(Debug)]
    pub struct ConfirmationView {
        /// `self` or `commission`; absent while undecidable.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub route: Option<String>,
        /// Why, in one sentence.
        pub text: String,
        /// The clause.
        pub clause: String,
        /// Which table of the campaign decided it, as text.
        pub policy: String,
        /// What the person declares with the act; the print repeats it word by word.
        pub declaration: String,
        /// What to present to the commission, in the order of the clauses; empty where the person confirms themselves.
        pub papers: Vec<PaperView>,
        /// Where the commission takes documents.
        pub places: Vec<PlaceView>,
        /// Until when the commission takes documents (exclusive); absent where the person confirms themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub until: Option<DateTime<Utc>>,
        /// The same as text, Baku time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub until_text: Option<String>,
    }

    /// One thing to present.
    #[derive(Debug)]
    pub struct PaperView {
        /// `identity`, `diploma`, `recognition` or `translation`.
        pub code: String,
        /// The clause that asks for it.
        pub clause: String,
        /// What exactly.
        pub text: String,
    }

    /// A place of the commission.
    #[derive(Debug)]
    pub struct PlaceView {
        /// Name.
        pub name: String,
        /// Address.
        pub address: String,
        /// Days and hours.
        pub hours: String,
        /// Whether a source confirms the place. One that is not confirmed is never shown as official.
        pub official: bool,
    }

    /// Fee and balance.
    #[derive(Debug)]
    pub struct MoneyView {
        /// Fee in qəpik.
        pub fee: Qepik,
        /// Fee as text.
        pub fee_text: String,
        /// Balance in qəpik.
        pub balance: Qepik,
        /// Balance as text.
        pub balance_text: String,
        /// Missing amount in qəpik; 0 = enough.
        pub missing: Qepik,
        /// Missing amount as text.
        pub missing_text: String,
        /// What remains after paying, as text; of no meaning while something is missing.
        pub remaining_text: String,
    }

    /// Confirms: consent to the fee that was shown.
    #[derive(Debug)]
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct Confirm {
        /// The fee the person saw and consented to, in qəpik. A different fee is refused, nothing is charged.
        #[cfg_attr(feature = "server", schema(value_type = i64, minimum = 0, maximum = 10_000_000, example = 5000))]
        #[cfg_attr(feature = "server", validate(range(min = 0, max = 10_000_000)))]
        pub consented_fee: Qepik,
        /// "My data are right and I agree that the fee is taken".
        pub consent: bool,
    }

    /// The result of a confirmation; the same again for every repeat with the same key.
    #[derive(Debug)]
    pub struct Confirmed {
        /// The application.
        pub id: Uuid,
        /// Application number.
        pub work_number: String,
        /// State after it.
        pub state: String,
        /// Receipt time that counted.
        pub received_at: DateTime<Utc>,
        /// Taken from the wallet, in qəpik.
        pub charged: Qepik,
        /// As text.
        pub charged_text: String,
        /// Balance afterwards, in qəpik.
        pub balance: Qepik,
        /// As text.
        pub balance_text: String,
    }
}
