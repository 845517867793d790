//! `/login`

use crate::router::NavigateOptions;
use crate::router::{use_navigate, use_query_map};
use leptos::prelude::*;
use qabul_contract::paths;
use qabul_contract::sessions::{Session, SignIn};

use crate::i18n::{keys, tr};
use crate::ui::{Button, Form, FormBox, PageHead, PasswordField, TextField, fields::Control};
use crate::{api, session};

/// E-mail or FIN and password. Used on the page and in the dialog after a session ended.
#[component]
pub fn LoginForm(
    /// Runs once the person is signed in.
    then: Callback<()>,
) -> impl IntoView {
    let form = Form::new();
    let login = form.required("login", keys::login::LOGIN_REQUIRED);
    let password = form.required("password", keys::login::PASSWORD_REQUIRED);
    let send = Callback::new(move |()| {
        // Spaces belong to a password.
        let body = SignIn { login: login.now(), password: password.value.get_untracked() };
        form.send(async move { api::post_public::<_, Session>(paths::SESSIONS, &body).await }, move |fresh| {
            session::begin(fresh);
            then.run(());
        });
    });
    let how = Control { autocomplete: Some("username"), capitals: Some("none"), max: Some(254), ..Control::default() };
    view! {
        <FormBox form on_send=send>
            <TextField input=login label=keys::login::LOGIN how/>
            <PasswordField input=password label=keys::field::PASSWORD autocomplete="current-password"/>
            <div class="actions">
                <Button label=keys::login::SUBMIT busy=form.busy busy_label=keys::login::BUSY/>
            </div>
        </FormBox>
    }
    .into_any()
}

/// The sign-in page. `?to=` is where it leads afterwards, within the portal only.
#[component]
pub fn Login() -> impl IntoView {
    let navigate = use_navigate();
    let query = use_query_map();
    let target = move || {
        let wish = query.with_untracked(|query| query.get("to")).unwrap_or_default();
        // Only a path of ours: `//host` and `/\host` would lead elsewhere.
        let ours = wish.starts_with('/') && !wish.starts_with("//") && !wish.contains('\\');
        if ours { wish } else { "/services".to_owned() }
    };
    let go = Callback::new(move |()| {
        navigate(&target(), NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    // Somebody signed in already has no use for this page.
    Effect::new(move |_| {
        if session::me().is_some() {
            go.run(());
        }
    });
    view! {
        <div class="split">
            <div>
                <PageHead title=keys::login::HEADING tab=keys::login::TITLE/>
                <LoginForm then=Callback::new(|()| ())/>
                <p class="section">
                    {tr(keys::login::NO_CABINET)} " "
                    <a href="/register">{tr(keys::login::CREATE)}</a>
                </p>
            </div>
            <aside class="card card-pad stack">
                <h2>{tr(keys::login::SAFE_TITLE)}</h2>
                <p class="muted">{tr(keys::login::SAFE)}</p>
            </aside>
        </div>
    }
    .into_any()
}
