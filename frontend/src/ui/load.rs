//! Data of a page: a skeleton while it loads, a retry button if loading fails (guide §4.27, §7).

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::blocks::failure_banner;
use super::button::{Button, Kind};
use super::el::{El, el, live, parts};
use super::head::PageHead;
use super::react::{effect, memo};
use crate::api::Failure;
use crate::i18n::{self, Key, keys};
use crate::session;

type Fetch<T> = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<T, Failure>>>> + Send + Sync>;

/// A value from the server. Fetched at once, and again after a change of language, because it contains texts.
pub struct Loaded<T: Send + Sync + 'static> {
    /// The value, once it is loaded. The old one stays while a new one is fetched.
    pub value: RwSignal<Option<T>>,
    /// Why there is none.
    pub failure: RwSignal<Option<Failure>>,
    fetch: StoredValue<Fetch<T>>,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

impl<T: Clone + Send + Sync + 'static> Loaded<T> {
    /// Begins to fetch.
    pub fn new<F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<T, Failure>> + 'static,
    {
        let fetch: Fetch<T> = Arc::new(move || Box::pin(fetch()));
        let loaded = Self { value: RwSignal::new(None), failure: RwSignal::new(None), fetch: StoredValue::new(fetch) };
        effect(move |_| {
            i18n::lang();
            untrack(|| loaded.reload());
        });
        // After signing in again, requests that were refused meanwhile are repeated.
        effect(move |_| {
            let refused =
                || loaded.failure.with_untracked(|failure| failure.as_ref().map(Failure::status)) == Some(401);
            if session::me().is_some() && refused() {
                loaded.failure.set(None);
                loaded.reload();
            }
        });
        loaded
    }

    /// Fetches again.
    pub fn reload(self) {
        let Some(request) = self.fetch.try_with_value(|fetch| fetch()) else { return };
        leptos::task::spawn_local(async move {
            // `try_set`: the page may be removed when the answer arrives.
            match request.await {
                Ok(value) => {
                    self.failure.try_set(None);
                    self.value.try_set(Some(value));
                }
                Err(failure) => {
                    self.failure.try_set(Some(failure));
                }
            }
        });
    }

    /// The same as [`Loaded::show`], but the view is built once and follows later values by itself, for pages where a
    /// rebuild would lose the focus or typed text.
    pub fn show_once(self, view: impl Fn(Signal<T>) -> AnyView + Send + Sync + 'static) -> AnyView
    where
        T: PartialEq,
    {
        self.show_inner(Arc::new(move || match self.value.get_untracked() {
            Some(first) => {
                let now = memo(move || self.value.get().unwrap_or_else(|| first.clone()));
                untrack(|| view(now.into()))
            }
            None => ().into_any(),
        }))
    }

    /// Shows the value once it is loaded, a skeleton before, and after a failure the button "Yenidən cəhd et" ("Try
    /// again").
    pub fn show(self, view: impl Fn(T) -> AnyView + Send + Sync + 'static) -> AnyView {
        let view = Arc::new(view);
        self.show_inner(Arc::new(move || {
            let view = view.clone();
            live(move || self.value.get().map(|value| view(value))).into_any()
        }))
    }

    fn show_inner(self, view: Arc<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
        let here = memo(move || self.value.with(Option::is_some));
        let broken = live(move || {
            self.failure.get().map(|failure| {
                let retry = Callback::new(move |()| {
                    self.failure.set(None);
                    self.reload();
                });
                broken(failure, retry)
            })
        });
        let body = live(move || {
            if here.get() {
                Some(untrack(|| view()))
            } else if self.failure.with(Option::is_some) {
                None
            } else {
                Some(skeleton().into_any())
            }
        });
        parts((broken, body))
    }
}

/// The head of a page whose own head is part of the fetched data: invisible beside the skeleton, and without the focus,
/// so that a page is announced only once; visible if nothing could be fetched.
pub fn nameless(name: Key, failed: bool) -> AnyView {
    if failed { view! { <PageHead title=name/> }.into_any() } else { el("h1").class("vh").add(name).into_any() }
}

/// A flow that continues at the step known to the server: its name and a skeleton until the step is known, a retry
/// button if there was no answer.
pub fn going_on(
    name: Key,
    known: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    again: Callback<()>,
    flow: impl Fn() -> AnyView + 'static,
) -> AnyView {
    live(move || {
        if known.get() {
            return untrack(&flow);
        }
        let failed = failure.get();
        let head = nameless(name, failed.is_some());
        match failed {
            Some(failed) => parts((head, broken(failed, again))),
            None => parts((head, skeleton())),
        }
    })
    .into_any()
}

fn broken(failure: Failure, again: Callback<()>) -> El {
    let button = view! { <Button kind=Kind::Secondary label=keys::common::RETRY on_press=again/> };
    el("div").class("stack").add(failure_banner(failure)).add(leptos::prelude::IntoAny::into_any(button))
}

/// Grey shapes after 200 ms, a text after 5 s.
pub fn skeleton() -> El {
    let (stage, set_stage) = signal(0_u8);
    for (at, millis) in [(1, 200), (2, 5_000)] {
        if let Ok(timer) = set_timeout_with_handle(move || set_stage.set(at), Duration::from_millis(millis)) {
            on_cleanup(move || timer.clear());
        }
    }
    let shapes = live(move || {
        (stage.get() > 0).then(|| {
            let shapes: Vec<El> = ["h", "", "s", "b"].into_iter().map(|class| el("i").class(class)).collect();
            el("div").class("skeleton").set("aria-hidden", "true").add(shapes)
        })
    });
    let slow = live(move || (stage.get() > 1).then(|| el("p").class("muted section").add(keys::common::LOADING_SLOW)));
    el("div")
        .set("aria-busy", "true")
        .add(el("p").class("vh").set("role", "status").add(keys::common::LOADING))
        .add(shapes)
        .add(slow)
}
