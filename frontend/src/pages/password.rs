//! `/password`: a forgotten password, one question per page (PORTAL-8). Nothing here shows whether there is an account.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::password_resets::{PasswordReset, ResetCode, ResetDigits, ResetPassword, ResetState, StartReset};
use qabul_contract::paths;
use qabul_domain::typed::last_digits;
use serde::Serialize;

use super::new_password::NewPassword;
use crate::api::{self, Call, Failure, IdempotencyKey, json};
use crate::i18n::{Key, keys, t_with, text_of};
use crate::ui::fields::Control;
use crate::ui::icon::star_sign;
use crate::ui::load::going_on;
use crate::ui::otp::{Resend, code_error};
use crate::ui::{
    Banner, Button, Form, FormBox, Icon, Input, LinkButton, Message, OtpField, PageHead, Star, Stepper, TextField,
    actions, el, live, memo, parts, start_again, step_back,
};
use crate::{dom, format, session};

/// Whether this device has an unfinished reset; the program cannot read the cookie itself.
const HINT: &str = "qabul.reset";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Login,
    Digits,
    Code,
    Password,
    Done,
}

impl Step {
    fn number(self) -> usize {
        match self {
            Step::Login => 1,
            Step::Digits => 2,
            Step::Code => 3,
            Step::Password | Step::Done => 4,
        }
    }
    fn name(self) -> Key {
        match self {
            Step::Login => keys::reset::LOGIN_STEP,
            Step::Digits => keys::reset::DIGITS_STEP,
            Step::Code => keys::reset::CODE_STEP,
            Step::Password | Step::Done => keys::reset::PASSWORD_STEP,
        }
    }
    /// Target of "Geri" ("Back"). A correct code is used up, so from there only the beginning remains.
    fn back(self) -> Option<Step> {
        match self {
            Step::Login | Step::Password | Step::Done => None,
            Step::Digits => Some(Step::Login),
            Step::Code => Some(Step::Digits),
        }
    }
    /// Whether there is something to start again.
    fn is_under_way(self) -> bool {
        !matches!(self, Step::Login | Step::Done)
    }
    fn of(state: ResetState) -> Step {
        match state {
            ResetState::Started => Step::Digits,
            ResetState::CodeSent => Step::Code,
            ResetState::Proven => Step::Password,
        }
    }
}

/// The state of the reset on this page.
#[derive(Clone, Copy)]
struct Flow {
    step: RwSignal<Step>,
    known: RwSignal<Option<PasswordReset>>,
    gone: RwSignal<bool>,
}

impl Flow {
    fn take(self, reset: PasswordReset) {
        let next = Step::of(reset.state);
        dom::store(HINT, "1");
        self.gone.set(false);
        self.known.set(Some(reset));
        self.step.set(next);
    }

    fn refused(self, failure: &Failure) {
        match failure.code() {
            "resetGone" => {
                dom::forget(HINT);
                self.known.set(None);
                self.gone.set(true);
                self.step.set(Step::Login);
            }
            "wrongStep" | "stale" => self.resume(),
            _ => {}
        }
    }

    /// Deletes the reset, here and on the server, and begins again.
    fn begin_again(self) {
        dom::forget(HINT);
        self.known.set(None);
        self.gone.set(false);
        self.step.set(Step::Login);
        leptos::task::spawn_local(async move {
            // If this fails, the old reset expires by itself, and the next one replaces it.
            drop(Call::new("DELETE", paths::PASSWORD_RESET).public().done().await);
        });
    }

    /// Takes over what another tab did meanwhile.
    fn resume(self) {
        leptos::task::spawn_local(async move {
            let _ = self.look().await;
        });
    }

    /// Reads the state of the reset.
    async fn look(self) -> Result<(), Failure> {
        match api::get_public::<PasswordReset>(paths::PASSWORD_RESET).await {
            Ok(reset) => self.take(reset),
            Err(failure) if failure.passing() => return Err(failure),
            Err(failure) => self.refused(&failure),
        }
        Ok(())
    }

    fn send<B: Serialize>(self, form: Form, what: &'static str, body: B) {
        self.send_text(form, what, json(&body));
    }

    fn send_text(self, form: Form, what: &'static str, body: Option<String>) {
        form.send(
            async move {
                let path = [paths::PASSWORD_RESET, what].concat();
                let answer = api::post_text(&path, body).await;
                if let Err(failure) = &answer {
                    self.refused(failure);
                }
                answer
            },
            move |reset| self.take(reset),
        );
    }
}

/// The page.
#[component]
pub fn Password() -> impl IntoView {
    let flow = Flow { step: RwSignal::new(Step::Login), known: RwSignal::new(None), gone: RwSignal::new(false) };
    let known = RwSignal::new(dom::stored(HINT).is_none());
    let failure = RwSignal::new(None);
    let look = Callback::new(move |()| {
        failure.set(None);
        leptos::task::spawn_local(async move {
            match flow.look().await {
                Ok(()) => drop(known.try_set(true)),
                Err(lost) => drop(failure.try_set(Some(lost))),
            }
        });
    });
    if !known.get_untracked() {
        look.run(());
    }
    // The forms belong to the page, so that typed text is still there after going back.
    let form = Form::new();
    let asked = Asked { form, login: form.required("login", keys::login::LOGIN_REQUIRED) };
    going_on(keys::reset::OVER, known, failure, look, move || steps(flow, asked))
}

/// The first question.
#[derive(Clone, Copy)]
struct Asked {
    form: Form,
    login: Input,
}

fn steps(flow: Flow, asked: Asked) -> AnyView {
    let step = memo(move || flow.step.get());
    live(move || {
        let step = step.get();
        untrack(|| {
            let inner = match step {
                Step::Login => login(flow, asked),
                Step::Digits => digits(flow),
                Step::Code => code(flow),
                Step::Password => password(flow),
                Step::Done => done(),
            };
            let gone = live(move || {
                let banner = || view! { <Banner tone=Tone::Waiting strong=keys::reset::GONE role="status"/> };
                flow.gone.get().then(|| banner().into_any())
            });
            let stepper = view! { <Stepper over=keys::reset::OVER step=step.number() of=4 name=step.name() done=step == Step::Done/> };
            let back = step.back().map(|to| step_back(move || flow.step.set(to)));
            let anew = Callback::new(move |()| flow.begin_again());
            let again = step.is_under_way().then(|| start_again(anew));
            parts((back, (el("div").class("form").add(stepper.into_any()).add(gone), (inner, again))))
        })
    })
    .into_any()
}

fn page(title: Key, lead: Key, inner: AnyView) -> AnyView {
    parts((view! { <PageHead title=title lead=lead/> }.into_any(), inner))
}

fn onward(label: Key, form: Form) -> AnyView {
    let button = view! {
        <Button class="btn-big" label after=Some(Icon::Arrow) busy=form.busy busy_label=keys::common::SENDING/>
    };
    actions(button.into_any()).into_any()
}

fn login(flow: Flow, asked: Asked) -> AnyView {
    let Asked { form, login } = asked;
    let send = Callback::new(move |()| {
        let body = StartReset { login: login.now() };
        form.send(
            async move { api::post_public::<_, PasswordReset>(paths::PASSWORD_RESETS, &body).await },
            move |reset| flow.take(reset),
        );
    });
    let how = Control { autocomplete: Some("username"), capitals: Some("none"), ..Control::default() };
    let fields = parts((
        view! { <TextField input=login label=keys::login::LOGIN how/> }.into_any(),
        onward(keys::common::NEXT, form),
    ));
    let inner = view! { <FormBox form on_send=send>{fields}</FormBox> };
    page(keys::reset::TITLE, keys::reset::LEAD, inner.into_any())
}

fn four(form: Form) -> Input {
    form.input("digits", |typed| last_digits(typed).is_none().then_some(Message::Key(keys::reset::DIGITS_BAD)))
}

fn digits_form(flow: Flow, label: Key) -> AnyView {
    let form = Form::new();
    let digits = four(form);
    let send = Callback::new(move |()| flow.send(form, "/digits", ResetDigits { digits: digits.now() }));
    let how = Control {
        mode: Some("numeric"),
        autocomplete: Some("off"),
        class: "w-fin",
        tidy: Some(|typed| last_digits(typed).unwrap_or_else(|| typed.to_owned())),
        ..Control::default()
    };
    let fields = parts((
        view! { <TextField input=digits label=keys::reset::DIGITS hint=keys::reset::DIGITS_HINT how/> }.into_any(),
        onward(label, form),
    ));
    view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any()
}

fn digits(flow: Flow) -> AnyView {
    page(keys::reset::DIGITS_TITLE, keys::reset::DIGITS_LEAD, digits_form(flow, keys::registration::SEND_CODE))
}

fn code(flow: Flow) -> AnyView {
    let form = Form::new();
    let code = form.input("code", code_error);
    form.answers_for("codeWrong", code);
    form.answers_for("codeExpired", code);
    let again = RwSignal::new(false);
    let verify = Callback::new(move |()| flow.send(form, "/verify", ResetCode { code: code.now() }));
    let sent = live(move || {
        let sent = flow.known.with(|known| known.as_ref().and_then(|known| known.code.clone()))?;
        Some(untrack(|| {
            again.set(false);
            let at = format::hour(sent.sent_at.into());
            let words = text_of(move || t_with(keys::reset::CODE_SENT, &[("time", &at)]));
            let (expires_at, resend_at) = (sent.expires_at.into(), sent.resend_at.into());
            let fields =
                parts((view! { <OtpField input=code expires_at/> }.into_any(), onward(keys::common::NEXT, form)));
            let ask = Callback::new(move |()| {
                again.set(true);
                dom::focus_soon("digits");
            });
            el("div")
                .class("form stack-l")
                .add(view! { <Banner tone=Tone::Progress text=words role="status"/> }.into_any())
                .add(view! { <FormBox form on_send=verify>{fields}</FormBox> }.into_any())
                .add(live(move || (!again.get()).then(|| view! { <Resend resend_at on_resend=ask/> }.into_any())))
        }))
    });
    let digits = live(move || {
        again.get().then(|| el("div").class("section").add(untrack(|| digits_form(flow, keys::field::CODE_RESEND))))
    });
    let other = el("button")
        .set("type", "button")
        .class("btn btn-quiet")
        .on("click", move |_| flow.step.set(Step::Digits))
        .add(keys::reset::DIGITS_AGAIN);
    let none = el("details")
        .class("section-s")
        .add(el("summary").add(keys::reset::NO_CODE))
        .add(el("p").add(keys::reset::NO_CODE_TEXT))
        .add(el("p").add(other));
    page(keys::reset::CODE_TITLE, keys::reset::CODE_LEAD, parts((sent, (digits, none))))
}

fn password(flow: Flow) -> AnyView {
    let form = Form::new();
    let new = NewPassword::of(form);
    let send = Callback::new(move |()| {
        let (password, password_again) = new.typed();
        let body = ResetPassword { password, password_again };
        form.send(
            async move {
                let key = IdempotencyKey::fresh();
                let path = [paths::PASSWORD_RESET, "/password"].concat();
                let answer = Call::new("POST", &path).public().key(&key).body(&body).done().await;
                if let Err(failure) = &answer {
                    flow.refused(failure);
                }
                answer
            },
            move |()| {
                dom::forget(HINT);
                new.forget();
                // Every session of the account has ended, including the one of this tab.
                session::ended();
                session::stay_out();
                flow.step.set(Step::Done);
            },
        );
    });
    let fields = parts((new.view(), onward(keys::reset::SAVE, form)));
    let inner = view! { <FormBox form on_send=send>{fields}</FormBox> };
    page(keys::reset::PASSWORD_TITLE, keys::reset::PASSWORD_LEAD, inner.into_any())
}

fn done() -> AnyView {
    let enter = view! { <LinkButton class="btn-big" label=keys::header::SIGN_IN href="/login" after=Icon::Arrow/> };
    parts((
        el("div").class("star-big").add(star_sign(Star::Done)),
        page(keys::reset::DONE_TITLE, keys::reset::DONE_LEAD, actions(enter.into_any()).into_any()),
    ))
}
