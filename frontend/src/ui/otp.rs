//! The code from the SMS (guide §4.4): one input; pasting works; it is not sent automatically.

use leptos::prelude::*;
use qabul_domain::calendar::Micros;
use qabul_domain::typed::one_time_code;

use super::el::{el, live};
use super::fields::{Around, Control, control, field};
use super::form::{Input, Message};
use super::icon::{Icon, sign};
use super::react::memo;
use crate::i18n::{keys, t, t_with, text_of};
use crate::{clock, format};

/// Tolerance for the transfer time of an answer, by which the clocks may differ: a code valid for five minutes must not
/// be shown as valid for six.
const TRAVEL: i64 = Micros::SECOND;
/// Remaining seconds at which the warning appears (the same as Login.gov).
const SOON: i64 = 150;

/// The code field with its remaining time and the button for a new code.
#[component]
pub fn OtpField(
    /// The field.
    input: Input,
    /// Until when the code is valid.
    expires_at: Micros,
) -> impl IntoView {
    let now = clock::ticking(1);
    let how = Control {
        mode: Some("numeric"),
        autocomplete: Some("one-time-code"),
        class: "otp",
        tidy: Some(tidy_code),
        ..Control::default()
    };
    let minutes = memo(move || clock::units(expires_at.0 - now.get().0 - TRAVEL, 60 * Micros::SECOND));
    let shown = move || {
        let left = minutes.get();
        if left == 0 {
            return t(keys::field::CODE_OVER);
        }
        t_with(keys::field::CODE_LEFT, &[("duration", &format::duration(left * 60 * Micros::SECOND))])
    };
    // The colour changes two and a half minutes before the end. Screen readers announce the time only twice, then and
    // half a minute before the end, and the end itself.
    let stage = memo(move || match (expires_at.0 - now.get().0) / Micros::SECOND {
        ..=0 => 3,
        1..=30 => 2,
        31..=SOON => 1,
        _ => 0,
    });
    let heard = move || match stage.get() {
        0 => String::new(),
        3 => t(keys::field::CODE_OVER),
        stage => {
            let seconds = if stage == 1 { SOON } else { 30 };
            t_with(keys::field::CODE_SOON, &[("duration", &format::seconds(seconds))])
        }
    };
    let around = Around::new(keys::field::CODE).hint(Some(keys::field::CODE_HINT.into()));
    let seen = el("p").class("after").live_class("soon", move || stage.get() > 0);
    let seen = seen.set("aria-hidden", "true").add(sign(Icon::Clock));
    let seen = seen.add(el("span").add(text_of(shown)));
    let heard = el("span").class("vh").set("role", "status").add(text_of(heard));
    field(input, around, (control(input, how), (seen, heard))).into_any()
}

/// `123 456`, or the whole message → `123456`; anything else is unchanged.
pub fn tidy_code(typed: &str) -> String {
    one_time_code(typed).unwrap_or_else(|| typed.to_owned())
}

/// The error of a typed one-time code, if there is one.
pub fn code_error(typed: &str) -> Option<Message> {
    one_time_code(typed).is_none().then_some(Message::Key(keys::field::CODE_BAD))
}

/// The request for a new code: a text before `resend_at`, a button from then on.
#[component]
pub fn Resend(
    /// First instant at which a new code may be requested.
    resend_at: Micros,
    /// Asks for one.
    #[prop(into)]
    on_resend: Callback<()>,
) -> impl IntoView {
    let now = clock::ticking(1);
    let seconds = memo(move || clock::units(resend_at.0 - now.get().0 - TRAVEL, Micros::SECOND));
    let early = memo(move || seconds.get() > 0);
    live(move || {
        if early.get() {
            let words =
                text_of(move || t_with(keys::field::CODE_WAIT, &[("duration", &format::seconds(seconds.get()))]));
            el("p").class("muted").add(words)
        } else {
            el("button")
                .set("type", "button")
                .class("btn btn-quiet")
                .on("click", move |_| on_resend.run(()))
                .add(keys::field::CODE_RESEND)
        }
    })
    .into_any()
}
