//! Chapter 1, general provisions.

use super::act::says;
use super::dossier::{Basis, Dossier};
use super::kinds::{FactKind as F, FactSet};
use super::told::{choice, closing, scores};
use super::{Bound, Check, Finding, Help, Reason, Row, Stage, Stages, View};
use crate::decision::{Clause, Need};
use crate::exam::PriorMaster;
use crate::facts::{Funding, Level, Study, StudyStatus};
use crate::money::Qepik;
use crate::rules::general::{self, Masters, Picked};
use crate::rules::reach;

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: Clause("1.1"),
        says: says("1.1"),
        bound: &[Bound::Institution],
        facts: FactSet::of(&[F::Institution]),
        of_person: Stages::NONE,
        of_wish: Stages::of(&[Stage::Choice, Stage::Placement]),
        component: None,
        outcomes: &[Reason::Choice(choice::Reason::InstitutionTakesNoPart)],
        check: Check::Software(institution_takes_part),
        proof: "clause_1_1_closes_rows_of_institutions_that_take_no_part",
    },
    Row {
        clause: Clause("1.2"),
        says: says("1.2"),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Studies, F::Campaign]),
        of_person: Stages::of(&[Stage::Register]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[
            Reason::General(general::Reason::EducationNotFound),
            Reason::General(general::Reason::NoHigherEducation),
            Reason::General(general::Reason::StudyLeft),
            Reason::General(general::Reason::GraduatesLater { finish_year: 2027, admission_year: 2026 }),
            Reason::General(general::Reason::GraduationYearMissing),
        ],
        check: Check::Software(higher_education),
        proof: "clause_1_2_takes_graduates_present_final_year_students_and_base_medical_education",
    },
    Row {
        clause: Clause("1.3"),
        says: says("1.3"),
        bound: &[Bound::State, Bound::Institution],
        facts: FactSet::of(&[F::Row]),
        of_person: Stages::NONE,
        of_wish: Stages::of(&[Stage::Choice]),
        component: None,
        outcomes: &[],
        check: Check::Software(seats_have_a_funding),
        proof: "clause_1_3_lets_one_specialization_be_wished_once_for_each_funding",
    },
    Row {
        clause: general::STATE_FUNDED_ONCE,
        says: says("1.4"),
        bound: &[Bound::Applicant, Bound::State],
        facts: FactSet::of(&[F::PriorMaster, F::Studies, F::Row]),
        of_person: Stages::of(&[Stage::Register]),
        of_wish: Stages::of(&[Stage::Choice, Stage::Placement]),
        component: None,
        outcomes: &[
            Reason::General(general::Reason::PriorMasterMismatch),
            Reason::General(general::Reason::PriorMasterOnRecord),
            Reason::General(general::Reason::StateFundedUsed),
            Reason::General(general::Reason::StateFundedLeft),
            Reason::Row(reach::Reason::StateFundedUsed),
        ],
        check: Check::Shared(
            state_funded_once,
            Help::Done([
                "Dövlət hesabına başlanıb yarımçıq qalan magistr təhsilini operator araşdırır. Sistem qeydiyyatda bunu şəxsə bildirir və bəndi insanların qərarına saxlayır.",
                "An officer looks into master’s study at state expense that was left. At registration the software tells the person so and leaves the clause to people.",
                "Прерванную магистратуру за счёт государства рассматривает оператор. При регистрации система сообщает об этом и оставляет решение людям.",
            ]),
        ),
        proof: "clause_1_4_closes_state_order_rows_to_who_studied_at_state_expense",
    },
    Row {
        clause: Clause("1.5"),
        says: says("1.5"),
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Basis, F::Results, F::Campaign]),
        of_person: Stages::of(&[Stage::Choice, Stage::Placement]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Scores(scores::Reason::NoResultThisYear)],
        check: Check::Shared(
            result_of_this_year,
            Help::Foreseen([
                "Qanunun 26.5-ci maddəsi üzrə müsabiqədənkənar qəbulu iki məsul şəxs təsdiq edir. Sistem sənədi saxlayır və hər iki imzanı qeydə alır.",
                "Admission out of competition by article 26.5 of the Law is approved by two officers. The software keeps the document and records both.",
                "Приём вне конкурса по статье 26.5 Закона утверждают два должностных лица. Система хранит документ и записывает обоих.",
            ]),
        ),
        proof: "clause_1_5_takes_only_results_of_this_academic_year",
    },
    Row {
        clause: general::NO_MASTER_STUDENT,
        says: says("1.6"),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Studies, F::Campaign]),
        of_person: Stages::of(&[Stage::Register, Stage::Choice, Stage::Placement, Stage::Enrolment]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[
            Reason::General(general::Reason::CurrentMasterStudent),
            Reason::General(general::Reason::GraduationYearMissing),
            Reason::Closing(closing::Reason::EarlierStudyOpen),
        ],
        check: Check::Software(no_master_student),
        proof: "clause_1_6_is_asked_at_every_stage_and_enrolment_wants_the_first_study_closed",
    },
    Row {
        clause: Clause("1.7"),
        says: says("1.7"),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Purse, F::Campaign]),
        of_person: Stages::of(&[Stage::Register]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[
            Reason::General(general::Reason::InsufficientFunds {
                balance: Qepik(1_250),
                fee: Qepik(5_000),
                missing: Qepik(3_750),
            }),
            Reason::General(general::Reason::ReceivableOutstanding { owed: Qepik(5_000) }),
        ],
        check: Check::Software(fee_is_covered),
        proof: "clause_1_7_tells_balance_fee_and_what_is_missing",
    },
];

/// All recorded studies; empty if there are none. If the registers did not answer, the error is the need.
pub(super) fn studies(case: &Dossier) -> Result<&[Study], Need> {
    Ok(case.studies.or_need(Need::Education)?.map(Vec::as_slice).unwrap_or_default())
}

fn institution_takes_part(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish else { return Finding::NotConcerned };
    match wish.institution.or_need(Need::Institution) {
        Err(need) => Finding::Unknown(need),
        Ok(Some(institution)) if institution.takes_part => Finding::Holds,
        Ok(_) => Finding::Broken(Reason::Choice(choice::Reason::InstitutionTakesNoPart)),
    }
}

fn higher_education(view: &View<'_>) -> Finding {
    let case = view.case;
    general::higher_education(studies(case), |study| *study, case.picked, view.campaign.year).map(Reason::General)
}

fn seats_have_a_funding(view: &View<'_>) -> Finding {
    // The funding of a row can only be one of these two.
    if view.wish.is_some() { Finding::Holds } else { Finding::NotConcerned }
}

fn state_funded_once(view: &View<'_>) -> Finding {
    let case = view.case;
    let declared = case.answers.prior_master;
    let Some(wish) = view.wish else {
        let known = studies(case).map(|studies| Masters::of(studies.iter().copied()));
        return general::declared_once(declared, known).map(Reason::General);
    };
    let used = Finding::Broken(Reason::Row(reach::Reason::StateFundedUsed));
    if wish.conditions.funding == Funding::Paid {
        return Finding::NotConcerned;
    }
    if declared == Some(PriorMaster::StateFunded) {
        return used;
    }
    let studies = match studies(case) {
        Ok(studies) => studies,
        Err(need) => return Finding::Unknown(need),
    };
    // One completed year of state funding uses the right. If it was less, or the time is unknown, people decide.
    match Masters::of(studies.iter().copied()) {
        Masters { state_funded: true, .. } => used,
        Masters { left: true, .. } => Finding::LeftToPeople,
        _ => Finding::Holds,
    }
}

fn result_of_this_year(view: &View<'_>) -> Finding {
    match (view.case.basis, view.attempt) {
        (Basis::Article265 { approved: true }, _) => Finding::NotConcerned,
        (Basis::Article265 { approved: false }, _) => Finding::LeftToPeople,
        (Basis::Competition, Err(need)) => Finding::Unknown(need),
        (Basis::Competition, Ok(Some(_))) => Finding::Holds,
        (Basis::Competition, Ok(None)) => Finding::Broken(Reason::Scores(scores::Reason::NoResultThisYear)),
    }
}

fn no_master_student(view: &View<'_>) -> Finding {
    let case = view.case;
    let enrolling = view.stage == Stage::Enrolment;
    // A person who was in the graduating year and has not graduated is still a student and cannot enrol a second time.
    let bars = |study: &Study| {
        let open = matches!(study.status, StudyStatus::Studying | StudyStatus::OnLeave);
        if enrolling && study.level == Level::Master && open {
            return Some(true);
        }
        general::bars(*study, view.campaign.year)
    };
    let typed = match &case.picked {
        Picked::Typed(Some(study)) => Some(bars(study)),
        _ => None,
    };
    let found = match studies(case) {
        Err(_) if typed == Some(Some(true)) => general::no_student(typed),
        Err(need) => return Finding::Unknown(need),
        Ok(studies) => general::no_student(typed.into_iter().chain(studies.iter().map(bars))),
    };
    found.map(
        |reason| {
            if enrolling { Reason::Closing(closing::Reason::EarlierStudyOpen) } else { Reason::General(reason) }
        },
    )
}

fn fee_is_covered(view: &View<'_>) -> Finding {
    let purse = view.case.purse;
    general::covers(purse.balance, purse.receivable, view.campaign.fee).map(Reason::General)
}
