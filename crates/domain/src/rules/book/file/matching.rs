//! `matching.csv`: which specialties of master's level correspond to a completed one (4.2), and which are open to all.

use super::{Reason, Wrong, points, wrong};
use crate::catalogue::Code;
use crate::rules::book::campaign::Matching;
use crate::rules::book::score::Points;

/// Columns of `matching.csv`, in this order. `*` as completed = open to everybody, from the given points.
pub const MATCHING: [&str; 4] = ["completed", "wanted", "from_points", "basis"];

/// Parses a complete file. `completed` and `wanted` tell whether a code is in the lists of specialties.
///
/// # Errors
/// Every row that is unreadable, contains an unknown code or is a duplicate.
pub fn matching(
    rows: &[(usize, [&str; 4])],
    completed: impl Fn(&str) -> bool,
    wanted: impl Fn(&str) -> bool,
) -> Result<Matching, Vec<Wrong>> {
    let (mut pairs, mut open, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen: std::collections::HashMap<(&str, &str), usize> = std::collections::HashMap::new();
    for (line, fields) in rows {
        let [from, to, least, basis] = fields.map(str::trim);
        match one(*line, [from, to, least, basis], &completed, &wanted) {
            Err(error) => bad.push(error),
            Ok(_) if seen.contains_key(&(from, to)) => {
                let other = seen.get(&(from, to)).copied().unwrap_or_default();
                bad.push(wrong(*line, "wanted", Reason::Twice(other)));
            }
            Ok((None, to, least)) => open.push((to, least)),
            Ok((Some(from), to, _)) => pairs.push((from, to)),
        }
        seen.entry((from, to)).or_insert(*line);
    }
    if bad.is_empty() { Ok(Matching::new(pairs, open)) } else { Err(bad) }
}

fn one(
    line: usize,
    [from, to, least, basis]: [&str; 4],
    completed: impl Fn(&str) -> bool,
    wanted: impl Fn(&str) -> bool,
) -> Result<(Option<Code>, Code, Points), Wrong> {
    let unknown = |column| wrong(line, column, Reason::UnknownCode);
    let to = Some(to).filter(|to| wanted(to)).and_then(Code::of).ok_or(unknown("wanted"))?;
    let from = match from {
        "*" => None,
        code => Some(Some(code).filter(|code| completed(code)).and_then(Code::of).ok_or(unknown("completed"))?),
    };
    let least = points(line, "from_points", least)?;
    if from.is_some() && least.is_some() {
        let only = ["yalnız “*” sətirlərində", "only on lines of “*”", "только в строках «*»"];
        return Err(wrong(line, "from_points", Reason::Wants(only)));
    }
    if basis.is_empty() {
        return Err(wrong(line, "basis", Reason::Wants(["mənbə", "where it is from", "источник"])));
    }
    Ok((from, to, least.unwrap_or_default()))
}
