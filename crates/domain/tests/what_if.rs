//! What somebody is told who only asks: the rules' own findings, put side by side.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use qabul_domain::catalogue::{Class, Conditions, SeatSection};
use qabul_domain::decision::{Clause, Explain as _};
use qabul_domain::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use qabul_domain::facts::{CampaignFacts, Citizenship, ConfirmationPolicy, Funding, Level};
use qabul_domain::language::Lang;
use qabul_domain::rules::applications::{Route, decide};
use qabul_domain::rules::foreign_language::{TeachingLanguage, allowed};
use qabul_domain::rules::papers::PaperKind;
use qabul_domain::rules::what_if::*;

const SEAT: Conditions = Conditions {
    teaching_language: TeachingLanguage::Az,
    class: Class::General,
    specialization_language: SpecializationLanguage::None,
    section: SeatSection::Joint,
    funding: Funding::State,
};
const PAID: Conditions = Conditions { funding: Funding::Paid, ..SEAT };
const FRANCE: Conditions = Conditions { class: Class::France, ..SEAT };
const IN_ENGLISH: Conditions = Conditions { teaching_language: TeachingLanguage::En, ..SEAT };

fn campaign() -> CampaignFacts {
    common::sample().facts.campaign
}

fn bachelor() -> AskedDegree {
    AskedDegree { level: Level::Bachelor, ends: Ends::Finished, place: Place::Azerbaijan, specialty: None }
}

fn asked() -> Question {
    Question { citizenship: Some(Citizenship::Azerbaijan), degree: Some(bachelor()), ..Question::default() }
}

fn shown(question: &Question) -> Vec<(&'static str, &'static str)> {
    lines(question, &campaign()).iter().map(|line| (line.told.clause.0, line.outcome.word())).collect()
}

fn closes(question: &Question, row: &Conditions) -> Option<&'static str> {
    verdict(question, &lines(question, &campaign()), row).map(|told| told.clause.0)
}

fn wish(conditions: Conditions) -> Wish<'static> {
    vec![Row { code: "990001", conditions }]
}

#[test]
fn what_is_not_told_is_not_judged() {
    let nothing = Question::default();
    assert!(lines(&nothing, &campaign()).is_empty());
    assert_eq!(closes(&nothing, &SEAT), None);
    assert!(confirmation(&nothing, &campaign()).is_none());
    // Citizenship alone decides no route: the degree is not told.
    let citizen = Question { citizenship: Some(Citizenship::Foreign), ..nothing };
    assert!(confirmation(&citizen, &campaign()).is_none());
}

#[test]
fn clause_1_2_bars_without_higher_education_and_with_a_later_graduation() {
    let with = |level, ends| Question { degree: Some(AskedDegree { level, ends, ..bachelor() }), ..asked() };
    assert_eq!(closes(&with(Level::SubBachelor, Ends::Finished), &PAID), Some("1.2"));
    assert_eq!(closes(&with(Level::Bachelor, Ends::Later), &PAID), Some("1.2"));
    for level in [Level::Bachelor, Level::BaseMedical, Level::Master] {
        assert_eq!(closes(&with(level, Ends::ThisYear), &SEAT), None);
        assert!(shown(&with(level, Ends::Finished)).contains(&("1.2", "met")));
    }
}

#[test]
fn clause_1_6_bars_a_masters_student_outside_the_graduating_year_alone() {
    let with = |student| Question { master_student: Some(student), ..asked() };
    assert_eq!(closes(&with(MasterStudent::Studying), &PAID), Some("1.6"));
    assert!(shown(&with(MasterStudent::Studying)).contains(&("1.6", "bars")));
    for student in [MasterStudent::No, MasterStudent::Graduating] {
        assert_eq!(closes(&with(student), &SEAT), None);
        assert!(shown(&with(student)).contains(&("1.6", "met")));
    }
    // Told without a degree: 1.6 is judged, 1.2 is not.
    let alone = Question { master_student: Some(MasterStudent::Studying), ..Question::default() };
    assert_eq!(shown(&alone), [("1.6", "bars")]);
}

#[test]
fn clause_1_4_and_the_announcement_limit_to_paid_seats_and_bar_nothing() {
    let funded = Question { prior_master: Some(PriorMaster::StateFunded), ..asked() };
    let foreign = Question { citizenship: Some(Citizenship::Foreign), ..asked() };
    for (question, clause) in [(funded, "1.4"), (foreign, "CAMPAIGN-4")] {
        assert!(shown(&question).contains(&(clause, "limits")));
        assert_eq!(closes(&question, &SEAT), Some(clause));
        assert_eq!(closes(&question, &PAID), None);
    }
    let paid = Question { prior_master: Some(PriorMaster::Paid), ..asked() };
    assert_eq!(closes(&paid, &SEAT), None);
}

#[test]
fn clause_2_1_is_the_policy_table_for_every_citizenship_and_place() {
    for policy in [ConfirmationPolicy::Rules2017, ConfirmationPolicy::Practice2025, ConfirmationPolicy::Practice2026] {
        let campaign = CampaignFacts { confirmation: policy, ..campaign() };
        for citizenship in
            [Citizenship::Azerbaijan, Citizenship::Foreign, Citizenship::Stateless, Citizenship::Protected]
        {
            for place in [Place::Azerbaijan, Place::Recognised, Place::NotRecognised] {
                let degree = AskedDegree { place, ..bachelor() };
                let question = Question { citizenship: Some(citizenship), degree: Some(degree), ..Question::default() };
                let (found, papers) = confirmation(&question, &campaign).unwrap();
                let citizen = citizenship == Citizenship::Azerbaijan;
                let expected = decide(policy, citizen, place == Place::Azerbaijan, place == Place::Recognised);
                assert_eq!(found, expected);
                assert_eq!(papers.is_empty(), found.route == Route::SelfConfirm);
                let translated = papers.iter().any(|paper| paper.kind == PaperKind::Translation);
                // 2.2 names foreigners and those educated abroad.
                let concerned = citizenship == Citizenship::Foreign || place != Place::Azerbaijan;
                assert_eq!(translated, !papers.is_empty() && concerned);
            }
        }
    }
}

#[test]
fn clause_2_1_3_bars_an_unrecognised_degree_as_printed_and_is_left_to_people_in_practice() {
    let question = Question { degree: Some(AskedDegree { place: Place::NotRecognised, ..bachelor() }), ..asked() };
    assert_eq!(closes(&question, &PAID), Some("2.1.3"));
    let practice = CampaignFacts { confirmation: ConfirmationPolicy::Practice2026, ..campaign() };
    let found = lines(&question, &practice);
    assert!(found.iter().any(|line| line.told.clause == Clause("2.1.3") && line.outcome == Outcome::People));
    assert!(verdict(&question, &found, &PAID).is_none());
}

#[test]
fn clause_3_2_5_and_the_campaign_bar_languages_that_contradict_each_other() {
    let own = Question {
        foreign_language: Some(ExamLanguage::De),
        specialization_language: Some(SpecializationLanguage::De),
        ..asked()
    };
    assert_eq!(closes(&own, &PAID), Some("3.2.5"));
    let russian =
        Question { section: Some(Section::Ru), foreign_language: Some(ExamLanguage::Ru), ..Question::default() };
    assert_eq!(shown(&russian), [("CAMPAIGN-2", "bars")]);
}

#[test]
fn clause_3_2_each_language_serves_exactly_what_the_language_clauses_allow() {
    for teaching_language in TeachingLanguage::ALL {
        for class in Class::ALL {
            let row = Conditions { teaching_language, class, ..SEAT };
            let expected = allowed(teaching_language, row.specialization_class()).languages;
            let found = languages(&Question::default(), &campaign(), &[wish(row)]);
            for answer in found {
                assert_eq!(answer.serves_all, expected.has(answer.language), "{row:?} {:?}", answer.language);
                assert_eq!(answer.wishes[0].is_none(), answer.serves_all);
            }
        }
    }
}

#[test]
fn clause_3_2_6_against_3_2_3_two_wishes_share_no_language_and_the_clauses_are_named() {
    let wishes = [wish(FRANCE), wish(IN_ENGLISH), wish(SEAT)];
    let found = pairs(&campaign(), &wishes);
    assert_eq!(found.len(), 1);
    let pair = &found[0];
    assert_eq!((pair.first, pair.second, pair.why.code()), (0, 1, "noCommonLanguage"));
    assert_eq!(pair.clauses, [Clause("3.2.3"), Clause("3.2.6")]);
    assert!(pair.why.text(Lang::Az).contains("fransız dili") && pair.why.text(Lang::Az).contains("ingilis dili"));
    let served = languages(&Question::default(), &campaign(), &wishes);
    assert!(served.iter().all(|answer| !answer.serves_all));
    let english = served.iter().find(|answer| answer.language == ExamLanguage::En).unwrap();
    let clauses: Vec<_> = english.wishes.iter().map(|told| told.as_ref().map(|told| told.clause.0)).collect();
    assert_eq!(clauses, [Some("3.2.6"), None, None]);
}

#[test]
fn mag_13_two_sections_and_two_specialization_languages_part_wishes_too() {
    let of = |section| wish(Conditions { section, ..SEAT });
    let found = pairs(&campaign(), &[of(SeatSection::Az), of(SeatSection::Ru), of(SeatSection::Joint)]);
    assert_eq!(found.iter().map(|pair| pair.why).collect::<Vec<_>>(), [Apart::Section]);
    let taught = |own| wish(Conditions { class: Class::ForeignLanguage, specialization_language: own, ..SEAT });
    let found =
        pairs(&campaign(), &[taught(SpecializationLanguage::De), taught(SpecializationLanguage::Fr), wish(SEAT)]);
    assert_eq!(found.iter().map(|pair| pair.why).collect::<Vec<_>>(), [Apart::SpecializationLanguage]);
    assert_eq!(found[0].clauses, [Clause("MAG-13")]);
}

#[test]
fn mag_13_russian_serves_nothing_in_the_russian_section_and_the_campaign_is_named() {
    let question = Question { section: Some(Section::Ru), ..Question::default() };
    let found = languages(&question, &campaign(), &[wish(SEAT)]);
    let russian = found.iter().find(|answer| answer.language == ExamLanguage::Ru).unwrap();
    assert!(!russian.serves_all);
    assert_eq!(russian.wishes[0].as_ref().unwrap().reason.code(), "russianInRussianSection");
    // The same seats for the other section: Russian is open there.
    let free = languages(&Question::default(), &campaign(), &[wish(SEAT)]);
    assert!(free.iter().find(|answer| answer.language == ExamLanguage::Ru).unwrap().serves_all);
}

#[test]
fn a_pair_is_parted_exactly_where_no_language_serves_both() {
    // Over every two classes and teaching languages of one joint section, without language specialties.
    let classes = Class::ALL.into_iter().filter(|class| *class != Class::ForeignLanguage);
    let rows: Vec<Conditions> = classes
        .flat_map(|class| {
            TeachingLanguage::ALL.map(|teaching_language| Conditions { teaching_language, class, ..SEAT })
        })
        .filter(|row| allowed(row.teaching_language, row.specialization_class()).contradiction().is_none())
        .collect();
    let set = |row: &Conditions| allowed(row.teaching_language, row.specialization_class()).languages;
    for one in &rows {
        for other in &rows {
            let common = set(one).languages().any(|language| set(other).has(language));
            assert_eq!(pairs(&campaign(), &[wish(*one), wish(*other)]).is_empty(), common, "{one:?} {other:?}");
        }
    }
}

#[test]
fn everything_is_told_in_three_languages() {
    let question = Question {
        citizenship: Some(Citizenship::Foreign),
        degree: Some(AskedDegree { specialty: Some("050632".into()), place: Place::NotRecognised, ..bachelor() }),
        prior_master: Some(PriorMaster::StateFunded),
        master_student: Some(MasterStudent::Studying),
        section: Some(Section::Ru),
        foreign_language: Some(ExamLanguage::Ru),
        specialization_language: Some(SpecializationLanguage::Ru),
    };
    let found = lines(&question, &campaign());
    assert!(found.len() >= 7, "{found:?}");
    for line in &found {
        let [az, en, ru] = Lang::ALL.map(|lang| line.told.reason.text(lang));
        assert!(!az.is_empty() && az != en && en != ru, "{line:?}");
    }
    for why in [Apart::Section, Apart::SpecializationLanguage, Apart::Registration] {
        let [az, en, ru] = Lang::ALL.map(|lang| why.text(lang));
        assert!(az != en && en != ru);
    }
}
