//! What every step of a way has: the way back, and the way to its beginning. Both also after a reload.

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

/// "Yenidən başla": the server forgets this device's way, and the page starts again. Where no answer comes the page begins all
/// the same: the next beginning takes the place of what was left.
pub fn start_again(forget: Callback<()>) -> El {
    let button = el("button")
        .set("type", "button")
        .class("btn btn-quiet")
        .on("click", move |_| forget.run(()))
        .add(keys::common::START_AGAIN);
    el("p").class("section").add(button)
}
