//! Step 5: the password, twice, with its strength in words. Password managers and pasting are allowed.

use leptos::prelude::*;
use qabul_contract::registrations::SetPassword;
use qabul_contract::sessions::Session;

use super::{Flow, HINT, Step, head, onward};
use crate::i18n::{Key, keys};
use crate::ui::{Form, FormBox, Input, Message, PasswordField, actions, el, live, parts};
use crate::{dom, session};

const SHORTEST: usize = 10;

#[derive(Clone, Copy)]
pub(super) struct Answers {
    form: Form,
    password: Input,
    again: Input,
}

impl Answers {
    pub(super) fn new() -> Self {
        let form = Form::new();
        let password = form.input("password", |typed| {
            (typed.chars().count() < SHORTEST).then_some(Message::Key(keys::field::PASSWORD_SHORT))
        });
        let again = form.input("passwordAgain", move |typed| {
            let same = password.value.with_untracked(|password| password == typed);
            (!same).then_some(Message::Key(keys::field::PASSWORD_DIFFERS))
        });
        Self { form, password, again }
    }
}

/// A first impression of the strength; the server judges with the full method and its blocklist.
fn strength(password: &str) -> Key {
    let length = password.chars().count();
    let mut letters: Vec<char> = password.chars().flat_map(char::to_lowercase).collect();
    letters.sort_unstable();
    letters.dedup();
    let kinds = [
        password.chars().any(char::is_lowercase),
        password.chars().any(char::is_uppercase),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_alphanumeric()),
    ];
    let kinds = kinds.into_iter().filter(|kind| *kind).count();
    if password.chars().all(|c| c.is_ascii_digit()) {
        return keys::field::STRENGTH_WEAK;
    }
    match (length, letters.len()) {
        (length, different) if length < SHORTEST || different < 6 => keys::field::STRENGTH_WEAK,
        (length, different) if different >= 9 && (length >= 16 || (length >= 12 && kinds >= 3)) => {
            keys::field::STRENGTH_GOOD
        }
        _ => keys::field::STRENGTH_FAIR,
    }
}

pub(super) fn view(flow: Flow, answers: Answers) -> AnyView {
    let Answers { form, password, again } = answers;
    let send = Callback::new(move |()| {
        let body =
            SetPassword { password: password.value.get_untracked(), password_again: again.value.get_untracked() };
        flow.send_then(form, "/password", Some(body), move |fresh: Session| {
            dom::forget(HINT);
            password.set("");
            again.set("");
            session::begin(fresh);
            flow.step.set(Step::Done);
        });
    });
    let words = live(move || {
        let shown = password.error.with(Option::is_none) && !password.value.with(String::is_empty);
        shown.then(|| password.value.with(|typed| strength(typed))).map(|key| {
            let tone = if key == keys::field::STRENGTH_GOOD { "after good" } else { "after warn" };
            el("p").class(tone).add(key)
        })
    });
    let first = view! {
        <PasswordField
            input=password
            label=keys::field::PASSWORD
            hint=keys::field::PASSWORD_HINT
            autocomplete="new-password"
        />
    };
    let second = view! { <PasswordField input=again label=keys::field::PASSWORD_AGAIN autocomplete="new-password"/> };
    let finish = onward(keys::registration::FINISH, None, form.busy, keys::common::SENDING);
    let words = el("div").set("role", "status").add(words);
    let fields = parts((first.into_any(), (words, (second.into_any(), actions(finish)))));
    parts((
        head(keys::registration::PASSWORD_TITLE, keys::registration::PASSWORD_LEAD),
        view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_variety_make_a_password_strong() {
        assert!(strength("qisa") == keys::field::STRENGTH_WEAK);
        assert!(strength("aaaaaaaaaaaaaaaa") == keys::field::STRENGTH_WEAK);
        assert!(strength("1029384756") == keys::field::STRENGTH_WEAK);
        assert!(strength("nargizgul") == keys::field::STRENGTH_WEAK);
        assert!(strength("nargizgulu") == keys::field::STRENGTH_FAIR);
        assert!(strength("dəniz kənarında yaşıl ev") == keys::field::STRENGTH_GOOD);
    }
}
