//! The header: logo, navigation, languages, and the signed-in person (guide §3, part 10).

use leptos::prelude::*;
use qabul_domain::language::Lang;
use wasm_bindgen::JsCast;

use super::person::{self, person_box};
use super::theme::theme_switch;
use crate::i18n::{self, Key, keys, t_with};
use crate::router;
use crate::ui::icon::{mark, sign};
use crate::ui::{El, Icon, effect, el, live, memo};
use crate::{dom, session};

/// Page of the public document check, served without the SPA.
pub const VERIFY: &str = "/check";

type Path = Signal<String>;

/// A link to a page of the portal. The check is a page of the server, which learns the language from the address.
pub fn linked(href: &str) -> El {
    if href != VERIFY {
        return el("a").set("href", href);
    }
    let address = || Some([VERIFY, "?lang=", i18n::lang().tag()].concat());
    el("a").set("rel", "external").live("href", address)
}

/// One link of the navigation.
fn item(href: &'static str, label: Key, path: Path) -> El {
    // All pages of a section belong to its item: under /applications/… "Müraciətlərim" ("My applications") is marked as
    // current.
    let current =
        move || path.with(|path| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    let link = linked(href)
        .live("aria-current", move || current().then(|| "page".to_owned()))
        .add(label)
        .add((href == "/notices").then(|| live(unread)));
    el("li").add(link)
}

fn unread() -> Option<(El, El)> {
    let count = session::me().map(|me| me.unread_notices).filter(|count| *count > 0)?.to_string();
    let words = t_with(keys::header::NEW_COUNT, &[("count", &count)]);
    let seen = el("span").class("count").set("aria-hidden", "true").add(count.as_str());
    Some((seen, el("span").class("vh").add(words.as_str())))
}

fn navigation(path: Path, signed_in: Memo<bool>) -> El {
    let list = live(move || {
        let items: [(&str, Key); 3] = if signed_in.get() {
            [
                ("/services", keys::header::SERVICES),
                ("/applications", keys::header::APPLICATIONS),
                ("/notices", keys::header::NOTICES),
            ]
        } else {
            [("/services", keys::header::SERVICES), ("/help/guide", keys::header::HOW), (VERIFY, keys::header::VERIFY)]
        };
        items.into_iter().map(|(href, label)| item(href, label, path)).collect::<Vec<_>>()
    });
    let list = el("ul").class("nav-list").add(list);
    el("nav").says("aria-label", keys::header::MAIN_NAV).add(list)
}

fn language(lang: Lang) -> El {
    let (short, full) = match lang {
        Lang::Az => ("AZ", "Azərbaycan dili"),
        Lang::En => ("EN", "English"),
        Lang::Ru => ("RU", "Русский"),
    };
    let choose = move |event: web_sys::Event| {
        event.prevent_default();
        leptos::task::spawn_local(async move {
            // If the texts cannot be fetched, the old language stays.
            if i18n::switch(lang).await.is_ok() {
                session::write_in(lang).await;
            }
        });
    };
    el("a")
        .set("href", &["?lang=", lang.tag()].concat())
        .set("rel", "external")
        .set("lang", lang.tag())
        .set("hreflang", lang.tag())
        .set("title", full)
        .live("aria-current", move || (i18n::lang() == lang).then(|| "true".to_owned()))
        .on("click", choose)
        .add(el("span").set("aria-hidden", "true").add(short))
        .add(el("span").class("vh").add(full))
}

fn languages() -> El {
    let links: Vec<El> = Lang::ALL.into_iter().map(language).collect();
    el("nav").class("langs").says("aria-label", keys::header::LANGUAGES).add(links)
}

fn sign_in(class: &str) -> El {
    el("a").set("href", "/login").class(class).add(sign(Icon::User)).add(el("span").add(keys::header::SIGN_IN))
}

fn menu(path: Path, signed_in: Memo<bool>) -> El {
    let part = |inner: El| el("div").class("part").add(inner);
    // Signing out is above the languages, so that nobody has to scroll to it.
    let own = live(move || {
        if !signed_in.get() {
            return vec![part(sign_in("btn btn-secondary btn-wide"))];
        }
        let person = part(person::who()).add(person::links()).add(person::sign_out());
        vec![person, part(languages())]
    });
    let inner = el("div").class("wrap").add(navigation(path, signed_in)).add(own).add(part(theme_switch("theme-menu")));
    el("div").class("menu-panel only-narrow").set("id", "menu").add(inner)
}

/// The header of every page.
pub fn header() -> El {
    let path = router::use_path();
    let open = RwSignal::new(false);
    // Choosing a page closes the menu.
    effect(move |_| {
        path.track();
        open.set(false);
    });
    let signed_in = memo(|| session::me().is_some());
    let escape = move |event: web_sys::Event| {
        let key = event.dyn_ref::<web_sys::KeyboardEvent>().map(web_sys::KeyboardEvent::key);
        if key.as_deref() == Some("Escape") && open.get_untracked() {
            open.set(false);
            dom::focus("menu-button");
        }
    };
    let words = el("span").add(el("b").add(keys::common::BRAND)).add(el("small").add(keys::common::TAGLINE));
    let brand = el("a").class("brand").set("href", "/").add(mark()).add(words);
    let menu_button = el("button")
        .set("type", "button")
        .set("id", "menu-button")
        .class("btn btn-quiet btn-icon only-narrow")
        .says("aria-label", keys::header::MENU)
        .live("aria-expanded", move || Some(open.get().to_string()))
        .set("aria-controls", "menu")
        .on("click", move |_| open.update(|open| *open = !*open))
        .add(live(move || sign(if open.get() { Icon::Close } else { Icon::Menu })));
    let line =
        el("div")
            .class("wrap")
            .add(brand)
            .add(navigation(path, signed_in).class("nav"))
            .add(el("div").class("push"))
            .add(live(move || signed_in.get().then(person::balance)))
            // When a person is signed in on a narrow screen, the languages move into the menu, because the balance
            // needs the space.
            .add(el("div").live_class("only-wide", move || signed_in.get()).add(languages()))
            .add(live(move || {
                if signed_in.get() { untrack(|| person_box(path)) } else { sign_in("btn btn-secondary only-wide") }
            }))
            .add(menu_button);
    let panel = live(move || open.get().then(|| untrack(|| menu(path, signed_in))));
    el("header").class("header").on("keydown", escape).add(line).add(panel)
}
