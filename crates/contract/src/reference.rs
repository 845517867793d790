//! Reference lists.

dto! {
    /// One row of a reference list.
    #[derive(Debug)]
    pub struct ReferenceRow {
        /// Code; the list's key.
        pub code: String,
        /// Name in the caller's language.
        pub name: String,
        /// Where the row comes from. Only rows whose basis says so are official.
        pub basis: String,
        /// Whether the row is confirmed by a source and may be shown as official.
        pub official: bool,
    }

    /// A reference list.
    #[derive(Debug)]
    pub struct ReferenceList {
        /// Rows in the order of the list.
        pub items: Vec<ReferenceRow>,
    }
}
