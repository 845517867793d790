//! Step 1: the kind of document. It determines the register.

use leptos::prelude::*;
use qabul_contract::paths;
use qabul_contract::registrations::{Registration, StartRegistration, WayIn};

use super::{Flow, head, onward};
use crate::api;
use crate::i18n::{Key, keys};
use crate::ui::{Choice, Form, FormBox, Icon, Input, RadioCards, actions, el, parts};

#[derive(Clone, Copy)]
pub(super) struct Answers {
    form: Form,
    way: Input,
}

impl Answers {
    pub(super) fn new() -> Self {
        let form = Form::new();
        Self { form, way: form.required("wayIn", keys::registration::WAY_REQUIRED) }
    }
}

fn option(value: &str, label: Key, hint: Key) -> Choice {
    Choice::new(value, label).hint(hint)
}

pub(super) fn view(flow: Flow, answers: Answers) -> AnyView {
    let Answers { form, way } = answers;
    let send = Callback::new(move |()| {
        let chosen = match way.now().as_str() {
            "permit" => WayIn::Permit,
            "protection" => WayIn::Protection,
            _ => WayIn::Citizen,
        };
        form.send(
            async move {
                let body = StartRegistration { way_in: chosen };
                api::post_public::<_, Registration>(paths::REGISTRATIONS, &body).await
            },
            move |registration| flow.take(registration),
        );
    });
    let options = vec![
        option("citizen", keys::registration::WAY_CITIZEN, keys::registration::WAY_CITIZEN_HINT),
        option("permit", keys::registration::WAY_PERMIT, keys::registration::WAY_PERMIT_HINT),
        option("protection", keys::registration::WAY_PROTECTION, keys::registration::WAY_PROTECTION_HINT),
    ];
    let cards = view! {
        <RadioCards input=way legend=keys::registration::CITIZENSHIP_TITLE quiet_legend=true options=options/>
    };
    let next = onward(keys::common::NEXT, Some(Icon::Arrow), form.busy, keys::common::SENDING);
    let fields = parts((cards.into_any(), actions(next)));
    let have = el("p")
        .class("section")
        .add(keys::registration::HAVE_CABINET)
        .add(" ")
        .add(el("a").set("href", "/login").add(keys::header::SIGN_IN));
    parts((
        head(keys::registration::CITIZENSHIP_TITLE, keys::registration::CITIZENSHIP_LEAD),
        (view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any(), have),
    ))
}
