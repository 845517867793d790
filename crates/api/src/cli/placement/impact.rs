//! `qabul placement impact`: compares the placement with the one under changed input.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use qabul_placement::{MostChoices, Place, left_ranks, lies_in, moved, replace_file, write_moved};

use super::{complain, most_choices, placed, unusable};

/// What to compare.
#[derive(clap::Args)]
pub struct ImpactArgs {
    /// Folder with the present input files.
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// Folder with the changed input files.
    #[arg(long, value_name = "DIR")]
    changed: PathBuf,
    /// File for the list of candidates who would move, as CSV; standard output if absent.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Maximum number of choices per candidate, 1 to 200.
    #[arg(long, value_name = "N", default_value = "20", value_parser = most_choices)]
    max_choices: MostChoices,
    /// For a round of vacant seats: folder with placements.csv and excluded.csv of the round before.
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
}

/// Places both inputs and prints who moves from where to where.
pub fn impact(args: &ImpactArgs) -> ExitCode {
    let inputs = [Some(&args.input), Some(&args.changed), args.previous.as_ref()];
    let into_input = |file: &PathBuf| inputs.iter().flatten().any(|folder| lies_in(file, folder));
    if args.output.as_ref().is_some_and(into_input) {
        complain(format_args!("the list would be written into the input: name a file elsewhere with --output"));
        return ExitCode::from(super::UNUSABLE);
    }
    let place = |folder: &PathBuf| placed(folder, args.previous.as_deref(), args.max_choices);
    let (before, after) = match (place(&args.input), place(&args.changed)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            for (folder, faults) in [(&args.input, before.err()), (&args.changed, after.err())] {
                if let Some(faults) = faults {
                    complain(format_args!("in {}:", folder.display()));
                    unusable(&faults);
                }
            }
            return ExitCode::from(super::UNUSABLE);
        }
    };
    for code in left_ranks(&before.case, &after.case) {
        complain(format_args!(
            "warning: {code:?} is in ranks.csv no more and ranks by the common order; if its admission is still its own, every wish \
             for it needs 3.5 in the column ineligible"
        ));
    }
    let all = moved((&before.case, &before.outcome), (&after.case, &after.outcome));
    let list = write_moved(&all);
    let written = match &args.output {
        Some(file) => replace_file(file, &list),
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(&list).and_then(|()| out.flush())
        }
    };
    if let Err(error) = written {
        let where_to = args.output.as_ref().map_or("standard output".to_owned(), |file| file.display().to_string());
        complain(format_args!("{where_to}: {error}"));
        return ExitCode::FAILURE;
    }
    let count = |kind: fn(&Place<'_>, &Place<'_>) -> bool| all.iter().filter(|one| kind(&one.from, &one.to)).count();
    complain(format_args!(
        "{} move: {} gain a place, {} lose theirs, {} change it",
        all.len(),
        count(|from, to| from.is_none() && to.is_some()),
        count(|from, to| from.is_some() && to.is_none()),
        count(|from, to| from.is_some() && to.is_some())
    ));
    ExitCode::SUCCESS
}
