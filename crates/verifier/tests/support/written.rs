//! Rounds and placements written as files, as plainly as the format says it.

use qabul_verifier::{Folder, Memory, RULES};
use sha2::{Digest as _, Sha256};

use super::round::{Places, Round, code};

fn field(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn decimal(value: u32) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

fn blank(value: Option<u32>) -> String {
    value.map(decimal).unwrap_or_default()
}

fn hex(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All files of a round with the given placement. Limits, explanations and digests go with it, right or wrong.
pub fn files(round: &Round, places: &Places) -> Memory {
    let mut files = input(round);
    files.put(Folder::Output, "placements.csv", placements(round, places));
    files.put(Folder::Output, "cutoffs.csv", cutoffs(round, places));
    files.put(Folder::Output, "explanations.ndjson", explanations(round, places));
    sign(&mut files);
    files
}

fn input(round: &Round) -> Memory {
    let mut files = Memory::default();
    let lines = |header: &str, rows: Vec<String>| format!("{header}\n{}", rows.concat());
    let seats = round.seats.iter().enumerate().map(|(row, seats)| format!("{},{seats}\n", field(&code(row)))).collect();
    files.put(Folder::Input, "seats.csv", lines("code,capacity", seats));
    let people = round.people.iter().map(|person| {
        let (mark, scale) = person.average.unzip();
        let scores = person.scores.map(blank).join(",");
        format!("{},{},{},{},{scores}\n", person.id, decimal(person.total), blank(mark), blank(scale))
    });
    let header = "id,total,uomg,uomg_scale,specialty,logic,language";
    files.put(Folder::Input, "candidates.csv", lines(header, people.collect()));
    let wishes = round.people.iter().flat_map(|person| {
        let line = |wish: &super::round::Wish| {
            format!("{},{},{},{}\n", person.id, wish.position, field(&code(wish.row)), wish.ineligible)
        };
        person.wishes.iter().map(line)
    });
    files.put(Folder::Input, "choices.csv", lines("id,position,code,ineligible", wishes.collect()));
    let ranks = round.own.iter().enumerate().flat_map(|(row, scores)| {
        let scores = scores.iter().flatten().enumerate();
        scores.filter_map(move |(person, score)| Some((row, person, (*score)?)))
    });
    let ranks: Vec<String> = ranks
        .map(|(row, person, score)| format!("{},{},{}\n", field(&code(row)), round.people[person].id, decimal(score)))
        .collect();
    if !ranks.is_empty() {
        files.put(Folder::Input, "ranks.csv", lines("code,id,score", ranks));
    }
    if let Some(before) = &round.before {
        let ids = || round.people.iter().map(|person| person.id.as_str());
        let placed = ids().zip(&before.placed).map(|(id, row)| {
            format!("{id},{},{}\n", row.map_or("", |_| "1"), row.map(|row| field(&code(row))).unwrap_or_default())
        });
        files.put(Folder::Previous, "placements.csv", lines("id,position,code", placed.collect()));
        let excluded = ids().zip(&before.excluded).filter_map(|(id, reason)| Some(format!("{id},{}\n", (*reason)?)));
        files.put(Folder::Previous, "excluded.csv", lines("id,reason", excluded.collect()));
    }
    files
}

fn placements(round: &Round, places: &Places) -> String {
    let lines = round.people.iter().zip(places).map(|(person, place)| match place.map(|wish| &person.wishes[wish]) {
        Some(wish) => format!("{},{},{}\n", person.id, wish.position, field(&code(wish.row))),
        None => format!("{},,\n", person.id),
    });
    ["id,position,code\n".to_owned()].into_iter().chain(lines).collect()
}

/// The vector of a person at a row: total, average, scale, three scores, own score.
fn vector(round: &Round, row: usize, person: usize) -> [Option<u32>; 7] {
    if let Some(score) = round.score(row, person) {
        return [None, None, None, None, None, None, score];
    }
    let has = |which: usize| round.people.iter().any(|person| person.scores[which].is_some());
    let person = &round.people[person];
    let [a, b, c] = [0, 1, 2].map(|which| has(which).then(|| person.scores[which].unwrap_or(0)));
    let (mark, scale) = person.average.unzip();
    [Some(person.total), mark, scale, a, b, c, None]
}

fn last(round: &Round, places: &Places, row: usize) -> Option<usize> {
    let held = |person: &usize| round.row_of(places, *person) == Some(row);
    (0..places.len())
        .filter(held)
        .find(|person| !(0..places.len()).any(|other| held(&other) && round.ahead(row, *person, other)))
}

fn cutoffs(round: &Round, places: &Places) -> String {
    let header = "code,capacity,placed,overflow,total,uomg,uomg_scale,specialty,logic,language,score\n";
    let lines = (0..round.seats.len()).map(|row| {
        let placed = (0..places.len()).filter(|person| round.row_of(places, *person) == Some(row)).count() as u32;
        let limit = last(round, places, row).map_or([None; 7], |person| vector(round, row, person));
        let (left, limit) = (round.left(row), limit.map(blank).join(","));
        format!("{},{left},{placed},{},{limit}\n", field(&code(row)), placed.saturating_sub(left))
    });
    [header.to_owned()].into_iter().chain(lines).collect()
}

fn json(own: bool, vector: [Option<u32>; 7]) -> String {
    const NAMES: [&str; 7] = ["total", "uomg", "uomg_scale", "specialty", "logic", "language", "score"];
    let members = NAMES.iter().zip(vector).filter(|(name, _)| own == (**name == "score"));
    let members = members.map(|(name, value)| format!("\"{name}\":{}", value.map_or("null".to_owned(), decimal)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn explanations(round: &Round, places: &Places) -> String {
    let mut text = String::new();
    for (number, person) in round.people.iter().enumerate() {
        for (at, wish) in person.wishes.iter().enumerate() {
            let row = wish.row;
            let (own, scored) = (vector(round, row, number), round.score(row, number) != Some(None));
            let limit = last(round, places, row).map(|last| vector(round, row, last));
            let verdict = match places[number] {
                _ if !round.open(number, wish) => "INELIGIBLE",
                Some(held) if held == at => "PLACED",
                Some(held) if held < at => "NOT_NEEDED",
                _ => "CAPACITY",
            };
            let mut clauses: Vec<&str> = Vec::new();
            let others = [(!scored).then_some("3.5"), round.out(number)].into_iter().flatten();
            for clause in wish.ineligible.split_whitespace().chain(others) {
                if !clauses.contains(&clause) {
                    clauses.push(clause);
                }
            }
            let clauses: Vec<String> = clauses.into_iter().map(quoted).collect();
            let criterion = limit.filter(|_| scored).and_then(|limit| {
                let part = |vector: [Option<u32>; 7]| {
                    let average = vector[1].zip(vector[2]).map(|(mark, scale)| mark * (10_000 / scale));
                    [vector[0], average, vector[3], vector[4], vector[5], vector[6]]
                };
                let differ = part(own).iter().zip(part(limit)).position(|(a, b)| *a != b)?;
                Some(quoted(["total", "uomg", "specialty", "logic", "language", "score"][differ]))
            });
            let own_row = round.own[row].is_some();
            let null = || "null".to_owned();
            text.push_str(&format!(
                "{{\"id\":{},\"position\":{},\"code\":{},\"verdict\":\"{verdict}\",\"clauses\":[{}],\"own\":{},\"limit\":{},\
                 \"criterion\":{},\"ahead\":{},\"capacity\":{}}}\n",
                quoted(&person.id),
                wish.position,
                quoted(&code(row)),
                clauses.join(","),
                json(own_row, own),
                limit.map_or_else(null, |limit| json(own_row, limit)),
                criterion.unwrap_or_else(null),
                if scored { round.ahead_count(places, row, number).to_string() } else { null() },
                round.left(row),
            ));
        }
    }
    text
}

/// Writes the digests that the files have now.
pub fn sign(files: &mut Memory) {
    let list = |names: &[(Folder, &str, &str)], canonical: bool| -> String {
        let lines = names.iter().filter_map(|(folder, file, name)| {
            let text = std::str::from_utf8(files.get(*folder, file)?).unwrap();
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            if canonical {
                lines[1..].sort_unstable();
            }
            Some(format!("{}  {name}\n", hex(&lines.concat())))
        });
        hex(&lines.collect::<String>())
    };
    let input = list(
        &[
            (Folder::Input, "seats.csv", "seats.csv"),
            (Folder::Input, "candidates.csv", "candidates.csv"),
            (Folder::Input, "choices.csv", "choices.csv"),
            (Folder::Input, "ranks.csv", "ranks.csv"),
            (Folder::Previous, "placements.csv", "previous/placements.csv"),
            (Folder::Previous, "excluded.csv", "previous/excluded.csv"),
        ],
        true,
    );
    let output = ["placements.csv", "cutoffs.csv", "explanations.ndjson"].map(|name| (Folder::Output, name, name));
    let output = list(&output, false);
    let rules = hex(&format!("{RULES}max-choices 20\n"));
    let digest = format!("input {input}\noutput {output}\nrules {rules}\ncode {}\n", "0".repeat(64));
    files.put(Folder::Output, "digest.txt", digest);
}
