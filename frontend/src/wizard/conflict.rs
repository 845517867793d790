//! Two versions of one step: this tab's and the one saved elsewhere. The person chooses; nothing is overwritten.

use leptos::prelude::*;
use qabul_contract::applications::AnswersBody;
use qabul_contract::campaigns::Tone;

use super::Case;
use super::saver::{Conflict, Saver};
use crate::i18n::{Key, keys, tr};
use crate::ui::{Answer, Answers, Banner, Button, Kind};

const ID: &str = "conflict";

pub(super) fn view(
    saver: Saver,
    conflict: Conflict,
    mine: Signal<AnswersBody>,
    words: Callback<(AnswersBody, Case), Vec<Answer>>,
) -> AnyView {
    crate::dom::focus_soon(ID);
    let version = |title: Key, rows: Vec<Answer>, button: AnyView| {
        view! {
            <section class="card card-pad stack">
                <h2>{tr(title)}</h2>
                <Answers rows/>
                {button}
            </section>
        }
        .into_any()
    };
    let keep = view! {
        <Button label=keys::application::KEEP_MINE on_press=Callback::new(move |()| saver.keep_mine())/>
    };
    let take = view! {
        <Button
            kind=Kind::Secondary
            label=keys::application::TAKE_THEIRS
            on_press=Callback::new(move |()| saver.take_theirs())
        />
    };
    view! {
        <div id=ID tabindex="-1" class="stack">
            <Banner
                tone=Tone::Waiting
                role="alert"
                strong=keys::application::CONFLICT
                text=keys::application::CONFLICT_TEXT
            />
            <div class="versions">
                {version(keys::application::MINE, words.run((mine.get_untracked(), saver.case())), keep.into_any())}
                {version(keys::application::THEIRS, words.run((conflict.theirs, saver.case())), take.into_any())}
            </div>
        </div>
    }
    .into_any()
}
