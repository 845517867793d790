//! Identifiers and names of persons: parse, do not validate.
//!
//! Each type can be created only by its `parse`, keeps its value private and prints none of it in `Debug`. Other people
//! are shown only `masked()`.

mod email;
mod fin;
mod identity_document;
mod name;
mod permit;
mod phone;
mod protection_document;
mod residence;

pub use email::{Email, EmailError};
pub use fin::{Fin, FinError};
pub use identity_document::{IdentityDocument, IdentityDocumentError};
pub use name::{NameError, PersonName, masked_name};
pub use permit::{Permit, PermitError, PermitKind};
pub use phone::{Operator, PREFIXES, Phone, PhoneError};
pub use protection_document::{ProtectionDocument, ProtectionDocumentError};
pub use residence::{Residence, ResidenceError};

/// The character shown in place of hidden letters.
const DOT: char = '•';

/// Shows the first and last characters of a text and replaces the middle, whatever its length, by `dots` dots.
fn mask(text: &str, first: usize, last: usize, dots: usize) -> String {
    let length = text.chars().count();
    let (first, last) = if first + last < length { (first, last) } else { (first.min(length / 2), 0) };
    text.chars().take(first).chain(std::iter::repeat_n(DOT, dots)).chain(text.chars().skip(length - last)).collect()
}

/// Gives a parsed type access to its text, and a `Debug` without personal data.
macro_rules! redacted {
    ($name:ident) => {
        impl $name {
            /// The normalised value.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}
use redacted;

/// Implements `Explain` for an error from its `code_word` and `says`.
macro_rules! explains {
    ($name:ident) => {
        impl crate::decision::Explain for $name {
            fn code(&self) -> &'static str {
                self.code_word()
            }
            fn text(&self, lang: crate::language::Lang) -> String {
                lang.pick(self.says()).to_owned()
            }
        }
    };
}
use explains;
