//! Ctrl-C and SIGTERM are recorded, so that started programs are ended in order and not left behind.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on a signal is recorded instead of ending xtask at once.
///
/// # Errors
/// The operating system refuses the handler.
pub fn watch() -> Result<()> {
    Ok(ctrlc::set_handler(|| ASKED.store(true, Ordering::SeqCst))?)
}

/// Whether xtask was asked to end.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
