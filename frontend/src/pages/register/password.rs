//! Step 5: the password, twice, with its strength in words.

use leptos::prelude::*;
use qabul_contract::registrations::SetPassword;
use qabul_contract::sessions::Session;

use super::{Flow, HINT, Step, by_hand, head, onward};
use crate::api::json;
use crate::i18n::keys;
use crate::pages::new_password::NewPassword;
use crate::ui::{Form, FormBox, actions, parts};
use crate::{dom, session};

#[derive(Clone, Copy)]
pub(super) struct Answers {
    form: Form,
    new: NewPassword,
}

impl Answers {
    pub(super) fn new() -> Self {
        let form = Form::new();
        Self { form, new: NewPassword::of(form) }
    }
}

pub(super) fn view(flow: Flow, answers: Answers) -> AnyView {
    let Answers { form, new } = answers;
    let send = Callback::new(move |()| {
        let (password, password_again) = new.typed();
        flow.send_then(form, "/password", json(&SetPassword { password, password_again }), move |fresh: Session| {
            dom::forget(HINT);
            by_hand::forget();
            new.forget();
            // The address is changed first, because a signed-in person is redirected from every other step. "Back" does
            // not return to the password.
            flow.go(Step::Done, true);
            session::begin(fresh);
        });
    });
    let finish = onward(keys::registration::FINISH, None, form.busy, keys::common::SENDING);
    let fields = parts((new.view(), actions(finish)));
    parts((
        head(keys::registration::PASSWORD_TITLE, keys::registration::PASSWORD_LEAD),
        view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any(),
    ))
}
