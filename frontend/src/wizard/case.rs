//! The application in the address.

use std::sync::Arc;

use crate::router::use_params_map;
use leptos::prelude::*;
use qabul_contract::applications::Application;
use qabul_contract::paths;
use uuid::Uuid;

use crate::i18n::keys;
use crate::pages::not_found::NotFound;
use crate::ui::load::nameless;
use crate::ui::{Loaded, effect, live, memo, parts};
use crate::{api, dom, session};

/// An application on a page: loaded once, and updated when it is reloaded.
#[derive(Clone, Copy)]
pub struct Case {
    /// Its id.
    pub id: Uuid,
    /// The last loaded state.
    pub now: Signal<Application>,
    loaded: Loaded<Application>,
}

impl Case {
    /// Reloads it; the page follows.
    pub fn reload(self) {
        self.loaded.reload();
    }

    /// Takes a newer state that another request returned.
    pub fn take(self, application: Application) {
        self.loaded.value.try_set(Some(application));
    }

    /// Reloads once a minute while the page is visible: a deadline may be moved, an officer may decide. A failed reload
    /// is not shown; the next one follows.
    pub fn follow(self) {
        let look = move || {
            if !dom::is_seen() {
                return;
            }
            leptos::task::spawn_local(async move {
                if let Ok(application) = api::get::<Application>(&paths::application(self.id)).await {
                    self.take(application);
                }
            });
        };
        if let Ok(handle) = set_interval_with_handle(look, std::time::Duration::from_secs(60)) {
            on_cleanup(move || handle.clear());
        }
    }

    /// A text of it that follows changes.
    pub fn text(self, read: fn(&Application) -> &str) -> Signal<String> {
        Signal::derive(move || self.now.with(|application| read(application).to_owned()))
    }
}

/// Shows a page of the application in the address: first a skeleton; "not found" for an application of another person.
/// The view is built once per application.
pub fn with_case(view: impl Fn(Case) -> AnyView + Send + Sync + 'static) -> AnyView {
    in_address(Arc::new(view))
}

type View = Arc<dyn Fn(Case) -> AnyView + Send + Sync>;

fn in_address(view: View) -> AnyView {
    let params = use_params_map();
    let id = memo(move || params.read().get("id").and_then(|id| id.parse::<Uuid>().ok()));
    live(move || match id.get() {
        None => view! { <NotFound/> }.into_any(),
        Some(id) => untrack(|| loaded(id, view.clone())),
    })
    .into_any()
}

fn loaded(id: Uuid, view: View) -> AnyView {
    let loaded = Loaded::new(move || async move { api::get::<Application>(&paths::application(id)).await });
    // The header shows the same balance as this page.
    effect(move |_| {
        loaded.value.with(|application| {
            let Some(money) = application.as_ref().map(|application| &application.money) else { return };
            if session::state().is_some_and(|state| {
                state.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.balance != money.balance))
            }) {
                session::set_balance(money.balance);
            }
        });
    });
    let missing = memo(move || {
        loaded.failure.with(|failure| failure.as_ref().is_some_and(|failure| matches!(failure.status(), 403 | 404)))
    });
    let coming = memo(move || loaded.value.with(Option::is_none));
    let failed = memo(move || loaded.failure.with(Option::is_some));
    live(move || {
        if missing.get() {
            return view! { <NotFound/> }.into_any();
        }
        let view = view.clone();
        untrack(|| {
            let head = live(move || coming.get().then(|| nameless(keys::header::APPLICATIONS, failed.get())));
            parts((head, loaded.show_once(move |now| view(Case { id, now, loaded }))))
        })
    })
    .into_any()
}
