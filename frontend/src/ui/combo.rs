//! Search field with a list (guide §4.8): a combobox for lists longer than a dozen.

use leptos::prelude::*;
use qabul_domain::typed::plain_sign;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::KeyboardEvent;

use super::el::{el, live};
use super::fields::{Around, described, field, value_of};
use super::form::Input;
use super::react::{effect, memo};
use crate::i18n::{Key, Text, keys, t, t_count, text_of};

/// Labels such as "1 result", "5 results".
const RESULTS: [Key; 3] =
    [keys::field::search_count::ONE, keys::field::search_count::FEW, keys::field::search_count::MANY];

/// One row of the list.
#[derive(Clone, PartialEq)]
pub struct SearchRow {
    /// Value in the request; it is found with or without its leading zeros.
    pub code: String,
    /// Text in the list and in the input; searched word by word.
    pub shown: String,
    /// A line below it; searched too.
    pub note: String,
    /// Other names by which it is found; not shown.
    pub also: Vec<String>,
}

impl SearchRow {
    /// A row that people know by its code: "050632 – Kompüter mühəndisliyi".
    pub fn coded(code: &str, name: &str) -> Self {
        Self { code: code.to_owned(), shown: [code, " – ", name].concat(), note: String::new(), also: Vec::new() }
    }
}

/// Maximum number of shown rows; further typing reduces them.
const SHOWN: usize = 50;

/// Folds letters to the form typed without an Azerbaijani keyboard, and removes other marks.
pub fn fold(text: &str) -> String {
    text.chars()
        .filter_map(plain_sign)
        .filter_map(|letter| match letter {
            'Ə' | 'ə' => Some('e'),
            'I' | 'ı' | 'İ' => Some('i'),
            'Ö' | 'ö' => Some('o'),
            'Ü' | 'ü' => Some('u'),
            'Ğ' | 'ğ' => Some('g'),
            'Ş' | 'ş' => Some('s'),
            'Ç' | 'ç' => Some('c'),
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'Å' => Some('a'),
            'é' | 'è' | 'ê' | 'ë' => Some('e'),
            'í' | 'ì' | 'î' | 'ï' => Some('i'),
            'ó' | 'ò' | 'ô' | 'õ' => Some('o'),
            'ñ' => Some('n'),
            'Ё' | 'ё' => Some('е'),
            'Й' | 'й' => Some('и'),
            // Combining marks of decomposed letters.
            '\u{300}'..='\u{36f}' => None,
            other => other.to_lowercase().next(),
        })
        .collect()
}

fn matches(row: &SearchRow, wanted: &str) -> bool {
    let code = fold(&row.code);
    let bare = code.trim_start_matches('0');
    code.starts_with(wanted)
        || (!bare.is_empty()
            && bare.starts_with(wanted.trim_start_matches('0'))
            && wanted.starts_with(|c: char| c.is_ascii_digit()))
        || row.also.iter().chain([&row.shown]).any(|name| {
            let name = fold(name);
            wanted.split_whitespace().all(|word| name.contains(word) || fold(&row.note).contains(word))
        })
}

/// A field that finds a row by part of its code or name.
#[component]
pub fn SearchSelect(
    /// The field; its value is the chosen row's code.
    input: Input,
    /// Label.
    #[prop(into)]
    label: Text,
    /// Hint.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Says "(istəyə bağlı)".
    #[prop(optional)]
    optional: bool,
    /// Rows in the order of the Azerbaijani alphabet; tracked.
    #[prop(into)]
    rows: Signal<Vec<SearchRow>>,
    /// Shown below "Tapılmadı" ("Not found"): how to enter it by hand.
    #[prop(optional, into)]
    otherwise: Option<Text>,
    /// Number of letters that must be typed before the list opens.
    #[prop(default = 0)]
    at_least: usize,
) -> impl IntoView {
    let id = input.id;
    let list_id = [id, "-list"].concat();
    let row_id = move |at: usize| [id, "-row-", &at.to_string()].concat();
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);

    // The chosen row is shown by name, also if the rows are loaded after the value.
    effect(move |_| {
        let code = input.value.get();
        let name = rows.with(|rows| rows.iter().find(|row| row.code == code).map(|row| row.shown.clone()));
        if !open.get_untracked() {
            typed.set(name.unwrap_or(code));
        }
    });
    let found = memo(move || {
        let wanted = fold(typed.get().trim());
        if !open.get() || wanted.chars().count() < at_least {
            return Vec::new();
        }
        rows.with(|rows| rows.iter().filter(|row| matches(row, &wanted)).take(SHOWN).cloned().collect::<Vec<_>>())
    });
    let enough = move || open.get() && typed.with(|typed| typed.trim().chars().count()) >= at_least;
    let choose = move |row: &SearchRow| {
        open.set(false);
        active.set(None);
        typed.set(row.shown.clone());
        input.value.set(row.code.clone());
        input.error.set(None);
    };
    let step = move |by: isize| {
        let count = found.with(Vec::len);
        if count == 0 {
            return;
        }
        let next = match active.get_untracked() {
            None if by > 0 => 0,
            None => count - 1,
            Some(now) => now.saturating_add_signed(by).min(count - 1),
        };
        active.set(Some(next));
        if let Some(row) = crate::dom::document().get_element_by_id(&row_id(next)) {
            row.scroll_into_view_with_bool(false);
        }
    };
    let press = move |event: web_sys::Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        match event.key().as_str() {
            "ArrowDown" => {
                open.set(true);
                if !event.alt_key() {
                    step(1);
                }
            }
            "ArrowUp" if open.get_untracked() => step(-1),
            "Home" if active.get_untracked().is_some() => active.set(Some(0)),
            "End" if active.get_untracked().is_some() => active.set(found.with(|rows| rows.len().checked_sub(1))),
            "Enter" if open.get_untracked() => {
                if let Some(row) = active.get_untracked().and_then(|at| found.with(|rows| rows.get(at).cloned())) {
                    choose(&row);
                }
            }
            "Escape" if open.get_untracked() => {
                open.set(false);
                active.set(None);
            }
            _ => return,
        }
        event.prevent_default();
    };
    let settle = move || {
        open.set(false);
        active.set(None);
        // A code or a name typed in full is accepted; otherwise the previous choice is restored.
        let wanted = fold(typed.get_untracked().trim());
        let bare = wanted.trim_start_matches('0');
        let exact = rows.with_untracked(|rows| {
            let is = |row: &&SearchRow| {
                let named = || row.also.iter().chain([&row.shown]).any(|name| fold(name) == wanted);
                fold(&row.code).trim_start_matches('0') == bare || named()
            };
            rows.iter().find(|row| !bare.is_empty() && is(row)).cloned()
        });
        match exact {
            Some(row) => choose(&row),
            None if wanted.is_empty() => input.value.set(String::new()),
            None => {
                let code = input.value.get_untracked();
                let name =
                    rows.with_untracked(|rows| rows.iter().find(|row| row.code == code).map(|row| row.shown.clone()));
                typed.set(name.unwrap_or_default());
            }
        }
        input.left();
    };
    let leave = move |_| settle();
    let options = live(move || {
        let rows = found.get().into_iter().enumerate().map(|(at, row)| {
            let chosen = row.clone();
            el("li")
                .set("id", &row_id(at))
                .set("role", "option")
                .live("aria-selected", move || Some((active.get() == Some(at)).to_string()))
                // Pressing must not move the focus from the input before the click is handled.
                .on("mousedown", |event| event.prevent_default())
                .on("click", move |_| choose(&chosen))
                .add(row.shown.as_str())
                .add((!row.note.is_empty()).then(|| el("small").add(row.note.as_str())))
        });
        rows.collect::<Vec<_>>()
    });
    let announced = text_of(move || {
        if !enough() {
            return String::new();
        }
        match found.with(Vec::len) {
            0 => t(keys::field::SEARCH_NONE),
            count => t_count(RESULTS, i64::try_from(count).unwrap_or_default()),
        }
    });
    let control = el("input")
        .set("id", id)
        .set("name", id)
        .class("input")
        .set("type", "text")
        .set("role", "combobox")
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .set("aria-autocomplete", "list")
        .set("aria-controls", &list_id)
        .live("aria-expanded", move || Some(enough().to_string()))
        .live("aria-activedescendant", move || active.get().map(row_id))
        .live_prop("value", move || JsValue::from_str(&typed.read()))
        .on("input", move |event| {
            typed.set(value_of(&event));
            active.set(None);
            open.set(true);
        })
        // Filled in by the browser without typing, so there will be no event for leaving the field.
        .on("change", move |event| {
            let text = value_of(&event);
            if typed.with_untracked(|typed| *typed != text) {
                typed.set(text);
                settle();
            }
        })
        .on("click", move |_| open.set(true))
        .on("keydown", press)
        .on("blur", leave);
    let list = el("ul")
        .set("id", &list_id)
        .set("role", "listbox")
        .class("combo-list")
        .live("hidden", move || (!enough() || found.with(Vec::is_empty)).then(String::new))
        .add(options);
    let combo = el("div").class("combo").add(described(control, input)).add(list);
    let status = el("p").class("after small muted").set("role", "status").add(announced);
    let manual = live(move || {
        let none = enough() && found.with(Vec::is_empty);
        otherwise.filter(|_| none).map(|otherwise| el("p").class("after").add(otherwise))
    });
    let around = Around { optional, ..Around::new(label).hint(hint) };
    field(input, around, (combo, (status, manual))).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, name: &str) -> SearchRow {
        SearchRow::coded(code, name)
    }

    #[test]
    fn a_specialty_is_found_without_the_leading_zero_of_its_code() {
        let row = row("050632", "Kompüter mühəndisliyi");
        for wanted in ["050632", "50632", "5063", "kompüter", "komputer muhendis", "MUHENDIS 0506"] {
            assert!(matches(&row, &fold(wanted)), "{wanted}");
        }
        assert!(!matches(&row, &fold("hüquq")));
    }

    #[test]
    fn a_code_with_letters_is_found_by_its_first_five_characters() {
        let row = row("HS190100", "Müalicə işi");
        for wanted in ["HS190", "hs190", "müalicə", "mualice"] {
            assert!(matches(&row, &fold(wanted)), "{wanted}");
        }
        assert!(!matches(&row, &fold("50632")));
    }

    #[test]
    fn a_row_is_found_by_its_other_names() {
        let also = ["United States", "USA", "США", "ABŞ"].map(str::to_owned).to_vec();
        let row = SearchRow {
            code: "US".to_owned(),
            shown: "Amerika Birləşmiş Ştatları".to_owned(),
            note: String::new(),
            also,
        };
        for wanted in ["usa", "США", "сша", "abs", "united st", "amerika", "us", "\u{200e}USA"] {
            assert!(matches(&row, &fold(wanted)), "{wanted}");
        }
        // Words of two different names do not match as words of one.
        assert!(!matches(&row, &fold("united США")));
    }

    #[test]
    fn letters_in_two_parts_are_found_as_one() {
        assert_eq!(fold("s\u{327}əhər"), fold("şəhər"));
        assert_eq!(fold("и\u{306}од"), fold("йод"));
        assert_eq!(fold("Côte d’Ivoire"), "cote d'ivoire");
    }

    #[test]
    fn azerbaijani_letters_fold_to_what_a_foreign_keyboard_types() {
        assert_eq!(fold("ƏIıİiÖöÜüĞğŞşÇç"), "eiiiioouuggsscc");
    }
}
