//! `/placement/verify`: anybody can check a published placement on their own device, without an account.

mod choose;
mod dropped;
mod files;
mod published;
mod verdict;
mod words;
mod worker;

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use serde_json::Value;
use web_sys::Blob;

use crate::dom;
use crate::i18n::{keys, text_of};
use crate::ui::load::skeleton;
use crate::ui::{Banner, Button, El, Kind, PageHead, effect, el, live, memo, parts};
use files::{Chosen, Known};
use words::Words;
use worker::Told;

/// State of a check.
#[derive(Clone, PartialEq)]
enum Stage {
    Choosing,
    /// The step's word.
    Running(String),
    /// The answer.
    Done(Value),
    /// The worker ended unexpectedly.
    Broken,
    /// The files of a published placement could not be downloaded.
    Lost,
}

/// A check, from choosing files to the verdict.
#[derive(Clone, Copy)]
struct Desk {
    words: Words,
    chosen: Chosen,
    stage: RwSignal<Stage>,
    percent: RwSignal<u64>,
    /// Text announced to users of screen readers.
    said: RwSignal<String>,
    stopped: RwSignal<bool>,
    /// Number of the current check, so that a stopped download does not start one.
    number: StoredValue<u32>,
}

impl Desk {
    /// Shows that a check has begun; returns its number.
    fn begin(self, step: &str) -> u32 {
        let number = self.number.with_value(|number| number.wrapping_add(1));
        self.number.set_value(number);
        self.stopped.set(false);
        self.percent.set(0);
        self.stage.set(Stage::Running(step.to_owned()));
        dom::focus_soon("checking");
        number
    }

    /// Whether the page shows this check.
    fn current(self, number: u32) -> bool {
        self.number.try_with_value(|present| *present == number) == Some(true)
    }

    /// Passes the files to the worker.
    fn check(self, number: u32, files: Vec<(Known, Blob)>) {
        if !self.current(number) {
            return;
        }
        let heard = move |told| {
            if self.current(number) {
                self.hear(told);
            }
        };
        if worker::check(&files, heard).is_err() {
            self.end(Stage::Broken);
        }
    }

    fn hear(self, told: Told) {
        match told {
            Told::Progress(step, percent) => {
                self.percent.set(percent);
                let step = Stage::Running(step);
                if self.stage.with_untracked(|stage| *stage != step) {
                    self.stage.set(step);
                }
            }
            Told::Answer(answer) => self.end(Stage::Done(answer)),
            Told::Broken => self.end(Stage::Broken),
        }
    }

    fn end(self, stage: Stage) {
        self.stage.set(stage);
        dom::focus_soon("verdict");
    }

    fn stop(self) {
        self.number.update_value(|number| *number = number.wrapping_add(1));
        // This is the only way to stop it; a new worker waits for the next check.
        worker::end();
        let _ = worker::warm();
        self.stopped.set(true);
        self.stage.set(Stage::Choosing);
        dom::focus_soon("stopped");
    }
}

/// The page.
#[component]
pub fn Verification() -> impl IntoView {
    let desk = Desk {
        words: Words::new(),
        chosen: Chosen::new(),
        stage: RwSignal::new(Stage::Choosing),
        percent: RwSignal::new(0),
        said: RwSignal::new(String::new()),
        stopped: RwSignal::new(false),
        number: StoredValue::new(0),
    };
    let published = published::Published::new();
    announce(desk);
    // Without workers the check itself shows the error.
    let _ = worker::warm();
    on_cleanup(worker::end);
    let words = desk.words;
    let ready = memo(move || words.ready());
    // The step is updated inside; rebuilding the page at each step would lose the focus.
    let part = memo(move || {
        desk.stage.with(|stage| match stage {
            Stage::Choosing => 0,
            Stage::Running(_) => 1,
            _ => 2,
        })
    });
    let body = live(move || {
        if !ready.get() {
            return if words.lost.get() { lost_words(words) } else { skeleton().into_any() };
        }
        let head = view! { <PageHead title=words.say("page.title") lead=words.say("page.lead")/> }.into_any();
        let banner = view! {
            <Banner tone=Tone::Neutral strong=words.say("page.private") text=words.say("page.private_text")/>
        };
        let part = live(move || match part.get() {
            0 => parts((stopped(desk), (published.view(desk), choose::view(desk)))),
            1 => running(desk).into_any(),
            _ => live(move || desk.stage.with(|stage| verdict::view(desk, stage))).into_any(),
        });
        parts((head, (banner.into_any(), part)))
    });
    let said = el("p").class("vh").set("role", "status").add(text_of(move || desk.said.get()));
    parts((el("div").class("stack verification").add(body), said))
}

/// Announces the progress at every quarter, and the step when it changes.
fn announce(desk: Desk) {
    let quarter = memo(move || desk.percent.get() / 25 * 25);
    effect(move |_| {
        let quarter = quarter.get().to_string();
        let step = desk.stage.with(|stage| match stage {
            Stage::Running(step) => Some(step.clone()),
            _ => None,
        });
        desk.said.set(step.map(|step| progress(desk, &quarter, &step)).unwrap_or_default());
    });
}

fn progress(desk: Desk, percent: &str, step: &str) -> String {
    let step = desk.words.get(&["step.", step].concat());
    desk.words.with("page.progress", &[("percent", percent), ("step", &step)])
}

fn stopped(desk: Desk) -> Option<El> {
    desk.stopped.get_untracked().then(|| {
        let text = el("p").class("banner-body").add(desk.words.say("page.stopped"));
        el("div").class("banner tone-neutral").set("id", "stopped").set("tabindex", "-1").add(text)
    })
}

fn running(desk: Desk) -> El {
    let step = text_of(move || match desk.stage.get() {
        Stage::Running(step) => progress(desk, &desk.percent.get().to_string(), &step),
        _ => String::new(),
    });
    let bar = el("progress")
        .set("max", "100")
        .set("aria-labelledby", "checking")
        .live("value", move || Some(desk.percent.get().to_string()));
    let stop = view! {
        <Button kind=Kind::Secondary label=desk.words.say("page.stop") on_press=Callback::new(move |()| desk.stop())/>
    };
    el("section")
        .class("card card-pad stack")
        .add(el("h2").set("id", "checking").set("tabindex", "-1").add(desk.words.say("page.checking")))
        .add(bar)
        .add(el("p").set("aria-hidden", "true").add(step))
        .add(el("div").class("actions").add(stop.into_any()))
}

/// Without its texts the page cannot be shown; the error uses a text of the portal.
fn lost_words(words: Words) -> AnyView {
    view! {
        <PageHead title=keys::error::CHUNK_TITLE lead=keys::error::OFFLINE/>
        <Button label=keys::common::RETRY on_press=Callback::new(move |()| words.fetch())/>
    }
    .into_any()
}
