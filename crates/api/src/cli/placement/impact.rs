//! `qabul placement impact`: a rehearsal.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use qabul_placement::{MostChoices, Place, moved, write_moved};

use super::{most_choices, placed, unusable};

/// What to compare.
#[derive(clap::Args)]
pub struct ImpactArgs {
    /// Folder with the input files as they are.
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// Folder with the input files as they would be.
    #[arg(long, value_name = "DIR")]
    changed: PathBuf,
    /// File for the list of those who would move, as CSV; standard output if absent.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The most wishes a candidate may have, 1 to 200.
    #[arg(long, value_name = "N", default_value = "20", value_parser = most_choices)]
    max_choices: MostChoices,
    /// For a round of vacant seats: folder with placements.csv and excluded.csv of what went before.
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
}

/// Places both, and tells who moves from where to where.
pub fn impact(args: &ImpactArgs) -> ExitCode {
    let place = |folder: &PathBuf| placed(folder, args.previous.as_deref(), args.max_choices);
    let (before, after) = match (place(&args.input), place(&args.changed)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            for (folder, faults) in [(&args.input, before.err()), (&args.changed, after.err())] {
                if let Some(faults) = faults {
                    eprintln!("in {}:", folder.display());
                    unusable(&faults);
                }
            }
            return ExitCode::from(super::UNUSABLE);
        }
    };
    let all = moved((&before.case, &before.outcome), (&after.case, &after.outcome));
    let list = write_moved(&all);
    let written = match &args.output {
        Some(file) => std::fs::write(file, list),
        None => std::io::stdout().lock().write_all(&list),
    };
    if let Err(error) = written {
        let where_to = args.output.as_ref().map_or("standard output".to_owned(), |file| file.display().to_string());
        eprintln!("{where_to}: {error}");
        return ExitCode::FAILURE;
    }
    let count = |kind: fn(&Place<'_>, &Place<'_>) -> bool| all.iter().filter(|one| kind(&one.from, &one.to)).count();
    eprintln!(
        "{} move: {} gain a place, {} lose theirs, {} change it",
        all.len(),
        count(|from, to| from.is_none() && to.is_some()),
        count(|from, to| from.is_some() && to.is_none()),
        count(|from, to| from.is_some() && to.is_some())
    );
    ExitCode::SUCCESS
}
