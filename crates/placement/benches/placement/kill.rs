//! Kills runs at moments of any kind; the folder must hold the old output or the new one, whole (R16).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::files::{run, write};
use crate::timed;
use crate::world::{Dice, Size};

const SIZE: Size = Size { people: 3_000, choices: 12, rows: 150, own: 10 };

type Content = BTreeMap<String, Vec<u8>>;

fn content(folder: &Path) -> Content {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

/// Another process places `input` into `output`; killed after so long, if it still lives.
fn killed(input: &Path, output: &Path, after: Duration) -> bool {
    let program = std::env::current_exe().unwrap();
    let mut child = Command::new(program).arg("--run").args([input, output]).stdout(Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    let lived = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    lived
}

/// Kills so many runs.
pub fn kill(kills: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let (inputs, target) = ([path("in-0"), path("in-1")], path("out"));
    write(&inputs[0], SIZE);
    write(&inputs[1], Size { people: SIZE.people + 1, ..SIZE });
    let whole: Vec<Content> = inputs
        .iter()
        .map(|input| {
            run(input, &path("whole"));
            content(&path("whole"))
        })
        .collect();
    let alone = |number: usize| {
        let program = std::env::current_exe().unwrap();
        timed(|| Command::new(program).arg("--run").args([&inputs[number % 2], &target]).status().unwrap()).0
    };
    let mut spans: Vec<f64> = (0..9).map(alone).collect();
    spans.sort_by(f64::total_cmp);
    let span = spans[spans.len() / 2] * 1.3;
    let (mut dice, mut there) = (Dice(16), content(&target));
    let (mut old, mut new, mut late) = (0, 0, 0);
    for number in 0..kills {
        let next = number % 2;
        let after = Duration::from_secs_f64(span * f64::from(dice.below(1_000)) / 1_000.0);
        if !killed(&inputs[next], &target, after) {
            late += 1;
        }
        let now = content(&target);
        assert!(
            now == there || now == whole[next],
            "after kill {number} the output is neither the old one nor the new one"
        );
        if now == there && now != whole[next] {
            old += 1;
        } else {
            new += 1;
        }
        there = now;
    }
    run(&inputs[0], &target);
    assert!(content(&target) == whole[0], "the next run is whole");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.as_encoded_bytes().starts_with(b".")), "the next run clears up: {left:?}");
    println!("\nR16: {kills} runs killed, {late} of them too late to matter");
    println!("| after the kill | runs |\n| --- | --- |");
    println!("| the old output, whole | {old} |\n| the new output, whole | {new} |\n| anything else | 0 |");
}
