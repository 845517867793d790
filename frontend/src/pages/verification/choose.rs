//! Choosing files: by folder, by file, or by dropping them.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_domain::figures;
use wasm_bindgen::JsCast;
use web_sys::{Event, File, FileList, HtmlInputElement};

use super::Desk;
use super::dropped;
use super::files::{KNOWN, Known, Need};
use super::words::grouped;
use crate::dom;
use crate::i18n::{self, Text, text_of};
use crate::ui::blocks::badge;
use crate::ui::icon::sign;
use crate::ui::{Button, El, Icon, Kind, el, live};

/// The section for the person's own files.
pub fn view(desk: Desk) -> El {
    let (words, chosen) = (desk.words, desk.chosen);
    let over = RwSignal::new(false);
    let buttons = el("div").class("actions").add(picker(desk, words.say("page.folder"), true, false)).add(picker(
        desk,
        words.say("page.files"),
        false,
        false,
    ));
    let zone = el("div")
        .class("drop-zone")
        .live_class("over", move || over.get())
        .on("dragover", move |event| {
            event.prevent_default();
            over.set(true);
        })
        .on("dragleave", move |_| over.set(false))
        .on("drop", move |event| {
            event.prevent_default();
            over.set(false);
            dropped::read(event, move |files| chosen.add(files, false));
        })
        .add(el("p").add(words.say("page.own_text")))
        .add(buttons)
        .add(el("p").class("small muted").add(words.say("page.drop")));
    let before = el("details")
        .add(el("summary").add(words.say("page.before_summary")))
        .add(el("p").add(words.say("page.before_text")))
        .add(el("div").class("actions").add(picker(desk, words.say("page.before"), false, true)));
    let strange = live(move || {
        let names = chosen.strange.get();
        (!names.is_empty()).then(|| {
            el("p").class("small muted").add(text_of(move || words.with("page.unknown", &[("files", &names)])))
        })
    });
    el("section")
        .class("section stack")
        .add(el("h2").add(words.say("page.own")))
        .add(zone)
        .add(before)
        .add(el("div").set("role", "status").add(strange))
        .add(list(desk))
        .add(start(desk))
}

/// A file input that looks like a button. `folder` = a whole folder; `before` = files of the previous round.
fn picker(desk: Desk, label: Text, folder: bool, before: bool) -> El {
    let input = el("input")
        .class("vh")
        .set("type", "file")
        .set("multiple", "")
        .set_some("webkitdirectory", folder.then_some(""))
        .on("change", move |event: Event| {
            let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
                return;
            };
            desk.chosen.add(input.files().map(|files| with_paths(&files)).unwrap_or_default(), before);
            // Allows choosing the same file again after it was corrected.
            input.set_value("");
        });
    el("label").class("btn btn-secondary pick").add(input).add(el("span").add(label))
}

/// Files with their paths, as far as the browser provides them.
pub fn with_paths(files: &FileList) -> Vec<(String, File)> {
    let path = |file: &File| {
        let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
        path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
    };
    (0..files.length()).filter_map(|at| files.get(at)).map(|file| (path(&file), file)).collect()
}

fn list(desk: Desk) -> El {
    let rows: Vec<El> = KNOWN.into_iter().map(|known| row(desk, known)).collect();
    el("ul").class("rows files").says("aria-label", desk.words.say("page.chosen")).add(rows)
}

fn row(desk: Desk, known: Known) -> El {
    let words = desk.words;
    let state = live(move || match desk.chosen.length(known) {
        Some(length) => (
            badge(Tone::Good, words.say("page.here"), true),
            Some(el("span").class("small muted nowrap").add(size(length).as_str())),
        ),
        None if known.need == Need::Always => (badge(Tone::Waiting, words.say("page.missing"), false), None),
        None => (badge(Tone::Neutral, words.say("page.if_any"), false), None),
    });
    let about = el("span").class("small muted").add(words.say(["file.", &known.path()].concat()));
    let shown = if known.folder == "previous" { known.path() } else { known.name.to_owned() };
    let name = el("span").class("file-name").add(el("span").class("mono").add(shown.as_str())).add(about);
    el("li").class("file").add(name).add(el("span").class("file-state").add(state))
}

/// Size in kilobytes or megabytes, in the usual form.
fn size(bytes: f64) -> String {
    let bytes = bytes as i64;
    let (unit, name) = if bytes < 1_000_000 { (1_000, " KB") } else { (1_000_000, " MB") };
    let tenths = bytes * 10 / unit;
    let sign = figures::decimal_sign(i18n::lang()).to_string();
    [&grouped(tenths / 10), &sign, &(tenths % 10).to_string(), name].concat()
}

/// The button is never disabled; it answers with what is missing.
fn start(desk: Desk) -> El {
    let (words, chosen) = (desk.words, desk.chosen);
    let asked = RwSignal::new(false);
    let press = Callback::new(move |()| {
        if untrack(|| chosen.lacking().is_empty()) {
            let number = desk.begin("input");
            desk.check(number, chosen.all());
        } else {
            asked.set(true);
            dom::focus_soon("lacking");
        }
    });
    let lacking = live(move || {
        let names: Vec<String> = chosen.lacking().into_iter().map(Known::path).collect();
        let names = names.join(", ");
        (asked.get() && !names.is_empty()).then(|| {
            let text = text_of(move || words.with("page.lacking", &[("files", &names)]));
            let text = el("span").add(text);
            el("p")
                .class("error")
                .set("id", "lacking")
                .set("tabindex", "-1")
                .set("role", "alert")
                .add(sign(Icon::Alert))
                .add(text)
        })
    });
    let clear = live(move || {
        chosen.any().then(|| {
            let clear = Callback::new(move |()| chosen.clear());
            view! { <Button kind=Kind::Quiet label=words.say("page.clear") on_press=clear/> }.into_any()
        })
    });
    let check = view! { <Button label=words.say("page.check") on_press=press/> }.into_any();
    el("div").add(lacking).add(el("div").class("actions").add(check).add(clear))
}
