//! The judgement of a master's exam application: every clause of chapters 1–3, then conditions of campaign and portal.

use super::{EDUCATION, EXAM, ExamState, MasterExam, MasterExamEvent, MasterExamOn, PERSONAL, evidence, manual};
use crate::az;
use crate::calendar::Micros;
use crate::decision::{Clause, Explain, Finding, Need};
use crate::exam::{ExamLanguage, PriorMaster};
use crate::facts::Degree;
use crate::language::Lang;
use crate::procedure::{By, Case, Confirmer, Role};
use crate::rules::applications::{Route, RouteDecision, route};
use crate::rules::papers::Paper;
use crate::rules::{self, applications, choice, competition, exam, general, papers, policy};

/// All reasons for a master's exam application, by chapter.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// Chapter 1 of the Rules.
    General(general::Reason),
    /// Chapter 2.
    Applications(applications::Reason),
    /// Chapter 3.
    Exam(exam::Reason),
    /// Chapter 4.
    Choice(choice::Reason),
    /// Chapter 5.
    Competition(competition::Reason),
    /// Campaign and portal.
    Policy(policy::Reason),
}

impl Explain for Reason {
    fn code(&self) -> &'static str {
        match self {
            Reason::General(reason) => reason.code(),
            Reason::Applications(reason) => reason.code(),
            Reason::Exam(reason) => reason.code(),
            Reason::Choice(reason) => reason.code(),
            Reason::Competition(reason) => reason.code(),
            Reason::Policy(reason) => reason.code(),
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Reason::General(reason) => reason.text(lang),
            Reason::Applications(reason) => reason.text(lang),
            Reason::Exam(reason) => reason.text(lang),
            Reason::Choice(reason) => reason.text(lang),
            Reason::Competition(reason) => reason.text(lang),
            Reason::Policy(reason) => reason.text(lang),
        }
    }

    fn place(&self) -> Option<(&'static str, &'static str)> {
        use general::Reason as G;
        match self {
            Reason::General(reason) => match reason {
                G::EducationNotFound
                | G::NoHigherEducation
                | G::StudyLeft
                | G::GraduatesLater { .. }
                | G::GraduationYearMissing
                | G::CurrentMasterStudent => Some((EDUCATION, "/degreeId")),
                G::PriorMasterMismatch | G::PriorMasterOnRecord | G::StateFundedUsed | G::StateFundedLeft => {
                    Some((EDUCATION, "/priorMaster"))
                }
                // Missing money is not corrected in the draft.
                G::InsufficientFunds { .. } | G::ReceivableOutstanding { .. } => None,
            },
            Reason::Applications(reason) => match reason {
                applications::Reason::RecognitionRequired => Some((EDUCATION, "/degreeId")),
                applications::Reason::ConfirmYourself(_)
                | applications::Reason::ConfirmAtCommission(_)
                // Corrected at the commission.
                | applications::Reason::PaperMissing(_) => None,
            },
            Reason::Exam(reason) => match reason {
                exam::Reason::LanguageEqualsSpecialization { .. } | exam::Reason::ArabicPersianLimit => {
                    Some((EXAM, "/foreignLanguage"))
                }
                exam::Reason::ExamPlaceByAddress => None,
            },
            // It results from no answer; it is shown where the catalogue is shown.
            Reason::Choice(choice::Reason::ForeignerPaidOnly) => Some((EXAM, "/section")),
            Reason::Competition(competition::Reason::AverageBlank) => Some((EDUCATION, "/average")),
            Reason::Policy(reason) => match reason {
                policy::Reason::RussianInRussianSection => Some((EXAM, "/foreignLanguage")),
                policy::Reason::OtherSurname => Some((PERSONAL, "/previousSurname")),
                policy::Reason::ManualDegree => Some((EDUCATION, "/degreeId")),
                policy::Reason::AccountNotVerified => None,
            },
        }
    }
}

pub(super) fn judge(case: &Case<'_, MasterExam>) -> Vec<(Clause, Finding<Reason>)> {
    let typed = manual::typed(&case.draft.education);
    let evidence = evidence(case, typed.as_ref());
    let mut findings = rules::judge(general::RULES, &evidence, Reason::General);
    findings.extend(rules::judge(applications::RULES, &evidence, Reason::Applications));
    findings.extend(rules::judge(exam::RULES, &evidence, Reason::Exam));
    findings.extend(rules::judge(policy::RULES, &evidence, Reason::Policy));
    findings
}

fn decided_route(case: &Case<'_, MasterExam>) -> Option<RouteDecision> {
    // If a register did not answer, there is no ground: the judgement reports it as unknown.
    let typed = manual::typed(&case.draft.education);
    let evidence = evidence(case, typed.as_ref());
    route(&evidence).ok().flatten().or_else(|| applications::whatever_the_degree(&evidence))
}

/// `confirm` is for applicants who confirm their own application, `send` for all others.
pub(super) fn ground_against(case: &Case<'_, MasterExam>, on: MasterExamOn) -> Option<(Clause, Reason)> {
    let decision = decided_route(case)?;
    let wrong = match on {
        MasterExamOn::Confirm => decision.route == Route::Commission,
        MasterExamOn::Send => decision.route == Route::SelfConfirm,
        MasterExamOn::Seen
        | MasterExamOn::Return
        | MasterExamOn::Close
        | MasterExamOn::Reopen
        | MasterExamOn::AskWithdrawal
        | MasterExamOn::GrantWithdrawal
        | MasterExamOn::RefuseWithdrawal => false,
    };
    wrong.then(|| (RouteDecision::CLAUSE, Reason::Applications(decision.reason())))
}

pub(super) fn confirmer(case: &Case<'_, MasterExam>) -> Option<Confirmer<Reason>> {
    let decision = decided_route(case)?;
    let by = match decision.route {
        Route::SelfConfirm => By::Applicant,
        Route::Commission => By::Officer(Role::Commission),
    };
    Some(Confirmer { by, clause: RouteDecision::CLAUSE, reason: Reason::Applications(decision.reason()) })
}

/// The commission can confirm only after it has seen every document on the list (2.1.1–2.1.3, 2.2).
pub(super) fn against(case: &Case<'_, MasterExam>, event: &MasterExamEvent) -> Vec<(Clause, Reason)> {
    let MasterExamEvent::Seen { documents } = event else { return Vec::new() };
    papers(case)
        .into_iter()
        .filter(|paper| !documents.contains(&paper.kind))
        .map(|paper| (paper.kind.clause(), Reason::Applications(applications::Reason::PaperMissing(paper.kind))))
        .collect()
}

/// The documents the commission requires.
pub(super) fn papers(case: &Case<'_, MasterExam>) -> Vec<Paper> {
    let typed = manual::typed(&case.draft.education);
    papers::papers(&evidence(case, typed.as_ref()))
}

/// Until when the person must act: confirm, or present the documents to the commission.
pub(super) fn due(state: ExamState, case: &Case<'_, MasterExam>) -> Option<Micros> {
    let campaign = &case.facts.campaign;
    let to_commission = || decided_route(case).is_some_and(|decision| decision.route == Route::Commission);
    match state {
        // After the commission has closed, it could not examine the application.
        ExamState::Draft if to_commission() => Some(campaign.closes.min(campaign.desk_closes())),
        ExamState::Draft => Some(campaign.closes),
        ExamState::CommissionReturned if to_commission() => Some(campaign.desk_closes()),
        ExamState::CommissionReturned => Some(campaign.closes),
        ExamState::AwaitingCommission => Some(campaign.desk_closes()),
        ExamState::Confirmed
        | ExamState::NotConfirmedInTime
        | ExamState::WithdrawalRequested
        | ExamState::Withdrawn => None,
    }
}

/// Information that blocks nothing, in the order of the clauses.
pub(super) fn advice(case: &Case<'_, MasterExam>) -> Vec<(Clause, Reason)> {
    let typed = manual::typed(&case.draft.education);
    let evidence = evidence(case, typed.as_ref());
    let mut advice = Vec::new();
    // A current student is told about the year of graduation from the first view of the application, before anything is
    // filled in; once the section is complete, the judgement shows it instead.
    match general::no_current_master_student(&evidence) {
        Finding::Broken(reason) if super::steps::education_is_open(case) => {
            advice.push((general::NO_MASTER_STUDENT, Reason::General(reason)));
        }
        Finding::Unknown(Need::GraduationYear) => {
            advice.push((general::NO_MASTER_STUDENT, Reason::General(general::Reason::GraduationYearMissing)));
        }
        _ if evidence.degree().ok().flatten().is_some_and(|degree| general::end_is_unknown(degree.study())) => {
            advice.push((general::HIGHER_EDUCATION, Reason::General(general::Reason::GraduationYearMissing)));
        }
        _ => {}
    }
    let known = general::masters(&evidence).unwrap_or_default();
    if evidence.prior_master == Some(PriorMaster::StateFunded) || known.state_funded {
        advice.push((general::STATE_FUNDED_ONCE, Reason::General(general::Reason::StateFundedUsed)));
    } else if known.left {
        advice.push((general::STATE_FUNDED_ONCE, Reason::General(general::Reason::StateFundedLeft)));
    }
    // What a language leaves open depends on section and catalogue and is shown in the exam section; here only the
    // limit that applies whatever the catalogue contains.
    if let Some(ExamLanguage::Ar | ExamLanguage::Fa) = evidence.foreign_language {
        advice.push((Clause("3.2.4"), Reason::Exam(exam::Reason::ArabicPersianLimit)));
    }
    advice.push((Clause("3.6"), Reason::Exam(exam::Reason::ExamPlaceByAddress)));
    if choice::concerns(&evidence) {
        advice.push((policy::PAID_SEATS_ONLY, Reason::Choice(choice::Reason::ForeignerPaidOnly)));
    }
    if super::steps::picked(case).is_some_and(|degree| bears_another_surname(case, &degree)) {
        advice.push((policy::MAG_6, Reason::Policy(policy::Reason::OtherSurname)));
    }
    if typed.is_some() {
        advice.push((policy::MAG_8, Reason::Policy(policy::Reason::ManualDegree)));
    }
    let average_known = super::steps::picked(case).map(|degree| !super::steps::is_blank(degree.average.as_deref()));
    if average_known == Some(false) && !evidence.average_typed {
        advice.push((competition::AVERAGE, Reason::Competition(competition::Reason::AverageBlank)));
    }
    advice
}

/// Whether a record has a surname that is neither the present nor the previous one.
fn bears_another_surname(case: &Case<'_, MasterExam>, degree: &Degree) -> bool {
    let Some(held) = degree.holder_surname.as_deref() else { return false };
    let personal = &case.draft.personal;
    let previous = personal.previous_surname.as_deref().filter(|_| personal.names_changed == Some(true));
    let present = case.facts.person.known().map(|person| person.surname.as_str());
    let same = |name: &str| az::lower(name.trim()) == az::lower(held.trim());
    // If the population register did not answer, there is nothing to compare with.
    present.is_some_and(|present| !same(present)) && !previous.is_some_and(same)
}
