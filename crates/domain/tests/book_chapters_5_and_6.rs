//! Chapters 5 and 6 of the book: the competition, enrolment, appeals, the exam day, annulment.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::book::{HOUR, LATER, Person, attempt, person, vector};
use common::{DAY, NOW};
use qabul_domain::average::Average;
use qabul_domain::calendar::{Micros, deadline_text, from_baku};
use qabul_domain::decision::{Explain as _, Need};
use qabul_domain::facts::ExamModel;
use qabul_domain::language::Lang;
use qabul_domain::rules::book::campaign::ten_days;
use qabul_domain::rules::book::conduct::*;
use qabul_domain::rules::book::dossier::*;
use qabul_domain::rules::book::score::{Criterion, Points, Vector};
use qabul_domain::rules::book::{Finding, Reason, Stage};

const PLACEMENT: Stage = Stage::Placement;

fn standing(change: impl FnOnce(&mut Standing)) -> Person {
    let mut standing = Standing { own: vector(), last: Some(vector()), seats: 10, placed: 10, tied: 1, here: false };
    change(&mut standing);
    person().wish(|wish| wish.standing = Told::Known(standing))
}

fn told(person: &Person, clause: &str) -> Option<&'static str> {
    person.finds_wish(PLACEMENT, clause).broken().map(|reason| reason.code())
}

#[test]
fn clause_5_1_tells_own_total_and_that_of_the_last_one_placed() {
    let below = standing(|it| it.own.total = Points(9_950));
    let Finding::Broken(reason) = below.finds_wish(PLACEMENT, "5.1") else { panic!() };
    assert_eq!(
        reason.text(Lang::Az),
        "Bu yerə balı daha yüksək olanlar yerləşdirilib. Balınız 99,5, sonuncu yerləşdirilənin balı 100."
    );
    assert_eq!(told(&standing(|it| it.own.total = Points(10_050)), "5.1"), None);
    assert_eq!(told(&standing(|it| it.last = None), "5.1"), None);
    let silent = person().wish(|wish| wish.standing = Told::Silent);
    assert_eq!(silent.finds_wish(PLACEMENT, "5.1"), Finding::Unknown(Need::Placement));
    let unranked = person().wish(|wish| wish.standing = Told::Nothing);
    assert_eq!(unranked.finds_wish(PLACEMENT, "5.1"), Finding::NotConcerned);
}

#[test]
fn clause_5_2_keeps_to_the_seats_and_lets_only_a_tie_exceed_them() {
    assert_eq!(told(&standing(|_| {}), "5.2"), Some("seatsTaken"));
    assert_eq!(told(&standing(|it| it.placed = 9), "5.2"), None);
    assert_eq!(told(&standing(|it| it.here = true), "5.2"), None);
    let overflow = |placed, tied| standing(move |it| (it.placed, it.tied, it.here) = (placed, tied, true));
    assert_eq!(told(&overflow(12, 3), "5.2"), None, "nine above and three equal on the tenth seat");
    assert_eq!(told(&overflow(12, 2), "5.2"), Some("moreThanSeats"), "ten were above already");
}

#[test]
fn clauses_5_3_1_to_5_3_4_name_the_criterion_that_decided_in_their_order() {
    let average = |text| Average::parse(text, 100).ok();
    let last = Vector { average: average("90"), ..vector() };
    let lower: [(Criterion, Vector); 4] = [
        (Criterion::Average, Vector { average: average("89,99"), logic: Points::whole(30), ..last }),
        (Criterion::Specialty, Vector { specialty: Some(Points(3_999)), foreign: Points::whole(30), ..last }),
        (Criterion::Logic, Vector { logic: Points(2_499), foreign: Points::whole(30), ..last }),
        (Criterion::Foreign, Vector { foreign: Points(1_999), ..last }),
    ];
    for (criterion, own) in lower {
        let lost = standing(|it| (it.own, it.last) = (own, Some(last)));
        let won = standing(|it| (it.own, it.last, it.here) = (last, Some(own), true));
        for one in [Criterion::Average, Criterion::Specialty, Criterion::Logic, Criterion::Foreign] {
            let clause = one.clause().0;
            assert_eq!(told(&lost, clause), (one == criterion).then_some("tieLost"), "{clause}");
            let fair = if one == criterion { Finding::Holds } else { Finding::NotConcerned };
            assert_eq!(won.finds_wish(PLACEMENT, clause), fair, "{clause}");
        }
        assert_eq!(lost.finds_wish(PLACEMENT, "5.3"), Finding::Holds);
        assert_eq!(told(&lost, "5.1"), None, "the totals are equal");
    }
    let unknown = standing(|it| (it.own.average, it.last) = (None, Some(Vector { average: average("1"), ..last })));
    assert_eq!(told(&unknown, "5.3.1"), Some("tieLost"), "an unknown average ranks below every known one");
    let scales = standing(|it| {
        it.own.average = Average::parse("4,5", 5).ok();
        it.last = Some(last);
    });
    assert_eq!(told(&scales, "5.3.1"), None, "4,5 of 5 equals 90 of 100");
}

#[test]
fn clause_5_4_places_all_whom_nothing_separates() {
    assert_eq!(told(&standing(|_| {}), "5.4"), Some("tieNotAdmitted"));
    assert_eq!(standing(|it| it.here = true).finds_wish(PLACEMENT, "5.4"), Finding::Holds);
    assert_eq!(standing(|it| it.own.logic = Points(1)).finds_wish(PLACEMENT, "5.4"), Finding::NotConcerned);
}

#[test]
fn clause_5_5_is_for_those_the_main_round_did_not_place() {
    let vacant = |placement, enrolment| {
        person().with(|it| {
            it.case.round = Round::Vacant;
            it.case.placement = placement;
            it.case.enrolment = enrolment;
        })
    };
    let placed = Told::Known(Placed { wish: 1, announced: LATER });
    let submitted = Told::Known(Enrolment { submitted: Some(LATER), returned: None });
    for stage in [Stage::Choice, PLACEMENT] {
        assert_eq!(vacant(Told::Nothing, Told::Nothing).finds(stage, "5.5"), Finding::Holds);
        assert_eq!(vacant(placed, Told::Nothing).broken(stage, "5.5"), Some("placedInMainRound"), "may still enrol");
        assert_eq!(vacant(placed, Told::Silent).finds(stage, "5.5"), Finding::Unknown(Need::Enrolment));
        assert_eq!(vacant(placed, submitted).broken(stage, "5.5"), Some("alreadyEnrolled"), "a student by now, 1.6");
        assert_eq!(vacant(Told::Silent, Told::Nothing).finds(stage, "5.5"), Finding::Unknown(Need::Placement));
        assert_eq!(person().finds(stage, "5.5"), Finding::NotConcerned, "main round");
    }
}

#[test]
fn clause_6_1_counts_ten_calendar_days_and_a_submission_in_time_suffices() {
    let announced = from_baku(chrono::NaiveDate::from_ymd_opt(2026, 7, 15).unwrap(), 12, 0).unwrap();
    let window = ten_days(announced);
    assert_eq!(window.opens, announced);
    assert_eq!(deadline_text(window.closes, Lang::Az), "25 iyul 2026, 23:59");
    let at = |now: Micros, enrolment: Told<Enrolment>| {
        let it = person().with(|it| {
            it.case.now = now;
            it.case.enrolment = enrolment;
            it.case.placement = Told::Known(Placed { wish: 1, announced });
            it.campaign.calendar.enrolment = None;
        });
        it.finds(Stage::Enrolment, "6.1")
    };
    let code = |finding: Finding| finding.broken().map(|reason| reason.code());
    let submitted = |at| Told::Known(Enrolment { submitted: Some(at), returned: None });
    let last = Micros(window.closes.0 - 1);
    assert_eq!(at(last, Told::Nothing), Finding::Holds, "still time");
    assert_eq!(code(at(window.closes, Told::Nothing)), Some("enrolmentForfeited"));
    assert_eq!(code(at(Micros(announced.0 - 1), Told::Nothing)), Some("enrolmentNotOpen"));
    let later = window.closes.plus_seconds(30 * 86_400);
    assert_eq!(at(later, submitted(last)), Finding::Holds, "the institution’s approval may come later");
    assert_eq!(code(at(later, submitted(window.closes))), Some("enrolmentForfeited"));
    // Returned for correction: three days more, never less than the window.
    let returned = |back| Told::Known(Enrolment { submitted: Some(last), returned: Some(back) });
    let three_days = window.closes.plus_seconds(3 * 86_400);
    assert_eq!(at(Micros(three_days.0 - 1), returned(window.closes)), Finding::Holds);
    assert_eq!(code(at(three_days, returned(window.closes))), Some("correctionMissed"));
    assert_eq!(at(last, returned(announced)), Finding::Holds);
    // Silence takes nobody's place.
    assert_eq!(at(later, Told::Silent), Finding::Unknown(Need::Enrolment));
}

#[test]
fn clause_6_1_keeps_who_declined_out_of_the_vacant_round_and_says_so_itself() {
    let placed = Told::Known(Placed { wish: 1, announced: Micros(150 * DAY) });
    let late = Told::Known(Enrolment { submitted: Some(LATER), returned: None });
    let missed = Told::Known(Enrolment { submitted: Some(Micros(155 * DAY)), returned: Some(Micros(158 * DAY)) });
    for stage in [Stage::Choice, PLACEMENT] {
        for enrolment in [Told::Nothing, late, missed] {
            let declined = person().with(|it| {
                it.case.round = Round::Vacant;
                it.case.placement = placed;
                it.case.enrolment = enrolment;
                it.campaign.calendar.enrolment = None;
            });
            assert_eq!(declined.broken(stage, "6.1"), Some("declinedNoVacantRound"));
            assert_eq!(declined.finds(stage, "5.5"), Finding::NotConcerned, "one clause tells it");
            let main = declined.with(|it| it.case.round = Round::Main);
            assert_eq!(main.finds(stage, "6.1"), Finding::NotConcerned);
        }
        let unplaced = person().with(|it| (it.case.round, it.case.placement) = (Round::Vacant, Told::Nothing));
        assert_eq!(unplaced.finds(stage, "6.1"), Finding::NotConcerned);
    }
}

#[test]
fn clause_6_2_is_for_the_appeals_commission() {
    assert_eq!(person().finds(Stage::Appeal, "6.2"), Finding::LeftToPeople);
}

#[test]
fn clause_6_3_wants_the_person_and_an_identity_document_that_was_seen() {
    let by = |bearer, identity_seen| {
        person().with(|it| it.case.appeal = Some(Appeal { filed: None, bearer, identity_seen }))
    };
    assert_eq!(by(Bearer::Own, true).finds(Stage::Appeal, "6.3"), Finding::Holds);
    assert_eq!(by(Bearer::Own, false).finds(Stage::Appeal, "6.3"), Finding::LeftToPeople, "an officer looks");
    assert_eq!(by(Bearer::Representative, true).broken(Stage::Appeal, "6.3"), Some("appealInPerson"));
}

#[test]
fn clauses_6_4_1_to_6_4_8_tell_found_acts_and_leave_reported_ones_to_people() {
    for act in Act::ALL {
        let conduct = |conduct| person().with(|it| it.case.conduct = Told::Known(conduct));
        let found = conduct(Conduct { found: Acts::default().with(act), ..Conduct::default() });
        let reported = conduct(Conduct { reported: Acts::default().with(act), ..Conduct::default() });
        for one in Act::ALL {
            let clause = one.clause().0;
            let [found, reported] = [&found, &reported].map(|it| it.finds(Stage::ExamDay, clause));
            assert_eq!(found.broken().map(|reason| reason.code()), (one == act).then_some("prohibitedAct"));
            assert_eq!(reported == Finding::LeftToPeople, one == act, "{clause}");
        }
        assert_eq!(found.broken(Stage::ExamDay, "6.4"), Some("prohibitedAct"));
        assert_eq!(reported.finds(Stage::ExamDay, "6.4"), Finding::LeftToPeople);
        let Finding::Broken(reason) = found.finds(Stage::ExamDay, "6.4") else { panic!() };
        assert!(reason.text(Lang::Ru).contains(act.label(Lang::Ru)));
    }
    let silent = person().with(|it| it.case.conduct = Told::Silent);
    assert_eq!(silent.finds(Stage::ExamDay, "6.4.2"), Finding::Unknown(Need::Conduct));
}

#[test]
fn clause_6_4_4_computes_the_instants_between_which_the_hall_may_be_left() {
    let start = Micros(100 * DAY);
    let minute = 60 * Micros::SECOND;
    let left = |stage, minutes: i64, disability| {
        let it = person().with(|it| {
            it.case.disability = disability;
            it.case.sitting = Told::Known(Sitting {
                stage,
                starts: start,
                minutes: 180,
                left: Some(Micros(start.0 + minutes * minute)),
            });
        });
        it.finds(Stage::ExamDay, "6.4.4")
    };
    let code = |finding: Finding| finding.broken().map(|reason| reason.code());
    let (first, second, sound) = (ExamStage::First, ExamStage::Second, Told::Nothing);
    let outside = Some("leftOutsideWindow");
    assert_eq!(code(left(first, 89, sound)), outside);
    assert_eq!(code(left(first, 90, sound)), None, "an hour and a half");
    assert_eq!(code(left(second, 59, sound)), outside);
    assert_eq!(code(left(second, 60, sound)), None, "an hour");
    assert_eq!(code(left(first, 164, sound)), None);
    assert_eq!(code(left(first, 165, sound)), outside, "the last 15 minutes");
    assert_eq!(code(left(first, 180, sound)), None, "the exam is over");
    // Thirty minutes more move the end (3.7).
    let blind = Told::Known(Disability { group: 1, visual: true });
    assert_eq!(code(left(first, 170, blind)), None);
    assert_eq!(code(left(first, 195, blind)), outside);
    // A silent register decides nothing that would depend on it.
    assert_eq!(left(first, 170, Told::Silent), Finding::Unknown(Need::Disability));
    assert_eq!(code(left(first, 80, Told::Silent)), outside);
    let (from, until) = exit_window(
        &Sitting { stage: first, starts: start, minutes: 180, left: None },
        Accommodation { proctor: true, extra_minutes: 30 },
    );
    assert_eq!((from.0 - start.0, until.0 - start.0), (3 * HOUR / 2, 195 * minute));
}

#[test]
fn clause_6_5_annulment_bars_the_year_or_the_attempt_by_policy() {
    let annulled = |attempt_no| {
        let annulment = Some(Annulment { act: Act::Copying, attempt: attempt_no });
        person().with(|it| it.case.conduct = Told::Known(Conduct { annulment, ..Conduct::default() }))
    };
    let Finding::Broken(reason) = annulled(1).finds(Stage::Choice, "6.5") else { panic!() };
    assert_eq!(reason.code(), "resultsAnnulled");
    let second = |it: &mut Person| {
        it.campaign.attempt = 2;
        it.case.results = Told::Known(Results { attempts: [None, Some(attempt())], picked: None });
    };
    for stage in [Stage::Register, Stage::Seat, Stage::Choice, PLACEMENT, Stage::Enrolment] {
        assert_eq!(annulled(1).with(second).broken(stage, "6.5"), Some("resultsAnnulled"), "the whole year");
        let mild = annulled(1).with(second).with(|it| it.campaign.policies.annulment_bars_year = false);
        assert_eq!(mild.finds(stage, "6.5"), Finding::Holds, "the other attempt stands");
    }
    assert_eq!(annulled(1).finds(Stage::Register, "6.5"), Finding::NotConcerned, "the first attempt of a year");
    let undecided = person().with(|it| {
        it.case.conduct = Told::Known(Conduct { found: Acts::default().with(Act::Devices), ..Conduct::default() });
    });
    assert_eq!(undecided.finds(Stage::Choice, "6.5"), Finding::LeftToPeople, "an authorised officer decides");
}

#[test]
fn clause_5_3_2_is_skipped_for_all_where_the_model_has_no_specialty_exam() {
    let without = |vector: Vector| Vector { specialty: None, ..vector };
    let lost = standing(|it| {
        it.own = without(Vector { logic: Points(1), ..vector() });
        it.last = Some(without(vector()));
    })
    .with(|it| it.campaign.model = ExamModel::SingleStage);
    assert_eq!(told(&lost, "5.3.2"), None);
    assert_eq!(told(&lost, "5.3.3"), Some("tieLost"));
    let Finding::Broken(Reason::Competition(reason)) = lost.finds_wish(PLACEMENT, "5.3.3") else { panic!() };
    assert!(reason.text(Lang::En).contains("the points in logic"));
    assert!(NOW < LATER);
}

#[test]
fn clauses_3_7_5_3_5_4_6_1_and_6_4_4_tell_what_was_granted_and_until_when() {
    use qabul_domain::rules::book::advice;
    let told = |stage, person: &Person| {
        let mut codes = Vec::new();
        advice::of_person(stage, &person.campaign, &person.case, &mut |clause, reason| {
            codes.push((clause.0, reason.code()));
        });
        codes
    };
    let blind = person().with(|it| it.case.disability = Told::Known(Disability { group: 1, visual: true }));
    assert_eq!(told(Stage::Seat, &blind), [("3.7", "conditionsGranted"), ("6.4.4", "hallMayBeLeft")]);
    assert_eq!(told(Stage::ExamDay, &person()), [("6.4.4", "hallMayBeLeft")]);
    let waiting = person().with(|it| it.case.enrolment = Told::Nothing);
    assert_eq!(told(Stage::Enrolment, &waiting), [("6.1", "enrolBy")]);
    assert_eq!(told(Stage::Enrolment, &person()), [], "enrolled already");
    let late = waiting.with(|it| it.case.now = Micros(300 * DAY));
    assert_eq!(told(Stage::Enrolment, &late), [], "too late is told by the finding");
    let wish = |person: &Person| advice::of_wish(&person.campaign, &person.case, &person.case.wishes[0]);
    let code = |person: &Person| wish(person).map(|(clause, reason)| (clause.0, reason.code()));
    let won = standing(|it| (it.own.logic, it.here) = (Points::whole(30), true));
    assert_eq!(code(&won), Some(("5.3.3", "tieWon")));
    assert_eq!(code(&standing(|it| (it.tied, it.here) = (2, true))), Some(("5.4", "tieAdmitted")));
    assert_eq!(code(&standing(|it| it.here = true)), None, "the last one alone");
    assert_eq!(code(&standing(|it| (it.own.total, it.here) = (Points::whole(120), true))), None, "higher in the total");
}
