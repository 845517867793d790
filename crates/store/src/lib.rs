//! Storage of Qəbul: one file per table, two databases, one SQL text for both.
//!
//! This is the only crate that contains SQL. Reads and writes run inside units of work, [`Db::transact`] and
//! [`Db::read`]. Every function takes `&mut Tx`, never a pool, so that units can be composed and cannot be nested by
//! mistake. Every guard is a row count. Personal data is sealed here ([`seal`]); callers pass and receive plain values.
//!
//! The crate makes no decisions (the crate `domain` does), calls nothing outside the process, and reads no clock:
//! instants, ids and secrets come from a [`Stamp`] made outside the unit, because a unit may run twice.
//!
//! Errors of the database are [`Error`]. Outcomes that a caller must distinguish (changed meanwhile, already taken,
//! insufficient balance) are enums. An outcome that refuses has written nothing, unless its documentation says
//! otherwise.

#[macro_use]
mod macros;

pub mod accounts;
pub mod applications;
pub mod audit;
pub mod campaigns;
pub mod circuit;
pub mod claims;
pub mod codes;
pub mod contact_changes;
pub mod corrections;
mod db;
pub mod documents;
pub mod drafts;
mod error;
pub mod extensions;
pub mod facets;
pub mod facts;
pub mod held_payments;
pub mod idempotency;
pub mod known_devices;
pub mod leases;
pub mod ledger;
pub mod limits;
mod lite;
mod merkle;
mod migrate;
pub mod notices;
pub mod outbox;
pub mod page;
pub mod password_resets;
pub mod persons;
pub mod pools;
mod private;
pub mod reference;
pub mod registrations;
pub mod reminders;
mod replay;
pub mod rotation;
pub mod seal;
pub mod second_factors;
pub mod sessions;
pub mod settings;
pub mod snapshots;
pub mod specializations;
pub mod stamp;
#[cfg(feature = "testing")]
pub mod testing;
pub mod timeline;
pub mod timers;
pub mod topups;
mod tx;
pub mod verify;
pub mod wallets;
mod writer;

pub use db::{Access, Db, Settings, WriterFigures};
pub use error::{Error, Failure, UnitError};
pub use page::{Cursor, Page};
pub use private::Private;
pub use replay::{Recording, Replayed};
pub use seal::Keys;
pub use stamp::{Ids, Stamp};
pub use tx::Tx;

/// Result of a store function.
pub type Result<T> = std::result::Result<T, Error>;
