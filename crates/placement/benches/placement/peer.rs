//! Beside the Python package `matching`, at the sizes it can do.

/// Runs it, or says that it is not there.
pub fn beside_matching() {}
