//! The root: session, frame and the page of the current address.

use leptos::prelude::*;

use crate::frame::{footer, header, session_dialogs, strips};
use crate::i18n::keys;
use crate::lazy::{self, Page, page_of};
use crate::ui::el::Live;
use crate::ui::{effect, el, live, memo, parts, toast, toasts};
use crate::{router, session};

/// The whole program.
#[component]
pub fn App() -> impl IntoView {
    let state = session::start();
    let path = router::start();
    let skip = el("a")
        .class("skip")
        .set("href", "#main")
        .set("rel", "external")
        .on("click", |event| {
            event.prevent_default();
            crate::dom::focus("main");
        })
        .add(keys::common::SKIP);
    let main = el("main").set("id", "main").set("tabindex", "-1").add(outlet(path));
    let frame = el("div").class("frame").add(skip).add(strips(state)).add(header()).add(main).add(footer());
    let whole = parts((frame, (session_dialogs(state), toasts())));
    if session::said().as_deref() == Some(session::SIGNED_OUT) {
        toast(keys::header::SIGNED_OUT);
    }
    whole
}

/// The page of the current address. The previous page stays until the next one is ready.
fn outlet(path: ReadSignal<String>) -> Live {
    let wanted = memo(move || path.with(|path| page_of(path).0));
    // Counted, so that a second visit to the same kind of page builds it again.
    let ready = RwSignal::new(None::<(Page, u32)>);
    let count = StoredValue::new(0_u32);
    effect(move |_| {
        let page = wanted.get();
        let number = count.with_value(|count| count.wrapping_add(1));
        count.set_value(number);
        leptos::task::spawn_local(async move {
            // Only the newest navigation is carried out.
            if lazy::prepare(page).await && count.with_value(|count| *count == number) {
                ready.set(Some((page, number)));
                router::shown();
            }
        });
    });
    // The address changed, but not the kind of page: nothing is built, but the scroll target may have changed.
    let mut before = None;
    effect(move |_| {
        path.track();
        let page = wanted.get();
        if before.replace(page) == Some(page) {
            router::shown();
        }
    });
    live(move || ready.get().map(|(page, _)| untrack(|| lazy::build(page))))
}
