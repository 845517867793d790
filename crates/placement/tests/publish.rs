//! A run that is killed at any moment leaves the complete old output or the complete new one (R16).
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use qabul_domain::placement::place;
use qabul_placement::{Files, MostChoices, Step, publish_watched, read, read_folder};

/// Where a child process is to exit, and what it is to write.
const DIE_AT: &str = "QABUL_TEST_DIE_AT";
const TARGET: &str = "QABUL_TEST_TARGET";
const EXAMPLE: &str = "QABUL_TEST_EXAMPLE";

fn files(example: &str) -> Files {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../domain/tests/data/placement").join(example);
    read_folder(&folder.join("input"), None).unwrap()
}

/// Places an example into a folder; the steps it took.
fn run(example: &str, target: &Path, mut watch: impl FnMut(Step)) -> std::io::Result<()> {
    let case = read(&files(example), MostChoices::default()).unwrap();
    let outcome = place(&case.market);
    publish_watched(target, &case, &outcome, (example.to_owned(), "rules".to_owned()), &mut watch).map(|_| ())
}

fn steps() -> Vec<Step> {
    let mut steps = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    run("plain", &folder.path().join("out"), |step| steps.push(step)).unwrap();
    steps
}

/// Everything that lies in a folder.
fn content(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let text = |path: PathBuf| std::fs::read_to_string(path).unwrap();
    entries.map(|entry| (entry.file_name().into_string().unwrap(), text(entry.path()))).collect()
}

fn beside(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Not a test itself: the child process that exits in the middle of a run.
#[test]
fn a_child_that_dies_where_it_is_told_to() {
    let (Ok(at), Ok(target), Ok(example)) = (std::env::var(DIE_AT), std::env::var(TARGET), std::env::var(EXAMPLE))
    else {
        return;
    };
    let mut left: usize = at.parse().unwrap();
    run(&example, Path::new(&target), |_| {
        if left == 0 {
            std::process::abort();
        }
        left -= 1;
    })
    .unwrap();
}

fn die_at(step: usize, target: &Path, example: &str) {
    let ended = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_child_that_dies_where_it_is_told_to", "--test-threads=1"])
        .env(DIE_AT, step.to_string())
        .env(TARGET, target)
        .env(EXAMPLE, example)
        .output()
        .unwrap();
    assert!(!ended.status.success(), "it was to die at step {step}");
}

#[test]
fn killed_after_any_step_a_run_leaves_the_old_output_or_the_new_one_and_the_next_run_clears_up_r16() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    run("plain", &old, |_| {}).unwrap();
    run("own", &new, |_| {}).unwrap();
    let (old, new) = (content(&old), content(&new));
    let steps = steps();
    let swapped = steps.iter().position(|step| *step == Step::Swapped).unwrap();
    for (number, step) in steps.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        run("plain", &target, |_| {}).unwrap();
        die_at(number, &target, "own");
        assert_eq!(content(&target), if number < swapped { old.clone() } else { new.clone() }, "{step:?}");
        run("own", &target, |_| {}).unwrap();
        assert_eq!(content(&target), new, "{step:?}");
        assert_eq!(beside(folder.path()), ["out"], "{step:?}");
    }
}

#[test]
fn killed_before_there_was_any_output_a_run_leaves_none_or_all_of_it_r16() {
    let steps = steps();
    let swapped = steps.iter().position(|step| *step == Step::Swapped).unwrap();
    for (number, step) in steps.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("deeper/out");
        die_at(number, &target, "own");
        assert_eq!(target.exists(), number >= swapped, "{step:?}");
        assert!(number < swapped || content(&target).len() == 4, "{step:?}");
    }
}

#[test]
fn an_output_is_replaced_while_other_files_beside_it_stay() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    std::fs::create_dir(&target).unwrap();
    run("plain", &target, |_| {}).unwrap();
    std::fs::write(target.join("letter.txt"), "signed").unwrap();
    run("own", &target, |_| {}).unwrap();
    let there = content(&target);
    assert_eq!(there["letter.txt"], "signed");
    assert!(there["digest.txt"].starts_with("input own\n"), "{}", there["digest.txt"]);
    assert_eq!(there.len(), 5);
    assert_eq!(beside(folder.path()), ["out"]);
}

#[cfg(unix)]
#[test]
fn who_may_read_the_old_output_may_read_the_new_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    run("plain", &target, |_| {}).unwrap();
    for mode in [0o750, 0o711] {
        std::fs::set_permissions(&target, std::fs::Permissions::from_mode(mode)).unwrap();
        run("own", &target, |_| {}).unwrap();
        assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, mode);
    }
    assert_eq!(beside(folder.path()), ["out"]);
}

#[cfg(unix)]
#[test]
fn replacing_an_output_opens_it_to_nobody_not_even_while_it_is_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    run("plain", &target, |_| {}).unwrap();
    let closed = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    closed(&target.join("placements.csv"), 0o600);
    closed(&target.join("digest.txt"), 0o444);
    closed(&target, 0o750);
    run("own", &target, |step| {
        let fresh = folder.path().join(format!(".out.placing-{}", std::process::id()));
        if matches!(step, Step::Made | Step::Wrote(_)) {
            assert_eq!(mode(&fresh), 0o700, "{step:?}");
        }
    })
    .unwrap();
    let modes = ["placements.csv", "digest.txt", ""].map(|name| mode(&target.join(name)));
    assert_eq!(modes, [0o600, 0o444, 0o750], "{modes:?}");
    assert!(content(&target)["digest.txt"].starts_with("input own\n"));
    closed(&target, 0o500);
    run("plain", &target, |_| {}).unwrap();
    assert_eq!(mode(&target), 0o500);
    assert_eq!(beside(folder.path()), ["out"], "the old output is cleared away though nobody might write into it");
}

#[test]
fn only_what_a_run_left_behind_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for foreign in [".out.placing-", ".out.placing-1a", ".out.placing-old", ".out.placing-2", ".out.placing-3", "kept"]
    {
        std::fs::create_dir(at(foreign)).unwrap();
    }
    std::fs::write(at(".out.placing-2").join("letter.txt"), "mine").unwrap();
    std::fs::create_dir(at(".out.placing-3").join("placements.csv")).unwrap();
    std::fs::write(at(".out.placing-4"), "a file").unwrap();
    std::fs::write(at("kept").join("digest.txt"), "mine").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(at("kept"), at(".out.placing-5")).unwrap();
    let before = beside(folder.path());
    std::fs::create_dir(at(".out.placing-6")).unwrap();
    std::fs::write(at(".out.placing-6").join("cutoffs.csv"), "begun").unwrap();
    std::fs::hard_link(at("kept").join("digest.txt"), at(".out.placing-6").join("a link")).unwrap();
    run("plain", &at("out"), |_| {}).unwrap();
    let mut after = before;
    after.push("out".to_owned());
    after.sort();
    assert_eq!(beside(folder.path()), after, "6 was left by a run and is gone");
    assert_eq!(std::fs::read_to_string(at("kept").join("digest.txt")).unwrap(), "mine");
    assert_eq!(std::fs::read_to_string(at(".out.placing-2").join("letter.txt")).unwrap(), "mine");
}

#[test]
fn a_name_that_is_taken_beside_the_output_stops_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join(format!(".out.placing-{}", std::process::id()));
    std::fs::create_dir(&taken).unwrap();
    std::fs::write(taken.join("letter.txt"), "mine").unwrap();
    run("plain", &folder.path().join("out"), |_| {}).unwrap();
    assert_eq!(std::fs::read_to_string(taken.join("letter.txt")).unwrap(), "mine");
    assert_eq!(beside(folder.path()).len(), 2);
}

#[test]
fn what_cannot_be_kept_in_one_step_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    run("plain", &target, |_| {}).unwrap();
    let before = content(&target);
    std::fs::create_dir(target.join("archive")).unwrap();
    let says = run("own", &target, |_| {}).unwrap_err().to_string();
    assert_eq!(says, "the folder archive lies in it; name a folder for this run alone");
    std::fs::remove_dir(target.join("archive")).unwrap();
    assert_eq!(content(&target), before);
    for ours in ["placements.csv", "cutoffs.csv", "explanations.ndjson", "digest.txt"] {
        let target = folder.path().join("mine");
        std::fs::create_dir_all(target.join(ours)).unwrap();
        std::fs::write(target.join(ours).join("x"), "mine").unwrap();
        let says = run("own", &target, |_| {}).unwrap_err().to_string();
        assert!(says.starts_with(&format!("the folder {ours} lies in it")), "{says}");
        assert_eq!(std::fs::read_to_string(target.join(ours).join("x")).unwrap(), "mine");
        std::fs::remove_dir_all(target).unwrap();
    }
    assert_eq!(beside(folder.path()), ["out"]);

    let file = folder.path().join("file");
    std::fs::write(&file, "mine").unwrap();
    assert!(run("own", &file, |_| {}).is_err());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_run_still_going_on_is_left_alone_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let mut seen = Vec::new();
    run("plain", &target, |step| {
        if step == Step::Synced {
            let other = folder.path().join(".out.placing-1");
            std::fs::create_dir(&other).unwrap();
            let lock = std::fs::File::open(&other).unwrap();
            lock.lock().unwrap();
            run_in_another_process(&target);
            seen = beside(folder.path());
            drop(lock);
        }
    })
    .unwrap();
    assert!(seen.iter().filter(|name| name.starts_with(".out.placing-")).count() == 2, "{seen:?}");
    run("own", &target, |_| {}).unwrap();
    assert_eq!(beside(folder.path()), ["out"]);
}

/// Another run into the same folder that lives to its end.
fn run_in_another_process(target: &Path) {
    let ended = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_child_that_dies_where_it_is_told_to", "--test-threads=1"])
        .env(DIE_AT, "1000")
        .env(TARGET, target)
        .env(EXAMPLE, "own")
        .output()
        .unwrap();
    assert!(ended.status.success());
}
