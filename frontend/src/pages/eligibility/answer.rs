//! The answer: every line comes from the server, with its clause.

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;
use qabul_contract::eligibility::{
    Eligibility, EligibilityBasis, EligibilityFinding, EligibilityLanguage, EligibilityOverview, EligibilityPair,
    EligibilityRoute, EligibilityWish, Ground, OverviewGroup, OverviewRow,
};
use qabul_contract::paths;
use qabul_domain::decision::RULES_PATH;
use qabul_domain::rules::what_if::Outcome;

use super::{Here, said, taught};
use crate::i18n::{self, Key, keys, t, t_with};
use crate::ui::blocks::badge;
use crate::ui::icon::sign;
use crate::ui::{Button, El, Icon, Kind, Loaded, clause_link, el, parts};
use crate::{api, dom, format};

/// The answer to the question in the address.
pub(super) fn view(query: &str) -> AnyView {
    // With wishes the answer is about them; without wishes the whole catalogue is shown.
    // Before anything is answered there is nothing to count.
    let asked = !query.is_empty() && !query.contains("wishes=");
    let catalogue = asked.then(|| whole([paths::ELIGIBILITY_CATALOGUE, "?", query].concat()));
    let path = [paths::ELIGIBILITY, "?", query].concat();
    let loaded = Loaded::new(move || {
        let path = path.clone();
        async move { api::get_public::<Eligibility>(&path).await.map(|told| Here::Told(Box::new(told))) }
    });
    parts((shown(loaded), catalogue))
}

/// The loaded answer.
fn shown(loaded: Loaded<Here>) -> AnyView {
    loaded.show(|here| match here {
        Here::Told(answer) => body(&answer),
        Here::Whole(overview) => {
            let groups: Vec<El> = overview.groups.iter().map(group).collect();
            let counts = [("open", format::count(overview.open)), ("closed", format::count(overview.closed))];
            let counts =
                t_with(keys::masterExam::REACH_COUNTS, &counts.each_ref().map(|(name, count)| (*name, count.as_str())));
            let list = el("div").class("card reach").add(groups);
            el("div").add(el("p").class("strong-ish").add(counts.as_str())).add(list).into_any()
        }
        Here::Rows(_) => ().into_any(),
    })
}

fn body(answer: &Eligibility) -> AnyView {
    let title = |key: Key| el("h3").add(key);
    let findings: Vec<El> = answer.findings.iter().map(finding).collect();
    let findings = (!findings.is_empty()).then(|| {
        let list = el("ul").class("findings").add(findings);
        el("div").class("section-s").add(title(keys::eligibility::FINDINGS)).add(list)
    });
    let wishes: Vec<El> = answer.wishes.iter().map(wish).collect();
    let wishes = (!wishes.is_empty()).then(|| {
        let list = el("ul").class("rows wishes").add(wishes);
        el("div").class("section-s").add(title(keys::eligibility::WISHES)).add(list)
    });
    let languages = (!answer.languages.is_empty()).then(|| languages(answer));
    let pairs: Vec<El> = answer.pairs.iter().map(|one| pair(one, &answer.wishes)).collect();
    let pairs = (!pairs.is_empty()).then(|| {
        let list = el("ul").class("findings").add(pairs);
        el("div").class("section-s").add(title(keys::eligibility::PAIRS)).add(list)
    });
    let print = view! {
        <Button
            kind=Kind::Secondary
            label=keys::eligibility::PRINT
            before=Icon::Print
            on_press=Callback::new(|()| drop(dom::window().print()))
        />
    };
    let all = el("div")
        .add(summary(answer))
        .add(what_was_asked())
        .add(basis(&answer.basis))
        .add(answer.route.as_ref().map(route))
        .add(findings)
        .add(wishes)
        .add(languages)
        .add(pairs)
        .add(el("div").class("actions").add(print.into_any()));
    all.into_any()
}

/// A summary in one sentence, announced by screen readers as soon as it is loaded.
fn summary(answer: &Eligibility) -> El {
    let (tone, icon) = if !answer.may_take_part {
        ("banner tone-bad", Icon::Alert)
    } else if answer.findings.is_empty() && answer.wishes.is_empty() {
        ("banner tone-progress", Icon::Info)
    } else {
        ("banner tone-good", Icon::Check)
    };
    let open = answer.wishes.iter().filter(|wish| wish.open).count();
    let counts = (!answer.wishes.is_empty()).then(|| {
        let closed = answer.wishes.len() - open;
        let counts = [("open", format::count(open)), ("closed", format::count(closed))];
        t_with(keys::masterExam::REACH_COUNTS, &counts.each_ref().map(|(name, count)| (*name, count.as_str())))
    });
    let words = el("div")
        .class("banner-body")
        .add(el("p").add(el("strong").add(answer.summary.as_str())))
        .add(counts.as_deref().map(|counts| el("p").add(counts)))
        .add(el("p").class("small").add(answer.basis.note.as_str()));
    el("div").class(tone).set("role", "status").add(sign(icon)).add(words)
}

/// The question, for printing; on the screen the form shows it.
fn what_was_asked() -> El {
    let row = |(label, word): (Key, String)| el("div").add(el("dt").add(label)).add(el("dd").add(word.as_str()));
    el("dl").class("answers only-print").add(said().into_iter().map(row).collect::<Vec<_>>())
}

fn basis(basis: &EligibilityBasis) -> El {
    let campaign = basis.campaign.as_deref().map(|campaign| [campaign, " · "].concat()).unwrap_or_default();
    let line = [&campaign, &basis.academic_year, " · "].concat();
    let href = [RULES_PATH, "?lang=", i18n::lang().tag()].concat();
    let act = el("a").set("href", &href).set("rel", "external").add(keys::footer::RULES);
    let invented = (!basis.official).then_some((" · ", keys::masterExam::REACH_INVENTED));
    el("p").class("small muted basis").add(line.as_str()).add(act).add(invented)
}

fn cited(ground: &Ground) -> El {
    el("span").add(ground.text.as_str()).add(" ").add(clause_link(&ground.clause))
}

fn finding(finding: &EligibilityFinding) -> El {
    let (class, icon) = match finding.outcome {
        Outcome::Met => ("met", Icon::Check),
        Outcome::Bars => ("bars", Icon::Alert),
        Outcome::Limits => ("limits", Icon::Alert),
        Outcome::People => ("people", Icon::Info),
    };
    el("li").class(class).add(sign(icon)).add(cited(&finding.ground))
}

fn route(route: &EligibilityRoute) -> El {
    let papers: Vec<El> = route
        .papers
        .iter()
        .map(|paper| {
            let words = el("span").add(paper.text.as_str()).add(" ").add(clause_link(&paper.clause));
            el("li").add(sign(Icon::Check)).add(words)
        })
        .collect();
    let papers = (!papers.is_empty()).then(|| {
        parts((
            el("p").class("strong-ish after-text").add(keys::desk::BRING),
            el("ul").class("findings people").add(papers),
        ))
    });
    el("div")
        .class("section-s")
        .add(el("h3").add(keys::application::WHO))
        .add(el("p").add(cited(&route.ground)))
        .add(papers)
}

fn state(open: usize, all: usize) -> El {
    match open {
        0 => badge(Tone::Bad, keys::eligibility::CLOSED, true),
        open if open == all => badge(Tone::Good, keys::start::BADGE_OPEN, true),
        _ => badge(Tone::Waiting, keys::eligibility::PARTLY, true),
    }
}

fn wish(wish: &EligibilityWish) -> El {
    // Seats of two sections with the same funding and verdict are one line.
    let mut lines: Vec<(&str, Option<&Ground>)> = Vec::new();
    for seats in &wish.seats {
        let line = (seats.funding_text.as_str(), seats.closed.as_ref());
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let open = wish.seats.iter().filter(|seats| seats.closed.is_none()).count();
    let seats: Vec<El> = lines
        .into_iter()
        .map(|(funding, closed)| {
            let words = el("span").add(el("b").add(funding)).add(": ");
            match closed {
                None => el("li").class("met").add(sign(Icon::Check)).add(words.add(keys::start::BADGE_OPEN)),
                Some(ground) => el("li").class("bars").add(sign(Icon::Alert)).add(words.add(cited(ground))),
            }
        })
        .collect();
    let mut clauses: Vec<El> = Vec::new();
    for step in &wish.because {
        clauses.extend(clause_link(&step.clause));
    }
    let languages = t_with(keys::eligibility::ALLOWED, &[("languages", &wish.languages_text)]);
    let mut allowed = el("p").class("small").add(languages.as_str());
    for clause in clauses {
        allowed = allowed.add(" ").add(clause);
    }
    let more = [&wish.code, " · ", &taught(&wish.teaching), " · ", &wish.institution].concat();
    el("li")
        .class("card-pad")
        .add(el("div").class("spread").add(el("b").add(wish.title.as_str())).add(state(open, wish.seats.len())))
        .add(el("p").class("small muted").add(more.as_str()))
        .add(el("ul").class("findings").add(seats))
        .add(allowed)
}

fn languages(answer: &Eligibility) -> El {
    let rows: Vec<El> = answer.languages.iter().map(|one| language(one, &answer.wishes)).collect();
    el("div")
        .class("section-s")
        .add(el("h3").add(keys::masterExam::FOREIGN_LANGUAGE))
        .add(el("p").class("strong-ish").add(answer.languages_text.as_str()))
        .add(el("ul").class("rows reach").add(rows))
}

fn title<'a>(wishes: &'a [EligibilityWish], code: &'a str) -> &'a str {
    wishes.iter().find(|wish| wish.code == code).map_or(code, |wish| wish.title.as_str())
}

fn language(one: &EligibilityLanguage, wishes: &[EligibilityWish]) -> El {
    let head = el("span").class("spread").add(el("b").add(one.name.as_str())).add(state(one.open.len(), wishes.len()));
    if one.closed.is_empty() {
        return el("li").class("card-pad").add(head);
    }
    let closed: Vec<El> = one
        .closed
        .iter()
        .map(|closed| {
            let words = el("span").add(el("b").add(title(wishes, &closed.code))).add(": ").add(cited(&closed.ground));
            el("li").class("bars").add(sign(Icon::Alert)).add(words)
        })
        .collect();
    let details = el("details").add(el("summary").add(head)).add(el("ul").class("findings").add(closed));
    el("li").class("card-pad").add(details)
}

fn pair(pair: &EligibilityPair, wishes: &[EligibilityWish]) -> El {
    let both = [title(wishes, &pair.first), " – ", title(wishes, &pair.second)].concat();
    let mut words = el("span").add(el("b").add(both.as_str())).add(": ").add(pair.text.as_str());
    for clause in &pair.clauses {
        words = words.add(" ").add(clause_link(clause));
    }
    el("li").class("bars").add(sign(Icon::Alert)).add(words)
}

/// The whole catalogue, grouped by verdict.
fn whole(path: String) -> El {
    let loaded = Loaded::new(move || {
        let path = path.clone();
        async move { api::get_public::<EligibilityOverview>(&path).await.map(Here::Whole) }
    });
    el("div").class("section-s").add(el("h3").add(keys::masterExam::REACH_TITLE)).add(shown(loaded))
}

fn group(group: &OverviewGroup) -> El {
    let name = group.closed.as_ref().map_or_else(|| t(keys::masterExam::REACH_OPEN), |ground| ground.text.clone());
    let head = [&name, " (", &format::count(group.rows.len()), ")"].concat();
    let clause = group.closed.as_ref().and_then(|ground| clause_link(&ground.clause));
    let icon = if group.closed.is_none() { Icon::Check } else { Icon::Alert };
    let rows: Vec<El> = group.rows.iter().map(row).collect();
    el("details")
        .class(if group.closed.is_none() { "open card-pad" } else { "card-pad" })
        .add(el("summary").add(sign(icon)).add(el("span").add(head.as_str())))
        .add(clause.map(|link| el("p").class("small").add(link)))
        .add(el("ul").class("plain").add(rows))
}

fn row(row: &OverviewRow) -> El {
    let more =
        [&row.code, " · ", &taught(&row.teaching), " · ", &row.funding.join(", "), " · ", &row.institution].concat();
    el("li").add(el("b").add(row.title.as_str())).add(el("small").class("muted").add(more.as_str()))
}
