//! `/profile`: the personal data of the account, read-only, with their source.

use leptos::prelude::*;
use qabul_contract::me::Profile as Shown;
use qabul_contract::paths;
use qabul_domain::calendar::{self, Micros};
use qabul_domain::facts::Source;

use crate::api::{self, Call};
use crate::i18n::{self, Key, Text, keys, t_with, text_of};
use crate::ui::blocks::failure_banner;
use crate::ui::{
    Answer, Answers, Banner, Button, El, Form, Kind, LinkButton, Loaded, PageHead, el, live, parts, toast,
};
use crate::{format, session};
use qabul_contract::campaigns::Tone;
use qabul_contract::me::AccountState;

/// The page.
#[component]
pub fn Profile() -> impl IntoView {
    let profile = Loaded::new(|| api::get::<Shown>(paths::PROFILE));
    let number = text_of(|| {
        session::me().map(|me| t_with(keys::profile::CABINET, &[("number", &me.cabinet_number)])).unwrap_or_default()
    });
    let shown = profile.show(body);
    let pending = live(|| {
        session::me().filter(|me| me.state == AccountState::PendingVerification).map(|_| {
            view! { <Banner tone=Tone::Waiting strong=keys::profile::PENDING text=keys::profile::PENDING_TEXT/> }
                .into_any()
        })
    });
    parts((view! { <PageHead title=keys::header::PROFILE lead=number/> }.into_any(), (pending, shown)))
}

fn body(profile: Shown) -> AnyView {
    let citizenship = profile.citizenship;
    let citizenship: Text = text_of(move || citizenship.label(i18n::lang()).to_owned());
    let born = profile.birth_date;
    let birth: Text = text_of(move || calendar::date_text(born, i18n::lang()));
    let asked: Micros = profile.register_asked_at.into();
    let register = vec![
        Answer::new(keys::profile::SURNAME, profile.surname),
        Answer::new(keys::profile::NAME, profile.name),
        Answer::new(keys::profile::PATRONYMIC, profile.patronymic),
        Answer::new(keys::profile::BIRTH_DATE, birth),
        Answer::new(keys::field::FIN, profile.masked_fin.unwrap_or_default()),
        Answer::new(keys::profile::DOCUMENT, profile.document),
        Answer::new(keys::profile::CITIZENSHIP, citizenship),
        Answer::new(keys::profile::REGISTERED_PLACE, profile.registered_place),
        Answer::new(keys::profile::ACTUAL_PLACE, profile.actual_place).change("/account/residence"),
    ];
    let contact = vec![
        Answer::new(keys::field::PHONE, format::mobile(&profile.phone)).change("/account/phone"),
        Answer::new(keys::field::EMAIL, profile.email.as_str()).change("/account/email"),
    ];
    let unproven = (!profile.email_proven).then(|| {
        let waiting = profile.new_email.clone().unwrap_or_else(|| profile.email.clone());
        if waiting.is_empty() { without_email() } else { to_prove(waiting) }
    });
    let waiting = profile.new_email.filter(|_| profile.email_proven).map(|email| {
        let words = text_of(move || t_with(keys::profile::EMAIL_WAITS, &[("email", &email)]));
        el("p").class("small after-text").add(words)
    });
    let second = profile.second_factor;
    let safety = vec![
        Answer::new(keys::field::PASSWORD, "••••••••••").change("/account/password"),
        Answer::new(keys::second::TITLE, if second { keys::second::STATE_ON } else { keys::second::STATE_OFF })
            .leads("/account/second-factor", if second { keys::common::CHANGE } else { keys::second::TURN_ON_SHORT }),
        Answer::new(keys::account::SESSIONS_TITLE, keys::account::SESSIONS_SHORT)
            .leads("/account/sessions", keys::services::VIEW),
    ];
    let by_hand = profile.source == Source::Manual;
    let waits = session::me().is_some_and(|me| me.state == AccountState::PendingVerification);
    let correctable = by_hand && waits;
    let section = |title: Key, rows: Vec<Answer>| -> El {
        let title = el("h2").class("head").add(title);
        el("section").class("section-s").add(title).add(view! { <Answers rows/> }.into_any())
    };
    let asked = text_of(move || t_with(keys::profile::ASKED_AT, &[("time", &format::date_hour(asked))]));
    el("div")
        .class("measure-wide")
        .add(unproven)
        .add(section(if by_hand { keys::profile::BY_HAND } else { keys::profile::REGISTER }, register))
        .add(correctable.then(|| {
            let link = el("a").set("href", "/account/person").add(keys::profile::CORRECT);
            el("p").class("after-text").add(link)
        }))
        .add((!by_hand).then(|| el("p").class("small muted after-text").add(asked)))
        .add(section(keys::profile::CONTACT, contact))
        .add(waiting)
        .add(section(keys::account::SAFETY, safety))
        .add(el("p").class("after-text").add(keys::profile::CHANGE))
        .into_any()
}

/// A reminder that the address is not proven, with a button to send the link again.
fn to_prove(email: String) -> AnyView {
    let form = Form::new();
    let again = Callback::new(move |()| {
        form.send(async { Call::new("POST", &[paths::ME, "/email/link"].concat()).done().await }, |()| {
            toast(keys::profile::EMAIL_SENT)
        });
    });
    let words = text_of(move || t_with(keys::profile::EMAIL_UNPROVEN_TEXT, &[("email", &email)]));
    let trouble = live(move || form.trouble.get().map(failure_banner));
    let banner = view! {
        <Banner tone=Tone::Waiting strong=keys::profile::EMAIL_UNPROVEN text=words>
            <Button
                kind=Kind::Secondary
                label=keys::profile::EMAIL_AGAIN
                busy=form.busy
                busy_label=keys::common::SENDING
                on_press=again
            />
        </Banner>
    };
    parts((banner.into_any(), trouble))
}

/// A reminder that the account has no address.
fn without_email() -> AnyView {
    view! {
        <Banner tone=Tone::Waiting strong=keys::profile::EMAIL_NONE text=keys::profile::EMAIL_NONE_TEXT>
            <LinkButton label=keys::profile::EMAIL_ADD href="/account/email"/>
        </Banner>
    }
    .into_any()
}
