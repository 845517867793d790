//! Step 3: the mobile number and its code. The code field opens below; the number stays visible.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::registrations::{Registration, SetPhone, VerifyPhone};

use super::{Flow, head};
use crate::format;
use crate::i18n::{Text, keys, t_with, tr};
use crate::ui::fields::national;
use crate::ui::{Banner, Button, Form, FormBox, Icon, Input, Message, OtpField, PhoneField, otp::Resend};

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
            number.input("phone", |typed| national(typed).is_none().then_some(Message::Key(keys::field::PHONE_BAD)));
        let check = Form::new();
        let code = check.input("code", |typed| {
            let fits = typed.trim().len() == 6 && typed.trim().bytes().all(|byte| byte.is_ascii_digit());
            (!fits).then_some(Message::Key(keys::field::CODE_BAD))
        });
        check.answers_for("codeWrong", code);
        check.answers_for("codeExpired", code);
        Self { number, phone, check, code }
    }
}

pub(super) fn view(flow: Flow, answers: Answers) -> AnyView {
    let Answers { number, phone, check, code } = answers;
    // The server has the number in full only for the device that gave it.
    if phone.now().is_empty()
        && let Some(known) = flow.known.with_untracked(|known| known.as_ref().and_then(|known| known.phone.clone()))
    {
        phone.set(known);
    }
    let sent = move || flow.read(|known| known.code.clone());
    let waiting = RwSignal::new(flow.known.with_untracked(|known| known.as_ref().is_some_and(|k| k.code.is_some())));
    let ask = Callback::new(move |()| {
        let body = SetPhone { phone: phone.now() };
        flow.send_then(number, "/phone", Some(body), move |registration: Registration| {
            flow.keep(registration);
            code.set("");
            code.error.set(None);
            waiting.set(true);
            crate::dom::focus_soon("code");
        });
    });
    let verify = Callback::new(move |()| flow.send(check, "/phone/verify", VerifyPhone { code: code.now() }));
    let change = Callback::new(move |()| {
        waiting.set(false);
        crate::dom::focus_soon("phone");
    });
    let first = move || {
        (!waiting.get()).then(|| {
            view! {
                <div class="actions">
                    <Button
                        class="btn-big"
                        label=keys::registration::SEND_CODE
                        busy=number.busy
                        busy_label=keys::common::SENDING
                    />
                </div>
            }
        })
    };
    let second = move || {
        let sent = sent().filter(|_| waiting.get())?;
        let at = format::hour(sent.sent_at.into());
        let words = Text::derive(move || t_with(keys::registration::CODE_SENT, &[("time", &at)]));
        Some(view! {
            <div class="form stack-l section-s">
                <Banner tone=Tone::Good text=words role="status"/>
                <FormBox form=check on_send=verify>
                    <OtpField input=code expires_at=sent.expires_at.into()/>
                    <div class="actions">
                        <Button
                            class="btn-big"
                            label=keys::common::NEXT
                            after=Icon::Arrow
                            busy=check.busy
                            busy_label=keys::common::CHECKING
                        />
                    </div>
                </FormBox>
                <Resend resend_at=sent.resend_at.into() on_resend=ask/>
            </div>
        })
    };
    view! {
        {head(keys::registration::PHONE_TITLE, keys::registration::PHONE_LEAD)}
        <FormBox form=number on_send=ask>
            <PhoneField input=phone locked=waiting on_change=change/>
            {first}
        </FormBox>
        {second}
        <div class="form section">
            <hr/>
            <details>
                <summary>{tr(keys::registration::PHONE_TAKEN)}</summary>
                <p>
                    {tr(keys::registration::PHONE_TAKEN_TEXT)} " "
                    <a href="/login">{tr(keys::header::SIGN_IN)}</a>
                </p>
            </details>
        </div>
    }
    .into_any()
}
