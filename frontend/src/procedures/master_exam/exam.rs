//! Section "İmtahan" ("Exam"): section, foreign language, specialization language (MAG-13). The server decides what a
//! language excludes later, and its answer is shown as soon as the section is saved.

mod reach;

use leptos::prelude::*;
use qabul_contract::applications::AnswersBody;
use qabul_domain::az;
use qabul_domain::language::Lang;
use qabul_domain::procedures::master_exam::{
    ExamAnswers, ExamLanguage, MasterExamPatch, Section, SpecializationLanguage,
};

use super::typed;
use crate::i18n::{self, Text, keys, t_with, text_of};
use crate::lazy::{GroupLost, late};
use crate::ui::{Answer, Choice, Form, Input, RadioCards, Select, el, parts};
use crate::wizard::{Case, StepForm};

#[derive(Clone, Copy)]
struct Fields {
    section: Input,
    foreign: Input,
    specialization: Input,
}

impl Fields {
    fn read(self) -> ExamAnswers {
        ExamAnswers {
            section: self.section.value.with(|word| Section::ALL.into_iter().find(|one| one.word() == word)),
            foreign_language: self
                .foreign
                .value
                .with(|word| ExamLanguage::ALL.into_iter().find(|one| one.word() == word)),
            specialization_language: self
                .specialization
                .value
                .with(|word| SpecializationLanguage::ALL.into_iter().find(|one| one.word() == word)),
        }
    }

    fn fill(self, answers: &ExamAnswers) {
        self.section.set(answers.section.map(Section::word).unwrap_or_default());
        self.foreign.set(answers.foreign_language.map(ExamLanguage::word).unwrap_or_default());
        self.specialization.set(answers.specialization_language.map(SpecializationLanguage::word).unwrap_or_default());
    }
}

pub(super) fn form(answers: &ExamAnswers) -> StepForm {
    let form = Form::new();
    let fields = Fields {
        section: form.optional("section"),
        foreign: form.optional("foreignLanguage"),
        specialization: form.optional("specializationLanguage"),
    };
    fields.fill(answers);
    StepForm {
        question: keys::masterExam::EXAM_TITLE,
        lead: keys::masterExam::EXAM_LEAD,
        form,
        typed: typed(move || MasterExamPatch::Exam(fields.read())),
        fill: Callback::new(move |body| {
            if let AnswersBody::MasterExam(MasterExamPatch::Exam(answers)) = body {
                fields.fill(&answers);
            }
        }),
        words: Callback::new(|(body, _)| words(body)),
        advises: true,
        says: Some("arabicPersianLimit"),
        view: Box::new(move |case| view(fields, case)),
    }
}

fn said<T: Copy + Send + Sync + 'static>(value: Option<T>, label: fn(T, Lang) -> &'static str) -> Text {
    text_of(move || value.map(|value| label(value, i18n::lang())).unwrap_or_default().to_owned())
}

fn words(body: AnswersBody) -> Vec<Answer> {
    let AnswersBody::MasterExam(MasterExamPatch::Exam(answers)) = body else { return Vec::new() };
    vec![
        Answer::new(keys::masterExam::SECTION, said(answers.section, Section::label)),
        Answer::new(keys::masterExam::FOREIGN_LANGUAGE, said(answers.foreign_language, ExamLanguage::label)),
        Answer::new(
            keys::masterExam::SPECIALIZATION_LANGUAGE,
            said(answers.specialization_language, SpecializationLanguage::label),
        ),
    ]
}

fn choices<T: Copy + Send + Sync + 'static>(
    all: &[T],
    word: fn(T) -> &'static str,
    label: fn(T, Lang) -> &'static str,
) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(word(*one), said(Some(*one), label))).collect()
}

fn view(fields: Fields, case: Case) -> AnyView {
    let attempt = text_of(move || {
        let attempt = case.now.with(|application| u64::from(application.campaign.attempt));
        let number = if i18n::lang() == Lang::Az { az::ordinal(attempt) } else { attempt.to_string() };
        t_with(keys::masterExam::ATTEMPT_VALUE, &[("number", &number)])
    });
    let has_attempt = case.now.with_untracked(|application| application.campaign.attempt > 0);
    let attempt = has_attempt.then(|| {
        let row = el("div").add(el("dt").add(keys::masterExam::ATTEMPT)).add(el("dd").add(attempt));
        el("dl").class("answers step-known").add(row)
    });
    let section = view! {
        <RadioCards
            input=fields.section
            legend=keys::masterExam::SECTION
            hint=keys::masterExam::SECTION_HINT
            options=choices(&Section::ALL, Section::word, Section::label)
        />
    };
    let foreign = view! {
        <RadioCards
            input=fields.foreign
            legend=keys::masterExam::FOREIGN_LANGUAGE
            hint=keys::masterExam::FOREIGN_HINT
            options=choices(&ExamLanguage::ALL, ExamLanguage::word, ExamLanguage::label)
        />
    };
    let specialization = view! {
        <Select
            input=fields.specialization
            label=keys::masterExam::SPECIALIZATION_LANGUAGE
            hint=keys::masterExam::SPECIALIZATION_HINT
            options=choices(&SpecializationLanguage::ALL, SpecializationLanguage::word, SpecializationLanguage::label)
        />
    };
    let asked = vec![section.into_any(), foreign.into_any(), specialization.into_any()];
    parts((attempt, (asked, late(preload_reach(), move || reach_group(case, fields)))))
}

// The catalogue and the rules that judge it are a separate group, so that the questions above do not wait for them.
#[leptos::wasm_split::wasm_split(reach, wasm_split_path = ::leptos::wasm_split, preload(preload_reach), fallible)]
fn reach_group(case: Case, fields: Fields) -> Result<AnyView, GroupLost> {
    Ok(reach::view(case, fields).into_any())
}
