//! The statement: what came in and what went out, newest first.

use leptos::prelude::*;
use qabul_contract::page::Page;
use qabul_contract::paths;
use qabul_contract::wallet::Entry;

use crate::api::{self, Failure};
use crate::format;
use crate::i18n::{keys, text_of};
use crate::pages::paged::paged;
use crate::ui::{El, EmptyState, Loaded, el};

async fn fetch(cursor: Option<String>) -> Result<Page<Entry>, Failure> {
    let path = match cursor {
        Some(cursor) => [paths::WALLET_ENTRIES, "?cursor=", &cursor].concat(),
        None => paths::WALLET_ENTRIES.to_owned(),
    };
    api::get::<Page<Entry>>(&path).await
}

pub(super) fn view() -> El {
    let first = Loaded::new(|| fetch(None));
    let shown = first.show(|page| {
        if page.items.is_empty() {
            return view! { <EmptyState text=keys::wallet::STATEMENT_EMPTY/> }.into_any();
        }
        paged(page, "rows", keys::wallet::MORE, fetch, line)
    });
    el("section").class("section").add(el("h2").add(keys::wallet::STATEMENT)).add(shown)
}

fn line(entry: Entry) -> El {
    let at = entry.at.into();
    let href = entry.application_id.map(|id| ["/applications/", &id.to_string(), "/status"].concat());
    let text = el(if href.is_some() { "a" } else { "span" }).set_some("href", href.as_deref());
    let words = el("div")
        .add(el("p").add(text.add(entry.text.as_str())))
        .add(el("p").class("small muted").add(text_of(move || format::date_hour(at))));
    let class = if entry.amount.0 > 0 { "nowrap strong good" } else { "nowrap strong" };
    el("li").class("entry").add(words).add(el("p").class(class).add(entry.amount_text.as_str()))
}
