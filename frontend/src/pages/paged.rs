//! A list with a button below it that loads the next page.

use std::future::Future;

use leptos::prelude::*;
use qabul_contract::page::Page;

use crate::api::Failure;
use crate::i18n::{Key, keys};
use crate::ui::blocks::failure_banner;
use crate::ui::el::Part;
use crate::ui::{Button, El, Form, Kind, el, live, parts};

/// Shows the first page and loads further ones; rows already shown stay.
pub fn paged<T, F>(
    page: Page<T>,
    class: &str,
    more: Key,
    fetch: impl Fn(Option<String>) -> F + Send + Sync + 'static,
    line: fn(T) -> El,
) -> AnyView
where
    T: 'static,
    F: Future<Output = Result<Page<T>, Failure>> + 'static,
{
    let list = el("ul").class(class);
    let node = send_wrapper::SendWrapper::new(list.node());
    // Rows loaded later get the same owner as the first ones.
    let owner = Owner::current();
    let put = move |rows: Vec<T>| {
        let put = || rows.into_iter().for_each(|row| line(row).put(&node));
        match &owner {
            Some(owner) => owner.with(put),
            None => put(),
        }
    };
    put(page.items);
    let next = RwSignal::new(page.next);
    let form = Form::new();
    let press = Callback::new(move |()| {
        let put = put.clone();
        form.send(fetch(next.get_untracked()), move |page| {
            put(page.items);
            next.set(page.next);
        });
    });
    let button = live(move || {
        next.with(Option::is_some).then(|| {
            let button = view! {
                <Button
                    kind=Kind::Secondary
                    label=more
                    busy=form.busy
                    busy_label=keys::common::LOADING
                    on_press=press
                />
            };
            el("div").class("actions").add(button.into_any())
        })
    });
    parts((list, (live(move || form.trouble.get().map(failure_banner)), button)))
}
