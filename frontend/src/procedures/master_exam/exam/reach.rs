//! What the answers leave open in the catalogue, and which clauses close the rest; shown before anything is paid. The
//! rules are those of the domain, called once for each row and answer.

use leptos::prelude::*;
use qabul_contract::applications::Draft;
use qabul_contract::paths;
use qabul_contract::reference::{Catalogue, CatalogueRow};
use qabul_domain::decision::{Clause, Explain};
use qabul_domain::exam::{ExamLanguage, PriorMaster};
use qabul_domain::facts::{Degree, Funding};
use qabul_domain::rules::general::Masters;
use qabul_domain::rules::reach::{self, Answered, Opening, Reason, closed, sorted};
use wasm_bindgen::JsValue;

use super::Fields;
use crate::i18n::{self, Text, keys, t_with, text_of};
use crate::ui::combo::fold;
use crate::ui::fields::value_of;
use crate::ui::icon::sign;
use crate::ui::{El, Icon, Loaded, clause_link, el, live, memo};
use crate::wizard::Case;
use crate::{api, format};

/// Maximum number of specializations listed per group; searching reduces them.
const SHOWN: usize = 60;

/// All grounds, in the order of display. Each has a fixed place on the page, whether or not it closes something at
/// present, so that a group the person has opened stays open when an answer changes.
const GROUNDS: [Reason; 10] = [
    Reason::RussianInRussianSection,
    Reason::LanguageNotAllowed { clause: Clause("3.2.1") },
    Reason::LanguageNotAllowed { clause: Clause("3.2.2") },
    Reason::LanguageNotAllowed { clause: Clause("3.2.3") },
    Reason::LanguageNotAllowed { clause: Clause("3.2.5") },
    Reason::LanguageNotAllowed { clause: Clause("3.2.6") },
    Reason::OtherSpecializationLanguage,
    Reason::StateFundedUsed,
    Reason::PaidSeatsOnly,
    Reason::OtherSection,
];

/// Seats of one specialization with the same verdict.
#[derive(Clone, PartialEq)]
struct Entry {
    row: CatalogueRow,
    verdict: Option<Reason>,
    funding: Vec<Funding>,
    found: bool,
}

/// The whole catalogue, judged by the answers.
#[derive(Clone, PartialEq)]
struct Judged {
    entries: Vec<Entry>,
    open: usize,
    closed: usize,
    opening: Option<Opening>,
}

fn judged(catalogue: &Catalogue, answered: &Answered, wanted: &str) -> Judged {
    let all = sorted(&catalogue.items, |row| (row.code.as_str(), &row.conditions), |row| closed(answered, row));
    let listed = |one: reach::Entry<'_, CatalogueRow, Reason>| {
        let row = one.row;
        let text = fold(&[&row.title, " ", &row.code, " ", &row.specialty, " ", &row.institution].concat());
        let found = wanted.split_whitespace().all(|word| text.contains(word));
        Entry { row: row.clone(), verdict: one.verdict, funding: one.funding, found }
    };
    let opening = answered.foreign_language.map(|language| Opening { language, taught: all.taught });
    Judged { open: all.open, closed: all.closed, opening, entries: all.entries.into_iter().map(listed).collect() }
}

fn answers(case: Case, fields: Fields) -> Answered {
    let answers = fields.read();
    case.now.with(|application| {
        let Draft::MasterExam(draft) = &application.draft;
        // The register's data is used, whatever the person answered.
        let known = Masters::of(application.education.degrees.iter().map(Degree::study));
        let prior_master =
            if known.state_funded { Some(PriorMaster::StateFunded) } else { draft.education.prior_master };
        Answered {
            section: answers.section,
            foreign_language: answers.foreign_language,
            specialization_language: answers.specialization_language,
            prior_master,
            paid_seats_only: application.personal.paid_seats_only,
            russian_refused: application.personal.russian_refused,
        }
    })
}

pub(super) fn view(case: Case, fields: Fields) -> El {
    let loaded = Loaded::new(|| async { api::get_public::<Catalogue>(paths::CATALOGUE).await });
    let answered = memo(move || answers(case, fields));
    let body = loaded.show_once(move |catalogue| groups(catalogue, answered).into_any());
    el("section")
        .class("section reach")
        .set("aria-labelledby", "reach")
        .add(el("h2").class("h3").set("id", "reach").add(keys::masterExam::REACH_TITLE))
        .add(el("p").class("hint").add(keys::masterExam::REACH_HINT))
        .add(body)
        .add(el("p").class("small muted").add(keys::masterExam::REACH_ATTEMPTS))
}

fn groups(catalogue: Signal<Catalogue>, answered: Memo<Answered>) -> El {
    let search = RwSignal::new(String::new());
    let wanted = memo(move || fold(search.read().trim()));
    let judged =
        memo(move || catalogue.with(|catalogue| wanted.with(|wanted| judged(catalogue, &answered.get(), wanted))));
    let counts = text_of(move || {
        let (open, closed) = judged.with(|judged| (judged.open, judged.closed));
        let values = [("open", format::count(open)), ("closed", format::count(closed))];
        t_with(keys::masterExam::REACH_COUNTS, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    let control = el("input")
        .set("id", "reach-search")
        .class("input")
        .set("type", "search")
        .set("autocomplete", "off")
        .set("aria-describedby", "reach-search-hint")
        .live_prop("value", move || JsValue::from_str(&search.read()))
        .on("input", move |event| search.set(value_of(&event)))
        // A search is not an answer: it must neither save the section nor submit it.
        .on("change", |event| event.stop_propagation())
        .on("keydown", |event| {
            let key = js_sys::Reflect::get(&event, &JsValue::from_str("key")).ok().and_then(|key| key.as_string());
            if key.as_deref() == Some("Enter") {
                event.prevent_default();
            }
        });
    let field = el("div")
        .class("field")
        .add(el("label").class("label").set("for", "reach-search").add(keys::masterExam::REACH_SEARCH))
        .add(el("p").class("hint").set("id", "reach-search-hint").add(keys::masterExam::REACH_SEARCH_HINT))
        .add(control);
    let invented = live(move || {
        let official = catalogue.with(|catalogue| catalogue.official);
        (!official).then(|| el("p").class("small muted").add(keys::masterExam::REACH_INVENTED))
    });
    let opening = live(move || {
        let opening = judged.with(|judged| judged.opening.clone())?;
        let limited = matches!(opening.language, ExamLanguage::Ar | ExamLanguage::Fa);
        let few = opening.taught.is_empty() || limited;
        let clause = (limited && !opening.taught.is_empty()).then(|| (" ", clause_link("3.2.4")));
        let words = text_of(move || opening.text(i18n::lang()));
        let (class, icon) = if few { ("after warn", Icon::Alert) } else { ("after", Icon::Info) };
        Some(el("p").class(class).add(sign(icon)).add(el("span").add(words).add(clause)))
    });
    let nothing = live(move || {
        let typed = search.get();
        let missed = !wanted.read().is_empty() && judged.with(|judged| !judged.entries.iter().any(|entry| entry.found));
        missed.then(|| {
            let words = text_of(move || t_with(keys::masterExam::REACH_NONE, &[("wanted", typed.trim())]));
            el("p").class("after").add(words)
        })
    });
    let closed: Vec<El> = GROUNDS.into_iter().map(|ground| group(judged, wanted, Some(ground))).collect();
    el("div")
        .add(el("div").set("role", "status").add(el("p").class("strong").add(counts)).add(opening))
        .add(field)
        .add(el("div").set("role", "status").add(nothing))
        .add(group(judged, wanted, None))
        .add(closed)
        .add(invented)
}

fn group(judged: Memo<Judged>, wanted: Memo<String>, verdict: Option<Reason>) -> El {
    let own = memo(move || {
        let of = |entry: &&Entry| entry.verdict == verdict && entry.found;
        judged.with(|judged| judged.entries.iter().filter(of).cloned().collect::<Vec<_>>())
    });
    let name: Text = match verdict {
        None => keys::masterExam::REACH_OPEN.into(),
        Some(reason) => text_of(move || reason.text(i18n::lang())),
    };
    let head = text_of(move || [name.get().as_str(), " (", &format::count(own.with(Vec::len)), ")"].concat());
    let opened = RwSignal::new(false);
    let searching = memo(move || !wanted.read().is_empty());
    let list = live(move || {
        opened.get().then(|| {
            own.with(|entries| {
                let more = entries.len().saturating_sub(SHOWN);
                let rest = (more > 0).then(|| {
                    let words =
                        text_of(move || t_with(keys::masterExam::REACH_MORE, &[("count", &format::count(more))]));
                    el("p").class("small muted").add(words)
                });
                let rows: Vec<El> = entries.iter().take(SHOWN).map(line).collect();
                el("div").add(el("ul").class("plain").add(rows)).add(rest)
            })
        })
    });
    let clause = verdict.and_then(|reason| clause_link(reason.clause().0)).map(|link| el("p").class("small").add(link));
    el("details")
        .class(if verdict.is_none() { "open" } else { "" })
        .live("hidden", move || own.with(Vec::is_empty).then(String::new))
        .live("open", move || searching.get().then(String::new))
        .on("toggle", move |event| {
            let target = event.target();
            let is_open = target.and_then(|it| js_sys::Reflect::get(&it, &JsValue::from_str("open")).ok());
            opened.set(is_open.is_some_and(|open| open.is_truthy()));
        })
        .add(
            el("summary")
                .add(sign(if verdict.is_none() { Icon::Check } else { Icon::Alert }))
                .add(el("span").add(head)),
        )
        .add(clause)
        .add(list)
}

fn line(entry: &Entry) -> El {
    let row = &entry.row;
    let lang = i18n::lang();
    let taught = t_with(keys::masterExam::REACH_TAUGHT, &[("language", row.conditions.teaching_language.label(lang))]);
    let funding: Vec<&str> = entry.funding.iter().map(|funding| funding.label(lang)).collect();
    let more = [&row.code, " · ", &taught, " · ", &funding.join(", "), " · ", &row.institution].concat();
    el("li").add(el("b").add(row.title.as_str())).add(el("small").class("muted").add(more.as_str()))
}
