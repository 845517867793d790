//! `qabul placement run` and `impact` over the worked examples of docs/placement-format.md.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/tests/data/placement").join(name)
}

fn qabul(act: &str, folders: &[(&str, &Path)], more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qabul"));
    command.args(["placement", act]).args(more);
    for (flag, folder) in folders {
        command.arg(flag).arg(folder);
    }
    command.output().unwrap()
}

fn says(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A copy of an example's input with one text changed in one file.
fn changed(name: &str, file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(example(name).join("input")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
    assert!(text.contains(from));
    std::fs::write(folder.path().join(file), text.replacen(from, to, 1)).unwrap();
    folder
}

#[test]
fn a_run_writes_the_four_files_which_the_verifier_accepts_and_a_rerun_writes_the_same_r16() {
    for (name, vacant) in [("plain", false), ("own", false), ("vacant", true)] {
        let (folder, input) = (tempfile::tempdir().unwrap(), example(name).join("input"));
        let (output, previous) = (folder.path().join("out"), example(name).join("previous"));
        let mut folders = vec![("--input", input.as_path()), ("--output", output.as_path())];
        if vacant {
            folders.push(("--previous", previous.as_path()));
        }
        let done = qabul("run", &folders, &[]);
        assert_eq!(done.status.code(), Some(0), "{name}: {}", says(&done.stderr));
        let read = || {
            ["placements.csv", "cutoffs.csv", "explanations.ndjson", "digest.txt"]
                .map(|file| std::fs::read(output.join(file)).unwrap())
        };
        let first = read();
        for (bytes, file) in first.iter().zip(["placements.csv", "cutoffs.csv", "explanations.ndjson"]) {
            assert_eq!(says(bytes), std::fs::read_to_string(example(name).join("output").join(file)).unwrap());
        }
        let checked = qabul("verify", &folders, &[]);
        assert_eq!(checked.status.code(), Some(0), "{name}: {}", says(&checked.stdout));
        assert_eq!(qabul("run", &folders, &[]).status.code(), Some(0));
        assert!(read() == first, "{name}");
    }
}

#[test]
fn a_run_tells_how_many_are_placed_and_what_equal_candidates_cost_5_4() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (example("plain").join("input"), folder.path().join("out"));
    let done = qabul("run", &[("--input", &input), ("--output", &output)], &[]);
    let told = says(&done.stdout);
    let expected = "placed 8 of 10 candidates; rows 7, by scores of their own 0 (clause 3.5), over their seats 1, by 2 seats in all (clause 5.4); output ";
    assert!(told.starts_with(expected), "{told}");
}

#[test]
fn an_unusable_file_ends_with_2_names_the_place_and_leaves_the_old_output() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (example("plain").join("input"), folder.path().join("out"));
    let broken = changed("plain", "choices.csv", "c4,1,E", "c4,1,X");
    let refused = qabul("run", &[("--input", broken.path()), ("--output", &output)], &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(says(&refused.stderr), "choices.csv: line 10, column code: \"X\" is not in seats.csv\n");
    assert!(refused.stdout.is_empty() && !output.exists());

    assert_eq!(qabul("run", &[("--input", &input), ("--output", &output)], &[]).status.code(), Some(0));
    let before = std::fs::read(output.join("digest.txt")).unwrap();
    assert_eq!(qabul("run", &[("--input", broken.path()), ("--output", &output)], &[]).status.code(), Some(2));
    assert_eq!(std::fs::read(output.join("digest.txt")).unwrap(), before);

    let nowhere = qabul("run", &[("--input", &folder.path().join("no")), ("--output", &output)], &[]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert_eq!(says(&nowhere.stderr).lines().count(), 3, "{}", says(&nowhere.stderr));
}

#[test]
fn the_number_of_wishes_is_a_setting_of_the_run_campaign_3() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (example("plain").join("input"), folder.path().join("out"));
    let folders = [("--input", input.as_path()), ("--output", output.as_path())];
    let refused = qabul("run", &folders, &["--max-choices", "3"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(says(&refused.stderr).ends_with("\"c7\" has more than 3 wishes\n"), "{}", says(&refused.stderr));
    assert_eq!(qabul("run", &folders, &["--max-choices", "4"]).status.code(), Some(0));
    assert_eq!(qabul("verify", &folders, &[]).status.code(), Some(0), "the verifier finds the number by the digest");
    assert_eq!(qabul("run", &folders, &["--max-choices", "0"]).status.code(), Some(2));
}

#[test]
fn what_went_before_is_never_overwritten_by_the_round_for_vacant_seats_5_5() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["placements.csv", "excluded.csv"] {
        std::fs::copy(example("vacant").join("previous").join(file), folder.path().join(file)).unwrap();
    }
    let input = example("vacant").join("input");
    let refused = qabul("run", &[("--input", &input), ("--output", folder.path()), ("--previous", folder.path())], &[]);
    assert_eq!(refused.status.code(), Some(2));
    let kept = std::fs::read(folder.path().join("placements.csv")).unwrap();
    assert_eq!(kept, std::fs::read(example("vacant/previous/placements.csv")).unwrap());
}

#[test]
fn a_rehearsal_tells_who_moves_from_where_to_where_and_writes_no_placement() {
    // One more seat at E: c4 gets it, and nobody else is affected.
    let more = changed("plain", "seats.csv", "E,1", "E,2");
    let input = example("plain").join("input");
    let told = qabul("impact", &[("--input", &input), ("--changed", more.path())], &[]);
    assert_eq!(told.status.code(), Some(0));
    assert_eq!(says(&told.stdout), "id,from_position,from_code,to_position,to_code\nc4,,,1,E\n");
    assert_eq!(says(&told.stderr), "1 move: 1 gain a place, 0 lose theirs, 0 change it\n");

    // c2's result is annulled and he is excluded: c10 takes his seat at A, c5 that of c10 at C, c4 that of c5 at E.
    let without = changed("plain", "candidates.csv", "c2,80,90,100,40,20,\n", "");
    let wishes = std::fs::read_to_string(without.path().join("choices.csv")).unwrap();
    let wishes: String =
        wishes.lines().filter(|line| !line.starts_with("c2,")).map(|line| format!("{line}\n")).collect();
    std::fs::write(without.path().join("choices.csv"), wishes).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let list = elsewhere.path().join("moves.csv");
    let folders = [("--input", input.as_path()), ("--changed", without.path()), ("--output", list.as_path())];
    let told = qabul("impact", &folders, &[]);
    assert_eq!(told.status.code(), Some(0));
    assert!(told.stdout.is_empty());
    let expected = "id,from_position,from_code,to_position,to_code\n\
        c10,2,C,1,A\nc2,1,A,,\nc4,,,1,E\nc5,7,E,1,C\n";
    assert_eq!(std::fs::read_to_string(&list).unwrap(), expected);

    let broken = changed("plain", "seats.csv", "E,1", "E,one");
    let told = qabul("impact", &[("--input", &input), ("--changed", broken.path())], &[]);
    assert_eq!(told.status.code(), Some(2));
    assert!(says(&told.stderr).contains("line 7, column capacity: \"one\""), "{}", says(&told.stderr));
}

#[test]
fn an_output_never_goes_into_the_input_it_was_made_of() {
    let input = changed("plain", "seats.csv", "E,1", "E,2");
    let other = changed("plain", "seats.csv", "E,1", "E,3");
    let content = |folder: &Path| {
        let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        all.sort();
        all
    };
    let before = content(input.path());
    for output in [input.path().to_path_buf(), input.path().join("out"), input.path().join("deeper/out")] {
        let refused = qabul("run", &[("--input", input.path()), ("--output", &output)], &[]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(says(&refused.stderr).contains("name another folder with --output"), "{}", says(&refused.stderr));
    }
    for list in [input.path().join("seats.csv"), input.path().join("moves.csv"), other.path().join("seats.csv")] {
        let folders = [("--input", input.path()), ("--changed", other.path()), ("--output", list.as_path())];
        let refused = qabul("impact", &folders, &[]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(says(&refused.stderr).contains("name a file elsewhere with --output"), "{}", says(&refused.stderr));
    }
    assert_eq!(content(input.path()), before);
    assert!(std::fs::read_to_string(input.path().join("seats.csv")).unwrap().contains("E,2"));
    assert!(std::fs::read_to_string(other.path().join("seats.csv")).unwrap().contains("E,3"));
}

#[test]
fn a_rehearsal_warns_of_a_code_that_leaves_ranks_csv_3_5() {
    let without = changed("own", "ranks.csv", "R,f,12\nR,d,9\n", "");
    let told = qabul("impact", &[("--input", &example("own").join("input")), ("--changed", without.path())], &[]);
    assert_eq!(told.status.code(), Some(0));
    let first = says(&told.stderr).lines().next().unwrap().to_owned();
    assert!(first.starts_with("warning: \"R\" is in ranks.csv no more"), "{first}");
}

#[test]
fn a_file_that_is_there_and_cannot_be_read_ends_with_2_for_run_and_verify() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (changed("own", "ranks.csv", "P,d", "P,d"), folder.path().join("out"));
    let folders = [("--input", input.path()), ("--output", output.as_path())];
    assert_eq!(qabul("run", &folders, &[]).status.code(), Some(0));
    let ranks = input.path().join("ranks.csv");
    for target in ["nowhere.csv", "/dev/zero", "."] {
        std::fs::remove_file(&ranks).unwrap();
        std::os::unix::fs::symlink(target, &ranks).unwrap();
        for act in ["run", "verify"] {
            let refused = qabul(act, &folders, &[]);
            assert_eq!(refused.status.code(), Some(2), "{act} {target}: {}", says(&refused.stdout));
            assert!(says(&refused.stderr).starts_with("ranks.csv: "), "{act} {target}: {}", says(&refused.stderr));
        }
    }
    std::fs::remove_file(&ranks).unwrap();
    assert!(Command::new("mkfifo").arg(&ranks).status().unwrap().success());
    for act in ["run", "verify"] {
        assert_eq!(qabul(act, &folders, &[]).status.code(), Some(2), "{act}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn who_cannot_be_told_changes_no_answer() {
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (example("plain").join("input"), folder.path().join("out"));
    let broken = changed("plain", "seats.csv", "E,1", "E,one");
    let code = |act: &str, folders: [(&str, &Path); 2]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qabul"));
        command.args(["placement", act]).stdout(full()).stderr(full());
        for (flag, folder) in folders {
            command.arg(flag).arg(folder);
        }
        command.status().unwrap().code()
    };
    assert_eq!(code("run", [("--input", &input), ("--output", &output)]), Some(0));
    assert!(output.join("digest.txt").exists());
    assert_eq!(code("verify", [("--input", &input), ("--output", &output)]), Some(0));
    assert_eq!(code("run", [("--input", broken.path()), ("--output", &output)]), Some(2));
    assert_eq!(code("run", [("--input", &input), ("--output", &input.join("out"))]), Some(2));
    assert_eq!(code("impact", [("--input", &input), ("--changed", broken.path())]), Some(2));
    assert_eq!(code("impact", [("--input", &input), ("--changed", &input)]), Some(1), "the list is told to nobody");
    std::fs::write(folder.path().join("file"), "mine").unwrap();
    assert_eq!(code("run", [("--input", &input), ("--output", &folder.path().join("file"))]), Some(1));
}
