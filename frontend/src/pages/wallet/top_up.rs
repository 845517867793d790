//! The top-up form: first the missing amount, then round amounts; the payment itself happens at the provider.

use leptos::prelude::*;
use qabul_contract::paths;
use qabul_contract::wallet::{StartTopUp, TopUp};
use qabul_domain::money::Qepik;

use crate::i18n::{keys, t, t_with, text_of};
use crate::ui::{Button, El, Form, FormBox, Icon, Message, MoneyField, el, parts};
use crate::{api, dom, format};

/// Round amounts offered beside the missing one.
const ROUND: [Qepik; 3] = [Qepik::manat(20), Qepik::manat(50), Qepik::manat(100)];

pub(super) fn form(missing: Option<i64>, wished: Option<i64>, return_to: Option<String>) -> El {
    let missing = missing.filter(|sum| *sum > 0).map(Qepik);
    let form = Form::new();
    let amount = form.input("amount", |typed| match Qepik::parse(typed) {
        Ok(_) => None,
        Err(error) => Some(Message::Says(error.says())),
    });
    if let Some(sum) = missing.or(wished.filter(|sum| *sum > 0).map(Qepik)) {
        amount.set(format::money_number(sum));
    }
    let send = Callback::new(move |()| {
        let Ok(sum) = Qepik::parse(&amount.now()) else { return };
        let body = StartTopUp { amount: sum, return_to: return_to.clone() };
        form.send(async move { api::post::<_, TopUp>(paths::TOP_UPS, &body).await }, move |top_up| {
            match top_up.redirect_url {
                Some(url) => {
                    // The button stays busy until the payment page is loaded.
                    form.busy.set(true);
                    dom::leave_for(&url);
                }
                None => dom::leave_for(&["/wallet/return?topUp=", &top_up.id.to_string()].concat()),
            }
        });
    });
    let mut sums: Vec<Qepik> = missing.into_iter().chain(ROUND).collect();
    sums.sort();
    sums.dedup();
    let quick: Vec<El> = sums
        .into_iter()
        .map(move |sum| {
            let choose = move |_| {
                amount.set(format::money_number(sum));
                amount.error.set(None);
            };
            el("button")
                .set("type", "button")
                .class("btn btn-secondary quick")
                .on("click", choose)
                .add(text_of(move || format::money(sum)))
        })
        .collect();
    let quick =
        el("div").class("row quick-sums").set("role", "group").says("aria-label", keys::wallet::QUICK).add(quick);
    let lead = missing.map(|missing| {
        let words = text_of(move || t_with(keys::wallet::MISSING, &[("sum", &format::money(missing))]));
        el("p").class("lead head").add(words)
    });
    let label = text_of(move || match amount.value.with(|typed| Qepik::parse(typed)) {
        Ok(sum) if sum > Qepik::ZERO => t_with(keys::wallet::PAY_SUM, &[("sum", &format::money(sum))]),
        _ => t(keys::wallet::PAY),
    });
    let fields = move || {
        let field = view! { <MoneyField input=amount label=keys::wallet::AMOUNT hint=keys::wallet::AMOUNT_HINT/> };
        let button = view! {
            <Button label=label after=Icon::Arrow busy=form.busy busy_label=keys::wallet::LEAVING/>
        };
        let actions = el("div").class("actions").add(button.into_any());
        let safe = el("p").class("small muted after").add(keys::wallet::SAFE);
        parts((field.into_any(), (quick, (actions, safe))))
    };
    let form = view! { <FormBox form on_send=send>{fields()}</FormBox> };
    el("section").add(el("h2").class("head").add(keys::header::TOP_UP)).add(lead).add(form.into_any())
}
