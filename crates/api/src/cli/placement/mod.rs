//! `qabul placement …`: runs over files, without a database and without settings.

mod verify;

use std::process::ExitCode;

use clap::Subcommand;

/// Placements.
#[derive(Subcommand)]
pub enum PlacementCommand {
    /// Check a published placement from its files alone: ends with 0 if it is accepted, 1 if refused, 2 if a file is unusable.
    Verify(verify::VerifyArgs),
}

/// A file cannot be used; nothing was written.
const UNUSABLE: u8 = 2;

/// Carries a command out.
pub fn perform(command: PlacementCommand) -> ExitCode {
    match command {
        PlacementCommand::Verify(args) => verify::verify(&args),
    }
}
