//! `qabul placement …`: works on files, without a database and without settings.

mod impact;
mod run;
mod verify;

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use qabul_placement::{Fault, MostChoices, Placed, read_folder};

/// Placements.
#[derive(Subcommand)]
pub enum PlacementCommand {
    /// Place candidates: ends with 0 when placed and written, 2 if a file is unusable; then nothing is written.
    Run(run::RunArgs),
    /// Show who would be placed elsewhere under changed input: other seats, an annulled result, an upheld appeal. No
    /// placement is written.
    Impact(impact::ImpactArgs),
    /// Check a published placement from its files alone: ends with 0 if it is accepted, 1 if refused, 2 if a file is unusable.
    Verify(verify::VerifyArgs),
}

/// A file cannot be used; nothing was written.
const UNUSABLE: u8 = 2;

/// Carries a command out.
pub fn perform(command: PlacementCommand) -> ExitCode {
    match command {
        PlacementCommand::Run(args) => run::run(&args),
        PlacementCommand::Impact(args) => impact::impact(&args),
        PlacementCommand::Verify(args) => verify::verify(&args),
    }
}

/// Parses the maximum number of choices per candidate.
fn most_choices(text: &str) -> Result<MostChoices, String> {
    text.parse().ok().and_then(MostChoices::new).ok_or_else(|| "give a number from 1 to 200".to_owned())
}

/// Reads a folder and places all candidates in it.
fn placed(input: &Path, previous: Option<&Path>, most: MostChoices) -> Result<Placed, Vec<Fault>> {
    Placed::of(&read_folder(input, previous)?, most)
}

/// Prints a message on standard error. A closed standard error is ignored, because the exit code is the answer.
fn complain(says: std::fmt::Arguments<'_>) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "{says}");
}

/// Prints what is wrong with the files. The reader may close the pipe early.
fn unusable(faults: &[Fault]) -> ExitCode {
    use std::io::Write as _;
    let mut out = std::io::stderr().lock();
    let _ = faults.iter().try_for_each(|fault| writeln!(out, "{fault}"));
    ExitCode::from(UNUSABLE)
}
