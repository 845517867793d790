//! `/notices`: every SMS and e-mail also lies here. Opening one marks it as read.

use leptos::prelude::*;
use qabul_contract::notices::Notice;
use qabul_contract::page::Page;
use qabul_contract::paths;

use crate::api::{self, Call, Failure};
use crate::i18n::{keys, tr};
use crate::ui::{Badge, Button, EmptyState, FailureBanner, Form, Kind, Loaded, PageHead};
use crate::{format, session};
use qabul_contract::campaigns::Tone;

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
    let shown = first.show(list);
    view! {
        <PageHead title=keys::header::NOTICES lead=keys::notices::LEAD/>
        {shown}
    }
    .into_any()
}

fn list(page: Page<Notice>) -> AnyView {
    if page.items.is_empty() {
        return view! { <EmptyState text=keys::notices::EMPTY/> }.into_any();
    }
    let rows = RwSignal::new(page.items);
    let next = RwSignal::new(page.next);
    let form = Form::new();
    let more = Callback::new(move |()| {
        form.send(fetch(next.get_untracked()), move |page| {
            rows.update(|rows| rows.extend(page.items));
            next.set(page.next);
        });
    });
    let button = move || {
        next.with(Option::is_some).then(|| {
            view! {
                <div class="actions">
                    <Button
                        kind=Kind::Secondary
                        label=keys::notices::MORE
                        busy=form.busy
                        busy_label=keys::common::LOADING
                        on_press=more
                    />
                </div>
            }
        })
    };
    let failed = move || form.trouble.get().map(|failure| view! { <FailureBanner failure/> });
    view! {
        <ul class="rows measure-wide">
            <For each=move || rows.get() key=|row| row.id children=line/>
        </ul>
        {failed}
        {button}
    }
    .into_any()
}

fn line(notice: Notice) -> AnyView {
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
                // Unread again: the mark says what the server knows.
                Err(_) => {
                    unread.try_set(true);
                }
            }
        });
    };
    let mark = move || unread.get().then(|| view! { <Badge tone=Tone::Waiting label=keys::notices::NEW/> });
    let link = application_id.map(|id| {
        let href = ["/applications/", &id.to_string(), "/status"].concat();
        view! {
            <p class="after-text">
                <a href=href>{tr(keys::notices::TO_APPLICATION)}</a>
            </p>
        }
    });
    view! {
        <li class="notice" class:unread=move || unread.get()>
            <details on:toggle=open>
                <summary>
                    <span class="notice-title">{title}</span>
                    {mark}
                    <span class="small muted">{move || format::date_hour(at)}</span>
                </summary>
                <p class="measure">{text}</p>
                {link}
            </details>
        </li>
    }
    .into_any()
}
