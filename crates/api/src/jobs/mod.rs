//! Background jobs: messages are sent, deadlines close, the audit is sealed.
//!
//! Every job can be run once by hand, as tests do. [`worker`] runs them continuously.

pub mod messages;
pub mod outbox;
mod papers;
pub mod sealer;
pub mod seasons;
pub mod sweeps;
pub mod worker;

use crate::context::Context;
use crate::problem::ApiError;

/// What one round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    /// Messages carried out or attempted.
    pub messages: usize,
    /// Rows moved or deleted by sweeps.
    pub swept: u64,
    /// Audit rows sealed.
    pub sealed: i64,
}

/// Runs every job until nothing is due at the clock's current instant: sweeps first, because they write messages.
///
/// # Errors
/// When the store fails.
pub async fn run_all_once(context: &Context) -> Result<Round, ApiError> {
    let mut round =
        Round { swept: sweeps::run_once(context).await? + sweeps::purge_once(context).await?, ..Round::default() };
    loop {
        let handled = outbox::run_once(context).await?;
        round.messages += handled;
        if handled == 0 {
            break;
        }
    }
    round.sealed = sealer::run_once(context).await?;
    Ok(round)
}
