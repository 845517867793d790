//! The header: mark, navigation, balance, languages, signing out (guide §3).

use crate::router::NavigateOptions;
use crate::router::{use_navigate, use_path};
use leptos::{ev::MouseEvent, prelude::*};
use qabul_domain::language::Lang;

use super::theme::ThemeSwitch;
use crate::i18n::{self, Key, keys, t_with, tr};
use crate::ui::{Icon, Mark, icon, toast};
use crate::{dom, session};

/// Page of the public document check; served without the program.
pub const VERIFY: &str = "/check";

/// One link of the navigation.
fn item(href: &'static str, label: Key, path: Signal<String>) -> AnyView {
    // A section's pages all belong to it: /applications/… keeps "Müraciətlərim" lit.
    let current =
        move || path.with(|path| path == href || (path.starts_with(href) && path[href.len()..].starts_with('/')));
    let outside = (href == VERIFY).then_some("external");
    view! {
        <li>
            <a href=href rel=outside aria-current=move || current().then_some("page")>
                {tr(label)}
                {(href == "/notices").then_some(unread)}
            </a>
        </li>
    }
    .into_any()
}

fn unread() -> Option<AnyView> {
    let count = session::me().map(|me| me.unread_notices).filter(|count| *count > 0)?;
    let words = t_with(keys::header::NEW_COUNT, &[("count", &count.to_string())]);
    Some(view! { <span class="count" aria-hidden="true">{count}</span> <span class="vh">{words}</span> }.into_any())
}

fn navigation(path: Signal<String>) -> AnyView {
    let signed_in = Memo::new(|_| session::me().is_some());
    let list = move || {
        let items: &[(&str, Key)] = if signed_in.get() {
            &[
                ("/services", keys::header::SERVICES),
                ("/applications", keys::header::APPLICATIONS),
                ("/notices", keys::header::NOTICES),
            ]
        } else {
            &[("/services", keys::header::SERVICES), ("/help", keys::header::HOW), (VERIFY, keys::header::VERIFY)]
        };
        items.iter().map(|(href, label)| item(href, *label, path)).collect_view()
    };
    view! { <ul class="nav-list">{list}</ul> }.into_any()
}

fn languages() -> AnyView {
    let link = |lang: Lang| {
        let choose = move |event: MouseEvent| {
            event.prevent_default();
            leptos::task::spawn_local(async move {
                // If the texts do not come, the old language stays; nothing is lost.
                let _ = i18n::switch(lang).await;
            });
        };
        let name = match lang {
            Lang::Az => "AZ",
            Lang::En => "EN",
            Lang::Ru => "RU",
        };
        let full = match lang {
            Lang::Az => "Azərbaycan dili",
            Lang::En => "English",
            Lang::Ru => "Русский",
        };
        view! {
            <a
                href=format!("?lang={}", lang.tag())
                rel="external"
                lang=lang.tag()
                hreflang=lang.tag()
                title=full
                aria-current=move || (i18n::lang() == lang).then_some("true")
                on:click=choose
            >
                <span aria-hidden="true">{name}</span>
                <span class="vh">{full}</span>
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="langs" aria-label=tr(keys::header::LANGUAGES)>
            {Lang::ALL.into_iter().map(link).collect_view()}
        </nav>
    }
    .into_any()
}

fn balance() -> AnyView {
    let shown = move || {
        session::me().map(|me| {
            view! {
                <div class="balance">
                    <span>
                        <small>{tr(keys::header::BALANCE)}</small>
                        <b class="nowrap">{me.balance_text}</b>
                    </span>
                    <a class="btn btn-primary" href="/wallet" aria-label=tr(keys::header::TOP_UP)>
                        {icon(Icon::Plus)}
                    </a>
                </div>
            }
        })
    };
    shown.into_any()
}

fn way_in_or_out(wide: bool) -> AnyView {
    let navigate = use_navigate();
    let leave = Callback::new(move |()| {
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            session::sign_out().await;
            navigate("/", NavigateOptions::default());
            toast(keys::header::SIGNED_OUT);
        });
    });
    let signed_in = Memo::new(|_| session::me().is_some());
    let class = if wide { "btn btn-quiet" } else { "btn btn-secondary btn-wide" };
    let shown = move || {
        if signed_in.get() {
            view! {
                <button type="button" class=class on:click=move |_| leave.run(())>
                    {icon(Icon::Leave)}
                    <span>{tr(keys::header::SIGN_OUT)}</span>
                </button>
            }
            .into_any()
        } else {
            view! {
                <a class="btn btn-secondary" class:btn-wide=!wide href="/login">
                    {icon(Icon::User)}
                    <span>{tr(keys::header::SIGN_IN)}</span>
                </a>
            }
            .into_any()
        }
    };
    shown.into_any()
}

/// The header of every page.
#[component]
pub fn Header() -> impl IntoView {
    let path = use_path();
    let open = RwSignal::new(false);
    // A chosen page closes the menu.
    Effect::new(move |_| {
        path.track();
        open.set(false);
    });
    let signed_in = Memo::new(|_| session::me().is_some());
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
            dom::focus("menu-button");
        }
    };
    let panel = move || {
        open.get().then(|| {
            view! {
                <div class="menu-panel only-narrow" id="menu">
                    <div class="wrap">
                        <nav aria-label=tr(keys::header::MAIN_NAV)>{navigation(path)}</nav>
                        {move || {
                            signed_in
                                .get()
                                .then(|| {
                                    view! {
                                        <p class="part">
                                            <a href="/profile">{tr(keys::header::PROFILE)}</a>
                                        </p>
                                        <div class="part">{languages()}</div>
                                    }
                                })
                        }}
                        <div class="part">{way_in_or_out(false)}</div>
                        <div class="part">
                            <ThemeSwitch name="theme-menu"/>
                        </div>
                    </div>
                </div>
            }
        })
    };
    view! {
        <header class="header" on:keydown=escape>
            <div class="wrap">
                <a class="brand" href="/">
                    <Mark/>
                    <span>
                        <b>{tr(keys::common::BRAND)}</b>
                        <small>{tr(keys::common::TAGLINE)}</small>
                    </span>
                </a>
                <nav class="nav" aria-label=tr(keys::header::MAIN_NAV)>
                    {navigation(path)}
                </nav>
                <div class="push"></div>
                {balance()}
                // Signed in and narrow, the languages move into the menu: the balance needs their place.
                <div class:only-wide=move || signed_in.get()>{languages()}</div>
                <div class="only-wide">{way_in_or_out(true)}</div>
                <button
                    type="button"
                    id="menu-button"
                    class="btn btn-quiet btn-icon only-narrow"
                    aria-label=tr(keys::header::MENU)
                    aria-expanded=move || open.get().to_string()
                    aria-controls="menu"
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {move || icon(if open.get() { Icon::Close } else { Icon::Menu })}
                </button>
            </div>
            {panel}
        </header>
    }
    .into_any()
}
