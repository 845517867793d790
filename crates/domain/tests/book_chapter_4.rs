//! Chapter 4 of the book: the choice of specializations, wish by wish.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::book::{Person, attempt, both, code, person, vector, wish};
use qabul_domain::calendar::Micros;
use qabul_domain::catalogue::{Class, Group};
use qabul_domain::decision::{Explain as _, Need};
use qabul_domain::exam::ExamLanguage;
use qabul_domain::facts::*;
use qabul_domain::language::Lang;
use qabul_domain::rules::book::dossier::*;
use qabul_domain::rules::book::score::{Points, Vector};
use qabul_domain::rules::book::{Finding, Stage};
use qabul_domain::rules::foreign_language::TeachingLanguage;
use qabul_domain::rules::general::Picked;

const CHOICE: Stage = Stage::Choice;

fn scored(change: impl FnOnce(&mut Attempt)) -> Person {
    let mut taken = attempt();
    change(&mut taken);
    person().with(|it| it.case.results = Told::Known(Results { attempts: [Some(taken), None], picked: None }))
}

#[test]
fn clause_4_1_compares_total_and_specialty_exam_by_group_and_funding() {
    // Economics: specialty exam 25 / 20, total 70 / 65. Stage one is 60 here.
    let with = |specialty: u16, logic: u16| {
        scored(|it| (it.specialty, it.logic) = (Some(Points::whole(specialty)), Points::whole(logic)))
    };
    let paid = |person: Person| person.wish(|wish| wish.conditions.funding = Funding::Paid);
    assert_eq!(with(25, 25).finds_wish(CHOICE, "4.1"), Finding::Holds);
    assert_eq!(with(24, 25).closed("4.1"), Some("belowSpecialtyMinimum"));
    assert_eq!(paid(with(24, 25)).closed("4.1"), None, "paid seats ask for 20");
    assert_eq!(paid(with(19, 25)).closed("4.1"), Some("belowSpecialtyMinimum"));
    let few = scored(|it| {
        it.specialty = Some(Points::whole(25));
        (it.logic, it.informatics, it.foreign) = (Points::whole(20), Points::whole(10), Points(1_450));
    });
    let Finding::Broken(reason) = few.finds_wish(CHOICE, "4.1") else { panic!() };
    assert_eq!(
        reason.text(Lang::Az),
        "Dövlət sifarişi yerləri, ümumi bal: balınız 69,5, ən azı 70 lazımdır. Balınız çatan yerləri seçin."
    );
    assert_eq!(paid(few).closed("4.1"), None, "allowed for paid seats alone");
    let hum = with(25, 25).wish(|wish| wish.group = Group::Hum);
    assert_eq!(hum.closed("4.1"), None);
    let art = person().wish(|wish| wish.group = Group::Art);
    assert_eq!(art.finds_wish(CHOICE, "4.1"), Finding::Unknown(Need::Conditions));
}

#[test]
fn clause_4_1_in_a_single_stage_model_asks_for_its_total_and_each_subject() {
    for model in [ExamModel::SingleStage, ExamModel::SingleStageEssay] {
        let single = |change: fn(&mut Attempt)| {
            scored(|it| {
                it.specialty = None;
                change(it);
            })
            .with(|it| it.campaign.model = model)
        };
        assert_eq!(single(|_| {}).finds_wish(CHOICE, "4.1"), Finding::Holds);
        assert_eq!(single(|it| it.informatics = Points::whole(4)).closed("4.1"), Some("belowSubjectMinimum"));
        assert_eq!(single(|it| it.informatics = Points(1)).closed("3.3"), None, "3.3 is not applicable");
        assert_eq!(
            single(|it| (it.logic, it.foreign) = (Points::whole(16), Points::whole(13))).closed("4.1"),
            Some("belowStageMinimum")
        );
    }
    let essay = scored(|it| {
        (it.logic, it.informatics, it.foreign) = (Points::whole(20), Points::whole(15), Points::whole(8));
        it.essay = Some(Points(250));
        it.specialty = None;
    })
    .with(|it| it.campaign.model = ExamModel::SingleStageEssay);
    assert_eq!(essay.finds_wish(CHOICE, "4.1"), Finding::Holds, "43 tasks and 2,5 of the essay reach 45");
}

#[test]
fn the_windows_of_choice_and_appeals_are_the_campaigns_announcement() {
    let at = |now: i64| person().with(|it| it.case.now = Micros(now * common::DAY));
    assert_eq!(at(189).broken(CHOICE, "CAMPAIGN-1"), Some("choiceNotOpen"));
    assert_eq!(at(190).finds(CHOICE, "CAMPAIGN-1"), Finding::Holds);
    assert_eq!(at(210).broken(CHOICE, "CAMPAIGN-1"), Some("choiceClosed"));
    let vacant = person().with(|it| {
        it.case.round = Round::Vacant;
        it.campaign.calendar.vacant_choice = None;
    });
    assert_eq!(vacant.finds(CHOICE, "CAMPAIGN-1"), Finding::Unknown(Need::Conditions));
    let filed = |at: Option<i64>, now: i64| {
        let it = person().with(|it| {
            it.case.now = Micros(now * common::DAY);
            let filed = at.map(|day| Micros(day * common::DAY));
            it.case.appeal = Some(Appeal { filed, bearer: Bearer::Own, identity_seen: true });
        });
        it.broken(Stage::Appeal, "CAMPAIGN-1")
    };
    assert_eq!(filed(Some(198), 300), None, "filed in time, looked at later");
    assert_eq!(filed(Some(202), 300), Some("appealClosed"));
    assert_eq!(filed(None, 197), Some("appealNotOpen"));
    assert_eq!(filed(None, 201), None);
    let unannounced = person().with(|it| it.campaign.calendar.appeals = None);
    assert_eq!(unannounced.finds(Stage::Appeal, "CAMPAIGN-1"), Finding::Unknown(Need::Conditions));
}

#[test]
fn clause_4_2_takes_rows_that_correspond_to_any_completed_specialty() {
    let specialty = |wanted: &str| person().wish(|wish| wish.specialty = code(wanted));
    assert_eq!(specialty("060203").finds_wish(CHOICE, "4.2"), Finding::Holds);
    assert_eq!(specialty("060999").closed("4.2"), Some("choiceNotMatching"));
    // Two completed specialties: either opens.
    let study = person().case.studies.known().unwrap()[0];
    let other = Study { specialty: Some(code("050999")), ..study };
    let two = person().with(|it| {
        it.case.studies = Told::Known(vec![other, study]);
        it.case.picked = Picked::Recorded(other);
    });
    assert_eq!(two.finds_wish(CHOICE, "4.2"), Finding::Holds);
    // Journalism and the like need not correspond.
    assert_eq!(specialty("060210").finds_wish(CHOICE, "4.2"), Finding::NotConcerned);
    // An unfinished study completes nothing; one from abroad stands in no table.
    let studying = Study { status: StudyStatus::Studying, finish_year: Some(2027), ..study };
    let unfinished = person().with(|it| {
        it.case.studies = Told::Known(vec![studying]);
        it.case.picked = Picked::Nothing;
    });
    assert_eq!(unfinished.closed("4.2"), Some("choiceNotMatching"));
    let abroad = Study { in_azerbaijan: false, specialty: None, ..study };
    let foreign = person().with(|it| {
        it.case.studies = Told::Known(vec![abroad]);
        it.case.picked = Picked::Recorded(abroad);
    });
    assert_eq!(foreign.finds_wish(CHOICE, "4.2"), Finding::LeftToPeople);
    let no_table = person().with(|it| it.campaign.matching = None);
    assert_eq!(no_table.finds_wish(CHOICE, "4.2"), Finding::Unknown(Need::Conditions));
    // Nobody knows whether it is completed where the register does not say when it ends.
    let undated = Study { status: StudyStatus::Studying, finish_year: None, ..study };
    let unknown = person().with(|it| {
        it.case.studies = Told::Known(vec![undated]);
        it.case.picked = Picked::Nothing;
    });
    assert_eq!(unknown.finds_wish(CHOICE, "4.2"), Finding::Unknown(Need::GraduationYear));
}

#[test]
fn specialties_open_to_all_ask_for_the_points_the_campaign_announces() {
    const OPEN: &str = "CAMPAIGN-5";
    let journalism = |person: common::book::Person| person.wish(|wish| wish.specialty = code("060210"));
    assert_eq!(journalism(person()).finds_wish(CHOICE, OPEN), Finding::Holds);
    let few = journalism(scored(|it| (it.logic, it.specialty) = (Points::whole(10), None)));
    assert_eq!(few.closed(OPEN), Some("openFromPoints"));
    assert_eq!(few.finds_wish(CHOICE, "4.2"), Finding::NotConcerned, "no clause says it");
    assert_eq!(person().finds_wish(CHOICE, OPEN), Finding::NotConcerned);
}

#[test]
fn foreign_citizens_choose_paid_seats_by_the_campaigns_announcement() {
    let of = |citizenship| person().with(|it| it.case.citizenship = citizenship);
    for citizenship in [Citizenship::Foreign, Citizenship::Stateless] {
        assert_eq!(of(Told::Known(citizenship)).closed("CAMPAIGN-4"), Some("paidSeatsOnly"));
        let paid = of(Told::Known(citizenship)).wish(|wish| wish.conditions.funding = Funding::Paid);
        assert_eq!(paid.finds_wish(CHOICE, "CAMPAIGN-4"), Finding::Holds);
    }
    assert_eq!(of(Told::Known(Citizenship::Protected)).finds_wish(CHOICE, "CAMPAIGN-4"), Finding::LeftToPeople);
    assert_eq!(of(Told::Silent).finds_wish(CHOICE, "CAMPAIGN-4"), Finding::Unknown(Need::Person));
}

#[test]
fn the_most_codes_of_a_choice_are_the_campaigns_announcement() {
    let form = |count: u8| person().with(|it| it.case.wishes = (1..=count).map(|n| wish(n, Funding::State)).collect());
    assert_eq!(form(20).finds(CHOICE, "CAMPAIGN-3"), Finding::Holds);
    assert_eq!(form(21).broken(CHOICE, "CAMPAIGN-3"), Some("tooManyChoices"));
}

#[test]
fn clause_4_2_finds_doubles_and_takes_only_confirmed_forms() {
    let form = |count: u8| {
        person().with(|it| {
            it.case.wishes =
                (1..=count).map(|n| Wish { code: code(&format!("99{n:04}")), ..wish(n, Funding::State) }).collect();
        })
    };
    assert_eq!(form(20).finds(CHOICE, "4.2"), Finding::Holds);
    assert_eq!(form(0).broken(CHOICE, "4.2"), Some("choiceEmpty"));
    let unconfirmed = person().with(|it| it.case.form_confirmed = false);
    assert_eq!(unconfirmed.finds(CHOICE, "4.2"), Finding::Holds, "it is being confirmed");
    assert_eq!(unconfirmed.broken(Stage::Placement, "4.2"), Some("choiceUnconfirmed"));
    let twice = person().with(|it| it.case.wishes = vec![wish(1, Funding::State), wish(2, Funding::State)]);
    let twice = twice.with(|it| it.case.wishes.swap(0, 1));
    assert_eq!(twice.closed("4.2"), Some("choiceTwice"), "the later of the two");
}

#[test]
fn clause_4_3_asks_for_points_in_the_language_of_teaching_by_funding() {
    let taught = |teaching, language, points: u16, essay: Option<u16>| {
        scored(|it| {
            it.language = language;
            it.foreign = Points::whole(points);
            it.essay = essay.map(Points::whole);
        })
        .wish(|wish| wish.conditions.teaching_language = teaching)
    };
    let english = |points, essay| taught(TeachingLanguage::En, ExamLanguage::En, points, essay);
    assert_eq!(english(20, None).finds_wish(CHOICE, "4.3"), Finding::Holds);
    assert_eq!(english(19, None).closed("4.3"), Some("languageScoreLow"));
    assert_eq!(english(19, None).wish(|wish| wish.conditions.funding = Funding::Paid).closed("4.3"), None);
    assert_eq!(taught(TeachingLanguage::De, ExamLanguage::De, 19, None).closed("4.3"), Some("languageScoreLow"));
    // The essay counts, unless the campaign says otherwise.
    assert_eq!(english(17, Some(3)).closed("4.3"), None);
    let apart = english(17, Some(3)).with(|it| it.campaign.policies.language_score_with_essay = false);
    assert_eq!(apart.closed("4.3"), Some("languageScoreLow"));
    assert_eq!(person().finds_wish(CHOICE, "4.3"), Finding::NotConcerned, "taught in Azerbaijani");
    let german = taught(TeachingLanguage::En, ExamLanguage::De, 5, None);
    assert_eq!(german.finds_wish(CHOICE, "4.3"), Finding::NotConcerned, "3.2.3 tells it");
    let unannounced = english(20, None).with(|it| it.campaign.numbers.language = None);
    assert_eq!(unannounced.finds_wish(CHOICE, "4.3"), Finding::Unknown(Need::Conditions));
    assert_eq!(unannounced.with(|it| it.campaign.numbers.language = both(1, 1)).closed("4.3"), None);
}

#[test]
fn clause_4_4_opens_rows_with_an_interview_only_to_those_who_passed_it() {
    let with = |outcome| {
        person().wish(|wish| {
            wish.institution = Told::Known(Institution { takes_part: true, own_stage2: false, interview: true });
            wish.interview = outcome;
        })
    };
    assert_eq!(with(Told::Nothing).closed("4.4"), Some("interviewNeeded"));
    assert_eq!(with(Told::Known(Outcome::Registered)).closed("4.4"), Some("interviewNeeded"));
    assert_eq!(with(Told::Known(Outcome::Failed)).closed("4.4"), Some("interviewFailed"));
    assert_eq!(with(Told::Known(Outcome::Passed)).finds_wish(CHOICE, "4.4"), Finding::Holds);
    assert_eq!(with(Told::Silent).finds_wish(CHOICE, "4.4"), Finding::Unknown(Need::Institution));
    assert_eq!(person().finds_wish(CHOICE, "4.4"), Finding::NotConcerned);
}

#[test]
fn clause_4_5_opens_talent_and_journalism_only_to_those_who_passed() {
    for journalism in [false, true] {
        let with = |outcome| {
            person().wish(|wish| {
                (wish.talent_needed, wish.journalism) = (!journalism, journalism);
                wish.talent = outcome;
            })
        };
        assert_eq!(with(Told::Nothing).closed("4.5"), Some("talentNeeded"));
        assert_eq!(with(Told::Known(Outcome::Failed)).closed("4.5"), Some("talentFailed"));
        assert_eq!(with(Told::Known(Outcome::Passed)).finds_wish(CHOICE, "4.5"), Finding::Holds);
        assert_eq!(with(Told::Silent).finds_wish(CHOICE, "4.5"), Finding::Unknown(Need::Institution));
    }
    assert_eq!(
        person().wish(|wish| wish.conditions.class = Class::History).finds_wish(CHOICE, "4.5"),
        Finding::NotConcerned
    );
}

#[test]
fn clause_4_6_finds_an_earlier_wish_that_was_open() {
    let second = |standing: Standing| {
        person()
            .with(|it| it.case.placement = Told::Known(Placed { wish: 2, announced: Micros(195 * common::DAY) }))
            .wish(|wish| wish.standing = Told::Known(standing))
    };
    let standing = Standing { own: vector(), last: Some(vector()), seats: 10, placed: 10, tied: 1, here: false };
    let finds = |standing| second(standing).finds(Stage::Placement, "4.6");
    let higher = Vector { total: Points::whole(101), ..vector() };
    assert_eq!(finds(Standing { last: Some(higher), ..standing }), Finding::Holds);
    let lower = Vector { total: Points::whole(99), ..vector() };
    assert!(finds(Standing { last: Some(lower), ..standing }).broken().is_some(), "somebody lower sits there");
    assert!(finds(Standing { last: Some(higher), placed: 9, ..standing }).broken().is_some(), "a seat is free");
    assert_eq!(finds(Standing { last: None, placed: 0, seats: 0, ..standing }), Finding::Holds, "there were no seats");
    let unranked = person().wish(|wish| wish.standing = Told::Nothing);
    assert_eq!(unranked.finds(Stage::Placement, "4.6"), Finding::Holds);
    let silent = person().with(|it| it.case.placement = Told::Silent);
    assert_eq!(silent.finds(Stage::Placement, "4.6"), Finding::Unknown(Need::Placement));
    // Wishes after the placed one are not asked for any more.
    let first = person().with(|it| {
        it.case.wishes[1].standing = Told::Known(Standing { here: false, last: Some(lower), ..standing });
    });
    assert_eq!(first.finds(Stage::Placement, "4.6"), Finding::Holds);
}
