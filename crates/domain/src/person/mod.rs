//! Identifiers and names of persons: parse, do not validate.
//!
//! Each type is made only by its `parse`, keeps its value private and prints nothing of it in `Debug`. What is shown to
//! anybody else is `masked()`.

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

/// What stands for hidden letters.
const DOT: char = '•';

/// Shows the first and the last signs of a text and hides the middle, whatever its length, behind `dots` dots.
fn mask(text: &str, first: usize, last: usize, dots: usize) -> String {
    let length = text.chars().count();
    let (first, last) = if first + last < length { (first, last) } else { (first.min(length / 2), 0) };
    text.chars().take(first).chain(std::iter::repeat_n(DOT, dots)).chain(text.chars().skip(length - last)).collect()
}

/// Gives a parsed text its reader and a `Debug` that says nothing of the person.
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

/// Makes an error explain itself from its `code_word` and `says`.
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
