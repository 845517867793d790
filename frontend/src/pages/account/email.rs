use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::me::{ChangeEmail as Body, LinkSent, Profile};
use qabul_contract::paths;

use super::{as_now, page, present, present_field, save, to_profile};
use crate::i18n::{keys, t_with, text_of};
use crate::ui::fields::email_error;
use crate::ui::{Banner, Button, EmailField, Form, FormBox, Kind, Loaded, actions, live, parts};
use crate::{api, dom};

/// `/account/email`
#[component]
pub fn ChangeEmail() -> impl IntoView {
    let profile = Loaded::new(|| api::get::<Profile>(paths::PROFILE));
    let shown = profile.show_once(|now| form(now.get_untracked().email));
    page(keys::account::EMAIL_TITLE, keys::account::EMAIL_LEAD, shown)
}

fn form(present_email: String) -> AnyView {
    let form = Form::new();
    let email = form.input("email", email_error);
    let password = present(form, "password");
    let sent = RwSignal::new(None::<LinkSent>);
    let send = Callback::new(move |()| {
        let body = Body { email: email.now(), password: password.value.get_untracked() };
        form.send(
            async move { api::post::<_, LinkSent>(&[paths::ME, "/email"].concat(), &body).await },
            move |answer| {
                password.set("");
                sent.set(Some(answer));
            },
        );
    });
    let inner = live(move || match sent.get() {
        Some(link) => {
            let words = text_of(move || t_with(keys::account::EMAIL_SENT, &[("email", &link.email)]));
            let other = Callback::new(move |()| {
                form.forget_refusals();
                email.set("");
                sent.set(None);
                dom::focus_soon("email");
            });
            let button = view! { <Button kind=Kind::Quiet label=keys::account::EMAIL_OTHER on_press=other/> };
            parts((
                view! { <Banner tone=Tone::Good text=words role="status"/> }.into_any(),
                (to_profile(), actions(button.into_any())),
            ))
        }
        None => {
            let fields = parts((
                view! { <EmailField input=email label=keys::field::EMAIL/> }.into_any(),
                (present_field(password), save(keys::account::EMAIL_SAVE, form)),
            ));
            view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any()
        }
    });
    parts(((!present_email.is_empty()).then(|| as_now(present_email)), inner))
}
