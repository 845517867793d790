//! Confirmation by the commission: why, what to bring, where and until when; what was returned; withdrawal of an
//! application.

use leptos::prelude::*;
use qabul_contract::applications::{Application, PaperView};
use qabul_contract::campaigns::Tone;

use super::parts::{section, trouble};
use super::submit;
use crate::i18n::{Text, keys, t_with, text_of};
use crate::pages::places::place;
use crate::procedures;
use crate::ui::clause_link;
use crate::ui::el::Live;
use crate::ui::icon::sign;
use crate::ui::{Banner, Button, El, Form, Icon, Kind, el, live};
use crate::wizard::Case;

/// Who confirms, and by which clause; for the commission also the list of documents, the places and its deadline.
pub fn route(case: Case) -> El {
    let clause = live(move || case.now.with(|now| clause_link(&now.confirmation.clause)));
    let words = el("p").class("measure").add(case.text(|now| &now.confirmation.text)).add(" ").add(clause);
    let policy = el("p").class("small muted after-text").add(case.text(|now| &now.confirmation.policy));
    section("section", keys::application::WHO).add(words).add(policy).add(live(move || case.now.with(bring)))
}

/// What to bring, where and until when; `None` if the person confirms.
pub fn bring(now: &Application) -> Option<El> {
    let view = &now.confirmation;
    if view.papers.is_empty() {
        return None;
    }
    let until = view.until_text.clone().map(|until| {
        let words = text_of(move || t_with(keys::desk::UNTIL, &[("deadline", &until)]));
        el("p").class("row desk-until").add(sign(Icon::Clock)).add(el("strong").add(words))
    });
    let papers = el("ul").class("findings desk-papers").add(view.papers.iter().map(paper).collect::<Vec<_>>());
    let places = (!view.places.is_empty()).then(|| {
        let rows: Vec<El> = view.places.iter().map(place).collect();
        (el("h3").class("after").add(keys::desk::WHERE), el("ul").class("rows desk-places").add(rows))
    });
    Some(
        el("div")
            .class("card card-pad stack desk")
            .add(el("h3").add(keys::desk::BRING))
            .add(papers)
            .add(el("p").class("small muted").add(keys::desk::IN_PERSON))
            .add(until)
            .add(places),
    )
}

fn paper(paper: &PaperView) -> El {
    let words = el("span").add(paper.text.as_str()).add(" ").add(clause_link(&paper.clause));
    el("li").add(sign(Icon::Check)).add(words)
}

/// The reason written by the commission when it returned the application, and what may be changed.
pub fn returned(case: Case) -> Live {
    live(move || {
        case.now.with(|now| {
            let correction = now.correction.as_ref()?;
            let reason = correction.reason.clone();
            let names: Vec<El> =
                correction.steps.iter().map(|step| el("li").add(procedures::step_name(&now.draft, step))).collect();
            let strong: Text = keys::desk::RETURNED.into();
            let banner = view! { <Banner tone=Tone::Waiting strong=strong text=text_of(move || reason.clone())/> };
            let steps = (!names.is_empty()).then(|| {
                el("div")
                    .class("stack-s")
                    .add(el("p").add(keys::desk::ONLY_MARKED))
                    .add(el("ul").class("plain-list").add(names))
            });
            Some(el("section").class("section-s stack").add(banner.into_any()).add(steps))
        })
    })
}

/// Request to withdraw a confirmed application. The consequences are shown before the button.
pub fn withdrawal(case: Case) -> Live {
    // A memo, so that opened parts of the page stay open when the application is reloaded.
    let offered = Memo::new(move |_| {
        case.now.with(|now| now.offers.iter().any(|offer| offer.event == "askWithdrawal" && offer.blocked.is_empty()))
    });
    live(move || offered.get().then(|| untrack(|| form(case))))
}

fn form(case: Case) -> El {
    let form = Form::new();
    let press = Callback::new(move |()| {
        let (id, etag) = case.now.with_untracked(|now| (now.id, now.etag.clone()));
        form.send(async move { submit::ask_withdrawal(id, etag).await }, move |_| case.reload());
    });
    let button = view! {
        <Button
            kind=Kind::Secondary
            label=keys::desk::WITHDRAW
            busy=form.busy
            busy_label=keys::common::SENDING
            on_press=press
        />
    };
    let words = el("div")
        .class("stack-s withdrawal")
        .add(el("p").add(el("strong").add(keys::desk::NO_REFUND)))
        .add(el("p").class("small").add(keys::desk::WITHDRAW_TEXT))
        .add(button.into_any())
        .add(trouble(form));
    let summary = el("summary").add(keys::desk::WITHDRAW_TITLE);
    el("section").class("card card-pad").add(el("details").add(summary).add(words))
}
