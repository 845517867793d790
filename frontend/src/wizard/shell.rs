//! The page of one step: head, form, the line that shows whether it is saved, and the button to continue.

use crate::router::NavigateOptions;
use crate::router::{use_navigate, use_params_map, use_query_map};
use leptos::prelude::*;
use qabul_contract::applications::{Application, FindingView, StepState, StepView};
use qabul_contract::campaigns::Tone;
use qabul_contract::paths;

use super::saver::{Phase, Saver};
use super::{Case, StepForm, advice, conflict, is_marked, is_open, step_address, with_case};
use crate::i18n::{Text, keys, t, t_with, text_of};
use crate::pages::not_found::NotFound;
use crate::ui::blocks::{badge, failure_banner};
use crate::ui::el::Live;
use crate::ui::icon::sign;
use crate::ui::{Answer, Answers, Banner, Button, El, FormBox, Icon, Kind, PageHead, effect, el, live, memo, parts};
use crate::{api, dom, format, procedures};

/// Marks a visit that came from the check page and returns there.
const FROM_CHECK: &str = "check";

/// The step in the address.
pub fn step() -> AnyView {
    let params = use_params_map();
    let query = use_query_map();
    with_case(move |case| {
        let word = memo(move || params.read().get("step").unwrap_or_default());
        let from_check = memo(move || query.read().get("from").is_some_and(|from| from == FROM_CHECK));
        live(move || {
            let (word, back) = (word.get(), from_check.get_untracked());
            untrack(|| page(case, &word, back))
        })
        .into_any()
    })
}

fn page(case: Case, word: &str, from_check: bool) -> AnyView {
    let application = case.now.get_untracked();
    let Some(step) = application.steps.iter().find(|step| procedures::word(&step.id) == word).cloned() else {
        return view! { <NotFound/> }.into_any();
    };
    let back = if from_check { step_address(case.id, "check") } else { step_address(case.id, "") };
    let back = back.trim_end_matches('/').to_owned();
    let made = procedures::form(&application, &step.id).zip(procedures::answers_of(&application.draft, &step.id));
    match made {
        Some((form, saved)) if is_open(&application) && is_marked(&application, &step.id) => {
            editable(case, step, form, saved, back, from_check)
        }
        _ => read_only(case, &application, &step, back),
    }
}

/// "Bölmə 2 / 3: Ali təhsil" ("Section 2 / 3: Higher education") and the state, which stays prominent until
/// confirmation.
fn over(case: Case, id: String) -> ViewFn {
    ViewFn::from(move || {
        let id = id.clone();
        let words = text_of(move || {
            case.now.with(|application| {
                let at = application.steps.iter().position(|step| step.id == id).unwrap_or_default() + 1;
                let name = t(procedures::step_name(&application.draft, &id));
                let of = application.steps.len().to_string();
                t_with(keys::application::SECTION_OF, &[("section", &at.to_string()), ("of", &of), ("name", &name)])
            })
        });
        let state = live(move || case.now.with(|now| badge(now.tone, now.state_text.clone(), true)));
        el("div").class("spread").add(el("span").add(words)).add(state).into_any()
    })
}

fn read_only(case: Case, application: &Application, step: &StepView, back: String) -> AnyView {
    let name = procedures::step_name(&application.draft, &step.id);
    let id = step.id.clone();
    let answered = !step.rows.is_empty();
    let rows = Signal::derive(move || {
        case.now.with(|application| {
            let rows = application.steps.iter().find(|step| step.id == id).map(|step| &step.rows);
            rows.into_iter().flatten().map(|row| Answer::new(row.label.clone(), row.value.clone())).collect::<Vec<_>>()
        })
    });
    let head = view! { <PageHead title=name back=Signal::stored(back) over=over(case, step.id.clone())/> };
    let banner = view! {
        <Banner tone=Tone::Neutral strong=keys::application::READ_ONLY text=case.text(|now| &now.what_now.text)/>
    };
    let answers = answered.then(|| view! { <Answers rows/> }.into_any());
    parts((head.into_any(), el("div").class("form stack-l").add(banner.into_any()).add(answers)))
}

fn pointed(gaps: &[FindingView]) -> Vec<(String, String)> {
    gaps.iter().map(|gap| (gap.pointer.clone().unwrap_or_default(), gap.text.clone())).collect()
}

fn editable(
    case: Case,
    step: StepView,
    made: StepForm,
    saved: qabul_contract::applications::AnswersBody,
    back: String,
    from_check: bool,
) -> AnyView {
    let id = step.id.clone();
    let saver = Saver::new(case, &made, step, saved);
    let StepForm { question, lead, form, typed, words, says, view: fields, .. } = made;
    let homeless = RwSignal::new(Vec::<String>::new());
    effect(move |first| {
        let gaps = saver.view.with(|step| pointed(&step.gaps));
        if !first {
            untrack(|| form.follow(&gaps));
            homeless.update(|texts| texts.retain(|text| gaps.iter().any(|(_, gap)| gap == text)));
        }
    });
    let navigate = use_navigate();
    let done = back.clone();
    let overview = step_address(case.id, "").trim_end_matches('/').to_owned();
    let send = {
        let id = id.clone();
        Callback::new(move |()| {
            let (id, done) = (id.clone(), done.clone());
            homeless.set(Vec::new());
            form.busy.set(true);
            leptos::task::spawn_local(async move {
                let sent = saver.flush().await;
                let gaps = if sent { saver.view.try_with_untracked(|step| pointed(&step.gaps)) } else { None };
                let next = match &gaps {
                    Some(gaps) if gaps.is_empty() && from_check => Some(done),
                    Some(gaps) if gaps.is_empty() => Some(next(case, &id).await),
                    _ => None,
                };
                if form.busy.try_set(false).is_some() {
                    return;
                }
                match (next, gaps) {
                    (Some(next), _) => navigate(&next, NavigateOptions::default()),
                    (None, Some(gaps)) => homeless.set(form.point_out(gaps)),
                    (None, None) => dom::focus_soon(STATE),
                }
            });
        })
    };
    let pause = Callback::new(move |()| {
        let overview = overview.clone();
        leptos::task::spawn_local(async move {
            if saver.flush().await {
                navigate(&overview, NavigateOptions::default());
            } else {
                dom::focus_soon(STATE);
            }
        });
    });
    let clash = live(move || saver.conflict.get().map(|conflict| conflict::view(saver, conflict, typed, words)));
    let advised = {
        let id = id.clone();
        live(move || {
            case.now.with(|application| {
                let own =
                    application.advice.iter().filter(|one| one.step.as_ref() == Some(&id) && Some(&*one.code) != says);
                advice(&own.cloned().collect::<Vec<_>>())
            })
        })
    };
    let fields = fields(case);
    let inner = {
        let go = view! {
            <Button
                label=keys::common::SAVE_AND_CONTINUE
                after=Icon::Arrow
                busy=form.busy
                busy_label=keys::common::SAVING
            />
        };
        let later = view! { <Button kind=Kind::Quiet label=keys::application::LATER on_press=pause/> };
        let actions = el("div").class("actions").add(go.into_any()).add(later.into_any());
        let advised = el("div").set("role", "status").add(advised);
        parts((live(move || homeless_list(&homeless.get())), ((fields, advised), (state(saver), actions))))
    };
    let step = el("div")
        .class("step-form")
        .live("hidden", move || saver.conflict.with(|conflict| conflict.as_ref().map(|_| String::new())))
        .on("change", move |_| saver.soon())
        .add(live(move || restored(saver)))
        .add(view! { <FormBox form on_send=send>{inner}</FormBox> }.into_any());
    let head = view! { <PageHead title=question lead=Text::from(lead) back=Signal::stored(back) over=over(case, id)/> };
    parts((head.into_any(), (clash, step)))
}

/// The next incomplete section, or the overview.
async fn next(case: Case, id: &str) -> String {
    let overview = step_address(case.id, "").trim_end_matches('/').to_owned();
    let Ok(application) = api::get::<Application>(&paths::application(case.id)).await else { return overview };
    let waits = |step: &&StepView| step.state != StepState::Complete && step.id != id;
    let next = application.steps.iter().find(waits).map(|step| step_address(case.id, &step.id));
    // The next page starts from these answers, not from those loaded before they were typed.
    case.take(application);
    next.unwrap_or(overview)
}

fn homeless_list(texts: &[String]) -> Option<El> {
    (!texts.is_empty()).then(|| {
        let lines: Vec<El> = texts.iter().map(|text| el("li").add(text.as_str())).collect();
        let list = el("ul").class("banner-body plain").add(lines);
        el("div").class("banner tone-bad").add(sign(Icon::Alert)).add(list)
    })
}

fn restored(saver: Saver) -> Option<El> {
    saver.restored.get().then(|| {
        let banner = view! { <Banner tone=Tone::Waiting role="status" strong=keys::application::RESTORED/> };
        el("div").class("form step-known").add(banner.into_any())
    })
}

const STATE: &str = "save-state";

/// "Saxlanıldı, 14:32" ("Saved, 14:32"), or why it is not saved yet.
fn state(saver: Saver) -> El {
    let words: Live = live(move || match saver.phase.get() {
        Phase::Saving => Some(el("p").class("after muted small").add(keys::common::SAVING)),
        Phase::Saved(at) => {
            let words = text_of(move || t_with(keys::common::SAVED_AT, &[("time", &format::hour(at))]));
            Some(el("p").class("after good small").add(sign(Icon::Check)).add(el("span").add(words)))
        }
        Phase::Quiet => None,
        Phase::Waiting => {
            let again = Callback::new(move |()| saver.soon());
            let banner = view! {
                <Banner
                    tone=Tone::Waiting
                    strong=keys::application::NOT_SENT
                    text=keys::application::NOT_SENT_TEXT
                >
                    <Button kind=Kind::Secondary label=keys::common::RETRY on_press=again/>
                </Banner>
            };
            Some(el("div").add(banner.into_any()))
        }
        Phase::Refused(failure) => Some(failure_banner(failure)),
    });
    el("div").set("id", STATE).class("step-state").set("role", "status").set("tabindex", "-1").add(words)
}
