//! Chapter 5, holding the competition. Another module computes the placement; these rows read its result and tell each
//! person, for each wish, what decided.

use std::cmp::Ordering;

use super::act::says;
use super::chapter6::has_declined;
use super::dossier::{Round, Standing, Told};
use super::kinds::{FactKind as F, FactSet};
use super::score::{Criterion, Points};
use super::told::competition;
use super::{Bound, Check, Component, Finding, Reason, Row, Stage, Stages, View};
use crate::decision::{Clause, Need};

const PLACING: Stages = Stages::of(&[Stage::Placement]);
const STANDING: FactSet = FactSet::of(&[F::Standing]);

const fn tie(
    criterion: Criterion,
    component: Option<Component>,
    outcomes: &'static [Reason],
    check: fn(&View<'_>) -> Finding,
) -> Row {
    Row {
        clause: criterion.clause(),
        says: says(criterion.clause().0),
        bound: &[Bound::Centre],
        facts: match component {
            None => STANDING,
            Some(_) => FactSet::of(&[F::Standing, F::Campaign]),
        },
        of_person: Stages::NONE,
        of_wish: PLACING,
        component,
        outcomes,
        check: Check::Software(check),
        proof: "clauses_5_3_1_to_5_3_4_name_the_criterion_that_decided_in_their_order",
    }
}

const fn lost(criterion: Criterion) -> Reason {
    Reason::Competition(competition::Reason::TieLost { criterion })
}

const fn won(criterion: Criterion) -> Reason {
    Reason::Competition(competition::Reason::TieWon { criterion })
}

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: Clause("5.1"),
        says: says("5.1"),
        bound: &[Bound::Centre],
        facts: STANDING,
        of_person: Stages::NONE,
        of_wish: PLACING,
        component: None,
        outcomes: &[Reason::Competition(competition::Reason::BelowLastPlaced {
            own: Points(7_150),
            last: Points(7_225),
        })],
        check: Check::Software(|view| of_standing(view, |standing| total_suffices(view, standing))),
        proof: "clause_5_1_tells_own_total_and_that_of_the_last_one_placed",
    },
    Row {
        clause: Clause("5.2"),
        says: says("5.2"),
        bound: &[Bound::Centre, Bound::State],
        facts: STANDING,
        of_person: Stages::NONE,
        of_wish: PLACING,
        component: None,
        outcomes: &[
            Reason::Competition(competition::Reason::SeatsTaken { seats: 12 }),
            Reason::Competition(competition::Reason::MoreThanSeats { seats: 12, placed: 14 }),
        ],
        check: Check::Software(|view| of_standing(view, seats_are_kept)),
        proof: "clause_5_2_keeps_to_the_seats_and_lets_only_a_tie_exceed_them",
    },
    Row {
        clause: Clause("5.3"),
        says: says("5.3"),
        bound: &[Bound::Centre],
        facts: STANDING,
        of_person: Stages::NONE,
        of_wish: PLACING,
        component: None,
        outcomes: &[],
        check: Check::Software(|view| of_standing(view, |_| equal_totals_are_separated(view))),
        proof: "clauses_5_3_1_to_5_3_4_name_the_criterion_that_decided_in_their_order",
    },
    tie(Criterion::Average, None, &[lost(Criterion::Average), won(Criterion::Average)], |view| {
        of_standing(view, |standing| decided_by(view, standing, Criterion::Average))
    }),
    tie(
        Criterion::Specialty,
        Some(Component::SecondStage),
        &[lost(Criterion::Specialty), won(Criterion::Specialty)],
        |view| of_standing(view, |standing| decided_by(view, standing, Criterion::Specialty)),
    ),
    tie(Criterion::Logic, None, &[lost(Criterion::Logic), won(Criterion::Logic)], |view| {
        of_standing(view, |standing| decided_by(view, standing, Criterion::Logic))
    }),
    tie(Criterion::Foreign, None, &[lost(Criterion::Foreign), won(Criterion::Foreign)], |view| {
        of_standing(view, |standing| decided_by(view, standing, Criterion::Foreign))
    }),
    Row {
        clause: Clause("5.4"),
        says: says("5.4"),
        bound: &[Bound::Centre],
        facts: STANDING,
        of_person: Stages::NONE,
        of_wish: PLACING,
        component: None,
        outcomes: &[
            Reason::Competition(competition::Reason::TieNotAdmitted),
            Reason::Competition(competition::Reason::TieAdmitted),
        ],
        check: Check::Software(|view| of_standing(view, |standing| ties_are_placed(view, standing))),
        proof: "clause_5_4_places_all_whom_nothing_separates",
    },
    Row {
        clause: Clause("5.5"),
        says: says("5.5"),
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Round, F::Placement, F::Enrolment, F::Calendar, F::Clock, F::Numbers]),
        of_person: Stages::of(&[Stage::Choice, Stage::Placement]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[
            Reason::Competition(competition::Reason::PlacedInMainRound),
            Reason::Competition(competition::Reason::AlreadyEnrolled),
        ],
        check: Check::Software(vacant_round_is_for_the_unplaced),
        proof: "clause_5_5_is_for_those_the_main_round_did_not_place",
    },
];

/// A clause about the person's rank in a row; it does not apply to a person who was not ranked there.
fn of_standing(view: &View<'_>, check: impl Fn(&Standing) -> Finding) -> Finding {
    match view.wish.map(|wish| wish.standing.or_need(Need::Placement)) {
        None | Some(Ok(None)) => Finding::NotConcerned,
        Some(Err(need)) => Finding::Unknown(need),
        Some(Ok(Some(standing))) => check(standing),
    }
}

fn total_suffices(view: &View<'_>, standing: &Standing) -> Finding {
    match (standing.here, standing.last, view.against_last) {
        (false, Some(last), Some((Ordering::Less, Some(Criterion::Total)))) => {
            Finding::Broken(Reason::Competition(competition::Reason::BelowLastPlaced {
                own: standing.own.total,
                last: last.total,
            }))
        }
        _ => Finding::Holds,
    }
}

fn seats_are_kept(standing: &Standing) -> Finding {
    let Standing { seats, placed, tied, here, .. } = *standing;
    // Without the group of equal results the last seat would have been free (5.4).
    if placed > seats && placed.saturating_sub(tied) >= seats {
        return Finding::Broken(Reason::Competition(competition::Reason::MoreThanSeats { seats, placed }));
    }
    if !here && placed >= seats {
        return Finding::Broken(Reason::Competition(competition::Reason::SeatsTaken { seats }));
    }
    Finding::Holds
}

fn equal_totals_are_separated(view: &View<'_>) -> Finding {
    match view.against_last {
        Some((_, Some(Criterion::Average | Criterion::Specialty | Criterion::Logic | Criterion::Foreign))) => {
            Finding::Holds
        }
        Some((_, Some(Criterion::Total) | None)) | None => Finding::NotConcerned,
    }
}

fn decided_by(view: &View<'_>, standing: &Standing, criterion: Criterion) -> Finding {
    match view.against_last {
        Some((order, Some(decided))) if decided == criterion => {
            if order == Ordering::Less && !standing.here {
                Finding::Broken(lost(criterion))
            } else {
                Finding::Holds
            }
        }
        _ => Finding::NotConcerned,
    }
}

fn ties_are_placed(view: &View<'_>, standing: &Standing) -> Finding {
    match view.against_last {
        Some((Ordering::Equal, None)) if standing.here => Finding::Holds,
        Some((Ordering::Equal, None)) => Finding::Broken(Reason::Competition(competition::Reason::TieNotAdmitted)),
        _ => Finding::NotConcerned,
    }
}

fn vacant_round_is_for_the_unplaced(view: &View<'_>) -> Finding {
    let case = view.case;
    if case.round == Round::Main {
        return Finding::NotConcerned;
    }
    match (&case.placement, &case.enrolment) {
        (Told::Silent, _) => Finding::Unknown(Need::Placement),
        (Told::Nothing, _) => Finding::Holds,
        (Told::Known(_), Told::Silent) => Finding::Unknown(Need::Enrolment),
        // A person who did not enrol has declined the place; clause 6.1 reports that.
        (Told::Known(_), _) if has_declined(view) => Finding::NotConcerned,
        // A person who submitted in time is a master's student now (1.6).
        (Told::Known(_), Told::Known(enrolment)) if enrolment.submitted.is_some() => {
            Finding::Broken(Reason::Competition(competition::Reason::AlreadyEnrolled))
        }
        (Told::Known(_), _) => Finding::Broken(Reason::Competition(competition::Reason::PlacedInMainRound)),
    }
}
