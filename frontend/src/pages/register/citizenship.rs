//! Step 1: which document. It decides the register.

use leptos::prelude::*;
use qabul_contract::paths;
use qabul_contract::registrations::{Registration, StartRegistration, WayIn};

use super::{Flow, head};
use crate::api;
use crate::i18n::{Key, Text, keys, tr};
use crate::ui::{Button, Choice, Form, FormBox, Icon, Input, RadioCards};

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
        form.send(
            async move {
                let body = StartRegistration { way_in: WayIn::Citizen };
                api::post_public::<_, Registration>(paths::REGISTRATIONS, &body).await
            },
            move |registration| flow.take(registration),
        );
    });
    let later: Text = keys::registration::WAY_LATER.into();
    let options = vec![
        option("citizen", keys::registration::WAY_CITIZEN, keys::registration::WAY_CITIZEN_HINT),
        option("permit", keys::registration::WAY_PERMIT, keys::registration::WAY_PERMIT_HINT).blocked(Some(later)),
        option("protection", keys::registration::WAY_PROTECTION, keys::registration::WAY_PROTECTION_HINT)
            .blocked(Some(later)),
    ];
    view! {
        {head(keys::registration::CITIZENSHIP_TITLE, keys::registration::CITIZENSHIP_LEAD)}
        <FormBox form on_send=send>
            <RadioCards input=way legend=keys::registration::CITIZENSHIP_TITLE quiet_legend=true options=options/>
            <div class="actions">
                <Button
                    class="btn-big"
                    label=keys::common::NEXT
                    after=Icon::Arrow
                    busy=form.busy
                    busy_label=keys::common::SENDING
                />
            </div>
        </FormBox>
        <p class="section">
            {tr(keys::registration::HAVE_CABINET)} " "
            <a href="/login">{tr(keys::header::SIGN_IN)}</a>
        </p>
    }
    .into_any()
}
