//! Identifiers and names of persons: parse, do not validate.
