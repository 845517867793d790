//! Builds the dossier of a person at registration from the evidence used there.

use super::dossier::{Answers, Dossier, Purse, Told};
use crate::calendar::Micros;
use crate::catalogue::GroupSet;
use crate::facts::{Degree, Fact};
use crate::rules::Evidence;
use crate::rules::general::Picked;

impl Dossier {
    /// A dossier at an instant, with nothing known and nothing answered.
    pub fn empty(now: Micros) -> Dossier {
        Dossier {
            now,
            citizenship: Told::Silent,
            studies: Told::Silent,
            picked: Picked::Nothing,
            answers: Answers::default(),
            purse: Purse::default(),
            account_verified: false,
            papers: Told::Silent,
            disability: Told::Silent,
            results: Told::Silent,
            groups: GroupSet::default(),
            conduct: Told::Silent,
            sitting: Told::Silent,
            basis: super::dossier::Basis::default(),
            round: super::dossier::Round::default(),
            placement: Told::Silent,
            enrolment: Told::Silent,
            appeal: None,
            wishes: Vec::new(),
            form_confirmed: false,
        }
    }

    /// The dossier at registration. All later facts are `Silent`.
    pub fn registering(evidence: &Evidence<'_>, now: Micros) -> Dossier {
        let facts = evidence.facts;
        let citizenship = match &facts.person {
            Fact::Known { value, .. } => Told::Known(value.citizenship),
            Fact::NotFound => Told::Nothing,
            Fact::Unavailable | Fact::NotAsked => Told::Silent,
        };
        let studies = match facts.education.answered() {
            Ok(Some(degrees)) => Told::Known(degrees.iter().map(Degree::study).collect()),
            Ok(None) => Told::Nothing,
            Err(_) => Told::Silent,
        };
        let picked = match evidence.degree() {
            _ if evidence.picked_by_hand() => Picked::Typed(evidence.manual.map(Degree::study)),
            Ok(Some(degree)) => Picked::Recorded(degree.study()),
            Ok(None) | Err(_) => Picked::Nothing,
        };
        Dossier {
            citizenship,
            studies,
            picked,
            answers: Answers {
                prior_master: evidence.prior_master,
                section: evidence.section,
                foreign_language: evidence.foreign_language,
                specialization_language: evidence.specialization_language,
                claims_conditions: false,
            },
            purse: Purse { balance: facts.balance, receivable: facts.receivable },
            account_verified: facts.account_verified,
            ..Dossier::empty(now)
        }
    }
}
