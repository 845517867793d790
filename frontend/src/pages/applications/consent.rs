//! The consent to the fee (guide §4.17): what there is, what is taken, what remains, and that nothing can be changed
//! afterwards. Only then the button with the sum.

use leptos::prelude::*;
use qabul_contract::applications::MoneyView;
use qabul_domain::money::Qepik;

use crate::format;
use crate::i18n::{Key, Text, keys, t, t_with, text_of, tr};
use crate::ui::{Button, CheckBox, Dialog, FailureBanner, Form, Icon, Input, Kind, LinkButton, Message};
use crate::wizard::{Case, top_up_address};

/// The dialog with its one box. `on_agree` runs once the box is ticked.
#[derive(Clone, Copy)]
pub struct Consent {
    /// Whether it is shown.
    pub open: RwSignal<bool>,
    /// Busy and trouble.
    pub form: Form,
    ticked: Input,
}

impl Consent {
    /// A closed dialog.
    pub fn new() -> Self {
        let form = Form::new();
        let ticked = form
            .input("consent", |value| value.is_empty().then_some(Message::Key(keys::application::CONSENT_REQUIRED)));
        Self { open: RwSignal::new(false), form, ticked }
    }

    /// Opens it with an empty box: consent is never ticked beforehand.
    pub fn ask(self) {
        self.ticked.set("");
        self.ticked.error.set(None);
        self.form.trouble.set(None);
        self.open.set(true);
    }
}

fn line(name: Key, value: Text, class: &'static str) -> AnyView {
    view! {
        <div class=class>
            <dt>{tr(name)}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}

fn money(case: Case, read: fn(&MoneyView) -> &str) -> Text {
    Text::derive(move || case.now.with(|now| read(&now.money).to_owned()))
}

/// The dialog.
pub fn dialog(case: Case, consent: Consent, on_agree: Callback<()>) -> AnyView {
    let is_short = Memo::new(move |_| case.now.with(|now| now.money.missing > Qepik::ZERO));
    let is_free = Memo::new(move |_| case.now.with(|now| now.money.fee == Qepik::ZERO));
    view! {
        <Dialog
            open=consent.open
            title=keys::application::CONSENT_TITLE
            body=ViewFn::from(move || {
                if is_short.get() { short(case) } else { enough(case, consent, is_free.get()) }
            })
            foot=ViewFn::from(move || foot(case, consent, is_short.get(), is_free.get(), on_agree))
        />
    }
    .into_any()
}

fn short(case: Case) -> AnyView {
    view! {
        <p>{tr(keys::application::SHORT)}</p>
        <dl class="ledger">
            {line(keys::application::BALANCE, money(case, |money| &money.balance_text), "")}
            {line(keys::application::FEE, money(case, |money| &money.fee_text), "")}
            {line(keys::application::MISSING, money(case, |money| &money.missing_text), "total")}
        </dl>
    }
    .into_any()
}

fn enough(case: Case, consent: Consent, free: bool) -> AnyView {
    let taken = Text::derive(move || case.now.with(|now| format::money(Qepik(-now.money.fee.0))));
    let sentence = text_of(move || {
        let fee = case.now.with(|now| now.money.fee_text.clone());
        if free { t(keys::application::CONSENT_FREE) } else { t_with(keys::application::CONSENT, &[("fee", &fee)]) }
    });
    let ledger = (!free).then(|| {
        view! {
            <dl class="ledger">
                {line(keys::application::BALANCE, money(case, |money| &money.balance_text), "")}
                {line(keys::application::FEE_TAKEN, taken, "")}
                {line(keys::application::REMAINS, money(case, |money| &money.remaining_text), "total")}
            </dl>
        }
    });
    let trouble = move || consent.form.trouble.get().map(|failure| view! { <FailureBanner failure/> });
    view! {
        <div class="stack">
            <p>
                {move || t(if free { keys::application::CONSENT_LEAD_FREE } else { keys::application::CONSENT_LEAD })}
                " " <strong>{tr(keys::application::CONSENT_FINAL)}</strong>
            </p>
            {ledger}
            <CheckBox input=consent.ticked label=sentence/>
            {trouble}
        </div>
    }
    .into_any()
}

fn foot(case: Case, consent: Consent, short: bool, free: bool, on_agree: Callback<()>) -> AnyView {
    let back = Callback::new(move |()| consent.open.set(false));
    let act = if short {
        let label = text_of(move || {
            let missing = case.now.with(|now| now.money.missing_text.clone());
            t_with(keys::application::ADD, &[("sum", &missing)])
        });
        let href = Signal::derive(move || case.now.with(|now| top_up_address(now, "check")));
        view! { <LinkButton label=label href=href before=Icon::Plus/> }.into_any()
    } else {
        let label = text_of(move || {
            let fee = case.now.with(|now| now.money.fee_text.clone());
            if free { t(keys::application::CONFIRM) } else { t_with(keys::application::CONFIRM_PAY, &[("fee", &fee)]) }
        });
        let press = Callback::new(move |()| {
            if consent.ticked.validate() {
                on_agree.run(());
            } else {
                crate::dom::focus("consent");
            }
        });
        view! { <Button label=label busy=consent.form.busy busy_label=keys::common::SENDING on_press=press/> }
            .into_any()
    };
    view! {
        <Button kind=Kind::Quiet label=keys::common::CANCEL on_press=back/>
        {act}
    }
    .into_any()
}
