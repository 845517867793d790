//! Step 2 for a person under the protection of UNHCR: all fields are typed (PORTAL-4). The typed text is kept in this
//! tab over a reload, because no register could provide it again.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::me::Profile;
use qabul_contract::registrations::FillPerson;

use super::{Flow, head, onward};
use crate::dom;
use crate::i18n::{Key, keys};
use crate::ui::{
    Banner, CheckBox, DateField, Form, FormBox, Icon, Input, Message, TextField, actions, date::past_error, effect, el,
    fields::Control, live, parts,
};

/// Key under which this tab stores the typed text.
const KEPT: &str = "qabul.byHand";
/// Separator between two fields; it cannot be typed.
const BETWEEN: &str = "\u{1f}";

#[derive(Clone, Copy)]
pub(crate) struct Answers {
    pub(crate) form: Form,
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
    /// With the text that this tab stored during an earlier attempt.
    pub(super) fn new() -> Self {
        let answers = Self::empty();
        let form = answers.form;
        if let Some(kept) = dom::kept(KEPT) {
            let pairs = kept.split(BETWEEN).filter_map(|pair| pair.split_once('='));
            form.put_back(&pairs.map(|(id, text)| (id.to_owned(), text.to_owned())).collect::<Vec<_>>());
        }
        effect(move |first| {
            answers.each(|input| input.value.track());
            if !first {
                let pairs: Vec<String> =
                    form.typed().into_iter().map(|(id, text)| [id, "=", text.as_str()].concat()).collect();
                dom::keep(KEPT, &pairs.join(BETWEEN));
            }
        });
        answers
    }

    /// Empty fields.
    pub(crate) fn empty() -> Self {
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
        Self { form, surname, name, one, patronymic, none, birth, document, registered, same, actual }
    }

    fn each(self, act: impl Fn(Input)) {
        let Self { surname, name, one, patronymic, none, birth, document, registered, same, actual, .. } = self;
        [surname, name, one, patronymic, none, birth, document, registered, same, actual].into_iter().for_each(act);
    }

    /// Fills the fields with the stored data of a person.
    pub(crate) fn fill(self, person: &Profile) {
        self.surname.set(person.surname.as_str());
        self.name.set(person.name.as_str());
        self.one.set(if person.name.is_empty() { "true" } else { "" });
        self.patronymic.set(person.patronymic.as_str());
        self.none.set(if person.patronymic.is_empty() { "true" } else { "" });
        self.birth.set(person.birth_date.to_string());
        self.document.set(person.document.as_str());
        self.registered.set(person.registered_place.as_str());
        let same = person.registered_place == person.actual_place;
        self.same.set(if same { "true" } else { "" });
        self.actual.set(if same { "" } else { person.actual_place.as_str() });
    }

    /// The typed values in the form of the interface.
    pub(crate) fn body(self) -> FillPerson {
        let is_same = !self.same.now().is_empty();
        let without = !self.none.now().is_empty();
        let single = !self.one.now().is_empty();
        FillPerson {
            surname: self.surname.now(),
            name: if single { String::new() } else { self.name.now() },
            one_name: single,
            patronymic: if without { String::new() } else { self.patronymic.now() },
            no_patronymic: without,
            birth_date: Some(self.birth.now()),
            document: self.document.now(),
            registered_place: self.registered.now(),
            actual_place: if is_same { self.registered.now() } else { self.actual.now() },
        }
    }
}

/// The registration has ended or continued, so the tab no longer stores the typed text.
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

/// The fields, and the button below them.
pub(crate) fn fields(answers: Answers, button: AnyView) -> AnyView {
    let Answers { surname, name, one, patronymic, none, birth, document, registered, same, actual, .. } = answers;
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
            (
                view! { <CheckBox input=same label=keys::registration::SAME_PLACE/> }.into_any(),
                (lives, actions(button)),
            ),
        ),
    ));
    parts((who, rest))
}

pub(super) fn ask(flow: Flow, answers: Answers) -> AnyView {
    let form = answers.form;
    let send = Callback::new(move |()| flow.send(form, "/person", answers.body()));
    let next = onward(keys::common::NEXT, Some(Icon::Arrow), form.busy, keys::common::SENDING);
    let fields = fields(answers, next);
    let told = view! {
        <Banner tone=Tone::Waiting strong=keys::registration::BY_HAND_CHECKED text=keys::registration::BY_HAND_WAITS/>
    };
    let inner = view! { <FormBox form on_send=send>{fields}</FormBox> };
    let inner = el("div").class("form stack-l").add(told.into_any()).add(inner.into_any());
    parts((head(keys::registration::BY_HAND_TITLE, keys::registration::BY_HAND_LEAD), inner))
}
