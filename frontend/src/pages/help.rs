//! `/help`: questions and answers, commissions, privacy, accessibility, state of the system.

use leptos::prelude::*;

use crate::i18n::{Key, keys, t, t_with, tr};
use crate::ui::{Icon, PageHead, icon};
use crate::{clock, format};

const QUESTIONS: [(Key, Key); 6] = [
    (keys::help::CABINET_Q, keys::help::CABINET_A),
    (keys::help::CODE_Q, keys::help::CODE_A),
    (keys::help::MONEY_Q, keys::help::MONEY_A),
    (keys::help::TMMS_Q, keys::help::TMMS_A),
    (keys::help::CONFIRM_Q, keys::help::CONFIRM_A),
    (keys::help::CHANGE_Q, keys::help::CHANGE_A),
];

fn part(id: &'static str, title: Key, text: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    view! {
        <section class="section measure" id=id tabindex="-1">
            <h2>{tr(title)}</h2>
            <p>{text}</p>
        </section>
    }
    .into_any()
}

/// The page.
#[component]
pub fn Help() -> impl IntoView {
    let questions = QUESTIONS
        .into_iter()
        .map(|(question, answer)| {
            view! {
                <li>
                    <details class="card-pad">
                        <summary>{tr(question)}</summary>
                        <p>{tr(answer)}</p>
                    </details>
                </li>
            }
        })
        .collect_view();
    let now = clock::ticking(30);
    view! {
        <PageHead title=keys::help::TITLE lead=keys::help::LEAD/>
        <div class="split">
            <div>
                <ul class="rows">{questions}</ul>
                {part("rules", keys::help::RULES, || t(keys::help::RULES_TEXT))}
                {part("commissions", keys::help::COMMISSIONS, || t(keys::help::COMMISSIONS_TEXT))}
                {part("appeal", keys::help::APPEAL, || t(keys::help::APPEAL_TEXT))}
                {part("privacy", keys::help::PRIVACY, || t(keys::help::PRIVACY_TEXT))}
                {part("accessibility", keys::help::ACCESSIBILITY, || t(keys::help::ACCESSIBILITY_TEXT))}
                {part(
                    "status",
                    keys::help::STATUS,
                    move || t_with(keys::help::STATUS_OK, &[("now", &format::date_hour(now.get()))]),
                )}
            </div>
            <aside class="card card-pad stack aside-first">
                <h2>{tr(keys::footer::HOTLINE)}</h2>
                <p class="figure">"146"</p>
                <a class="btn btn-secondary btn-wide" href="tel:146" rel="external">
                    {icon(Icon::Phone)}
                    <span>{tr(keys::help::CALL)}</span>
                </a>
            </aside>
        </div>
    }
    .into_any()
}
