//! Chapter 4, the choice of specializations.

use super::chapter1::studies;
use super::chapter3::{passed, specialty_is_replaced, unmet};
use super::dossier::{Dossier, Round, Told, Wish};
use super::kinds::{FactKind as F, FactSet};
use super::score::{Points, compare};
use super::told::{choice, competition, scores};
use super::{Bound, Check, Finding, Reason, Row, Stage, Stages, View};
use crate::calendar::Micros;
use crate::decision::{Clause, Need};
use crate::exam::ExamLanguage;
use crate::facts::{Citizenship, ExamModel, Funding, Level, Study};
use crate::rules::choice::{CHOICE, paid_seats_only};
use crate::rules::foreign_language::TeachingLanguage;
use crate::rules::general::Picked;
use crate::rules::reach;

const CHOOSING: Stages = Stages::of(&[Stage::Choice, Stage::Placement]);

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: Clause("4.1"),
        says: [
            "Seçim imtahan nəticələrindən sonra aparılır. Ümumi bal və ixtisas imtahanının balı müsabiqə şərtini ödəməlidir.",
            "The choice follows the exam results. The total and the specialty exam’s points must meet the condition.",
            "Выбор проводится после результатов экзамена. Общий балл и балл по специальности должны отвечать условию.",
        ],
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[
            F::Results,
            F::Numbers,
            F::Policies,
            F::Row,
            F::Institution,
            F::Campaign,
            F::Calendar,
            F::Clock,
            F::Round,
            F::Basis,
        ]),
        of_person: Stages::of(&[Stage::Choice]),
        of_wish: CHOOSING,
        component: None,
        outcomes: &[
            Reason::Scores(scores::Reason::ChoiceNotOpen { opens: Micros(1_812_000_000_000_000) }),
            Reason::Scores(scores::Reason::ChoiceClosed { closes: Micros(1_812_000_000_000_000) }),
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
        says: [
            "Bakalavr bitirdiyi ixtisasa müvafiq ixtisaslaşmaları istədiyi ardıcıllıqla seçir və təsdiq edir.",
            "The applicant chooses specializations that correspond to the completed specialty, in any order, and confirms.",
            "Бакалавр выбирает соответствующие оконченной специальности специализации в любом порядке и подтверждает.",
        ],
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[
            F::Citizenship,
            F::Studies,
            F::Form,
            F::Row,
            F::Matching,
            F::Numbers,
            F::Results,
            F::Campaign,
        ]),
        of_person: CHOOSING,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[
            Reason::Choice(choice::Reason::ChoiceEmpty),
            Reason::Choice(choice::Reason::TooManyChoices { count: 21, limit: 20 }),
            Reason::Choice(choice::Reason::ChoiceUnconfirmed),
            Reason::Choice(choice::Reason::ChoiceTwice { other: 2 }),
            Reason::Row(reach::Reason::PaidSeatsOnly),
            Reason::Choice(choice::Reason::NotMatching),
            Reason::Choice(choice::Reason::OpenFromPoints { points: Points::whole(48), minimum: Points::whole(50) }),
        ],
        check: Check::Shared(
            choice_is_in_order,
            [
                "Cədvəldə olmayan ixtisasın uyğunluğunu Mərkəz müəyyən edir. Sistem belə seçimləri ayrıca siyahıda göstərir.",
                "The Centre decides whether a specialty that is in no table corresponds. The software lists such choices apart.",
                "Соответствие специальности, которой нет в таблице, определяет Центр. Система показывает такие выборы отдельно.",
            ],
        ),
        proof: "clause_4_2_takes_rows_that_correspond_to_any_completed_specialty_and_the_exceptions",
    },
    Row {
        clause: Clause("4.3"),
        says: [
            "Tədrisi ingilis (alman) dilində olan yerlər üçün həmin dilin balı müsabiqə şərtini ödəməlidir.",
            "For seats taught in English (German) the points in that language must meet the condition.",
            "Для мест с обучением на английском (немецком) балл по этому языку должен отвечать условию.",
        ],
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
        says: [
            "Elmi təşkilatın yerlərini yalnız müsahibədən “məqbul” alanlar seçir.",
            "Seats of the Academy are chosen only by those who pass its interview.",
            "Места Академии выбирают только прошедшие её собеседование.",
        ],
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
        says: [
            "Qabiliyyət tələb edən ixtisasları və jurnalistikanı yalnız qabiliyyət imtahanından “məqbul” alanlar seçir.",
            "Specialties of talent and journalism are chosen only by those who pass the talent exam.",
            "Творческие специальности и журналистику выбирают только сдавшие экзамен способностей.",
        ],
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
        says: [
            "Namizəd ərizədəki ardıcıllıqla balının çatdığı ilk ixtisaslaşmaya yerləşdirilir.",
            "The candidate is placed in the first specialization of the form that the points suffice for.",
            "Кандидат распределяется на первую по порядку специализацию, на которую хватает баллов.",
        ],
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
    let Some(wish) = view.wish else { return choice_is_open(view) };
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
        // One stage: its total and the minimum of each subject are the whole condition.
        let waives = view.campaign.policies.paid_waives_subject_minima && funding == Funding::Paid;
        let first = unmet(conditions, attempt, waives).next();
        return first.map_or(Finding::Holds, |reason| Finding::Broken(Reason::Scores(reason)));
    }
    match specialty_is_replaced(view, wish) {
        Err(need) => return Finding::Unknown(need),
        // No points of stage two, so no total to compare (3.4, 3.5).
        Ok(true) => return Finding::NotConcerned,
        Ok(false) => {}
    }
    let (Some(stage2), Some(total)) = (conditions.stage2, conditions.total) else {
        return Finding::Unknown(Need::Conditions);
    };
    // Without a specialty exam clause 3.1.2 tells what is missing.
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

fn choice_is_open(view: &View<'_>) -> Finding {
    let calendar = &view.campaign.calendar;
    let window = match view.case.round {
        Round::Main => calendar.choice,
        Round::Vacant => calendar.vacant_choice,
    };
    let Some(window) = window else { return Finding::Unknown(Need::Conditions) };
    if view.case.now < window.opens {
        Finding::Broken(Reason::Scores(scores::Reason::ChoiceNotOpen { opens: window.opens }))
    } else if view.case.now >= window.closes {
        Finding::Broken(Reason::Scores(scores::Reason::ChoiceClosed { closes: window.closes }))
    } else {
        Finding::Holds
    }
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
    let by_citizenship = match (wish.conditions.funding, view.case.citizenship) {
        (Funding::Paid, _) | (_, Told::Known(Citizenship::Azerbaijan)) => Finding::Holds,
        (_, Told::Silent) => Finding::Unknown(Need::Person),
        (_, Told::Known(citizenship)) if paid_seats_only(citizenship) => {
            Finding::Broken(Reason::Row(reach::Reason::PaidSeatsOnly))
        }
        // Persons under protection: a law or a treaty may give them more.
        (_, Told::Known(_) | Told::Nothing) => Finding::LeftToPeople,
    };
    if by_citizenship.broken().is_some() {
        return by_citizenship;
    }
    match corresponds(view, wish) {
        Finding::Holds => by_citizenship,
        other => other,
    }
}

fn form_is_in_order(view: &View<'_>) -> Finding {
    let (count, limit) = (view.case.wishes.len(), view.campaign.numbers.most_choices);
    let reason = if count == 0 {
        choice::Reason::ChoiceEmpty
    } else if count > usize::from(limit) {
        choice::Reason::TooManyChoices { count, limit }
    } else if view.stage == Stage::Placement && !view.case.form_confirmed {
        choice::Reason::ChoiceUnconfirmed
    } else {
        return Finding::Holds;
    };
    Finding::Broken(Reason::Choice(reason))
}

/// Studies that count as "the completed specialty": of all completed ones together, and of what was typed.
fn completed(case: &Dossier, year: i32) -> Result<impl Iterator<Item = Study> + '_, Need> {
    let picked = match case.picked {
        Picked::Recorded(study) | Picked::Typed(Some(study)) => Some(study),
        Picked::Nothing | Picked::Typed(None) => None,
    };
    let on_record = match (studies(case), picked) {
        (Ok(studies), _) => studies,
        (Err(_), Some(_)) => &[],
        (Err(need), None) => return Err(need),
    };
    let counts = move |study: &Study| {
        matches!(study.level, Level::Bachelor | Level::BaseMedical) && study.is_ended_by(year) == Some(true)
    };
    Ok(on_record.iter().copied().chain(picked).filter(counts))
}

fn corresponds(view: &View<'_>, wish: &Wish) -> Finding {
    let Some(matching) = &view.campaign.matching else { return Finding::Unknown(Need::Conditions) };
    let mut studies = match completed(view.case, view.campaign.year) {
        Err(need) => return Finding::Unknown(need),
        Ok(studies) => studies.peekable(),
    };
    let mut foreign = false;
    let by_table = studies.any(|study| {
        foreign |= !study.in_azerbaijan || study.specialty.is_none();
        study.specialty.is_some_and(|own| matching.pairs(own, wish.specialty))
    });
    match matching.open_from(wish.specialty) {
        _ if by_table => Finding::Holds,
        Some(Points(0)) => Finding::Holds,
        Some(minimum) => match view.attempt {
            Err(need) => Finding::Unknown(need),
            Ok(attempt) => {
                let points = attempt.map(super::dossier::Attempt::total).unwrap_or_default();
                if points >= minimum {
                    Finding::Holds
                } else {
                    Finding::Broken(Reason::Choice(choice::Reason::OpenFromPoints { points, minimum }))
                }
            }
        },
        // Another completed specialty may be on record.
        None if matches!(view.case.studies, Told::Silent) => Finding::Unknown(Need::Education),
        // Specialties of other countries stand in no table; people compare them.
        None if foreign => Finding::LeftToPeople,
        None => Finding::Broken(Reason::Choice(choice::Reason::NotMatching)),
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
        // Another exam language is told by clause 3.2.3.
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

/// No earlier wish may have been open: neither with free seats nor with somebody placed who stands lower.
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
