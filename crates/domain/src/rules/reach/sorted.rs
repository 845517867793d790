//! A whole catalogue with one set of answers: listed, counted and summarised in one pass over its rows.

use std::collections::BTreeMap;

use crate::catalogue::Conditions;
use crate::decision::Explain;
use crate::exam::ExamLanguage;
use crate::facts::Funding;
use crate::language::Lang;
use crate::rules::exam;
use crate::rules::foreign_language::TeachingLanguage;

/// Seats of one specialization with one verdict: it may be open as fee-paying and closed as state-funded.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a, R, V> {
    /// The first of the rows.
    pub row: &'a R,
    /// Why they are closed; `None` = open.
    pub verdict: Option<V>,
    /// Their fundings.
    pub funding: Vec<Funding>,
}

/// A catalogue by verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Sorted<'a, R, V> {
    /// Specializations in the catalogue's order, each once per verdict of its seats.
    pub entries: Vec<Entry<'a, R, V>>,
    /// Number of specializations with at least one open seat. Together with [`Sorted::closed`] these are all.
    pub open: usize,
    /// Number of specializations in which every seat is closed.
    pub closed: usize,
    /// Teaching languages of the open ones, in the order of the act.
    pub taught: Vec<TeachingLanguage>,
}

/// Sorts a catalogue. `of` returns the code and the conditions of a row; `verdict` judges it.
pub fn sorted<'a, R, V: PartialEq>(
    rows: &'a [R],
    of: impl Fn(&'a R) -> (&'a str, &'a Conditions),
    verdict: impl Fn(&Conditions) -> Option<V>,
) -> Sorted<'a, R, V> {
    let mut entries: Vec<Entry<'a, R, V>> = Vec::new();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut taught = Vec::new();
    for row in rows {
        let (code, conditions) = of(row);
        let verdict = verdict(conditions);
        if verdict.is_none() && !taught.contains(&conditions.teaching_language) {
            taught.push(conditions.teaching_language);
        }
        let own = places.entry(code).or_default();
        let same = own.iter().copied().find(|at| entries.get(*at).is_some_and(|entry| entry.verdict == verdict));
        match same.and_then(|at| entries.get_mut(at)) {
            Some(entry) if entry.funding.contains(&conditions.funding) => {}
            Some(entry) => entry.funding.push(conditions.funding),
            None => {
                own.push(entries.len());
                entries.push(Entry { row, verdict, funding: vec![conditions.funding] });
            }
        }
    }
    let opened = |own: &&Vec<usize>| own.iter().any(|at| entries.get(*at).is_some_and(|entry| entry.verdict.is_none()));
    let open = places.values().filter(opened).count();
    taught.sort_by_key(|language| TeachingLanguage::ALL.iter().position(|one| one == language));
    Sorted { closed: places.len() - open, open, entries, taught }
}

/// What an exam language leaves open, computed from the rows that are listed as open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The exam language.
    pub language: ExamLanguage,
    /// Teaching languages of the open specializations; empty = nothing is open.
    pub taught: Vec<TeachingLanguage>,
}

impl Explain for Opening {
    fn code(&self) -> &'static str {
        if self.taught.is_empty() { "nothingOpen" } else { "languageReach" }
    }

    fn text(&self, lang: Lang) -> String {
        if self.taught.is_empty() {
            return lang
                .pick([
                    "Bu cavablarla heç bir ixtisaslaşma açıq deyil. Bölməni və ya xarici dili dəyişin.",
                    "With these answers no specialization is open. Change the section or the foreign language.",
                    "При этих ответах ни одна специализация не открыта. Измените сектор или иностранный язык.",
                ])
                .to_owned();
        }
        if matches!(self.language, ExamLanguage::Ar | ExamLanguage::Fa) {
            return exam::Reason::ArabicPersianLimit.text(lang);
        }
        let names: Vec<&str> = self.taught.iter().map(|taught| lang.pick(name(*taught))).collect();
        let (name, list) = (self.language.label(lang), names.join(", "));
        match lang {
            Lang::Az => format!("{name} ilə sizə açıq olan ixtisaslaşmaların tədris dili: {list}."),
            Lang::En => format!("With {name} the specializations open to you are taught in: {list}."),
            Lang::Ru => format!("{name}: языки обучения открытых вам специализаций – {list}."),
        }
    }
}

const fn name(teaching: TeachingLanguage) -> [&'static str; 3] {
    match teaching {
        TeachingLanguage::Az => ["Azərbaycan", "Azerbaijani", "азербайджанский"],
        TeachingLanguage::Ru => ["rus", "Russian", "русский"],
        TeachingLanguage::En => ["ingilis", "English", "английский"],
        TeachingLanguage::De => ["alman", "German", "немецкий"],
    }
}
