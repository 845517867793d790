//! Section "Ali təhsil" ("Higher education"): a record of the registers, and earlier master's studies (MAG-7 to
//! MAG-11). The server decides which records may be chosen; nothing is blocked here.

mod manual;
mod register;

use leptos::prelude::*;
use qabul_contract::applications::AnswersBody;
use qabul_domain::average::Average;
use qabul_domain::facts::{Degree, Funding, Level};
use qabul_domain::procedures::master_exam::{EducationAnswers, MasterExamPatch, PriorMaster};

use super::{show, text, typed};
use crate::i18n::{self, Text, keys, t_with, text_of};
use crate::lazy::{GroupLost, late};
use crate::ui::fields::Control;
use crate::ui::{
    Answer, Choice, El, Form, Input, Message, RadioCards, Select, TextField, effect, el, live, memo, parts,
};
use crate::wizard::{Case, StepForm};

#[derive(Clone, Copy)]
struct Fields {
    degree: Input,
    scale: Input,
    average: Input,
    prior: Input,
    institution: Input,
    year: Input,
    manual: manual::Fields,
}

impl Fields {
    fn read(self) -> EducationAnswers {
        EducationAnswers {
            degree_id: text(self.degree),
            average_scale: self.scale.value.with(|scale| scale.parse().ok()),
            average: text(self.average),
            prior_master: self.prior.value.with(|word| prior(word)),
            prior_master_institution: text(self.institution),
            prior_master_year: self.year.value.with(|year| year.trim().parse().ok()),
            manual: self.manual.read(),
        }
    }

    fn fill(self, answers: &EducationAnswers) {
        show(self.degree, answers.degree_id.as_deref());
        self.scale.set(answers.average_scale.map(|scale| scale.to_string()).unwrap_or_default());
        show(self.average, answers.average.as_deref());
        self.prior.set(answers.prior_master.map(PriorMaster::word).unwrap_or_default());
        show(self.institution, answers.prior_master_institution.as_deref());
        self.year.set(answers.prior_master_year.map(|year| year.to_string()).unwrap_or_default());
        self.manual.fill(answers.manual.as_ref());
    }
}

fn prior(word: &str) -> Option<PriorMaster> {
    PriorMaster::ALL.into_iter().find(|one| one.word() == word)
}

/// A year is sent as a number, so a text that is not a number is refused here. The server checks the range.
fn year_form(typed: &str) -> Option<Message> {
    let fine = typed.trim().is_empty() || typed.trim().parse::<i32>().is_ok();
    (!fine).then_some(Message::Key(keys::masterExam::YEAR_BAD))
}

pub(super) fn form(answers: &EducationAnswers) -> StepForm {
    let form = Form::new();
    let fields = Fields {
        degree: form.optional("degreeId"),
        scale: form.optional("averageScale"),
        average: form.optional("average"),
        prior: form.optional("priorMaster"),
        institution: form.optional("priorMasterInstitution"),
        year: form.input("priorMasterYear", year_form),
        manual: manual::Fields::new(form),
    };
    fields.fill(answers);
    StepForm {
        question: keys::masterExam::EDUCATION_TITLE,
        lead: keys::masterExam::EDUCATION_LEAD,
        form,
        typed: typed(move || MasterExamPatch::Education(fields.read())),
        fill: Callback::new(move |body| {
            if let AnswersBody::MasterExam(MasterExamPatch::Education(answers)) = body {
                fields.fill(&answers);
            }
        }),
        words: Callback::new(|(body, case)| words(body, case)),
        advises: true,
        says: None,
        view: Box::new(move |case| view(fields, case)),
    }
}

fn words(body: AnswersBody, case: Case) -> Vec<Answer> {
    let AnswersBody::MasterExam(MasterExamPatch::Education(answers)) = body else { return Vec::new() };
    let said = answers.prior_master;
    let prior: Text = text_of(move || said.map(|prior| prior.label(i18n::lang())).unwrap_or_default().to_owned());
    let year = answers.prior_master_year.map(|year| year.to_string()).unwrap_or_default();
    let scale = answers.average_scale.map(|scale| scale.to_string()).unwrap_or_default();
    let id = answers.degree_id.unwrap_or_default();
    let degree = case.now.with_untracked(|application| {
        let row = application.education.degrees.iter().find(|row| row.id == id);
        row.map(|row| [&row.institution, ", ", &row.specialty].concat())
    });
    let by_hand = answers.manual.filter(|_| id == Degree::MANUAL).map(|manual| {
        let said = [manual.institution, manual.specialty_code, manual.specialty];
        said.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let degree = by_hand.or(degree);
    vec![
        Answer::new(keys::masterExam::DEGREE_RECORD, degree.unwrap_or(id)),
        Answer::new(keys::masterExam::AVERAGE, answers.average.unwrap_or_default()),
        Answer::new(keys::masterExam::AVERAGE_SCALE, scale),
        Answer::new(keys::masterExam::PRIOR_MASTER, prior),
        Answer::new(keys::masterExam::PRIOR_INSTITUTION, answers.prior_master_institution.unwrap_or_default()),
        Answer::new(keys::masterExam::PRIOR_YEAR, year),
    ]
}

fn by_hand(fields: Fields) -> bool {
    fields.degree.value.with(|id| id == Degree::MANUAL)
}

fn chosen(case: Case, degree: Input) -> Option<Degree> {
    let id = degree.value.get();
    case.now.with(|application| application.education.degrees.iter().find(|row| row.id == id).cloned())
}

fn view(fields: Fields, case: Case) -> AnyView {
    // Required only if the chosen record has none; the register's own value cannot be overwritten.
    let asks = memo(move || {
        by_hand(fields)
            || chosen(case, fields.degree)
                .is_some_and(|row| row.average.as_deref().unwrap_or_default().trim().is_empty())
    });
    take_from_register(fields, case);
    let options: Vec<_> = PriorMaster::ALL
        .into_iter()
        .map(|one| Choice::new(one.word(), text_of(move || one.label(i18n::lang()).to_owned())))
        .collect();
    let under = Callback::new(move |word: String| {
        matches!(prior(&word), Some(PriorMaster::StateFunded | PriorMaster::Paid))
            .then(|| untrack(|| late(preload_by_hand(), move || by_hand_group(ByHand::Earlier(fields, case)))))
    });
    let prior = view! {
        <RadioCards input=fields.prior legend=keys::masterExam::PRIOR_QUESTION options=options under=under/>
    };
    let asked = live(move || asks.get().then(|| average(fields)));
    let is_manual = memo(move || by_hand(fields));
    let manual = live(move || {
        is_manual.get().then(|| untrack(|| late(preload_by_hand(), move || by_hand_group(ByHand::Studies(fields)))))
    });
    let remove = Callback::new(move |()| {
        fields.degree.set("");
        fields.degree.error.set(None);
        fields.manual.fill(None);
    });
    parts((
        register::view(case, fields.degree, remove),
        (manual, (asked, el("div").class("section-s").add(prior.into_any()))),
    ))
}

// A separate group, because few people type their studies, and it has many fields.
#[leptos::wasm_split::wasm_split(by_hand, wasm_split_path = ::leptos::wasm_split, preload(preload_by_hand), fallible)]
fn by_hand_group(what: ByHand) -> Result<AnyView, GroupLost> {
    Ok(match what {
        ByHand::Studies(fields) => manual::view(fields.manual),
        ByHand::Earlier(fields, case) => earlier(fields, case),
    })
}

/// Values found in the list of institutions, or typed.
enum ByHand {
    /// Studies that no register has (MAG-8).
    Studies(Fields),
    /// Earlier master's studies (MAG-9, MAG-10).
    Earlier(Fields, Case),
}

/// The master's studies in the registers; if there are several, the one with the answered funding.
fn known_master(case: Case, said: Option<PriorMaster>) -> Option<Degree> {
    let paid = match said? {
        PriorMaster::StateFunded => Funding::State,
        PriorMaster::Paid => Funding::Paid,
        PriorMaster::None => return None,
    };
    case.now.with(|now| {
        let masters = || now.education.degrees.iter().filter(|row| row.level == Level::Master);
        masters().find(|row| row.funding == Some(paid)).or_else(|| masters().next()).cloned()
    })
}

/// Fills in institution and year of earlier master's studies from the register, if nothing is typed yet.
fn take_from_register(fields: Fields, case: Case) {
    effect(move |_| {
        let said = fields.prior.value.with(|word| prior(word));
        let Some(known) = known_master(case, said) else { return };
        if fields.institution.now().is_empty() && fields.year.now().is_empty() {
            fields.institution.set(known.institution);
            fields.year.set(known.finish_year.map(|year| year.to_string()).unwrap_or_default());
        }
    });
}

fn average(fields: Fields) -> El {
    let scales: Vec<_> =
        Average::SCALES.into_iter().map(|scale| Choice::new(scale.to_string(), scale.to_string())).collect();
    let how = Control { mode: Some("decimal"), autocomplete: Some("off"), class: "w-short", ..Control::default() };
    let scale = view! {
        <Select input=fields.scale label=keys::masterExam::AVERAGE_SCALE optional=true options=scales/>
    };
    let value = view! {
        <TextField
            input=fields.average
            label=keys::masterExam::AVERAGE_VALUE
            hint=keys::masterExam::AVERAGE_VALUE_HINT
            optional=true
            how
        />
    };
    el("fieldset")
        .class("section-s step-average")
        .add(el("legend").class("label").add(keys::masterExam::AVERAGE))
        .add(el("p").class("hint").add(keys::masterExam::AVERAGE_HINT))
        .add(scale.into_any())
        .add(value.into_any())
}

fn earlier(fields: Fields, case: Case) -> AnyView {
    let year = Control { mode: Some("numeric"), autocomplete: Some("off"), class: "w-short", ..Control::default() };
    let institution = manual::listed_institution(fields.institution, keys::masterExam::PRIOR_INSTITUTION);
    let source = live(move || {
        let said = fields.prior.value.with(|word| prior(word));
        let known =
            known_master(case, said).filter(|row| fields.institution.value.with(|typed| *typed == row.institution))?;
        let words =
            text_of(move || t_with(keys::masterExam::PRIOR_KNOWN, &[("name", known.source.label(i18n::lang()))]));
        Some(el("p").class("small muted after").add(words))
    });
    let year = view! {
        <TextField input=fields.year label=keys::masterExam::PRIOR_YEAR hint=keys::masterExam::PRIOR_YEAR_HINT how=year/>
    };
    parts((institution, (source, year.into_any())))
}
