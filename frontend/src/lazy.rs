//! Groups of pages that are downloaded when one of them is first opened.
//!
//! The groups are made by hand: split for each page, the shared parts alone would double the size of the whole.

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use leptos_router::hooks::use_navigate;
use leptos_router::{LazyRoute, NavigateOptions};

use crate::app::page;
use crate::i18n::keys;
use crate::ui::{Button, PageHead};
use crate::{pages, session};

/// A group did not come: the connection broke, or the portal was updated while the page was open.
pub struct GroupLost;

impl From<SplitLoaderError> for GroupLost {
    fn from(_: SplitLoaderError) -> Self {
        GroupLost
    }
}

/// Pages of a person without a cabinet.
#[derive(Clone, Copy)]
enum Join {
    Register,
    Help,
}

#[leptos::wasm_split::wasm_split(join, wasm_split_path = ::leptos::wasm_split, preload(preload_join), fallible)]
fn join(page: Join) -> Result<AnyView, GroupLost> {
    Ok(match page {
        Join::Register => view! { <pages::register::Register/> }.into_any(),
        Join::Help => view! { <pages::help::Help/> }.into_any(),
    })
}

/// Pages of the cabinet.
#[derive(Clone, Copy)]
enum Applicant {
    Applications,
    Overview,
    Step,
    Check,
    Done,
    Status,
    Wallet,
    WalletReturn,
    Notices,
    Profile,
}

#[leptos::wasm_split::wasm_split(applicant, wasm_split_path = ::leptos::wasm_split, preload(preload_applicant), fallible)]
fn applicant(page: Applicant) -> Result<AnyView, GroupLost> {
    Ok(match page {
        Applicant::Applications => view! { <pages::applications::list::Applications/> }.into_any(),
        Applicant::Overview => view! { <pages::applications::overview::Overview/> }.into_any(),
        Applicant::Step => view! { <pages::applications::step::Step/> }.into_any(),
        Applicant::Check => view! { <pages::applications::check::Check/> }.into_any(),
        Applicant::Done => view! { <pages::applications::done::Done/> }.into_any(),
        Applicant::Status => view! { <pages::applications::status::Status/> }.into_any(),
        Applicant::Wallet => view! { <pages::wallet::Wallet/> }.into_any(),
        Applicant::WalletReturn => view! { <pages::wallet::WalletReturn/> }.into_any(),
        Applicant::Notices => view! { <pages::notices::Notices/> }.into_any(),
        Applicant::Profile => view! { <pages::profile::Profile/> }.into_any(),
    })
}

/// A page that needs a signed-in person. Others are asked to sign in and come back.
async fn private(page: Applicant) -> Result<AnyView, GroupLost> {
    session::settled().await;
    if session::state().is_some_and(|state| state.me.with_untracked(Option::is_some)) {
        return applicant(page).await;
    }
    Ok(view! { <ToSignIn/> }.into_any())
}

/// Leads to signing in, with the way back.
#[component]
fn ToSignIn() -> impl IntoView {
    let navigate = use_navigate();
    Effect::new(move |_| {
        let back = js_sys::encode_uri_component(&crate::dom::here());
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate(&["/login?to=", &String::from(back)].concat(), options);
    });
}

fn shown(view: Result<AnyView, GroupLost>) -> AnyView {
    page(view.unwrap_or_else(|GroupLost| view! { <Lost/> }.into_any()))
}

/// Says to reload, never an empty page.
#[component]
fn Lost() -> impl IntoView {
    view! {
        <PageHead title=keys::error::CHUNK_TITLE lead=keys::error::CHUNK/>
        <Button
            label=keys::common::RELOAD
            on_press=Callback::new(|()| {
                let _ = crate::dom::window().location().reload();
            })
        />
    }
    .into_any()
}

macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident = $call:expr, $preload:ident;)+) => { $(
        $(#[$doc])*
        pub struct $name;
        impl LazyRoute for $name {
            fn data() -> Self {
                $name
            }
            async fn view(_: Self) -> AnyView {
                shown($call.await)
            }
            async fn preload() {
                let _ = $preload().await;
            }
        }
    )+ };
}

routes! {
    /// `/register`
    RegisterRoute = join(Join::Register), preload_join;
    /// `/help`
    HelpRoute = join(Join::Help), preload_join;
    /// `/applications`
    ApplicationsRoute = private(Applicant::Applications), preload_applicant;
    /// `/applications/:id`
    OverviewRoute = private(Applicant::Overview), preload_applicant;
    /// `/applications/:id/:step`
    StepRoute = private(Applicant::Step), preload_applicant;
    /// `/applications/:id/check`
    CheckRoute = private(Applicant::Check), preload_applicant;
    /// `/applications/:id/done`
    DoneRoute = private(Applicant::Done), preload_applicant;
    /// `/applications/:id/status`
    StatusRoute = private(Applicant::Status), preload_applicant;
    /// `/wallet`
    WalletRoute = private(Applicant::Wallet), preload_applicant;
    /// `/wallet/return`
    WalletReturnRoute = private(Applicant::WalletReturn), preload_applicant;
    /// `/notices`
    NoticesRoute = private(Applicant::Notices), preload_applicant;
    /// `/profile`
    ProfileRoute = private(Applicant::Profile), preload_applicant;
}
