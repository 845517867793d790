use leptos::prelude::*;
use qabul_contract::me::{ChangeResidence as Body, Profile};
use qabul_contract::paths;

use super::{done, page, save};
use crate::api::{self, Call};
use crate::i18n::keys;
use crate::ui::fields::Control;
use crate::ui::{Form, FormBox, Loaded, TextField, parts};

/// `/account/residence`
#[component]
pub fn ChangeResidence() -> impl IntoView {
    let profile = Loaded::new(|| api::get::<Profile>(paths::PROFILE));
    let shown = profile.show_once(|now| form(now.get_untracked().actual_place));
    page(keys::account::RESIDENCE_TITLE, keys::account::RESIDENCE_LEAD, shown)
}

fn form(present: String) -> AnyView {
    let form = Form::new();
    let place = form.required("actualPlace", keys::registration::ACTUAL_REQUIRED);
    place.set(present);
    let send = Callback::new(move |()| {
        let body = Body { actual_place: place.now() };
        form.send(
            async move {
                let path = [paths::ME, "/residence"].concat();
                Call::new("PUT", &path).body(&body).done().await
            },
            move |()| done(keys::account::RESIDENCE_DONE),
        );
    });
    let how = Control { autocomplete: Some("street-address"), ..Control::default() };
    let fields = parts((
        view! {
            <TextField input=place label=keys::profile::ACTUAL_PLACE hint=keys::registration::PLACE_HINT how/>
        }
        .into_any(),
        save(keys::account::RESIDENCE_SAVE, form),
    ));
    view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any()
}
