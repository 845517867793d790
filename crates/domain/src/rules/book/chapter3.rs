//! Chapter 3, the entrance exam; its languages are in `languages.rs`.

use super::act::says;
use super::campaign::GroupConditions;
use super::conduct::Accommodation;
use super::dossier::{Attempt, Outcome, Told, Wish};
use super::kinds::{FactKind as F, FactSet};
use super::score::Points;
use super::told::scores::{self, Subject};
use super::told::{choice, closing};
use super::{Bound, Check, Component, Finding, Help, Reason, Row, Stage, Stages, View, languages};
use crate::catalogue::Group;
use crate::decision::{Clause, Need};
use crate::facts::{ExamModel, Funding};
use crate::rules::exam;

const CHOOSING: Stages = Stages::of(&[Stage::Choice, Stage::Placement]);

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: Clause("3.1"),
        says: says("3.1"),
        bound: &[Bound::Centre],
        facts: FactSet::of(&[F::Campaign]),
        of_person: Stages::of(&[Stage::Register, Stage::Seat]),
        of_wish: Stages::NONE,
        component: Some(Component::SecondStage),
        outcomes: &[],
        check: Check::Software(|_| Finding::Holds),
        proof: "clauses_3_1_3_1_2_3_3_3_4_and_5_3_2_say_not_applicable_where_the_model_has_one_stage",
    },
    Row {
        clause: Clause("3.1.1"),
        says: says("3.1.1"),
        bound: &[Bound::Centre],
        facts: FactSet::of(&[F::Results, F::Campaign, F::Basis]),
        of_person: Stages::of(&[Stage::SecondStage, Stage::Choice]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[],
        check: Check::Software(first_stage_is_there),
        proof: "clause_3_1_1_waits_for_results_and_holds_once_they_are_there",
    },
    Row {
        clause: Clause("3.1.2"),
        says: says("3.1.2"),
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Results, F::Campaign, F::Row, F::Institution, F::Basis]),
        of_person: Stages::NONE,
        of_wish: CHOOSING,
        component: Some(Component::SecondStage),
        outcomes: &[Reason::Scores(scores::Reason::SpecialtyExamMissing)],
        check: Check::Software(specialty_exam_is_there),
        proof: "clause_3_1_2_asks_for_the_specialty_exam_where_nothing_replaces_it",
    },
    Row {
        clause: Clause("3.2"),
        says: says("3.2"),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::ForeignLanguage]),
        of_person: Stages::of(&[Stage::Register]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[],
        check: Check::Software(language_is_chosen),
        proof: "clause_3_2_and_3_2_5_the_foreign_language_is_chosen_and_is_not_the_specialization_language",
    },
    languages::ROWS[0],
    languages::ROWS[1],
    languages::ROWS[2],
    languages::ROWS[3],
    languages::ROWS[4],
    languages::ROWS[5],
    Row {
        clause: Clause("3.3"),
        says: says("3.3"),
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Results, F::Numbers, F::Policies, F::Row, F::Campaign, F::Basis, F::Matching]),
        of_person: Stages::of(&[Stage::SecondStage]),
        of_wish: CHOOSING,
        component: Some(Component::SecondStage),
        outcomes: &[
            Reason::Scores(scores::Reason::BelowSubjectMinimum {
                subject: Subject::Logic,
                points: Points::whole(12),
                minimum: Points::whole(15),
            }),
            Reason::Scores(scores::Reason::BelowStageMinimum { points: Points(3_850), minimum: Points::whole(40) }),
        ],
        check: Check::Software(first_stage_suffices),
        proof: "clause_3_3_is_judged_group_by_group_with_at_least_as_many_points",
    },
    Row {
        clause: Clause("3.4"),
        says: says("3.4"),
        bound: &[Bound::Applicant, Bound::Centre, Bound::Institution],
        facts: FactSet::of(&[F::Row, F::Talent, F::Campaign]),
        of_person: Stages::of(&[Stage::SecondStage]),
        of_wish: Stages::of(&[Stage::Choice]),
        component: Some(Component::SecondStage),
        outcomes: &[Reason::Choice(choice::Reason::TalentExamInstead)],
        check: Check::Shared(
            talent_in_place_of_specialty,
            Help::Done([
                "İxtisas fənlərini Mərkəz təhsil müəssisələrinin təklifi ilə müəyyən edir. Sistem seçim cədvəlini kampaniyanın məlumatı kimi qəbul edir.",
                "The Centre sets the specialty subjects on the institutions’ proposals. The software takes in the table as data of the campaign.",
                "Предметы специальности Центр определяет по предложениям вузов. Система принимает таблицу как данные кампании.",
            ]),
        ),
        proof: "clause_3_4_takes_the_talent_exam_in_place_of_the_specialty_exam",
    },
    Row {
        clause: Clause("3.5"),
        says: says("3.5"),
        bound: &[Bound::Applicant, Bound::Institution],
        facts: FactSet::of(&[F::Institution, F::Row, F::OwnProcedure, F::Campaign]),
        of_person: Stages::NONE,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[
            Reason::Choice(choice::Reason::OwnProcedureNeeded),
            Reason::Choice(choice::Reason::OwnProcedureFailed),
        ],
        check: Check::Software(own_procedure_is_passed),
        proof: "clause_3_5_asks_for_the_institutions_own_procedure_instead_of_stage_two",
    },
    Row {
        clause: Clause("3.6"),
        says: says("3.6"),
        bound: &[Bound::Centre],
        facts: FactSet::of(&[]),
        of_person: Stages::of(&[Stage::Register, Stage::Seat]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Exam(exam::Reason::ExamPlaceByAddress)],
        check: Check::LeftToPeople(Help::Foreseen([
            "İmtahanın məzmununu, yerini və gününü Mərkəz müəyyən edir. Sistem imtahan şəhərini kabinetdəki faktiki ünvandan götürür.",
            "The Centre sets content, place and day of the exam. The software takes the exam city from the actual address in the cabinet.",
            "Содержание, место и день экзамена определяет Центр. Система берёт город экзамена из фактического адреса в кабинете.",
        ])),
        proof: "clause_3_6_and_3_7_are_for_people_and_the_address_is_told",
    },
    Row {
        clause: Clause("3.7"),
        says: says("3.7"),
        bound: &[Bound::Centre],
        facts: FactSet::of(&[F::Disability, F::Claim]),
        of_person: Stages::of(&[Stage::Seat, Stage::ExamDay]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[
            Reason::Closing(closing::Reason::ConditionsNotConfirmed),
            Reason::Closing(closing::Reason::ConditionsGranted { minutes: 30 }),
        ],
        check: Check::Shared(
            conditions_by_health,
            Help::Foreseen([
                "Görmə üzrə I qrupa sistem fərdi nəzarətçi və hər imtahana 30 dəqiqə ayırır. Qalan hallarda şəraiti Mərkəz müəyyən edir.",
                "For group I of sight the software sets a proctor of one’s own and 30 minutes more for each sitting. In other cases the Centre decides on the conditions.",
                "Для I группы по зрению система назначает отдельного наблюдателя и 30 минут на каждый экзамен. В остальных случаях условия определяет Центр.",
            ]),
        ),
        proof: "clause_3_7_gives_group_one_of_sight_a_proctor_and_thirty_minutes",
    },
];

fn first_stage_is_there(view: &View<'_>) -> Finding {
    match view.attempt {
        _ if !view.competes() => Finding::NotConcerned,
        Err(need) => Finding::Unknown(need),
        Ok(Some(_)) => Finding::Holds,
        // Clause 1.5 tells it.
        Ok(None) => Finding::NotConcerned,
    }
}

/// Whether a talent exam or the institution's own procedure replaces the specialty exam for a wish.
pub(super) fn specialty_is_replaced(view: &View<'_>, wish: &Wish) -> Result<bool, Need> {
    Ok(wish.talent_needed || view.own_procedure(wish)?)
}

fn specialty_exam_is_there(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish.filter(|_| view.competes()) else { return Finding::NotConcerned };
    match (specialty_is_replaced(view, wish), view.attempt) {
        (Err(need), _) | (_, Err(need)) => Finding::Unknown(need),
        (Ok(true), _) | (_, Ok(None)) => Finding::NotConcerned,
        (Ok(false), Ok(Some(attempt))) if attempt.specialty.is_some() => Finding::Holds,
        (Ok(false), Ok(Some(_))) => Finding::Broken(Reason::Scores(scores::Reason::SpecialtyExamMissing)),
    }
}

fn language_is_chosen(view: &View<'_>) -> Finding {
    if view.case.answers.foreign_language.is_some() { Finding::Holds } else { Finding::NotConcerned }
}

/// The conditions of the first stage that an attempt does not meet, in printed order. "At least": the minimum itself is
/// enough.
pub fn unmet(
    conditions: &GroupConditions,
    attempt: &Attempt,
    waives_subjects: bool,
) -> impl Iterator<Item = scores::Reason> + use<> {
    let subject = move |subject, points: Points, minimum: Points| {
        (points < minimum && !waives_subjects).then_some(scores::Reason::BelowSubjectMinimum {
            subject,
            points,
            minimum,
        })
    };
    let (points, minimum) = (attempt.stage1(), conditions.stage1);
    [
        subject(Subject::Logic, attempt.logic, conditions.logic),
        subject(Subject::Informatics, attempt.informatics, conditions.informatics),
        subject(Subject::Foreign, attempt.foreign, conditions.foreign),
        (points < minimum).then_some(scores::Reason::BelowStageMinimum { points, minimum }),
    ]
    .into_iter()
    .flatten()
}

fn first_stage_suffices(view: &View<'_>) -> Finding {
    let attempt = match view.attempt {
        _ if !view.competes() => return Finding::NotConcerned,
        Err(need) => return Finding::Unknown(need),
        Ok(None) => return Finding::NotConcerned,
        Ok(Some(attempt)) => attempt,
    };
    let numbers = &view.campaign.numbers;
    let waives = view.campaign.policies.paid_waives_subject_minima;
    if let Some(wish) = view.wish {
        let waives = waives && wish.conditions.funding == Funding::Paid;
        return match numbers.group(wish.group).map(|group| unmet(group, attempt, waives).next()) {
            None => Finding::Unknown(Need::Conditions),
            Some(None) => Finding::Holds,
            Some(Some(reason)) => Finding::Broken(Reason::Scores(reason)),
        };
    }
    // For the second stage one group is enough. If none is met, the reason of the first group is reported.
    let wanted = view.case.groups;
    let groups = Group::ALL.into_iter().filter(|group| wanted.is_empty() || wanted.has(*group));
    let mut finding = Finding::Unknown(Need::Conditions);
    for conditions in groups.filter_map(|group| numbers.group(group)) {
        match unmet(conditions, attempt, waives).next() {
            None => return Finding::Holds,
            Some(reason) if finding.broken().is_none() => finding = Finding::Broken(Reason::Scores(reason)),
            Some(_) => {}
        }
    }
    finding
}

fn talent_in_place_of_specialty(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish else { return Finding::LeftToPeople };
    match wish.talent {
        _ if !wish.talent_needed => Finding::NotConcerned,
        Told::Silent => Finding::Unknown(Need::Institution),
        Told::Known(Outcome::Passed | Outcome::Failed) => Finding::Holds,
        Told::Known(Outcome::Registered) | Told::Nothing => {
            Finding::Broken(Reason::Choice(choice::Reason::TalentExamInstead))
        }
    }
}

/// If the row ranks by the institution's own score, its procedure is required in every exam model, because there is
/// nothing else to rank by. Otherwise it replaces the second stage, and in a model without one there is nothing to
/// replace.
fn own_procedure_is_passed(view: &View<'_>) -> Finding {
    use crate::catalogue::Ranking;
    let Some(wish) = view.wish else { return Finding::NotConcerned };
    let replaces = view.campaign.model == ExamModel::TwoStage || wish.ranking == Ranking::Own;
    match view.own_procedure(wish) {
        _ if !replaces => Finding::NotConcerned,
        Err(need) => Finding::Unknown(need),
        Ok(false) => Finding::NotConcerned,
        Ok(true) => passed(wish.own_procedure, choice::Reason::OwnProcedureNeeded, choice::Reason::OwnProcedureFailed),
    }
}

/// A condition that only the outcome "məqbul" (passed) satisfies.
pub(super) fn passed(outcome: Told<Outcome>, needed: choice::Reason, failed: choice::Reason) -> Finding {
    match outcome {
        Told::Silent => Finding::Unknown(Need::Institution),
        Told::Known(Outcome::Passed) => Finding::Holds,
        Told::Known(Outcome::Failed) => Finding::Broken(Reason::Choice(failed)),
        Told::Known(Outcome::Registered) | Told::Nothing => Finding::Broken(Reason::Choice(needed)),
    }
}

fn conditions_by_health(view: &View<'_>) -> Finding {
    let claims = view.case.answers.claims_conditions;
    match view.case.disability {
        Told::Known(disability) if Accommodation::of(Some(&disability)).proctor => Finding::Holds,
        Told::Known(_) => Finding::LeftToPeople,
        Told::Nothing if claims => Finding::Broken(Reason::Closing(closing::Reason::ConditionsNotConfirmed)),
        Told::Silent if claims => Finding::Unknown(Need::Disability),
        Told::Nothing | Told::Silent => Finding::NotConcerned,
    }
}
