//! The signed-in person (guide part 10): name and balance as one button that opens the person's links. On a narrow
//! screen the same links are in the menu.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, KeyboardEvent, Node};

use crate::i18n::{Text, keys, t_with, text_of};
use crate::ui::icon::sign;
use crate::ui::{El, Icon, effect, el, live};
use crate::{dom, format, session};

const BUTTON: &str = "person-button";
const PANEL: &str = "person";

fn of_me(read: fn(&qabul_contract::me::Me) -> String) -> Text {
    text_of(move || session::me().as_ref().map(read).unwrap_or_default())
}

fn full_name() -> Text {
    of_me(|me| me.full_name.clone())
}

fn balance_text() -> Text {
    of_me(|me| format::money(me.balance))
}

/// Initials of name and surname; the full name begins with the surname.
fn initials(me: &qabul_contract::me::Me) -> String {
    me.given_name.chars().next().into_iter().chain(me.full_name.chars().next()).collect()
}

fn plus() -> El {
    el("a")
        .class("btn btn-primary")
        .set("href", "/wallet")
        .says("aria-label", keys::header::TOP_UP)
        .add(sign(Icon::Plus))
}

/// Balance and its plus button, which stay outside the menu on a narrow screen.
pub fn balance() -> El {
    let words = el("span").add(el("small").add(keys::header::BALANCE)).add(el("b").class("nowrap").add(balance_text()));
    el("div").class("balance only-narrow").add(words).add(plus())
}

/// The full name and the account number.
pub fn who() -> El {
    let number = text_of(|| {
        session::me().map(|me| t_with(keys::profile::CABINET, &[("number", &me.cabinet_number)])).unwrap_or_default()
    });
    el("div")
        .class("person-who")
        .add(el("p").class("small muted").add(keys::header::USER))
        .add(el("p").class("strong").add(full_name()))
        .add(el("p").class("small muted").add(number))
}

/// Links to the person's own pages.
pub fn links() -> El {
    let link = |href: &str, label| {
        let balance = (href == "/wallet").then(|| el("span").class("small muted nowrap").add(balance_text()));
        el("li").add(el("a").set("href", href).add(el("span").add(label)).add(balance))
    };
    el("ul")
        .class("person-links")
        .add(link("/wallet", keys::header::RECEIPTS))
        .add(link("/profile", keys::header::PROFILE))
        .add(link("/account/sessions", keys::account::SESSIONS_SHORT))
}

/// "Çıx".
pub fn sign_out() -> El {
    el("button")
        .set("type", "button")
        .class("btn btn-secondary btn-wide")
        .on("click", |_| leptos::task::spawn_local(session::sign_out()))
        .add(sign(Icon::Leave))
        .add(el("span").add(keys::header::SIGN_OUT))
}

fn inside(target: Option<web_sys::EventTarget>, home: &Element) -> bool {
    target.and_then(|target| target.dyn_into::<Node>().ok()).is_some_and(|node| home.contains(Some(&node)))
}

/// The box on a wide screen. It is a disclosed list of links, not a menu: Tab moves through it, Esc closes it.
pub fn person_box(path: Signal<String>) -> El {
    let open = RwSignal::new(false);
    // Choosing a page closes it.
    effect(move |_| {
        path.track();
        open.set(false);
    });
    let button = el("button")
        .set("type", "button")
        .set("id", BUTTON)
        .class("person-button")
        .live("aria-expanded", move || Some(open.get().to_string()))
        .set("aria-controls", PANEL)
        .on("click", move |_| open.update(|open| *open = !*open))
        .add(el("span").class("avatar").set("aria-hidden", "true").add(of_me(initials)))
        .add(
            el("span")
                .add(el("span").class("vh").add(keys::header::USER).add(": "))
                .add(el("b").class("person-name").add(full_name()))
                .add(el("small").class("nowrap").add(keys::header::BALANCE).add(" ").add(balance_text())),
        )
        .add(sign(Icon::Down));
    let panel = move || {
        // The box can be focused, so that a click on its text does not count as leaving it. A link to the current page
        // also closes it.
        let links = links().on("click", move |_| open.set(false));
        el("div").set("id", PANEL).set("tabindex", "-1").class("person-panel").add(who()).add(links).add(sign_out())
    };
    let whole = el("div").class("person only-wide");
    let home = whole.node();
    let left = home.clone();
    let outside = window_event_listener(leptos::ev::click, move |event| {
        if !inside(event.target(), &home) {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    whole
        .on("keydown", move |event| {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            if key.as_deref() == Some("Escape") && open.get_untracked() {
                open.set(false);
                dom::focus(BUTTON);
            }
        })
        .on("focusout", move |event| {
            let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
            if to.is_some() && !inside(to, &left) {
                open.set(false);
            }
        })
        .add(button)
        // Directly after its button, so that Tab leads from the button into the box.
        .add(live(move || open.get().then(|| untrack(panel))))
        .add(plus())
}
