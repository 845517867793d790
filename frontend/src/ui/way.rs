//! Parts of every step in a flow: the link back, and the button to start again. Both also work after a reload.

use leptos::prelude::*;

use super::el::{El, el};
use super::icon::{Icon, sign};
use crate::i18n::keys;

/// "Geri" within a page.
pub fn step_back(to: impl Fn() + 'static) -> El {
    el("button")
        .set("type", "button")
        .class("back")
        .on("click", move |_| to())
        .add(sign(Icon::Back))
        .add(el("span").add(keys::common::BACK))
}

/// "Yenidən başla" ("Start again"): the server deletes the unfinished flow of this device, and the page starts again.
/// The page starts again even if there is no answer, because the next flow replaces the old one.
pub fn start_again(forget: Callback<()>) -> El {
    let button = el("button")
        .set("type", "button")
        .class("btn btn-quiet")
        .on("click", move |_| forget.run(()))
        .add(keys::common::START_AGAIN);
    el("p").class("section").add(button)
}
