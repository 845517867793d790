//! Pages, and the lazy groups in which they are downloaded when one of them is first opened.
//!
//! The groups are defined by hand: with one group per page, the shared parts alone would double the total size.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::i18n::keys;
use crate::pages::{self, content::Topic, not_found::NotFound, start};
use crate::router::{self, NavigateOptions, Words};
use crate::session;
use crate::ui::load::skeleton;
use crate::ui::{Button, PageHead, el, live};

/// Every page there is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// `/`
    Start,
    /// No such page.
    NotFound,
    /// `/login`
    Login,
    /// One of the lazy groups.
    Join(Join),
    /// One of the lazy groups.
    Cabinet(Cabinet),
    /// One of the lazy groups.
    Account(Account),
    /// One of the lazy groups.
    Case(Case),
    /// `/eligibility`, a separate lazy group, because people open it by a link.
    Eligibility,
    /// `/applications/:id/:step`, a separate lazy group, because people open it directly to continue.
    Step,
    /// `/placement/verify`, a separate lazy group: it is public, but few people use it.
    Verification,
}

/// Pages of a person without an account.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// `/register`, `/register/:step`
    Register,
    /// `/help`
    Help,
    /// `/help/…`
    Content(Topic),
    /// `/password`, a forgotten one
    Password,
    /// `/email#…`, the link in an e-mail.
    Email,
}

/// Pages on which a person changes the account.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// `/account/password`
    Password,
    /// `/account/phone`
    Phone,
    /// `/account/email`
    Email,
    /// `/account/person`
    Person,
    /// `/account/residence`
    Residence,
    /// `/account/sessions`
    Sessions,
    /// `/account/second-factor`
    SecondFactor,
    /// `/account/second-factor/codes`
    RecoveryCodes,
    /// `/account/second-factor/off`
    SecondFactorOff,
}

/// Pages of the cabinet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cabinet {
    /// `/services`, the only one that is public.
    Services,
    /// `/applications`
    Applications,
    /// `/wallet`
    Wallet,
    /// `/wallet/return`
    WalletReturn,
    /// `/notices`
    Notices,
    /// `/profile`
    Profile,
}

/// Pages of one application.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `/applications/:id`
    Overview,
    /// `/applications/:id/check`
    Check,
    /// `/applications/:id/done`
    Done,
    /// `/applications/:id/status`
    Status,
}

/// The page of a path, with the variable parts of the path.
pub fn page_of(path: &str) -> (Page, Words) {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let none = Words::default();
    let case = |page: Case, id: &str| (Page::Case(page), Words::of([("id", id)]));
    match parts.as_slice() {
        [] => (Page::Start, none),
        ["login"] => (Page::Login, none),
        ["register"] => (Page::Join(Join::Register), none),
        ["register", step] => (Page::Join(Join::Register), Words::of([("step", step)])),
        ["help"] => (Page::Join(Join::Help), none),
        ["help", topic] => (Topic::of(topic).map_or(Page::NotFound, |topic| Page::Join(Join::Content(topic))), none),
        ["password"] => (Page::Join(Join::Password), none),
        ["eligibility"] => (Page::Eligibility, none),
        ["email"] => (Page::Join(Join::Email), none),
        ["account", "password"] => (Page::Account(Account::Password), none),
        ["account", "phone"] => (Page::Account(Account::Phone), none),
        ["account", "email"] => (Page::Account(Account::Email), none),
        ["account", "person"] => (Page::Account(Account::Person), none),
        ["account", "residence"] => (Page::Account(Account::Residence), none),
        ["account", "sessions"] => (Page::Account(Account::Sessions), none),
        ["account", "second-factor"] => (Page::Account(Account::SecondFactor), none),
        ["account", "second-factor", "codes"] => (Page::Account(Account::RecoveryCodes), none),
        ["account", "second-factor", "off"] => (Page::Account(Account::SecondFactorOff), none),
        ["services"] => (Page::Cabinet(Cabinet::Services), none),
        ["wallet"] => (Page::Cabinet(Cabinet::Wallet), none),
        ["wallet", "return"] => (Page::Cabinet(Cabinet::WalletReturn), none),
        ["notices"] => (Page::Cabinet(Cabinet::Notices), none),
        ["profile"] => (Page::Cabinet(Cabinet::Profile), none),
        ["placement", "verify"] => (Page::Verification, none),
        ["applications"] => (Page::Cabinet(Cabinet::Applications), none),
        ["applications", id] => case(Case::Overview, id),
        ["applications", id, "check"] => case(Case::Check, id),
        ["applications", id, "done"] => case(Case::Done, id),
        ["applications", id, "status"] => case(Case::Status, id),
        ["applications", id, step] => (Page::Step, Words::of([("id", id), ("step", step)])),
        _ => (Page::NotFound, none),
    }
}

/// A group could not be loaded: the connection broke, or the portal was updated while the page was open.
pub struct GroupLost;

impl From<SplitLoaderError> for GroupLost {
    fn from(_: SplitLoaderError) -> Self {
        GroupLost
    }
}

#[leptos::wasm_split::wasm_split(join, wasm_split_path = ::leptos::wasm_split, preload(preload_join), fallible)]
fn join(page: Join) -> Result<AnyView, GroupLost> {
    Ok(match page {
        Join::Register => view! { <pages::register::Register/> }.into_any(),
        Join::Help => view! { <pages::help::Help/> }.into_any(),
        Join::Content(topic) => pages::content::view(topic),
        Join::Password => view! { <pages::password::Password/> }.into_any(),
        Join::Email => view! { <pages::email::Email/> }.into_any(),
    })
}

#[leptos::wasm_split::wasm_split(account, wasm_split_path = ::leptos::wasm_split, preload(preload_account), fallible)]
fn account(page: Account) -> Result<AnyView, GroupLost> {
    Ok(match page {
        Account::Password => view! { <pages::account::ChangePassword/> }.into_any(),
        Account::Phone => view! { <pages::account::ChangePhone/> }.into_any(),
        Account::Email => view! { <pages::account::ChangeEmail/> }.into_any(),
        Account::Person => view! { <pages::account::CorrectPerson/> }.into_any(),
        Account::Residence => view! { <pages::account::ChangeResidence/> }.into_any(),
        Account::Sessions => view! { <pages::account::Sessions/> }.into_any(),
        Account::SecondFactor => view! { <pages::account::SecondFactor/> }.into_any(),
        Account::RecoveryCodes => view! { <pages::account::RecoveryCodes/> }.into_any(),
        Account::SecondFactorOff => view! { <pages::account::SecondFactorOff/> }.into_any(),
    })
}

#[leptos::wasm_split::wasm_split(cabinet, wasm_split_path = ::leptos::wasm_split, preload(preload_cabinet), fallible)]
fn cabinet(page: Cabinet) -> Result<AnyView, GroupLost> {
    Ok(match page {
        Cabinet::Services => view! { <pages::services::Services/> }.into_any(),
        Cabinet::Applications => view! { <pages::applications::list::Applications/> }.into_any(),
        Cabinet::Wallet => view! { <pages::wallet::Wallet/> }.into_any(),
        Cabinet::WalletReturn => view! { <pages::wallet::WalletReturn/> }.into_any(),
        Cabinet::Notices => view! { <pages::notices::Notices/> }.into_any(),
        Cabinet::Profile => view! { <pages::profile::Profile/> }.into_any(),
    })
}

#[leptos::wasm_split::wasm_split(case, wasm_split_path = ::leptos::wasm_split, preload(preload_case), fallible)]
fn case(page: Case) -> Result<AnyView, GroupLost> {
    Ok(match page {
        Case::Overview => view! { <pages::applications::overview::Overview/> }.into_any(),
        Case::Check => view! { <pages::applications::check::Check/> }.into_any(),
        Case::Done => view! { <pages::applications::done::Done/> }.into_any(),
        Case::Status => view! { <pages::applications::status::Status/> }.into_any(),
    })
}

#[leptos::wasm_split::wasm_split(eligibility, wasm_split_path = ::leptos::wasm_split, preload(preload_eligibility), fallible)]
fn eligibility() -> Result<AnyView, GroupLost> {
    Ok(view! { <pages::eligibility::Eligibility/> }.into_any())
}

#[leptos::wasm_split::wasm_split(wizard, wasm_split_path = ::leptos::wasm_split, preload(preload_wizard), fallible)]
fn wizard() -> Result<AnyView, GroupLost> {
    Ok(view! { <pages::applications::step::Step/> }.into_any())
}

#[leptos::wasm_split::wasm_split(verification, wasm_split_path = ::leptos::wasm_split, preload(preload_verification), fallible)]
fn verification() -> Result<AnyView, GroupLost> {
    Ok(view! { <pages::verification::Verification/> }.into_any())
}

/// Loads what a page needs before it can be built: its group, and a signed-in person if it needs one. `false` = the
/// person is asked to sign in instead.
pub async fn prepare(page: Page) -> bool {
    // `build` shows the error if a group could not be loaded.
    match page {
        Page::Start | Page::Login | Page::NotFound => {}
        Page::Join(which) => {
            if which == Join::Register {
                // A signed-in person is redirected.
                session::settled().await;
            }
            drop(preload_join().await);
        }
        Page::Verification => drop(preload_verification().await),
        Page::Eligibility => drop(preload_eligibility().await),
        Page::Cabinet(Cabinet::Services) => {
            session::settled().await;
            drop(preload_cabinet().await);
        }
        Page::Cabinet(_) | Page::Account(_) | Page::Case(_) | Page::Step => {
            session::settled().await;
            if session::state().is_none_or(|state| state.me.with_untracked(Option::is_none)) {
                let back = String::from(js_sys::encode_uri_component(&crate::dom::here()));
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                router::go(&["/login?to=", &back].concat(), options);
                return false;
            }
            match page {
                Page::Case(_) => drop(preload_case().await),
                Page::Account(_) => drop(preload_account().await),
                Page::Step => drop(preload_wizard().await),
                _ => drop(preload_cabinet().await),
            }
        }
    }
    true
}

/// Builds a page whose group is loaded.
pub fn build(page: Page) -> AnyView {
    let view = match page {
        Page::Start => return start::view(),
        Page::NotFound => Some(Ok(view! { <NotFound/> }.into_any())),
        Page::Login => Some(Ok(view! { <pages::login::Login/> }.into_any())),
        Page::Join(which) => at_once(join(which)),
        Page::Cabinet(which) => at_once(cabinet(which)),
        Page::Account(which) => at_once(account(which)),
        Page::Case(which) => at_once(case(which)),
        Page::Eligibility => at_once(eligibility()),
        Page::Step => at_once(wizard()),
        Page::Verification => at_once(verification()),
    };
    let view = view.and_then(Result::ok).unwrap_or_else(|| view! { <Lost/> }.into_any());
    el("div").class("wrap page").add(view).into_any()
}

/// A part of a page that is a separate group, because it is below the fold or opened by few people: a skeleton until
/// the group is loaded.
pub fn late<F: Future<Output = Result<AnyView, GroupLost>>>(
    group: impl Future<Output = Result<(), SplitLoaderError>> + 'static,
    build: impl Fn() -> F + 'static,
) -> AnyView {
    let here = RwSignal::new(false);
    leptos::task::spawn_local(async move {
        // `build` shows the error if a group could not be loaded.
        let _ = group.await;
        here.try_set(true);
    });
    live(move || {
        if !here.get() {
            return skeleton().into_any();
        }
        let view = untrack(|| at_once(build()));
        view.and_then(Result::ok).unwrap_or_else(|| view! { <Lost/> }.into_any())
    })
    .into_any()
}

/// The value of a future that does not wait.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// Asks the person to reload, instead of showing an empty page.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_its_page() {
        assert!(page_of("/").0 == Page::Start);
        assert!(page_of("/login/").0 == Page::Login);
        assert!(page_of("/password").0 == Page::Join(Join::Password));
        assert!(page_of("/account/sessions").0 == Page::Account(Account::Sessions));
        assert!(page_of("/account/second-factor/off").0 == Page::Account(Account::SecondFactorOff));
        assert!(page_of("/eligibility").0 == Page::Eligibility);
        assert!(page_of("/account").0 == Page::NotFound);
        assert!(page_of("/help/privacy").0 == Page::Join(Join::Content(Topic::Privacy)));
        assert!(page_of("/help/nothing").0 == Page::NotFound);
        assert!(page_of("/placement/verify").0 == Page::Verification);
        assert!(page_of("/placement").0 == Page::NotFound);
        assert!(page_of("/register").0 == Page::Join(Join::Register));
        assert!(page_of("/register/phone").0 == Page::Join(Join::Register));
        assert!(page_of("/wallet/return").0 == Page::Cabinet(Cabinet::WalletReturn));
        assert!(page_of("/applications/7/check").0 == Page::Case(Case::Check));
        assert!(page_of("/applications/7/exam/more").0 == Page::NotFound);
    }

    /// The server answers an address that is in no table with status 404; its own table is in the contract.
    #[test]
    fn every_address_of_a_page_is_one_for_the_server_too_and_the_other_way_round() {
        for page in qabul_contract::pages::PAGES {
            assert!(page_of(page).0 != Page::NotFound, "{page}: a page for the server alone");
        }
        let table =
            include_str!("lazy.rs").split("match parts.as_slice() {").nth(1).and_then(|rest| rest.split("_ =>").next());
        let mut known = 0;
        for row in
            table.into_iter().flat_map(str::lines).filter_map(|line| line.trim().strip_prefix('[')?.split(']').next())
        {
            let words = row.split(',').map(|word| word.trim()).filter(|word| !word.is_empty());
            let path: String = words.map(|word| ["/", word.trim_matches('"')].concat()).collect();
            // These are listed individually.
            let path = path.replace("/help/topic", "/help/guide");
            assert!(qabul_contract::pages::is_page(&path), "{path}: add it to the pages of the contract");
            known += 1;
        }
        assert!(known > 20);
    }

    #[test]
    fn a_step_is_known_by_its_application_and_its_name() {
        let (page, words) = page_of("/applications/7/exam");
        assert!(page == Page::Step);
        assert_eq!((words.get("id"), words.get("step")), (Some("7".to_owned()), Some("exam".to_owned())));
    }
}
