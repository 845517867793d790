//! `seats.csv`: rows and their capacity.

use crate::Names;
use crate::fault::{Faults, shown};
use crate::table;

const FILE: &str = "seats.csv";

/// The rows, in the order of their codes.
pub(super) struct Seats {
    pub(super) codes: Names,
    pub(super) capacities: Vec<u32>,
}

/// Reads the file.
pub(super) fn read(bytes: &[u8], faults: &mut Faults) -> Seats {
    let (mut codes, mut capacities, mut lines) = (Names::default(), Vec::new(), Vec::new());
    table::rows(FILE, bytes, ["code", "capacity"], faults, |line, [code, capacity], faults| {
        let at = (FILE, line);
        let code = table::name(at, "code", code, faults);
        let capacity = table::integer(at, "capacity", capacity, 0, faults);
        // A row with a bad capacity is still a row that others may name.
        let Some(code) = code else { return };
        if codes.push(code).is_none() {
            return faults.of_line(FILE, line, "is one line too many");
        }
        capacities.push(capacity.unwrap_or_default());
        lines.push(line);
    });
    let order = codes.order();
    distinct(FILE, "code", &codes, order.as_deref(), &lines, faults);
    let Some(order) = order else { return Seats { codes, capacities } };
    let capacities = order.iter().map(|row| capacities[*row as usize]).collect();
    Seats { codes: codes.in_order(&order), capacities }
}

/// Reports duplicate names.
pub(super) fn distinct(
    file: &'static str,
    column: &'static str,
    names: &Names,
    order: Option<&[u32]>,
    lines: &[u32],
    faults: &mut Faults,
) {
    let Some(order) = order else { return };
    let mut twice: Vec<(u32, u32, &str)> = order
        .windows(2)
        .filter_map(|pair| {
            let (one, other) = (pair[0] as usize, pair[1] as usize);
            let same = names.get(one) == names.get(other);
            same.then(|| (lines[other].max(lines[one]), lines[one].min(lines[other]), names.get(one)))
        })
        .collect();
    twice.sort_unstable();
    for (line, first, name) in twice {
        faults.of_field((file, line), column, format!("{} stands in line {first} already", shown(name)));
    }
}
