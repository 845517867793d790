use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::paths;
use qabul_contract::second_factor::{
    RecoveryCodes as Codes, RenewRecoveryCodes, SecondFactor as Shown, SecondFactorSecret, SetUpSecondFactor,
    TurnOffSecondFactor, TurnOnSecondFactor,
};

use super::{PROFILE, done, page, present, present_field, save};
use crate::api::{self, Call};
use crate::i18n::{Key, keys, t_with, text_of};
use crate::pages::second_step::SecondCode;
use crate::ui::{
    Banner, Button, El, Form, FormBox, Kind, LinkButton, Loaded, actions, el, live, parts, start_again, toast,
};
use crate::{dom, format};

/// With at most this many recovery codes left, new ones are recommended.
const FEW: i64 = 2;
/// Id of the heading that gets the focus when the page continues without a new address.
const NEXT: &str = "second-next";

/// Stage of the page.
#[derive(Clone)]
enum Stage {
    /// The present state, and the password to begin.
    Stands,
    /// The secret for the app.
    Secret(SecondFactorSecret),
    /// The recovery codes, once.
    Codes(Vec<String>),
}

/// `/account/second-factor`: the state of the second factor, and turning it on.
#[component]
pub fn SecondFactor() -> impl IntoView {
    let stage = RwSignal::new(Stage::Stands);
    let loaded = Loaded::new(|| api::get::<Shown>(paths::SECOND_FACTOR));
    let stands = loaded.show_once(move |now| {
        live(move || match now.get() {
            Shown { since: Some(since), recovery_codes_left } => on(format::date(since.into()), recovery_codes_left),
            Shown { since: None, .. } => untrack(|| set_up(stage)),
        })
        .into_any()
    });
    let elsewhere = move || (!matches!(*stage.read(), Stage::Stands)).then(String::new);
    let stands = el("div").live("hidden", elsewhere).add(stands);
    let next = live(move || match stage.get() {
        Stage::Stands => None,
        Stage::Secret(secret) => Some(untrack(|| turn_on(stage, secret))),
        Stage::Codes(codes) => Some(untrack(|| shown_once(codes))),
    });
    page(keys::second::TITLE, keys::second::LEAD, parts((stands, next)))
}

fn on(since: String, left: i64) -> AnyView {
    let words = text_of(move || {
        let since = t_with(keys::second::ON_SINCE, &[("time", &since)]);
        [since, t_with(keys::second::CODES_LEFT, &[("count", &left.to_string())])].join(" ")
    });
    let few =
        (left <= FEW).then(|| view! { <Banner tone=Tone::Waiting text=keys::second::FEW role="status"/> }.into_any());
    let link = |kind: Kind, label: Key, href: &str| {
        view! { <LinkButton kind label href=Signal::stored(href.to_owned())/> }.into_any()
    };
    let buttons = parts((
        link(Kind::Secondary, keys::second::RENEW_TITLE, "/account/second-factor/codes"),
        link(Kind::Quiet, keys::second::OFF, "/account/second-factor/off"),
    ));
    el("div")
        .class("measure stack")
        .add(view! { <Banner tone=Tone::Good strong=keys::second::ON text=words/> }.into_any())
        .add(few)
        .add(el("p").class("small muted").add(keys::second::LOST))
        .add(actions(buttons))
        .into_any()
}

fn set_up(stage: RwSignal<Stage>) -> AnyView {
    let form = Form::new();
    let password = present(form, "password");
    let send = Callback::new(move |()| {
        let body = SetUpSecondFactor { password: password.value.get_untracked() };
        form.send(
            async move { api::post::<_, SecondFactorSecret>(paths::SECOND_FACTOR, &body).await },
            move |secret| {
                password.set("");
                stage.set(Stage::Secret(secret));
                dom::focus_soon(NEXT);
            },
        );
    });
    let fields = parts((present_field(password), save(keys::common::CONTINUE, form)));
    parts((
        el("p").class("measure head").add(keys::second::NEED),
        view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any(),
    ))
}

fn heading(title: Key) -> El {
    el("h2").set("id", NEXT).set("tabindex", "-1").class("head").add(title)
}

fn turn_on(stage: RwSignal<Stage>, secret: SecondFactorSecret) -> AnyView {
    let SecondFactorSecret { secret, address, qr, expires_at } = secret;
    let form = Form::new();
    let code = SecondCode::of(form, "code");
    let send = Callback::new(move |()| {
        let body = TurnOnSecondFactor { code: code.now() };
        form.send(async move { api::post::<_, Codes>(paths::TURN_ON_SECOND_FACTOR, &body).await }, move |codes| {
            stage.set(Stage::Codes(codes.items));
            dom::focus_soon(NEXT);
        });
    });
    let until = format::hour(expires_at.into());
    let until = text_of(move || t_with(keys::second::UNTIL, &[("time", &until)]));
    let picture = ["data:image/svg+xml,", &String::from(js_sys::encode_uri_component(&qr))].concat();
    let picture = el("img").class("qr").set("width", "220").set("height", "220").set("src", &picture);
    let plain = secret.replace(' ', "");
    let key = el("div")
        .class("stack-s")
        .add(el("p").class("strong").add(keys::second::KEY))
        .add(el("p").class("mono").add(secret.as_str()))
        .add(copy(keys::second::COPY_KEY, plain))
        .add(el("p").add(el("a").set("href", &address).set("rel", "external").add(keys::second::OPEN_APP)));
    let fields = parts((
        el("h2").class("head").add(keys::second::FIRST_CODE),
        (code.of_app(), save(keys::second::TURN_ON, form)),
    ));
    let card = el("div").class("card card-pad measure qr-card").add(picture.says("alt", keys::second::QR)).add(key);
    let asked = el("div").class("section-s").add(view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any());
    let scan = el("p").class("measure head").add(keys::second::SCAN).add(" ").add(until);
    let again = start_again(Callback::new(move |()| stage.set(Stage::Stands)));
    parts((heading(keys::second::SCAN_TITLE), (scan, (card, (asked, again)))))
}

/// A copy button, if the browser can copy.
fn copy(label: Key, text: String) -> Option<AnyView> {
    let press = Callback::new(move |()| {
        let text = text.clone();
        leptos::task::spawn_local(async move {
            if dom::copy(&text).await {
                toast(keys::second::COPIED);
            }
        });
    });
    dom::can_copy().then(|| view! { <Button kind=Kind::Secondary label on_press=press/> }.into_any())
}

/// The recovery codes. They are shown only once.
fn shown_once(codes: Vec<String>) -> AnyView {
    let rows: Vec<El> = codes.iter().map(|code| el("li").class("mono").add(code.as_str())).collect();
    let print = Callback::new(|()| {
        let _ = dom::window().print();
    });
    let buttons = parts((
        view! { <LinkButton label=keys::second::CODES_SAVED href=Signal::stored(PROFILE.to_owned())/> }.into_any(),
        (
            view! { <Button kind=Kind::Secondary label=keys::second::PRINT on_press=print/> }.into_any(),
            copy(keys::second::COPY_CODES, codes.join("\n")),
        ),
    ));
    el("div")
        .class("measure")
        .add(heading(keys::second::CODES_TITLE))
        .add(view! { <Banner tone=Tone::Waiting text=keys::second::CODES_WARN/> }.into_any())
        .add(el("ol").class("codes card card-pad after-text").add(rows))
        .add(el("p").class("after-text").add(keys::second::CODES_USE))
        .add(actions(buttons))
        .into_any()
}

/// `/account/second-factor/codes`: new recovery codes.
#[component]
pub fn RecoveryCodes() -> impl IntoView {
    let form = Form::new();
    let password = present(form, "password");
    let code = SecondCode::of(form, "code");
    let codes = RwSignal::new(None::<Vec<String>>);
    let send = Callback::new(move |()| {
        let body = RenewRecoveryCodes { password: password.value.get_untracked(), code: code.now() };
        form.send(async move { api::post::<_, Codes>(paths::RECOVERY_CODES, &body).await }, move |answer| {
            password.set("");
            codes.set(Some(answer.items));
            dom::focus_soon(NEXT);
        });
    });
    let inner = live(move || match codes.get() {
        Some(codes) => shown_once(codes),
        None => untrack(|| {
            let fields = parts((present_field(password), (code.view(), save(keys::second::RENEW, form))));
            view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any()
        }),
    });
    page(keys::second::RENEW_TITLE, keys::second::RENEW_LEAD, inner.into_any())
}

/// `/account/second-factor/off`
#[component]
pub fn SecondFactorOff() -> impl IntoView {
    let form = Form::new();
    let password = present(form, "password");
    let code = SecondCode::of(form, "code");
    let send = Callback::new(move |()| {
        let body = TurnOffSecondFactor { password: password.value.get_untracked(), code: code.now() };
        form.send(
            async move { Call::new("POST", paths::TURN_OFF_SECOND_FACTOR).body(&body).done().await },
            move |()| {
                password.set("");
                done(keys::second::OFF_DONE);
            },
        );
    });
    let off = view! {
        <Button
            kind=Kind::Secondary
            class="btn-danger"
            label=keys::second::OFF
            busy=form.busy
            busy_label=keys::common::SENDING
        />
    };
    let fields = parts((present_field(password), (code.view(), actions(off.into_any()))));
    let inner = view! { <FormBox form on_send=send>{fields}</FormBox> };
    page(keys::second::OFF_TITLE, keys::second::OFF_LEAD, inner.into_any())
}
