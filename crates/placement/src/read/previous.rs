//! What went before the round for vacant seats: who is placed, who is excluded (5.5, 6.1, 6.5).

use std::collections::HashMap;

use qabul_domain::placement::Absence;

use super::{CODE, Known};
use crate::fault::{Faults, shown};
use crate::{Previous, WentBefore, table};

const PLACEMENTS: &str = "previous/placements.csv";
const EXCLUDED: &str = "previous/excluded.csv";

/// What of it concerns the round.
pub(super) struct Before {
    /// Who takes no part.
    pub(super) absences: HashMap<String, Absence>,
    /// Seats taken at each row.
    pub(super) taken: Vec<u32>,
    /// How many there are.
    pub(super) counts: WentBefore,
}

/// Reads both files.
pub(super) fn read(files: &Previous, codes: &Known<'_>, faults: &mut Faults) -> Before {
    let mut absences: HashMap<String, Absence> = HashMap::new();
    let mut lines: HashMap<String, u32> = HashMap::new();
    let mut counts = WentBefore::default();
    table::rows(EXCLUDED, &files.excluded, ["id", "reason"], faults, |line, [id, reason], faults| {
        let Some(id) = table::name((EXCLUDED, line), "id", id, faults) else { return };
        if first(EXCLUDED, line, id, &mut lines, faults) {
            let absence = Absence::of_reason(reason);
            *match absence {
                Absence::Forfeited => &mut counts.forfeited,
                Absence::Annulled => &mut counts.annulled,
                Absence::Settled => &mut counts.other,
            } += 1;
            absences.insert(id.to_owned(), absence);
        }
    });
    lines.clear();
    let mut taken = vec![0_u32; codes.count];
    let columns = ["id", "position", "code"];
    table::rows(PLACEMENTS, &files.placements, columns, faults, |line, [id, position, code], faults| {
        let at = (PLACEMENTS, line);
        let Some(id) = table::name(at, "id", id, faults) else { return };
        if !first(PLACEMENTS, line, id, &mut lines, faults) || (position.is_empty() && code.is_empty()) {
            return;
        }
        let position = table::integer(at, "position", position, 1, faults);
        let row = codes.number(at, CODE, code, faults);
        let (Some(_), Some(row)) = (position, row) else { return };
        counts.placed += 1;
        if !absences.get(id).is_some_and(|absence| absence.frees_the_seat()) {
            taken[row as usize] += 1;
        }
        absences.entry(id.to_owned()).or_insert(Absence::Settled);
    });
    Before { absences, taken, counts }
}

/// Whether an id occurs for the first time.
fn first(file: &'static str, line: u32, id: &str, lines: &mut HashMap<String, u32>, faults: &mut Faults) -> bool {
    match lines.insert(id.to_owned(), line) {
        None => true,
        Some(before) => {
            faults.of_field((file, line), "id", format!("{} stands in line {before} already", shown(id)));
            false
        }
    }
}
