//! A place of the document commission, as shown by the application and by the page of addresses.

use qabul_contract::campaigns::Tone;
use qabul_contract::confirmation::PlaceView;

use crate::i18n::keys;
use crate::ui::blocks::badge;
use crate::ui::{El, el};

/// One place in a list. A place without a source is marked so.
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
