//! Simulates all external systems over real HTTP and SMTP, with invented persons.
//!
//! It implements the contract in `openapi/registries.json` for demos and tests, an inbox page for reading SMS and
//! e-mail, and switches that make a system slow, silent, failing or wrong.
//!
//! It stores nothing and shares no code with the gateways, because both sides implement the contract independently. It
//! does not prove how a real register behaves.

mod contract_clock;
mod html;
mod inbox;
mod inbox_page;
mod mime;
mod pages;
mod pay_page;
mod payments;
mod persons;
mod problem;
mod registers;
mod routes;
mod server;
mod shared;
mod sms;
mod smtp;
mod switches;

pub use contract_clock::{Clock, academic_year_at};
pub use inbox::{Mail, MailFile, Sms};
pub use payments::{Act, Order, OrderStatus};
pub use persons::{Permit, Person, persons};
pub use server::{DEMO_SECRET, SimSettings, Simulator, spawn};
pub use shared::Handle;
pub use switches::{Mode, System};
