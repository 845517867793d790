//! One folder per kind of application.

pub mod master_exam;
