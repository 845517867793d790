//! The table of moves and its types: actors, windows, effects, words.

use crate::calendar::Micros;
use crate::decision::Clause;
use crate::facts::CampaignFacts;
use crate::money::Qepik;

/// Role of an officer. The scope (institution, commission) is checked before [`By::Officer`] is created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Document reception commission (SQK), Rules 2.1.
    Commission,
    /// Officer of the examination centre (DİM).
    ExamCentre,
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
    /// The person, signed in to the account.
    Applicant,
    /// An officer whose scope contains the application.
    Officer(Role),
    /// Timers, sweeps and results of other modules.
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

/// When a move is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At any time.
    Always,
    /// Only while the instant of receipt is in the campaign's half-open window `[opens, closes)`.
    InWindow,
    /// Only while the commission accepts documents: from the opening of the window to the commission's own deadline.
    AtDesk,
    /// Only while both are open, because after that the commission could not examine the application.
    InWindowAndDesk,
    /// Only after the window has ended, so that an early sweep ends no application.
    AfterWindow,
    /// Only after the commission's deadline.
    AfterDesk,
    /// Only after both have ended.
    AfterBoth,
}

impl When {
    /// Stable word, as printed in `docs/states.md`.
    pub fn word(self) -> &'static str {
        match self {
            When::Always => "always",
            When::InWindow => "in the window",
            When::AtDesk => "while the commission works",
            When::InWindowAndDesk => "in the window, while the commission works",
            When::AfterWindow => "after the window",
            When::AfterDesk => "after the commission's deadline",
            When::AfterBoth => "after both deadlines",
        }
    }

    /// Whether a row of this kind is offered at an instant, by the windows of its campaign.
    pub fn holds(self, campaign: &CampaignFacts, now: Micros) -> bool {
        match self {
            When::Always => true,
            When::InWindow => campaign.is_open_at(now),
            When::AtDesk => campaign.is_desk_open_at(now),
            When::InWindowAndDesk => campaign.is_open_at(now) && campaign.is_desk_open_at(now),
            When::AfterWindow => campaign.closes <= now,
            When::AfterDesk => campaign.desk_closes() <= now,
            When::AfterBoth => campaign.closes.max(campaign.desk_closes()) <= now,
        }
    }

    /// Whether it waits for a deadline to pass. Before the deadline it is not offered, instead of being refused as
    /// closed.
    pub fn waits(self) -> bool {
        matches!(self, When::AfterWindow | When::AfterDesk | When::AfterBoth)
    }
}

/// An effect of a move, as written in the table. Values are filled in when the move is decided, see [`Act`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Takes the claim key that allows one live application; refused if another application holds it.
    Claim,
    /// Gives the claims back.
    Release,
    /// Takes one of a limited number of places.
    Take,
    /// Gives the place back.
    GiveBack,
    /// Takes the fee from the wallet; a fee of 0 is booked too.
    Charge,
    /// Seals the judged data: answers, facts, findings, rule set.
    Snapshot,
    /// Stores what an officer marked and why; until the next sending only the marked steps can be changed.
    Mark,
    /// Takes the claim again that was taken at opening: the application continues.
    Reopen,
    /// Revokes a document of this kind.
    Revoke(&'static str),
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

/// A decided effect. The server executes acts in the order of this enum: the three that may refuse come first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// See [`Effect::Claim`]; the key.
    Claim(String),
    /// See [`Effect::Reopen`].
    Reopen,
    /// See [`Effect::Release`].
    Release,
    /// See [`Effect::Take`]; the key of the pool.
    Take(String),
    /// See [`Effect::GiveBack`]; the key of the pool.
    GiveBack(String),
    /// See [`Effect::Charge`].
    Charge(Qepik),
    /// See [`Effect::Snapshot`].
    Snapshot,
    /// See [`Effect::Mark`].
    Mark,
    /// See [`Effect::Revoke`].
    Revoke(&'static str),
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

/// A closed set of words: states and event names. Stored and transmitted as [`Word::word`].
pub trait Word: Copy + PartialEq + Eq + std::fmt::Debug + 'static {
    /// Every value, in the order of printing.
    const ALL: &'static [Self];
    /// The stable word.
    fn word(self) -> &'static str;
    /// The value of a stored word.
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == word)
    }
}

/// A set of states and the events that change them.
pub trait Lifecycle: Sized + 'static {
    /// The states.
    type State: Word;
    /// The names of events.
    type On: Word;
}

/// One row of the table; printed as one line of `docs/states.md`.
pub struct Move<L: Lifecycle> {
    /// States that the row starts from.
    pub from: &'static [L::State],
    /// The event.
    pub on: L::On,
    /// The state after it.
    pub to: L::State,
    /// Who may raise it.
    pub by: By,
    /// The clause that it is based on.
    pub clause: Clause,
    /// What it causes.
    pub effects: &'static [Effect],
    /// When it is offered.
    pub when: When,
    /// Whether the steps must be complete and no clause broken.
    pub judged: bool,
    /// Whether a second officer must approve it.
    pub four_eyes: bool,
}

impl<L: Lifecycle> Move<L> {
    /// A row for one actor that is always offered and not judged.
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
    /// The same row, offered at these times.
    pub const fn when(mut self, when: When) -> Self {
        self.when = when;
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
    /// The same row; it needs a second officer.
    pub const fn two_officers(mut self) -> Self {
        self.four_eyes = true;
        self
    }
}
