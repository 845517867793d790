//! The statement: incoming and outgoing amounts, newest first, with the balance after each line and its receipt.

use leptos::prelude::*;
use qabul_contract::page::Page;
use qabul_contract::paths;
use qabul_contract::wallet::{Entry, EntryKind};

use crate::api::{self, Failure};
use crate::format;
use crate::i18n::{Key, keys, t_with, text_of};
use crate::pages::applications::parts::save;
use crate::pages::paged::paged;
use crate::ui::{El, EmptyState, Icon, Kind, Loaded, el, live};

/// Filters of the list.
const FILTERS: [(Option<EntryKind>, Key); 3] = [
    (None, keys::wallet::ALL),
    (Some(EntryKind::TopUp), keys::wallet::TOP_UPS),
    (Some(EntryKind::Charge), keys::wallet::CHARGES),
];

fn word(kind: Option<EntryKind>) -> &'static str {
    match kind {
        None => "",
        Some(EntryKind::TopUp) => "topUp",
        Some(EntryKind::Charge) => "charge",
        Some(EntryKind::Refund) => "refund",
        Some(EntryKind::Reversal) => "reversal",
    }
}

async fn fetch(kind: Option<EntryKind>, cursor: Option<String>) -> Result<Page<Entry>, Failure> {
    let mut query = Vec::new();
    if kind.is_some() {
        query.push(["kind=", word(kind)].concat());
    }
    if let Some(cursor) = cursor {
        query.push(["cursor=", &cursor].concat());
    }
    let path = match query.is_empty() {
        true => paths::WALLET_ENTRIES.to_owned(),
        false => [paths::WALLET_ENTRIES, "?", &query.join("&")].concat(),
    };
    api::get::<Page<Entry>>(&path).await
}

pub(super) fn view() -> El {
    let wanted = RwSignal::new(None::<EntryKind>);
    let filters: Vec<El> = FILTERS
        .into_iter()
        .map(|(kind, label)| {
            el("button")
                .set("type", "button")
                .class("btn btn-secondary quick")
                .live("aria-pressed", move || Some((wanted.get() == kind).to_string()))
                .on("click", move |_| wanted.set(kind))
                .add(label)
        })
        .collect();
    let filters =
        el("div").class("row quick-sums").set("role", "group").says("aria-label", keys::wallet::FILTER).add(filters);
    let list = live(move || {
        let kind = wanted.get();
        untrack(|| {
            let first = Loaded::new(move || fetch(kind, None));
            first.show(move |page| {
                if page.items.is_empty() {
                    let text = if kind.is_none() { keys::wallet::STATEMENT_EMPTY } else { keys::wallet::FILTER_EMPTY };
                    return view! { <EmptyState text/> }.into_any();
                }
                paged(page, "rows", keys::wallet::MORE, move |cursor| fetch(kind, cursor), line)
            })
        })
    });
    el("section").class("section").add(el("h2").add(keys::wallet::STATEMENT)).add(filters).add(list)
}

fn line(entry: Entry) -> El {
    let (at, id) = (entry.at.into(), entry.id);
    let href = entry.application_id.map(|id| ["/applications/", &id.to_string(), "/status"].concat());
    let text = el(if href.is_some() { "a" } else { "span" }).set_some("href", href.as_deref());
    let words = el("div")
        .add(el("p").add(text.add(entry.text.as_str())))
        .add(el("p").class("small muted").add(text_of(move || format::date_hour(at))));
    let class = if entry.amount.0 > 0 { "nowrap strong good" } else { "nowrap strong" };
    let after = entry.balance_after_text;
    let after = text_of(move || t_with(keys::wallet::AFTER, &[("sum", &after)]));
    let sums = el("div")
        .class("entry-sums")
        .add(el("p").class(class).add(entry.amount_text.as_str()))
        .add(el("p").class("small muted nowrap").add(after));
    let file = move || (paths::receipt(id), "qebul-qebz.pdf".to_owned());
    let receipt = save(Kind::Quiet, "entry-receipt", keys::wallet::RECEIPT, Icon::Download, file);
    el("li").class("entry").add(words).add(sums).add(receipt)
}
