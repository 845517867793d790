//! The invariants of a published placement, each as it is said.

use crate::limits;
use crate::merit::Merit;
use crate::names::NONE;
use crate::number::push_whole;
use crate::published::Cutoff;
use crate::report::{Finding, Report, Violation};
use crate::round::Round;
use crate::standing::Standing;
use crate::vector::{Vector, push_fields, vector};

/// Checks published places and limits against the input. Returns the recomputed placement.
pub fn all(
    round: &Round,
    places: &[u32],
    cutoffs: &[Option<Cutoff>],
    most: Option<usize>,
    report: &mut Report,
) -> Vec<u32> {
    let standing = Standing::of(places, &round.choices.wishes, round.seats.len());
    wishes_allowed(round, most, report);
    eligible(round, places, report);
    nobody_passed_over(round, places, &standing, report);
    seats_kept(round, &standing, report);
    rows(round, &standing, cutoffs, report);
    first_wish_reached(round, places, cutoffs, report);
    recomputed(round, places, report)
}

/// The most wishes any rules allow.
const MOST: usize = 200;

/// I19: as many wishes as the rules of the run allow.
fn wishes_allowed(round: &Round, most: Option<usize>, report: &mut Report) {
    let most = most.unwrap_or(MOST);
    if round.choices.most <= most {
        return;
    }
    for person in 0..round.people.ids.len() {
        let count = round.choices.wishes.of(person).len();
        if count > most {
            let (expected, found) = (format!("≤ {most}"), count.to_string());
            report.add(|| Violation::new(Finding::Wishes, round.id(person), "").values(&expected, &found));
        }
    }
}

/// I2 and I18: nobody holds a closed wish.
fn eligible(round: &Round, places: &[u32], report: &mut Report) {
    for (person, wish) in places.iter().enumerate().filter(|(_, wish)| **wish != NONE) {
        let wish = *wish as usize;
        if !round.choices.wishes.closed[wish] {
            continue;
        }
        let finding = if round.out[person].is_some() { Finding::TakesPart } else { Finding::Closed };
        let clauses = round.clauses(person, wish).join(" ");
        report.add(|| Violation::new(finding, round.id(person), round.code(wish)).values("", &clauses));
    }
}

/// I4, I5, I7, I9, I10: nobody has a justified claim to an earlier wish than the place held.
fn nobody_passed_over(round: &Round, places: &[u32], standing: &Standing, report: &mut Report) {
    let wishes = &round.choices.wishes;
    let room: Vec<u32> = (0..).zip(&round.seats).map(|(row, seats)| standing.room(row, *seats)).collect();
    let worst: Vec<Option<u32>> = (0..room.len()).map(|row| standing.worst(row)).collect();
    for (person, place) in places.iter().enumerate() {
        let placed = *place != NONE;
        let all = wishes.of(person);
        for wish in all.start..if placed { *place as usize } else { all.end } {
            let (row, rank) = (wishes.row[wish] as usize, wishes.rank[wish]);
            let behind_all = worst[row].is_none_or(|worst| worst < rank);
            if wishes.closed[wish] || (rank >= room[row] && behind_all) {
                continue;
            }
            let mut tell = |finding| report.add(|| Violation::new(finding, round.id(person), round.code(wish)));
            if rank < room[row] {
                tell(if placed { Finding::Claim } else { Finding::Unplaced });
                if standing.at(row).len() < round.seats[row] as usize {
                    tell(Finding::Vacant);
                    if placed {
                        tell(Finding::Wasted);
                    }
                }
            }
            if standing.at(row).binary_search(&rank).is_ok() {
                tell(Finding::Unequal);
            }
        }
    }
}

/// I6: more than the seats only where the last ones are equals.
fn seats_kept(round: &Round, standing: &Standing, report: &mut Report) {
    for (row, seats) in round.seats.iter().enumerate() {
        let Some(worst) = standing.worst(row) else { continue };
        let ahead = standing.ahead(row, worst);
        if ahead >= *seats {
            let (last, code) = (round.id(standing.last[row] as usize), round.people.codes.get(row as u32));
            let expected = format!("< {seats}");
            report.add(|| Violation::new(Finding::Overfilled, last, code).values(&expected, &ahead.to_string()));
        }
    }
}

/// I8, I17 and the seats of I18: the line of each row agrees with the placements.
fn rows(round: &Round, standing: &Standing, cutoffs: &[Option<Cutoff>], report: &mut Report) {
    for (row, cutoff) in cutoffs.iter().enumerate() {
        let Some(cutoff) = cutoff else { continue };
        let code = round.people.codes.get(row as u32);
        let placed = standing.at(row).len() as u32;
        let seats = round.seats[row];
        let numbers = [seats, placed, placed.saturating_sub(seats)];
        let findings = [Finding::Seats, Finding::Count, Finding::Overflow];
        for ((finding, expected), found) in findings.into_iter().zip(numbers).zip(cutoff.numbers) {
            if expected != found {
                let values = [expected, found].map(|number| number.to_string());
                report.add(|| Violation::new(finding, "", code).values(&values[0], &values[1]));
            }
        }
        let limit = limit(round, standing, row);
        if limit != cutoff.limit {
            let last = standing.last[row];
            let id = if last == NONE { "" } else { round.id(last as usize) };
            let values = [&limit, &cutoff.limit].map(fields);
            report.add(|| Violation::new(Finding::Limit, id, code).values(&values[0], &values[1]));
        }
    }
}

/// The vector of the last placed of a row; blank where nobody is.
pub fn limit(round: &Round, standing: &Standing, row: usize) -> Vector {
    match (standing.last[row], standing.worst(row)) {
        (NONE, _) | (_, None) => [None; 7],
        (person, Some(rank)) => vector(round, person as usize, row, rank),
    }
}

fn fields(vector: &Vector) -> String {
    let mut text = String::new();
    push_fields(&mut text, vector);
    text.split_off(1)
}

/// I8 as a person would check it without a program: the place is the first wish whose published limit is reached, or whose row has seats left.
fn first_wish_reached(round: &Round, places: &[u32], cutoffs: &[Option<Cutoff>], report: &mut Report) {
    let limits: Vec<u32> =
        cutoffs.iter().enumerate().map(|(row, cutoff)| published_limit(round, row, cutoff)).collect();
    let wishes = &round.choices.wishes;
    for (person, place) in places.iter().enumerate() {
        let first = wishes.of(person).find(|wish| wishes.reaches(*wish, &limits)).map_or(NONE, |wish| wish as u32);
        if first != *place {
            let row =
                [first, *place].into_iter().find(|wish| *wish != NONE).map_or("", |wish| round.code(wish as usize));
            let values = [first, *place].map(|wish| shown_place(round, wish));
            report.add(|| Violation::new(Finding::LimitReached, round.id(person), row).values(&values[0], &values[1]));
        }
    }
}

/// The rank below which the published line of a row lets people in.
fn published_limit(round: &Round, row: usize, cutoff: &Option<Cutoff>) -> u32 {
    let Some(Cutoff { numbers: [capacity, placed, _], limit }) = cutoff else { return 0 };
    if placed < capacity {
        return NONE;
    }
    let limit = *limit;
    let count = match (&round.ranks.scores[row], limit[0], limit[6]) {
        (Some(scores), _, Some(last)) => scores.partition_point(|score| *score >= last),
        (None, Some(total), _) => {
            let last = Merit { total, average: limit[1].zip(limit[2]), scores: [limit[3], limit[4], limit[5]] };
            let people = &round.people;
            people.firsts.partition_point(|person| people.merits[*person as usize].compare(&last).is_le())
        }
        _ => 0,
    };
    count as u32
}

/// The recomputed placement is the published one.
fn recomputed(round: &Round, places: &[u32], report: &mut Report) -> Vec<u32> {
    let truth = limits::place(&round.seats, &round.choices.wishes);
    for (person, (expected, found)) in truth.iter().zip(places).enumerate().filter(|(_, (a, b))| a != b) {
        let code = if *found == NONE { "" } else { round.code(*found as usize) };
        let values = [*expected, *found].map(|wish| shown_place(round, wish));
        report.add(|| Violation::new(Finding::Place, round.id(person), code).values(&values[0], &values[1]));
    }
    truth
}

/// A place as text: position and code.
fn shown_place(round: &Round, wish: u32) -> String {
    if wish == NONE {
        return "–".to_owned();
    }
    let mut text = String::new();
    push_whole(&mut text, round.choices.position[wish as usize]);
    text.push(' ');
    text.push_str(round.code(wish as usize));
    text
}
