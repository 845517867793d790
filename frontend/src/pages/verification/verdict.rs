//! The verdict: accepted, refused with every violation, or a file that cannot be used.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use serde_json::Value;

use super::words::{Words, grouped};
use super::{Desk, Stage};
use crate::dom;
use crate::i18n::text_of;
use crate::ui::icon::sign;
use crate::ui::{Button, El, Icon, Kind, actions, el, live, parts, tone_class};

/// Number of violations shown at first.
const FIRST: usize = 50;

/// The verdict of a completed check.
pub fn view(desk: Desk, stage: &Stage) -> AnyView {
    let words = desk.words;
    let answer = match stage {
        Stage::Done(answer) => answer,
        Stage::Lost => {
            return ended(desk, Tone::Waiting, "verdict.lost", words.say("verdict.lost_text"), ().into_any());
        }
        _ => return ended(desk, Tone::Waiting, "verdict.broken", words.say("verdict.broken_text"), ().into_any()),
    };
    if let Some(faults) = answer.get("faults").and_then(Value::as_array) {
        let list = faults.iter().map(|fault| fault_row(words, fault)).collect();
        let list = section(words, "verdict.faults", list, None);
        return ended(desk, Tone::Waiting, "verdict.unusable", words.say("verdict.unusable_text"), list.into_any());
    }
    let facts = facts(words, answer);
    let total = number(answer, "total");
    if total == 0 {
        let text = words.say("verdict.accepted_text");
        return ended(desk, Tone::Good, "verdict.accepted", text, facts.into_any());
    }
    let violations = answer.get("violations").and_then(Value::as_array).cloned().unwrap_or_default();
    let shown = violations.len() as i64;
    let text = text_of(move || {
        let (n, shown_text) = (grouped(total), grouped(shown));
        let key = if total > shown { "verdict.refused_many" } else { "verdict.refused_text" };
        words.with(key, &[("n", &n), ("shown", &shown_text)])
    });
    let rows: Vec<El> = violations.iter().map(|violation| violation_row(words, violation)).collect();
    let all = RwSignal::new(violations.len() <= FIRST);
    let more = live(move || {
        let rest = grouped(shown - FIRST as i64);
        (!all.get()).then(|| {
            let label = text_of(move || words.with("verdict.more", &[("n", &rest)]));
            let press = Callback::new(move |()| all.set(true));
            view! { <Button kind=Kind::Secondary label=label on_press=press/> }.into_any()
        })
    });
    let list = section(words, "verdict.violations", rows, Some(all));
    ended(desk, Tone::Bad, "verdict.refused", text, parts((list, (more, facts))))
}

/// The frame of every result: the verdict, its meaning, the possible actions.
fn ended(desk: Desk, tone: Tone, title: &'static str, text: crate::i18n::Text, body: AnyView) -> AnyView {
    let words = desk.words;
    let icon = if tone == Tone::Good { Icon::Check } else { Icon::Alert };
    let heading = el("h2").set("id", "verdict").set("tabindex", "-1").add(words.say(title));
    let head = el("div")
        .class(&["banner verdict ", tone_class(tone)].concat())
        .add(sign(icon))
        .add(el("div").class("banner-body").add(heading).add(el("p").add(text)));
    let again = Callback::new(move |()| {
        desk.stage.set(Stage::Choosing);
        dom::focus("main");
    });
    let print = Callback::new(|()| drop(dom::window().print()));
    let again = view! { <Button label=words.say("page.again") on_press=again/> }.into_any();
    let print = view! {
        <Button kind=Kind::Secondary before=Icon::Print label=words.say("page.print") on_press=print/>
    };
    parts((head, (body, actions((again, print.into_any())))))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn number(value: &Value, name: &str) -> i64 {
    value.get(name).and_then(Value::as_i64).unwrap_or_default()
}

fn pair(words: Words, name: &'static str, value: &str, class: &str) -> El {
    el("div").add(el("dt").add(words.say(name))).add(el("dd").class(class).add(value))
}

fn facts(words: Words, answer: &Value) -> El {
    let count = |name: &'static str, member: &str| pair(words, name, &grouped(number(answer, member)), "");
    let list = el("dl")
        .class("sums")
        .add(count("verdict.persons", "persons"))
        .add(count("verdict.wishes", "wishes"))
        .add(count("verdict.rows", "rows"))
        .add(count("verdict.seats", "seats"))
        .add(count("verdict.placed", "placed"));
    el("section")
        .class("card card-pad stack")
        .add(el("h3").add(words.say("verdict.facts")))
        .add(list)
        .add(el("h3").add(words.say("verdict.digest")))
        .add(el("p").class("mono digest").add(text(answer, "digest")))
        .add(el("p").class("small muted").add(words.say("verdict.digest_text")))
}

/// A list with its heading. `all` = whether more than the first rows are shown.
fn section(words: Words, title: &'static str, rows: Vec<El>, all: Option<RwSignal<bool>>) -> El {
    let rows: Vec<El> = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| match all.filter(|_| at >= FIRST) {
            Some(all) => row.live("hidden", move || (!all.get()).then(String::new)),
            None => row,
        })
        .collect();
    el("section").class("section stack").add(el("h3").add(words.say(title))).add(el("ul").class("rows").add(rows))
}

fn values(words: Words, pairs: &[(&'static str, &str)]) -> El {
    let shown: Vec<El> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| pair(words, name, value, "mono"))
        .collect();
    el("dl").class("values").add(shown)
}

fn violation_row(words: Words, violation: &Value) -> El {
    let sentence = words.say(["finding.", text(violation, "finding")].concat());
    let head = el("p")
        .add(el("span").class("badge tone-bad mono").add(text(violation, "invariant")))
        .add(" ")
        .add(el("span").class("strong").add(sentence));
    let values = values(
        words,
        &[
            ("verdict.candidate", text(violation, "candidate")),
            ("verdict.code", text(violation, "code")),
            ("verdict.expected", text(violation, "expected")),
            ("verdict.found", text(violation, "found")),
        ],
    );
    el("li").class("violation").add(head).add(values)
}

fn fault_row(words: Words, fault: &Value) -> El {
    let sentence = words.say(["fault.", text(fault, "fault")].concat());
    let line = number(fault, "line");
    let line = if line > 0 { grouped(line) } else { String::new() };
    let file = [text(fault, "folder"), "/", text(fault, "file")].concat();
    let values = values(
        words,
        &[
            ("verdict.file", &file),
            ("verdict.line", &line),
            ("verdict.column", text(fault, "column")),
            ("verdict.text", text(fault, "text")),
        ],
    );
    el("li").class("violation").add(el("p").class("strong").add(sentence)).add(values)
}
