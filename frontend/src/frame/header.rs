//! The header: mark, navigation, balance, languages, signing out (guide §3).

use leptos::prelude::*;
use qabul_domain::language::Lang;
use wasm_bindgen::JsCast;

use super::theme::theme_switch;
use crate::i18n::{self, Key, keys, t_with};
use crate::router::{self, NavigateOptions};
use crate::ui::icon::{mark, sign};
use crate::ui::{El, Icon, effect, el, live, memo, toast};
use crate::{dom, session};

/// Page of the public document check; served without the program.
pub const VERIFY: &str = "/check";

type Path = Signal<String>;

/// One link of the navigation.
fn item(href: &'static str, label: Key, path: Path) -> El {
    // A section's pages all belong to it: /applications/… keeps "Müraciətlərim" lit.
    let current =
        move || path.with(|path| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    let link = el("a")
        .set("href", href)
        .set_some("rel", (href == VERIFY).then_some("external"))
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
            // If the texts do not come, the old language stays; nothing is lost.
            let _ = i18n::switch(lang).await;
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

fn balance() -> Option<El> {
    let me = session::me()?;
    let words = el("span")
        .add(el("small").add(keys::header::BALANCE))
        .add(el("b").class("nowrap").add(me.balance_text.as_str()));
    let plus = el("a")
        .class("btn btn-primary")
        .set("href", "/wallet")
        .says("aria-label", keys::header::TOP_UP)
        .add(sign(Icon::Plus));
    Some(el("div").class("balance").add(words).add(plus))
}

fn leave() {
    leptos::task::spawn_local(async {
        session::sign_out().await;
        router::go("/", NavigateOptions::default());
        toast(keys::header::SIGNED_OUT);
    });
}

fn way_in_or_out(signed_in: bool, wide: bool) -> El {
    let class = match (signed_in, wide) {
        (true, true) => "btn btn-quiet",
        (false, true) => "btn btn-secondary",
        (_, false) => "btn btn-secondary btn-wide",
    };
    let (way, icon, label) = if signed_in {
        let button = el("button").set("type", "button").on("click", |_| leave());
        (button, Icon::Leave, keys::header::SIGN_OUT)
    } else {
        (el("a").set("href", "/login"), Icon::User, keys::header::SIGN_IN)
    };
    way.class(class).add(sign(icon)).add(el("span").add(label))
}

fn menu(path: Path, signed_in: Memo<bool>) -> El {
    let part = |inner: El| el("div").class("part").add(inner);
    let inner = el("div").class("wrap").add(navigation(path, signed_in)).add(live(move || {
        let profile = el("a").set("href", "/profile").add(keys::header::PROFILE);
        signed_in.get().then(|| (el("p").class("part").add(profile), part(languages())))
    }));
    let way = live(move || way_in_or_out(signed_in.get(), false));
    let inner = inner.add(el("div").class("part").add(way)).add(part(theme_switch("theme-menu")));
    el("div").class("menu-panel only-narrow").set("id", "menu").add(inner)
}

/// The header of every page.
pub fn header() -> El {
    let path = router::use_path();
    let open = RwSignal::new(false);
    // A chosen page closes the menu.
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
    let line = el("div")
        .class("wrap")
        .add(brand)
        .add(navigation(path, signed_in).class("nav"))
        .add(el("div").class("push"))
        .add(live(balance))
        // Signed in and narrow, the languages move into the menu: the balance needs their place.
        .add(el("div").live_class("only-wide", move || signed_in.get()).add(languages()))
        .add(el("div").class("only-wide").add(live(move || way_in_or_out(signed_in.get(), true))))
        .add(menu_button);
    let panel = live(move || open.get().then(|| untrack(|| menu(path, signed_in))));
    el("header").class("header").on("keydown", escape).add(line).add(panel)
}
