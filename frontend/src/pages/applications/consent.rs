//! The consent to the fee (guide §4.17): the balance, the fee, the remainder, and that nothing can be changed
//! afterwards. Only then the button with the amount.

use leptos::prelude::*;
use qabul_contract::applications::MoneyView;
use qabul_domain::money::Qepik;

use crate::format;
use crate::i18n::{Key, Text, keys, t, t_with, text_of};
use crate::ui::blocks::failure_banner;
use crate::ui::{Button, CheckBox, Dialog, El, Form, Icon, Input, Kind, LinkButton, Message, el, live, parts};
use crate::wizard::{Case, top_up_address};

/// The dialog with its checkbox. `on_agree` runs once the box is ticked.
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

    /// Opens it with an empty checkbox: consent is never preselected.
    pub fn ask(self) {
        self.ticked.set("");
        self.ticked.error.set(None);
        self.form.trouble.set(None);
        self.open.set(true);
    }
}

fn line(name: Key, value: Text, class: &'static str) -> El {
    el("div").class(class).add(el("dt").add(name)).add(el("dd").add(value))
}

fn money(case: Case, read: fn(&MoneyView) -> &str) -> Text {
    text_of(move || case.now.with(|now| read(&now.money).to_owned()))
}

fn is_short(case: Case) -> bool {
    case.now.with(|now| now.money.missing > Qepik::ZERO)
}

fn is_free(case: Case) -> bool {
    case.now.with(|now| now.money.fee == Qepik::ZERO)
}

/// The dialog.
pub fn dialog(case: Case, consent: Consent, on_agree: Callback<()>) -> AnyView {
    let body = move || live(move || if is_short(case) { short(case) } else { enough(case, consent) }).into_any();
    let foot = move || live(move || foot(case, consent, on_agree)).into_any();
    view! {
        <Dialog
            open=consent.open
            title=keys::application::CONSENT_TITLE
            body=ViewFn::from(body)
            foot=ViewFn::from(foot)
        />
    }
    .into_any()
}

fn short(case: Case) -> El {
    let ledger = el("dl")
        .class("ledger")
        .add(line(keys::application::BALANCE, money(case, |money| &money.balance_text), ""))
        .add(line(keys::application::FEE, money(case, |money| &money.fee_text), ""))
        .add(line(keys::application::MISSING, money(case, |money| &money.missing_text), "total"));
    el("div").class("stack").add(el("p").add(keys::application::SHORT)).add(ledger)
}

fn enough(case: Case, consent: Consent) -> El {
    let free = is_free(case);
    let taken = text_of(move || case.now.with(|now| format::money(Qepik(-now.money.fee.0))));
    let sentence = text_of(move || {
        let fee = case.now.with(|now| now.money.fee_text.clone());
        if free { t(keys::application::CONSENT_FREE) } else { t_with(keys::application::CONSENT, &[("fee", &fee)]) }
    });
    let ledger = (!free).then(|| {
        el("dl")
            .class("ledger")
            .add(line(keys::application::BALANCE, money(case, |money| &money.balance_text), ""))
            .add(line(keys::application::FEE_TAKEN, taken, ""))
            .add(line(keys::application::REMAINS, money(case, |money| &money.remaining_text), "total"))
    });
    let lead = if free { keys::application::CONSENT_LEAD_FREE } else { keys::application::CONSENT_LEAD };
    el("div")
        .class("stack")
        .add(el("p").add(lead).add(" ").add(el("strong").add(keys::application::CONSENT_FINAL)))
        .add(ledger)
        .add(view! { <CheckBox input=consent.ticked label=sentence/> }.into_any())
        .add(live(move || consent.form.trouble.get().map(failure_banner)))
}

fn foot(case: Case, consent: Consent, on_agree: Callback<()>) -> AnyView {
    let free = is_free(case);
    let back = Callback::new(move |()| consent.open.set(false));
    let cancel = view! { <Button kind=Kind::Quiet label=keys::common::CANCEL on_press=back/> };
    let act = if is_short(case) {
        let label = text_of(move || {
            let missing = case.now.with(|now| now.money.missing_text.clone());
            t_with(keys::application::ADD, &[("sum", &missing)])
        });
        let href = Signal::derive(move || case.now.with(|now| top_up_address(now, "check?consent=1")));
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
    parts((cancel.into_any(), act))
}
