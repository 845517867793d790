//! Findings in words, with the clause they rest on.

use qabul_contract::applications::FindingView;
use qabul_domain::az;
use qabul_domain::language::Lang;

use crate::i18n::{self, keys, t_with, text_of};
use crate::ui::icon::sign;
use crate::ui::{El, Icon, el};

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
pub fn clause_link(clause: &str) -> Option<El> {
    if !clause.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let clause = clause.to_owned();
    let words = text_of(move || {
        let number = if i18n::lang() == Lang::Az { az::ordinal_of(&clause) } else { clause.clone() };
        t_with(keys::application::CLAUSE, &[("clause", &t_with(keys::common::CLAUSE, &[("number", &number)]))])
    });
    Some(el("a").class("clause").set("href", "/help#rules").add(words))
}

fn line(which: Icon, words: El, clause: Option<&str>) -> El {
    let words = el("span").add(words).add(" ").add(clause.and_then(clause_link));
    el("li").add(sign(which)).add(words)
}

/// A list of things to mend.
pub fn finding_list(findings: Vec<Finding>) -> El {
    let rows: Vec<El> = findings
        .into_iter()
        .map(|Finding { text, clause, href }| {
            let words = el(if href.is_some() { "a" } else { "span" }).set_some("href", href.as_deref());
            line(Icon::Alert, words.add(text.as_str()), clause.as_deref())
        })
        .collect();
    el("ul").class("findings").add(rows)
}

/// Things worth knowing that block nothing.
pub fn advice(findings: &[FindingView]) -> Option<El> {
    if findings.is_empty() {
        return None;
    }
    let row =
        |finding: &FindingView| line(Icon::Info, el("span").add(finding.text.as_str()), finding.clause.as_deref());
    Some(el("ul").class("findings advice").add(findings.iter().map(row).collect::<Vec<_>>()))
}
