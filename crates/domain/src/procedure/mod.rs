//! One mechanism for every service: a lifecycle, a draft in steps, a judgement by clauses and a table of moves.
//!
//! Inside a procedure everything is typed and dispatch is static; the server erases the types behind one object-safe
//! trait with bytes as input and output. The key of a move is `(on, by, from)` and a test checks that it is unique, so
//! an applicant can never raise an event that belongs to an officer or to the system.

mod moves;

pub use moves::{Act, By, Effect, Lifecycle, Move, Role, When, Word};

use serde::{Serialize, de::DeserializeOwned};

use crate::calendar::Micros;
use crate::decision::{Clause, Explain, Finding, Gap, Need};
use crate::facts::{FactBook, Source};
use crate::language::Lang;
use crate::money::Qepik;
use crate::rules::papers::Paper;

/// One step of a wizard: its id (`masterExam.exam`) and a function that finds its gaps.
pub struct Step<P: Procedure> {
    /// Globally unique: kind, dot, name.
    pub id: &'static str,
    /// Missing or unreadable values in the draft, field by field. Empty = complete.
    pub gaps: fn(&Case<'_, P>) -> Vec<Gap>,
}

/// The input of a judgement: the draft as typed, the facts, the person and the instant of receipt.
pub struct Case<'a, P: Procedure> {
    /// The draft as typed.
    pub draft: &'a P::Draft,
    /// Data from registers, campaign and wallet.
    pub facts: &'a FactBook,
    /// The instant the request was received.
    pub now: Micros,
}

/// Who binds an application.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmer<R> {
    /// The applicant, or a commission that sees the originals.
    pub by: By,
    /// The clause.
    pub clause: Clause,
    /// The reason as text.
    pub reason: R,
}

/// One answer as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The step that it belongs to.
    pub step: &'static str,
    /// Code of the label: `<kind>.labels.<code>` in the locales.
    pub label: &'static str,
    /// The value in the form people read.
    pub value: String,
    /// The register that it comes from; `None` = typed by the person.
    pub source: Option<Source>,
}

/// Why an event is refused. Nothing is changed and nothing is charged in these cases.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused<R> {
    /// The table has no row for this state, event and actor.
    NotOffered,
    /// Outside the window. The windows are announced by the campaign and are not a clause.
    Closed,
    /// Steps are not complete.
    Incomplete(Vec<Gap>),
    /// Clauses are broken.
    Broken(Vec<(Clause, R)>),
    /// A register did not answer. This is not a refusal on the merits; the person can try again.
    TryLater(Vec<(Clause, Need)>),
}

/// An event that the applicant could raise now, and what blocks it.
pub struct Offer<P: Procedure> {
    /// The event.
    pub on: P::On,
    /// The row's clause.
    pub clause: Clause,
    /// `None` = it would be accepted.
    pub blocked: Option<Refused<P::Reason>>,
}

/// Colour role of a state: what it means for the person, beside its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Tone {
    /// Final and good.
    Good,
    /// Waits for the person.
    Waiting,
    /// In progress with an office.
    Progress,
    /// Refused or failed.
    Bad,
    /// Not open, neutral.
    Neutral,
}

/// A request that a person fills in and sends, and that is decided. See `docs/adding-a-procedure.md`.
pub trait Procedure: Lifecycle {
    /// Stable name of the kind, `masterExam`.
    const KIND: &'static str;
    /// Version of the draft's format. Raised, with an upgrade function, when a field changes its meaning.
    const DRAFT_VERSION: u16;
    /// Act and edition of the rules used for judging, as stored with each decision.
    const RULE_SET: &'static str;
    /// Registers that must be queried before it can be judged.
    const NEEDS: &'static [Need];
    /// The steps, in order.
    const STEPS: &'static [Step<Self>];
    /// The table of moves.
    const MOVES: &'static [Move<Self>];
    /// The state of a new application.
    const START: Self::State;
    /// Answers as typed: every field optional, nothing parsed.
    type Draft: Default + Serialize + DeserializeOwned;
    /// One variant per step, adjacently tagged `{"step", "answers"}`.
    type Patch: Serialize + DeserializeOwned;
    /// An event with its payload, tagged by `"event"`.
    type Event: DeserializeOwned;
    /// Why a clause is broken.
    type Reason: Explain + Clone + PartialEq + std::fmt::Debug;

    /// Puts one step's answers into the draft; returns the step's id.
    fn save(draft: &mut Self::Draft, patch: Self::Patch) -> &'static str;
    /// The name of an event.
    fn on(event: &Self::Event) -> Self::On;
    /// Runs every rule in the order of the act; does not stop at the first broken one.
    fn judge(case: &Case<'_, Self>) -> Vec<(Clause, Finding<Self::Reason>)>;
    /// The fee of the charging move.
    fn fee(_case: &Case<'_, Self>) -> Qepik {
        Qepik(0)
    }
    /// Key of the claim that allows one live application. When an application is opened, the server also scopes it by
    /// kind, campaign and person.
    fn claim(_case: &Case<'_, Self>) -> Option<String> {
        None
    }
    /// The pool of limited places from which it takes one.
    fn pool(_case: &Case<'_, Self>) -> Option<String> {
        None
    }
    /// The ground against an event if the table offers the applicant two routes (confirming, or sending to the
    /// commission) and the event belongs to the other one. `None` = no ground against the event.
    fn route(_case: &Case<'_, Self>, _on: Self::On) -> Option<(Clause, Self::Reason)> {
        None
    }
    /// Reasons against an event that result from its payload, such as documents the commission has not seen.
    fn against(_event: &Self::Event, _case: &Case<'_, Self>) -> Vec<(Clause, Self::Reason)> {
        Vec::new()
    }
    /// Until when the person must act in a state (exclusive); `None` = nothing is expected.
    fn due(state: Self::State, case: &Case<'_, Self>) -> Option<Micros> {
        Self::editable(state).then_some(case.facts.campaign.closes)
    }
    /// Documents that the person presents to the actor who confirms the application. Empty = none.
    fn papers(_case: &Case<'_, Self>) -> Vec<Paper> {
        Vec::new()
    }
    /// Colour role of a state, as shown to the applicant.
    fn tone(state: Self::State) -> Tone;
    /// The state as shown to the applicant.
    fn shown(state: Self::State) -> &'static str {
        state.word()
    }
    /// Whether the applicant may change answers in a state. Only in a new application, unless the procedure has
    /// returns.
    fn editable(state: Self::State) -> bool {
        state == Self::START
    }
    /// Information before confirming that blocks nothing, such as what an exam language leaves open.
    fn advice(_case: &Case<'_, Self>) -> Vec<(Clause, Self::Reason)> {
        Vec::new()
    }
    /// Who confirms the application, by which clause and why. `None` = the procedure has only one route, or a register
    /// that decides it did not answer.
    fn confirmer(_case: &Case<'_, Self>) -> Option<Confirmer<Self::Reason>> {
        None
    }
    /// The answers as text, for the check page, the print and one-line summaries. Blank answers are left out.
    fn answers(_case: &Case<'_, Self>, _lang: Lang) -> Vec<Answer> {
        Vec::new()
    }
    /// Name–value pairs for filters of the desk and counts in reports.
    fn facets(_case: &Case<'_, Self>) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Decides one event. The function is pure: the caller executes the acts in one transaction.
    fn decide(
        state: Self::State,
        event: &Self::Event,
        by: By,
        case: &Case<'_, Self>,
    ) -> Result<Decided<Self>, Refused<Self::Reason>> {
        let on = Self::on(event);
        let row = row::<Self>(state, on, by).ok_or(Refused::NotOffered)?;
        let findings = check::<Self>(row, case)?;
        let against = Self::against(event, case);
        if !against.is_empty() {
            return Err(Refused::Broken(against));
        }
        let acts = acts::<Self>(row, case)?;
        Ok(Decided { to: row.to, clause: row.clause, acts, findings })
    }

    /// The events that the applicant could raise now, each with what blocks it. Of two routes in the table, such as
    /// confirming and sending, the one that this person cannot use is not offered.
    fn offers(state: Self::State, case: &Case<'_, Self>) -> Vec<Offer<Self>> {
        Self::MOVES
            .iter()
            .filter(|row| row.by == By::Applicant && row.from.contains(&state))
            .filter(|row| !row.judged || Self::route(case, row.on).is_none())
            .map(|row| Offer { on: row.on, clause: row.clause, blocked: check::<Self>(row, case).err() })
            .collect()
    }

    /// All gaps in the draft, step by step.
    fn gaps(case: &Case<'_, Self>) -> Vec<Gap> {
        Self::STEPS.iter().flat_map(|step| (step.gaps)(case)).collect()
    }
}

/// The outcome of [`Procedure::decide`].
pub struct Decided<P: Procedure> {
    /// The new state.
    pub to: P::State,
    /// The clause of the move.
    pub clause: Clause,
    /// Acts to execute, sorted in the order of [`Act`].
    pub acts: Vec<Act>,
    /// The judgement; empty if the row is not judged.
    pub findings: Vec<(Clause, Finding<P::Reason>)>,
}

fn row<P: Procedure>(state: P::State, on: P::On, by: By) -> Option<&'static Move<P>> {
    P::MOVES.iter().find(|row| row.on == on && row.by == by && row.from.contains(&state))
}

type Findings<P> = Vec<(Clause, Finding<<P as Procedure>::Reason>)>;

fn check<P: Procedure>(row: &Move<P>, case: &Case<'_, P>) -> Result<Findings<P>, Refused<P::Reason>> {
    if !row.when.holds(&case.facts.campaign, case.now) {
        return Err(if row.when.waits() { Refused::NotOffered } else { Refused::Closed });
    }
    if !row.judged {
        return Ok(Vec::new());
    }
    let gaps = P::gaps(case);
    if !gaps.is_empty() {
        return Err(Refused::Incomplete(gaps));
    }
    if let Some(ground) = P::route(case, row.on) {
        return Err(Refused::Broken(vec![ground]));
    }
    let findings = P::judge(case);
    let broken: Vec<_> = findings.iter().filter_map(|(clause, f)| f.broken().map(|r| (*clause, r.clone()))).collect();
    if !broken.is_empty() {
        return Err(Refused::Broken(broken));
    }
    let unknown: Vec<_> = findings.iter().filter_map(|(clause, f)| f.unknown().map(|n| (*clause, n))).collect();
    if !unknown.is_empty() {
        return Err(Refused::TryLater(unknown));
    }
    Ok(findings)
}

fn acts<P: Procedure>(row: &Move<P>, case: &Case<'_, P>) -> Result<Vec<Act>, Refused<P::Reason>> {
    let mut acts = Vec::with_capacity(row.effects.len());
    for effect in row.effects {
        acts.push(match *effect {
            Effect::Claim => Act::Claim(P::claim(case).ok_or(Refused::NotOffered)?),
            Effect::Release => Act::Release,
            Effect::Take => Act::Take(P::pool(case).ok_or(Refused::NotOffered)?),
            Effect::GiveBack => Act::GiveBack(P::pool(case).ok_or(Refused::NotOffered)?),
            Effect::Charge => Act::Charge(P::fee(case)),
            Effect::Snapshot => Act::Snapshot,
            Effect::Mark => Act::Mark,
            Effect::Reopen => Act::Reopen,
            Effect::Revoke(kind) => Act::Revoke(kind),
            Effect::Notice(name) => Act::Notice(name),
            Effect::Document(kind) => Act::Document(kind),
            Effect::Timer(name) => Act::Timer(name),
            Effect::Cancel(name) => Act::Cancel(name),
            Effect::Later(job) => Act::Later(job),
        });
    }
    acts.sort();
    Ok(acts)
}
