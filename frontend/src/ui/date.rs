//! A date as three text inputs (guide §4.7). There is no calendar, because nobody selects a birth date from one.

use leptos::prelude::*;
use qabul_domain::calendar::{date_parts, month_number, parse_date, read_past_date};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FocusEvent};

use super::el::el;
use super::fields::{described, error_line, hint_line, on_typed};
use super::form::{Input, Message};
use crate::clock;
use crate::i18n::{Key, Text, keys};

/// Splits a field's value into the texts of the three inputs.
fn parts(value: &str) -> [String; 3] {
    let mut pieces = value.splitn(3, ['-', '.']).map(|piece| piece.trim_start_matches('0').to_owned());
    let pieces = [pieces.next(), pieces.next(), pieces.next()].map(Option::unwrap_or_default);
    if value.contains('-') {
        let [year, month, day] = pieces;
        [day, month, year]
    } else {
        pieces
    }
}

/// The value of the three inputs: `2002-03-14`, or, if it is not a date, the parts as typed with points between them,
/// so that the parser of the domain can report the error.
fn value_of([day, month, year]: &[String; 3]) -> String {
    if [day, month, year].iter().all(|piece| piece.trim().is_empty()) {
        return String::new();
    }
    match parse_date(day, month, year) {
        Ok(_) => {
            let month = month_number(month).unwrap_or_default().to_string();
            [padded(year, 4), padded(&month, 2), padded(day, 2)].join("-")
        }
        Err(_) => [day, month, year].map(|piece| piece.replace(['.', '-'], " ")).join("."),
    }
}

fn padded(digits: &str, width: usize) -> String {
    let digits = digits.trim().trim_start_matches('0');
    ["0".repeat(width.saturating_sub(digits.len())).as_str(), digits].concat()
}

/// The error of a date that must be in the past, if there is one.
pub fn past_error(value: &str) -> Option<Message> {
    read_past_date(value, clock::now()).err().map(|error| Message::Says(error.says()))
}

/// A complete date pasted or typed into one of the three inputs. Only if it contains the year, because otherwise the
/// person may still be typing.
fn whole(text: &str) -> Option<[String; 3]> {
    let [day, month, year] = date_parts(text)?;
    let month = month_number(&month).map_or(month, |month| month.to_string());
    (year.len() == 4).then_some([day, month, year])
}

/// Day, month and year in a row.
#[component]
pub fn DateField(
    /// The field; its value is `YYYY-MM-DD`, empty if nothing is typed, or the parts with points if they are not a
    /// date.
    input: Input,
    /// The question.
    #[prop(into)]
    legend: Text,
    /// Hint.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Marks it as a birth date for autofill.
    #[prop(optional)]
    birth: bool,
) -> impl IntoView {
    let pieces = parts(&input.value.get_untracked()).map(RwSignal::new);
    let [day, month, year] = pieces;
    let put = move || input.value.set(value_of(&pieces.map(|piece| piece.get_untracked())));
    let group = input.id;
    input.called(legend);
    let left = move |event: web_sys::Event| {
        // Checked only on leaving the whole group, because an incomplete date is not an error yet.
        let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
        let to = to.and_then(|to| to.dyn_into::<Element>().ok()).map(|to| to.id());
        if !to.is_some_and(|to| to.starts_with(group)) {
            input.left();
        }
    };
    let part = move |piece: RwSignal<String>, id: &str, label: Key, class: &str, fill: &str| {
        let control = el("input")
            .set("id", id)
            .class(class)
            .set("type", "text")
            .set("inputmode", "numeric")
            .set_some("autocomplete", birth.then_some(fill))
            .live_prop("value", move || JsValue::from_str(&piece.read()));
        let control = on_typed(control, move |text| {
            if piece.with_untracked(|piece| *piece == text) {
                return;
            }
            match whole(&text) {
                Some(parts) => pieces.into_iter().zip(parts).for_each(|(piece, part)| piece.set(part)),
                None => piece.set(text),
            }
            put();
        });
        let control = control.on("blur", left);
        el("div").add(el("label").set("for", id).add(label)).add(described(control, input))
    };
    let row = el("div")
        .class("date")
        .add(part(day, group, keys::field::DAY, "input", "bday-day"))
        .add(part(month, &[group, "-month"].concat(), keys::field::MONTH, "input", "bday-month"))
        .add(part(year, &[group, "-year"].concat(), keys::field::YEAR, "input year", "bday-year"));
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
    use qabul_domain::calendar::{DateError, read_date};

    use super::*;

    fn typed(day: &str, month: &str, year: &str) -> String {
        value_of(&[day, month, year].map(str::to_owned))
    }

    #[test]
    fn three_inputs_come_to_one_date_or_to_what_is_wrong_with_it() {
        assert_eq!(typed("14", "3", "2002"), "2002-03-14");
        assert_eq!(typed(" 7", "aprel", "2003"), "2003-04-07");
        assert_eq!(typed("", " ", ""), "");
        for (parts, error) in [
            (["31", "2", "2003"], DateError::Impossible),
            (["7", "4", "20"], DateError::ShortYear),
            (["7", "4", "1850"], DateError::Early),
            (["7", "13", "2003"], DateError::Month),
            (["7", "", "2003"], DateError::Empty),
            (["x", "4", "2003"], DateError::Format),
        ] {
            let [day, month, year] = parts;
            assert_eq!(read_date(&typed(day, month, year)), Err(error), "{parts:?}");
        }
    }

    #[test]
    fn a_stored_date_fills_the_three_inputs_without_leading_zeros() {
        assert_eq!(parts("2002-03-14"), ["14", "3", "2002"]);
        assert_eq!(parts("31.2.2003"), ["31", "2", "2003"]);
        assert_eq!(parts(".3."), ["", "3", ""]);
        assert_eq!(parts(""), ["", "", ""]);
    }

    #[test]
    fn a_pasted_date_is_taken_whole_and_a_half_typed_one_is_left_alone() {
        for text in ["14.03.2002", "14 mart 2002", "2002-03-14", "14032002"] {
            assert!(
                whole(text).is_some_and(|[day, month, year]| (day.as_str(), year.as_str()) == ("14", "2002")
                    && matches!(month.as_str(), "3" | "03")),
                "{text}"
            );
        }
        for text in ["14", "14.3", "14.3.2", "14.03.200", "mart"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
