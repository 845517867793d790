//! `qabul placement run`.

use std::path::PathBuf;
use std::process::ExitCode;

use qabul_domain::placement::Outcome;
use qabul_placement::{Case, MostChoices, Placed, publish, rules_digest};

use super::{UNUSABLE, most_choices, placed, unusable};

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
    let same = |one: &PathBuf| matches!((one.canonicalize(), args.output.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if args.previous.as_ref().is_some_and(same) {
        eprintln!("the output would replace what went before: name another folder with --output");
        return ExitCode::from(UNUSABLE);
    }
    let Placed { case, outcome, input } = match placed(&args.input, args.previous.as_deref(), args.max_choices) {
        Ok(placed) => placed,
        Err(faults) => return unusable(&faults),
    };
    match publish(&args.output, &case, &outcome, input, rules_digest(args.max_choices)) {
        Ok(digests) => {
            println!("{}; output {}", summary(&case, &outcome), digests.output);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", args.output.display());
            ExitCode::FAILURE
        }
    }
}

/// How many are placed, and what equal candidates cost in seats.
fn summary(case: &Case, outcome: &Outcome) -> String {
    let rows = case.codes.len();
    let placed: u64 = (0..rows).map(|row| u64::from(outcome.standing.placed(row))).sum();
    let over: Vec<u32> =
        (0..rows).map(|row| outcome.standing.overflow(&case.market, row)).filter(|over| *over > 0).collect();
    let extra: u64 = over.iter().map(|over| u64::from(*over)).sum();
    format!(
        "placed {placed} of {} candidates; rows {rows}, over their seats {}, by {extra} seats in all (clause 5.4)",
        case.ids.len(),
        over.len()
    )
}
