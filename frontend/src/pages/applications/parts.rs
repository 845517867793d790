//! Parts the pages of an application share.

use leptos::prelude::*;

use crate::api::{self, Failure};
use crate::i18n::{Key, Text, keys, tr};
use crate::ui::{Button, Countdown, Crumbs, FailureBanner, Form, Icon, Kind, icon};
use crate::wizard::Case;
use crate::{dom, format};
use qabul_contract::paths;

/// The way from the services to here.
pub fn crumbs(case: Case) -> AnyView {
    let here = case.text(|application| &application.campaign.title);
    view! { <Crumbs above=vec![(keys::header::SERVICES.into(), "/services".to_owned())] here=here/> }.into_any()
}

/// "2026/2027-ci tədris ili · Elektron ərizənin iş nömrəsi 287 206".
pub fn over(case: Case) -> ViewFn {
    ViewFn::from(move || {
        view! {
            {case.text(|application| &application.campaign.academic_year)}
            " · "
            {tr(keys::application::WORK_NUMBER)}
            " "
            {work_number(case)}
        }
    })
}

/// "İş nömrəsi 287 206".
pub fn short_over(case: Case) -> ViewFn {
    ViewFn::from(move || view! { {tr(keys::application::WORK_NUMBER_SHORT)} " " {work_number(case)} })
}

/// The work number, grouped for the eye.
pub fn work_number(case: Case) -> AnyView {
    let number = move || case.now.with(|application| format::work_number(&application.work_number));
    view! { <b class="nowrap work-number">{number}</b> }.into_any()
}

fn sum(name: Key, value: Text, class: &'static str) -> AnyView {
    view! {
        <div>
            <dt class="muted">{tr(name)}</dt>
            <dd class=["nowrap ", class].concat()>{value}</dd>
        </div>
    }
    .into_any()
}

/// Fee, balance and what is missing.
pub fn sums(case: Case) -> AnyView {
    let missing = Memo::new(move |_| case.now.with(|now| now.money.missing.0 > 0));
    let missing = move || {
        missing.get().then(|| sum(keys::application::MISSING, case.text(|now| &now.money.missing_text), "bad strong"))
    };
    view! {
        <dl class="sums">
            {sum(keys::application::FEE, case.text(|now| &now.money.fee_text), "")}
            {sum(keys::application::BALANCE, case.text(|now| &now.money.balance_text), "")} {missing}
        </dl>
    }
    .into_any()
}

/// The deadline with its countdown.
pub fn deadline(case: Case) -> AnyView {
    let until = case.now.with_untracked(|application| application.campaign.closes_at.into());
    view! {
        <section class="card card-pad deadline-card">
            {icon(Icon::Clock)}
            <div class="stack-s">
                <p class="small muted">
                    {tr(keys::application::DEADLINE)} ": " {case.text(|now| &now.campaign.deadline)}
                </p>
                <p class="left">
                    <Countdown until/>
                </p>
                <p class="small muted">{tr(keys::application::DEADLINE_TEXT)}</p>
            </div>
        </section>
    }
    .into_any()
}

/// A button that fetches a document with the person's token and saves it.
pub fn download(case: Case, kind: Kind, label: Key, sign: Icon, class: &'static str) -> AnyView {
    let form = Form::new();
    let press = Callback::new(move |()| {
        let path = paths::of_application(case.id, "print");
        let name = case.now.with_untracked(|now| ["qebul-", &now.work_number, ".pdf"].concat());
        form.send(async move { Ok::<_, Failure>((api::blob_url(&path).await?, name)) }, |(url, name)| {
            dom::save_file(&url, &name)
        });
    });
    let failed = move || form.trouble.get().map(|failure| view! { <FailureBanner failure/> });
    view! {
        <Button
            kind
            class
            label
            before=sign
            busy=form.busy
            busy_label=keys::application::PREPARING
            on_press=press
        />
        {failed}
    }
    .into_any()
}
