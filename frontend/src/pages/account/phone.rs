use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::me::{ChangePhone as Body, Profile, ProvePhone};
use qabul_contract::paths;
use qabul_contract::registrations::CodeSent;
use qabul_domain::person::Phone;

use super::{as_now, done, page, present, present_field, save};
use crate::api::{self, Call};
use crate::i18n::{keys, t_with, text_of};
use crate::ui::otp::{Resend, code_error};
use crate::ui::{Banner, Form, FormBox, Loaded, Message, OtpField, PhoneField, el, live, parts};
use crate::{dom, format};

/// `/account/phone`
#[component]
pub fn ChangePhone() -> impl IntoView {
    let profile = Loaded::new(|| api::get::<Profile>(paths::PROFILE));
    let shown = profile.show_once(|now| form(now.get_untracked()));
    page(keys::account::PHONE_TITLE, keys::account::PHONE_LEAD, shown)
}

fn form(profile: Profile) -> AnyView {
    let form = Form::new();
    let phone =
        form.input("phone", |typed| Phone::parse(typed).is_err().then_some(Message::Key(keys::field::PHONE_BAD)));
    let password = present(form, "password");
    let check = Form::new();
    let code = check.input("code", code_error);
    form.answers_for("phoneTaken", phone);
    check.answers_for("codeWrong", code);
    check.answers_for("codeExpired", code);
    // After a reload the code that is under way can still be typed.
    let under_way = profile.new_phone.map(|new| {
        phone.set(new.phone);
        new.code
    });
    let sent = RwSignal::new(under_way);
    let locked = Signal::derive(move || sent.with(Option::is_some));
    let ask = Callback::new(move |()| {
        // After a reload another code needs the password once more.
        if password.value.with_untracked(String::is_empty) {
            sent.set(None);
            dom::focus_soon("password");
            return;
        }
        let body = Body { phone: phone.now(), password: password.value.get_untracked() };
        form.send(
            async move { api::post::<_, CodeSent>(&[paths::ME, "/phone"].concat(), &body).await },
            move |answer| {
                code.set("");
                check.forget_refusals();
                sent.set(Some(answer));
                dom::focus_soon("code");
            },
        );
    });
    let verify = Callback::new(move |()| {
        let body = ProvePhone { code: code.now() };
        check.send(
            async move {
                match Call::new("POST", &[paths::ME, "/phone/verify"].concat()).body(&body).done().await {
                    Err(taken) if taken.code() == "phoneTaken" => Ok(Some(taken)),
                    other => other.map(|()| None),
                }
            },
            move |taken| match taken {
                None => {
                    password.set("");
                    done(keys::account::PHONE_DONE);
                }
                // The error is shown at the field where it can be corrected.
                Some(taken) => {
                    sent.set(None);
                    form.refuse(taken);
                }
            },
        );
    });
    let change = Callback::new(move |()| {
        sent.set(None);
        check.forget_refusals();
        dom::focus_soon("phone");
    });
    let first = live(move || {
        (!locked.get()).then(|| parts((present_field(password), save(keys::registration::SEND_CODE, form))))
    });
    let second = live(move || {
        sent.get().map(|sent| {
            let at = format::hour(sent.sent_at.into());
            let words = text_of(move || t_with(keys::registration::CODE_SENT, &[("time", &at)]));
            let (expires_at, resend_at) = (sent.expires_at.into(), sent.resend_at.into());
            let fields =
                parts((view! { <OtpField input=code expires_at/> }.into_any(), save(keys::account::PHONE_SAVE, check)));
            el("div")
                .class("form stack-l section-s")
                .add(view! { <Banner tone=Tone::Good text=words role="status"/> }.into_any())
                .add(view! { <FormBox form=check on_send=verify>{fields}</FormBox> }.into_any())
                .add(view! { <Resend resend_at on_resend=ask/> }.into_any())
        })
    });
    let fields = parts((view! { <PhoneField input=phone locked=locked on_change=change/> }.into_any(), first));
    let form = view! { <FormBox form on_send=ask>{fields}</FormBox> }.into_any();
    parts((as_now(format::mobile(&profile.phone)), (form, second)))
}
