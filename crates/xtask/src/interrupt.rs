//! Ctrl-C and SIGTERM: noted, so that what was started is ended in order instead of left behind.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

static ASKED: AtomicBool = AtomicBool::new(false);

/// From here on a signal is noted instead of ending xtask at once.
///
/// # Errors
/// The system refuses the handler.
pub fn watch() -> Result<()> {
    Ok(ctrlc::set_handler(|| ASKED.store(true, Ordering::SeqCst))?)
}

/// Was xtask asked to end?
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
