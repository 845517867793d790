//! The Rules of admission to master's study (Cabinet of Ministers, decision 40 of 8 February 2017), clause by clause.
//!
//! One file per chapter. A chapter is a table of [`Rule`] rows in the order of the act, and one enum of reasons whose
//! texts come from an exhaustive match, so a missing language does not compile. Clauses that are decided by people or
//! by a later procedure are rows too, so that `docs/rules.md` shows the complete chapter.
//!
//! Rules do not depend on procedures. A procedure passes [`Evidence`] to them and converts their reasons into its own.

pub mod applications;
pub mod book;
pub mod choice;
pub mod competition;
pub mod edition;
pub mod exam;
pub mod foreign_language;
pub mod general;
pub mod papers;
pub mod policy;
pub mod reach;
pub mod what_if;

use self::edition::Edition;
use crate::decision::{Clause, Finding, Need};
use crate::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use crate::facts::{Degree, FactBook, Silent};
use crate::language::Lang;

/// The input of a clause: the facts, and the answers that a procedure took from its draft.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// Registers, campaign, wallet, account.
    pub facts: &'a FactBook,
    /// The register's id of the degree the person picked, or [`Degree::MANUAL`].
    pub degree_id: Option<&'a str>,
    /// The degree typed by hand, if it is the picked one and complete enough (MAG-8).
    pub manual: Option<&'a Degree>,
    /// Whether the person typed a cumulative average.
    pub average_typed: bool,
    /// Answer about earlier master's studies.
    pub prior_master: Option<PriorMaster>,
    /// Section of the exam.
    pub section: Option<Section>,
    /// Foreign language of the exam.
    pub foreign_language: Option<ExamLanguage>,
    /// Language of the language specialty the person wants to choose later.
    pub specialization_language: Option<SpecializationLanguage>,
}

impl<'a> Evidence<'a> {
    /// All recorded degrees; empty if there are none. If the registers did not answer, the error is the need.
    pub fn degrees(&self) -> Result<&'a [Degree], Need> {
        match self.facts.education.answered() {
            Ok(degrees) => Ok(degrees.map(Vec::as_slice).unwrap_or_default()),
            Err(Silent) => Err(Need::Education),
        }
    }

    /// The edition used for the judgement.
    pub fn edition(&self) -> Edition {
        self.facts.campaign.edition
    }

    /// Whether the person types the degree by hand.
    pub fn picked_by_hand(&self) -> bool {
        self.degree_id == Some(Degree::MANUAL)
    }

    /// The picked degree, if one is picked and it is recorded or typed.
    pub fn degree(&self) -> Result<Option<&'a Degree>, Need> {
        if self.picked_by_hand() {
            return Ok(self.manual);
        }
        let degrees = self.degrees()?;
        Ok(self.degree_id.and_then(|id| degrees.iter().find(|degree| degree.id == id)))
    }
}

/// One clause: its text and its check.
pub struct Rule<R: 'static> {
    /// The clause as printed.
    pub clause: Clause,
    /// Its text, in az, en, ru, shortened.
    pub says: [&'static str; 3],
    /// Codes of the reasons it can give, as refusal or as advice.
    pub codes: &'static [&'static str],
    /// The check: returns the finding for a case.
    pub check: fn(&Evidence<'_>) -> Finding<R>,
}

impl<R> Rule<R> {
    /// Its text in one language.
    pub fn text(&self, lang: Lang) -> &'static str {
        lang.pick(self.says)
    }
}

/// Runs every rule of a table in order; does not stop at the first broken one. `lift` converts the chapter's reason
/// into the procedure's.
pub fn judge<R, T>(rules: &[Rule<R>], evidence: &Evidence<'_>, lift: impl Fn(R) -> T) -> Vec<(Clause, Finding<T>)> {
    let edition = evidence.edition();
    rules.iter().map(|rule| (edition.stored(rule.clause), (rule.check)(evidence).map(&lift))).collect()
}

/// A clause that another procedure or a later stage decides.
fn not_concerned<R>(_: &Evidence<'_>) -> Finding<R> {
    Finding::NotConcerned
}

/// A clause that people decide.
fn left_to_people<R>(_: &Evidence<'_>) -> Finding<R> {
    Finding::LeftToPeople
}

/// Implements `Explain` for a chapter's reason from its `code_word` and `sentence`.
macro_rules! explains {
    ($name:ident) => {
        impl crate::decision::Explain for $name {
            fn code(&self) -> &'static str {
                self.code_word()
            }
            fn text(&self, lang: crate::language::Lang) -> String {
                self.sentence(lang)
            }
        }
    };
}
use explains;
