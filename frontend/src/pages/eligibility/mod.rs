//! `/eligibility`: what would be open to a person, without an account. The question is in the address, in the
//! parameters of the interface, so that a link opens the same question; the server answers it.

mod answer;
mod asked;

use leptos::prelude::*;
use qabul_contract::eligibility::{Eligibility as Answer, EligibilityOverview};
use qabul_contract::paths;
use qabul_contract::reference::{Catalogue, ReferenceList};
use qabul_domain::rules::what_if::MOST_WISHES;

use crate::api::{self, Failure};
use crate::dom;
use crate::i18n::{self, Key, keys, t_with, text_of};
use crate::router::{self, NavigateOptions, use_query_map};
use crate::ui::{
    Button, El, Form, FormBox, Input, Loaded, PageHead, SearchRow, SearchSelect, Select, effect, el, live, memo, parts,
};
use asked::{QUESTIONS, SPECIALTY};

/// Id of the heading of the answer.
const ANSWER: &str = "answer";

/// The fields of the question.
#[derive(Clone, Copy)]
struct Fields {
    form: Form,
    asked: StoredValue<Vec<Input>>,
    wish: Input,
    /// Codes separated by commas, as in the address.
    wishes: RwSignal<String>,
}

/// Everything this page fetches, as one type, because each fetched type adds as much code as half of the page.
#[derive(Clone)]
enum Here {
    Told(Box<Answer>),
    Whole(EligibilityOverview),
    Rows(Vec<SearchRow>),
}

fn codes(wishes: &str) -> Vec<String> {
    wishes.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

impl Fields {
    fn new() -> Self {
        let form = Form::new();
        let mut asked: Vec<Input> = QUESTIONS.iter().map(|question| form.optional(question.name)).collect();
        asked.push(form.optional(SPECIALTY));
        Self { form, asked: StoredValue::new(asked), wish: form.optional("wish"), wishes: RwSignal::new(String::new()) }
    }

    fn input(self, name: &str) -> Option<Input> {
        self.asked.with_value(|asked| asked.iter().find(|input| input.id == name).copied())
    }

    /// The fields as a query, in a fixed order.
    fn query(self) -> String {
        let pair = |name: &str, value: &str| [name, "=", &String::from(js_sys::encode_uri_component(value))].concat();
        let mut pairs: Vec<String> = self.asked.with_value(|asked| {
            asked.iter().filter(|input| !input.now().is_empty()).map(|input| pair(input.id, &input.now())).collect()
        });
        let wishes = self.wishes.get_untracked();
        if !wishes.is_empty() {
            // Commas are not encoded, so that the link stays readable.
            pairs.push(["wishes=", &wishes].concat());
        }
        pairs.join("&")
    }

    /// Updates the fields from the address, after a link was opened or on back and forward.
    fn follow(self) {
        let address = use_query_map();
        effect(move |_| {
            address.with(|words| {
                self.asked.with_value(|asked| {
                    for input in asked {
                        input.set(words.get(input.id).unwrap_or_default());
                    }
                });
                self.wishes.set(words.get("wishes").unwrap_or_default());
            });
        });
    }
}

/// The page.
#[component]
pub fn Eligibility() -> impl IntoView {
    let fields = Fields::new();
    fields.follow();
    let address = use_query_map();
    // The question from the address; unknown parameters are ignored.
    let question = memo(move || {
        let names = QUESTIONS.iter().map(|question| question.name).chain([SPECIALTY, "wishes"]);
        let told = address.with(|words| {
            let pair = |name| {
                let word = words.get(name).filter(|word| !word.is_empty())?;
                Some([name, "=", &String::from(js_sys::encode_uri_component(&word))].concat())
            };
            names.filter_map(pair).collect::<Vec<_>>()
        });
        told.join("&")
    });
    let send = Callback::new(move |()| {
        let query = fields.query();
        let to = if query.is_empty() { "/eligibility".to_owned() } else { ["/eligibility?", &query].concat() };
        // The same question again adds no history entry.
        let options = NavigateOptions { replace: to == dom::here(), scroll: false };
        router::go(&to, options);
        dom::focus_soon(ANSWER);
    });
    let catalogue = Loaded::new(|| async { catalogue().await.map(Here::Rows) });
    let group = move |title: Key, names: &[&'static str]| {
        let selects: Vec<AnyView> = names.iter().filter_map(|name| select(fields, name)).collect();
        el("section").class("section-s asked").add(el("h2").class("h3").add(title)).add(selects)
    };
    let form = view! {
        <FormBox form=fields.form on_send=send>
            {group(keys::eligibility::STUDY, &["citizenship", "level", "studies", "degreeFrom"]).add(specialty(fields))}
            {group(keys::masterExam::PRIOR_MASTER, &["priorMaster", "masterStudent"])}
            {group(keys::masterExam::EXAM, &["section", "language", "specializationLanguage"])
                .add(el("p").class("hint").add(keys::eligibility::LANGUAGE_HINT))}
            {wishes(fields, catalogue)}
            {el("div")
                .class("actions")
                .add(view! { <Button label=keys::common::CHECK/> }.into_any())
                .add(el("a").class("btn btn-quiet").set("href", "/eligibility").add(keys::eligibility::CLEAR))}
        </FormBox>
    };
    let told = live(move || {
        let question = question.get();
        untrack(|| answer::view(&question))
    });
    let answer = el("section")
        .class("told")
        .set("aria-labelledby", ANSWER)
        .add(el("h2").set("id", ANSWER).set("tabindex", "-1").add(keys::eligibility::ANSWER))
        .add(told);
    parts((
        view! { <PageHead title=keys::eligibility::TITLE lead=keys::eligibility::LEAD/> }.into_any(),
        el("div").class("eligibility").add(el("div").class("asks").add(form.into_any())).add(answer),
    ))
}

fn select(fields: Fields, name: &'static str) -> Option<AnyView> {
    let question = QUESTIONS.iter().find(|question| question.name == name)?;
    let input = fields.input(name)?;
    let (label, options) = (question.label, question.choices());
    Some(view! { <Select input label options/> }.into_any())
}

/// One search field for both lists: compiled once, it is half as large.
fn search(input: Input, label: Key, hint: Key, rows: Memo<Vec<SearchRow>>, at_least: usize) -> AnyView {
    view! { <SearchSelect input label hint rows at_least/> }.into_any()
}

fn rows(list: Loaded<Here>) -> Memo<Vec<SearchRow>> {
    memo(move || {
        list.value.with(|list| match list {
            Some(Here::Rows(rows)) => rows.clone(),
            _ => Vec::new(),
        })
    })
}

fn specialty(fields: Fields) -> Option<AnyView> {
    let input = fields.input(SPECIALTY)?;
    let list = Loaded::new(|| async {
        let list = api::get_public::<ReferenceList>(&[paths::REFERENCE, "/bachelorSpecialties"].concat()).await?;
        Ok(Here::Rows(list.items.iter().map(|row| SearchRow::coded(&row.code, &row.name)).collect()))
    });
    let (label, hint) = (keys::masterExam::SPECIALTY, keys::masterExam::MANUAL_SPECIALTY_HINT);
    Some(search(input, label, hint, rows(list), 3))
}

/// The catalogue, one row for each specialization.
async fn catalogue() -> Result<Vec<SearchRow>, Failure> {
    let catalogue = api::get_public::<Catalogue>(paths::CATALOGUE).await?;
    let mut rows: Vec<SearchRow> = Vec::new();
    for row in &catalogue.items {
        if rows.iter().all(|other| other.code != row.code) {
            let language = row.conditions.teaching_language.label(i18n::lang_now());
            let note = [&row.institution, " · ", &taught(language)].concat();
            rows.push(SearchRow { note, ..SearchRow::coded(&row.code, &row.title) });
        }
    }
    Ok(rows)
}

/// The title of a code, as soon as the catalogue is loaded.
fn name_of(rows: Memo<Vec<SearchRow>>, code: &str) -> String {
    let name = rows.with(|rows| {
        let row = rows.iter().find(|row| row.code == code)?;
        Some([&row.shown, " · ", &row.note].concat())
    });
    name.unwrap_or_else(|| code.to_owned())
}

fn wishes(fields: Fields, catalogue: Loaded<Here>) -> El {
    let rows = rows(catalogue);
    // A found row is added to the list, and the field is emptied for the next one.
    effect(move |_| {
        let code = fields.wish.value.get();
        if code.is_empty() || !rows.with_untracked(|rows| rows.iter().any(|row| row.code == code)) {
            return;
        }
        fields.wishes.update(|wishes| {
            let mut all = codes(wishes);
            if !all.contains(&code) && all.len() < MOST_WISHES {
                all.push(code);
                *wishes = all.join(",");
            }
        });
        fields.wish.set("");
    });
    let field = search(fields.wish, keys::eligibility::WISH_ADD, keys::masterExam::REACH_SEARCH_HINT, rows, 2);
    let list = live(move || {
        let wishes = codes(&fields.wishes.read());
        (!wishes.is_empty()).then(|| {
            let rows: Vec<El> = wishes.into_iter().map(|code| wish(fields, rows, code)).collect();
            el("ul").class("rows wished").add(rows)
        })
    });
    // If the catalogue cannot be loaded, this shows the error and a retry button.
    let state = catalogue.show(|_| ().into_any());
    el("section")
        .class("section-s asked")
        .add(el("h2").class("h3").add(keys::eligibility::WISHES))
        .add(field)
        .add(state)
        .add(list)
}

fn wish(fields: Fields, rows: Memo<Vec<SearchRow>>, code: String) -> El {
    let of = code.clone();
    let name = text_of(move || name_of(rows, &of));
    let label = text_of(move || t_with(keys::eligibility::WISH_REMOVE, &[("title", &name.read())]));
    let remove = el("button")
        .class("btn btn-quiet btn-icon")
        .set("type", "button")
        .says("aria-label", label)
        .on("click", move |_| {
            fields.wishes.update(|wishes| {
                let mut all = codes(wishes);
                all.retain(|other| *other != code);
                *wishes = all.join(",");
            });
            dom::focus(fields.wish.id);
        })
        .add(crate::ui::icon::sign(crate::ui::Icon::Close));
    el("li").class("spread").add(el("span").add(name)).add(remove)
}

fn taught(language: &str) -> String {
    t_with(keys::masterExam::REACH_TAUGHT, &[("language", language)])
}

/// The question as text, for printing.
fn said() -> Vec<(Key, String)> {
    let lang = i18n::lang();
    let address = use_query_map();
    let word = |name: &str| address.with_untracked(|words| words.get(name)).filter(|word| !word.is_empty());
    let specialty = word(SPECIALTY).map(|code| (keys::masterExam::SPECIALTY, code));
    let chosen = QUESTIONS.iter().filter_map(|question| {
        let answer = question.word(&word(question.name)?, lang)?;
        Some((question.label, answer))
    });
    chosen.chain(specialty).collect()
}
