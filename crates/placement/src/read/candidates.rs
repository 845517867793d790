//! `candidates.csv`: who competes, with what.

use qabul_domain::placement::{Mark, Market, Vector};

use super::seats::distinct;
use crate::fault::{Faults, shown};
use crate::table;
use crate::{Applies, Names};

const FILE: &str = "candidates.csv";
const COLUMNS: [&str; 7] = ["id", "total", "uomg", "uomg_scale", "specialty", "logic", "language"];

/// The candidates, in the order of their ids.
pub(super) struct Candidates {
    pub(super) ids: Names,
    pub(super) vectors: Vec<Vector>,
    pub(super) applies: Applies,
}

/// Reads the file.
pub(super) fn read(bytes: &[u8], faults: &mut Faults) -> Candidates {
    let (mut ids, mut vectors, mut lines) = (Names::default(), Vec::new(), Vec::new());
    let mut applies = Applies::default();
    table::rows(FILE, bytes, COLUMNS, faults, |line, [id, marks @ ..], faults| {
        let at = (FILE, line);
        let id = table::name(at, "id", id, faults);
        let vector = vector(at, marks, faults);
        let Some(id) = id else { return };
        if vectors.len() == Market::MOST_CANDIDATES || ids.push(id).is_none() {
            return faults.of_line(FILE, line, "is one line too many");
        }
        applies.uomg |= !vector.uomg().0.is_blank();
        applies.specialty |= !vector.specialty().is_blank();
        applies.logic |= !vector.logic().is_blank();
        applies.language |= !vector.language().is_blank();
        vectors.push(vector);
        lines.push(line);
    });
    let order = ids.order();
    distinct(FILE, "id", &ids, order.as_deref(), &lines, faults);
    let Some(order) = order else { return Candidates { ids, vectors, applies } };
    let vectors = order.iter().map(|one| vectors[*one as usize]).collect();
    Candidates { ids: ids.in_order(&order), vectors, applies }
}

/// The marks of one line; a fault where they are none, and zeros to go on with.
fn vector(at: (&'static str, u32), marks: [&str; 6], faults: &mut Faults) -> Vector {
    let mut mark = |place: usize, blank: bool| {
        let text: &str = marks[place];
        if blank && text.is_empty() {
            return Mark::BLANK;
        }
        Mark::parse(text).unwrap_or_else(|| {
            faults.of_field(at, COLUMNS[place + 1], not_a_decimal(text));
            Mark::BLANK
        })
    };
    let total = mark(0, false);
    let [mut value, mut scale, specialty, logic, language] = [1, 2, 3, 4, 5].map(|place| mark(place, true));
    let given = |place: usize| !marks[place].is_empty();
    let says = match (value.known(), scale.known()) {
        _ if given(1) != given(2) => {
            let missing = if given(1) { COLUMNS[3] } else { COLUMNS[2] };
            Some((missing, "is blank, but its other half is not: give both or none".to_owned()))
        }
        (_, Some(0)) => Some((COLUMNS[3], format!("{} is no scale: it has to be above 0", shown(marks[2])))),
        (Some(of), Some(above)) if of > above => {
            Some((COLUMNS[2], format!("{} is above the scale {}", shown(marks[1]), shown(marks[2]))))
        }
        _ => None,
    };
    if let Some((column, says)) = says {
        faults.of_field(at, column, says);
        (value, scale) = (Mark::BLANK, Mark::BLANK);
    }
    let total = if total.is_blank() { Mark::ZERO } else { total };
    Vector::new(total, (value, scale), specialty, logic, language).unwrap_or(Vector::NOTHING)
}

/// What is said of a text that is no decimal.
pub(super) fn not_a_decimal(text: &str) -> String {
    let hint = if text.contains(',') { "; the decimals follow a point" } else { "" };
    format!("{} is not a number from 0 to 9999999.99 with at most two decimals{hint}", shown(text))
}
