//! The book of the act: complete, in order, told in three languages, proved by tests that exist.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeSet;

use common::book::person;
use common::{Sample, bachelor, master, sample};
use qabul_domain::calendar::Micros;
use qabul_domain::decision::{Clause, Explain as _};
use qabul_domain::docs::rules_markdown;
use qabul_domain::facts::*;
use qabul_domain::language::Lang;
use qabul_domain::procedure::Procedure as _;
use qabul_domain::procedures::master_exam::*;
use qabul_domain::rules::Evidence;
use qabul_domain::rules::book::campaign::Campaign;
use qabul_domain::rules::book::dossier::Dossier;
use qabul_domain::rules::book::{Finding, MOST_ROWS, QAYDALAR_2017, Row, Stage, rule_set};

const ACT: &str = include_str!("data/qaydalar_2017.csv");

fn rows() -> Vec<&'static Row> {
    QAYDALAR_2017.rows().collect()
}

#[test]
fn every_clause_of_the_act_is_a_row_in_printed_order_and_no_row_is_invented() {
    let printed: Vec<String> = csv::Reader::from_reader(ACT.as_bytes())
        .records()
        .map(|record| record.unwrap().get(0).unwrap().to_owned())
        .filter(|clause| clause.contains('.'))
        .collect();
    let ours: Vec<&str> = rows().iter().map(|row| row.clause.0).collect();
    let of_the_act: Vec<&str> = ours.iter().copied().filter(|clause| Clause(clause).is_of_the_rules()).collect();
    assert_eq!(of_the_act, printed);
    assert_eq!(ours.len() - of_the_act.len(), 7, "what is no clause stands last");
}

#[test]
fn no_stage_asks_more_of_a_wish_than_there_is_room_for() {
    for stage in Stage::ALL {
        assert!(rows().iter().filter(|row| row.of_wish.has(stage)).count() <= MOST_ROWS, "{stage:?}");
    }
}

#[test]
fn every_row_has_a_statement_somebody_it_binds_and_a_stage() {
    for row in rows() {
        let [az, en, ru] = row.says;
        assert!([az, en, ru].iter().all(|text| text.ends_with(['.', ';', ':']) && text.len() > 10), "{:?}", row.clause);
        assert!(az != en && en != ru, "{:?}", row.clause);
        assert!(!row.bound.is_empty(), "{:?}", row.clause);
        let asked = Stage::ALL.iter().any(|stage| row.of_person.has(*stage) || row.of_wish.has(*stage));
        assert!(asked, "{:?} is never asked", row.clause);
        assert!(
            Lang::ALL.iter().all(|lang| row.help(*lang).is_none_or(|text| text.ends_with('.'))),
            "{:?}",
            row.clause
        );
    }
}

#[test]
fn what_no_service_asks_or_does_yet_is_marked_as_book_only() {
    let page = rules_markdown();
    for row in rows() {
        let start = page.find(&format!("\n### {}\n", row.clause.0)).unwrap();
        let section = &page[start + 4..];
        let section = &section[..section.find("\n### ").unwrap_or(section.len())];
        let served = |stage: Stage| row.of_person.has(stage) || row.of_wish.has(stage);
        for stage in Stage::ALL.into_iter().filter(|stage| served(*stage)) {
            let label = stage.label(Lang::En);
            assert_eq!(section.contains(&format!("{label} (book only)")), stage != Stage::Register, "{:?}", row.clause);
        }
        // Help is promised in the present only where registration asks the clause.
        let asked = served(Stage::Register);
        assert!(
            row.help(Lang::En).is_none() || row.help_is_foreseen() || asked || row.clause.0 == "3.4",
            "{:?}",
            row.clause
        );
        assert_eq!(section.contains("Left to people (book only)"), row.help_is_foreseen(), "{:?}", row.clause);
    }
    for clause in ["1.5", "3.6", "3.7", "6.3", "6.4", "6.4.2", "6.5"] {
        assert!(QAYDALAR_2017.row(clause).unwrap().help_is_foreseen(), "{clause}");
    }
}

/// All test sources of this crate.
fn sources() -> String {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = std::fs::read_dir(here).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|ext| ext == "rs"))
        .fold(String::new(), |all, path| all + &std::fs::read_to_string(path).unwrap())
}

#[test]
fn every_clause_names_a_test_that_exists() {
    let sources = sources();
    for row in rows() {
        let test = format!("#[test]\nfn {}()", row.proof);
        assert!(sources.contains(&test), "{:?}: no test {}", row.clause, row.proof);
    }
}

#[test]
fn the_rule_set_carries_its_act_and_validity() {
    let day = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let set = rule_set("qaydalar-2017/2").unwrap();
    assert_eq!(set.id, MasterExam::RULE_SET);
    let first = rule_set("qaydalar-2017/1").unwrap();
    assert_eq!((first.act, first.from), (set.act, set.from));
    assert!(set.act[0].contains("40 nömrəli"));
    assert!(!set.is_valid_on(day(2017, 2, 7)) && set.is_valid_on(day(2017, 2, 8)) && set.is_valid_on(day(2026, 7, 1)));
    assert!(rule_set("qaydalar-1999/1").is_none());
}

#[test]
fn an_ordinary_applicant_breaks_nothing_at_any_stage() {
    let person = person();
    for stage in Stage::ALL {
        QAYDALAR_2017.judge(stage, &person.campaign, &person.case, &mut |row, wish, finding| {
            let number = wish.map(|wish| wish.number);
            let fine = matches!(finding, Finding::Holds | Finding::NotConcerned)
                || matches!(row.clause.0, "3.4" | "3.6" | "6.2") && finding == Finding::LeftToPeople;
            assert!(fine, "{:?} at {stage:?} of {number:?}: {finding:?}", row.clause);
        });
    }
}

/// Draft and facts of a registration in many shapes.
fn registrations() -> Vec<Sample> {
    let mut all = vec![sample()];
    let citizenships = [Citizenship::Azerbaijan, Citizenship::Foreign, Citizenship::Stateless, Citizenship::Protected];
    for citizenship in citizenships {
        for (local, recognised) in [(true, None), (false, Some(true)), (false, Some(false)), (false, None)] {
            let degree = Degree { in_azerbaijan: local, recognised, ..bachelor() };
            all.push(sample().citizenship(citizenship).degrees(vec![degree]));
        }
    }
    for status in [StudyStatus::Finished, StudyStatus::Studying, StudyStatus::OnLeave, StudyStatus::Left] {
        for finish in [None, Some(2025), Some(2026), Some(2027)] {
            for funding in [Funding::State, Funding::Paid] {
                all.push(sample().degrees(vec![bachelor(), master(status, funding, finish)]));
                all.push(sample().degrees(vec![Degree { status, finish_year: finish, ..bachelor() }]));
            }
        }
    }
    for model in [ExamModel::TwoStage, ExamModel::SingleStage, ExamModel::SingleStageEssay] {
        for policy in
            [ConfirmationPolicy::Rules2017, ConfirmationPolicy::Practice2025, ConfirmationPolicy::Practice2026]
        {
            all.push(sample().with(|it| {
                it.facts.campaign.exam_model = model;
                it.facts.campaign.confirmation = policy;
            }));
        }
    }
    for silent in [Fact::Unavailable, Fact::NotAsked, Fact::NotFound] {
        all.push(sample().with(|it| it.facts.education = silent.clone()));
    }
    all.push(sample().with(|it| it.facts.person = Fact::Unavailable));
    all.push(sample().with(|it| it.facts.person = Fact::NotFound));
    all.push(sample().with(|it| it.facts.account_verified = false));
    all.push(sample().with(|it| it.facts.balance = qabul_domain::money::Qepik::ZERO));
    all.push(sample().with(|it| it.facts.receivable = qabul_domain::money::Qepik::manat(1)));
    for language in ExamLanguage::ALL {
        for section in Section::ALL {
            for own in SpecializationLanguage::ALL {
                all.push(sample().with(|it| {
                    it.draft.exam.foreign_language = Some(language);
                    it.draft.exam.section = Some(section);
                    it.draft.exam.specialization_language = Some(own);
                }));
            }
        }
    }
    all.push(sample().with(|it| it.draft = MasterExamDraft::default()));
    all
}

#[test]
fn the_book_finds_at_registration_what_registration_finds() {
    let registrations = registrations();
    assert!(registrations.len() > 150);
    for it in registrations {
        let evidence = Evidence {
            facts: &it.facts,
            degree_id: it.draft.education.degree_id.as_deref(),
            manual: None,
            average_typed: false,
            prior_master: it.draft.education.prior_master,
            section: it.draft.exam.section,
            foreign_language: it.draft.exam.foreign_language,
            specialization_language: it.draft.exam.specialization_language,
        };
        let case = Dossier::registering(&evidence, Micros(0));
        let campaign = Campaign::registering(&it.facts.campaign);
        let judged = MasterExam::judge(&it.case());
        let mut compared = 0;
        QAYDALAR_2017.judge(Stage::Register, &campaign, &case, &mut |row, _, found| {
            // 6.5 concerns a second attempt; registration has no such register yet.
            let Some((_, theirs)) = judged.iter().find(|(clause, _)| *clause == row.clause) else {
                assert_eq!((row.clause.0, &found), ("6.5", &Finding::NotConcerned));
                return;
            };
            compared += 1;
            let said = |code: Option<&'static str>, word| (word, code);
            assert_eq!(
                said(found.broken().map(|reason| reason.code()), found.word()),
                said(theirs.broken().map(|reason| reason.code()), theirs.word()),
                "{:?}",
                row.clause
            );
            assert_eq!(found.unknown(), theirs.unknown(), "{:?}", row.clause);
            for lang in Lang::ALL {
                let text = |it: Option<String>| it.unwrap_or_default();
                assert_eq!(
                    text(found.broken().map(|reason| reason.text(lang))),
                    text(theirs.broken().map(|reason| reason.text(lang)))
                );
            }
        });
        assert_eq!(compared, 15, "clauses asked at registration");
    }
}

#[test]
fn the_page_of_rules_tells_of_each_clause_everything_a_reader_asks_for() {
    let page = rules_markdown();
    for row in rows() {
        let start = page.find(&format!("\n### {}\n", row.clause.0)).unwrap_or_else(|| panic!("{:?}", row.clause));
        let section = &page[start + 4..];
        let section = &section[..section.find("\n### ").unwrap_or(section.len())];
        assert!(section.contains(row.says[0]) && section.contains(row.says[2]), "{:?}", row.clause);
        assert!(section.contains(row.proof), "{:?}", row.clause);
        for kind in row.facts.kinds() {
            assert!(section.contains(kind.label(Lang::En)), "{:?} {kind:?}", row.clause);
        }
        for reason in row.outcomes {
            assert!(section.contains(reason.code()), "{:?} {reason:?}", row.clause);
            assert!(Lang::ALL.iter().all(|lang| section.contains(&reason.text(*lang))), "{:?}", row.clause);
        }
        if let Some(help) = row.help(Lang::Az) {
            assert!(section.contains(help), "{:?}", row.clause);
        }
    }
}

#[test]
fn codes_are_words_for_programs_and_one_code_has_one_text() {
    let mut seen: BTreeSet<(&str, Vec<String>)> = BTreeSet::new();
    for row in rows() {
        for reason in row.outcomes {
            let code = reason.code();
            assert!(code.bytes().all(|b| b.is_ascii_alphanumeric()), "{code}");
            let texts: Vec<String> = Lang::ALL.iter().map(|lang| reason.text(*lang)).collect();
            assert!(texts.iter().all(|text| text.ends_with('.') && !text.contains("  ") && !text.contains('{')));
            seen.insert((code, texts));
        }
    }
    assert!(seen.len() > 50, "{}", seen.len());
}
