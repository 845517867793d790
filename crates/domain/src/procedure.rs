//! One mechanism for every service: a lifecycle, a draft in steps, a judgement by clauses and a table of moves.
//!
//! Inside a procedure everything is a type and dispatch is static; outside, the server erases the types behind one
//! object-safe trait with bytes at its edge. The key of a move is `(on, by, from)`: a test holds it unique, so an
//! applicant can never raise an event that belongs to an officer or to the system.

use serde::{Serialize, de::DeserializeOwned};

use crate::calendar::Micros;
use crate::decision::{Clause, Explain, Finding, Gap, Need};
use crate::facts::{FactBook, Source};
use crate::language::Lang;
use crate::money::Qepik;

/// Which desk an officer sits at. The scope (institution, commission) is checked before [`By::Officer`] is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Document reception commission (SQK), Rules 2.1.
    Commission,
    /// Officer of the examination centre (DİM).
    ExamCentre,
}

impl When {
    /// Stable word, as printed in `docs/states.md`.
    pub fn word(self) -> &'static str {
        match self {
            When::Always => "always",
            When::InWindow => "in the window",
            When::AfterWindow => "after the window",
        }
    }
}

impl Role {
    /// Stable word, as stored and as printed in `docs/states.md`.
    pub fn word(self) -> &'static str {
        match self {
            Role::Commission => "commission",
            Role::ExamCentre => "examCentre",
        }
    }
}

/// Who raises an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// The person in the cabinet.
    Applicant,
    /// An officer whose scope was found to contain the application.
    Officer(Role),
    /// Timers, sweeps and results of other concepts.
    System,
}

impl By {
    /// Stable word, as stored and as printed in `docs/states.md`.
    pub fn word(self) -> &'static str {
        match self {
            By::Applicant => "applicant",
            By::Officer(role) => role.word(),
            By::System => "system",
        }
    }
}

/// When a move is offered at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At any time.
    Always,
    /// Only while the campaign's half-open window `[opens, closes)` holds the receipt instant.
    InWindow,
    /// Only once the window has ended, so that an early sweep ends nobody's application.
    AfterWindow,
}

/// What a move causes, as a symbol in the table. Values are filled in when the move is decided, see [`Act`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Takes the key "one live application per …"; refused when another application holds it.
    Claim,
    /// Gives the claims back.
    Release,
    /// Takes one of a limited number of places.
    Take,
    /// Gives the place back.
    GiveBack,
    /// Takes the fee from the wallet; a fee of 0 still leaves a ledger line.
    Charge,
    /// Seals what was judged: answers, facts, findings, rule set.
    Snapshot,
    /// Sends a notice; the name is a key under `notices.` in the locales.
    Notice(&'static str),
    /// Makes a document of this kind printable.
    Document(&'static str),
    /// Starts a timer.
    Timer(&'static str),
    /// Stops a timer.
    Cancel(&'static str),
    /// Queues a job that acts on other applications in its own unit of work.
    Later(&'static str),
}

/// A decided effect. The server executes these in the order of this enum: the three that may refuse come first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// See [`Effect::Claim`]; the key.
    Claim(String),
    /// See [`Effect::Release`].
    Release,
    /// See [`Effect::Take`]; the pool's key.
    Take(String),
    /// See [`Effect::GiveBack`]; the pool's key.
    GiveBack(String),
    /// See [`Effect::Charge`].
    Charge(Qepik),
    /// See [`Effect::Snapshot`].
    Snapshot,
    /// See [`Effect::Notice`].
    Notice(&'static str),
    /// See [`Effect::Document`].
    Document(&'static str),
    /// See [`Effect::Timer`].
    Timer(&'static str),
    /// See [`Effect::Cancel`].
    Cancel(&'static str),
    /// See [`Effect::Later`].
    Later(&'static str),
}

/// A closed set of words: states and event names. Stored and sent as [`Word::word`].
pub trait Word: Copy + PartialEq + Eq + std::fmt::Debug + 'static {
    /// Every value, in the order they should be printed.
    const ALL: &'static [Self];
    /// The stable word.
    fn word(self) -> &'static str;
    /// The value of a stored word.
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == word)
    }
}

/// Anything with states: a state set and the events that move it.
pub trait Lifecycle: Sized + 'static {
    /// The states.
    type State: Word;
    /// The names of events.
    type On: Word;
}

/// One row = one printed line of `docs/states.md`.
pub struct Move<L: Lifecycle> {
    /// States the row starts from.
    pub from: &'static [L::State],
    /// The event.
    pub on: L::On,
    /// The state after it.
    pub to: L::State,
    /// Who may raise it.
    pub by: By,
    /// The clause that grounds it.
    pub clause: Clause,
    /// What it causes.
    pub effects: &'static [Effect],
    /// When it is offered.
    pub when: When,
    /// Whether the steps must be complete and the judgement without a broken clause.
    pub judged: bool,
    /// Whether a second officer must approve it.
    pub four_eyes: bool,
}

impl<L: Lifecycle> Move<L> {
    /// A row that is always offered, not judged, by one actor.
    pub const fn row(
        from: &'static [L::State],
        on: L::On,
        to: L::State,
        by: By,
        clause: Clause,
        effects: &'static [Effect],
    ) -> Self {
        Move { from, on, to, by, clause, effects, when: When::Always, judged: false, four_eyes: false }
    }
    /// The same row, offered only in the window.
    pub const fn in_window(mut self) -> Self {
        self.when = When::InWindow;
        self
    }
    /// The same row, offered only once the window has ended.
    pub const fn after_window(mut self) -> Self {
        self.when = When::AfterWindow;
        self
    }
    /// The same row, judged.
    pub const fn judged(mut self) -> Self {
        self.judged = true;
        self
    }
    /// The same row, offered only in the window and judged.
    pub const fn judged_in_window(self) -> Self {
        self.in_window().judged()
    }
    /// The same row, needing a second officer.
    pub const fn two_officers(mut self) -> Self {
        self.four_eyes = true;
        self
    }
}

/// One step of a wizard: its id (`masterExam.exam`) and what is still missing in it.
pub struct Step<P: Procedure> {
    /// Globally unique: kind, dot, name.
    pub id: &'static str,
    /// What is missing or unreadable in the draft, field by field. Empty = complete.
    pub gaps: fn(&Case<'_, P>) -> Vec<Gap>,
}

/// What a procedure judges: the draft as typed, the facts, the person and the instant of receipt.
pub struct Case<'a, P: Procedure> {
    /// The draft as typed.
    pub draft: &'a P::Draft,
    /// What registers, campaign and wallet say.
    pub facts: &'a FactBook,
    /// The instant the request was received.
    pub now: Micros,
}

/// Who binds an application.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmer<R> {
    /// The applicant themselves, or a commission that sees the originals.
    pub by: By,
    /// The clause that says so.
    pub clause: Clause,
    /// Why, in words.
    pub reason: R,
}

/// One answer in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The step it belongs to.
    pub step: &'static str,
    /// Code of the label: `<kind>.labels.<code>` in the locales.
    pub label: &'static str,
    /// The value as people read it.
    pub value: String,
    /// The register it came from; `None` = typed by the person.
    pub source: Option<Source>,
}

/// Why an event is refused. Nothing is changed and nothing is charged when one of these comes back.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused<R> {
    /// No row of the table for this state, event and actor.
    NotOffered,
    /// Outside the window.
    Closed(Clause),
    /// Steps are not complete.
    Incomplete(Vec<Gap>),
    /// Clauses are broken.
    Broken(Vec<(Clause, R)>),
    /// A register is silent; never a refusal on the merits, the person tries again.
    TryLater(Vec<(Clause, Need)>),
}

/// An event the applicant could raise now, and what stands in its way.
pub struct Offer<P: Procedure> {
    /// The event.
    pub on: P::On,
    /// The row's clause.
    pub clause: Clause,
    /// `None` = it would be accepted.
    pub blocked: Option<Refused<P::Reason>>,
}

/// A request a person fills in, sends and gets answered. See `docs/adding-a-procedure.md`.
pub trait Procedure: Lifecycle {
    /// Stable name of the kind, `masterExam`.
    const KIND: &'static str;
    /// Version of the draft's shape. Raised with an upgrade function when a field changes its meaning.
    const DRAFT_VERSION: u16;
    /// Act and edition of the rules it is judged by, as stored with each decision.
    const RULE_SET: &'static str;
    /// Registers that must have been asked before it can be judged.
    const NEEDS: &'static [Need];
    /// The steps, in order.
    const STEPS: &'static [Step<Self>];
    /// The table of moves.
    const MOVES: &'static [Move<Self>];
    /// The state of a new application.
    const START: Self::State;
    /// As typed: every field optional, nothing parsed.
    type Draft: Default + Serialize + DeserializeOwned;
    /// One variant per step, adjacently tagged `{"step", "answers"}`.
    type Patch: Serialize + DeserializeOwned;
    /// What arrived, with its payload, tagged by `"event"`.
    type Event: DeserializeOwned;
    /// Why a clause is broken.
    type Reason: Explain + Clone + PartialEq + std::fmt::Debug;

    /// Puts one step's answers into the draft; returns the step's id.
    fn save(draft: &mut Self::Draft, patch: Self::Patch) -> &'static str;
    /// The name of an event.
    fn on(event: &Self::Event) -> Self::On;
    /// Runs every rule in the order the act prints them; never stops at the first.
    fn judge(case: &Case<'_, Self>) -> Vec<(Clause, Finding<Self::Reason>)>;
    /// The fee of the charging move.
    fn fee(_case: &Case<'_, Self>) -> Qepik {
        Qepik(0)
    }
    /// "One live application per …". Already scoped by the server with kind, campaign and person at opening.
    fn claim(_case: &Case<'_, Self>) -> Option<String> {
        None
    }
    /// The pool it takes a place of.
    fn pool(_case: &Case<'_, Self>) -> Option<String> {
        None
    }
    /// Which row wins where the table offers the applicant two ways (confirm oneself or send to the commission).
    /// `None` = no special ground against the event.
    fn route(_case: &Case<'_, Self>, _on: Self::On) -> Option<(Clause, Self::Reason)> {
        None
    }
    /// What the applicant may see of a state.
    fn shown(state: Self::State) -> &'static str {
        state.word()
    }
    /// Whether the applicant may change answers in a state. Only a new application, unless the procedure has returns.
    fn editable(state: Self::State) -> bool {
        state == Self::START
    }
    /// Things worth knowing before confirming that block nothing, such as what an exam language leaves open.
    fn advice(_case: &Case<'_, Self>) -> Vec<(Clause, Self::Reason)> {
        Vec::new()
    }
    /// Who binds the application, by which clause and why. `None` = the procedure has one way only, or a register that
    /// decides it is silent.
    fn confirmer(_case: &Case<'_, Self>) -> Option<Confirmer<Self::Reason>> {
        None
    }
    /// The answers in words, for check-answers, the print and one-line summaries. Blank answers are left out.
    fn answers(_case: &Case<'_, Self>, _lang: Lang) -> Vec<Answer> {
        Vec::new()
    }
    /// Name–value pairs desks filter by and reports count.
    fn facets(_case: &Case<'_, Self>) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Decides one event. Pure: the caller executes the acts in one transaction.
    fn decide(
        state: Self::State,
        event: &Self::Event,
        by: By,
        case: &Case<'_, Self>,
    ) -> Result<Decided<Self>, Refused<Self::Reason>> {
        let on = Self::on(event);
        let row = row::<Self>(state, on, by).ok_or(Refused::NotOffered)?;
        let findings = check::<Self>(row, case)?;
        let acts = acts::<Self>(row, case)?;
        Ok(Decided { to: row.to, clause: row.clause, acts, findings })
    }

    /// What the applicant could do now, each with what blocks it.
    fn offers(state: Self::State, case: &Case<'_, Self>) -> Vec<Offer<Self>> {
        Self::MOVES
            .iter()
            .filter(|row| row.by == By::Applicant && row.from.contains(&state))
            .map(|row| Offer { on: row.on, clause: row.clause, blocked: check::<Self>(row, case).err() })
            .collect()
    }

    /// Everything missing in the draft, step by step.
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
    /// What to execute, sorted in the order of [`Act`].
    pub acts: Vec<Act>,
    /// The judgement, empty where the row is not judged.
    pub findings: Vec<(Clause, Finding<P::Reason>)>,
}

fn row<P: Procedure>(state: P::State, on: P::On, by: By) -> Option<&'static Move<P>> {
    P::MOVES.iter().find(|row| row.on == on && row.by == by && row.from.contains(&state))
}

type Findings<P> = Vec<(Clause, Finding<<P as Procedure>::Reason>)>;

fn check<P: Procedure>(row: &Move<P>, case: &Case<'_, P>) -> Result<Findings<P>, Refused<P::Reason>> {
    match row.when {
        When::InWindow if !case.facts.campaign.is_open_at(case.now) => return Err(Refused::Closed(row.clause)),
        When::AfterWindow if case.now < case.facts.campaign.closes => return Err(Refused::NotOffered),
        When::Always | When::InWindow | When::AfterWindow => {}
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

/// A gap told in words; the same words at the field, in the summary and in problem+json.
pub fn gap_text(gap: &Gap, lang: Lang) -> &'static str {
    gap.text(lang)
}
