//! Chapter 2, acceptance of applications.

use super::act::says;
use super::chapter1::studies;
use super::dossier::{Dossier, Told};
use super::kinds::{FactKind as F, FactSet};
use super::{Bound, Check, Finding, Help, Reason, Row, Stage, Stages, View};
use crate::decision::{Clause, Need};
use crate::facts::{Citizenship, Study};
use crate::rules::applications::{self, Ground, Route, RouteDecision, decide};
use crate::rules::edition::Edition;
use crate::rules::general::Picked;
use crate::rules::papers::PaperKind;

const ROUTE: FactSet = FactSet::of(&[F::Citizenship, F::Studies, F::Policies]);
const PAPERS: FactSet = FactSet::of(&[F::Citizenship, F::Studies, F::Policies, F::Papers]);
const REGISTER: Stages = Stages::of(&[Stage::Register]);

const fn missing(kind: PaperKind) -> Reason {
    Reason::Applications(applications::Reason::PaperMissing(kind))
}

const LOOKED_AT: Help = Help::Done([
    "Sənədin əslinə Komissiya baxır. Sistem hər şəxs üçün siyahı hazırlayır və baxılan sənədləri qeydə alır.",
    "The commission looks at the originals. The software makes the list for each person and records what was seen.",
    "Оригиналы смотрит комиссия. Система составляет список для каждого и записывает, что представлено.",
]);

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: RouteDecision::CLAUSE,
        says: says("2.1"),
        bound: &[Bound::Applicant, Bound::Commission],
        facts: ROUTE,
        of_person: REGISTER,
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[
            Reason::Applications(applications::Reason::ConfirmYourself(Ground::CitizenWithLocalDegree)),
            Reason::Applications(applications::Reason::ConfirmAtCommission(Ground::NotCitizen)),
        ],
        check: Check::Software(someone_confirms),
        proof: "clause_2_1_the_policy_table_row_by_row",
    },
    Row {
        clause: Clause("2.1.1"),
        says: says("2.1.1"),
        bound: &[Bound::Applicant, Bound::Commission],
        facts: PAPERS,
        of_person: REGISTER,
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[missing(PaperKind::Identity)],
        check: Check::Shared(|view| seen(view, PaperKind::Identity, |_, _| true), LOOKED_AT),
        proof: "clause_2_1_1_2_1_2_and_2_2_ask_the_commission_for_originals_and_translations",
    },
    Row {
        clause: Clause("2.1.2"),
        says: says("2.1.2"),
        bound: &[Bound::Applicant, Bound::Commission],
        facts: PAPERS,
        of_person: REGISTER,
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[missing(PaperKind::Diploma)],
        check: Check::Shared(|view| seen(view, PaperKind::Diploma, |_, _| true), LOOKED_AT),
        proof: "clause_2_1_1_2_1_2_and_2_2_ask_the_commission_for_originals_and_translations",
    },
    Row {
        clause: Clause("2.1.3"),
        says: says("2.1.3"),
        bound: &[Bound::Applicant, Bound::Commission],
        facts: PAPERS,
        of_person: REGISTER,
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Applications(applications::Reason::RecognitionRequired), missing(PaperKind::Recognition)],
        check: Check::Shared(foreign_degree_is_recognised, LOOKED_AT),
        proof: "clause_2_1_3_a_foreign_degree_needs_recognition",
    },
    Row {
        clause: Clause("2.2"),
        says: says("2.2"),
        bound: &[Bound::Applicant, Bound::Commission],
        facts: PAPERS,
        of_person: REGISTER,
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[missing(PaperKind::Translation)],
        check: Check::Shared(
            |view| {
                seen(view, PaperKind::Translation, |who, local| applications::translated(Edition::Second, who, local))
            },
            LOOKED_AT,
        ),
        proof: "clause_2_1_1_2_1_2_and_2_2_ask_the_commission_for_originals_and_translations",
    },
];

/// The studies used for the application; `None` if none is picked yet.
fn picked(case: &Dossier) -> Result<Option<Study>, Need> {
    match case.picked {
        Picked::Typed(typed) => Ok(typed),
        Picked::Recorded(study) => Ok(Some(study)),
        Picked::Nothing => studies(case).map(|_| None),
    }
}

struct Way {
    decision: RouteDecision,
    citizenship: Citizenship,
    study: Study,
}

fn way(view: &View<'_>) -> Result<Option<Way>, Need> {
    // A person in no register has registered with a protection document and is not a citizen.
    let known = view.case.citizenship.or_need(Need::Person)?;
    let citizenship = known.copied().unwrap_or(Citizenship::Protected);
    let Some(study) = picked(view.case)? else { return Ok(None) };
    let policy = view.campaign.policies.confirmation;
    let decision =
        decide(policy, citizenship == Citizenship::Azerbaijan, study.in_azerbaijan, study.recognised == Some(true));
    Ok(Some(Way { decision, citizenship, study }))
}

fn someone_confirms(view: &View<'_>) -> Finding {
    match way(view) {
        Err(need) => Finding::Unknown(need),
        Ok(None) => Finding::NotConcerned,
        Ok(Some(_)) => Finding::Holds,
    }
}

/// A document that the commission requires from the persons selected by `concerned` (citizenship, place of the degree).
fn seen(view: &View<'_>, kind: PaperKind, concerned: impl Fn(Citizenship, bool) -> bool) -> Finding {
    match (way(view), view.case.papers) {
        (Err(need), _) => Finding::Unknown(need),
        (Ok(Some(way)), papers)
            if way.decision.route == Route::Commission && concerned(way.citizenship, way.study.in_azerbaijan) =>
        {
            match papers {
                Told::Known(papers) if papers.has(kind) => Finding::Holds,
                Told::Known(_) => Finding::Broken(missing(kind)),
                // Nothing has been presented yet.
                Told::Nothing | Told::Silent => Finding::LeftToPeople,
            }
        }
        (Ok(_), _) => Finding::NotConcerned,
    }
}

fn foreign_degree_is_recognised(view: &View<'_>) -> Finding {
    let study = match picked(view.case) {
        Err(need) => return Finding::Unknown(need),
        Ok(None) => return Finding::NotConcerned,
        Ok(Some(study)) => study,
    };
    let policy = view.campaign.policies.confirmation;
    let on_record = applications::recognition(study.in_azerbaijan, study.recognised, policy).map(Reason::Applications);
    match (&on_record, view.case.papers) {
        // A recognised degree is presented too, if the commission examines documents at all.
        (Finding::Holds | Finding::LeftToPeople, Told::Known(_)) => {
            match seen(view, PaperKind::Recognition, |_, local| !local) {
                Finding::NotConcerned => on_record,
                by_paper => by_paper,
            }
        }
        _ => on_record,
    }
}
