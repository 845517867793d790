//! Chapter 1, general provisions.

use super::dossier::{Basis, Dossier, Told};
use super::kinds::{FactKind as F, FactSet};
use super::told::{choice, closing, scores};
use super::{Bound, Check, Finding, Reason, Row, Stage, Stages, View};
use crate::decision::{Clause, Need};
use crate::exam::PriorMaster;
use crate::facts::{Funding, Level, Study, StudyStatus};
use crate::money::Qepik;
use crate::rules::general::{self, Picked, RULES as TOLD};
use crate::rules::reach;

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: Clause("1.1"),
        says: TOLD[0].says,
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
        says: TOLD[1].says,
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
        says: TOLD[2].says,
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
        says: TOLD[3].says,
        bound: &[Bound::Applicant, Bound::State],
        facts: FactSet::of(&[F::PriorMaster, F::Studies, F::Row]),
        of_person: Stages::of(&[Stage::Register]),
        of_wish: Stages::of(&[Stage::Choice, Stage::Placement]),
        component: None,
        outcomes: &[
            Reason::General(general::Reason::PriorMasterMismatch),
            Reason::General(general::Reason::StateFundedUsed),
            Reason::Row(reach::Reason::StateFundedUsed),
        ],
        check: Check::Shared(
            state_funded_once,
            [
                "Dövlət hesabına başlanıb yarımçıq qalan magistr təhsilini operator araşdırır. Sistem həmin təhsili göstərir və qərara qədər dövlət sifarişi yerlərini gözlədir.",
                "An officer looks into master’s study at state expense that was left. The software shows that study and keeps state-order seats waiting until it is decided.",
                "Прерванную магистратуру за счёт государства рассматривает оператор. Система показывает это обучение и до решения держит места по госзаказу в ожидании.",
            ],
        ),
        proof: "clause_1_4_closes_state_order_rows_to_who_studied_at_state_expense",
    },
    Row {
        clause: Clause("1.5"),
        says: TOLD[4].says,
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Basis, F::Results, F::Campaign]),
        of_person: Stages::of(&[Stage::Choice, Stage::Placement]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Scores(scores::Reason::NoResultThisYear)],
        check: Check::Shared(
            result_of_this_year,
            [
                "Qanunun 26.5-ci maddəsi üzrə müsabiqədənkənar qəbulu iki məsul şəxs təsdiq edir. Sistem sənədi saxlayır və hər iki imzanı qeydə alır.",
                "Admission out of competition by article 26.5 of the Law is approved by two officers. The software keeps the document and records both.",
                "Приём вне конкурса по статье 26.5 Закона утверждают два должностных лица. Система хранит документ и записывает обоих.",
            ],
        ),
        proof: "clause_1_5_takes_only_results_of_this_academic_year",
    },
    Row {
        clause: general::NO_MASTER_STUDENT,
        says: TOLD[5].says,
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Studies, F::Campaign]),
        of_person: Stages::of(&[Stage::Register, Stage::Choice, Stage::Placement, Stage::Enrolment]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[
            Reason::General(general::Reason::CurrentMasterStudent),
            Reason::Closing(closing::Reason::EarlierStudyOpen),
        ],
        check: Check::Software(no_master_student),
        proof: "clause_1_6_is_asked_at_every_stage_and_enrolment_wants_the_first_study_closed",
    },
    Row {
        clause: Clause("1.7"),
        says: TOLD[6].says,
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

/// All studies on record; none where the registers have none.
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
    // The type of a row leaves nothing else.
    if view.wish.is_some() { Finding::Holds } else { Finding::NotConcerned }
}

fn state_funded_once(view: &View<'_>) -> Finding {
    let case = view.case;
    let declared = case.answers.prior_master;
    let Some(wish) = view.wish else {
        let knows = studies(case).map(|studies| studies.iter().any(Study::is_state_funded_master));
        return general::declared_once(declared, knows).map(Reason::General);
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
    // One completed year at state expense uses the right; less, or an unknown time, is for people.
    let left = |study: &Study| {
        study.level == Level::Master && study.funding == Some(Funding::State) && study.status == StudyStatus::Left
    };
    let mut finding = Finding::Holds;
    for study in studies {
        match study.state_years {
            _ if study.is_state_funded_master() => return used,
            Some(1..) if left(study) => return used,
            _ if left(study) => finding = Finding::LeftToPeople,
            _ => {}
        }
    }
    finding
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
    // Who was in the graduating year and has not graduated is a student still, and cannot enrol a second time.
    let bars = |study: &Study| {
        let open = matches!(study.status, StudyStatus::Studying | StudyStatus::OnLeave);
        general::bars(*study, view.campaign.year) || (enrolling && study.level == Level::Master && open)
    };
    let barred = match (enrolling, &case.picked, &case.studies) {
        (_, Picked::Typed(Some(study)), _) if bars(study) => true,
        (_, _, Told::Silent) => return Finding::Unknown(Need::Education),
        (_, _, Told::Known(studies)) => studies.iter().any(bars),
        (_, _, Told::Nothing) => false,
    };
    match (barred, enrolling) {
        (false, _) => Finding::Holds,
        (true, false) => Finding::Broken(Reason::General(general::Reason::CurrentMasterStudent)),
        (true, true) => Finding::Broken(Reason::Closing(closing::Reason::EarlierStudyOpen)),
    }
}

fn fee_is_covered(view: &View<'_>) -> Finding {
    let purse = view.case.purse;
    general::covers(purse.balance, purse.receivable, view.campaign.fee).map(Reason::General)
}
