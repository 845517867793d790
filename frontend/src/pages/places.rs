//! A place of the document commission, as the application and the page of addresses show it.

use qabul_contract::campaigns::Tone;
use qabul_contract::confirmation::PlaceView;

use crate::i18n::keys;
use crate::ui::blocks::badge;
use crate::ui::{El, el};

/// One place in a list. A place no source confirms says so.
pub fn place(place: &PlaceView) -> El {
    let PlaceView { name, address, hours, official } = place;
    let doubt = (!official).then(|| badge(Tone::Waiting, keys::desk::NOT_OFFICIAL, true));
    el("li")
        .class("desk-place")
        .add(el("p").class("strong").add(name.as_str()))
        .add(el("p").add(address.as_str()))
        .add(el("p").class("small muted").add(hours.as_str()))
        .add(doubt)
}
