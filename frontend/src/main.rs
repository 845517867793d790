//! The SPA of Qəbul: the program behind the static shell of `index.html`.

mod api;
mod app;
mod clock;
mod dom;
mod format;
mod frame;
mod i18n;
mod lazy;
mod pages;
mod procedures;
mod router;
mod session;
mod ui;
mod wizard;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

fn main() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| leptos::logging::error!("{info}")));
    // Not Leptos' own executor, because that one starts with the first mount.
    wasm_bindgen_futures::spawn_local(async {
        if i18n::start().await.is_err() {
            // Without texts nothing can be displayed: the shell stays and shows an error.
            if let Some(notice) = dom::document().get_element_by_id("boot-failed") {
                let _ = notice.remove_attribute("hidden");
            }
            return;
        }
        session::early_status().await;
        let shell = dom::document().get_element_by_id("app").and_then(|shell| shell.dyn_into().ok());
        if let Some(shell) = shell {
            let shell: web_sys::HtmlElement = shell;
            shell.set_inner_html("");
            mount_to(shell, app::App).forget();
        }
    });
}
