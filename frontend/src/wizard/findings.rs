//! Findings in words, with the clause they rest on.

use leptos::prelude::*;
use qabul_contract::applications::FindingView;
use qabul_domain::az;
use qabul_domain::language::Lang;

use crate::i18n::{self, keys, t_with};
use crate::ui::{Icon, icon};

/// A sentence with its clause and the place where it is mended.
#[derive(Clone)]
pub struct Finding {
    /// The sentence.
    pub text: String,
    /// Clause of the Rules.
    pub clause: Option<String>,
    /// Where it is mended.
    pub href: Option<String>,
}

impl From<&FindingView> for Finding {
    fn from(finding: &FindingView) -> Self {
        Finding { text: finding.text.clone(), clause: finding.clone().clause, href: None }
    }
}

/// "(Qaydalar, 2.1-ci bənd)" as a link. Conditions of the portal itself (`MAG-12`) are no clauses and are not shown.
pub fn clause_link(clause: &str) -> Option<AnyView> {
    if !clause.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let clause = clause.to_owned();
    let words = move || {
        let number = if i18n::lang() == Lang::Az { az::ordinal_of(&clause) } else { clause.clone() };
        t_with(keys::application::CLAUSE, &[("clause", &t_with(keys::common::CLAUSE, &[("number", &number)]))])
    };
    Some(view! { <a class="clause" href="/help#rules">{words}</a> }.into_any())
}

/// A list of things to mend.
pub fn finding_list(findings: Vec<Finding>) -> AnyView {
    let rows = findings
        .into_iter()
        .map(|Finding { text, clause, href }| {
            let words = match href {
                Some(href) => view! { <a href=href>{text}</a> }.into_any(),
                None => view! { <span>{text}</span> }.into_any(),
            };
            view! {
                <li>
                    {icon(Icon::Alert)} <span>{words} " " {clause.as_deref().and_then(clause_link)}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="findings">{rows}</ul> }.into_any()
}

/// Things worth knowing that block nothing.
pub fn advice(findings: &[FindingView]) -> Option<AnyView> {
    if findings.is_empty() {
        return None;
    }
    let rows = findings
        .iter()
        .map(|finding| {
            let text = finding.text.clone();
            view! {
                <li>
                    {icon(Icon::Info)} <span>{text} " " {finding.clause.as_deref().and_then(clause_link)}</span>
                </li>
            }
        })
        .collect_view();
    Some(view! { <ul class="findings advice">{rows}</ul> }.into_any())
}
