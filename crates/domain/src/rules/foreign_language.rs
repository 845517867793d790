//! Clauses 3.2.1–3.2.6: which exam languages a specialization allows.
//!
//! The language is chosen at registration, specializations months later. The table is therefore used for advice at
//! registration, and for each row at the choice. An empty result is a contradiction in the reference data, which is
//! refused at import with its clauses.

use serde::{Deserialize, Serialize};

use crate::decision::Clause;
use crate::exam::{ExamLanguage, SpecializationLanguage};
use crate::language::Lang;

/// Language a specialization is taught in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum TeachingLanguage {
    /// Azerbaijani.
    Az,
    /// Russian.
    Ru,
    /// English.
    En,
    /// German.
    De,
}

impl TeachingLanguage {
    /// All four languages named in the Rules.
    pub const ALL: [TeachingLanguage; 4] =
        [TeachingLanguage::Az, TeachingLanguage::Ru, TeachingLanguage::En, TeachingLanguage::De];

    /// The word as stored.
    pub const fn word(self) -> &'static str {
        match self {
            TeachingLanguage::Az => "az",
            TeachingLanguage::Ru => "ru",
            TeachingLanguage::En => "en",
            TeachingLanguage::De => "de",
        }
    }
    /// "Taught in …" for people.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            TeachingLanguage::Az => ["Azərbaycan dilində", "in Azerbaijani", "на азербайджанском"],
            TeachingLanguage::Ru => ["rus dilində", "in Russian", "на русском"],
            TeachingLanguage::En => ["ingilis dilində", "in English", "на английском"],
            TeachingLanguage::De => ["alman dilində", "in German", "на немецком"],
        })
    }
}

/// What clauses 3.2.4–3.2.6 distinguish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpecializationClass {
    /// Nothing special.
    General,
    /// Philology: Azerbaijani language, Azerbaijani literature.
    AzerbaijaniPhilology,
    /// History.
    History,
    /// Foreign language and literature, teaching of a foreign language, translation; with the language of the
    /// specialization.
    ForeignLanguage(SpecializationLanguage),
    /// Regional studies of America, of the USA and Canada; country studies of Great Britain.
    EnglishSpeakingCountries,
    /// Country studies of Germany.
    Germany,
    /// Country studies of France.
    France,
}

/// A set of exam languages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct LanguageSet(u8);

impl LanguageSet {
    /// The set of these languages.
    pub const fn of(languages: &[ExamLanguage]) -> LanguageSet {
        let mut bits = 0;
        let mut place = 0;
        while place < languages.len() {
            bits |= 1 << languages[place] as u8;
            place += 1;
        }
        LanguageSet(bits)
    }
    /// Whether the set contains a language.
    pub const fn has(self, language: ExamLanguage) -> bool {
        self.0 & (1 << language as u8) != 0
    }
    /// Whether it holds none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// The languages, in the order of clauses 3.2.1 and 3.2.4.
    pub fn languages(self) -> impl Iterator<Item = ExamLanguage> {
        ExamLanguage::ALL.into_iter().filter(move |language| self.has(*language))
    }
    const fn with(self, other: LanguageSet) -> LanguageSet {
        LanguageSet(self.0 | other.0)
    }
    const fn without(self, other: LanguageSet) -> LanguageSet {
        LanguageSet(self.0 & !other.0)
    }
    const fn common(self, other: LanguageSet) -> LanguageSet {
        LanguageSet(self.0 & other.0)
    }
}

impl std::fmt::Debug for LanguageSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.languages()).finish()
    }
}

/// The change made by one clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// These were added.
    Added(LanguageSet),
    /// These were taken away.
    Removed(LanguageSet),
}

/// The languages that a specialization allows, and the clauses that led to them, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// The languages. Empty = the reference data is contradictory.
    pub languages: LanguageSet,
    /// Each clause with its change.
    pub because: Because,
}

/// How a set of languages was formed: a base, and at most one clause that changed it. Stored inline, because a choice
/// of specializations uses it many times.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Because {
    base: [(Clause, Change); 1],
    then: Option<[(Clause, Change); 2]>,
}

impl std::ops::Deref for Because {
    type Target = [(Clause, Change)];
    fn deref(&self) -> &[(Clause, Change)] {
        self.then.as_ref().map_or(&self.base, |both| both)
    }
}

impl<'a> IntoIterator for &'a Because {
    type Item = &'a (Clause, Change);
    type IntoIter = std::slice::Iter<'a, (Clause, Change)>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl std::fmt::Debug for Because {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Because {
    const fn base(clause: Clause, set: LanguageSet) -> Because {
        Because { base: [(clause, Change::Added(set))], then: None }
    }
    const fn then(self, clause: Clause, change: Change) -> Because {
        let [first] = self.base;
        Because { base: self.base, then: Some([first, (clause, change)]) }
    }
}

impl Allowed {
    /// The clauses that contradict each other, if no language is left.
    pub fn contradiction(&self) -> Option<Vec<Clause>> {
        self.languages.is_empty().then(|| self.because.iter().map(|(clause, _)| *clause).collect())
    }
}

const EN: LanguageSet = LanguageSet::of(&[ExamLanguage::En]);
const DE: LanguageSet = LanguageSet::of(&[ExamLanguage::De]);
const FR: LanguageSet = LanguageSet::of(&[ExamLanguage::Fr]);
const ARABIC_PERSIAN: LanguageSet = LanguageSet::of(&[ExamLanguage::Ar, ExamLanguage::Fa]);
const OF_AZERBAIJANI: LanguageSet =
    LanguageSet::of(&[ExamLanguage::En, ExamLanguage::De, ExamLanguage::Fr, ExamLanguage::Ru]);
const OF_RUSSIAN: LanguageSet = LanguageSet::of(&[ExamLanguage::En, ExamLanguage::De, ExamLanguage::Fr]);

/// The exam languages of one specialization. The order of the steps matters: base by teaching language (3.2.1–3.2.3),
/// the addition (3.2.4), the prohibition (3.2.5), the required language (3.2.6).
pub fn allowed(teaching: TeachingLanguage, class: SpecializationClass) -> Allowed {
    let (base, clause) = match teaching {
        TeachingLanguage::Az => (OF_AZERBAIJANI, Clause("3.2.1")),
        TeachingLanguage::Ru => (OF_RUSSIAN, Clause("3.2.2")),
        TeachingLanguage::En => (EN, Clause("3.2.3")),
        TeachingLanguage::De => (DE, Clause("3.2.3")),
    };
    let mut out = Allowed { languages: base, because: Because::base(clause, base) };
    match class {
        SpecializationClass::General => {}
        SpecializationClass::AzerbaijaniPhilology | SpecializationClass::History => {
            // "də" ("also"): in addition, and only if the teaching language is Azerbaijani.
            if teaching == TeachingLanguage::Az {
                out.languages = out.languages.with(ARABIC_PERSIAN);
                out.because = out.because.then(Clause("3.2.4"), Change::Added(ARABIC_PERSIAN));
            }
        }
        SpecializationClass::ForeignLanguage(own) => {
            if let Some(own) = own.exam_language().filter(|own| out.languages.has(*own)) {
                let own = LanguageSet::of(&[own]);
                out.languages = out.languages.without(own);
                out.because = out.because.then(Clause("3.2.5"), Change::Removed(own));
            }
        }
        SpecializationClass::EnglishSpeakingCountries => force(&mut out, teaching, EN),
        SpecializationClass::Germany => force(&mut out, teaching, DE),
        SpecializationClass::France => force(&mut out, teaching, FR),
    }
    out
}

/// 3.2.6 replaces the sets of 3.2.1 and 3.2.2. Together with 3.2.3, which also requires a language, only the common
/// languages remain.
fn force(out: &mut Allowed, teaching: TeachingLanguage, forced: LanguageSet) {
    let clause = Clause("3.2.6");
    match teaching {
        TeachingLanguage::Az | TeachingLanguage::Ru => {
            *out = Allowed { languages: forced, because: Because::base(clause, forced) };
        }
        TeachingLanguage::En | TeachingLanguage::De => {
            let common = out.languages.common(forced);
            out.because = out.because.then(clause, Change::Removed(out.languages.without(common)));
            out.languages = common;
        }
    }
}
