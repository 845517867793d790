//! Values found in a list of reference data: country, institution, specialty. An institution or a specialty that is not
//! in the list is typed; so is everything while the list cannot be loaded.

use leptos::prelude::*;
use qabul_contract::paths;
use qabul_contract::reference::{ReferenceList, ReferenceRow};

use super::{Fields, institution as typed_institution, short};
use crate::api;
use crate::i18n::{Key, keys};
use crate::ui::{Button, El, Input, Kind, Loaded, SearchRow, SearchSelect, TextField, effect, el, live, memo, parts};

/// Number of typed letters after which a list of names opens.
const NAME: usize = 2;
/// Number of typed characters after which the list of specialties opens: the manual says five; three are enough for a
/// name.
const CODE: usize = 3;

type List = Loaded<ReferenceList>;

fn list(name: &'static str) -> List {
    Loaded::new(move || async move { api::get_public::<ReferenceList>(&[paths::REFERENCE, "/", name].concat()).await })
}

fn rows(list: List, row: fn(&ReferenceRow) -> SearchRow) -> Memo<Vec<SearchRow>> {
    memo(move || list.value.with(|list| list.iter().flat_map(|list| &list.items).map(row).collect()))
}

/// The country of studies abroad, by its code.
pub(super) fn country(input: Input) -> AnyView {
    let list = list("countries");
    let row = |row: &ReferenceRow| SearchRow {
        code: row.code.clone(),
        shown: row.name.clone(),
        note: String::new(),
        also: row.also.clone(),
    };
    let rows = rows(list, row);
    list.show_once(move |_| {
        view! {
            <SearchSelect
                input
                label=keys::masterExam::MANUAL_COUNTRY
                hint=keys::masterExam::MANUAL_COUNTRY_HINT
                rows=rows
                at_least=NAME
            />
        }
        .into_any()
    })
}

/// An institution in Azerbaijan, by its name in diplomas; it is also found in the person's language.
pub(super) fn institution(input: Input, label: Key) -> AnyView {
    let list = list("institutions");
    let rows = rows(list, |row| {
        let note = if row.name == row.name_az { String::new() } else { row.name.clone() };
        SearchRow { code: row.name_az.clone(), shown: row.name_az.clone(), note, also: Vec::new() }
    });
    let otherwise = Otherwise { list, rows, input, others: None, typing: RwSignal::new(false), words: INSTITUTION };
    otherwise.view(
        move || {
            let found = view! {
                <SearchSelect
                    input
                    label=label
                    hint=keys::masterExam::MANUAL_INSTITUTION_FIND
                    rows=rows
                    otherwise=keys::masterExam::MANUAL_INSTITUTION_OTHERWISE
                    at_least=NAME
                />
            };
            found.into_any()
        },
        move || typed_institution(input, label),
    )
}

/// The specialty, by the first characters of its code or by its name.
pub(super) fn specialty(fields: Fields) -> AnyView {
    let list = list("bachelorSpecialties");
    let rows = rows(list, |row| SearchRow::coded(&row.code, &row.name));
    let input = fields.code;
    let typing = RwSignal::new(false);
    // The name of a chosen code, as documents write it.
    effect(move |_| {
        let code = input.value.get();
        let of = |list: &ReferenceList| list.items.iter().find(|row| row.code == code).map(|row| row.name_az.clone());
        let name = list.value.with(|list| list.as_ref().and_then(of));
        if let Some(name) = name.filter(|_| !typing.get()) {
            fields.specialty.set(name);
        }
    });
    let otherwise = Otherwise { list, rows, input, others: Some(fields.specialty), typing, words: SPECIALTY };
    otherwise.view(
        move || {
            let found = view! {
                <SearchSelect
                    input
                    label=keys::masterExam::SPECIALTY
                    hint=keys::masterExam::MANUAL_SPECIALTY_HINT
                    rows=rows
                    otherwise=keys::masterExam::MANUAL_OTHERWISE
                    at_least=CODE
                />
            };
            found.into_any()
        },
        move || {
            let code = view! {
                <TextField
                    input
                    label=keys::masterExam::MANUAL_CODE
                    hint=keys::masterExam::MANUAL_CODE_HINT
                    how=short("w-short", None)
                />
            };
            let name = view! {
                <TextField input=fields.specialty label=keys::masterExam::MANUAL_NAME how=short("", None)/>
            };
            parts((code.into_any(), name.into_any()))
        },
    )
}

/// Labels such as "Not on the list" and "choose from the list".
type Ways = [Key; 2];

const INSTITUTION: Ways =
    [keys::masterExam::MANUAL_INSTITUTION_NOT_ON_LIST, keys::masterExam::MANUAL_INSTITUTION_FROM_LIST];
const SPECIALTY: Ways = [keys::masterExam::MANUAL_NOT_ON_LIST, keys::masterExam::MANUAL_FROM_LIST];

/// A field with a list, with the alternative of typing.
#[derive(Clone, Copy)]
struct Otherwise {
    list: List,
    rows: Memo<Vec<SearchRow>>,
    input: Input,
    /// Another field that is cleared with it.
    others: Option<Input>,
    /// Whether it is typed at present.
    typing: RwSignal<bool>,
    words: Ways,
}

impl Otherwise {
    fn on_list(self) -> bool {
        self.input.value.with(|code| self.rows.with(|rows| rows.iter().any(|row| row.code == *code)))
    }

    fn view(self, found: impl Fn() -> AnyView + 'static, typed: impl Fn() -> AnyView + 'static) -> AnyView {
        let typing = self.typing;
        // A saved value that is not in the list was typed; so is everything while the list cannot be loaded.
        effect(move |_| {
            let failed = self.list.failure.with(Option::is_some);
            let here = self.list.value.with(Option::is_some);
            let unknown = !self.input.value.with(String::is_empty) && here && !self.on_list();
            if failed || unknown {
                typing.set(true);
            }
        });
        let other = Callback::new(move |()| {
            let now = !typing.get_untracked();
            if !now && !untrack(|| self.on_list()) {
                self.input.set("");
                if let Some(others) = self.others {
                    others.set("");
                }
            }
            typing.set(now);
        });
        let field = live(move || {
            let typing = typing.get();
            untrack(|| if typing { typed() } else { found() })
        });
        let toggle: El = el("div").class("otherwise").add(live(move || {
            let [missing, back] = self.words;
            let label = if typing.get() { back } else { missing };
            view! { <Button kind=Kind::Quiet label=label on_press=other/> }.into_any()
        }));
        parts((field, toggle))
    }
}
