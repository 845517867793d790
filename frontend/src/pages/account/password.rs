use leptos::prelude::*;
use qabul_contract::me::ChangePassword as Body;
use qabul_contract::paths;

use super::{done, page, present, present_field, save};
use crate::api::{Call, Failure};
use crate::i18n::keys;
use crate::pages::new_password::NewPassword;
use crate::ui::{Form, FormBox, parts};

/// `/account/password`
#[component]
pub fn ChangePassword() -> impl IntoView {
    let form = Form::new();
    let old = present(form, "oldPassword");
    let new = NewPassword::of(form);
    // Whether the change may have been made although there was no answer.
    let unanswered = StoredValue::new(false);
    let send = Callback::new(move |()| {
        let (password, password_again) = new.typed();
        let body = Body { old_password: old.value.get_untracked(), password, password_again };
        form.send(
            async move {
                let mut answer = put(&body).await;
                if unanswered.get_value() && answer.as_ref().is_err_and(says_wrong) {
                    // If it was made, the new password is the current one.
                    let again = Body { old_password: body.password.clone(), ..body };
                    if put(&again).await.is_err_and(is_present) {
                        answer = Ok(());
                    }
                }
                unanswered.set_value(answer.as_ref().is_err_and(Failure::passing));
                answer
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

async fn put(body: &Body) -> Result<(), Failure> {
    Call::new("PUT", &[paths::ME, "/password"].concat()).body(body).done().await
}

/// Only a caller who typed the current password is told that the new one is the same.
fn is_present(failure: Failure) -> bool {
    failure.errors().iter().any(|error| error.code == "passwordPresent")
}

fn says_wrong(failure: &Failure) -> bool {
    failure.errors().iter().any(|error| error.pointer.as_deref() == Some("/oldPassword"))
}
