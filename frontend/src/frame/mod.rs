//! What surrounds every page: strips, header, footer, and the dialogs about the session.

mod footer;
mod header;
mod session_dialogs;
mod strips;
mod theme;

pub use footer::Footer;
pub use header::{Header, VERIFY};
pub use session_dialogs::SessionDialogs;
pub use strips::Strips;
