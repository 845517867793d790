//! Citations: the source of a sentence, as a link to its text.

use qabul_domain::decision::{citation, clause_path};

use crate::i18n::{self, text_of};
use crate::ui::{El, el};

/// "(Qaydalar, 2.1-ci bənd)" ("Rules, clause 2.1") as a link to the clause on the page of the Rules, which the server
/// renders. Texts announced by the campaign or from a manual are cited with their source. `None` if there is nothing to
/// cite.
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
