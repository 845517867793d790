//! The only place where the types of a procedure are erased: its input and output here are bytes.
//!
//! A new service adds one line to [`PROCEDURES`].

mod again;
mod json;
mod refusal;

use std::marker::PhantomData;

use qabul_domain::calendar::Micros;
use qabul_domain::decision::{Clause, Need};
use qabul_domain::facts::{CampaignFacts, FactBook};
use qabul_domain::language::Lang;
use qabul_domain::procedure::{Act, Answer, By, Case, Effect, Move, Procedure, Tone, Word as _};
use qabul_domain::procedures::master_exam::MasterExam;
use qabul_domain::rules::papers::Paper;
use validator::Validate;

pub use again::{Again, StoredFinding};
pub use json::{hold_answers, part, read_body, read_json};
use refusal::refusal;
pub use refusal::{too_late, window_closed};

use crate::problem::{ApiError, Code, Line};

/// Every kind of application the portal has.
pub static PROCEDURES: &[&dyn AnyProcedure] = &[&Of::<MasterExam>(PhantomData)];

/// The procedure of a stored kind.
///
/// # Errors
/// This program does not know the kind: a newer node wrote it.
pub fn procedure(kind: &str) -> Result<&'static dyn AnyProcedure, ApiError> {
    PROCEDURES.iter().copied().find(|known| known.kind() == kind).ok_or(ApiError::new(Code::NewerDraft))
}

/// The stored data by which an application is judged.
#[derive(Clone, Copy)]
pub struct Stored<'a> {
    /// State word.
    pub state: &'a str,
    /// Version of the draft's format.
    pub draft_version: u16,
    /// The draft as JSON; empty = nothing was saved yet.
    pub draft: &'a [u8],
}

/// A decided event with its types erased.
pub struct Decision {
    /// State after it.
    pub to: &'static str,
    /// Clause of the move.
    pub clause: &'static str,
    /// Acts to execute, in order.
    pub acts: Vec<Act>,
    /// The judgement as stored with the snapshot.
    pub findings: Vec<StoredFinding>,
    /// Act and edition used for the judgement.
    pub rule_set: &'static str,
    /// Data sent with the event.
    pub said: Said,
    /// Name of the event.
    pub event: &'static str,
    /// Word of the actor who confirms the application.
    pub confirmer: Option<&'static str>,
}

/// Data that may be sent with an officer's event of any kind.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Said {
    /// The reason, in the officer's words, for the applicant.
    pub reason: String,
    /// Steps that may be changed.
    pub steps: Vec<String>,
    /// Documents that were seen.
    pub documents: Vec<String>,
}

/// An application as shown on pages.
pub struct View {
    /// The steps in order, each with its gaps.
    pub steps: Vec<(&'static str, Vec<Line>)>,
    /// Events that the applicant can raise.
    pub offers: Vec<Offered>,
    /// Clauses broken at present, whether or not the steps are complete.
    pub broken: Vec<Line>,
    /// Worth knowing, blocks nothing.
    pub advice: Vec<Line>,
    /// Who confirms it: word of the actor, and why.
    pub confirmer: Option<(&'static str, Line)>,
    /// Fee of the charging move.
    pub fee: qabul_domain::money::Qepik,
    /// Shown state.
    pub shown: &'static str,
    /// Whether answers may be changed in this state.
    pub editable: bool,
    /// Until when the person must act; `None` = nothing is expected.
    pub due: Option<Micros>,
    /// Documents that the person presents to the commission.
    pub papers: Vec<Paper>,
}

/// One event that the applicant can raise.
pub struct Offered {
    /// Event.
    pub event: &'static str,
    /// Clause.
    pub clause: &'static str,
    /// What blocks it.
    pub blocked: Option<ApiError>,
}

/// A procedure with bytes as input and output. Object-safe; the implementation is in [`Of`].
pub trait AnyProcedure: Sync {
    /// Kind.
    fn kind(&self) -> &'static str;
    /// State of a new application.
    fn start(&self) -> &'static str;
    /// Version of the draft's format that this program writes.
    fn draft_version(&self) -> u16;
    /// Registers to query before judging.
    fn needs(&self) -> &'static [Need];
    /// Step ids in order.
    fn steps(&self) -> Vec<&'static str>;
    /// The step that a patch belongs to.
    ///
    /// # Errors
    /// No such step.
    fn step_of(&self, patch: &[u8]) -> Result<&'static str, ApiError>;
    /// Holds one step's answers to their limits.
    ///
    /// # Errors
    /// Unreadable answers (with their position), unknown fields, members beyond their limits.
    fn hold(&self, patch: &[u8]) -> Result<(), ApiError>;
    /// Puts one step's answers into the draft; returns the new draft.
    ///
    /// # Errors
    /// As [`AnyProcedure::hold`]; a draft of a newer program.
    fn save(&self, stored: Stored<'_>, patch: &[u8]) -> Result<Vec<u8>, ApiError>;
    /// The draft as the SPA reads it, every step present.
    ///
    /// # Errors
    /// A draft of a newer program.
    fn draft(&self, stored: Stored<'_>) -> Result<serde_json::Value, ApiError>;
    /// Decides an event.
    ///
    /// # Errors
    /// The refusal as a problem.
    fn decide(
        &self,
        stored: Stored<'_>,
        event: &[u8],
        by: By,
        facts: &FactBook,
        now: Micros,
    ) -> Result<Decision, ApiError>;
    /// Repeats the judgement of an earlier decision.
    ///
    /// # Errors
    /// A draft or an event of another release.
    fn again(&self, stored: Stored<'_>, event: &[u8], by: By, facts: &FactBook, now: Micros)
    -> Result<Again, ApiError>;
    /// The application as shown on pages.
    ///
    /// # Errors
    /// A draft of a newer program.
    fn view(&self, stored: Stored<'_>, facts: &FactBook, now: Micros) -> Result<View, ApiError>;
    /// The answers as texts.
    ///
    /// # Errors
    /// A draft of a newer program.
    fn answers(&self, stored: Stored<'_>, facts: &FactBook, now: Micros, lang: Lang) -> Result<Vec<Answer>, ApiError>;
    /// The values used by filters of the desk.
    ///
    /// # Errors
    /// A draft of a newer program.
    fn facets(
        &self,
        stored: Stored<'_>,
        facts: &FactBook,
        now: Micros,
    ) -> Result<Vec<(&'static str, String)>, ApiError>;
    /// Until when the person must act; `None` = nothing is expected.
    ///
    /// # Errors
    /// A draft of a newer program.
    fn due(&self, stored: Stored<'_>, facts: &FactBook, now: Micros) -> Result<Option<Micros>, ApiError>;
    /// States from which `close` leads at an instant, by the windows of a campaign.
    fn overdue(&self, campaign: &CampaignFacts, now: Micros) -> Vec<&'static str>;
    /// States in which the person must act before the deadline; `close` may lead out of them.
    fn waiting(&self) -> Vec<&'static str>;
    /// States from which `reopen` leads.
    fn reopened(&self) -> Vec<&'static str>;
    /// The state as shown to the applicant.
    fn shown(&self, state: &str) -> &'static str;
    /// Colour role of a state.
    fn tone(&self, state: &str) -> Tone;
    /// Whether answers may be changed in a state.
    fn editable(&self, state: &str) -> bool;
    /// Whether any move takes a fee.
    fn charges(&self) -> bool;
    /// `(event, actor, from)` of every row, for the authorization matrix.
    fn moves(&self) -> Vec<(&'static str, By, Vec<&'static str>)>;
}

/// The type-erased form of a procedure.
pub struct Of<P>(PhantomData<fn() -> P>);

impl<P: Procedure> Of<P> {
    fn read(stored: Stored<'_>) -> Result<P::Draft, ApiError> {
        if stored.draft_version > P::DRAFT_VERSION {
            return Err(Code::NewerDraft.into());
        }
        if stored.draft.is_empty() {
            return Ok(P::Draft::default());
        }
        serde_json::from_slice(stored.draft).map_err(ApiError::internal)
    }

    fn state(word: &str) -> Result<P::State, ApiError> {
        P::State::of(word).ok_or(ApiError::new(Code::NewerDraft))
    }
}

fn by_system<P: Procedure>(event: &'static str) -> impl Iterator<Item = &'static Move<P>> {
    P::MOVES.iter().filter(move |row| row.on.word() == event && row.by == By::System)
}

fn from<P: Procedure>(row: &'static Move<P>) -> impl Iterator<Item = &'static str> {
    row.from.iter().map(|state| state.word())
}

impl<P: Procedure<Patch: Validate>> AnyProcedure for Of<P> {
    fn kind(&self) -> &'static str {
        P::KIND
    }
    fn start(&self) -> &'static str {
        P::START.word()
    }
    fn draft_version(&self) -> u16 {
        P::DRAFT_VERSION
    }
    fn needs(&self) -> &'static [Need] {
        P::NEEDS
    }
    fn steps(&self) -> Vec<&'static str> {
        P::STEPS.iter().map(|step| step.id).collect()
    }

    fn step_of(&self, patch: &[u8]) -> Result<&'static str, ApiError> {
        let named = json::step_named(patch)?;
        P::STEPS
            .iter()
            .map(|step| step.id)
            .find(|id| *id == named)
            .ok_or_else(|| ApiError::field("/step", "fieldUnreadable"))
    }

    fn hold(&self, patch: &[u8]) -> Result<(), ApiError> {
        read_body::<P::Patch>(patch).map(drop)
    }

    fn save(&self, stored: Stored<'_>, patch: &[u8]) -> Result<Vec<u8>, ApiError> {
        if !P::editable(Self::state(stored.state)?) {
            return Err(Code::NotOffered.into());
        }
        let mut draft = Self::read(stored)?;
        P::save(&mut draft, read_body(patch)?);
        serde_json::to_vec(&draft).map_err(ApiError::internal)
    }

    fn draft(&self, stored: Stored<'_>) -> Result<serde_json::Value, ApiError> {
        serde_json::to_value(Self::read(stored)?).map_err(ApiError::internal)
    }

    fn decide(
        &self,
        stored: Stored<'_>,
        event: &[u8],
        by: By,
        facts: &FactBook,
        now: Micros,
    ) -> Result<Decision, ApiError> {
        let draft = Self::read(stored)?;
        let case = Case::<P> { draft: &draft, facts, now };
        let typed: P::Event = read_json(event)?;
        let decided = P::decide(Self::state(stored.state)?, &typed, by, &case)
            .map_err(|refused| refusal::<P>(&refused, facts, now))?;
        Ok(Decision {
            to: decided.to.word(),
            clause: decided.clause.0,
            acts: decided.acts,
            findings: again::stored::<P>(&decided.findings),
            rule_set: P::RULE_SET,
            // Read again for data allowed with every kind; the kind itself has already refused unknown data.
            said: read_json(event)?,
            event: P::on(&typed).word(),
            confirmer: P::confirmer(&case).map(|confirmer| confirmer.by.word()),
        })
    }

    fn again(
        &self,
        stored: Stored<'_>,
        event: &[u8],
        by: By,
        facts: &FactBook,
        now: Micros,
    ) -> Result<Again, ApiError> {
        again::again::<P>(Self::state(stored.state)?, &Self::read(stored)?, event, by, facts, now)
    }

    fn view(&self, stored: Stored<'_>, facts: &FactBook, now: Micros) -> Result<View, ApiError> {
        let draft = Self::read(stored)?;
        let state = Self::state(stored.state)?;
        let case = Case::<P> { draft: &draft, facts, now };
        Ok(View {
            steps: P::STEPS.iter().map(|step| (step.id, (step.gaps)(&case).iter().map(Line::gap).collect())).collect(),
            offers: P::offers(state, &case)
                .into_iter()
                .map(|offer| Offered {
                    event: offer.on.word(),
                    clause: offer.clause.0,
                    blocked: offer.blocked.map(|refused| refusal::<P>(&refused, facts, now)),
                })
                .collect(),
            broken: P::judge(&case)
                .iter()
                .filter_map(|(Clause(clause), finding)| {
                    finding.broken().map(|reason| Line::reason(None, Some(clause), reason))
                })
                .collect(),
            advice: P::advice(&case)
                .iter()
                .map(|(Clause(clause), reason)| Line::reason(None, Some(clause), reason))
                .collect(),
            confirmer: P::confirmer(&case)
                .map(|who| (who.by.word(), Line::reason(None, Some(who.clause.0), &who.reason))),
            fee: P::fee(&case),
            shown: P::shown(state),
            editable: P::editable(state),
            due: P::due(state, &case),
            papers: P::papers(&case),
        })
    }

    fn answers(&self, stored: Stored<'_>, facts: &FactBook, now: Micros, lang: Lang) -> Result<Vec<Answer>, ApiError> {
        let draft = Self::read(stored)?;
        Ok(P::answers(&Case::<P> { draft: &draft, facts, now }, lang))
    }

    fn facets(
        &self,
        stored: Stored<'_>,
        facts: &FactBook,
        now: Micros,
    ) -> Result<Vec<(&'static str, String)>, ApiError> {
        let draft = Self::read(stored)?;
        Ok(P::facets(&Case::<P> { draft: &draft, facts, now }))
    }

    fn due(&self, stored: Stored<'_>, facts: &FactBook, now: Micros) -> Result<Option<Micros>, ApiError> {
        let draft = Self::read(stored)?;
        Ok(P::due(Self::state(stored.state)?, &Case::<P> { draft: &draft, facts, now }))
    }

    fn overdue(&self, campaign: &CampaignFacts, now: Micros) -> Vec<&'static str> {
        by_system::<P>("close").filter(|row| row.when.holds(campaign, now)).flat_map(from::<P>).collect()
    }
    fn waiting(&self) -> Vec<&'static str> {
        by_system::<P>("close").flat_map(from::<P>).collect()
    }
    fn reopened(&self) -> Vec<&'static str> {
        by_system::<P>("reopen").flat_map(from::<P>).collect()
    }

    fn shown(&self, state: &str) -> &'static str {
        P::State::of(state).map_or("unknown", P::shown)
    }

    fn tone(&self, state: &str) -> Tone {
        P::State::of(state).map_or(Tone::Neutral, P::tone)
    }
    fn editable(&self, state: &str) -> bool {
        P::State::of(state).is_some_and(P::editable)
    }
    fn charges(&self) -> bool {
        P::MOVES.iter().any(|row| row.effects.contains(&Effect::Charge))
    }
    fn moves(&self) -> Vec<(&'static str, By, Vec<&'static str>)> {
        P::MOVES
            .iter()
            .map(|row| (row.on.word(), row.by, row.from.iter().map(|state| state.word()).collect()))
            .collect()
    }
}
