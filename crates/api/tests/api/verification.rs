//! `qabul placement verify` over the worked examples of docs/placement-format.md.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/tests/data/placement").join(name)
}

fn verify(input: &Path, output: &Path, previous: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qabul"));
    command.args(["placement", "verify", "--input"]).arg(input).arg("--output").arg(output);
    if let Some(previous) = previous {
        command.arg("--previous").arg(previous);
    }
    command.output().unwrap()
}

/// A copy of an example's output with one text changed in one file.
fn tampered(name: &str, file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(example(name).join("output")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
    assert!(text.contains(from));
    std::fs::write(folder.path().join(file), text.replacen(from, to, 1)).unwrap();
    folder
}

#[test]
fn a_true_placement_ends_with_0() {
    for (name, vacant) in [("plain", false), ("own", false), ("vacant", true)] {
        let folder = example(name);
        let previous = folder.join("previous");
        let output = verify(&folder.join("input"), &folder.join("output"), vacant.then_some(previous.as_path()));
        let told = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{name}: {told}");
        assert!(told.starts_with("accepted: "), "{told}");
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn a_changed_placement_ends_with_1_and_a_line_for_each_violation() {
    let folder = tampered("plain", "placements.csv", "c4,,", "c4,1,E");
    let output = verify(&example("plain").join("input"), folder.path(), None);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.lines().any(|line| line.starts_with("I6 \"c4\" \"E\": ")), "{told}");
    assert!(told.lines().any(|line| line.starts_with("I20 - -: the digest of the output")), "{told}");
    let last = told.lines().last().unwrap();
    assert!(last.starts_with(&format!("REFUSED, {} violations", told.lines().count() - 1)), "{last}");
}

#[test]
fn an_unusable_file_ends_with_2_and_names_line_and_column() {
    let folder = tampered("plain", "cutoffs.csv", "B,1,1,0", "B,1,one,0");
    let output = verify(&example("plain").join("input"), folder.path(), None);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told, "output/cutoffs.csv: line 3, column placed: \"one\": not a whole number of 1 to 9 digits\n");
    let output = verify(&example("plain").join("nowhere"), folder.path(), None);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "seats.csv: the file is missing\n");
}
