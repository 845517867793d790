use leptos::prelude::*;
use qabul_contract::me::Profile;
use qabul_contract::paths;

use super::{done, page};
use crate::api::{self, Call};
use crate::i18n::keys;
use crate::pages::register::by_hand::{Answers, fields};
use crate::ui::{Button, FormBox, Loaded, el};

/// `/account/person`: hand-typed data, until an officer has verified it.
#[component]
pub fn CorrectPerson() -> impl IntoView {
    let profile = Loaded::new(|| api::get::<Profile>(paths::PROFILE));
    let shown = profile.show_once(|now| form(&now.get_untracked()));
    page(keys::account::PERSON_TITLE, keys::account::PERSON_LEAD, shown.into_any())
}

fn form(profile: &Profile) -> AnyView {
    let answers = Answers::empty();
    answers.fill(profile);
    let form = answers.form;
    let send = Callback::new(move |()| {
        let body = answers.body();
        form.send(
            async move {
                let path = [paths::ME, "/person"].concat();
                Call::new("PUT", &path).body(&body).done().await
            },
            move |()| done(keys::account::PERSON_DONE),
        );
    });
    let save = view! { <Button label=keys::account::RESIDENCE_SAVE busy=form.busy busy_label=keys::common::SENDING/> };
    let fields = fields(answers, save.into_any());
    let inner = view! { <FormBox form on_send=send>{fields}</FormBox> };
    el("div").class("form").add(inner.into_any()).into_any()
}
