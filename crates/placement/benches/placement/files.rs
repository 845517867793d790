//! From files to files.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use qabul_placement::{MostChoices, Placed, publish, read_folder, rules_digest};
use qabul_verifier::{Folder, Memory, Progress, Step, verify};

use crate::world::{Size, files};
use crate::{goal, spread, timed};

/// The size of a national round.
const NATIONAL: Size = Size { people: 23_000, choices: 20, rows: 1_400, own: 0 };

/// Writes an invented input.
pub fn write(folder: &Path, size: Size) {
    let files = files(size);
    std::fs::create_dir_all(folder).unwrap();
    let named = [
        ("seats.csv", Some(files.seats)),
        ("candidates.csv", Some(files.candidates)),
        ("choices.csv", Some(files.choices)),
        ("ranks.csv", files.ranks),
    ];
    for (name, bytes) in named {
        if let Some(bytes) = bytes {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

/// Seconds of each part of one run.
pub struct Parts {
    placed: f64,
    written: f64,
}

/// One run.
pub fn run(input: &Path, output: &Path) -> Parts {
    let most = MostChoices::default();
    let (placed, all) = timed(|| Placed::of(&read_folder(input, None).unwrap(), most).unwrap());
    let Placed { case, outcome, input } = all;
    let (written, _) = timed(|| publish(output, &case, &outcome, input, rules_digest(most)).unwrap());
    Parts { placed, written }
}

/// Every file the verifier reads, in memory.
fn all_files(input: &Path, output: &Path) -> Memory {
    let mut all = Memory::default();
    for (folder, path) in [(Folder::Input, input), (Folder::Output, output)] {
        for entry in std::fs::read_dir(path).unwrap() {
            let entry = entry.unwrap();
            all.put(folder, entry.file_name().to_str().unwrap(), std::fs::read(entry.path()).unwrap());
        }
    }
    all
}

/// The same, read when asked for: a million candidates' explanations are better not held in memory.
struct OnDisk<'p>(&'p Path, &'p Path);

impl OnDisk<'_> {
    fn path(&self, folder: Folder, name: &str) -> PathBuf {
        if folder == Folder::Input { self.0.join(name) } else { self.1.join(name) }
    }
}

impl qabul_verifier::Files for OnDisk<'_> {
    fn open(&self, folder: Folder, name: &str) -> io::Result<Option<Box<dyn io::Read + '_>>> {
        match std::fs::File::open(self.path(folder, name)) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
    fn length(&self, folder: Folder, name: &str) -> u64 {
        self.path(folder, name).metadata().map_or(0, |file| file.len())
    }
}

/// Seconds the verifier takes to read its files, and beyond that.
fn verified(input: &Path, output: &Path) -> (f64, f64) {
    let (reading, all) = timed(|| all_files(input, output));
    let (checking, report) = timed(|| verify(&all, false, &mut |_| ()).unwrap());
    assert!(report.accepted());
    (reading, checking)
}

/// A national round, with files, explanations and verification.
pub fn national(rounds: usize) {
    for own in [0, 10] {
        let folder = tempfile::tempdir().unwrap();
        let (input, output) = (folder.path().join("in"), folder.path().join("out"));
        write(&input, Size { own, ..NATIONAL });
        let mut times: [Vec<f64>; 6] = Default::default();
        for _ in 0..rounds {
            let (all, parts) = timed(|| run(&input, &output));
            let (reading, checking) = verified(&input, &output);
            let parts = [parts.placed, parts.written, all, reading, checking, all + reading + checking];
            for (list, time) in times.iter_mut().zip(parts) {
                list.push(time);
            }
        }
        let size = std::fs::metadata(output.join("explanations.ndjson")).unwrap().len() as f64 / 1e6;
        let [placed, written, all, reading, checking, both] = times.each_mut().map(|times| spread(times));
        println!(
            "\n23,000 candidates x 20 wishes x 1,400 rows from files to files, {own} % of rows rank themselves, {rounds} rounds"
        );
        println!("| figure | measured | goal |\n| --- | --- | --- |");
        println!("| reading, checking, placing, s | {} | – |", placed.1);
        println!("| explaining, writing and syncing, s | {} | – |", written.1);
        println!("| the run, s | {} | – |", all.1);
        println!("| verifier: files into memory, s | {} | – |", reading.1);
        println!("| verifier: beyond that, s | {} | {} |", checking.1, goal(checking.0 <= 1.0, "1.0"));
        println!("| run and verification, s | {} | {} |", both.1, goal(both.0 <= 1.0, "1.0"));
        println!("| explanations, MB | {size:.0} | – |");
    }
}

/// A million candidates from files to files, once.
pub fn huge() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    write(&input, Size { people: 1_000_000, choices: 15, rows: 5_000, own: 0 });
    let parts = run(&input, &output);
    let size = std::fs::metadata(output.join("explanations.ndjson")).unwrap().len() as f64 / 1e9;
    // What the verifier does between reading the places and reading the explanations: the invariants, and the placement again.
    let (mut began, mut ended) = (None, None);
    let mut watch = |progress: Progress| match progress.step {
        Step::Check => began = began.or(Some(Instant::now())),
        Step::Explain => ended = ended.or(Some(Instant::now())),
        _ => {}
    };
    let (verified, report) = timed(|| verify(&OnDisk(&input, &output), false, &mut watch).unwrap());
    assert!(report.accepted());
    let beyond = crate::seconds(ended.unwrap() - began.unwrap());
    println!("\n1,000,000 candidates x 15 wishes x 5,000 rows from files to files, once");
    println!("| figure | measured |\n| --- | --- |");
    println!("| reading, checking, placing, s | {:.2} |", parts.placed);
    println!("| explaining, writing and syncing, s | {:.2} |", parts.written);
    println!("| explanations, GB | {size:.2} |");
    println!("| verification with reading, s | {verified:.2} |");
    println!("| of it beyond reading: invariants, placement anew, s | {beyond:.2} (goal 1.0) |");
    println!("| most memory of placing and verifying, GB | {:.2} |", crate::engine::kilobytes("VmHWM:") / 1e6);
}
