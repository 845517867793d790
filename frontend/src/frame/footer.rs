//! The footer: the same help in the same place on every page (WCAG 3.2.6).

use super::header::{VERIFY, linked};
use super::theme::theme_switch;
use crate::i18n::{Key, keys};
use crate::ui::icon::lattice;
use crate::ui::{El, el};

fn link(href: &str, label: Key) -> El {
    el("li").add(linked(href).add(label))
}

fn column(title: Key, links: Vec<El>) -> El {
    el("div").add(el("h2").add(title)).add(el("ul").class("links").add(links))
}

/// The footer of every page.
pub fn footer() -> El {
    let number = el("a").set("href", "tel:146").set("rel", "external").add("146");
    let hotline = el("p").class("hotline").add(keys::footer::HOTLINE).add(number);
    let help = vec![
        link("/help/guide", keys::footer::GUIDE),
        link("/help/commissions", keys::footer::COMMISSIONS),
        link("/help/appeal", keys::footer::APPEAL),
    ];
    let inline = el("ul")
        .class("inline")
        .add(link("/help/privacy", keys::footer::PRIVACY))
        .add(link("/help/accessibility", keys::footer::ACCESSIBILITY))
        .add(link("/help#status", keys::footer::STATUS));
    let portal = vec![
        link("/help#rules", keys::footer::RULES),
        link(VERIFY, keys::footer::VERIFY),
        link("/placement/verify", keys::footer::PLACEMENT),
        el("li").add(inline),
    ];
    let portal = column(keys::footer::PORTAL, portal).add(el("div").class("only-wide").add(theme_switch("theme-foot")));
    let columns = el("div").class("wrap").add(hotline).add(column(keys::footer::HELP, help)).add(portal);
    el("footer").class("footer on-band").add(lattice("", &[], false)).add(columns)
}
