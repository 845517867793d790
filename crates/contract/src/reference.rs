//! Reference lists and the catalogue of specializations.

use qabul_domain::catalogue::{Conditions, Ranking};

dto! {
    /// One row of a reference list.
    #[derive(Debug)]
    pub struct ReferenceRow {
        /// Code; the list's key.
        pub code: String,
        /// Name in the caller's language.
        pub name: String,
        /// Name in Azerbaijani, as documents write it.
        pub name_az: String,
        /// Where the row comes from. Only rows whose basis says so are official.
        pub basis: String,
        /// Whether the row is confirmed by a source and may be shown as official.
        pub official: bool,
        /// Other names it is searched by, such as those in other languages; left out where there are none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub also: Vec<String>,
    }

    /// A reference list.
    #[derive(Debug)]
    pub struct ReferenceList {
        /// Rows in the order of the list.
        pub items: Vec<ReferenceRow>,
    }

    /// One row of the catalogue: a specialization with its section and funding.
    #[derive(Debug)]
    pub struct CatalogueRow {
        /// Code, as it will be entered at the choice.
        pub code: String,
        /// Title in the caller's language.
        pub title: String,
        /// Code of the specialty, `060203`.
        pub specialty: String,
        /// Name of the institution.
        pub institution: String,
        /// What opens and closes it.
        pub conditions: Conditions,
        /// Seats.
        pub capacity: u32,
        /// What persons are ranked by.
        pub ranking: Ranking,
    }

    /// The catalogue.
    #[derive(Debug)]
    pub struct Catalogue {
        /// Whether every row is confirmed by a source. An invented catalogue is never shown as official.
        pub official: bool,
        /// Rows by title, in the order of the Azerbaijani alphabet.
        pub items: Vec<CatalogueRow>,
    }
}
