//! `/notices`: every SMS and email is also kept here. Opening one marks it as read.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::notices::Notice;
use qabul_contract::page::Page;
use qabul_contract::paths;

use super::paged::paged;
use crate::api::{self, Call, Failure};
use crate::i18n::{keys, text_of};
use crate::ui::blocks::badge;
use crate::ui::{El, EmptyState, Loaded, PageHead, el, live, parts};
use crate::{format, session};

async fn fetch(cursor: Option<String>) -> Result<Page<Notice>, Failure> {
    let path = match cursor {
        Some(cursor) => [paths::NOTICES, "?cursor=", &cursor].concat(),
        None => paths::NOTICES.to_owned(),
    };
    api::get::<Page<Notice>>(&path).await
}

/// The page.
#[component]
pub fn Notices() -> impl IntoView {
    let first = Loaded::new(|| fetch(None));
    let shown = first.show(|page| {
        if page.items.is_empty() {
            return view! { <EmptyState text=keys::notices::EMPTY/> }.into_any();
        }
        paged(page, "rows measure-wide", keys::notices::MORE, fetch, line)
    });
    parts((view! { <PageHead title=keys::header::NOTICES lead=keys::notices::LEAD/> }.into_any(), shown))
}

fn line(notice: Notice) -> El {
    let Notice { id, title, text, at, read_at, application_id, .. } = notice;
    let unread = RwSignal::new(read_at.is_none());
    let at = at.into();
    let open = move |_| {
        if !unread.get_untracked() {
            return;
        }
        unread.set(false);
        leptos::task::spawn_local(async move {
            let path = [paths::NOTICES, "/", &id.to_string(), "/read"].concat();
            match Call::new("PUT", &path).done().await {
                Ok(()) => session::reload_me().await,
                // Marked as unread again, to agree with the server.
                Err(_) => {
                    unread.try_set(true);
                }
            }
        });
    };
    let link = application_id.map(|id| {
        let href = ["/applications/", &id.to_string(), "/status"].concat();
        el("p").class("after-text").add(el("a").set("href", &href).add(keys::notices::TO_APPLICATION))
    });
    let summary = el("summary")
        .add(el("span").class("notice-title").add(title.as_str()))
        .add(live(move || unread.get().then(|| badge(Tone::Waiting, keys::notices::NEW, false))))
        .add(el("span").class("small muted").add(text_of(move || format::date_hour(at))));
    let details =
        el("details").on("toggle", open).add(summary).add(el("p").class("measure").add(text.as_str())).add(link);
    el("li").class("notice").live_class("unread", move || unread.get()).add(details)
}
