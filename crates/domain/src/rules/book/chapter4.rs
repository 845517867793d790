//! Chapter 4, the choice of specializations.

use super::act::says;
use super::chapter1::studies;
use super::chapter3::{passed, specialty_is_replaced, unmet};
use super::dossier::{Dossier, Told, Wish};
use super::kinds::{FactKind as F, FactSet};
use super::score::{Points, compare};
use super::told::{choice, competition, scores};
use super::{Bound, Check, Finding, Help, Reason, Row, Stage, Stages, View};
use crate::decision::{Clause, Need};
use crate::exam::ExamLanguage;
use crate::facts::{ExamModel, Funding, Level, Study};
use crate::rules::choice::CHOICE;
use crate::rules::foreign_language::TeachingLanguage;
use crate::rules::general::Picked;

const CHOOSING: Stages = Stages::of(&[Stage::Choice, Stage::Placement]);

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: Clause("4.1"),
        says: says("4.1"),
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Results, F::Numbers, F::Policies, F::Row, F::Institution, F::Campaign, F::Basis]),
        of_person: Stages::NONE,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[
            Reason::Scores(scores::Reason::BelowSubjectMinimum {
                subject: scores::Subject::Informatics,
                points: Points::whole(4),
                minimum: Points::whole(5),
            }),
            Reason::Scores(scores::Reason::BelowStageMinimum { points: Points::whole(38), minimum: Points::whole(40) }),
            Reason::Scores(scores::Reason::BelowSpecialtyMinimum {
                funding: Funding::State,
                points: Points::whole(22),
                minimum: Points::whole(25),
            }),
            Reason::Scores(scores::Reason::BelowTotalMinimum {
                funding: Funding::Paid,
                points: Points(6_750),
                minimum: Points::whole(70),
            }),
        ],
        check: Check::Software(scores_suffice),
        proof: "clause_4_1_compares_total_and_specialty_exam_by_group_and_funding",
    },
    Row {
        clause: CHOICE,
        says: says("4.2"),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Studies, F::Form, F::Row, F::Matching, F::Campaign]),
        of_person: CHOOSING,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[
            Reason::Choice(choice::Reason::ChoiceEmpty),
            Reason::Choice(choice::Reason::ChoiceUnconfirmed),
            Reason::Choice(choice::Reason::ChoiceTwice { other: 2 }),
            Reason::Choice(choice::Reason::NotMatching),
        ],
        check: Check::Shared(
            choice_is_in_order,
            Help::Foreseen([
                "Cədvəldə olmayan ixtisasın uyğunluğunu Mərkəz müəyyən edir. Sistem belə seçimləri ayrıca siyahıda göstərir.",
                "The Centre decides whether a specialty that is in no table corresponds. The software lists such choices apart.",
                "Соответствие специальности, которой нет в таблице, определяет Центр. Система показывает такие выборы отдельно.",
            ]),
        ),
        proof: "clause_4_2_takes_rows_that_correspond_to_any_completed_specialty",
    },
    Row {
        clause: Clause("4.3"),
        says: says("4.3"),
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Results, F::Row, F::Numbers, F::Policies, F::Campaign, F::Basis]),
        of_person: Stages::NONE,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[Reason::Scores(scores::Reason::LanguageScoreLow {
            language: ExamLanguage::En,
            funding: Funding::State,
            points: Points::whole(17),
            minimum: Points::whole(20),
        })],
        check: Check::Software(language_points_suffice),
        proof: "clause_4_3_asks_for_points_in_the_language_of_teaching_by_funding",
    },
    Row {
        clause: Clause("4.4"),
        says: says("4.4"),
        bound: &[Bound::Applicant, Bound::Institution],
        facts: FactSet::of(&[F::Institution, F::Interview]),
        of_person: Stages::NONE,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[Reason::Choice(choice::Reason::InterviewNeeded), Reason::Choice(choice::Reason::InterviewFailed)],
        check: Check::Software(interview_is_passed),
        proof: "clause_4_4_opens_rows_with_an_interview_only_to_those_who_passed_it",
    },
    Row {
        clause: Clause("4.5"),
        says: says("4.5"),
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Row, F::Talent]),
        of_person: Stages::NONE,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[Reason::Choice(choice::Reason::TalentNeeded), Reason::Choice(choice::Reason::TalentFailed)],
        check: Check::Software(talent_is_passed),
        proof: "clause_4_5_opens_talent_and_journalism_only_to_those_who_passed",
    },
    Row {
        clause: Clause("4.6"),
        says: says("4.6"),
        bound: &[Bound::Centre],
        facts: FactSet::of(&[F::Placement, F::Form, F::Standing]),
        of_person: Stages::of(&[Stage::Placement]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Competition(competition::Reason::EarlierWishOpen { wish: 2 })],
        check: Check::Software(order_is_kept),
        proof: "clause_4_6_finds_an_earlier_wish_that_was_open",
    },
];

fn scores_suffice(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish else { return Finding::NotConcerned };
    let attempt = match (view.competes(), view.attempt) {
        (false, _) | (_, Ok(None)) => return Finding::NotConcerned,
        (_, Err(need)) => return Finding::Unknown(need),
        (_, Ok(Some(attempt))) => attempt,
    };
    let funding = wish.conditions.funding;
    let Some(conditions) = view.campaign.numbers.group(wish.group) else {
        return Finding::Unknown(Need::Conditions);
    };
    if view.campaign.model != ExamModel::TwoStage {
        // One stage: the total and the minimum of each subject are the complete condition.
        let waives = view.campaign.policies.paid_waives_subject_minima && funding == Funding::Paid;
        let first = unmet(conditions, attempt, waives).next();
        return first.map_or(Finding::Holds, |reason| Finding::Broken(Reason::Scores(reason)));
    }
    match specialty_is_replaced(view, wish) {
        Err(need) => return Finding::Unknown(need),
        // There are no points of stage two, so there is no total to compare (3.4, 3.5).
        Ok(true) => return Finding::NotConcerned,
        Ok(false) => {}
    }
    let (Some(stage2), Some(total)) = (conditions.stage2, conditions.total) else {
        return Finding::Unknown(Need::Conditions);
    };
    // Without a specialty exam clause 3.1.2 reports what is missing.
    let Some(specialty) = attempt.specialty else { return Finding::NotConcerned };
    if specialty < stage2.of(funding) {
        let (points, minimum) = (specialty, stage2.of(funding));
        return Finding::Broken(Reason::Scores(scores::Reason::BelowSpecialtyMinimum { funding, points, minimum }));
    }
    let (points, minimum) = (attempt.total(), total.of(funding));
    if points < minimum {
        return Finding::Broken(Reason::Scores(scores::Reason::BelowTotalMinimum { funding, points, minimum }));
    }
    Finding::Holds
}

fn choice_is_in_order(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish else { return form_is_in_order(view) };
    let same = |other: &&Wish| {
        let (a, b) = (&other.conditions, &wish.conditions);
        other.number < wish.number && other.code == wish.code && a.funding == b.funding && a.section == b.section
    };
    if let Some(other) = view.case.wishes.iter().find(same) {
        return Finding::Broken(Reason::Choice(choice::Reason::ChoiceTwice { other: other.number }));
    }
    // Specialties open to everybody need not correspond; the campaign sets the required points instead (CAMPAIGN-5).
    let open_to_all = view.campaign.matching.as_ref().is_some_and(|table| table.open_from(wish.specialty).is_some());
    match corresponds(view, wish) {
        Ok(Match::Table) => Finding::Holds,
        _ if open_to_all => Finding::NotConcerned,
        Err(need) => Finding::Unknown(need),
        Ok(Match::People) => Finding::LeftToPeople,
        Ok(Match::Not) => Finding::Broken(Reason::Choice(choice::Reason::NotMatching)),
    }
}

fn form_is_in_order(view: &View<'_>) -> Finding {
    let reason = if view.case.wishes.is_empty() {
        choice::Reason::ChoiceEmpty
    } else if view.stage == Stage::Placement && !view.case.form_confirmed {
        choice::Reason::ChoiceUnconfirmed
    } else {
        return Finding::Holds;
    };
    Finding::Broken(Reason::Choice(reason))
}

/// The studies that may count as "the completed specialty": all in the registers and the one typed by hand, each with
/// whether it is completed. `None` = the register does not say when it ends.
fn completed(case: &Dossier, year: i32) -> Result<impl Iterator<Item = (Study, Option<bool>)> + '_, Need> {
    let picked = match case.picked {
        Picked::Recorded(study) | Picked::Typed(Some(study)) => Some(study),
        Picked::Nothing | Picked::Typed(None) => None,
    };
    let on_record = match (studies(case), picked) {
        (Ok(studies), _) => studies,
        (Err(_), Some(_)) => &[],
        (Err(need), None) => return Err(need),
    };
    let counts = |study: &Study| matches!(study.level, Level::Bachelor | Level::BaseMedical);
    let ended = move |study: Study| (study, study.is_ended_by(year));
    Ok(on_record.iter().copied().chain(picked).filter(counts).map(ended).filter(|(_, ended)| *ended != Some(false)))
}

/// How a wish corresponds to the completed specialty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The table pairs them.
    Table,
    /// Specialties of other countries are in no table; people compare them.
    People,
    /// It does not.
    Not,
}

/// Whether the specialty of a wish corresponds to a completed one.
pub(super) fn corresponds(view: &View<'_>, wish: &Wish) -> Result<Match, Need> {
    let Some(matching) = &view.campaign.matching else { return Err(Need::Conditions) };
    let (mut foreign, mut undated) = (false, false);
    for (study, ended) in completed(view.case, view.campaign.year)? {
        let paired = study.specialty.is_some_and(|own| matching.pairs(own, wish.specialty));
        match ended {
            Some(_) if paired => return Ok(Match::Table),
            Some(_) => foreign |= !study.in_azerbaijan || study.specialty.is_none(),
            None => undated |= paired || !study.in_azerbaijan || study.specialty.is_none(),
        }
    }
    match view.case.studies {
        // The registers may contain another completed specialty.
        Told::Silent => Err(Need::Education),
        _ if foreign => Ok(Match::People),
        _ if undated => Err(Need::GraduationYear),
        _ => Ok(Match::Not),
    }
}

fn language_points_suffice(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish.filter(|_| view.competes()) else { return Finding::NotConcerned };
    let language = match wish.conditions.teaching_language {
        TeachingLanguage::Az | TeachingLanguage::Ru => return Finding::NotConcerned,
        TeachingLanguage::En => ExamLanguage::En,
        TeachingLanguage::De => ExamLanguage::De,
    };
    let attempt = match view.attempt {
        Err(need) => return Finding::Unknown(need),
        // A different exam language is reported by clause 3.2.3.
        Ok(attempt) => match attempt.filter(|attempt| attempt.language == language) {
            None => return Finding::NotConcerned,
            Some(attempt) => attempt,
        },
    };
    let funding = wish.conditions.funding;
    let Some(minimum) = view.campaign.numbers.language.map(|both| both.of(funding)) else {
        return Finding::Unknown(Need::Conditions);
    };
    let essay = attempt.essay.filter(|_| view.campaign.policies.language_score_with_essay);
    let points = attempt.foreign.plus(essay.unwrap_or_default());
    if points < minimum {
        let reason = scores::Reason::LanguageScoreLow { language, funding, points, minimum };
        return Finding::Broken(Reason::Scores(reason));
    }
    Finding::Holds
}

fn interview_is_passed(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish else { return Finding::NotConcerned };
    match wish.institution.or_need(Need::Institution) {
        Err(need) => Finding::Unknown(need),
        Ok(Some(institution)) if institution.interview => {
            passed(wish.interview, choice::Reason::InterviewNeeded, choice::Reason::InterviewFailed)
        }
        Ok(_) => Finding::NotConcerned,
    }
}

fn talent_is_passed(view: &View<'_>) -> Finding {
    match view.wish.filter(|wish| wish.talent_needed || wish.journalism) {
        Some(wish) => passed(wish.talent, choice::Reason::TalentNeeded, choice::Reason::TalentFailed),
        None => Finding::NotConcerned,
    }
}

/// No earlier wish may have been open, either with free seats or with a placed person who ranks lower.
fn order_is_kept(view: &View<'_>) -> Finding {
    let limit = match view.case.placement {
        Told::Silent => return Finding::Unknown(Need::Placement),
        Told::Known(placed) => placed.wish,
        Told::Nothing => u8::MAX,
    };
    let open = |wish: &&Wish| {
        let Told::Known(standing) = &wish.standing else { return false };
        let above = standing.last.is_some_and(|last| compare(&standing.own, &last).0.is_gt());
        wish.number < limit && !standing.here && (standing.placed < standing.seats || above)
    };
    match view.case.wishes.iter().find(open) {
        Some(wish) => Finding::Broken(Reason::Competition(competition::Reason::EarlierWishOpen { wish: wish.number })),
        None => Finding::Holds,
    }
}
