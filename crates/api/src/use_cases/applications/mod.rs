//! Operations on applications of any kind. One file per operation.

mod act;
mod calendar;
mod confirmation;
mod contact;
mod desk;
mod effects;
mod facts;
mod load;
mod open;
mod print;
mod remind;
mod save_answers;
mod snapshot;
mod timeline;
mod view;

pub use act::{Actor, confirm, raise_applicant_event, raise_officer_event, raise_system_event};
pub use calendar::calendar;
pub(crate) use confirmation::due_and_route;
pub use desk::{Decision as OfficerDecision, decide, told};
pub use facts::ask_registers;
pub use open::open;
pub use print::print;
pub(crate) use remind::extension_key;
pub use remind::{newest_mark, remind, tell_extension};
pub use save_answers::save_answers;
pub use snapshot::Made;
pub use timeline::timeline;
pub use view::{list, show};
