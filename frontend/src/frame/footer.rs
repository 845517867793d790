//! The footer: the same help in the same place on every page (WCAG 3.2.6).

use leptos::prelude::*;

use super::header::VERIFY;
use super::theme::ThemeSwitch;
use crate::i18n::{Key, keys, tr};
use crate::ui::Lattice;

fn link(href: &'static str, label: Key) -> AnyView {
    view! {
        <li>
            <a href=href rel=(href == VERIFY).then_some("external")>
                {tr(label)}
            </a>
        </li>
    }
    .into_any()
}

/// The footer of every page.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="footer on-band">
            <Lattice/>
            <div class="wrap">
                <p class="hotline">
                    {tr(keys::footer::HOTLINE)}
                    <a href="tel:146" rel="external">
                        "146"
                    </a>
                </p>
                <div>
                    <h2>{tr(keys::footer::HELP)}</h2>
                    <ul class="links">
                        {link("/help", keys::footer::GUIDE)}
                        {link("/help#commissions", keys::footer::COMMISSIONS)}
                        {link("/help#appeal", keys::footer::APPEAL)}
                    </ul>
                </div>
                <div>
                    <h2>{tr(keys::footer::PORTAL)}</h2>
                    <ul class="links">
                        {link("/help#rules", keys::footer::RULES)} {link(VERIFY, keys::footer::VERIFY)}
                        <li>
                            <ul class="inline">
                                {link("/help#privacy", keys::footer::PRIVACY)}
                                {link("/help#accessibility", keys::footer::ACCESSIBILITY)}
                                {link("/help#status", keys::footer::STATUS)}
                            </ul>
                        </li>
                    </ul>
                    <div class="only-wide">
                        <ThemeSwitch name="theme-foot"/>
                    </div>
                </div>
            </div>
        </footer>
    }
    .into_any()
}
