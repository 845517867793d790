//! Folders as they are found: names that lead nowhere, pipes, lists that are replaced; and what a run tells.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::{Path, PathBuf};

use qabul_domain::placement::place;
use qabul_placement::{Case, MostChoices, left_ranks, lies_in, read, read_folder, replace_file, summary};

fn example(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../domain/tests/data/placement").join(name)
}

/// A copy of an example's input.
fn copy(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(example(name).join("input")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    folder
}

fn case(input: &Path, previous: Option<&Path>) -> Case {
    read(&read_folder(input, previous).unwrap(), MostChoices::default()).unwrap()
}

fn faults(input: &Path, previous: Option<&Path>) -> Vec<String> {
    let faults = read_folder(input, previous).unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_file_that_is_not_there_is_told_without_a_line_and_only_ranks_may_be_absent() {
    let nowhere = tempfile::tempdir().unwrap();
    let told = faults(nowhere.path(), Some(nowhere.path()));
    let at = nowhere.path().display();
    let all = ["seats.csv", "candidates.csv", "choices.csv", "previous/placements.csv", "previous/excluded.csv"];
    assert_eq!(told, all.map(|file| format!("{file}: is missing in {at}")));
    assert!(read_folder(&example("plain").join("input"), None).unwrap().ranks.is_none());
    assert!(read_folder(&example("own").join("input"), None).unwrap().ranks.is_some());
}

#[cfg(unix)]
#[test]
fn a_ranks_csv_that_leads_nowhere_is_not_an_absent_one_3_5() {
    let input = copy("own");
    let ranks = input.path().join("ranks.csv");
    std::fs::rename(&ranks, input.path().join("scores.csv")).unwrap();
    std::os::unix::fs::symlink("scores.csv", &ranks).unwrap();
    assert!(read_folder(input.path(), None).unwrap().ranks.is_some(), "a link that leads to a file is that file");
    std::fs::remove_file(input.path().join("scores.csv")).unwrap();
    let told = faults(input.path(), None);
    assert!(told.len() == 1 && told[0].starts_with("ranks.csv: cannot be read in "), "{told:?}");
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_refused_and_not_waited_for() {
    for name in ["seats.csv", "candidates.csv", "choices.csv", "ranks.csv"] {
        let input = copy("own");
        let path = input.path().join(name);
        std::fs::remove_file(&path).unwrap();
        let says = format!("{name}: cannot be read in {}: it is not a regular file", input.path().display());
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert_eq!(faults(input.path(), None), [says.as_str()], "a pipe");
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        assert_eq!(faults(input.path(), None), [says.as_str()], "a device");
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert_eq!(faults(input.path(), None), [says.as_str()], "a folder");
    }
}

#[test]
fn a_run_tells_how_many_rows_rank_by_scores_of_their_own_3_5() {
    let told = |input: &Path, previous: Option<&Path>| {
        let case = case(input, previous);
        summary(&case, &place(&case.market))
    };
    let own = copy("own");
    assert!(told(own.path(), None).contains("; rows 4, by scores of their own 2 (clause 3.5), over their seats "));
    std::fs::remove_file(own.path().join("ranks.csv")).unwrap();
    assert!(told(own.path(), None).contains("by scores of their own 0 (clause 3.5)"));
}

#[test]
fn a_round_for_vacant_seats_tells_how_many_went_before_by_reason_5_5() {
    let told = |previous: &Path| {
        let case = case(&example("vacant").join("input"), Some(previous));
        summary(&case, &place(&case.market))
    };
    let previous = tempfile::tempdir().unwrap();
    for file in ["placements.csv", "excluded.csv"] {
        std::fs::copy(example("vacant").join("previous").join(file), previous.path().join(file)).unwrap();
    }
    let ends = |told: String, end: &str| assert!(told.ends_with(end), "{told}");
    ends(
        told(previous.path()),
        "; before: 5 placed; excluded: 1 forfeited (clause 6.1), 1 annulled (clause 6.5), 2 for other reasons (clause 5.5)",
    );
    let text = std::fs::read_to_string(previous.path().join("excluded.csv")).unwrap();
    std::fs::write(previous.path().join("excluded.csv"), text.replace("6.5", " 6.5")).unwrap();
    ends(
        told(previous.path()),
        "; before: 5 placed; excluded: 1 forfeited (clause 6.1), 0 annulled (clause 6.5), 3 for other reasons (clause 5.5)",
    );
    assert!(!told_main().contains("before"));
}

fn told_main() -> String {
    let case = case(&example("plain").join("input"), None);
    summary(&case, &place(&case.market))
}

#[test]
fn a_code_that_leaves_ranks_csv_is_named_3_5() {
    let input = copy("own");
    let before = case(input.path(), None);
    assert_eq!(left_ranks(&before, &before), Vec::<&str>::new());
    let ranks = std::fs::read_to_string(input.path().join("ranks.csv")).unwrap();
    std::fs::write(input.path().join("ranks.csv"), ranks.replace("R,f,12\n", "")).unwrap();
    assert_eq!(left_ranks(&before, &case(input.path(), None)), Vec::<&str>::new(), "d has a score there");
    std::fs::write(input.path().join("ranks.csv"), ranks.replace("R,f,12\n", "").replace("R,d,9\n", "")).unwrap();
    let after = case(input.path(), None);
    assert_eq!(left_ranks(&before, &after), ["R"]);
    assert_eq!(left_ranks(&after, &before), Vec::<&str>::new(), "a code that comes into it is no danger");
}

#[test]
fn a_list_is_replaced_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("moves.csv");
    let names = || std::fs::read_dir(folder.path()).unwrap().count();
    replace_file(&list, b"old").unwrap();
    replace_file(&list, b"new").unwrap();
    assert_eq!((std::fs::read(&list).unwrap().as_slice(), names()), (&b"new"[..], 1));
    assert!(replace_file(&folder.path().join("no/moves.csv"), b"new").is_err());
    assert!(replace_file(folder.path(), b"new").is_err());
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    assert!(replace_file(&folder.path().join("folder"), b"new").is_err());
    assert_eq!(names(), 2, "nothing begun is left");
}

#[cfg(unix)]
#[test]
fn a_replaced_list_keeps_its_permissions_and_its_reader_keeps_the_old_one() {
    use std::io::Read as _;
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (list, link) = (folder.path().join("moves.csv"), folder.path().join("newest.csv"));
    std::fs::write(&list, "old").unwrap();
    std::fs::set_permissions(&list, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("moves.csv", &link).unwrap();
    let mut reader = std::fs::File::open(&list).unwrap();
    replace_file(&link, b"new").unwrap();
    let mut read = String::new();
    reader.read_to_string(&mut read).unwrap();
    assert_eq!((read.as_str(), std::fs::read_to_string(&list).unwrap().as_str()), ("old", "new"));
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink(), "a link stays a link");
    assert_eq!(std::fs::metadata(&list).unwrap().permissions().mode() & 0o777, 0o640);
    replace_file(Path::new("/dev/null"), b"new").unwrap();
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file(), "a device is written to");
}

#[test]
fn a_path_lies_in_a_folder_whatever_way_leads_there() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input");
    std::fs::create_dir(&input).unwrap();
    std::fs::create_dir(folder.path().join("input2")).unwrap();
    for inside in ["input", "input/", "input/out", "input/deeper/out", "input2/../input/out"] {
        assert!(lies_in(&folder.path().join(inside), &input), "{inside}");
    }
    for outside in ["", "out", "input2", "input2/out", "input/../out"] {
        assert!(!lies_in(&folder.path().join(outside), &input), "{outside}");
    }
    assert!(!lies_in(&input, &folder.path().join("nowhere")));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&input, folder.path().join("link")).unwrap();
        assert!(lies_in(&folder.path().join("link/out"), &input));
    }
}
