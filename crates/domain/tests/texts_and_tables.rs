//! Every text in three languages, every clause once and in order, and the printed pages.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use qabul_domain::average::AverageError;
use qabul_domain::calendar::DateError;
use qabul_domain::decision::{Clause, Explain, clause_path};
use qabul_domain::docs::{rules_markdown, states_markdown};
use qabul_domain::facts::*;
use qabul_domain::language::Lang;
use qabul_domain::money::{MoneyError, Qepik};
use qabul_domain::person::*;
use qabul_domain::procedure::Word;
use qabul_domain::procedures::master_exam::*;
use qabul_domain::rules::applications::Ground;
use qabul_domain::rules::papers::PaperKind;
use qabul_domain::rules::{Rule, applications, choice, competition, exam, general, policy};
use qabul_domain::typed::{CheckCodeError, Strange};

/// One of every reason there is.
fn reasons() -> Vec<Reason> {
    use general::Reason as G;
    let general = [
        G::EducationNotFound,
        G::NoHigherEducation,
        G::StudyLeft,
        G::GraduatesLater { finish_year: 2027, admission_year: 2026 },
        G::GraduationYearMissing,
        G::PriorMasterMismatch,
        G::PriorMasterOnRecord,
        G::StateFundedUsed,
        G::StateFundedLeft,
        G::CurrentMasterStudent,
        G::InsufficientFunds { balance: Qepik(1_250), fee: Qepik(5_000), missing: Qepik(3_750) },
        G::ReceivableOutstanding { owed: Qepik(5_000) },
    ];
    let applications = Ground::ALL
        .into_iter()
        .flat_map(|ground| {
            [applications::Reason::ConfirmYourself(ground), applications::Reason::ConfirmAtCommission(ground)]
        })
        .chain([applications::Reason::RecognitionRequired])
        .chain(PaperKind::ALL.map(applications::Reason::PaperMissing));
    let exam = ExamLanguage::ALL
        .into_iter()
        .map(|language| exam::Reason::LanguageEqualsSpecialization { language })
        .chain([exam::Reason::ArabicPersianLimit, exam::Reason::ExamPlaceByAddress]);
    general
        .into_iter()
        .map(Reason::General)
        .chain(applications.map(Reason::Applications))
        .chain(exam.map(Reason::Exam))
        .chain([Reason::Choice(choice::Reason::ForeignerPaidOnly)])
        .chain([Reason::Competition(competition::Reason::AverageBlank)])
        .chain(
            [
                policy::Reason::RussianInRussianSection,
                policy::Reason::OtherSurname,
                policy::Reason::ManualDegree,
                policy::Reason::AccountNotVerified,
            ]
            .map(Reason::Policy),
        )
        .collect()
}

/// A sentence for people: not empty, ends as a sentence, no code in it, nothing left unfilled.
fn is_a_sentence(text: &str) -> bool {
    text.chars().count() > 5 && text.ends_with('.') && !text.contains(['{', '}', '_']) && !text.contains("  ")
}

fn explains(error: &dyn Explain) {
    let texts = Lang::ALL.map(|lang| error.text(lang));
    for text in &texts {
        assert!(is_a_sentence(text), "{}: {text}", error.code());
    }
    let [az, en, ru] = &texts;
    assert!(az != en && en != ru && az != ru, "{}", error.code());
    assert!(ru.chars().any(|c| ('а'..='я').contains(&c)), "{}: {ru}", error.code());
    assert!(error.code().starts_with(|c: char| c.is_ascii_lowercase()));
    assert!(error.code().bytes().all(|b| b.is_ascii_alphanumeric()), "{}", error.code());
    assert!(!az.to_lowercase().contains("xəta") && !az.contains("zəhmət olmasa"), "{az}");
}

#[test]
fn every_reason_is_told_in_three_languages() {
    for reason in reasons() {
        explains(&reason);
    }
}

#[test]
fn every_reader_of_typed_text_explains_its_refusals_in_three_languages() {
    let errors: Vec<Box<dyn Explain>> = vec![
        Box::new(FinError::Empty),
        Box::new(FinError::Length),
        Box::new(FinError::LooksLikeDigit),
        Box::new(FinError::Sign),
        Box::new(PhoneError::Empty),
        Box::new(PhoneError::Sign),
        Box::new(PhoneError::Length),
        Box::new(PhoneError::Prefix),
        Box::new(EmailError::Empty),
        Box::new(EmailError::Letters),
        Box::new(EmailError::Format),
        Box::new(EmailError::TooLong),
        Box::new(NameError::Empty),
        Box::new(NameError::Letters),
        Box::new(NameError::Joint),
        Box::new(NameError::TooLong),
        Box::new(PermitError::Empty),
        Box::new(PermitError::Series),
        Box::new(PermitError::Number),
        Box::new(IdentityDocumentError::Empty),
        Box::new(IdentityDocumentError::Series),
        Box::new(IdentityDocumentError::Number),
        Box::new(MoneyError::Empty),
        Box::new(MoneyError::Format),
        Box::new(MoneyError::TooPrecise),
        Box::new(MoneyError::TooLarge),
        Box::new(AverageError::Scale),
        Box::new(AverageError::Format),
        Box::new(AverageError::TooPrecise),
        Box::new(AverageError::AboveScale),
        Box::new(DateError::Empty),
        Box::new(DateError::Format),
        Box::new(DateError::ShortYear),
        Box::new(DateError::Month),
        Box::new(DateError::Impossible),
        Box::new(DateError::Early),
        Box::new(DateError::Future),
        Box::new(NameError::NotLatin),
        Box::new(ResidenceError::Empty),
        Box::new(ResidenceError::TooShort),
        Box::new(ResidenceError::TooLong),
        Box::new(ResidenceError::Strange(Strange::Invisible)),
        Box::new(ResidenceError::Strange(Strange::Tab)),
        Box::new(ResidenceError::Strange(Strange::Picture)),
        Box::new(CheckCodeError::Empty),
        Box::new(CheckCodeError::Length(7)),
        Box::new(CheckCodeError::Sign('ж')),
    ];
    for error in errors {
        explains(error.as_ref());
    }
}

#[test]
fn labels_of_states_and_facts_exist_in_three_languages() {
    let mut labels: Vec<[&str; 3]> = Vec::new();
    labels.extend(ExamLanguage::ALL.map(|language| Lang::ALL.map(|lang| language.label(lang))));
    labels.extend(SpecializationLanguage::ALL.map(|language| Lang::ALL.map(|lang| language.label(lang))));
    labels.extend(Section::ALL.map(|section| Lang::ALL.map(|lang| section.label(lang))));
    labels.extend(PriorMaster::ALL.map(|prior| Lang::ALL.map(|lang| prior.label(lang))));
    labels.extend(
        [Level::SubBachelor, Level::Bachelor, Level::BaseMedical, Level::Master]
            .map(|l| Lang::ALL.map(|lang| l.label(lang))),
    );
    labels.extend([Funding::State, Funding::Paid].map(|f| Lang::ALL.map(|lang| f.label(lang))));
    for texts in labels {
        assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), 3, "{texts:?}");
    }
}

fn number(clause: Clause) -> Vec<u32> {
    clause.0.split('.').map(|part| part.parse().unwrap()).collect()
}

fn chapter<R>(rules: &[Rule<R>], first: u32) {
    let numbers: Vec<_> = rules.iter().map(|rule| number(rule.clause)).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "ascending and unique: {numbers:?}");
    assert!(numbers.iter().all(|number| number[0] == first));
}

fn says<R>(rules: &[Rule<R>]) {
    for rule in rules {
        assert!(rule.says.iter().all(|text| is_a_sentence(text)), "{:?}", rule.clause);
        assert_eq!(rule.text(Lang::Az), rule.says[0]);
    }
}

#[test]
fn clauses_stand_once_and_in_the_order_the_act_prints_them() {
    chapter(general::RULES, 1);
    chapter(applications::RULES, 2);
    chapter(exam::RULES, 3);
    says(general::RULES);
    says(applications::RULES);
    says(exam::RULES);
    says(policy::RULES);
}

#[test]
fn every_code_of_a_reason_stands_in_a_table_and_every_code_of_a_table_is_a_reason() {
    let mut listed: BTreeSet<&str> = BTreeSet::new();
    listed.extend(general::RULES.iter().flat_map(|rule| rule.codes));
    listed.extend(applications::RULES.iter().flat_map(|rule| rule.codes));
    listed.extend(exam::RULES.iter().flat_map(|rule| rule.codes));
    listed.extend(policy::RULES.iter().flat_map(|rule| rule.codes));
    listed.insert("foreignerPaidOnly"); // chapters 4 and 5 have no table before there are results
    listed.insert("averageBlank");
    let given: BTreeSet<&str> = reasons().iter().map(Explain::code).collect();
    assert_eq!(listed, given);
}

#[test]
fn a_place_names_a_step_and_a_pointer_of_the_draft() {
    let draft = serde_json::to_value(MasterExamDraft::default()).unwrap();
    for reason in reasons() {
        if let Some((step, pointer)) = reason.place() {
            let section = step.strip_prefix("masterExam.").unwrap();
            assert!(draft.pointer(&format!("/{section}{pointer}")).is_some(), "{step} {pointer}");
        }
    }
}

#[test]
fn clauses_are_cited_with_the_right_ending() {
    assert_eq!(Clause("3.2.5").cite(Lang::Az), "Qaydalar, 3.2.5-ci bənd");
    assert_eq!(Clause("1.6").cite(Lang::Az), "Qaydalar, 1.6-cı bənd");
    assert_eq!(Clause("2.1").cite(Lang::En), "Rules, clause 2.1");
    assert_eq!(Clause("2.1").cite(Lang::Ru), "Правила, пункт 2.1");
    assert_eq!(Clause("MAG-13").cite(Lang::Az), "Mərkəzin təlimatı");
    assert_eq!(Clause("PORTAL-4").cite(Lang::En), "the portal’s terms");
    for Clause(number) in policy::TERMS.iter().map(|(clause, _)| *clause) {
        assert!(!Clause(number).is_of_the_rules(), "{number}");
    }
    assert_eq!(clause_path("3.2.5", Lang::Ru), "/rules?lang=ru#clause-3.2.5");
    assert_eq!(clause_path("CAMPAIGN-4", Lang::Az), "/rules?lang=az#clause-campaign-4");
}

#[test]
fn what_no_clause_says_is_cited_as_the_campaigns_announcement_in_three_languages() {
    let announced =
        [policy::WINDOWS, policy::NO_RUSSIAN, policy::MOST_CHOICES, policy::PAID_SEATS_ONLY, policy::OPEN_TO_ALL];
    for clause in announced {
        assert_eq!(
            Lang::ALL.map(|lang| clause.cite(lang)),
            ["Kampaniyanın elanı", "the campaign’s announcement", "объявление кампании"]
        );
    }
}

#[test]
fn the_printed_pages_hold_every_move_and_every_clause() {
    let states = states_markdown();
    for row in MASTER_EXAM {
        for from in row.from {
            assert!(states.contains(&format!("{} --> {}: {}", from.word(), row.to.word(), row.on.word())));
        }
    }
    let rules = rules_markdown();
    for clause in ["### 1.1\n", "### 6.5\n", "### MAG-13\n", "### CAMPAIGN-5\n", "| MAG-6 |", "| CAMPAIGN-2 |"] {
        assert!(rules.contains(clause), "{clause}");
    }
    for line in rules.lines().filter(|line| line.starts_with("| ")) {
        assert_eq!(line.matches(" | ").count(), 3, "{line}");
    }
}
