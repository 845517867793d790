//! Parts shared by the pages of an application.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::me::AccountState;
use qabul_contract::paths;

use crate::api::{self, Failure};
use crate::i18n::{Key, Text, keys, text_of};
use crate::ui::blocks::{badge, failure_banner};
use crate::ui::el::Live;
use crate::ui::icon::sign;
use crate::ui::{Banner, Button, Countdown, Crumbs, El, Form, Icon, Kind, el, live, memo, parts};
use crate::wizard::Case;
use crate::{dom, format, session};

/// Breadcrumbs from the services to this page.
pub fn crumbs(case: Case) -> AnyView {
    let here = case.text(|application| &application.campaign.title);
    view! { <Crumbs above=vec![(keys::header::SERVICES.into(), "/services".to_owned())] here=here/> }.into_any()
}

/// "2026/2027-ci tədris ili · Elektron ərizənin iş nömrəsi 287 206".
pub fn over(case: Case) -> ViewFn {
    ViewFn::from(move || {
        let year = case.text(|application| &application.campaign.academic_year);
        parts(((year, " · "), (keys::application::WORK_NUMBER, (" ", work_number(case)))))
    })
}

/// "İş nömrəsi 287 206".
pub fn short_over(case: Case) -> ViewFn {
    ViewFn::from(move || parts((keys::application::WORK_NUMBER_SHORT, (" ", work_number(case)))))
}

/// The application number, grouped for readability.
pub fn work_number(case: Case) -> El {
    let number = text_of(move || case.now.with(|application| format::work_number(&application.work_number)));
    el("b").class("nowrap work-number").add(number)
}

/// The state as one label.
pub fn state(case: Case) -> El {
    let word = live(move || case.now.with(|now| badge(now.tone, now.state_text.clone(), true)));
    el("p").class("status-badge").add(word)
}

fn sum(name: Key, value: Text, class: &'static str) -> El {
    el("div").add(el("dt").class("muted").add(name)).add(el("dd").class(&["nowrap ", class].concat()).add(value))
}

/// Fee, balance and what is missing.
pub fn sums(case: Case) -> El {
    let missing = live(move || {
        let short = case.now.with(|now| now.money.missing.0 > 0);
        short.then(|| sum(keys::application::MISSING, case.text(|now| &now.money.missing_text), "bad strong"))
    });
    el("dl")
        .class("sums")
        .add(sum(keys::application::FEE, case.text(|now| &now.money.fee_text), ""))
        .add(sum(keys::application::BALANCE, case.text(|now| &now.money.balance_text), ""))
        .add(missing)
}

/// The deadline that applies, with its countdown and a calendar file; nothing if nothing is expected of the person.
pub fn deadline(case: Case) -> Live {
    let due = memo(move || case.now.with(|now| now.due.clone()));
    live(move || {
        let due = due.get()?;
        let until = due.at.into();
        let when = el("p").class("small muted").add(keys::application::DEADLINE).add(": ").add(due.text.as_str());
        let words = el("div")
            .class("stack-s")
            .add(when)
            .add(el("p").class("left").add(view! { <Countdown until/> }.into_any()))
            .add(el("p").class("small muted").add(keys::application::DEADLINE_TEXT))
            .add(due.open.then(|| calendar(case)));
        Some(el("section").class("card card-pad deadline-card").add(sign(Icon::Clock)).add(words))
    })
}

fn calendar(case: Case) -> AnyView {
    let file = move || (paths::of_application(case.id, "calendar"), "qebul-son-tarix.ics".to_owned());
    save(Kind::Quiet, "", keys::application::CALENDAR, Icon::Download, file)
}

/// A button that downloads the print of the application.
pub fn download(case: Case, kind: Kind, label: Key, icon: Icon) -> AnyView {
    let file = move || {
        let name = case.now.with_untracked(|now| ["qebul-", &now.work_number, ".pdf"].concat());
        (paths::of_application(case.id, "print"), name)
    };
    save(kind, "btn-wide", label, icon, file)
}

/// A button that downloads a file with the person's token; `file` contains its address and its name.
pub fn save(
    kind: Kind,
    class: &'static str,
    label: Key,
    icon: Icon,
    file: impl Fn() -> (String, String) + Send + Sync + 'static,
) -> AnyView {
    let form = Form::new();
    let press = Callback::new(move |()| {
        let (path, name) = file();
        form.send(async move { Ok::<_, Failure>((api::blob_url(&path).await?, name)) }, |(url, name)| {
            dom::save_file(&url, &name)
        });
    });
    let button = view! {
        <Button kind class label before=icon busy=form.busy busy_label=keys::application::PREPARING on_press=press/>
    };
    parts((button.into_any(), trouble(form)))
}

/// The failure of an act without a form.
pub fn trouble(form: Form) -> El {
    el("div").add(live(move || form.trouble.get().map(failure_banner)))
}

/// A message that the account waits for an officer, and what is not possible until then (PORTAL-4). Nothing for all
/// others.
pub fn waits() -> AnyView {
    let banner = live(|| {
        session::me().filter(|me| me.state == AccountState::PendingVerification).map(|_| {
            view! { <Banner tone=Tone::Waiting strong=keys::profile::PENDING text=keys::profile::PENDING_TEXT/> }
                .into_any()
        })
    });
    el("div").add(banner).into_any()
}

/// A section with its heading.
pub fn section(class: &str, title: Key) -> El {
    el("section").class(class).add(el("h2").class("head").add(title))
}
