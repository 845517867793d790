//! Checks a published placement from its files alone.
//!
//! docs/placement-format.md defines the files. Nothing here is shared with the program that computes placements: the
//! readers, the order of merit and the algorithm are independent implementations, so that an error there is not repeated here.

mod answer;
mod checks;
mod choices;
mod explain;
mod fault;
mod files;
mod json;
mod limits;
mod merit;
mod names;
mod number;
mod people;
mod previous;
mod published;
mod ranks;
mod report;
mod round;
mod rules;
mod standing;
mod table;
mod text;
mod vector;

pub use answer::{answer_json, progress_json};
pub use fault::{Fault, Unusable};
pub use files::{Files, Folder, Memory, Progress, Step};
pub use report::{Counts, Finding, Report, Violation};
pub use rules::RULES;

use names::NONE;
use round::Round;
use text::{Reading, of_list};

/// Every file a check may read.
pub const FILES: [(Folder, &str); 10] = [
    (Folder::Input, "seats.csv"),
    (Folder::Input, "candidates.csv"),
    (Folder::Input, "choices.csv"),
    (Folder::Input, "ranks.csv"),
    (Folder::Previous, "placements.csv"),
    (Folder::Previous, "excluded.csv"),
    (Folder::Output, "placements.csv"),
    (Folder::Output, "cutoffs.csv"),
    (Folder::Output, "explanations.ndjson"),
    (Folder::Output, "digest.txt"),
];

/// Checks a placement. `vacant`: it is a round for vacant seats, with the files of the previous round.
///
/// # Errors
/// A file is missing or cannot be used: up to twenty faults of the first such file.
pub fn verify(files: &dyn Files, vacant: bool, tell: &mut dyn FnMut(Progress)) -> Result<Report, Vec<Unusable>> {
    let read: Vec<_> = FILES.into_iter().filter(|(folder, _)| vacant || *folder != Folder::Previous).collect();
    let mut reading = Reading::new(files, &read, tell);
    let one = |fault: Unusable| vec![fault];
    let mut report = Report::default();
    let round = Round::read(&mut reading, vacant)?;

    reading.begin(Step::Output);
    let digests = published::digests(&reading.text(Folder::Output, "digest.txt").map_err(one)?, &mut report)?;
    let mut list = Vec::new();
    let text = reading.text(Folder::Output, "placements.csv").map_err(one)?;
    list.push((text::as_it_is(&text), "placements.csv"));
    let places = published::places(&text, &round, &mut report)?;
    let text = reading.text(Folder::Output, "cutoffs.csv").map_err(one)?;
    list.push((text::as_it_is(&text), "cutoffs.csv"));
    let cutoffs = published::cutoffs(&text, &round, &mut report)?;
    drop(text);

    reading.begin(Step::Check);
    let [input, output, rules, _code] = &digests;
    let most = rules::most_wishes(rules);
    let truth = checks::all(&round, &places, &cutoffs, most, &mut report);
    list.push((explain::check(&mut reading, &round, &truth, &mut report)?, "explanations.ndjson"));
    if most.is_none() {
        report.add(|| Violation::new(Finding::RulesDigest, "", "").values("", rules));
    }
    report.digest = of_list(&list);
    for (finding, here, written) in
        [(Finding::InputDigest, &round.digest, input), (Finding::OutputDigest, &report.digest.clone(), output)]
    {
        if here != written {
            report.add(|| Violation::new(finding, "", "").values(here, written));
        }
    }
    report.counts = Counts {
        rows: round.seats.len(),
        seats: round.seats.iter().map(|seats| u64::from(*seats)).sum(),
        persons: places.len(),
        wishes: round.choices.wishes.row.len(),
        placed: places.iter().filter(|wish| **wish != NONE).count(),
    };
    Ok(report)
}
