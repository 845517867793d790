//! A new password, typed twice, with its strength as text: for registration, for a forgotten password and for changing
//! it. Password managers and pasting are allowed.

use leptos::prelude::*;

use crate::i18n::{Key, keys};
use crate::ui::{Form, Input, Message, PasswordField, el, live, parts};

const SHORTEST: usize = 10;

/// The two fields of a form.
#[derive(Clone, Copy)]
pub(crate) struct NewPassword {
    password: Input,
    again: Input,
}

impl NewPassword {
    /// Adds them to a form.
    pub(crate) fn of(form: Form) -> Self {
        let password = form.input("password", |typed| {
            (composed(typed).chars().count() < SHORTEST).then_some(Message::Key(keys::field::PASSWORD_SHORT))
        });
        let again = form.input("passwordAgain", move |typed| {
            let same = password.value.with_untracked(|password| composed(password) == composed(typed));
            (!same).then_some(Message::Key(keys::field::PASSWORD_DIFFERS))
        });
        Self { password, again }
    }

    /// Both typed values. Spaces are part of a password.
    pub(crate) fn typed(self) -> (String, String) {
        (self.password.value.get_untracked(), self.again.value.get_untracked())
    }

    /// Empties both fields.
    pub(crate) fn forget(self) {
        self.password.set("");
        self.again.set("");
    }

    /// The fields.
    pub(crate) fn view(self) -> AnyView {
        let Self { password, again } = self;
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
        let second =
            view! { <PasswordField input=again label=keys::field::PASSWORD_AGAIN autocomplete="new-password"/> };
        parts((first.into_any(), (el("div").set("role", "status").add(words), second.into_any())))
    }
}

/// The password with composed letters: a letter such as ş may be composed or two code points, depending on the
/// keyboard; the server treats both as equal.
fn composed(password: &str) -> String {
    let text = js_sys::JsString::from(password);
    String::from(text.normalize("NFC"))
}

/// A first estimate of the strength; the server applies the full method and its blocklist.
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
