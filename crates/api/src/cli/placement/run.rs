//! `qabul placement run`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use qabul_placement::{MostChoices, Placed, lies_in, publish, rules_digest, summary};

use super::{UNUSABLE, complain, most_choices, placed, unusable};

/// What to place, and where to.
#[derive(clap::Args)]
pub struct RunArgs {
    /// Folder with seats.csv, candidates.csv, choices.csv and, where rows rank by scores of their own, ranks.csv.
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// Folder for placements.csv, cutoffs.csv, explanations.ndjson and digest.txt; an older output in it is replaced as a whole.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// The most wishes a candidate may have, 1 to 200.
    #[arg(long, value_name = "N", default_value = "20", value_parser = most_choices)]
    max_choices: MostChoices,
    /// For a round of vacant seats: folder with placements.csv and excluded.csv of what went before.
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
}

/// Places and writes.
pub fn run(args: &RunArgs) -> ExitCode {
    for (folder, what) in [(Some(&args.input), "the input"), (args.previous.as_ref(), "what went before")] {
        if folder.is_some_and(|folder| lies_in(&args.output, folder)) {
            complain(format_args!(
                "the output would be written over or into {what}: name another folder with --output"
            ));
            return ExitCode::from(UNUSABLE);
        }
    }
    let Placed { case, outcome, input } = match placed(&args.input, args.previous.as_deref(), args.max_choices) {
        Ok(placed) => placed,
        Err(faults) => return unusable(&faults),
    };
    match publish(&args.output, &case, &outcome, input, rules_digest(args.max_choices)) {
        Ok(digests) => {
            // The output is written, whether or not anybody can be told.
            let mut out = std::io::stdout().lock();
            let told = writeln!(out, "{}; output {}", summary(&case, &outcome), digests.output);
            drop(told.and_then(|()| out.flush()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain(format_args!("{}: {error}", args.output.display()));
            ExitCode::FAILURE
        }
    }
}
