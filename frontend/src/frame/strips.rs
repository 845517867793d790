//! Strips above the header: test mode with its clock, and no internet.

use leptos::prelude::*;
use qabul_contract::system::SystemStatus;

use crate::i18n::{keys, t_with, text_of};
use crate::ui::icon::sign;
use crate::ui::{El, Icon, el, live};
use crate::{clock, format, session};

/// The strips that apply at present.
pub fn strips(state: session::State) -> (impl crate::ui::el::Part, El) {
    let test = live(move || state.system.get().filter(|status| status.demo).map(test_strip));
    let offline = live(move || {
        (!state.online.get()).then(|| {
            let words = el("span").class("row").add(sign(Icon::Alert)).add(keys::strip::OFFLINE);
            el("div").class("strip").add(el("div").class("wrap").add(words))
        })
    });
    (test, el("div").set("role", "status").add(offline))
}

fn test_strip(status: SystemStatus) -> El {
    let shifted = (status.clock_shift_seconds != 0).then(|| {
        let now = clock::ticking(30);
        let words = text_of(move || t_with(keys::strip::DEMO_CLOCK, &[("now", &format::date_hour(now.get()))]));
        el("span").add(words)
    });
    let inbox = status.inbox_url.map(|url| {
        el("a").set("href", &url).set("target", "_blank").set("rel", "external noopener").add(keys::strip::INBOX)
    });
    let line = el("div").class("wrap").add(el("span").add(keys::strip::DEMO)).add(shifted).add(inbox);
    el("section").class("strip strip-test").says("aria-label", keys::strip::DEMO).add(line)
}
