//! The next steps of the person: addresses, the main button, what is missing.

use qabul_contract::applications::{Application, FindingView, OfferView, StepState};
use qabul_contract::campaigns::Tone;
use uuid::Uuid;

use crate::i18n::{Key, keys};
use crate::procedures;

/// Code of the finding that is solved by a top-up.
const FUNDS: &str = "insufficientFunds";

/// Code of the finding that is solved by an officer.
const NOT_VERIFIED: &str = "accountNotVerified";

/// The actor who confirms if the person does not.
const COMMISSION: &str = "commission";

/// Address of a step, or of another page under the application.
pub fn step_address(id: Uuid, step: &str) -> String {
    ["/applications/", &id.to_string(), "/", procedures::word(step)].concat()
}

/// Address of a top-up that leads back to a page of the application.
pub fn top_up_address(application: &Application, page: &str) -> String {
    let mut back = ["/applications/", &application.id.to_string()].concat();
    if !page.is_empty() {
        back.push('/');
        back.push_str(page);
    }
    ["/wallet?missing=", &application.money.missing.0.to_string(), "&returnTo=", &back].concat()
}

/// Whether the application waits for answers and its deadline has not passed.
pub fn is_open(application: &Application) -> bool {
    in_hand(application) && application.due.as_ref().is_some_and(|due| due.open)
}

/// Whether a step may be changed: after a return only the marked steps may.
pub fn is_marked(application: &Application, step: &str) -> bool {
    application
        .correction
        .as_ref()
        .is_none_or(|correction| correction.steps.is_empty() || correction.steps.iter().any(|marked| marked == step))
}

/// Whether the application waits for its person, whether or not a deadline has passed.
pub fn in_hand(application: &Application) -> bool {
    application.tone == Tone::Waiting
}

/// Target and label of the button in "İndi nə etməli" ("What to do now").
pub fn target(application: &Application) -> Option<(String, Key)> {
    match application.what_now.target.as_deref()? {
        "check" => {
            let label = if sends(application) { keys::application::GO_SEND } else { keys::application::GO_CHECK };
            Some((step_address(application.id, "check"), label))
        }
        "topUp" => Some((top_up_address(application, ""), keys::header::TOP_UP)),
        "print" => Some((step_address(application.id, "status"), keys::application::GO_PRINT)),
        step => Some((step_address(application.id, step), keys::application::GO_STEP)),
    }
}

/// Whether it is sent to the commission for confirmation, instead of being confirmed by the person.
pub fn sends(application: &Application) -> bool {
    application.confirmation.route.as_deref() == Some(COMMISSION)
}

/// The offer that completes the application: confirming, or sending to the commission.
pub fn submission(application: &Application) -> Option<&OfferView> {
    let wanted = if sends(application) { "send" } else { "confirm" };
    let of = |event: &str| application.offers.iter().find(|offer| offer.event == event);
    of(wanted).or_else(|| of("confirm")).or_else(|| of("send"))
}

/// A finding that blocks submission and is solved neither in a step nor by money, such as an account that is not
/// verified yet.
pub fn waits_for(application: &Application) -> Option<&FindingView> {
    let blocked = submission(application).map(|offer| offer.blocked.as_slice()).unwrap_or_default();
    blocked.iter().find(|finding| finding.step.is_none() && finding.code == NOT_VERIFIED)
}

/// One obstacle to confirmation.
#[derive(Clone, PartialEq)]
pub struct Remaining {
    /// The sentence; `None` = the missing money, whose text is on the page.
    pub finding: Option<FindingView>,
    /// Where it is mended.
    pub href: Option<String>,
}

/// What is missing before the application can be confirmed, each once: gaps of the steps, findings that block the
/// offer, the money.
pub fn remaining(application: &Application, page: &str) -> Vec<Remaining> {
    let mut found: Vec<Remaining> = Vec::new();
    let gaps = application.steps.iter().filter(|step| step.state != StepState::Complete).flat_map(|step| &step.gaps);
    let blocked = submission(application).map(|offer| offer.blocked.as_slice()).unwrap_or_default();
    for finding in gaps.chain(blocked).filter(|finding| finding.code != FUNDS) {
        let same = |other: &Remaining| other.finding.as_ref().is_some_and(|other| other.text == finding.text);
        if !found.iter().any(same) {
            let href = finding.step.as_deref().map(|step| step_address(application.id, step));
            found.push(Remaining { finding: Some(finding.clone()), href });
        }
    }
    if application.money.missing.0 > 0 {
        found.push(Remaining { finding: None, href: Some(top_up_address(application, page)) });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_addressed_by_the_last_part_of_its_id() {
        let id = Uuid::nil();
        assert!(step_address(id, "masterExam.exam").ends_with("/exam"));
        assert!(step_address(id, "check").ends_with("/check"));
    }
}
