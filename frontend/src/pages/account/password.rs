use leptos::prelude::*;
use qabul_contract::me::ChangePassword as Body;
use qabul_contract::paths;

use super::{done, page, present, present_field, save};
use crate::api::Call;
use crate::i18n::keys;
use crate::pages::new_password::NewPassword;
use crate::ui::{Form, FormBox, parts};

/// `/account/password`
#[component]
pub fn ChangePassword() -> impl IntoView {
    let form = Form::new();
    let old = present(form, "oldPassword");
    let new = NewPassword::of(form);
    let send = Callback::new(move |()| {
        let (password, password_again) = new.typed();
        let body = Body { old_password: old.value.get_untracked(), password, password_again };
        form.send(
            async move {
                let path = [paths::ME, "/password"].concat();
                Call::new("PUT", &path).body(&body).done().await
            },
            move |()| {
                old.set("");
                new.forget();
                done(keys::account::PASSWORD_DONE);
            },
        );
    });
    let fields = parts((present_field(old), (new.view(), save(keys::account::PASSWORD_SAVE, form))));
    let inner = view! { <FormBox form on_send=send>{fields}</FormBox> };
    page(keys::account::PASSWORD_TITLE, keys::account::PASSWORD_LEAD, inner.into_any())
}
