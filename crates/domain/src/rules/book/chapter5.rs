//! Chapter 5, holding the competition. Who is placed where is worked out elsewhere; these rows read the result and tell each
//! person, for each wish, what decided it.

use std::cmp::Ordering;

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
    says: [&'static str; 3],
    component: Option<Component>,
    outcomes: &'static [Reason],
    check: fn(&View<'_>) -> Finding,
) -> Row {
    Row {
        clause: criterion.clause(),
        says,
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
        says: [
            "Müsabiqə imtahandan toplanan ümumi bal əsasında aparılır.",
            "The competition is by the total of the exam.",
            "Конкурс проводится по общему баллу экзамена.",
        ],
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
        says: [
            "Yerləşdirmə istəklərin ardıcıllığı ilə, vakant yerlərin sayı çərçivəsində aparılır.",
            "Placing follows the order of wishes, within the number of vacant seats.",
            "Распределение идёт по порядку желаний, в пределах числа вакантных мест.",
        ],
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
        says: [
            "Ümumi balı eyni olanlar əlavə göstəricilərlə bir-birindən fərqləndirilir.",
            "Those with equal totals are separated by further criteria.",
            "Набравшие равный общий балл различаются по дополнительным показателям.",
        ],
        bound: &[Bound::Centre],
        facts: STANDING,
        of_person: Stages::NONE,
        of_wish: PLACING,
        component: None,
        outcomes: &[],
        check: Check::Software(|view| of_standing(view, |_| equal_totals_are_separated(view))),
        proof: "clauses_5_3_1_to_5_3_4_name_the_criterion_that_decided_in_their_order",
    },
    tie(
        Criterion::Average,
        [
            "Birinci göstərici: ümumi orta müvəffəqiyyət göstəricisi (ÜOMG).",
            "First: the cumulative average (ÜOMG).",
            "Первый показатель: средний балл (ÜOMG).",
        ],
        None,
        &[lost(Criterion::Average), won(Criterion::Average)],
        |view| of_standing(view, |standing| decided_by(view, standing, Criterion::Average)),
    ),
    tie(
        Criterion::Specialty,
        [
            "İkinci göstərici: ixtisas imtahanının balı.",
            "Second: the points of the specialty exam.",
            "Второй показатель: балл экзамена по специальности.",
        ],
        Some(Component::SecondStage),
        &[lost(Criterion::Specialty), won(Criterion::Specialty)],
        |view| of_standing(view, |standing| decided_by(view, standing, Criterion::Specialty)),
    ),
    tie(
        Criterion::Logic,
        [
            "Üçüncü göstərici: məntiqi təfəkkür testinin balı.",
            "Third: the points in logic.",
            "Третий показатель: балл теста по логике.",
        ],
        None,
        &[lost(Criterion::Logic), won(Criterion::Logic)],
        |view| of_standing(view, |standing| decided_by(view, standing, Criterion::Logic)),
    ),
    tie(
        Criterion::Foreign,
        [
            "Dördüncü göstərici: xarici dil testinin balı.",
            "Fourth: the points in the foreign language.",
            "Четвёртый показатель: балл теста по иностранному языку.",
        ],
        None,
        &[lost(Criterion::Foreign), won(Criterion::Foreign)],
        |view| of_standing(view, |standing| decided_by(view, standing, Criterion::Foreign)),
    ),
    Row {
        clause: Clause("5.4"),
        says: [
            "Fərqləndirmək mümkün olmadıqda onların hamısı yerləşdirilir.",
            "Where nothing separates them, all of them are placed.",
            "Если различить невозможно, распределяются все.",
        ],
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
        says: [
            "Boş qalan yerlər elan edilir, 4.1–4.5-ci bəndlərə uyğun yeni seçim və müsabiqə aparılır.",
            "Vacant seats are announced; a new choice under 4.1–4.5 and a competition follow.",
            "Вакантные места объявляются; проводятся новый выбор по пунктам 4.1–4.5 и конкурс.",
        ],
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Round, F::Placement, F::Enrolment]),
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

/// A clause that reads how the person stands in the row; who was not ranked there is not concerned.
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
    // Without the group that nothing separates, the last seat would have been free (5.4).
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
    // Who submitted in time is a master's student by now (1.6); who did not has declined the place (6.1).
    if case.enrolment.known().is_some_and(|enrolment| enrolment.submitted.is_some()) {
        return Finding::Broken(Reason::Competition(competition::Reason::AlreadyEnrolled));
    }
    match case.placement {
        Told::Silent => Finding::Unknown(Need::Placement),
        Told::Known(_) => Finding::Broken(Reason::Competition(competition::Reason::PlacedInMainRound)),
        Told::Nothing => Finding::Holds,
    }
}
