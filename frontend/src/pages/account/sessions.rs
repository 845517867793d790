use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::paths;
use qabul_contract::sessions::{SessionLine, Sessions as Shown};

use super::page;
use crate::api::{self, Call, Failure};
use crate::i18n::{keys, t_with, text_of};
use crate::ui::blocks::{badge, failure_banner};
use crate::ui::{Button, El, Form, Kind, Loaded, actions, el, live, parts, toast};
use crate::{format, session};

/// `/account/sessions`: the sessions of the account.
#[component]
pub fn Sessions() -> impl IntoView {
    let form = Form::new();
    let loaded = Loaded::new(|| api::get::<Shown>(paths::SESSIONS));
    let shown = loaded.show(move |list| {
        let rows: Vec<El> = list.items.into_iter().map(|one| line(form, loaded, one)).collect();
        el("ul").class("rows measure-wide").add(rows).into_any()
    });
    let everywhere = Callback::new(move |()| {
        form.send(async move { gone(Call::new("DELETE", paths::SESSIONS).done().await, 401) }, |()| {
            session::leave_for("/login", None);
        });
    });
    let all = view! { <Button kind=Kind::Secondary label=keys::account::EVERYWHERE on_press=everywhere/> };
    let trouble = live(move || form.trouble.get().map(failure_banner));
    let note = el("p").class("small muted after-text").add(keys::account::EVERYWHERE_NOTE);
    let inner = parts((trouble, (shown, (note, actions(all.into_any())))));
    page(keys::account::SESSIONS_TITLE, keys::account::SESSIONS_LEAD, inner)
}

/// The session may already have been ended by an earlier request whose answer was lost: then the refusal counts as
/// success.
fn gone(answer: Result<(), Failure>, status: u16) -> Result<(), Failure> {
    match answer {
        Err(failure) if failure.status() == status => Ok(()),
        other => other,
    }
}

fn line(form: Form, list: Loaded<Shown>, one: SessionLine) -> El {
    let SessionLine { id, device, begun_at, used_at, current } = one;
    let (begun, used) = (begun_at.into(), used_at.into());
    let times = text_of(move || {
        let (begun, used) = (format::date_hour(begun), format::date_hour(used));
        t_with(keys::account::SESSION_TIMES, &[("begun", &begun), ("used", &used)])
    });
    let words = el("div").add(el("p").class("name").add(device.as_str())).add(el("p").class("small muted").add(times));
    let end = if current {
        badge(Tone::Good, keys::account::THIS_DEVICE, false)
    } else {
        let name = text_of(move || t_with(keys::account::SIGN_OUT_OF, &[("device", &device)]));
        let press = move |_| {
            form.send(async move { gone(Call::new("DELETE", &paths::session(id)).done().await, 404) }, move |()| {
                toast(keys::account::SIGNED_OUT);
                list.reload();
            });
        };
        el("button")
            .set("type", "button")
            .class("btn btn-quiet")
            .says("aria-label", name)
            .on("click", press)
            .add(keys::header::SIGN_OUT)
    };
    el("li").class("card-pad spread").add(words).add(end)
}
