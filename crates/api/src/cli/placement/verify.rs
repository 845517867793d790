//! `qabul placement verify`.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use qabul_verifier::{Files, Folder, Report, Unusable};

use super::UNUSABLE;

/// Which files to check.
#[derive(clap::Args)]
pub struct VerifyArgs {
    /// Folder with seats.csv, candidates.csv, choices.csv and, if rows rank by their own scores, ranks.csv.
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// Folder with placements.csv, cutoffs.csv, explanations.ndjson and digest.txt.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// For a round of vacant seats: folder with placements.csv and excluded.csv of the round before.
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
}

/// Checks a placement. Each reason for refusal is a line on standard output; unusable files are reported on standard
/// error.
pub fn verify(args: &VerifyArgs) -> ExitCode {
    let result = qabul_verifier::verify(args, args.previous.is_some(), &mut |_| ());
    // The reader may close the pipe early; the verdict is the exit code.
    let told = match &result {
        Ok(report) => tell(report, &mut io::stdout().lock()),
        Err(faults) => tell_faults(faults, &mut io::stderr().lock()),
    };
    drop(told);
    match result {
        Ok(report) if report.accepted() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(_) => ExitCode::from(UNUSABLE),
    }
}

fn tell(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for violation in &report.violations {
        writeln!(out, "{violation}")?;
    }
    let untold = report.total - report.violations.len() as u64;
    if untold > 0 {
        writeln!(out, "and {untold} more")?;
    }
    let counts = &report.counts;
    let verdict =
        if report.accepted() { "accepted".to_owned() } else { format!("REFUSED, {} violations", report.total) };
    writeln!(
        out,
        "{verdict}: {} candidates, {} wishes, {} rows with {} seats, {} placed; output {}",
        counts.persons, counts.wishes, counts.rows, counts.seats, counts.placed, report.digest
    )
}

fn tell_faults(faults: &[Unusable], out: &mut dyn Write) -> io::Result<()> {
    faults.iter().try_for_each(|fault| writeln!(out, "{fault}"))
}

impl VerifyArgs {
    fn path(&self, folder: Folder, name: &str) -> Option<PathBuf> {
        match folder {
            Folder::Input => Some(self.input.join(name)),
            Folder::Output => Some(self.output.join(name)),
            Folder::Previous => self.previous.as_ref().map(|folder| folder.join(name)),
        }
    }
}

impl Files for VerifyArgs {
    fn open(&self, folder: Folder, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let Some(path) = self.path(folder, name) else { return Ok(None) };
        Ok(qabul_placement::open(&path)?.map(|file| Box::new(file) as Box<dyn Read>))
    }

    fn length(&self, folder: Folder, name: &str) -> u64 {
        self.path(folder, name).and_then(|path| path.metadata().ok()).map_or(0, |file| file.len())
    }
}
