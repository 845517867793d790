//! Strips above the header: test mode with its clock, and no internet.

use leptos::prelude::*;

use crate::i18n::{keys, t_with, tr};
use crate::ui::{Icon, icon};
use crate::{clock, format, session};

/// The strips that apply now.
#[component]
pub fn Strips() -> impl IntoView {
    let Some(state) = session::state() else { return ().into_any() };
    let demo = move || {
        state.system.get().filter(|status| status.demo).map(|status| {
            let shifted = status.clock_shift_seconds != 0;
            let clock = shifted.then(|| {
                let now = clock::ticking(30);
                move || t_with(keys::strip::DEMO_CLOCK, &[("now", &format::date_hour(now.get()))])
            });
            view! {
                <section class="strip" aria-label=tr(keys::strip::DEMO)>
                    <div class="wrap">
                        <span>{tr(keys::strip::DEMO)}</span>
                        <span>{clock}</span>
                        {status
                            .inbox_url
                            .map(|url| {
                                view! {
                                    <a href=url target="_blank" rel="external noopener">
                                        {tr(keys::strip::INBOX)}
                                    </a>
                                }
                            })}
                    </div>
                </section>
            }
        })
    };
    let offline = move || {
        (!state.online.get()).then(|| {
            view! {
                <div class="strip">
                    <div class="wrap">
                        <span class="row">{icon(Icon::Alert)} {tr(keys::strip::OFFLINE)}</span>
                    </div>
                </div>
            }
        })
    };
    view! {
        {demo}
        <div role="status">{offline}</div>
    }
    .into_any()
}
