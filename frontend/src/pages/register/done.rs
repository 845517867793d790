//! Step 6: the account is created.

use leptos::prelude::*;
use qabul_contract::me::AccountState;
use qabul_contract::registrations::WayIn;

use super::Flow;
use crate::i18n::{keys, t_with, text_of};
use crate::session;
use crate::ui::icon::star_sign;
use crate::ui::{Icon, LinkButton, PageHead, Star, actions, el, parts};

pub(super) fn view(flow: Flow) -> AnyView {
    let lead = text_of(|| {
        let (name, number) = session::me().map(|me| (me.given_name, me.cabinet_number)).unwrap_or_default();
        t_with(keys::registration::DONE_LEAD, &[("name", &name), ("number", &number)])
    });
    let waits = session::me().is_some_and(|me| me.state == AccountState::PendingVerification);
    let next = if waits { keys::registration::DONE_WAITS } else { keys::registration::DONE_NEXT };
    // After a reload the kind of registration is not known any more.
    let citizen = flow.read(|known| Some(known.way_in == WayIn::Citizen)).unwrap_or_default();
    let fin = if citizen { keys::registration::DONE_FIN } else { keys::registration::DONE_FIN_IF };
    let login =
        el("p").add(keys::registration::DONE_LOGIN).add(" ").add(fin).add(" ").add(keys::registration::DONE_EMAIL);
    let enter =
        view! { <LinkButton class="btn-big" label=keys::registration::ENTER href="/services" after=Icon::Arrow/> };
    parts((
        (
            el("div").class("star-big").add(star_sign(Star::Done)),
            view! { <PageHead title=keys::registration::DONE_TITLE lead=lead/> }.into_any(),
        ),
        (login, (el("p").add(next), actions(enter.into_any()))),
    ))
}
