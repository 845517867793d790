//! The statement: what came in and what went out, newest first.

use leptos::prelude::*;
use qabul_contract::page::Page;
use qabul_contract::paths;
use qabul_contract::wallet::Entry;

use crate::api::{self, Failure};
use crate::format;
use crate::i18n::{keys, tr};
use crate::ui::{Button, EmptyState, FailureBanner, Form, Kind, Loaded};

async fn fetch(cursor: Option<String>) -> Result<Page<Entry>, Failure> {
    let path = match cursor {
        Some(cursor) => [paths::WALLET_ENTRIES, "?cursor=", &cursor].concat(),
        None => paths::WALLET_ENTRIES.to_owned(),
    };
    api::get::<Page<Entry>>(&path).await
}

pub(super) fn view() -> AnyView {
    let first = Loaded::new(|| fetch(None));
    let shown = first.show(list);
    view! {
        <section class="section">
            <h2>{tr(keys::wallet::STATEMENT)}</h2>
            {shown}
        </section>
    }
    .into_any()
}

fn list(page: Page<Entry>) -> AnyView {
    if page.items.is_empty() {
        return view! { <EmptyState text=keys::wallet::STATEMENT_EMPTY/> }.into_any();
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
                        label=keys::wallet::MORE
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
        <ul class="rows">
            <For each=move || rows.get() key=|row| row.id children=line/>
        </ul>
        {failed}
        {button}
    }
    .into_any()
}

fn line(entry: Entry) -> AnyView {
    let at = entry.at.into();
    let class = if entry.amount.0 > 0 { "nowrap strong good" } else { "nowrap strong" };
    let text = match entry.application_id {
        Some(id) => {
            let href = ["/applications/", &id.to_string(), "/status"].concat();
            view! { <a href=href>{entry.text}</a> }.into_any()
        }
        None => view! { <span>{entry.text}</span> }.into_any(),
    };
    view! {
        <li class="entry">
            <div>
                <p>{text}</p>
                <p class="small muted">{move || format::date_hour(at)}</p>
            </div>
            <p class=class>{entry.amount_text}</p>
        </li>
    }
    .into_any()
}
