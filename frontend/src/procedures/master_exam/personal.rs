//! Section "Şəxsi məlumatlar" ("Personal data"): data of the register, and names before a change (MAG-5, MAG-6).

use leptos::prelude::*;
use qabul_contract::applications::{AnswersBody, Application, StepView};
use qabul_domain::procedures::master_exam::{MasterExamPatch, PersonalAnswers};

use super::{show, text, typed};
use crate::i18n::{Key, Text, keys, t_with, text_of};
use crate::procedures;
use crate::ui::fields::Control;
use crate::ui::{Answer, Answers, Choice, Form, Input, RadioCards, TextField, el, parts};
use crate::wizard::{Case, StepForm};

#[derive(Clone, Copy)]
struct Fields {
    changed: Input,
    surname: Input,
    name: Input,
    patronymic: Input,
}

impl Fields {
    fn read(self) -> PersonalAnswers {
        PersonalAnswers {
            names_changed: self.changed.value.with(|value| match value.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            }),
            previous_surname: text(self.surname),
            previous_name: text(self.name),
            previous_patronymic: text(self.patronymic),
        }
    }

    fn fill(self, answers: &PersonalAnswers) {
        self.changed.set(answers.names_changed.map(|changed| changed.to_string()).unwrap_or_default());
        show(self.surname, answers.previous_surname.as_deref());
        show(self.name, answers.previous_name.as_deref());
        show(self.patronymic, answers.previous_patronymic.as_deref());
    }
}

pub(super) fn form(answers: &PersonalAnswers) -> StepForm {
    let form = Form::new();
    let fields = Fields {
        changed: form.optional("namesChanged"),
        surname: form.optional("previousSurname"),
        name: form.optional("previousName"),
        patronymic: form.optional("previousPatronymic"),
    };
    fields.fill(answers);
    StepForm {
        question: keys::masterExam::PERSONAL_TITLE,
        lead: keys::masterExam::PERSONAL_LEAD,
        form,
        typed: typed(move || MasterExamPatch::Personal(fields.read())),
        fill: Callback::new(move |body| {
            if let AnswersBody::MasterExam(MasterExamPatch::Personal(answers)) = body {
                fields.fill(&answers);
            }
        }),
        words: Callback::new(|(body, _)| words(body)),
        advises: true,
        says: None,
        view: Box::new(move |case| view(fields, case)),
    }
}

fn words(body: AnswersBody) -> Vec<Answer> {
    let AnswersBody::MasterExam(MasterExamPatch::Personal(answers)) = body else { return Vec::new() };
    let changed = answers.names_changed.map(|changed| if changed { keys::common::YES } else { keys::common::NO });
    vec![
        Answer::new(keys::masterExam::NAMES_CHANGED_SHORT, changed.map_or_else(|| String::new().into(), Text::from)),
        Answer::new(keys::masterExam::PREVIOUS_SURNAME, answers.previous_surname.unwrap_or_default()),
        Answer::new(keys::masterExam::PREVIOUS_NAME, answers.previous_name.unwrap_or_default()),
        Answer::new(keys::masterExam::PREVIOUS_PATRONYMIC, answers.previous_patronymic.unwrap_or_default()),
    ]
}

/// Data of the register and the account, read-only.
fn known(application: &Application) -> Vec<Answer> {
    let person = &application.personal;
    let row = |name: Key, value: &str| Answer::new(name, value.to_owned());
    let own = |name: Key, value: &str| row(name, value).note(keys::masterExam::OWN_DATA);
    vec![
        row(keys::masterExam::FULL_NAME, &person.full_name),
        row(keys::masterExam::FIN, person.masked_fin.as_deref().unwrap_or_default()),
        row(keys::masterExam::BIRTH_DATE, &person.birth_date),
        row(keys::masterExam::DOCUMENT, &person.document),
        row(keys::masterExam::CITIZENSHIP, &person.citizenship),
        row(keys::masterExam::REGISTERED_PLACE, &person.registered_place),
        row(keys::masterExam::ACTUAL_PLACE, &person.actual_place),
        own(keys::field::PHONE, &person.phone),
        own(keys::field::EMAIL, &person.email),
    ]
}

/// The line "Mənbə: Əhali reyestri" ("Source: population register"), with the name from the server.
fn source(application: &Application) -> Option<String> {
    let word = |step: &&StepView| procedures::word(&step.id) == "personal";
    let rows = application.steps.iter().find(word).map(|step| &step.rows);
    rows.into_iter().flatten().find_map(|row| row.source.clone())
}

fn view(fields: Fields, case: Case) -> AnyView {
    let rows = Signal::derive(move || case.now.with(known));
    let options = vec![
        Choice::new("false", keys::masterExam::NAMES_SAME),
        Choice::new("true", keys::masterExam::NAMES_OTHER).hint(keys::masterExam::NAMES_OTHER_HINT),
    ];
    let from = text_of(move || {
        let source = case.now.with(source);
        source
            .map(|name| [t_with(keys::common::SOURCE, &[("name", &name)]).as_str(), ". "].concat())
            .unwrap_or_default()
    });
    let under = Callback::new(move |value: String| (value == "true").then(|| previous(fields)));
    let note = el("p")
        .class("small muted")
        .add(from)
        .add(keys::masterExam::EDIT_IN_CABINET)
        .add(" ")
        .add(el("a").set("href", "/profile").add(keys::masterExam::TO_CABINET));
    let known = el("div").class("step-known").add(view! { <Answers rows/> }.into_any()).add(note);
    let changed = view! {
        <RadioCards input=fields.changed legend=keys::masterExam::NAMES_CHANGED options=options under=under/>
    };
    parts((known, changed.into_any()))
}

fn previous(fields: Fields) -> AnyView {
    let how = Control { autocomplete: Some("off"), capitals: Some("words"), ..Control::default() };
    let field = |input: Input, label: Key| view! { <TextField input label how/> }.into_any();
    let patronymic = view! {
        <TextField
            input=fields.patronymic
            label=keys::masterExam::PREVIOUS_PATRONYMIC
            hint=keys::masterExam::PATRONYMIC_HINT
            how
        />
    };
    let asked = parts(vec![
        field(fields.surname, keys::masterExam::PREVIOUS_SURNAME),
        field(fields.name, keys::masterExam::PREVIOUS_NAME),
        patronymic.into_any(),
    ]);
    // One of the three is needed, so none of them is called optional.
    el("div")
        .set("role", "group")
        .set("aria-labelledby", "previous-any")
        .add(el("p").class("hint").set("id", "previous-any").add(keys::masterExam::PREVIOUS_ANY))
        .add(asked)
        .into_any()
}
