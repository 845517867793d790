//! `qabul placement run`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use qabul_placement::{MostChoices, Placed, lies_in, publish, rules_digest, summary};

use super::{UNUSABLE, complain, most_choices, placed, unusable};

/// Input and output of a run.
#[derive(clap::Args)]
pub struct RunArgs {
    /// Folder with seats.csv, candidates.csv, choices.csv and, if rows rank by their own scores, ranks.csv.
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// Folder for placements.csv, cutoffs.csv, explanations.ndjson and digest.txt; an older output in it is replaced
    /// completely.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// Maximum number of choices per candidate, 1 to 200.
    #[arg(long, value_name = "N", default_value = "20", value_parser = most_choices)]
    max_choices: MostChoices,
    /// For a round of vacant seats: folder with placements.csv and excluded.csv of the round before.
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
            // The output is already written, so a closed standard output is ignored.
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
