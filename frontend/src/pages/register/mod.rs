//! `/register/…`: creating an account in six steps, each with one question and its own address (PORTAL-1 to PORTAL-7).
//! The server keeps what was proven; after a reload the page continues at the same step, and the browser's "back" leads
//! to the previous step.

pub(crate) mod by_hand;
mod citizenship;
mod contact;
mod done;
mod identity;
mod password;
mod permit;
mod phone;

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::decode::Decode;
use qabul_contract::paths;
use qabul_contract::registrations::{Registration, RegistrationState, WayIn};
use serde::Serialize;

use crate::api::{self, Call, Failure, json};
use crate::dom;
use crate::i18n::{Key, keys};
use crate::router::{self, NavigateOptions, use_params_map};
use crate::session;
use crate::ui::icon::sign;
use crate::ui::load::going_on;
use crate::ui::{Banner, Button, El, Form, Icon, PageHead, Stepper, effect, el, live, memo, start_again};

/// Whether this device has an unfinished registration; the program cannot read the cookie itself.
const HINT: &str = "qabul.registration";

/// The address of the page, which is followed by the word of a step.
const ADDRESS: &str = "/register";

/// The six steps; `Confirm` belongs to the second.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Citizenship,
    Identity,
    Confirm,
    Phone,
    Email,
    Password,
    Done,
}

impl Step {
    /// In order.
    const ALL: [Step; 7] =
        [Step::Citizenship, Step::Identity, Step::Confirm, Step::Phone, Step::Email, Step::Password, Step::Done];

    fn number(self) -> usize {
        match self {
            Step::Citizenship => 1,
            Step::Identity | Step::Confirm => 2,
            Step::Phone => 3,
            Step::Email => 4,
            Step::Password => 5,
            Step::Done => 6,
        }
    }
    fn name(self) -> Key {
        match self {
            Step::Citizenship => keys::registration::CITIZENSHIP_STEP,
            Step::Identity | Step::Confirm => keys::registration::IDENTITY_STEP,
            Step::Phone => keys::registration::PHONE_STEP,
            Step::Email => keys::registration::EMAIL_STEP,
            Step::Password => keys::registration::PASSWORD_STEP,
            Step::Done => keys::registration::DONE_STEP,
        }
    }
    /// The word of the step in the address.
    fn word(self) -> &'static str {
        match self {
            Step::Citizenship => "citizenship",
            Step::Identity => "identity",
            Step::Confirm => "confirm",
            Step::Phone => "phone",
            Step::Email => "email",
            Step::Password => "password",
            Step::Done => "done",
        }
    }
    fn address(self) -> String {
        [ADDRESS, "/", self.word()].concat()
    }
    fn of_word(word: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.word() == word)
    }
    /// The step that corresponds to a state of the server.
    fn of(state: RegistrationState) -> Step {
        match state {
            RegistrationState::Started => Step::Identity,
            RegistrationState::IdentityFound => Step::Confirm,
            RegistrationState::IdentityConfirmed => Step::Phone,
            RegistrationState::PhoneVerified => Step::Email,
            RegistrationState::EmailSet => Step::Password,
        }
    }
    /// Target of "Geri" ("Back"); a proven identity cannot be undone. Hand-typed data has no confirmation step.
    fn back(self, by_hand: bool) -> Option<Step> {
        match self {
            Step::Citizenship | Step::Done => None,
            Step::Identity => Some(Step::Citizenship),
            Step::Confirm => Some(Step::Identity),
            Step::Phone if by_hand => Some(Step::Identity),
            Step::Phone => Some(Step::Confirm),
            Step::Email => Some(Step::Phone),
            Step::Password => Some(Step::Email),
        }
    }
}

/// The state of the registration on this page. The forms are defined in the files of the steps but belong to the page,
/// so that typed text is still there after going back.
#[derive(Clone, Copy)]
struct Flow {
    known: RwSignal<Option<Registration>>,
    /// The server no longer has the unfinished registration.
    gone: RwSignal<bool>,
}

/// The step to show: the one in the address if the registration has got that far, otherwise the furthest one.
fn step_of(word: Option<&str>, reached: Step, by_hand: bool, signed_in: bool) -> Step {
    match word.and_then(Step::of_word) {
        Some(Step::Done) if signed_in => Step::Done,
        // Hand-typed data has no confirmation step.
        Some(Step::Confirm) if by_hand => reached,
        Some(step) if step <= reached => step,
        _ => reached,
    }
}

impl Flow {
    /// The furthest step of the registration.
    fn reached(self) -> Step {
        self.known.with(|known| known.as_ref().map_or(Step::Citizenship, |known| Step::of(known.state)))
    }

    /// Goes to a step by its address, so that the browser's "back" works.
    fn go(self, step: Step, replace: bool) {
        router::go(&step.address(), NavigateOptions { replace, ..NavigateOptions::default() });
    }

    /// Stores the server's answer and goes to the step it requires.
    fn take(self, registration: Registration) {
        let next = Step::of(registration.state);
        self.keep(registration);
        self.go(next, false);
    }

    /// Stores the server's answer without leaving the step.
    fn keep(self, registration: Registration) {
        dom::store(HINT, "1");
        self.gone.set(false);
        self.known.set(Some(registration));
    }

    /// The kind of registration; the one for citizens until one is chosen.
    fn way(self) -> WayIn {
        self.known.with_untracked(|known| known.as_ref().map_or(WayIn::Citizen, |known| known.way_in))
    }

    fn read<T>(self, what: impl Fn(&Registration) -> Option<T>) -> Option<T> {
        self.known.with(|known| known.as_ref().and_then(what))
    }

    /// Sends a step's answers and continues with the server's answer.
    fn send<B: Serialize>(self, form: Form, path: &'static str, body: B) {
        self.send_then(form, path, json(&body), move |registration| self.take(registration));
    }

    fn send_then<T: Decode + 'static>(
        self,
        form: Form,
        path: &'static str,
        body: Option<String>,
        then: impl FnOnce(T) + 'static,
    ) {
        form.send(
            async move {
                let path = [paths::REGISTRATION, path].concat();
                let answer = api::post_text(&path, body).await;
                if let Err(failure) = &answer {
                    self.refused(failure);
                }
                answer
            },
            then,
        );
    }

    /// An expired registration starts again; one that continued in another tab continues here too.
    fn refused(self, failure: &Failure) {
        match failure.code() {
            "registrationGone" => {
                dom::forget(HINT);
                by_hand::forget();
                self.known.set(None);
                self.gone.set(true);
            }
            "wrongStep" | "stale" => self.resume(),
            _ => {}
        }
    }

    /// Abandons the registration, here and on the server, and begins again.
    fn begin_again(self) {
        dom::forget(HINT);
        by_hand::forget();
        self.known.set(None);
        self.gone.set(false);
        self.go(Step::Citizenship, true);
        leptos::task::spawn_local(async move {
            // If this fails, the old registration expires by itself, and the next one replaces it.
            drop(Call::new("DELETE", paths::REGISTRATION).public().done().await);
        });
    }

    /// Takes over what another tab did meanwhile.
    fn resume(self) {
        leptos::task::spawn_local(async move {
            if self.look().await.is_ok() {
                self.go(untrack(|| self.reached()), true);
            }
        });
    }

    /// Reads the state of the registration.
    async fn look(self) -> Result<(), Failure> {
        match api::get_public::<Registration>(paths::REGISTRATION).await {
            Ok(registration) => self.keep(registration),
            Err(failure) if failure.passing() => return Err(failure),
            Err(failure) => self.refused(&failure),
        }
        Ok(())
    }
}

/// The page.
#[component]
pub fn Register() -> impl IntoView {
    let flow = Flow { known: RwSignal::new(None), gone: RwSignal::new(false) };
    let forms = Forms {
        citizenship: citizenship::Answers::new(),
        identity: identity::Answers::new(),
        permit: permit::Answers::new(),
        by_hand: by_hand::Answers::new(),
        phone: phone::Answers::new(),
        contact: contact::Answers::new(),
        password: password::Answers::new(),
    };
    let known = RwSignal::new(dom::stored(HINT).is_none());
    let failure = RwSignal::new(None);
    let look = Callback::new(move |()| {
        failure.set(None);
        leptos::task::spawn_local(async move {
            match flow.look().await {
                Ok(()) => drop(known.try_set(true)),
                Err(lost) => drop(failure.try_set(Some(lost))),
            }
        });
    });
    if !known.get_untracked() {
        look.run(());
    }
    going_on(keys::registration::OVER, known, failure, look, move || steps(flow, forms))
}

#[derive(Clone, Copy)]
struct Forms {
    citizenship: citizenship::Answers,
    identity: identity::Answers,
    permit: permit::Answers,
    by_hand: by_hand::Answers,
    phone: phone::Answers,
    contact: contact::Answers,
    password: password::Answers,
}

fn steps(flow: Flow, forms: Forms) -> AnyView {
    let params = use_params_map();
    let word = memo(move || params.read().get("step"));
    // A memo, because an answer for the same step must not build its form again.
    let step = memo(move || {
        let by_hand = flow.known.with(|known| known.as_ref().is_some_and(|known| known.way_in == WayIn::Protection));
        step_of(word.get().as_deref(), flow.reached(), by_hand, session::me().is_some())
    });
    effect(move |_| {
        let step = step.get();
        if word.get().as_deref() != Some(step.word()) {
            flow.go(step, true);
        }
    });
    // A signed-in person already has an account.
    effect(move |_| {
        if session::me().is_some() && step.get() != Step::Done {
            router::go("/services", NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    live(move || {
        let step = step.get();
        untrack(|| {
            let inner = match step {
                Step::Citizenship => citizenship::view(flow, forms.citizenship),
                Step::Identity => match flow.way() {
                    WayIn::Citizen => identity::ask(flow, forms.identity),
                    WayIn::Permit => permit::ask(flow, forms.permit),
                    WayIn::Protection => by_hand::ask(flow, forms.by_hand),
                },
                Step::Confirm => identity::confirm(flow, forms.identity),
                Step::Phone => phone::view(flow, forms.phone),
                Step::Email => contact::view(flow, forms.contact),
                Step::Password => password::view(flow, forms.password),
                Step::Done => done::view(flow),
            };
            let again = (!matches!(step, Step::Citizenship | Step::Done))
                .then(|| start_again(Callback::new(move |()| flow.begin_again())));
            ((above(flow, step), inner), again)
        })
    })
    .into_any()
}

/// "Geri" ("Back") and the position among the steps.
fn above(flow: Flow, step: Step) -> (Option<El>, El) {
    let back = step.back(flow.way() == WayIn::Protection).map(|to| {
        el("a").set("href", &to.address()).class("back").add(sign(Icon::Back)).add(el("span").add(keys::common::BACK))
    });
    let gone = live(move || {
        let banner = || view! { <Banner tone=Tone::Waiting strong=keys::registration::EXPIRED role="status"/> };
        flow.gone.get().then(|| banner().into_any())
    });
    let done = step == Step::Done;
    let stepper =
        view! { <Stepper over=keys::registration::OVER step=step.number() of=6 name=step.name() done/> }.into_any();
    (back, el("div").class("form").add(stepper).add(gone))
}

/// The h1 and the lead of a step.
fn head(title: Key, lead: Key) -> AnyView {
    view! { <PageHead title=title lead=lead/> }.into_any()
}

/// The button that continues.
fn onward(label: Key, after: Option<Icon>, busy: RwSignal<bool>, busy_label: Key) -> AnyView {
    view! { <Button class="btn-big" label after busy busy_label/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::{Step, step_of};

    #[test]
    fn an_address_leads_to_its_step_only_where_the_registration_has_come_so_far() {
        let at = |word: &str, reached| step_of(Some(word), reached, false, false);
        assert!(at("identity", Step::Email) == Step::Identity);
        assert!(at("password", Step::Phone) == Step::Phone);
        assert!(at("elsewhere", Step::Phone) == Step::Phone);
        assert!(step_of(None, Step::Citizenship, false, false) == Step::Citizenship);
        assert!(at("done", Step::Password) == Step::Password);
        assert!(step_of(Some("done"), Step::Citizenship, false, true) == Step::Done);
        assert!(step_of(Some("confirm"), Step::Phone, true, false) == Step::Phone);
    }

    #[test]
    fn every_step_has_an_address_of_its_own() {
        for step in Step::ALL {
            assert!(Step::of_word(step.word()) == Some(step));
        }
    }
}
