//! Findings as text, with their clauses.

use qabul_contract::applications::FindingView;

use crate::ui::icon::sign;
use crate::ui::{El, Icon, clause_link, el};

/// A sentence with its clause and the place where it is corrected.
#[derive(Clone, PartialEq)]
pub struct Finding {
    /// The sentence.
    pub text: String,
    /// What it rests on.
    pub clause: Option<String>,
    /// Where it is mended.
    pub href: Option<String>,
}

impl From<&FindingView> for Finding {
    fn from(finding: &FindingView) -> Self {
        Finding { text: finding.text.clone(), clause: finding.clone().clause, href: None }
    }
}

fn line(which: Icon, words: El, clause: Option<&str>) -> El {
    let words = el("span").add(words).add(" ").add(clause.and_then(clause_link));
    el("li").add(sign(which)).add(words)
}

/// A list of things to correct.
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

/// Information that blocks nothing.
pub fn advice(findings: &[FindingView]) -> Option<El> {
    if findings.is_empty() {
        return None;
    }
    let row =
        |finding: &FindingView| line(Icon::Info, el("span").add(finding.text.as_str()), finding.clause.as_deref());
    Some(el("ul").class("findings advice").add(findings.iter().map(row).collect::<Vec<_>>()))
}
