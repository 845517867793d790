//! Citations: what a sentence rests on, as a link to its text.

use qabul_domain::decision::{citation, clause_path};

use crate::i18n::{self, text_of};
use crate::ui::{El, el};

/// "(Qaydalar, 2.1-ci bənd)" as a link to the clause on the page of the Rules, which the server makes. What is announced by the
/// campaign, or stands in a manual, is cited as that. Nothing where there is nothing to cite.
pub fn clause_link(clause: &str) -> Option<El> {
    if clause.is_empty() {
        return None;
    }
    let (cited, linked) = (clause.to_owned(), clause.to_owned());
    let words = text_of(move || ["(", &citation(&cited, i18n::lang()), ")"].concat());
    let link = el("a")
        .class("clause")
        .set("rel", "external")
        .live("href", move || Some(clause_path(&linked, i18n::lang())))
        .add(words);
    Some(link)
}
