//! Step 4: the e-mail address, twice. Pasting is allowed.

use leptos::prelude::*;
use qabul_contract::registrations::SetEmail;
use qabul_domain::typed::plain;

use super::{Flow, head, onward};
use crate::i18n::keys;
use crate::ui::fields::email_error;
use crate::ui::{EmailField, Form, FormBox, Icon, Input, Message, actions, parts};

#[derive(Clone, Copy)]
pub(super) struct Answers {
    form: Form,
    email: Input,
    again: Input,
}

impl Answers {
    pub(super) fn new() -> Self {
        let form = Form::new();
        let email = form.input("email", email_error);
        let again = form.input("emailAgain", move |typed| {
            let same = email.value.with_untracked(|email| plain(email).eq_ignore_ascii_case(&plain(typed)));
            (!same).then_some(Message::Key(keys::field::EMAIL_DIFFERS))
        });
        Self { form, email, again }
    }
}

pub(super) fn view(flow: Flow, answers: Answers) -> AnyView {
    let Answers { form, email, again } = answers;
    if email.now().is_empty()
        && let Some(known) = flow.known.with_untracked(|known| known.as_ref().and_then(|known| known.email.clone()))
    {
        email.set(known.clone());
        again.set(known);
    }
    let send = Callback::new(move |()| {
        flow.send(form, "/email", SetEmail { email: email.now(), email_again: again.now() });
    });
    let next = onward(keys::common::NEXT, Some(Icon::Arrow), form.busy, keys::common::SENDING);
    let fields = parts((
        view! { <EmailField input=email label=keys::field::EMAIL/> }.into_any(),
        (view! { <EmailField input=again label=keys::field::EMAIL_AGAIN/> }.into_any(), actions(next)),
    ));
    parts((
        head(keys::registration::EMAIL_TITLE, keys::registration::EMAIL_LEAD),
        view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any(),
    ))
}
