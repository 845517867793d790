//! Placements published by the portal: downloaded first, then checked.

use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

use super::files::{KNOWN, Known};
use super::{Desk, Stage};
use crate::api::wire;
use crate::dom;
use crate::i18n::{self, text_of};
use crate::ui::blocks::badge;
use crate::ui::{Button, El, Icon, Kind, el, live};
use qabul_contract::campaigns::Tone;

/// Folder of the published placements.
const FOLDER: &str = "/published/placement/";

/// The list, once it is loaded.
#[derive(Clone, Copy)]
pub struct Published(RwSignal<Option<Result<Value, ()>>>);

impl Published {
    /// Begins to fetch the list.
    pub fn new() -> Self {
        let list = RwSignal::new(None);
        leptos::task::spawn_local(async move {
            let body = wire::text(&[FOLDER, "index.json"].concat()).await.ok();
            list.try_set(Some(body.and_then(|body| serde_json::from_str(&body).ok()).ok_or(())));
        });
        Self(list)
    }

    /// The section; nothing if nothing is published.
    pub fn view(self, desk: Desk) -> impl crate::ui::el::Part {
        live(move || match self.0.get()? {
            Err(()) => Some(el("p").class("muted").add(desk.words.say("page.published_lost"))),
            Ok(list) => {
                let runs = list.get("runs")?.as_array().filter(|runs| !runs.is_empty())?;
                let rows: Vec<El> = runs.iter().map(|run| row(desk, run)).collect();
                let head = el("h2").add(desk.words.say("page.published"));
                let text = el("p").class("muted").add(desk.words.say("page.published_text"));
                Some(el("section").class("section stack").add(head).add(text).add(el("ul").class("rows").add(rows)))
            }
        })
    }
}

fn word<'a>(run: &'a Value, name: &str) -> &'a str {
    run.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn row(desk: Desk, run: &Value) -> El {
    let words = desk.words;
    let flag = |name: &str| run.get(name).and_then(Value::as_bool).unwrap_or_default();
    let (demo, vacant) = (flag("demo"), flag("vacant"));
    let titles = run.get("title").cloned().unwrap_or_default();
    let title = text_of(move || word(&titles, i18n::lang().tag()).to_owned());
    let digest = word(run, "digest").to_owned();
    let digest = (!digest.is_empty()).then(|| {
        el("p")
            .class("small")
            .add(el("span").class("muted").add(words.say("page.digest_of")))
            .add(" ")
            .add(el("span").class("mono digest").add(digest.as_str()))
    });
    let run = run.clone();
    let open = Callback::new(move |()| download(desk, &run));
    let button = view! {
        <Button kind=Kind::Secondary before=Icon::Download label=words.say("page.open") on_press=open/>
    };
    let badges = el("p")
        .class("row")
        .add(demo.then(|| badge(Tone::Waiting, words.say("page.demo"), false)))
        .add(vacant.then(|| badge(Tone::Neutral, words.say("page.vacant"), false)));
    let name = el("div").class("run-name").add(badges).add(el("p").class("strong").add(title)).add(digest);
    el("li").class("run").add(name).add(button.into_any())
}

/// Downloads the files of a run and passes them to the worker.
fn download(desk: Desk, run: &Value) {
    let folder = [FOLDER, word(run, "run"), "/"].concat();
    let listed: Vec<String> = run
        .get("files")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|file| Some(file.as_str()?.to_owned()))
        .collect();
    let number = desk.begin("fetch");
    leptos::task::spawn_local(async move {
        let wanted: Vec<Known> = KNOWN.into_iter().filter(|known| listed.contains(&known.path())).collect();
        let mut files = Vec::new();
        for known in &wanted {
            let file = blob(&[folder.as_str(), &known.path()].concat()).await;
            if !desk.current(number) {
                return;
            }
            match file {
                Ok(file) => files.push((*known, file)),
                Err(_) => return desk.end(Stage::Lost),
            }
            desk.percent.set((files.len() * 100 / wanted.len()) as u64);
        }
        desk.percent.set(0);
        desk.check(number, files);
    });
}

async fn blob(url: &str) -> Result<Blob, JsValue> {
    let response: Response = JsFuture::from(dom::window().fetch_with_str(url)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    JsFuture::from(response.blob()?).await?.dyn_into()
}
