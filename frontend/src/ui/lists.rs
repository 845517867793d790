//! Task list, timeline and check-answers list (guide §4.12, §4.16, §4.18).

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;

use super::blocks::Badge;
use super::icon::{Icon, Star, icon, star};
use crate::i18n::{Text, keys, t, tr};

/// One row of a task list.
#[derive(Clone)]
pub struct TaskRow {
    /// Sign.
    pub star: Star,
    /// Name of the section.
    pub name: Text,
    /// One line of what was answered, or what opens it.
    pub summary: Text,
    /// Colour role of the state.
    pub tone: Tone,
    /// The state in words.
    pub state: Text,
    /// Where it leads; `None` = locked, plain text.
    pub href: Option<String>,
}

/// Sections of an application with their states. The whole row is the target, with one link in it.
#[component]
pub fn TaskList(
    /// Rows; tracked.
    #[prop(into)]
    rows: Signal<Vec<TaskRow>>,
) -> impl IntoView {
    let list = move || {
        rows.get()
            .into_iter()
            .map(|row| {
                let leads = row.href.is_some();
                let name = match row.href {
                    Some(href) => view! { <a href=href>{row.name}</a> }.into_any(),
                    None => view! { <span class="muted">{row.name}</span> }.into_any(),
                };
                view! {
                    <li class="task">
                        {star(row.star)}
                        <div>
                            <p class="name">{name}</p>
                            <p class="small muted">{row.summary}</p>
                        </div>
                        <div class="end">
                            <Badge tone=row.tone label=row.state/>
                            {leads.then(|| icon(Icon::Forward))}
                        </div>
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ol class="rows">{list}</ol> }.into_any()
}

/// Where an event of a timeline stands.
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
    /// Where it stands.
    pub phase: EventPhase,
    /// The event.
    pub event: Text,
    /// Time, actor, sum: lines under it.
    pub details: Vec<Text>,
}

/// What happened, where the person is, what is expected.
#[component]
pub fn Timeline(
    /// Events, oldest first.
    #[prop(into)]
    rows: Signal<Vec<TimelineRow>>,
) -> impl IntoView {
    let list = move || {
        rows.get()
            .into_iter()
            .map(|row| {
                let (class, sign) = match row.phase {
                    EventPhase::Done => ("done", Star::Done),
                    EventPhase::Now => ("now", Star::Now),
                    EventPhase::Later => ("later", Star::Later),
                };
                let now = row.phase == EventPhase::Now;
                view! {
                    <li class=class aria-current=now.then_some("step")>
                        {star(sign)}
                        <div>
                            <p class="event">{row.event}</p>
                            {now.then(|| view! { <p class="muted">{tr(keys::state::HERE)}</p> })}
                            {row.details.into_iter().map(|line| view! { <p class="muted">{line}</p> }).collect_view()}
                        </div>
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ol class="timeline">{list}</ol> }.into_any()
}

/// One answer to be checked.
#[derive(Clone)]
pub struct Answer {
    /// The question.
    pub name: Text,
    /// The answer; empty is written "Göstərilməyib".
    pub value: Text,
    /// Where it is changed; `None` = not here.
    pub change: Option<String>,
    /// Said instead of "Dəyiş" where it cannot be changed here: "Kabinetdə dəyiş".
    pub note: Option<Text>,
}

impl Answer {
    /// An answer that cannot be changed here.
    pub fn new(name: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self { name: name.into(), value: value.into(), change: None, note: None }
    }
    /// With the address where it is changed.
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
    /// With words in the place of "Dəyiş".
    pub fn note(mut self, note: impl Into<Text>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A section of answers. Its heading stands above it, in the page.
#[component]
pub fn Answers(
    /// Answers; tracked.
    #[prop(into)]
    rows: Signal<Vec<Answer>>,
) -> impl IntoView {
    let list = move || {
        rows.get()
            .into_iter()
            .map(|row| {
                let Answer { name, value, change, note } = row;
                let shown = move || {
                    let value = value.get();
                    if value.is_empty() { t(keys::common::NOT_GIVEN) } else { value }
                };
                let change = change.map(|href| {
                    view! {
                        <a href=href>
                            {tr(keys::common::CHANGE)} <span class="vh">" – " {name}</span>
                        </a>
                    }
                });
                view! {
                    <div>
                        <dt>{name}</dt>
                        <dd>{shown}</dd>
                        <dd>{change} {note.map(|note| view! { <span class="small muted">{note}</span> })}</dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! { <dl class="answers">{list}</dl> }.into_any()
}
