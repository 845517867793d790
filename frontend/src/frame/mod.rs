//! The parts around every page: strips, header, footer, and the dialogs about the session.

mod footer;
mod header;
mod person;
mod session_dialogs;
mod strips;
mod theme;

pub use footer::footer;
pub use header::{VERIFY, header, linked};
pub use session_dialogs::session_dialogs;
pub use strips::strips;
