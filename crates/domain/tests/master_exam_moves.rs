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
use qabul_domain::rules::papers::PaperKind;

const COMMISSION: By = By::Officer(Role::Commission);
const CENTRE: By = By::Officer(Role::ExamCentre);

fn returned() -> MasterExamEvent {
    MasterExamEvent::Return { reason: "Diplomun əsli lazımdır".into(), steps: Vec::new() }
}

fn seen(documents: &[PaperKind]) -> MasterExamEvent {
    MasterExamEvent::Seen { documents: documents.to_vec() }
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
fn sending_to_the_commission_needs_the_money_but_only_the_desk_takes_it_clauses_1_7_and_2_1() {
    let foreign = sample().citizenship(Citizenship::Foreign);
    let poor = foreign.clone().with(|s| s.facts.balance = Qepik(4_999));
    match poor.refusal(ExamState::Draft, &MasterExamEvent::Send {}, By::Applicant) {
        Refused::Broken(reasons) => {
            assert_eq!((reasons[0].0, reasons[0].1.code()), (Clause("1.7"), "insufficientFunds"))
        }
        other => panic!("{other:?}"),
    }
    let sent = foreign.decide(ExamState::Draft, &MasterExamEvent::Send {}, By::Applicant).ok().unwrap();
    assert_eq!(sent.to, ExamState::AwaitingCommission);
    assert!(!sent.acts.iter().any(|act| matches!(act, Act::Charge(_))));
    let all = seen(&[PaperKind::Identity, PaperKind::Diploma, PaperKind::Translation]);
    let seen = foreign.decide(ExamState::AwaitingCommission, &all, COMMISSION).ok().unwrap();
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
    assert_eq!(at(Micros(-1)), Some(Refused::Closed));
    assert_eq!(at(Micros(0)), None);
    assert_eq!(at(Micros(30 * DAY - 1)), None);
    assert_eq!(at(Micros(30 * DAY)), Some(Refused::Closed));
}

#[test]
fn the_desk_acts_only_in_the_window_clause_2_1() {
    let late = sample().with(|s| s.now = Micros(30 * DAY));
    let closed = |state, event: MasterExamEvent, by| matches!(late.refusal(state, &event, by), Refused::Closed);
    assert!(closed(ExamState::AwaitingCommission, seen(&PaperKind::ALL), COMMISSION));
    assert!(closed(ExamState::AwaitingCommission, returned(), COMMISSION));
    assert!(closed(ExamState::Confirmed, MasterExamEvent::AskWithdrawal {}, By::Applicant));
    // What was asked in time is decided whenever the officer comes to it.
    let granted = late.decide(ExamState::WithdrawalRequested, &MasterExamEvent::GrantWithdrawal {}, CENTRE);
    assert_eq!(granted.map(|decided| decided.to), Ok(ExamState::Withdrawn));
}

#[test]
fn the_commission_has_a_deadline_of_its_own_to_the_microsecond_clause_2_1() {
    let foreign = |closes: i64, now: i64| {
        sample().citizenship(Citizenship::Foreign).with(|s| {
            s.facts.campaign.commission_closes = Some(Micros(closes));
            s.now = Micros(now);
        })
    };
    let send =
        |state, closes, now| foreign(closes, now).decide(state, &MasterExamEvent::Send {}, By::Applicant).is_ok();
    let see = |closes, now| {
        foreign(closes, now).decide(ExamState::AwaitingCommission, &seen(&PaperKind::ALL), COMMISSION).is_ok()
    };
    let close = |state, closes, now| foreign(closes, now).decide(state, &MasterExamEvent::Close {}, By::System).is_ok();
    let (end, early, later) = (30 * DAY, 29 * DAY, 31 * DAY);
    // It closes at 17:00 while the window lasts until midnight.
    assert!(see(early, early - 1) && !see(early, early));
    assert!(send(ExamState::Draft, early, early - 1) && !send(ExamState::Draft, early, early));
    assert!(
        close(ExamState::AwaitingCommission, early, early) && !close(ExamState::AwaitingCommission, early, early - 1)
    );
    assert!(!close(ExamState::Draft, early, early) && !close(ExamState::CommissionReturned, early, early));
    // It works a day longer than the window: what was returned may come back, what was never sent may not.
    assert!(see(later, end) && see(later, later - 1) && !see(later, later));
    assert!(send(ExamState::CommissionReturned, later, later - 1) && !send(ExamState::Draft, later, end));
    assert!(!close(ExamState::AwaitingCommission, later, end) && close(ExamState::CommissionReturned, later, later));
    let due = |state| MasterExam::due(state, &foreign(early, 0).case());
    assert_eq!(due(ExamState::Draft), Some(Micros(early)), "sent later than that nobody would see it");
    assert_eq!(due(ExamState::AwaitingCommission), Some(Micros(early)));
    assert_eq!(MasterExam::due(ExamState::Draft, &sample().case()), Some(Micros(end)));
    assert_eq!(due(ExamState::Confirmed), None);
}

#[test]
fn the_commission_confirms_only_with_every_document_ticked_clauses_2_1_1_to_2_2() {
    let kinds =
        |case: &common::Sample| MasterExam::papers(&case.case()).iter().map(|p| p.kind.word()).collect::<Vec<_>>();
    let foreign = sample().citizenship(Citizenship::Foreign);
    assert_eq!(kinds(&foreign), ["identity", "diploma", "translation"]);
    let abroad = common::bachelor();
    let abroad = Degree { source: Source::Tkta, in_azerbaijan: false, recognised: Some(true), ..abroad };
    let abroad = sample().degrees(vec![abroad]);
    assert_eq!(kinds(&abroad), ["identity", "diploma", "recognition", "translation"]);
    assert!(kinds(&sample()).is_empty(), "who confirms themselves presents nothing");
    for (left_out, clause) in PaperKind::ALL.into_iter().zip(["2.1.1", "2.1.2", "2.1.3", "2.2"]) {
        let ticked: Vec<PaperKind> = PaperKind::ALL.into_iter().filter(|kind| *kind != left_out).collect();
        match abroad.refusal(ExamState::AwaitingCommission, &seen(&ticked), COMMISSION) {
            Refused::Broken(reasons) => {
                assert_eq!((reasons.len(), reasons[0].0, reasons[0].1.code()), (1, Clause(clause), "paperMissing"));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(abroad.decide(ExamState::AwaitingCommission, &seen(&PaperKind::ALL), COMMISSION).is_ok());
}

#[test]
fn an_extended_window_gives_the_application_back_to_its_person_and_only_then_mag_3() {
    let reopen = |now| {
        let case = sample().with(|s| s.now = now);
        case.decide(ExamState::NotConfirmedInTime, &MasterExamEvent::Reopen {}, By::System).map(|done| done.to)
    };
    assert_eq!(reopen(Micros(30 * DAY)), Err(Refused::Closed));
    assert_eq!(reopen(Micros(30 * DAY - 1)), Ok(ExamState::Draft));
}

#[test]
fn a_withdrawal_is_asked_for_and_leaves_the_application_valid_until_it_is_granted_mag_15() {
    let asked = sample().decide(ExamState::Confirmed, &MasterExamEvent::AskWithdrawal {}, By::Applicant).ok().unwrap();
    assert_eq!(asked.to, ExamState::WithdrawalRequested);
    assert_eq!(asked.acts, [Act::Notice("withdrawalAsked")], "nothing is released and nothing given back");
    let refuse = MasterExamEvent::RefuseWithdrawal { reason: "İmtahan vaxtı təyin edilib".into() };
    let refused = sample().decide(ExamState::WithdrawalRequested, &refuse, CENTRE).ok().unwrap();
    assert_eq!(refused.to, ExamState::Confirmed);
    let event = MasterExamEvent::GrantWithdrawal {};
    let granted = sample().decide(ExamState::WithdrawalRequested, &event, CENTRE).ok().unwrap();
    assert!(granted.acts.contains(&Act::Revoke("application")) && granted.acts.contains(&Act::Release));
    assert!(!granted.acts.iter().any(|act| matches!(act, Act::Charge(_))));
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
            seen(&PaperKind::ALL),
            returned(),
            MasterExamEvent::Close {},
            MasterExamEvent::Reopen {},
            MasterExamEvent::AskWithdrawal {},
            MasterExamEvent::GrantWithdrawal {},
            MasterExamEvent::RefuseWithdrawal { reason: String::new() },
        ]
    };
    let owners =
        [By::Applicant, By::Applicant, COMMISSION, COMMISSION, By::System, By::System, By::Applicant, CENTRE, CENTRE];
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
fn offers_hold_every_event_of_the_applicants_own_way_with_what_blocks_it() {
    let case = sample().with(|s| s.facts.balance = Qepik::ZERO);
    let offers = MasterExam::offers(ExamState::Draft, &case.case());
    let found: Vec<_> = offers.iter().map(|offer| (offer.on.word(), offer.blocked.is_some())).collect();
    assert_eq!(found, [("confirm", true)]);
    let confirmed = MasterExam::offers(ExamState::Confirmed, &case.case());
    assert_eq!(confirmed.iter().map(|offer| offer.on.word()).collect::<Vec<_>>(), ["askWithdrawal"]);
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
    // An application that missed the deadline is left only where the deadline itself was moved.
    let ends = [ExamState::Withdrawn];
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
    let notices = [
        "confirmed",
        "bringDocuments",
        "returned",
        "notConfirmed",
        "reopened",
        "withdrawalAsked",
        "withdrawn",
        "withdrawalRefused",
    ];
    for row in MASTER_EXAM {
        for effect in row.effects {
            match effect {
                Effect::Notice(name) => assert!(notices.contains(name), "{name}"),
                Effect::Document(kind) | Effect::Revoke(kind) => assert_eq!(*kind, "application"),
                Effect::Claim | Effect::Release | Effect::Charge | Effect::Snapshot => {}
                Effect::Mark | Effect::Reopen => {}
                other => panic!("not executed by anyone yet: {other:?}"),
            }
        }
        if matches!(row.to, ExamState::NotConfirmedInTime | ExamState::Withdrawn) {
            assert!(row.effects.contains(&Effect::Release));
        }
        // Whatever confirms takes the fee exactly once.
        let charges = row.effects.iter().filter(|effect| **effect == Effect::Charge).count();
        let back = row.on == MasterExamOn::RefuseWithdrawal;
        assert_eq!(charges, usize::from(row.to == ExamState::Confirmed && !back));
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
