//! Clauses, findings and reasons: the result of a rule for a case, as data.

use serde::{Deserialize, Serialize};

use crate::language::Lang;

/// A clause of an act, numbered as printed: `Clause("3.2.5")` of the Rules, `Clause("MAG-13")` of a manual,
/// `Clause("CAMPAIGN-2")` of an announcement of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Clause(pub &'static str);

/// The source of a cited clause. Only clauses of the act are cited as the act; announcements of a campaign, the
/// examination centre's manual and the portal's own terms are cited under their own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// A numbered clause of the Rules.
    Act,
    /// Announced by the campaign each year: its windows and its own conditions.
    Announcement,
    /// The examination centre's manual.
    Manual,
    /// The portal's terms.
    Portal,
}

impl Authority {
    /// The source of a clause number, also of a stored one.
    pub fn of(number: &str) -> Authority {
        if number.starts_with(|c: char| c.is_ascii_digit()) {
            Authority::Act
        } else if number.starts_with("CAMPAIGN-") {
            Authority::Announcement
        } else if number.starts_with("MAG-") {
            Authority::Manual
        } else {
            Authority::Portal
        }
    }
}

/// Address of the page that contains all cited texts.
pub const RULES_PATH: &str = "/rules";

/// The citation of a clause, used in parentheses after a reason or alone: `Qaydalar, 3.2.5-ci bənd`. All citations are
/// made here: for pages, e-mails, problems and stored decisions.
pub fn citation(number: &str, lang: Lang) -> String {
    match (Authority::of(number), lang) {
        (Authority::Act, Lang::Az) => format!("Qaydalar, {} bənd", crate::az::ordinal_of(number)),
        (Authority::Act, Lang::En) => format!("Rules, clause {number}"),
        (Authority::Act, Lang::Ru) => format!("Правила, пункт {number}"),
        (Authority::Announcement, lang) => {
            lang.pick(["Kampaniyanın elanı", "the campaign’s announcement", "объявление кампании"]).to_owned()
        }
        (Authority::Manual, lang) => {
            lang.pick(["Mərkəzin təlimatı", "the Centre’s manual", "инструкция Центра"]).to_owned()
        }
        (Authority::Portal, lang) => {
            lang.pick(["Portalın istifadə qaydaları", "the portal’s terms", "правила пользования порталом"]).to_owned()
        }
    }
}

/// Id of a clause's text on the page of the Rules.
pub fn anchor(number: &str) -> String {
    format!("clause-{}", number.to_ascii_lowercase())
}

/// Address of the text of a clause.
pub fn clause_path(number: &str, lang: Lang) -> String {
    format!("{RULES_PATH}?lang={}#{}", lang.tag(), anchor(number))
}

impl Clause {
    /// Whether it is a numbered clause of the Rules, and not a condition of the campaign, a point of a manual or one of
    /// the portal's own terms.
    pub fn is_of_the_rules(self) -> bool {
        Authority::of(self.0) == Authority::Act
    }

    /// Its citation, [`citation`].
    pub fn cite(self, lang: Lang) -> String {
        citation(self.0, lang)
    }
}

/// A source that must be queried before a rule can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Need {
    /// Population register, by FIN.
    Person,
    /// Student–graduate register TMMS: degrees and current studies.
    Education,
    /// The year in which current studies end; only the institution can enter it into TMMS.
    GraduationYear,
    /// Register of recognised foreign degrees (TKTA).
    Recognition,
    /// Results of the entrance exam.
    Results,
    /// Violations recorded in the exam hall or when answer cards are processed (Rules 6.4).
    Conduct,
    /// Register of disabilities.
    Disability,
    /// An institution: its licence, its interview, its own procedure, its talent exam.
    Institution,
    /// Competition conditions, windows and tables that a campaign has not announced yet.
    Conditions,
    /// The placement.
    Placement,
    /// Enrolment at the institution.
    Enrolment,
}

impl Need {
    /// Stable word, stored in `fact.need`.
    pub fn word(self) -> &'static str {
        match self {
            Need::Person => "person",
            Need::Education => "education",
            Need::GraduationYear => "graduationYear",
            Need::Recognition => "recognition",
            Need::Results => "results",
            Need::Conduct => "conduct",
            Need::Disability => "disability",
            Need::Institution => "institution",
            Need::Conditions => "conditions",
            Need::Placement => "placement",
            Need::Enrolment => "enrolment",
        }
    }
}

/// The result of one rule for one case.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding<R> {
    /// The clause is met.
    Holds,
    /// The clause does not apply to this case, or the exam model has no such component.
    NotConcerned,
    /// The clause is not met.
    Broken(R),
    /// A register did not answer. This is never a refusal on the merits.
    Unknown(Need),
    /// The software does not decide this clause; people do.
    LeftToPeople,
}

impl<R> Finding<R> {
    /// The same finding with its reason converted to a wider type.
    pub fn map<T>(self, lift: impl FnOnce(R) -> T) -> Finding<T> {
        match self {
            Finding::Holds => Finding::Holds,
            Finding::NotConcerned => Finding::NotConcerned,
            Finding::Broken(reason) => Finding::Broken(lift(reason)),
            Finding::Unknown(need) => Finding::Unknown(need),
            Finding::LeftToPeople => Finding::LeftToPeople,
        }
    }
    /// The reason, if broken.
    pub fn broken(&self) -> Option<&R> {
        match self {
            Finding::Broken(reason) => Some(reason),
            _ => None,
        }
    }
    /// The missing source, if the finding is unknown.
    pub fn unknown(&self) -> Option<Need> {
        match self {
            Finding::Unknown(need) => Some(*need),
            _ => None,
        }
    }
    /// Stable word, stored with a decision.
    pub fn word(&self) -> &'static str {
        match self {
            Finding::Holds => "holds",
            Finding::NotConcerned => "notConcerned",
            Finding::Broken(_) => "broken",
            Finding::Unknown(_) => "unknown",
            Finding::LeftToPeople => "leftToPeople",
        }
    }
}

/// A reason shown to a person. Texts come from one exhaustive match per chapter, so a missing language does not
/// compile.
pub trait Explain {
    /// Stable code for programs, `languageEqualsSpecialization`.
    fn code(&self) -> &'static str;
    /// The sentence for people: the reason, and what to do.
    fn text(&self, lang: Lang) -> String;
    /// Where the person can correct it: the step and the JSON pointer inside its answers, if anywhere.
    fn place(&self) -> Option<(&'static str, &'static str)> {
        None
    }
}

/// A missing or unreadable value in one field of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Step id, `masterExam.exam`.
    pub step: &'static str,
    /// JSON pointer inside the step's answers, `/foreignLanguage`.
    pub pointer: &'static str,
    /// Stable code for programs, `foreignLanguageRequired`.
    pub code: &'static str,
    /// The sentence in az, en, ru: what to do.
    pub says: [&'static str; 3],
}

impl Gap {
    /// The sentence in one language.
    pub fn text(&self, lang: Lang) -> &'static str {
        lang.pick(self.says)
    }
}
