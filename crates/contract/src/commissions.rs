//! Where the document commissions are.

use crate::confirmation::PlaceView;

dto! {
    /// Where and until when the commissions of one campaign take documents.
    #[derive(Debug)]
    pub struct CommissionView {
        /// Title of the campaign in the caller's language.
        pub campaign: String,
        /// Until when documents are taken, in words, Baku time.
        pub until_text: String,
        /// The places.
        pub places: Vec<PlaceView>,
    }

    /// The commissions of campaigns that are open or announced and have named their places.
    #[derive(Debug)]
    pub struct CommissionList {
        /// In the order of the campaigns.
        pub items: Vec<CommissionView>,
    }
}
