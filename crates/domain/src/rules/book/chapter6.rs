//! Chapter 6, closing provisions: enrolment, appeals, prohibited acts, annulment.

use super::act::says;
use super::campaign::ten_days;
use super::conduct::{Accommodation, Act, exit_window};
use super::dossier::{Bearer, Conduct, Disability, Results, Round, Sitting, Told};
use super::kinds::{FactKind as F, FactSet};
use super::told::closing;
use super::{Bound, Check, Finding, Help, Reason, Row, Stage, Stages, View};
use crate::calendar::Micros;
use crate::decision::{Clause, Need};

const DAY: i64 = 86_400;
const SAMPLE: Micros = Micros(1_812_000_000_000_000);
const CONDUCT: FactSet = FactSet::of(&[F::Conduct]);

const RECORDED: Help = Help::Foreseen([
    "Hərəkət barədə nəzarətçi akt tərtib edir, qərarı Mərkəz verir. Sistem aktı, vaxtı və imzaları saxlayır.",
    "A proctor reports the act and the Centre decides. The software keeps the report, its time and the signatures.",
    "О действии составляет акт наблюдатель, решение принимает Центр. Система хранит акт, время и подписи.",
]);

const ACT_PROOF: &str = "clauses_6_4_1_to_6_4_8_tell_found_acts_and_leave_reported_ones_to_people";

const fn found(act: Act) -> Reason {
    Reason::Closing(closing::Reason::ProhibitedAct { act })
}

const fn prohibited(act: Act, outcomes: &'static [Reason], check: fn(&View<'_>) -> Finding) -> Row {
    Row {
        clause: act.clause(),
        says: says(act.clause().0),
        bound: &[Bound::Applicant],
        facts: CONDUCT,
        of_person: Stages::of(&[Stage::ExamDay]),
        of_wish: Stages::NONE,
        component: None,
        outcomes,
        check: Check::Shared(check, RECORDED),
        proof: ACT_PROOF,
    }
}

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: Clause("6.1"),
        says: says("6.1"),
        bound: &[Bound::Applicant, Bound::Institution],
        facts: FactSet::of(&[F::Placement, F::Enrolment, F::Calendar, F::Clock, F::Numbers, F::Round]),
        of_person: Stages::of(&[Stage::Enrolment, Stage::Choice, Stage::Placement]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[
            Reason::Closing(closing::Reason::EnrolmentNotOpen { opens: SAMPLE }),
            Reason::Closing(closing::Reason::EnrolmentForfeited { closes: SAMPLE }),
            Reason::Closing(closing::Reason::CorrectionMissed { until: SAMPLE }),
            Reason::Closing(closing::Reason::EnrolBy { closes: SAMPLE }),
            Reason::Closing(closing::Reason::DeclinedNoVacantRound),
        ],
        check: Check::Software(enrols_in_ten_days),
        proof: "clause_6_1_keeps_who_declined_out_of_the_vacant_round_and_says_so_itself",
    },
    Row {
        clause: Clause("6.2"),
        says: says("6.2"),
        bound: &[Bound::Applicant, Bound::AppealsCommission],
        facts: FactSet::of(&[]),
        of_person: Stages::of(&[Stage::Appeal]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[],
        check: Check::LeftToPeople(Help::Foreseen([
            "Müraciətin məzmununa Komissiya baxır. Sistem müraciəti və qərarı saxlayır.",
            "The commission looks at what is appealed. The software keeps appeal and decision.",
            "Существо обращения рассматривает комиссия. Система хранит обращение и решение.",
        ])),
        proof: "clause_6_2_is_for_the_appeals_commission",
    },
    Row {
        clause: Clause("6.3"),
        says: says("6.3"),
        bound: &[Bound::Applicant, Bound::AppealsCommission],
        facts: FactSet::of(&[F::Appeal]),
        of_person: Stages::of(&[Stage::Appeal]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Closing(closing::Reason::AppealInPerson)],
        check: Check::Shared(
            appeal_is_in_person,
            Help::Foreseen([
                "Şəxsiyyəti operator görüşün və ya zəngin əvvəlində yoxlayır. Sistem müraciəti yalnız şəxsi kabinetdən qəbul edir və yoxlamanı qeydə alır.",
                "An officer checks the identity when the visit or call begins. The software takes the appeal only from the person’s own cabinet and records the check.",
                "Личность проверяет оператор в начале визита или звонка. Система принимает обращение только из личного кабинета и записывает проверку.",
            ]),
        ),
        proof: "clause_6_3_wants_the_person_and_an_identity_document_that_was_seen",
    },
    Row {
        clause: Clause("6.4"),
        says: says("6.4"),
        bound: &[Bound::Applicant],
        facts: CONDUCT,
        of_person: Stages::of(&[Stage::ExamDay]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[found(Act::Devices)],
        check: Check::Shared(any_act, RECORDED),
        proof: ACT_PROOF,
    },
    prohibited(Act::FalsePapers, &[found(Act::FalsePapers)], |view| act(view, Act::FalsePapers)),
    prohibited(Act::Devices, &[found(Act::Devices)], |view| act(view, Act::Devices)),
    prohibited(Act::DangerousThings, &[found(Act::DangerousThings)], |view| act(view, Act::DangerousThings)),
    Row {
        facts: FactSet::of(&[F::Conduct, F::Sitting, F::Disability]),
        proof: "clause_6_4_4_computes_the_instants_between_which_the_hall_may_be_left",
        ..prohibited(
            Act::LeavingTheHall,
            &[
                found(Act::LeavingTheHall),
                Reason::Closing(closing::Reason::HallMayBeLeft {
                    from: SAMPLE.plus_seconds(1_800),
                    until: SAMPLE.plus_seconds(6_300),
                }),
                Reason::Closing(closing::Reason::LeftOutsideWindow {
                    left: SAMPLE,
                    from: SAMPLE.plus_seconds(1_800),
                    until: SAMPLE.plus_seconds(6_300),
                }),
            ],
            leaves_in_the_window,
        )
    },
    prohibited(Act::Disturbing, &[found(Act::Disturbing)], |view| act(view, Act::Disturbing)),
    prohibited(Act::Copying, &[found(Act::Copying)], |view| act(view, Act::Copying)),
    prohibited(Act::AskingForHelp, &[found(Act::AskingForHelp)], |view| act(view, Act::AskingForHelp)),
    prohibited(Act::DamagingPapers, &[found(Act::DamagingPapers)], |view| act(view, Act::DamagingPapers)),
    Row {
        clause: Clause("6.5"),
        says: says("6.5"),
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Conduct, F::Policies, F::Campaign, F::Results]),
        of_person: Stages::of(&[
            Stage::Register,
            Stage::Seat,
            Stage::SecondStage,
            Stage::Choice,
            Stage::Placement,
            Stage::Enrolment,
        ]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Closing(closing::Reason::ResultsAnnulled { act: Act::Copying })],
        check: Check::Shared(
            results_stand,
            Help::Foreseen([
                "Ləğv qərarını Mərkəzin səlahiyyətli əməkdaşı verir, nəzarətçi yox. Sistem qərarı, əsasını və şikayət yolunu saxlayır.",
                "An authorised officer of the Centre annuls, never a proctor. The software keeps the decision, its ground and the way to complain.",
                "Решение об аннулировании принимает уполномоченный Центра, а не наблюдатель. Система хранит решение, его основание и порядок обжалования.",
            ]),
        ),
        proof: "clause_6_5_annulment_bars_the_year_or_the_attempt_by_policy",
    },
];

fn enrols_in_ten_days(view: &View<'_>) -> Finding {
    if view.stage == Stage::Enrolment {
        return enrolment(view);
    }
    // A person who declined by not enrolling cannot take part in the competition for vacant seats.
    match (view.case.round, enrolment(view)) {
        (Round::Main, _) => Finding::NotConcerned,
        (Round::Vacant, found @ Finding::Unknown(_)) => found,
        (Round::Vacant, _) if has_declined(view) => {
            Finding::Broken(Reason::Closing(closing::Reason::DeclinedNoVacantRound))
        }
        (Round::Vacant, _) => Finding::NotConcerned,
    }
}

/// Whether the main placement counts as declined, because the person did not enrol in time (6.1).
pub(super) fn has_declined(view: &View<'_>) -> bool {
    use closing::Reason::{CorrectionMissed, EnrolmentForfeited};
    let found = enrolment(view);
    matches!(found.broken(), Some(Reason::Closing(EnrolmentForfeited { .. } | CorrectionMissed { .. })))
}

/// Whether a person placed in the main round has enrolled or still can.
fn enrolment(view: &View<'_>) -> Finding {
    let (case, calendar) = (view.case, &view.campaign.calendar);
    let placed = match case.placement {
        Told::Silent => return Finding::Unknown(Need::Placement),
        Told::Nothing => return Finding::NotConcerned,
        Told::Known(placed) => placed,
    };
    let window = calendar.enrolment.unwrap_or_else(|| ten_days(placed.announced));
    let over = case.now >= window.closes;
    let enrolment = match case.enrolment {
        // It is unknown whether the submission was in time; missing data never causes the loss of a place.
        Told::Silent => return Finding::Unknown(Need::Enrolment),
        Told::Nothing => Default::default(),
        Told::Known(enrolment) => enrolment,
    };
    let forfeited = closing::Reason::EnrolmentForfeited { closes: window.closes };
    let broken = match (enrolment.submitted, enrolment.returned) {
        (None, _) if case.now < window.opens => Some(closing::Reason::EnrolmentNotOpen { opens: window.opens }),
        (None, _) => over.then_some(forfeited),
        (Some(submitted), _) if submitted >= window.closes => Some(forfeited),
        (Some(_), None) => None,
        // A submission made in time stays valid while it is corrected.
        (Some(_), Some(returned)) => {
            let days = i64::from(view.campaign.numbers.correction_days);
            let until = returned.plus_seconds(days * DAY).max(window.closes);
            (case.now >= until).then_some(closing::Reason::CorrectionMissed { until })
        }
    };
    broken.map_or(Finding::Holds, |reason| Finding::Broken(Reason::Closing(reason)))
}

fn appeal_is_in_person(view: &View<'_>) -> Finding {
    match view.case.appeal {
        None => Finding::NotConcerned,
        Some(appeal) if appeal.bearer == Bearer::Representative => {
            Finding::Broken(Reason::Closing(closing::Reason::AppealInPerson))
        }
        Some(appeal) if appeal.identity_seen => Finding::Holds,
        Some(_) => Finding::LeftToPeople,
    }
}

fn of_conduct(view: &View<'_>, check: impl Fn(&Conduct) -> Finding) -> Finding {
    match view.case.conduct.or_need(Need::Conduct) {
        Err(need) => Finding::Unknown(need),
        Ok(None) => Finding::Holds,
        Ok(Some(conduct)) => check(conduct),
    }
}

fn any_act(view: &View<'_>) -> Finding {
    of_conduct(view, |conduct| match Act::ALL.into_iter().find(|act| conduct.found.has(*act)) {
        Some(act) => Finding::Broken(found(act)),
        None if conduct.reported.is_empty() => Finding::Holds,
        None => Finding::LeftToPeople,
    })
}

fn act(view: &View<'_>, act: Act) -> Finding {
    of_conduct(view, |conduct| {
        if conduct.found.has(act) {
            Finding::Broken(found(act))
        } else if conduct.reported.has(act) {
            Finding::LeftToPeople
        } else {
            Finding::Holds
        }
    })
}

fn leaves_in_the_window(view: &View<'_>) -> Finding {
    let by_people = act(view, Act::LeavingTheHall);
    let (Finding::Holds, Some(sitting)) = (by_people, view.case.sitting.known()) else {
        return act(view, Act::LeavingTheHall);
    };
    let with = |disability: Option<&Disability>| outside(sitting, Accommodation::of(disability));
    let broken = match &view.case.disability {
        Told::Known(disability) => with(Some(disability)),
        Told::Nothing => with(None),
        // Thirty extra minutes could move the end; missing data never causes a refusal.
        Told::Silent => match (with(None), with(Some(&Disability { group: 1, visual: true }))) {
            (None, None) => None,
            (Some(reason), Some(_)) => Some(reason),
            _ => return Finding::Unknown(Need::Disability),
        },
    };
    broken.map_or(Finding::Holds, |reason| Finding::Broken(Reason::Closing(reason)))
}

fn outside(sitting: &Sitting, given: Accommodation) -> Option<closing::Reason> {
    let (from, until) = exit_window(sitting, given);
    let left = sitting.left?;
    let end = until.plus_seconds(15 * 60);
    let wrong = left < from || (until <= left && left < end);
    wrong.then_some(closing::Reason::LeftOutsideWindow { left, from, until })
}

fn results_stand(view: &View<'_>) -> Finding {
    let (campaign, stage) = (view.campaign, view.stage);
    // Before the first attempt of a year there is nothing to annul.
    if stage == Stage::Register && campaign.attempt < 2 {
        return Finding::NotConcerned;
    }
    let attempt = match (stage, view.case.results.or_need(Need::Results)) {
        (Stage::Register | Stage::Seat, _) => Ok(campaign.attempt),
        (_, Ok(results)) => Ok(results.and_then(Results::competing).map_or(campaign.attempt, |(number, _)| number)),
        (_, Err(need)) => Err(need),
    };
    of_conduct(view, |conduct| match (conduct.annulment, attempt) {
        (Some(annulment), attempt) if campaign.policies.annulment_bars_year || attempt == Ok(annulment.attempt) => {
            Finding::Broken(Reason::Closing(closing::Reason::ResultsAnnulled { act: annulment.act }))
        }
        // The result depends on which attempt competes.
        (Some(_), Err(need)) => Finding::Unknown(need),
        (None, _) if !conduct.found.is_empty() => Finding::LeftToPeople,
        _ => Finding::Holds,
    })
}
