//! Stand-ins of every outside system, behind real HTTP and SMTP, with invented persons.
//!
//! What it is: the other end of the contract in `openapi/registries.json` for demonstrations and tests, an inbox page where
//! SMS and e-mail can be read, and switches that make any system slow, silent, failing or wrong.
//!
//! What it is not: it stores nothing, proves nothing about a real register, and shares no code with the gateways: both
//! sides follow the contract by themselves.

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
