//! The table of moves: who may do what, when, and what it causes.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{DAY, sample};
use proptest::prelude::*;
use qabul_domain::calendar::Micros;
use qabul_domain::decision::{Clause, Explain, Need};
use qabul_domain::facts::*;
use qabul_domain::money::Qepik;
use qabul_domain::procedure::*;
use qabul_domain::procedures::master_exam::*;

const COMMISSION: By = By::Officer(Role::Commission);
const CENTRE: By = By::Officer(Role::ExamCentre);

fn returned() -> MasterExamEvent {
    MasterExamEvent::Return { reason: "Diplomun əsli lazımdır".into() }
}

#[test]
fn confirming_takes_the_claim_then_the_fee_then_seals_clause_2_1() {
    let decided = sample().decide(ExamState::Draft, &MasterExamEvent::Confirm {}, By::Applicant).ok().unwrap();
    assert_eq!((decided.to, decided.clause), (ExamState::Confirmed, Clause("2.1")));
    assert_eq!(
        decided.acts,
        [
            Act::Claim("masterExam/2026/1".into()),
            Act::Charge(Qepik::manat(50)),
            Act::Snapshot,
            Act::Notice("confirmed"),
            Act::Document("application"),
        ]
    );
    assert!(!decided.findings.is_empty(), "what was judged is kept");
}

#[test]
fn confirm_is_refused_where_the_commission_confirms_and_send_where_one_does_it_oneself_clause_2_1() {
    let code = |refused: Refused<Reason>| match refused {
        Refused::Broken(reasons) => {
            reasons.into_iter().map(|(Clause(number), reason)| (number, reason.code())).collect()
        }
        _ => Vec::new(),
    };
    let foreign = sample().citizenship(Citizenship::Foreign);
    let confirm = foreign.refusal(ExamState::Draft, &MasterExamEvent::Confirm {}, By::Applicant);
    assert_eq!(code(confirm), [("2.1", "confirmAtCommission")]);
    let send = sample().refusal(ExamState::Draft, &MasterExamEvent::Send {}, By::Applicant);
    assert_eq!(code(send), [("2.1", "confirmYourself")]);
}

#[test]
fn sending_to_the_commission_costs_nothing_and_the_desk_charges_clause_2_1() {
    let foreign = sample().citizenship(Citizenship::Foreign).with(|s| s.facts.balance = Qepik::ZERO);
    let sent = foreign.decide(ExamState::Draft, &MasterExamEvent::Send {}, By::Applicant).ok().unwrap();
    assert_eq!(sent.to, ExamState::AwaitingCommission);
    assert!(!sent.acts.iter().any(|act| matches!(act, Act::Charge(_))));
    let seen = foreign.decide(ExamState::AwaitingCommission, &MasterExamEvent::Seen {}, COMMISSION).ok().unwrap();
    assert_eq!(seen.to, ExamState::Confirmed);
    assert!(seen.acts.contains(&Act::Charge(Qepik::manat(50))));
}

#[test]
fn what_the_commission_gives_back_can_be_mended_and_sent_again_clause_2_1() {
    let foreign = sample().citizenship(Citizenship::Foreign);
    let back = foreign.decide(ExamState::AwaitingCommission, &returned(), COMMISSION).ok().unwrap();
    assert_eq!(back.to, ExamState::CommissionReturned);
    assert!(!back.acts.contains(&Act::Release), "the claim stays, or a second application could be opened beside it");
    assert!(MasterExam::editable(ExamState::CommissionReturned));
    assert!(foreign.decide(ExamState::CommissionReturned, &MasterExamEvent::Send {}, By::Applicant).is_ok());
}

#[test]
fn the_window_is_half_open_and_the_receipt_instant_decides_mag_3() {
    let at = |now| {
        let case = sample().with(|s| s.now = now);
        case.decide(ExamState::Draft, &MasterExamEvent::Confirm {}, By::Applicant).err()
    };
    assert_eq!(at(Micros(-1)), Some(Refused::Closed(Clause("2.1"))));
    assert_eq!(at(Micros(0)), None);
    assert_eq!(at(Micros(30 * DAY - 1)), None);
    assert_eq!(at(Micros(30 * DAY)), Some(Refused::Closed(Clause("2.1"))));
}

#[test]
fn the_desk_acts_only_in_the_window_clause_2_1() {
    let late = sample().with(|s| s.now = Micros(30 * DAY));
    let closed = |state, event: MasterExamEvent, by| matches!(late.refusal(state, &event, by), Refused::Closed(_));
    assert!(closed(ExamState::AwaitingCommission, MasterExamEvent::Seen {}, COMMISSION));
    assert!(closed(ExamState::AwaitingCommission, returned(), COMMISSION));
    assert!(closed(ExamState::Confirmed, MasterExamEvent::Withdraw { reason: String::new() }, CENTRE));
}

#[test]
fn the_sweep_ends_an_application_only_after_the_window_clause_2_1() {
    let close = |now| {
        let case = sample().with(|s| s.now = now);
        case.decide(ExamState::Draft, &MasterExamEvent::Close {}, By::System).map(|decided| decided.to)
    };
    assert_eq!(close(Micros(30 * DAY - 1)), Err(Refused::NotOffered));
    assert_eq!(close(Micros(30 * DAY)), Ok(ExamState::NotConfirmedInTime));
}

#[test]
fn nobody_raises_the_event_of_another() {
    let actors = [By::Applicant, COMMISSION, CENTRE, By::System];
    let events = || {
        [
            MasterExamEvent::Confirm {},
            MasterExamEvent::Send {},
            MasterExamEvent::Seen {},
            returned(),
            MasterExamEvent::Close {},
            MasterExamEvent::Withdraw { reason: String::new() },
        ]
    };
    let owners = [By::Applicant, By::Applicant, COMMISSION, COMMISSION, By::System, CENTRE];
    for state in ExamState::ALL {
        for (event, owner) in events().iter().zip(owners) {
            for by in actors.into_iter().filter(|by| *by != owner) {
                assert_eq!(sample().refusal(*state, event, by), Refused::NotOffered, "{state:?} {by:?}");
            }
        }
    }
}

#[test]
fn an_unfinished_draft_is_refused_with_its_gaps_before_anything_is_judged_mag_14() {
    let case = sample().with(|s| {
        s.draft.exam.section = None;
        s.facts.balance = Qepik::ZERO;
    });
    match case.refusal(ExamState::Draft, &MasterExamEvent::Confirm {}, By::Applicant) {
        Refused::Incomplete(gaps) => assert_eq!(gaps[0].code, "sectionRequired"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_silent_register_is_try_later_and_never_a_refusal_on_the_merits() {
    let silent = sample().with(|s| s.facts.education = Fact::Unavailable);
    match silent.refusal(ExamState::Draft, &MasterExamEvent::Confirm {}, By::Applicant) {
        Refused::TryLater(needs) => assert!(needs.iter().all(|(_, need)| *need == Need::Education)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn offers_hold_every_event_of_the_applicant_with_what_blocks_it() {
    let case = sample().with(|s| s.facts.balance = Qepik::ZERO);
    let offers = MasterExam::offers(ExamState::Draft, &case.case());
    let found: Vec<_> = offers.iter().map(|offer| (offer.on.word(), offer.blocked.is_some())).collect();
    assert_eq!(found, [("confirm", true), ("send", true)]);
    assert!(MasterExam::offers(ExamState::Confirmed, &case.case()).is_empty());
    let ready = sample();
    let ready = MasterExam::offers(ExamState::Draft, &ready.case());
    assert_eq!(
        ready.iter().filter(|offer| offer.blocked.is_none()).map(|offer| offer.on.word()).collect::<Vec<_>>(),
        ["confirm"]
    );
}

#[test]
fn the_key_of_a_move_is_unique_by_event_actor_and_state() {
    let mut seen = Vec::new();
    for row in MASTER_EXAM {
        for from in row.from {
            let key = (row.on.word(), row.by.word(), from.word());
            assert!(!seen.contains(&key), "{key:?}");
            seen.push(key);
        }
    }
}

#[test]
fn every_state_is_reached_and_every_state_but_the_ends_can_be_left() {
    let ends = [ExamState::NotConfirmedInTime, ExamState::Withdrawn];
    for state in ExamState::ALL {
        let left = MASTER_EXAM.iter().any(|row| row.from.contains(state));
        assert_eq!(left, !ends.contains(state), "{state:?}");
        let reached = *state == MasterExam::START || MASTER_EXAM.iter().any(|row| row.to == *state);
        assert!(reached, "{state:?}");
    }
}

#[test]
fn an_unconfirmed_application_can_be_closed_from_every_state_it_waits_in() {
    for state in [ExamState::Draft, ExamState::AwaitingCommission, ExamState::CommissionReturned] {
        assert!(MASTER_EXAM.iter().any(|row| row.on == MasterExamOn::Close && row.from.contains(&state)));
    }
}

#[test]
fn effects_use_known_names_and_every_end_releases_the_claim() {
    let notices = ["confirmed", "bringDocuments", "returned", "notConfirmed", "withdrawn"];
    for row in MASTER_EXAM {
        for effect in row.effects {
            match effect {
                Effect::Notice(name) => assert!(notices.contains(name), "{name}"),
                Effect::Document(kind) => assert_eq!(*kind, "application"),
                Effect::Claim | Effect::Release | Effect::Charge | Effect::Snapshot => {}
                other => panic!("not executed by anyone yet: {other:?}"),
            }
        }
        if matches!(row.to, ExamState::NotConfirmedInTime | ExamState::Withdrawn) {
            assert!(row.effects.contains(&Effect::Release));
        }
        // Whatever confirms takes the fee exactly once.
        let charges = row.effects.iter().filter(|effect| **effect == Effect::Charge).count();
        assert_eq!(charges, usize::from(row.to == ExamState::Confirmed));
    }
}

#[test]
fn words_of_states_and_events_are_unique_and_read_back() {
    for state in ExamState::ALL {
        assert_eq!(ExamState::of(state.word()), Some(*state));
    }
    for on in MasterExamOn::ALL {
        assert_eq!(MasterExamOn::of(on.word()), Some(*on));
    }
    assert_eq!(ExamState::of("paid"), None);
}

proptest! {
    #[test]
    fn nothing_is_ever_charged_with_too_little_money_or_outside_the_window(
        balance in 0i64..20_000, fee in 0i64..10_000, owed in 0i64..3, now in -DAY..40 * DAY,
    ) {
        let case = sample().with(|s| {
            s.facts.balance = Qepik(balance);
            s.facts.campaign.fee = Qepik(fee);
            s.facts.receivable = Qepik(owed);
            s.now = Micros(now);
        });
        let decided = case.decide(ExamState::Draft, &MasterExamEvent::Confirm {}, By::Applicant);
        let allowed = balance >= fee && owed == 0 && (0..30 * DAY).contains(&now);
        prop_assert_eq!(decided.is_ok(), allowed);
        if let Ok(decided) = decided {
            prop_assert!(decided.acts.contains(&Act::Charge(Qepik(fee))));
            prop_assert!(decided.acts.is_sorted());
        }
    }
}
