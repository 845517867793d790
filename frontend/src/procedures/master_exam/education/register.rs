//! The answer of the education registers: records to choose from, no record, or no answer.

use leptos::prelude::*;
use qabul_contract::applications::EducationView;
use qabul_contract::campaigns::Tone;
use qabul_contract::paths;
use qabul_domain::average::on_scale;
use qabul_domain::facts::Degree;
use qabul_domain::language::Lang;

use crate::api::Call;
use crate::format;
use crate::i18n::{self, Key, keys, t, t_with, text_of};
use crate::ui::blocks::failure_banner;
use crate::ui::{Banner, Button, Choice, El, Form, Icon, Input, Kind, RadioCards, el, live, memo, parts};
use crate::wizard::Case;

/// The register's answer, as shown to the person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answered {
    Rows,
    NotFound,
    Silent,
    NotAsked,
}

fn answered(education: &EducationView) -> Answered {
    match education.status.as_str() {
        "known" if !education.degrees.is_empty() => Answered::Rows,
        "known" | "notFound" => Answered::NotFound,
        "unavailable" => Answered::Silent,
        _ => Answered::NotAsked,
    }
}

/// `remove` removes the choice, together with the text typed for it.
pub(super) fn view(case: Case, degree: Input, remove: Callback<()>) -> AnyView {
    let state = memo(move || case.now.with(|application| answered(&application.education)));
    let rows = memo(move || case.now.with(|application| application.education.degrees.clone()));
    // The chosen record's id may be missing in a new answer; the server reports that, and the choice is not removed
    // silently.
    let options = Signal::derive(move || {
        let own = Choice::new(Degree::MANUAL, keys::masterExam::MANUAL_CHOICE);
        let own = own.hint(keys::masterExam::MANUAL_CHOICE_HINT);
        rows.with(|rows| rows.iter().map(option).chain([own]).collect::<Vec<_>>())
    });
    let body = live(move || match state.get() {
        Answered::Rows => {
            let cards = view! {
                <RadioCards
                    input=degree
                    legend=keys::masterExam::DEGREE
                    hint=keys::masterExam::DEGREE_HINT
                    options=options
                />
            };
            let taken_back = live(move || {
                let chosen = degree.value.with(|id| !id.is_empty());
                chosen.then(|| {
                    let label = keys::masterExam::REMOVE;
                    view! { <Button kind=Kind::Quiet label before=Icon::Close on_press=remove/> }.into_any()
                })
            });
            el("div").class("step-degrees").add(cards.into_any()).add(el("div").class("after").add(taken_back))
        }
        Answered::NotFound => notice(Tone::Waiting, keys::masterExam::NOT_FOUND, keys::masterExam::NOT_FOUND_TEXT),
        Answered::Silent => notice(Tone::Waiting, keys::masterExam::SILENT, keys::masterExam::SILENT_TEXT),
        Answered::NotAsked => notice(Tone::Progress, keys::masterExam::NOT_ASKED, keys::masterExam::NOT_ASKED_TEXT),
    });
    let asked = live(move || {
        case.now.with(|application| application.education.asked_at).map(|at| {
            let at = at.into();
            let words = text_of(move || t_with(keys::masterExam::ASKED_AT, &[("time", &format::date_hour(at))]));
            el("p").class("small muted").add(words)
        })
    });
    // If there are no records, one button begins and ends the entry by hand.
    let by_hand = live(move || {
        (state.get() != Answered::Rows).then(|| {
            let typing = degree.value.with(|id| id == Degree::MANUAL);
            let label = if typing { keys::masterExam::MANUAL_LEAVE } else { keys::masterExam::MANUAL_ENTER };
            let press = Callback::new(move |()| {
                degree.value.set(if typing { String::new() } else { Degree::MANUAL.to_owned() });
                degree.error.set(None);
            });
            el("div").class("after").add(view! { <Button kind=Kind::Secondary label on_press=press/> }.into_any())
        })
    });
    let ask = el("div").class("spread after").add(el("div").add(asked)).add(asking(case));
    parts((body, (ask, by_hand)))
}

fn notice(tone: Tone, strong: Key, text: Key) -> El {
    // It has the field's id, so that the link of the error summary leads here if there are no records.
    let banner = view! { <Banner tone strong=strong text=text/> };
    el("div").set("id", "degreeId").set("tabindex", "-1").add(banner.into_any())
}

fn asking(case: Case) -> AnyView {
    let form = Form::new();
    // If the register does not answer, the earlier answer stays, and a message says that there was no new one.
    let silent = RwSignal::new(false);
    let ask = Callback::new(move |()| {
        let path = paths::of_application(case.id, "education");
        let before = case.now.with_untracked(|application| application.education.asked_at);
        silent.set(false);
        form.send(async move { Call::new("POST", &path).send::<EducationView>().await }, move |reply| {
            silent.set(reply.value.status == "known" && reply.value.asked_at == before);
            case.reload();
        });
    });
    let button = view! {
        <Button
            kind=Kind::Secondary
            label=keys::masterExam::ASK_AGAIN
            busy=form.busy
            busy_label=keys::masterExam::ASKING
            on_press=ask
        />
    };
    let unheard = live(move || {
        silent.get().then(|| {
            view! {
                <Banner
                    tone=Tone::Waiting
                    role="status"
                    strong=keys::masterExam::SILENT
                    text=keys::masterExam::SILENT_TEXT
                />
            }
            .into_any()
        })
    });
    parts((button.into_any(), (unheard, live(move || form.trouble.get().map(failure_banner)))))
}

/// A record: institution, then the details that identify the study, line by line.
fn option(degree: &Degree) -> Choice {
    let name = match &degree.institution_code {
        Some(code) => [code, " – ", &degree.institution].concat(),
        None => degree.institution.clone(),
    };
    let row = degree.clone();
    Choice::new(degree.id.clone(), name).hint(text_of(move || lines(&row, i18n::lang())))
}

fn labelled(name: Key, value: &str) -> Option<String> {
    (!value.trim().is_empty()).then(|| [t(name).as_str(), ": ", value.trim()].concat())
}

fn lines(degree: &Degree, lang: Lang) -> String {
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let years = [year(degree.admission_year), year(degree.finish_year)];
    let years = years.iter().filter(|year| !year.is_empty()).map(String::as_str).collect::<Vec<_>>().join("–");
    let head = [degree.level.label(lang), degree.status.label(lang), &years];
    let average = on_scale(degree.average.as_deref().unwrap_or_default(), degree.average_scale, lang);
    let average = if average.is_empty() { t(keys::common::NOT_GIVEN) } else { average };
    let specialty = [degree.shown_specialty_code(), " ", &degree.specialty].concat();
    [
        Some(head.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")),
        labelled(keys::masterExam::SPECIALTY, &specialty),
        labelled(keys::masterExam::HOLDER, degree.holder_surname.as_deref().unwrap_or_default()),
        labelled(keys::masterExam::DIPLOMA, degree.diploma.as_deref().unwrap_or_default()),
        labelled(keys::masterExam::FUNDING, degree.funding.map(|funding| funding.label(lang)).unwrap_or_default()),
        labelled(keys::masterExam::AVERAGE, &average),
        degree
            .recognised
            .filter(|_| !degree.in_azerbaijan)
            .map(|full| t(if full { keys::masterExam::RECOGNISED } else { keys::masterExam::NOT_RECOGNISED })),
        Some(t_with(keys::common::SOURCE, &[("name", degree.source.label(lang))])),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join("\n")
}
