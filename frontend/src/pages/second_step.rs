//! The second step of signing in, and the field for its code: six digits of the app, or a recovery code if the phone is
//! not available.

use leptos::prelude::*;
use qabul_contract::paths;
use qabul_contract::second_factor::SecondStep;
use qabul_contract::sessions::Session;
use qabul_domain::typed::one_time_code;

use crate::api::{self, Failure};
use crate::i18n::keys;
use crate::ui::fields::Control;
use crate::ui::otp::tidy_code;
use crate::ui::{Button, Form, FormBox, Input, Kind, Message, TextField, actions, el, live, parts};
use crate::{dom, session};

/// The field for a code of the second factor.
#[derive(Clone, Copy)]
pub struct SecondCode {
    input: Input,
    recovery: RwSignal<bool>,
}

impl SecondCode {
    /// Adds it to a form.
    pub fn of(form: Form, id: &'static str) -> Self {
        let recovery = RwSignal::new(false);
        let input = form.input(id, move |typed| {
            let typed = typed.trim();
            if recovery.get_untracked() {
                return typed.is_empty().then_some(Message::Key(keys::second::RECOVERY_BAD));
            }
            one_time_code(typed).is_none().then_some(Message::Key(keys::second::APP_BAD))
        });
        form.answers_for("codeWrong", input);
        Self { input, recovery }
    }

    /// What was typed.
    pub fn now(self) -> String {
        self.input.now()
    }

    /// Only for a code of the app, because no other code is accepted while the factor is being turned on.
    pub fn of_app(self) -> AnyView {
        let how = Control {
            mode: Some("numeric"),
            autocomplete: Some("one-time-code"),
            class: "otp",
            tidy: Some(tidy_code),
            ..Control::default()
        };
        view! { <TextField input=self.input label=keys::second::APP_CODE hint=keys::second::APP_HINT how/> }.into_any()
    }

    /// With a link for typing a recovery code instead.
    pub fn view(self) -> AnyView {
        let SecondCode { input, recovery } = self;
        let field = live(move || if recovery.get() { self.of_recovery() } else { self.of_app() });
        let other = move |_| {
            input.set("");
            input.error.set(None);
            recovery.update(|recovery| *recovery = !*recovery);
            dom::focus_soon(input.id);
        };
        let word = live(move || if recovery.get() { keys::second::USE_APP } else { keys::second::USE_RECOVERY });
        let switch = el("button").set("type", "button").class("btn btn-quiet").on("click", other).add(word);
        parts((el("div").class("field").add(field), el("p").class("after").add(switch)))
    }

    fn of_recovery(self) -> AnyView {
        let how =
            Control { autocomplete: Some("off"), capitals: Some("characters"), class: "mono", ..Control::default() };
        view! { <TextField input=self.input label=keys::second::RECOVERY_CODE hint=keys::second::RECOVERY_HINT how/> }
            .into_any()
    }
}

/// Id of the field; it differs from those of the pages that a dialog may cover.
const CODE: &str = "secondCode";

/// The form of the second step. `then` runs when the person is signed in; `again` runs when the password is required
/// again: with the reason, or because the person went back.
pub fn form(then: Callback<()>, again: Callback<Option<Failure>>) -> AnyView {
    let form = Form::new();
    let code = SecondCode::of(form, CODE);
    let send = Callback::new(move |()| {
        let body = SecondStep { code: code.now() };
        form.send(
            async move {
                match api::post_public::<_, Session>(paths::SECOND_STEP, &body).await {
                    Err(failure) if failure.code() == "secondStepGone" => Ok(Err(failure)),
                    other => other.map(Ok),
                }
            },
            move |answer| match answer {
                Ok(fresh) => {
                    if session::begin(fresh) {
                        then.run(());
                    }
                }
                Err(failure) => again.run(Some(failure)),
            },
        );
    });
    dom::focus_soon(CODE);
    let back = Callback::new(move |()| again.run(None));
    let buttons = parts((
        view! { <Button label=keys::login::SUBMIT busy=form.busy busy_label=keys::login::BUSY/> }.into_any(),
        view! { <Button kind=Kind::Quiet label=keys::common::CANCEL on_press=back/> }.into_any(),
    ));
    let fields = parts((
        el("p").class("strong").add(keys::second::STEP),
        (code.view(), (el("p").class("small muted after-text").add(keys::second::LOST), actions(buttons))),
    ));
    view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any()
}
