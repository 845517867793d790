//! The Rules of admission as rows of clauses.
