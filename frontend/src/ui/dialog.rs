//! The modal dialog (guide §4.24): only for consent, irreversible acts and the end of a session.

use leptos::{html, prelude::*};

use super::icon::{Icon, icon};
use crate::i18n::{Text, keys, tr};

/// A native `<dialog>`: the page behind is inert, Esc and ✕ cancel, the focus starts on the heading and returns to
/// where it was.
#[component]
pub fn Dialog(
    /// Whether it is shown. Closing sets it to `false`.
    open: RwSignal<bool>,
    /// Heading.
    #[prop(into)]
    title: Text,
    /// Body; built anew at every opening.
    body: ViewFn,
    /// Buttons.
    foot: ViewFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let inner = move || {
        open.get().then(|| {
            view! {
                <div class="dialog-head">
                    <h2 id="dialog-title" tabindex="-1" autofocus>
                        {title}
                    </h2>
                    <button
                        type="button"
                        class="btn btn-quiet btn-icon"
                        aria-label=tr(keys::common::CLOSE)
                        on:click=move |_| open.set(false)
                    >
                        {icon(Icon::Close)}
                    </button>
                </div>
                <div class="dialog-body">{body.run()}</div>
                <div class="dialog-foot">{foot.run()}</div>
            }
        })
    };
    view! {
        <dialog class="dialog" node_ref=node aria-labelledby="dialog-title" on:close=move |_| open.set(false)>
            {inner}
        </dialog>
    }
    .into_any()
}
