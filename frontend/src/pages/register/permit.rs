//! Step 2 of a foreigner or stateless person: the permit card and the birth date (PORTAL-3).

use leptos::prelude::*;
use qabul_contract::registrations::CheckPermit;
use qabul_domain::typed::identifier;

use super::{Flow, head, onward};
use crate::i18n::keys;
use crate::ui::{
    Choice, DateField, Form, FormBox, Input, RadioCards, TextField, actions, date::past_error, fields::Control, parts,
};

#[derive(Clone, Copy)]
pub(super) struct Answers {
    form: Form,
    series: Input,
    number: Input,
    birth: Input,
}

impl Answers {
    pub(super) fn new() -> Self {
        let form = Form::new();
        let series = form.required("series", keys::registration::SERIES_REQUIRED);
        let number = form.required("number", keys::registration::NUMBER_REQUIRED);
        let birth = form.input("birthDate", past_error);
        form.answers_for("permitMismatch", number);
        Self { form, series, number, birth }
    }
}

pub(super) fn ask(flow: Flow, answers: Answers) -> AnyView {
    let Answers { form, series, number, birth } = answers;
    let send = Callback::new(move |()| {
        let body = CheckPermit { series: series.now(), number: number.now(), birth_date: Some(birth.now()) };
        flow.send(form, "/permit", body);
    });
    let options =
        vec![Choice::new("MYI", keys::registration::SERIES_MYI), Choice::new("DYI", keys::registration::SERIES_DYI)];
    let cards = view! { <RadioCards input=series legend=keys::registration::SERIES options=options/> };
    let how = Control {
        mode: Some("numeric"),
        autocomplete: Some("off"),
        class: "w-fin",
        tidy: Some(identifier),
        ..Control::default()
    };
    let digits = view! {
        <TextField input=number label=keys::registration::NUMBER hint=keys::registration::NUMBER_HINT how/>
    };
    let born = view! {
        <DateField input=birth legend=keys::field::BIRTH_DATE hint=keys::field::BIRTH_DATE_HINT birth=true/>
    };
    let check = onward(keys::common::CHECK, None, form.busy, keys::common::CHECKING);
    let fields = parts((cards.into_any(), (digits.into_any(), (born.into_any(), actions(check)))));
    parts((
        head(keys::registration::PERMIT_TITLE, keys::registration::PERMIT_LEAD),
        view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any(),
    ))
}
