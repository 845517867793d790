//! Step 6: the cabinet is open.

use leptos::prelude::*;

use crate::i18n::{Text, keys, t_with, tr};
use crate::session;
use crate::ui::{Icon, LinkButton, PageHead, Star, star};

pub(super) fn view() -> AnyView {
    let lead = Text::derive(|| {
        let (name, number) = session::me().map(|me| (me.given_name, me.cabinet_number)).unwrap_or_default();
        t_with(keys::registration::DONE_LEAD, &[("name", &name), ("number", &number)])
    });
    view! {
        <div class="star-big">{star(Star::Done)}</div>
        <PageHead title=keys::registration::DONE_TITLE lead=lead/>
        <p>{tr(keys::registration::DONE_NEXT)}</p>
        <div class="actions">
            <LinkButton class="btn-big" label=keys::registration::ENTER href="/services" after=Icon::Arrow/>
        </div>
    }
    .into_any()
}
