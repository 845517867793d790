//! Conditions that are not in the act: those announced by the campaign, the Centre's manual and the portal's terms.

use super::campaign::Window;
use super::chapter4::{Match, corresponds};
use super::dossier::{Round, Told};
use super::kinds::{FactKind as F, FactSet};
use super::score::Points;
use super::told::{choice, closing, scores};
use super::{Bound, Check, Finding, Help, Reason, Row, Stage, Stages, View};
use crate::calendar::Micros;
use crate::catalogue::Class;
use crate::decision::Need;
use crate::exam::SpecializationLanguage;
use crate::facts::{Citizenship, Funding};
use crate::rules::choice::paid_seats_only;
use crate::rules::policy::{self, term};
use crate::rules::reach;

const CHOOSING: Stages = Stages::of(&[Stage::Choice, Stage::Placement]);
const SAMPLE: Micros = Micros(1_812_000_000_000_000);

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: policy::WINDOWS,
        says: term(policy::WINDOWS),
        bound: &[Bound::Applicant, Bound::Centre],
        facts: FactSet::of(&[F::Calendar, F::Clock, F::Round, F::Appeal]),
        of_person: Stages::of(&[Stage::Choice, Stage::Appeal]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[
            Reason::Scores(scores::Reason::ChoiceNotOpen { opens: SAMPLE }),
            Reason::Scores(scores::Reason::ChoiceClosed { closes: SAMPLE }),
            Reason::Closing(closing::Reason::AppealNotOpen { opens: SAMPLE }),
            Reason::Closing(closing::Reason::AppealClosed { closes: SAMPLE }),
        ],
        check: Check::Software(window_is_open),
        proof: "the_windows_of_choice_and_appeals_are_the_campaigns_announcement",
    },
    Row {
        clause: policy::NO_RUSSIAN,
        says: term(policy::NO_RUSSIAN),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Section, F::ForeignLanguage, F::Policies]),
        of_person: Stages::of(&[Stage::Register]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Policy(policy::Reason::RussianInRussianSection)],
        check: Check::Software(no_russian_in_the_russian_section),
        proof: "russian_in_the_russian_section_is_refused_by_the_campaigns_announcement",
    },
    Row {
        clause: policy::MOST_CHOICES,
        says: term(policy::MOST_CHOICES),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Form, F::Numbers]),
        of_person: CHOOSING,
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Choice(choice::Reason::TooManyChoices { count: 21, limit: 20 })],
        check: Check::Software(not_too_many),
        proof: "the_most_codes_of_a_choice_are_the_campaigns_announcement",
    },
    Row {
        clause: policy::PAID_SEATS_ONLY,
        says: term(policy::PAID_SEATS_ONLY),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Citizenship, F::Row]),
        of_person: Stages::NONE,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[Reason::Row(reach::Reason::PaidSeatsOnly)],
        check: Check::Shared(
            funding_by_citizenship,
            Help::Foreseen([
                "Himayə altında olan şəxslərə qanun və ya müqavilə daha çox hüquq verə bilər. Belə seçimlərə operator baxır.",
                "A law or a treaty may give persons under protection more. An officer looks at such choices.",
                "Закон или договор может дать лицам под защитой больше прав. Такие выборы рассматривает оператор.",
            ]),
        ),
        proof: "foreign_citizens_choose_paid_seats_by_the_campaigns_announcement",
    },
    Row {
        clause: policy::OPEN_TO_ALL,
        says: term(policy::OPEN_TO_ALL),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Studies, F::Row, F::Matching, F::Results, F::Campaign]),
        of_person: Stages::NONE,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[Reason::Choice(choice::Reason::OpenFromPoints {
            points: Points::whole(48),
            minimum: Points::whole(50),
        })],
        check: Check::Software(open_from_points),
        proof: "specialties_open_to_all_ask_for_the_points_the_campaign_announces",
    },
    Row {
        clause: policy::MAG_13,
        says: term(policy::MAG_13),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Section, F::SpecializationLanguage, F::Row, F::Policies]),
        of_person: Stages::NONE,
        of_wish: CHOOSING,
        component: None,
        outcomes: &[
            Reason::Row(reach::Reason::OtherSection),
            Reason::Row(reach::Reason::OtherSpecializationLanguage),
            Reason::Choice(choice::Reason::SpecializationLanguageNotDeclared),
        ],
        check: Check::Software(section_and_language),
        proof: "condition_mag_13_keeps_to_section_and_declared_specialization_language",
    },
    Row {
        clause: policy::PORTAL_4,
        says: term(policy::PORTAL_4),
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Account]),
        of_person: Stages::of(&[Stage::Register]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Policy(policy::Reason::AccountNotVerified)],
        check: Check::Software(account_is_verified),
        proof: "the_book_finds_at_registration_what_registration_finds",
    },
];

/// Position of an instant relative to a window.
enum At {
    Before(Micros),
    Inside,
    After(Micros),
}

fn at(window: Window, now: Micros) -> At {
    if now < window.opens {
        At::Before(window.opens)
    } else if now >= window.closes {
        At::After(window.closes)
    } else {
        At::Inside
    }
}

fn window_is_open(view: &View<'_>) -> Finding {
    let (case, calendar) = (view.case, &view.campaign.calendar);
    let (window, now) = match (view.stage, case.appeal, case.round) {
        (Stage::Appeal, None, _) => return Finding::NotConcerned,
        (Stage::Appeal, Some(appeal), _) => (calendar.appeals, appeal.filed.unwrap_or(case.now)),
        (_, _, Round::Main) => (calendar.choice, case.now),
        (_, _, Round::Vacant) => (calendar.vacant_choice, case.now),
    };
    let Some(window) = window else { return Finding::Unknown(Need::Conditions) };
    Finding::Broken(match (at(window, now), view.stage) {
        (At::Inside, _) => return Finding::Holds,
        (At::Before(opens), Stage::Appeal) => Reason::Closing(closing::Reason::AppealNotOpen { opens }),
        (At::After(closes), Stage::Appeal) => Reason::Closing(closing::Reason::AppealClosed { closes }),
        (At::Before(opens), _) => Reason::Scores(scores::Reason::ChoiceNotOpen { opens }),
        (At::After(closes), _) => Reason::Scores(scores::Reason::ChoiceClosed { closes }),
    })
}

fn no_russian_in_the_russian_section(view: &View<'_>) -> Finding {
    let (answers, policies) = (&view.case.answers, &view.campaign.policies);
    let refused = policies.refuse_russian_in_russian_section;
    policy::russian_section(refused, answers.section, answers.foreign_language).map(Reason::Policy)
}

fn not_too_many(view: &View<'_>) -> Finding {
    let (count, limit) = (view.case.wishes.len(), view.campaign.numbers.most_choices);
    if count > usize::from(limit) {
        Finding::Broken(Reason::Choice(choice::Reason::TooManyChoices { count, limit }))
    } else {
        Finding::Holds
    }
}

fn funding_by_citizenship(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish else { return Finding::NotConcerned };
    match (wish.conditions.funding, view.case.citizenship) {
        (Funding::Paid, _) | (_, Told::Known(Citizenship::Azerbaijan)) => Finding::Holds,
        (_, Told::Silent) => Finding::Unknown(Need::Person),
        (_, Told::Known(citizenship)) if paid_seats_only(citizenship) => {
            Finding::Broken(Reason::Row(reach::Reason::PaidSeatsOnly))
        }
        // Persons under protection: a law or a treaty may give them further rights.
        (_, Told::Known(_) | Told::Nothing) => Finding::LeftToPeople,
    }
}

fn open_from_points(view: &View<'_>) -> Finding {
    let Some(wish) = view.wish else { return Finding::NotConcerned };
    let Some(matching) = &view.campaign.matching else { return Finding::Unknown(Need::Conditions) };
    let Some(minimum) = matching.open_from(wish.specialty) else { return Finding::NotConcerned };
    let corresponds = corresponds(view, wish);
    match (corresponds, view.attempt) {
        // A specialty that corresponds by the table is chosen like any other (4.2).
        (Ok(Match::Table), _) => Finding::NotConcerned,
        _ if minimum == Points(0) => Finding::Holds,
        (_, Err(need)) => Finding::Unknown(need),
        (_, Ok(attempt)) => {
            let points = attempt.map(super::dossier::Attempt::total).unwrap_or_default();
            match corresponds {
                _ if points >= minimum => Finding::Holds,
                Err(need) => Finding::Unknown(need),
                Ok(Match::People) => Finding::LeftToPeople,
                Ok(_) => Finding::Broken(Reason::Choice(choice::Reason::OpenFromPoints { points, minimum })),
            }
        }
    }
}

fn section_and_language(view: &View<'_>) -> Finding {
    let (answers, policies) = (&view.case.answers, &view.campaign.policies);
    let Some(wish) = view.wish else { return Finding::NotConcerned };
    let row = &wish.conditions;
    if answers.section.is_some_and(|section| !row.section.takes(section)) {
        return Finding::Broken(Reason::Row(reach::Reason::OtherSection));
    }
    if row.class != Class::ForeignLanguage || !policies.strict_specialization_language {
        return Finding::Holds;
    }
    match answers.specialization_language {
        None => Finding::NotConcerned,
        Some(declared) if declared == row.specialization_language => Finding::Holds,
        Some(SpecializationLanguage::None) => {
            Finding::Broken(Reason::Choice(choice::Reason::SpecializationLanguageNotDeclared))
        }
        Some(_) => Finding::Broken(Reason::Row(reach::Reason::OtherSpecializationLanguage)),
    }
}

fn account_is_verified(view: &View<'_>) -> Finding {
    if view.case.account_verified {
        Finding::Holds
    } else {
        Finding::Broken(Reason::Policy(policy::Reason::AccountNotVerified))
    }
}
