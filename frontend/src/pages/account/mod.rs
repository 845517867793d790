//! `/account/…`: changes that a signed-in person makes to the account, one per page.

mod email;
mod password;
mod person;
mod phone;
mod residence;
mod second_factor;
mod sessions;

pub use email::ChangeEmail;
pub use password::ChangePassword;
pub use person::CorrectPerson;
pub use phone::ChangePhone;
pub use residence::ChangeResidence;
pub use second_factor::{RecoveryCodes, SecondFactor, SecondFactorOff};
pub use sessions::Sessions;

use leptos::prelude::*;

use crate::i18n::{Key, keys, t_with, text_of};
use crate::router::{NavigateOptions, go};
use crate::ui::{Button, Form, Input, LinkButton, PageHead, PasswordField, actions, el, parts, toast};

const PROFILE: &str = "/profile";

/// A page with a link back to the personal data.
fn page(title: Key, lead: Key, inner: AnyView) -> AnyView {
    let head = view! {
        <PageHead
            title=title
            lead=lead
            back=Signal::stored(PROFILE.to_owned())
            back_label=keys::header::PROFILE
        />
    };
    parts((head.into_any(), inner))
}

/// What the page changes, as it is now.
fn as_now(value: String) -> AnyView {
    let words = text_of(move || t_with(keys::account::NOW, &[("value", &value)]));
    el("p").class("form strong").add(words).into_any()
}

/// The current password, so that a device left signed in is not enough.
fn present(form: Form, id: &'static str) -> Input {
    form.required(id, keys::login::PASSWORD_REQUIRED)
}

fn present_field(input: Input) -> AnyView {
    view! { <PasswordField input label=keys::account::PASSWORD_PRESENT autocomplete="current-password"/> }.into_any()
}

fn save(label: Key, form: Form) -> AnyView {
    let button = view! { <Button label busy=form.busy busy_label=keys::common::SENDING/> };
    actions(button.into_any()).into_any()
}

fn to_profile() -> AnyView {
    actions(view! { <LinkButton label=keys::header::PROFILE href=PROFILE/> }.into_any()).into_any()
}

/// Returns to the personal data with a message about what was changed.
fn done(said: Key) {
    toast(said);
    go(PROFILE, NavigateOptions::default());
}
