//! What has changed in an application since the person last saw it: it may have been changed in another window, or the
//! deadline moved. Nothing is confirmed that the person has not seen.

use leptos::prelude::*;
use qabul_contract::applications::Application;
use qabul_contract::campaigns::Tone;

use crate::i18n::{keys, t, text_of};
use crate::ui::{Answer, Answers, Banner, El, el};

/// One displayed answer or amount: its identity, its name, its text.
#[derive(Clone, PartialEq)]
pub struct Seen {
    key: String,
    name: String,
    value: String,
}

/// One difference.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    name: String,
    old: String,
    new: String,
}

/// Everything a person agrees to, in the words of the page.
pub fn seen(application: &Application) -> Vec<Seen> {
    let rows = application.steps.iter().flat_map(|step| step.rows.iter().map(move |row| (step, row)));
    let rows = rows.map(|(step, row)| Seen {
        key: [step.id.as_str(), "/", &row.code].concat(),
        name: row.label.clone(),
        value: row.value.clone(),
    });
    let own = |key: &str, name, value: &str| Seen { key: key.to_owned(), name: t(name), value: value.to_owned() };
    let due = application.due.as_ref().map(|due| own("due", keys::application::DEADLINE, &due.text));
    rows.chain([own("fee", keys::application::FEE, &application.money.fee_text)]).chain(due).collect()
}

/// The differences between two views, in the order of the later one; removed entries come last. Views in two languages, in
/// which the same entry has two names, have no differences: every text of them differs.
pub fn changes(before: &[Seen], now: &[Seen]) -> Vec<Change> {
    let named = |one: &Seen| before.iter().any(|other| other.key == one.key && other.name != one.name);
    if now.iter().any(named) {
        return Vec::new();
    }
    let of = |list: &[Seen], key: &str| list.iter().find(|one| one.key == key).map(|one| one.value.clone());
    let changed = now.iter().filter_map(|one| {
        let old = of(before, &one.key).unwrap_or_default();
        (old != one.value).then(|| Change { name: one.name.clone(), old, new: one.value.clone() })
    });
    let gone = before.iter().filter(|one| of(now, &one.key).is_none() && !one.value.is_empty());
    let gone = gone.map(|one| Change { name: one.name.clone(), old: one.value.clone(), new: String::new() });
    changed.chain(gone).collect()
}

/// Id of the message about the changes, for the focus.
pub const CHANGED: &str = "changed";

/// The list of changes; if it is empty, a message that the answers are the same.
pub fn list(changes: Vec<Change>) -> El {
    let text = if changes.is_empty() { keys::application::CHANGED_NONE } else { keys::application::CHANGED_TEXT };
    let banner = view! { <Banner tone=Tone::Waiting role="alert" strong=keys::application::CHANGED text/> };
    let rows: Vec<Answer> = changes
        .into_iter()
        .map(|Change { name, old, new }| {
            let words = text_of(move || {
                let given = |value: &str| if value.is_empty() { t(keys::common::NOT_GIVEN) } else { value.to_owned() };
                [given(&old).as_str(), " → ", &given(&new)].concat()
            });
            Answer::new(name, words)
        })
        .collect();
    let rows = (!rows.is_empty()).then(|| view! { <Answers rows/> }.into_any());
    el("section").set("id", CHANGED).set("tabindex", "-1").class("section-s stack").add(banner.into_any()).add(rows)
}

#[cfg(test)]
mod tests {
    use super::{Change, Seen, changes};

    fn seen(key: &str, value: &str) -> Seen {
        Seen { key: key.to_owned(), name: key.to_owned(), value: value.to_owned() }
    }

    fn change(name: &str, old: &str, new: &str) -> Change {
        Change { name: name.to_owned(), old: old.to_owned(), new: new.to_owned() }
    }

    #[test]
    fn what_became_another_what_came_and_what_went_are_told() {
        let before = [seen("language", "İngilis"), seen("fee", "50,00 AZN"), seen("average", ""), seen("number", "7")];
        let now = [seen("language", "Alman"), seen("fee", "50,00 AZN"), seen("average", "91,4 (100)")];
        let expected =
            [change("language", "İngilis", "Alman"), change("average", "", "91,4 (100)"), change("number", "7", "")];
        assert_eq!(changes(&before, &now), expected);
        assert!(changes(&before, &before).is_empty());
    }

    #[test]
    fn a_view_in_another_language_has_no_changes() {
        let named = |name: &str, value: &str| Seen { name: name.to_owned(), ..seen("language", value) };
        assert!(changes(&[named("Xarici dil", "İngilis")], &[named("Foreign language", "English")]).is_empty());
    }
}
