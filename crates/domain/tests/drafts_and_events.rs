//! What is stored and what travels: stored samples of drafts stay readable, unknown fields are refused.
#![allow(clippy::unwrap_used, reason = "tests")]

use qabul_domain::procedure::Procedure;
use qabul_domain::procedures::master_exam::*;

const VERSION_1: &str = include_str!("data/master_exam_draft_v1.json");

#[test]
fn a_draft_of_version_1_reads_and_writes_without_loss() {
    assert_eq!(MasterExam::DRAFT_VERSION, 1, "raise with an upgrade function and a new sample");
    let draft: MasterExamDraft = serde_json::from_str(VERSION_1).unwrap();
    assert_eq!(serde_json::to_value(&draft).unwrap(), serde_json::from_str::<serde_json::Value>(VERSION_1).unwrap());
    assert_eq!(draft.exam.foreign_language, Some(ExamLanguage::De));
    assert_eq!(draft.education.prior_master, Some(PriorMaster::StateFunded));
}

#[test]
fn an_empty_object_is_an_empty_draft() {
    assert!(serde_json::from_str::<MasterExamDraft>("{}").unwrap() == MasterExamDraft::default());
}

#[test]
fn a_patch_replaces_the_answers_of_its_step_and_leaves_the_others() {
    let mut draft: MasterExamDraft = serde_json::from_str(VERSION_1).unwrap();
    let patch = r#"{"step": "masterExam.exam", "answers": {"section": "ru", "foreignLanguage": "fr"}}"#;
    let step = MasterExam::save(&mut draft, serde_json::from_str(patch).unwrap());
    assert_eq!(step, EXAM);
    assert_eq!(draft.exam.section, Some(Section::Ru));
    assert_eq!(draft.exam.specialization_language, None);
    assert!(draft.education.degree_id.is_some());
}

#[test]
fn every_step_of_the_procedure_has_a_patch_of_its_name() {
    for step in MasterExam::STEPS {
        let patch = format!(r#"{{"step": "{}", "answers": {{}}}}"#, step.id);
        let saved = MasterExam::save(&mut MasterExamDraft::default(), serde_json::from_str(&patch).unwrap());
        assert_eq!(saved, step.id);
    }
}

#[test]
fn unknown_fields_steps_and_values_are_refused() {
    let read = |text: &str| serde_json::from_str::<MasterExamPatch>(text).is_ok();
    assert!(!read(r#"{"step": "masterExam.exam", "answers": {"langauge": "en"}}"#));
    assert!(!read(r#"{"step": "masterExam.exam", "answers": {"section": "az"}, "more": 1}"#));
    assert!(!read(r#"{"step": "residency.exam", "answers": {}}"#));
    assert!(!read(r#"{"step": "masterExam.exam", "answers": {"foreignLanguage": "es"}}"#));
}

#[test]
fn events_carry_their_name_and_nothing_unknown() {
    let read = |text: &str| serde_json::from_str::<MasterExamEvent>(text).ok().map(|event| MasterExam::on(&event));
    assert_eq!(read(r#"{"event": "confirm"}"#), Some(MasterExamOn::Confirm));
    assert_eq!(read(r#"{"event": "send"}"#), Some(MasterExamOn::Send));
    assert_eq!(read(r#"{"event": "seen", "documents": ["identity", "diploma"]}"#), Some(MasterExamOn::Seen));
    assert_eq!(read(r#"{"event": "seen"}"#), None, "the commission says what it has seen");
    assert_eq!(read(r#"{"event": "seen", "documents": ["passport"]}"#), None);
    assert_eq!(read(r#"{"event": "close"}"#), Some(MasterExamOn::Close));
    assert_eq!(read(r#"{"event": "askWithdrawal"}"#), Some(MasterExamOn::AskWithdrawal));
    assert_eq!(read(r#"{"event": "return", "reason": "Diplomun əsli lazımdır"}"#), Some(MasterExamOn::Return));
    assert_eq!(read(r#"{"event": "return"}"#), None, "a return without a reason helps nobody");
    assert_eq!(read(r#"{"event": "confirm", "fee": 0}"#), None);
    assert_eq!(read(r#"{"event": "pay"}"#), None);
}
