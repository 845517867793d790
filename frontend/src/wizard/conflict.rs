//! Two versions of one step: this tab's and the one saved elsewhere. The person chooses; nothing is overwritten.

use leptos::prelude::*;
use qabul_contract::applications::AnswersBody;
use qabul_contract::campaigns::Tone;

use super::Case;
use super::saver::{Conflict, Saver};
use crate::i18n::{Key, keys};
use crate::ui::{Answer, Answers, Banner, Button, El, Kind, el};

const ID: &str = "conflict";

pub(super) fn view(
    saver: Saver,
    conflict: Conflict,
    mine: Signal<AnswersBody>,
    words: Callback<(AnswersBody, Case), Vec<Answer>>,
) -> El {
    crate::dom::focus_soon(ID);
    let version = |title: Key, rows: Vec<Answer>, button: AnyView| {
        el("section")
            .class("card card-pad stack")
            .add(el("h2").add(title))
            .add(view! { <Answers rows/> }.into_any())
            .add(button)
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
    let banner = view! {
        <Banner
            tone=Tone::Waiting
            role="alert"
            strong=keys::application::CONFLICT
            text=keys::application::CONFLICT_TEXT
        />
    };
    let mine = words.run((mine.get_untracked(), saver.case()));
    let theirs = words.run((conflict.theirs, saver.case()));
    let versions = el("div")
        .class("versions")
        .add(version(keys::application::MINE, mine, keep.into_any()))
        .add(version(keys::application::THEIRS, theirs, take.into_any()));
    el("div").set("id", ID).set("tabindex", "-1").class("stack").add(banner.into_any()).add(versions)
}
