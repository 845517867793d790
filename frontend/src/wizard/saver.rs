//! Saves a step automatically: two seconds after the last key, at once after a choice or on leaving a field, and when
//! the page is left. One request at a time per tab; `If-Match` prevents overwriting another tab's answers.

use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::*;
use qabul_contract::applications::{AnswersBody, Application, StepSaved, StepView};
use qabul_contract::paths;
use qabul_domain::calendar::Micros;
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::keeper;
use super::{Case, StepForm};
use crate::api::{self, Failure};
use crate::ui::Form;
use crate::ui::effect;
use crate::{clock, procedures, session};

/// Time after the last key before it is saved.
const QUIET: Duration = Duration::from_secs(2);
/// First wait in seconds before a failed save is repeated; doubles up to a minute.
const RETRY_SECONDS: u64 = 5;

/// State shown in the line below the form.
#[derive(Clone, PartialEq)]
pub(super) enum Phase {
    /// Nothing to say.
    Quiet,
    /// Being saved.
    Saving,
    /// Saved at this instant.
    Saved(Micros),
    /// Not sent yet; it will be repeated.
    Waiting,
    /// The server refuses it permanently, for example after the window has closed.
    Refused(Failure),
}

/// Another version of the same step.
#[derive(Clone, PartialEq)]
pub(super) struct Conflict {
    /// The version on the server.
    pub theirs: AnswersBody,
    revision: i64,
}

struct State {
    /// The version on the server, as far as this tab knows it.
    saved: AnswersBody,
    revision: i64,
    /// As typed; readable while the page is being left.
    latest: AnswersBody,
    /// The request under way.
    under_way: Option<Promise>,
    /// Number of key presses; a timer that finds another number is outdated.
    keys: u32,
    /// Number of consecutive failed attempts.
    tries: u32,
}

/// Saves one step.
#[derive(Clone, Copy)]
pub(super) struct Saver {
    case: Case,
    step: StoredValue<String>,
    typed: Signal<AnswersBody>,
    fill: Callback<AnswersBody>,
    form: Form,
    advises: bool,
    state: StoredValue<State, LocalStorage>,
    /// The step in the server's last answer.
    pub view: RwSignal<StepView>,
    pub phase: RwSignal<Phase>,
    pub conflict: RwSignal<Option<Conflict>>,
    /// Whether unsaved answers of an earlier visit were restored.
    pub restored: RwSignal<bool>,
}

impl Saver {
    pub(super) fn new(case: Case, form: &StepForm, view: StepView, saved: AnswersBody) -> Self {
        let state = State { latest: saved.clone(), revision: view.revision, saved, under_way: None, keys: 0, tries: 0 };
        let saver = Self {
            case,
            step: StoredValue::new(view.id.clone()),
            typed: form.typed,
            fill: form.fill,
            form: form.form,
            advises: form.advises,
            state: StoredValue::new_local(state),
            view: RwSignal::new(view),
            phase: RwSignal::new(Phase::Quiet),
            conflict: RwSignal::new(None),
            restored: RwSignal::new(false),
        };
        saver.restore();
        saver.follow();
        saver
    }

    /// The application.
    pub(super) fn case(self) -> Case {
        self.case
    }

    fn id(self) -> Uuid {
        self.case.id
    }

    fn step(self) -> String {
        self.step.try_get_value().unwrap_or_default()
    }

    /// Restores unsaved answers of an earlier visit in this tab.
    fn restore(self) {
        let Some((revision, fields)) = keeper::kept(self.id(), &self.step()) else { return };
        self.form.put_back(&fields);
        let body = self.typed.get_untracked();
        let (saved, now) = self.state.with_value(|state| (state.saved.clone(), state.revision));
        if body == saved {
            keeper::let_go(self.id(), &self.step());
            return;
        }
        if revision == now {
            self.restored.set(true);
        } else {
            self.conflict.set(Some(Conflict { theirs: saved, revision: now }));
        }
    }

    fn follow(self) {
        effect(move |first| {
            let body = self.typed.get();
            untrack(|| self.typed_now(body, first));
        });
        // Online or signed in again: waiting answers are sent.
        if let Some(state) = session::state() {
            effect(move |_| {
                if state.online.get() && state.me.with(Option::is_some) && self.phase.get_untracked() == Phase::Waiting
                {
                    self.soon();
                }
            });
        }
        let hidden = window_event_listener_untyped("pagehide", move |_| self.leave());
        on_cleanup(move || {
            hidden.remove();
            self.leave();
        });
    }

    fn typed_now(self, body: AnswersBody, first: bool) {
        let (dirty, revision, keys) = self
            .state
            .try_update_value(|state| {
                state.latest = body.clone();
                state.keys = state.keys.wrapping_add(1);
                (state.saved != body, state.revision, state.keys)
            })
            .unwrap_or((false, 0, 0));
        if !dirty {
            keeper::let_go(self.id(), &self.step());
            return;
        }
        keeper::keep(self.id(), &self.step(), revision, &self.form.typed());
        if !first && matches!(self.phase.get_untracked(), Phase::Saved(_) | Phase::Refused(_)) {
            self.phase.set(Phase::Quiet);
        }
        set_timeout(
            move || {
                if self.state.try_with_value(|state| state.keys == keys).unwrap_or(false) {
                    self.soon();
                }
            },
            QUIET,
        );
    }

    /// Saves in the background, after the fields have processed the current event.
    pub(super) fn soon(self) {
        set_timeout(
            move || {
                leptos::task::spawn_local(async move {
                    self.flush().await;
                });
            },
            Duration::ZERO,
        );
    }

    /// Saves the typed values and waits for the result. Returns whether the server has them.
    pub(super) async fn flush(self) -> bool {
        while let Some(promise) = self.state.try_with_value(|state| state.under_way.clone()).flatten() {
            let _ = JsFuture::from(promise).await;
        }
        let Some(body) = self.typed.try_get_untracked() else { return false };
        if self.conflict.try_get_untracked().is_none_or(|conflict| conflict.is_some()) {
            return false;
        }
        let saved = |state: &State| state.saved == body;
        if self.state.try_with_value(saved).unwrap_or(false) {
            return true;
        }
        let sent = body.clone();
        let promise = future_to_promise(async move {
            self.send(sent).await;
            self.state.try_update_value(|state| state.under_way = None);
            Ok(JsValue::UNDEFINED)
        });
        self.state.try_update_value(|state| state.under_way = Some(promise.clone()));
        let _ = JsFuture::from(promise).await;
        self.state.try_with_value(saved).unwrap_or(false)
    }

    async fn send(self, body: AnswersBody) {
        let Some(revision) = self.state.try_with_value(|state| state.revision) else { return };
        self.phase.try_set(Phase::Saving);
        let path = paths::of_application(self.id(), "answers");
        match api::put::<_, StepSaved>(&path, &body, &revision.to_string()).await {
            Ok(reply) => self.took(body, reply.value.step),
            Err(failure) if failure.status() == 412 => self.clash(body).await,
            Err(failure) if failure.passing() || failure.status() == 401 => self.later(),
            Err(failure) => {
                // Pointers refer to the body: `/answers/average`.
                let at = |pointer: &Option<String>| pointer.as_deref()?.strip_prefix("/answers").map(str::to_owned);
                let wrong = failure.errors().iter().filter_map(|error| Some((at(&error.pointer)?, error.text.clone())));
                self.form.show(wrong.collect());
                // The deadline has passed, or it was decided elsewhere: the page is updated. The typed text stays in
                // the tab.
                if failure.status() == 409 {
                    self.case.reload();
                }
                self.phase.try_set(Phase::Refused(failure));
            }
        }
    }

    fn took(self, body: AnswersBody, view: StepView) {
        let revision = view.revision;
        let clean = self.state.try_update_value(|state| {
            state.revision = revision;
            state.tries = 0;
            let clean = state.latest == body;
            state.saved = body;
            clean
        });
        match clean {
            Some(true) => keeper::let_go(self.id(), &self.step()),
            // More was typed meanwhile: it is kept, based on the new revision.
            Some(false) => {
                keeper::keep(self.id(), &self.step(), revision, &self.form.typed());
            }
            None => {}
        }
        self.restored.try_set(false);
        self.view.try_set(view);
        self.phase.try_set(Phase::Saved(clock::now()));
        if self.advises {
            self.case.reload();
        }
    }

    /// Another tab saved the step. Equal answers count as saved; otherwise the person chooses.
    async fn clash(self, body: AnswersBody) {
        let application = match api::get::<Application>(&paths::application(self.id())).await {
            Ok(application) => application,
            Err(_) => return self.later(),
        };
        let step = self.step();
        let view = application.steps.iter().find(|view| view.id == step).cloned();
        let theirs = procedures::answers_of(&application.draft, &step);
        self.case.take(application);
        match (view, theirs) {
            (Some(view), Some(theirs)) if theirs == body => self.took(body, view),
            (Some(view), Some(theirs)) => {
                self.phase.try_set(Phase::Quiet);
                self.conflict.try_set(Some(Conflict { theirs, revision: view.revision }));
                self.view.try_set(view);
            }
            _ => self.later(),
        }
    }

    fn later(self) {
        let tries = self.state.try_update_value(|state| {
            state.tries += 1;
            state.tries
        });
        let Some(tries) = tries else { return };
        self.phase.try_set(Phase::Waiting);
        let wait = RETRY_SECONDS << tries.saturating_sub(1).min(4);
        set_timeout(
            move || {
                let waits = self.phase.try_get_untracked() == Some(Phase::Waiting);
                if waits && self.state.try_with_value(|state| state.tries == tries).unwrap_or(false) {
                    self.soon();
                }
            },
            Duration::from_secs(wait.min(60)),
        );
    }

    /// The person keeps this tab's answers.
    pub(super) fn keep_mine(self) {
        let Some(conflict) = self.conflict.get_untracked() else { return };
        self.state.update_value(|state| {
            state.saved = conflict.theirs;
            state.revision = conflict.revision;
        });
        self.conflict.set(None);
        self.soon();
    }

    /// The person keeps the server's answers.
    pub(super) fn take_theirs(self) {
        let Some(conflict) = self.conflict.get_untracked() else { return };
        self.state.update_value(|state| {
            state.saved = conflict.theirs.clone();
            state.revision = conflict.revision;
        });
        self.conflict.set(None);
        self.restored.set(false);
        self.phase.set(Phase::Quiet);
        self.fill.run(conflict.theirs);
    }

    /// The page is being left: one last save, without waiting for it. If it fails, the text stays in the tab's storage.
    fn leave(self) {
        let unsaved = self
            .state
            .try_with_value(|state| {
                let free = state.under_way.is_none() && state.saved != state.latest;
                free.then(|| (state.latest.clone(), state.revision))
            })
            .flatten();
        let in_conflict = self.conflict.try_get_untracked().flatten().is_some();
        let Some((body, revision)) = unsaved.filter(|_| !in_conflict) else { return };
        let (id, step) = (self.id(), self.step());
        wasm_bindgen_futures::spawn_local(async move {
            let path = paths::of_application(id, "answers");
            if api::put::<_, StepSaved>(&path, &body, &revision.to_string()).await.is_ok() {
                keeper::let_go(id, &step);
            }
        });
    }
}
