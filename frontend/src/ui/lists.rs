//! Task list, timeline and check list (guide §4.12, §4.16, §4.18).

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;

use super::blocks::badge;
use super::el::{El, el, live};
use super::icon::{Icon, Star, sign, star_sign};
use crate::i18n::{Key, Text, keys, t, text_of};

/// One row of a task list.
#[derive(Clone)]
pub struct TaskRow {
    /// Sign.
    pub star: Star,
    /// Name of the section.
    pub name: Text,
    /// One line with a summary of the answers, or with what opens it.
    pub summary: Text,
    /// Colour role of the state.
    pub tone: Tone,
    /// The state in words.
    pub state: Text,
    /// Its target; `None` = locked, plain text.
    pub href: Option<String>,
}

/// Sections of an application with their states. The whole row is clickable and contains one link.
#[component]
pub fn TaskList(
    /// Rows; tracked.
    #[prop(into)]
    rows: Signal<Vec<TaskRow>>,
) -> impl IntoView {
    let list = live(move || rows.get().into_iter().map(task).collect::<Vec<_>>());
    el("ol").class("rows").add(list).into_any()
}

fn task(row: TaskRow) -> El {
    let leads = row.href.is_some();
    let name = match row.href {
        Some(href) => el("a").set("href", &href).add(row.name),
        None => el("span").class("muted").add(row.name),
    };
    let words = el("div").add(el("p").class("name").add(name)).add(el("p").class("small muted").add(row.summary));
    let end = el("div").class("end").add(badge(row.tone, row.state, false)).add(leads.then(|| sign(Icon::Forward)));
    el("li").class("task").add(star_sign(row.star)).add(words).add(end)
}

/// State of an event of a timeline.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum EventPhase {
    /// Happened.
    Done,
    /// Here the person is.
    Now,
    /// Expected.
    Later,
}

/// One event of a timeline.
#[derive(Clone)]
pub struct TimelineRow {
    /// State.
    pub phase: EventPhase,
    /// The event.
    pub event: Text,
    /// Lines below it: time, actor, amount.
    pub details: Vec<Text>,
}

/// Past events, the current state, expected events.
#[component]
pub fn Timeline(
    /// Events, oldest first.
    #[prop(into)]
    rows: Signal<Vec<TimelineRow>>,
) -> impl IntoView {
    let list = live(move || rows.get().into_iter().map(event).collect::<Vec<_>>());
    el("ol").class("timeline").add(list).into_any()
}

fn event(row: TimelineRow) -> El {
    let (class, sign) = match row.phase {
        EventPhase::Done => ("done", Star::Done),
        EventPhase::Now => ("now", Star::Now),
        EventPhase::Later => ("later", Star::Later),
    };
    let now = row.phase == EventPhase::Now;
    let details: Vec<El> = row.details.into_iter().map(|line| el("p").class("muted").add(line)).collect();
    let words = el("div")
        .add(el("p").class("event").add(row.event))
        .add(now.then(|| el("p").class("muted").add(keys::state::HERE)))
        .add(details);
    el("li").class(class).set_some("aria-current", now.then_some("step")).add(star_sign(sign)).add(words)
}

/// One answer to check.
#[derive(Clone)]
pub struct Answer {
    /// The question.
    pub name: Text,
    /// The answer; an empty one is shown as "Göstərilməyib" ("Not given").
    pub value: Text,
    /// Address where it is changed or seen, and the word of its link; `None` = it cannot be changed here.
    pub change: Option<(String, Key)>,
    /// Shown instead of "Dəyiş" ("Change") if it cannot be changed here: "Kabinetdə dəyiş" ("Change in the account").
    pub note: Option<Text>,
}

impl Answer {
    /// An answer that cannot be changed here.
    pub fn new(name: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self { name: name.into(), value: value.into(), change: None, note: None }
    }
    /// Adds the address where it is changed.
    pub fn change(self, href: impl Into<String>) -> Self {
        self.leads(href, keys::common::CHANGE)
    }
    /// Adds an address with another word than "Dəyiş" ("Change").
    pub fn leads(mut self, href: impl Into<String>, word: Key) -> Self {
        self.change = Some((href.into(), word));
        self
    }
    /// Replaces the text "Dəyiş" ("Change").
    pub fn note(mut self, note: impl Into<Text>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A section of answers. Its heading is above it, in the page.
#[component]
pub fn Answers(
    /// Answers; tracked.
    #[prop(into)]
    rows: Signal<Vec<Answer>>,
) -> impl IntoView {
    let list = live(move || rows.get().into_iter().map(answer).collect::<Vec<_>>());
    el("dl").class("answers").add(list).into_any()
}

fn answer(row: Answer) -> El {
    let Answer { name, value, change, note } = row;
    let shown = text_of(move || {
        let value = value.get();
        if value.is_empty() { t(keys::common::NOT_GIVEN) } else { value }
    });
    let change = change.map(|(href, word)| {
        let of = el("span").class("vh").add(" – ").add(name);
        el("a").set("href", &href).add(word).add(" ").add(of)
    });
    let note = note.map(|note| el("span").class("small muted").add(note));
    el("div").add(el("dt").add(name)).add(el("dd").add(shown)).add(el("dd").add(change).add(note))
}
