//! Step 2 of a person under the protection of UNHCR: every field by hand (PORTAL-4). What was typed stays in this tab over a
//! reload, because no register could give it back.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::registrations::FillPerson;

use super::{Flow, head, onward};
use crate::dom;
use crate::i18n::{Key, keys};
use crate::ui::{
    Banner, CheckBox, DateField, Form, FormBox, Icon, Input, Message, TextField, actions, date::past_error, effect, el,
    fields::Control, live, parts,
};

/// Where this tab keeps what was typed.
const KEPT: &str = "qabul.byHand";
/// Stands between two fields; nobody can type it.
const BETWEEN: &str = "\u{1f}";

#[derive(Clone, Copy)]
pub(super) struct Answers {
    form: Form,
    surname: Input,
    name: Input,
    one: Input,
    patronymic: Input,
    none: Input,
    birth: Input,
    document: Input,
    registered: Input,
    same: Input,
    actual: Input,
}

impl Answers {
    pub(super) fn new() -> Self {
        let form = Form::new();
        let surname = form.required("surname", keys::registration::SURNAME_REQUIRED);
        let one = form.optional("oneName");
        let name = form.input("name", move |typed| {
            let needed = one.value.with_untracked(String::is_empty) && typed.trim().is_empty();
            needed.then_some(Message::Key(keys::registration::NAME_REQUIRED))
        });
        let none = form.optional("noPatronymic");
        let patronymic = form.input("patronymic", move |typed| {
            let needed = none.value.with_untracked(String::is_empty) && typed.trim().is_empty();
            needed.then_some(Message::Key(keys::registration::PATRONYMIC_REQUIRED))
        });
        let birth = form.input("birthDate", past_error);
        let document = form.required("document", keys::registration::PROTECTION_REQUIRED);
        let registered = form.required("registeredPlace", keys::registration::REGISTERED_REQUIRED);
        let same = form.optional("samePlace");
        let actual = form.input("actualPlace", move |typed| {
            let needed = same.value.with_untracked(String::is_empty) && typed.trim().is_empty();
            needed.then_some(Message::Key(keys::registration::ACTUAL_REQUIRED))
        });
        if let Some(kept) = dom::kept(KEPT) {
            let pairs = kept.split(BETWEEN).filter_map(|pair| pair.split_once('='));
            form.put_back(&pairs.map(|(id, text)| (id.to_owned(), text.to_owned())).collect::<Vec<_>>());
        }
        effect(move |first| {
            for input in [surname, name, one, patronymic, none, birth, document, registered, same, actual] {
                input.value.track();
            }
            if !first {
                let pairs: Vec<String> =
                    form.typed().into_iter().map(|(id, text)| [id, "=", text.as_str()].concat()).collect();
                dom::keep(KEPT, &pairs.join(BETWEEN));
            }
        });
        Self { form, surname, name, one, patronymic, none, birth, document, registered, same, actual }
    }
}

/// The registration is over or went on: nothing typed stays in the tab.
pub(super) fn forget() {
    dom::let_go(KEPT);
}

fn line(input: Input, label: Key, hint: Option<Key>, autocomplete: &'static str) -> AnyView {
    let how = Control { autocomplete: Some(autocomplete), ..Control::default() };
    match hint {
        Some(hint) => view! { <TextField input label hint=hint how/> }.into_any(),
        None => view! { <TextField input label how/> }.into_any(),
    }
}

pub(super) fn ask(flow: Flow, answers: Answers) -> AnyView {
    let Answers { form, surname, name, one, patronymic, none, birth, document, registered, same, actual } = answers;
    let send = Callback::new(move |()| {
        let is_same = !same.now().is_empty();
        let without = !none.now().is_empty();
        let single = !one.now().is_empty();
        let body = FillPerson {
            surname: surname.now(),
            name: if single { String::new() } else { name.now() },
            one_name: single,
            patronymic: if without { String::new() } else { patronymic.now() },
            no_patronymic: without,
            birth_date: Some(birth.now()),
            document: document.now(),
            registered_place: registered.now(),
            actual_place: if is_same { registered.now() } else { actual.now() },
        };
        flow.send(form, "/person", body);
    });
    let letters = Some(keys::registration::LETTERS_HINT);
    let father = live(move || {
        none.value.with(String::is_empty).then(|| line(patronymic, keys::profile::PATRONYMIC, None, "additional-name"))
    });
    let given =
        live(move || one.value.with(String::is_empty).then(|| line(name, keys::profile::NAME, None, "given-name")));
    let lives = live(move || {
        same.value
            .with(String::is_empty)
            .then(|| line(actual, keys::profile::ACTUAL_PLACE, Some(keys::registration::PLACE_HINT), "off"))
    });
    let born = view! {
        <DateField input=birth legend=keys::field::BIRTH_DATE hint=keys::field::BIRTH_DATE_HINT birth=true/>
    };
    let next = onward(keys::common::NEXT, Some(Icon::Arrow), form.busy, keys::common::SENDING);
    let who = parts((
        line(surname, keys::profile::SURNAME, letters, "family-name"),
        (
            (given, view! { <CheckBox input=one label=keys::registration::ONE_NAME/> }.into_any()),
            (father, view! { <CheckBox input=none label=keys::registration::NO_PATRONYMIC/> }.into_any()),
        ),
    ));
    let rest = parts((
        (
            born.into_any(),
            line(document, keys::registration::PROTECTION_NUMBER, Some(keys::registration::PROTECTION_HINT), "off"),
        ),
        (
            line(registered, keys::profile::REGISTERED_PLACE, Some(keys::registration::PLACE_HINT), "off"),
            (view! { <CheckBox input=same label=keys::registration::SAME_PLACE/> }.into_any(), (lives, actions(next))),
        ),
    ));
    let told = view! {
        <Banner tone=Tone::Waiting strong=keys::registration::BY_HAND_CHECKED text=keys::registration::BY_HAND_WAITS/>
    };
    let inner = view! { <FormBox form on_send=send>{parts((who, rest))}</FormBox> };
    let inner = el("div").class("form stack-l").add(told.into_any()).add(inner.into_any());
    parts((head(keys::registration::BY_HAND_TITLE, keys::registration::BY_HAND_LEAD), inner))
}
