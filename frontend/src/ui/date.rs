//! A date as three text inputs (guide §4.7). No calendar: nobody picks a birth date from one.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FocusEvent};

use super::el::el;
use super::fields::{described, error_line, hint_line, typed};
use super::form::Input;
use crate::i18n::{Key, Text, keys};

/// Splits an ISO date into what the three inputs show.
fn parts(iso: &str) -> [String; 3] {
    let mut pieces = iso.splitn(3, '-').map(|piece| piece.trim_start_matches('0').to_owned());
    let (year, month, day) = (pieces.next(), pieces.next(), pieces.next());
    [day, month, year].map(Option::unwrap_or_default)
}

fn padded(digits: &str, width: usize) -> String {
    let digits = digits.trim();
    ["0".repeat(width.saturating_sub(digits.len())).as_str(), digits].concat()
}

/// Whether a text is an existing day `YYYY-MM-DD` in 1900–2100.
pub fn is_date(iso: &str) -> bool {
    let mut pieces = iso.split('-').map(|piece| piece.parse::<u16>().ok());
    let (Some(Some(year)), Some(Some(month)), Some(Some(day)), None) =
        (pieces.next(), pieces.next(), pieces.next(), pieces.next())
    else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 => 28 + u16::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1900..=2100).contains(&year) && (1..=last).contains(&day)
}

/// Day, month and year in a row.
#[component]
pub fn DateField(
    /// The field; its value is `YYYY-MM-DD`, empty while nothing is typed.
    input: Input,
    /// The question.
    #[prop(into)]
    legend: Text,
    /// Hint.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Marks it as the person's birth date for autofill.
    #[prop(optional)]
    birth: bool,
) -> impl IntoView {
    let pieces = parts(&input.value.get_untracked()).map(RwSignal::new);
    let [day, month, year] = pieces;
    let put = move || {
        let typed = pieces.map(|piece| piece.get_untracked());
        let [day, month, year] = &typed;
        let empty = typed.iter().all(|piece| piece.trim().is_empty());
        input.value.set(if empty {
            String::new()
        } else {
            [padded(year, 4), padded(month, 2), padded(day, 2)].join("-")
        });
    };
    let group = input.id;
    let left = move |event: web_sys::Event| {
        // Only on leaving the whole group: a half-typed date is not wrong yet.
        let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
        let to = to.and_then(|to| to.dyn_into::<Element>().ok()).map(|to| to.id());
        if !to.is_some_and(|to| to.starts_with(group)) {
            input.left();
        }
    };
    let part = move |piece: RwSignal<String>, id: &str, label: Key, class: &str, max: &str, fill: &str| {
        let control = el("input")
            .set("id", id)
            .class(class)
            .set("type", "text")
            .set("inputmode", "numeric")
            .set("maxlength", max)
            .set_some("autocomplete", birth.then_some(fill))
            .live_prop("value", move || JsValue::from_str(&piece.read()))
            .on("input", move |event| {
                piece.set(typed(&event));
                put();
            })
            .on("blur", left);
        el("div").add(el("label").set("for", id).add(label)).add(described(control, input))
    };
    let row = el("div")
        .class("date")
        .add(part(day, group, keys::field::DAY, "input", "2", "bday-day"))
        .add(part(month, &[group, "-month"].concat(), keys::field::MONTH, "input", "2", "bday-month"))
        .add(part(year, &[group, "-year"].concat(), keys::field::YEAR, "input year", "4", "bday-year"));
    el("fieldset")
        .class("field")
        .live_class("invalid", move || input.error.with(Option::is_some))
        .add(el("legend").class("label").add(legend))
        .add(hint_line(group, hint))
        .add(error_line(input))
        .add(row)
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        for good in ["2002-03-14", "2024-02-29", "2000-02-29", "1999-12-31"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2002-13-01",
            "2002-00-10",
            "2002-04-31",
            "0002-01-01",
            "2002-1",
            "x-y-z",
            "2002-01-01-01",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn a_stored_date_fills_the_three_inputs_without_leading_zeros() {
        assert_eq!(parts("2002-03-14"), ["14", "3", "2002"]);
        assert_eq!(parts(""), ["", "", ""]);
    }
}
