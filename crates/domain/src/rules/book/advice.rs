//! Information that blocks nothing: what was granted, until when, and what was decided in the person's favour.

use std::cmp::Ordering;

use super::campaign::{Campaign, ten_days};
use super::conduct::{Accommodation, exit_window};
use super::dossier::{Dossier, Told, Wish};
use super::told::{closing, competition};
use super::{Reason, Stage, View};
use crate::decision::Clause;

/// Advice for the person at a stage, in the order of the clauses.
pub fn of_person(stage: Stage, campaign: &Campaign, case: &Dossier, out: &mut dyn FnMut(Clause, Reason)) {
    let given = Accommodation::of(case.disability.known());
    if matches!(stage, Stage::Seat | Stage::ExamDay) && given.proctor {
        let minutes = given.extra_minutes;
        out(Clause("3.7"), Reason::Closing(closing::Reason::ConditionsGranted { minutes }));
    }
    let submitted = case.enrolment.known().is_some_and(|enrolment| enrolment.submitted.is_some());
    if let (Stage::Enrolment, Told::Known(placed), false) = (stage, &case.placement, submitted) {
        let window = campaign.calendar.enrolment.unwrap_or_else(|| ten_days(placed.announced));
        if case.now < window.closes {
            out(Clause("6.1"), Reason::Closing(closing::Reason::EnrolBy { closes: window.closes }));
        }
    }
    if let (Stage::Seat | Stage::ExamDay, Told::Known(sitting)) = (stage, &case.sitting) {
        let (from, until) = exit_window(sitting, given);
        out(Clause("6.4.4"), Reason::Closing(closing::Reason::HallMayBeLeft { from, until }));
    }
}

/// Advice for one wish after placement: the criterion that decided between equal totals in the person's favour, or that
/// no criterion did (5.3, 5.4).
pub fn of_wish(campaign: &Campaign, case: &Dossier, wish: &Wish) -> Option<(Clause, Reason)> {
    let here = wish.standing.known().is_some_and(|standing| standing.here && standing.placed >= standing.seats);
    match View::new(Stage::Placement, campaign, case).of(wish).against_last {
        Some((Ordering::Greater, Some(criterion))) if here && criterion != super::score::Criterion::Total => {
            Some((criterion.clause(), Reason::Competition(competition::Reason::TieWon { criterion })))
        }
        Some((Ordering::Equal, None)) if wish.standing.known().is_some_and(|it| it.here && it.tied > 1) => {
            Some((Clause("5.4"), Reason::Competition(competition::Reason::TieAdmitted)))
        }
        _ => None,
    }
}
