//! The root: session, frame and routes.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, path};

use crate::frame::{Footer, Header, SessionDialogs, Strips};
use crate::i18n::{keys, t};
use crate::lazy;
use crate::pages::{login::Login, not_found::NotFound, services::Services, start::Start};
use crate::session;
use crate::ui::Toasts;

/// A page's measure and padding. The start page alone goes from edge to edge.
pub fn page(view: impl IntoAny) -> AnyView {
    view! { <div class="wrap page">{view.into_any()}</div> }.into_any()
}

/// The whole program.
#[component]
pub fn App() -> impl IntoView {
    session::start();
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        crate::dom::focus("main");
    };
    view! {
        <Router>
            <div class="frame">
                <a class="skip" href="#main" rel="external" on:click=skip>
                    {move || t(keys::common::SKIP)}
                </a>
                <Strips/>
                <Header/>
                <main id="main" tabindex="-1">
                    {routes()}
                </main>
                <Footer/>
            </div>
            <SessionDialogs/>
            <Toasts/>
        </Router>
    }
    .into_any()
}

fn routes() -> AnyView {
    view! {
        <FlatRoutes fallback=|| page(view! { <NotFound/> })>
            <Route path=path!("/") view=Start/>
            <Route path=path!("/login") view=|| page(view! { <Login/> })/>
            <Route path=path!("/services") view=|| page(view! { <Services/> })/>
            <Route path=path!("/register") view={Lazy::<lazy::RegisterRoute>::new()}/>
            <Route path=path!("/help") view={Lazy::<lazy::HelpRoute>::new()}/>
            <Route path=path!("/applications") view={Lazy::<lazy::ApplicationsRoute>::new()}/>
            <Route path=path!("/applications/:id") view={Lazy::<lazy::OverviewRoute>::new()}/>
            <Route path=path!("/applications/:id/check") view={Lazy::<lazy::CheckRoute>::new()}/>
            <Route path=path!("/applications/:id/done") view={Lazy::<lazy::DoneRoute>::new()}/>
            <Route path=path!("/applications/:id/status") view={Lazy::<lazy::StatusRoute>::new()}/>
            <Route path=path!("/applications/:id/:step") view={Lazy::<lazy::StepRoute>::new()}/>
            <Route path=path!("/wallet") view={Lazy::<lazy::WalletRoute>::new()}/>
            <Route path=path!("/wallet/return") view={Lazy::<lazy::WalletReturnRoute>::new()}/>
            <Route path=path!("/notices") view={Lazy::<lazy::NoticesRoute>::new()}/>
            <Route path=path!("/profile") view={Lazy::<lazy::ProfileRoute>::new()}/>
        </FlatRoutes>
    }
    .into_any()
}
