//! Step 3: the mobile number and its code. The code field opens below; the number stays visible.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::paths;
use qabul_contract::registrations::{CodeSent, Registration, SetPhone, VerifyPhone};
use qabul_domain::person::Phone;

use super::{Flow, Step, head, onward};
use crate::api::{self, json};
use crate::format;
use crate::i18n::{keys, t_with, text_of};
use crate::ui::otp::{Resend, code_error};
use crate::ui::{Banner, El, Form, FormBox, Icon, Input, Message, OtpField, PhoneField, actions, el, live, parts};

#[derive(Clone, Copy)]
pub(super) struct Answers {
    /// Sends the code.
    number: Form,
    phone: Input,
    /// Checks the code.
    check: Form,
    code: Input,
}

impl Answers {
    pub(super) fn new() -> Self {
        let number = Form::new();
        let phone =
            number.input("phone", |typed| Phone::parse(typed).is_err().then_some(Message::Key(keys::field::PHONE_BAD)));
        let check = Form::new();
        let code = check.input("code", code_error);
        // The error "number taken" is shown at the field where it can be corrected.
        number.answers_for("phoneTaken", phone);
        check.answers_for("codeWrong", code);
        check.answers_for("codeExpired", code);
        Self { number, phone, check, code }
    }
}

pub(super) fn view(flow: Flow, answers: Answers) -> AnyView {
    let Answers { number, phone, check, code } = answers;
    // The server sends the full number only to the device that entered it.
    if phone.now().is_empty()
        && let Some(known) = flow.known.with_untracked(|known| known.as_ref().and_then(|known| known.phone.clone()))
    {
        phone.set(Phone::parse(&known).map_or(known, |phone| phone.display()));
    }
    let sent = move || flow.read(|known| known.code.clone());
    // A person who came back from a later step has already proven the number.
    let proven = RwSignal::new(untrack(|| flow.reached() > Step::Phone));
    let waiting = RwSignal::new(flow.known.with_untracked(|known| known.as_ref().is_some_and(|k| k.code.is_some())));
    let locked = Signal::derive(move || waiting.get() || proven.get());
    let ask = Callback::new(move |()| {
        let body = SetPhone { phone: phone.now() };
        flow.send_then(number, "/phone", json(&body), move |registration: Registration| {
            flow.keep(registration);
            code.set("");
            check.forget_refusals();
            waiting.set(true);
            crate::dom::focus_soon("code");
        });
    });
    let verify = Callback::new(move |()| {
        let body = json(&VerifyPhone { code: code.now() });
        check.send(
            async move {
                let path = [paths::REGISTRATION, "/phone/verify"].concat();
                match api::post_text::<Registration>(&path, body).await {
                    Err(taken) if taken.code() == "phoneTaken" => Ok(Err(taken)),
                    Err(failure) => {
                        flow.refused(&failure);
                        Err(failure)
                    }
                    Ok(registration) => Ok(Ok(registration)),
                }
            },
            move |answer| match answer {
                Ok(registration) => flow.take(registration),
                Err(taken) => {
                    waiting.set(false);
                    number.refuse(taken);
                }
            },
        );
    });
    let change = Callback::new(move |()| {
        waiting.set(false);
        proven.set(false);
        check.forget_refusals();
        crate::dom::focus_soon("phone");
    });
    let press = Callback::new(move |()| if proven.get_untracked() { flow.go(Step::Email, false) } else { ask.run(()) });
    let first = live(move || {
        if waiting.get() {
            return None;
        }
        let good =
            || view! { <Banner tone=Tone::Good text=keys::registration::PHONE_PROVEN role="status"/> }.into_any();
        let (label, after) = match proven.get() {
            true => (keys::common::NEXT, Some(Icon::Arrow)),
            false => (keys::registration::SEND_CODE, None),
        };
        let button = onward(label, after, number.busy, keys::common::SENDING);
        Some((proven.get().then(good), actions(button)))
    });
    let second = live(move || {
        let sent = sent().filter(|_| waiting.get())?;
        Some(untrack(|| code_form(check, code, verify, ask, &sent)))
    });
    let fields = parts((view! { <PhoneField input=phone locked=locked on_change=change/> }.into_any(), first));
    let taken = el("p")
        .add(keys::registration::PHONE_TAKEN_TEXT)
        .add(" ")
        .add(el("a").set("href", "/login").add(keys::header::SIGN_IN));
    let taken = el("details").add(el("summary").add(keys::registration::PHONE_TAKEN)).add(taken);
    parts((
        head(keys::registration::PHONE_TITLE, keys::registration::PHONE_LEAD),
        (
            view! { <FormBox form=number on_send=press>{fields}</FormBox> }.into_any(),
            (second, el("div").class("form section").add(el("hr")).add(taken)),
        ),
    ))
}

fn code_form(check: Form, code: Input, verify: Callback<()>, ask: Callback<()>, sent: &CodeSent) -> El {
    let at = format::hour(sent.sent_at.into());
    let words = text_of(move || t_with(keys::registration::CODE_SENT, &[("time", &at)]));
    let next = onward(keys::common::NEXT, Some(Icon::Arrow), check.busy, keys::common::CHECKING);
    let (expires_at, resend_at) = (sent.expires_at.into(), sent.resend_at.into());
    let fields = parts((view! { <OtpField input=code expires_at/> }.into_any(), actions(next)));
    el("div")
        .class("form stack-l section-s")
        .add(view! { <Banner tone=Tone::Good text=words role="status"/> }.into_any())
        .add(view! { <FormBox form=check on_send=verify>{fields}</FormBox> }.into_any())
        .add(view! { <Resend resend_at on_resend=ask/> }.into_any())
}
