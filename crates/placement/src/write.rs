//! The output, byte for byte as docs/placement-format.md has it.

use qabul_domain::placement::{Mark, Outcome, Vector};

use crate::Case;

/// Bytes handed on at once.
const CHUNK: usize = 1 << 20;

/// `placements.csv`
pub fn placements(case: &Case, outcome: &Outcome) -> Vec<u8> {
    let mut out = b"id,position,code\n".to_vec();
    for (candidate, id) in case.ids.iter().enumerate() {
        field(id, &mut out);
        out.push(b',');
        if let Some(wish) = outcome.placing.wish(candidate) {
            number(case.positions[wish], &mut out);
            out.push(b',');
            field(case.codes.get(case.market.wishes()[wish].row()), &mut out);
        } else {
            out.push(b',');
        }
        out.push(b'\n');
    }
    out
}

/// `cutoffs.csv`
pub fn cutoffs(case: &Case, outcome: &Outcome) -> Vec<u8> {
    let mut out = b"code,capacity,placed,overflow,total,uomg,uomg_scale,specialty,logic,language,score\n".to_vec();
    for (row, code) in case.codes.iter().enumerate() {
        field(code, &mut out);
        let counts =
            [case.market.seats()[row], outcome.standing.placed(row), outcome.standing.overflow(&case.market, row)];
        for count in counts {
            out.push(b',');
            number(count, &mut out);
        }
        for mark in limit(case, outcome, row).unwrap_or([Mark::BLANK; 7]) {
            out.push(b',');
            mark.write(&mut out);
        }
        out.push(b'\n');
    }
    out
}

/// The marks of the last placed at a row: six of the common order, and its own score.
fn limit(case: &Case, outcome: &Outcome, row: usize) -> Option<[Mark; 7]> {
    let last = outcome.standing.last(row)?;
    let mut marks = [Mark::BLANK; 7];
    if case.market.is_own(row) {
        marks[6] = case.market.score(outcome.placing.wish(last)?);
    } else {
        marks[..6].copy_from_slice(&common(case, &case.market.candidates()[last]));
    }
    Some(marks)
}

/// The marks of a vector under the common order: what applies and is blank counts zero, what does not apply stays blank.
fn common(case: &Case, vector: &Vector) -> [Mark; 6] {
    let counted = |mark: Mark, applies: bool| if applies && mark.is_blank() { Mark::ZERO } else { mark };
    let (uomg, scale) = vector.uomg();
    let applies = case.applies;
    [
        vector.total(),
        uomg,
        scale,
        counted(vector.specialty(), applies.specialty),
        counted(vector.logic(), applies.logic),
        counted(vector.language(), applies.language),
    ]
}

/// `explanations.ndjson`, handed on in pieces. Whoever takes a piece may leave another buffer in its place; what it holds is not
/// looked at.
///
/// # Errors
/// What the taker of a piece answers.
pub fn explanations<E>(
    case: &Case,
    outcome: &Outcome,
    mut take: impl FnMut(&mut Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    let limits: Vec<Vec<u8>> = (0..case.codes.len()).map(|row| limit_text(case, outcome, row)).collect();
    let codes: Vec<Vec<u8>> = case.codes.iter().map(text).collect();
    let mut out = Vec::with_capacity(CHUNK + (1 << 14));
    for (candidate, id) in case.ids.iter().enumerate() {
        let id = text(id);
        let mut own = Vec::with_capacity(128);
        vector_text(common(case, &case.market.candidates()[candidate]), &mut own);
        for wish in case.market.range(candidate) {
            let row = case.market.wishes()[wish].row();
            let said = outcome.explain(&case.market, candidate, wish);
            out.extend_from_slice(b"{\"id\":");
            out.extend_from_slice(&id);
            out.extend_from_slice(b",\"position\":");
            number(case.positions[wish], &mut out);
            out.extend_from_slice(b",\"code\":");
            out.extend_from_slice(&codes[row]);
            out.extend_from_slice(b",\"verdict\":\"");
            out.extend_from_slice(said.verdict.word().as_bytes());
            out.extend_from_slice(b"\",\"clauses\":[");
            if !case.market.wishes()[wish].is_open() {
                for (place, clause) in case.clauses(candidate, wish).into_iter().enumerate() {
                    out.extend_from_slice(if place == 0 { b"\"" } else { b",\"" });
                    out.extend_from_slice(clause.as_bytes());
                    out.push(b'"');
                }
            }
            out.extend_from_slice(b"],\"own\":");
            if case.market.is_own(row) {
                score_text(case.market.score(wish), &mut out);
            } else {
                out.extend_from_slice(&own);
            }
            out.extend_from_slice(b",\"limit\":");
            out.extend_from_slice(&limits[row]);
            out.extend_from_slice(b",\"criterion\":");
            match said.criterion {
                Some(criterion) => {
                    out.push(b'"');
                    out.extend_from_slice(criterion.word().as_bytes());
                    out.push(b'"');
                }
                None => out.extend_from_slice(b"null"),
            }
            out.extend_from_slice(b",\"ahead\":");
            match said.ahead {
                Some(ahead) => number(ahead, &mut out),
                None => out.extend_from_slice(b"null"),
            }
            out.extend_from_slice(b",\"capacity\":");
            number(case.market.seats()[row], &mut out);
            out.extend_from_slice(b"}\n");
        }
        if out.len() >= CHUNK {
            take(&mut out)?;
            out.clear();
            out.reserve(CHUNK + (1 << 14));
        }
    }
    take(&mut out)
}

fn limit_text(case: &Case, outcome: &Outcome, row: usize) -> Vec<u8> {
    let mut out = Vec::new();
    match limit(case, outcome, row) {
        None => out.extend_from_slice(b"null"),
        Some([.., score]) if case.market.is_own(row) => score_text(score, &mut out),
        Some([common @ .., _]) => vector_text(common, &mut out),
    }
    out
}

fn score_text(score: Mark, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"score\":");
    mark_text(score, out);
    out.push(b'}');
}

fn vector_text(marks: [Mark; 6], out: &mut Vec<u8>) {
    let names = ["{\"total\":", ",\"uomg\":", ",\"uomg_scale\":", ",\"specialty\":", ",\"logic\":", ",\"language\":"];
    for (name, mark) in names.into_iter().zip(marks) {
        out.extend_from_slice(name.as_bytes());
        mark_text(mark, out);
    }
    out.push(b'}');
}

fn mark_text(mark: Mark, out: &mut Vec<u8>) {
    if mark.is_blank() { out.extend_from_slice(b"null") } else { mark.write(out) }
}

/// A JSON text. Names hold no control characters.
fn text(name: &str) -> Vec<u8> {
    let mut out = vec![b'"'];
    for byte in name.bytes() {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b'"');
    out
}

/// A CSV field, in quotes only where it must be.
pub(crate) fn field(name: &str, out: &mut Vec<u8>) {
    if name.contains([',', '"']) {
        out.push(b'"');
        out.extend_from_slice(name.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(name.as_bytes());
    }
}

/// A whole number.
pub(crate) fn number(value: u32, out: &mut Vec<u8>) {
    let mut digits = [0; 10];
    let (mut rest, mut at) = (value, digits.len());
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            return out.extend_from_slice(&digits[at..]);
        }
    }
}
