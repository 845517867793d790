//! `/wallet` and `/wallet/return`: balance, top-up, statement.

mod statement;
mod top_up;

use crate::router::use_query_map;
use leptos::prelude::*;
use qabul_contract::own_path::is_own_path;
use qabul_contract::paths;
use qabul_contract::wallet::{TopUp, TopUpState, Wallet as Shown};
use uuid::Uuid;

use crate::i18n::{Key, Text, keys, t_with, text_of};
use crate::ui::icon::sign;
use crate::ui::load::skeleton;
use crate::ui::{Banner, Button, Icon, Kind, LinkButton, Loaded, PageHead, el, live, parts};
use crate::{api, dom, format, session};
use qabul_contract::campaigns::Tone;

/// A path, only if it is within the portal.
fn own_path(wish: Option<String>) -> Option<String> {
    wish.filter(|path| is_own_path(path))
}

/// Balance, top-up and statement. `?missing=` is the amount offered first, `?sum=` an amount chosen earlier,
/// `?returnTo=` the page to return to.
#[component]
pub fn Wallet() -> impl IntoView {
    let query = use_query_map();
    let missing = query.with_untracked(|query| query.get("missing")).and_then(|sum| sum.parse::<i64>().ok());
    let wished = query.with_untracked(|query| query.get("sum")).and_then(|sum| sum.parse::<i64>().ok());
    let return_to = own_path(query.with_untracked(|query| query.get("returnTo")));
    let wallet = Loaded::new(|| async {
        let wallet = api::get::<Shown>(paths::WALLET).await?;
        session::set_balance(wallet.balance);
        Ok(wallet)
    });
    let back = return_to.as_deref().map(|back| {
        let label = el("span").add(keys::common::BACK);
        el("a").class("back").set("href", back).add(sign(Icon::Back)).add(label)
    });
    let balance = wallet.show(|wallet| {
        let owed = wallet.receivable;
        let debt = (owed.0 > 0).then(|| {
            let text = text_of(move || t_with(keys::wallet::DEBT, &[("sum", &format::money(owed))]));
            view! { <Banner tone=Tone::Bad strong=text text=keys::wallet::DEBT_TEXT/> }.into_any()
        });
        let card = el("section")
            .class("card card-pad balance-card")
            .add(el("p").class("muted").add(keys::header::BALANCE))
            .add(el("p").class("figure").add(wallet.balance_text.as_str()));
        parts((card, debt))
    });
    let main = el("div").add(top_up::form(missing, wished, return_to)).add(statement::view());
    let aside = el("aside").class("stack aside-first").add(balance);
    let body = el("div").class("split case").add(main).add(aside);
    parts((back, (view! { <PageHead title=keys::wallet::TITLE/> }.into_any(), body)))
}

/// Waits between queries about an undecided top-up, in milliseconds.
const WAITS: [i32; 6] = [1_000, 1_500, 2_500, 4_000, 6_000, 10_000];

#[derive(Clone, PartialEq)]
enum Seen {
    Looking,
    Known(TopUp),
    /// No answer, or no such top-up.
    Lost,
}

fn is_open(top_up: &TopUp) -> bool {
    matches!(top_up.state, TopUpState::Created | TopUpState::Redirected)
}

/// Queries the top-up with increasing waits until the provider has decided.
async fn look(id: Uuid, seen: RwSignal<Seen>, busy: RwSignal<bool>) {
    busy.try_set(true);
    for wait in [0].into_iter().chain(WAITS) {
        dom::pause(wait).await;
        match api::get::<TopUp>(&paths::top_up(id)).await {
            Ok(top_up) => {
                let decided = !is_open(&top_up);
                if seen.try_set(Seen::Known(top_up)).is_some() {
                    return;
                }
                if decided {
                    break;
                }
            }
            Err(failure) if failure.passing() => {}
            Err(_) => {
                seen.try_set(Seen::Lost);
                break;
            }
        }
    }
    seen.try_update(|seen| {
        if *seen == Seen::Looking {
            *seen = Seen::Lost;
        }
    });
    busy.try_set(false);
    session::reload_me().await;
}

/// The page to which the payment provider sends the person back; `?topUp=` is the top-up.
#[component]
pub fn WalletReturn() -> impl IntoView {
    let query = use_query_map();
    let id = query.with_untracked(|query| query.get("topUp")).and_then(|id| id.parse::<Uuid>().ok());
    let seen = RwSignal::new(if id.is_some() { Seen::Looking } else { Seen::Lost });
    let busy = RwSignal::new(false);
    let again = Callback::new(move |()| {
        if let Some(id) = id {
            leptos::task::spawn_local(look(id, seen, busy));
        }
    });
    again.run(());
    let body = live(move || match seen.get() {
        Seen::Looking => {
            let words = el("p").class("lead").set("role", "status").add(keys::wallet::LOOKING);
            parts((words, skeleton()))
        }
        Seen::Lost => result(Tone::Waiting, keys::wallet::UNKNOWN, keys::wallet::UNKNOWN_TEXT, None, busy, again),
        Seen::Known(top_up) => known(top_up, busy, again),
    });
    let body = el("div").class("form stack").set("aria-live", "polite").add(body);
    parts((view! { <PageHead title=keys::wallet::RETURN_TITLE/> }.into_any(), body))
}

fn known(top_up: TopUp, busy: RwSignal<bool>, again: Callback<()>) -> AnyView {
    let (tone, strong, text) = match top_up.state {
        TopUpState::Paid => (Tone::Good, keys::wallet::PAID, keys::wallet::PAID_TEXT),
        TopUpState::Failed => (Tone::Bad, keys::wallet::FAILED, keys::wallet::FAILED_TEXT),
        TopUpState::Expired => (Tone::Bad, keys::wallet::EXPIRED, keys::wallet::EXPIRED_TEXT),
        TopUpState::Reversed => (Tone::Bad, keys::wallet::REVERSED, keys::wallet::REVERSED_TEXT),
        TopUpState::Created | TopUpState::Redirected => {
            (Tone::Waiting, keys::wallet::WAITING, keys::wallet::WAITING_TEXT)
        }
    };
    result(tone, strong, text, Some(top_up), busy, again)
}

fn result(
    tone: Tone,
    strong: Key,
    text: Key,
    top_up: Option<TopUp>,
    busy: RwSignal<bool>,
    again: Callback<()>,
) -> AnyView {
    let sum = top_up.as_ref().map(|top_up| top_up.amount_text.clone()).unwrap_or_default();
    let strong: Text = text_of(move || t_with(strong, &[("sum", &sum)]));
    let paid = top_up.as_ref().is_some_and(|top_up| top_up.state == TopUpState::Paid);
    let open = top_up.as_ref().is_none_or(is_open);
    let back = own_path(top_up.as_ref().and_then(|top_up| top_up.return_to.clone()));
    // The amount is kept, so that the person need not enter it again.
    let sum = top_up.as_ref().map(|top_up| top_up.amount.0.to_string()).unwrap_or_default();
    let retry = match &back {
        Some(back) => ["/wallet?sum=", &sum, "&returnTo=", back].concat(),
        None => ["/wallet?sum=", &sum].concat(),
    };
    let onward = back.clone().unwrap_or_else(|| "/wallet".to_owned());
    let link =
        |kind: Kind, label: Key, href: String| view! { <LinkButton kind label href=Signal::stored(href)/> }.into_any();
    let again = open.then(|| {
        view! {
            <Button
                kind=Kind::Secondary
                label=keys::wallet::LOOK_AGAIN
                busy=busy
                busy_label=keys::common::CHECKING
                on_press=again
            />
        }
        .into_any()
    });
    let ways = if paid {
        vec![link(Kind::Primary, keys::common::CONTINUE, onward)]
    } else {
        let kind = if open { Kind::Quiet } else { Kind::Primary };
        let back = back.map(|back| link(Kind::Quiet, keys::common::CANCEL, back));
        [Some(link(kind, keys::wallet::TRY_AGAIN, retry)), back].into_iter().flatten().collect()
    };
    let actions = el("div").class("actions").add(again).add(ways);
    parts((view! { <Banner tone strong=strong text=text/> }.into_any(), actions))
}
