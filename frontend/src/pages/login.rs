//! `/login`

use leptos::prelude::*;
use qabul_contract::own_path::is_own_path;
use qabul_contract::paths;
use qabul_contract::sessions::{Session, SignIn};

use crate::api::Failure;
use crate::i18n::keys;
use crate::lazy::{GroupLost, late};
use crate::pages::second_step;
use crate::router::{NavigateOptions, use_navigate, use_query_map};
use crate::ui::{
    Button, Form, FormBox, PageHead, PasswordField, TextField, actions, effect, el, fields::Control, live, parts,
};
use crate::{api, dom, session};

/// E-mail or FIN and password, then the code of the second step if it is on. Used on the page and in the dialog after a
/// session ended.
#[component]
pub fn LoginForm(
    /// Runs once the person is signed in.
    then: Callback<()>,
    /// Id of the password field; in the dialog it differs from the page behind it, which may ask for a password too.
    #[prop(default = "password")]
    password_id: &'static str,
) -> impl IntoView {
    let form = Form::new();
    let login = form.required("login", keys::login::LOGIN_REQUIRED);
    let password = form.required(password_id, keys::login::PASSWORD_REQUIRED);
    let second = RwSignal::new(false);
    let send = Callback::new(move |()| {
        // Spaces are part of a password.
        let body = SignIn { login: login.now(), password: password.value.get_untracked() };
        form.send(
            async move {
                match api::post_public::<_, Session>(paths::SESSIONS, &body).await {
                    Err(failure) if failure.code() == "secondStepRequired" => Ok(None),
                    other => other.map(Some),
                }
            },
            move |fresh| match fresh {
                Some(fresh) => {
                    if session::begin(fresh) {
                        then.run(());
                    }
                }
                None => {
                    password.set("");
                    second.set(true);
                }
            },
        );
    });
    let again = Callback::new(move |failure: Option<Failure>| {
        second.set(false);
        match failure {
            Some(failure) => form.refuse(failure),
            None => dom::focus_soon(password_id),
        }
    });
    let how = Control { autocomplete: Some("username"), capitals: Some("none"), ..Control::default() };
    let fields = move || {
        parts((
            view! { <TextField input=login label=keys::login::LOGIN how/> }.into_any(),
            (
                view! {
                    <PasswordField input=password label=keys::field::PASSWORD autocomplete="current-password"/>
                }
                .into_any(),
                actions(
                    view! { <Button label=keys::login::SUBMIT busy=form.busy busy_label=keys::login::BUSY/> }
                        .into_any(),
                ),
            ),
        ))
    };
    live(move || {
        if second.get() {
            return untrack(|| late(preload_second(), move || second_group(then, again)));
        }
        view! { <FormBox form on_send=send>{fields()}</FormBox> }.into_any()
    })
    .into_any()
}

// A separate group, because few people have turned it on.
#[leptos::wasm_split::wasm_split(second, wasm_split_path = ::leptos::wasm_split, preload(preload_second), fallible)]
fn second_group(then: Callback<()>, again: Callback<Option<Failure>>) -> Result<AnyView, GroupLost> {
    Ok(second_step::form(then, again))
}

/// The sign-in page. `?to=` is the target afterwards, only within the portal.
#[component]
pub fn Login() -> impl IntoView {
    let navigate = use_navigate();
    let query = use_query_map();
    let target = move || {
        let wish = query.with_untracked(|query| query.get("to")).unwrap_or_default();
        if is_own_path(&wish) { wish } else { "/services".to_owned() }
    };
    let go = Callback::new(move |()| {
        navigate(&target(), NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    // A person who is already signed in does not need this page.
    effect(move |_| {
        if session::me().is_some() {
            go.run(());
        }
    });
    let create = el("a").set("href", "/register").add(keys::login::CREATE);
    let main = el("div")
        .add(view! { <PageHead title=keys::login::HEADING tab=keys::login::TITLE/> }.into_any())
        .add(view! { <LoginForm then=Callback::new(|()| ())/> }.into_any())
        .add(el("p").class("section-s").add(el("a").set("href", "/password").add(keys::login::FORGOTTEN)))
        .add(el("p").class("section").add(keys::login::NO_CABINET).add(" ").add(create));
    let aside = el("aside")
        .class("card card-pad stack")
        .add(el("h2").add(keys::login::SAFE_TITLE))
        .add(el("p").class("muted").add(keys::login::SAFE));
    el("div").class("split").add(main).add(aside).into_any()
}
