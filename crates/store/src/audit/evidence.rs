//! Compares the tables with the audit: every booking, move and act of an officer has its audit row, and no audit row
//! describes something that does not exist.
//!
//! Rows of releases before the signed seals identify a booking by its purpose and amount; later rows by its id and the
//! digest of all its lines.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Value, json};
use uuid::Uuid;

use super::Row;
use super::heads::hex;
use crate::ledger::{self, Kind, Stored};
use crate::{Result, Tx};

/// Maximum number of findings of one kind.
const MOST: usize = 1_000;

/// A difference between the tables and the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// A booking without an audit row.
    Booking(Uuid),
    /// A booking that differs from the one its audit row describes.
    BookingChanged(Uuid),
    /// An audit row describes a booking that is not in the ledger.
    BookingLost(Uuid),
    /// A top-up counted as paid without a booking.
    TopUp(Uuid),
    /// An application nobody opened.
    Application(Uuid),
    /// An audit row describes an application that does not exist.
    ApplicationLost(Uuid),
    /// A move of an application without an audit row.
    Move {
        /// Application.
        application: Uuid,
        /// The version it made.
        version: i64,
    },
    /// An application is in another state than the one its last audited move led to.
    State(Uuid),
    /// The snapshot of a move differs from the digest in the audit, or only one of the two exists.
    Snapshot {
        /// Application.
        application: Uuid,
        /// The version it made.
        version: i64,
    },
    /// An application was returned without an audit row, other steps may be changed than the audit row names, or an
    /// audited return is not stored.
    Correction {
        /// Application.
        application: Uuid,
        /// The version it made.
        version: i64,
    },
    /// A deadline was moved without an audit row, or an audit row describes an extension that does not exist.
    Extension(Uuid),
    /// A held payment is not stored as it came, or not settled as and by whom the audit says.
    HeldPayment(Uuid),
    /// The state or role of an account does not come from any audit row.
    Account(Uuid),
}

/// A move as described by its audit row.
struct Move {
    to: String,
    snapshot: Option<String>,
    /// List of the steps that may be changed.
    steps: Value,
    /// Whether it returned the application, which stores a correction.
    returned: bool,
}

/// A held payment as described by its audit rows.
#[derive(Default)]
struct HeldTold {
    /// Detail of the row that holds it.
    event: Value,
    /// How and by which officer it was settled.
    settled: Option<(String, String)>,
}

row! {
    struct Held {
        id: Uuid,
        event_id: String,
        provider_order: String,
        provider_tx: String,
        reverses_tx: Option<String>,
        topup_id: Uuid,
        amount: i64,
        status: String,
        reason: String,
        settled_at: Option<i64>,
        settlement: Option<String>,
        settled_by: Option<String>,
    }
}

impl HeldTold {
    fn fits(&self, held: &Held) -> bool {
        // Rows of earlier releases do not name order and transactions.
        let same = |name: &str, stored: Value| self.event.get(name).is_none_or(|told| *told == stored);
        let told = self.settled.as_ref().map(|(how, officer)| (how.as_str(), officer.as_str()));
        same("event", json!(held.event_id))
            && same("order", json!(held.provider_order))
            && same("transaction", json!(held.provider_tx))
            && same("reverses", json!(held.reverses_tx))
            && same("topUp", json!(held.topup_id))
            && same("amount", json!(held.amount))
            && same("status", json!(held.status))
            && same("reason", json!(held.reason))
            && told == held.settlement.as_deref().zip(held.settled_by.as_deref())
            && held.settled_at.is_some() == told.is_some()
            && held.settlement.is_some() == held.settled_by.is_some()
    }
}

#[derive(Default)]
struct Opened {
    /// The state it was opened in.
    opened: Option<String>,
    moves: BTreeMap<i64, Move>,
}

/// Everything the audit rows say, gathered for the comparison.
#[derive(Default)]
pub(super) struct Evidence {
    booked: HashMap<Uuid, String>,
    /// From rows that name no booking: application → fee.
    charged: HashMap<Uuid, i64>,
    /// From rows that name no booking: top-up → amount, and reversed top-ups.
    topped_up: HashMap<Uuid, i64>,
    reversed: HashMap<Uuid, i64>,
    applications: HashMap<Uuid, Opened>,
    extensions: HashMap<Uuid, i64>,
    held: HashMap<Uuid, HeldTold>,
    /// State and role.
    accounts: HashMap<Uuid, (String, String)>,
}

impl Evidence {
    /// Adds the content of one audit row.
    pub(super) fn take(&mut self, row: &Row) {
        let Ok(detail) = serde_json::from_str::<Value>(&row.detail) else { return };
        let (sort, id) = row.subject.split_once(':').unwrap_or_default();
        let id = Uuid::parse_str(id).unwrap_or_default();
        let named = detail["booked"].as_object();
        for (booking, digest) in named.into_iter().flatten() {
            if let (Ok(booking), Some(digest)) = (Uuid::parse_str(booking), digest.as_str()) {
                self.booked.insert(booking, digest.to_owned());
            }
        }
        let uuid = |name: &str| detail[name].as_str().and_then(|text| Uuid::parse_str(text).ok());
        let number = |name: &str| detail[name].as_i64();
        let word = |name: &str| detail[name].as_str().unwrap_or_default().to_owned();
        match (sort, row.action.as_str()) {
            ("application", action) => {
                let application = self.applications.entry(id).or_default();
                if action == "application.open" {
                    // Rows of earlier releases do not name the state.
                    application.opened = Some(detail["state"].as_str().unwrap_or("draft").to_owned());
                }
                if let (Some(version), true) = (number("version"), detail["to"].is_string()) {
                    let snapshot = detail["snapshot"].as_str().map(str::to_owned);
                    let steps = detail["steps"].clone();
                    let returned = action == "application.return";
                    application.moves.insert(version, Move { to: word("to"), snapshot, steps, returned });
                }
                if let (Some(charged), None) = (number("charged"), named) {
                    self.charged.insert(id, charged);
                }
            }
            ("account", "wallet.topUp") if named.is_none() => {
                self.topped_up.extend(uuid("topUp").zip(number("amount")));
            }
            ("account", "wallet.reversal") if named.is_none() => {
                self.reversed.extend(uuid("topUp").zip(number("amount")));
            }
            ("account", "account.open") => {
                self.accounts.insert(id, (word("state"), "applicant".to_owned()));
            }
            ("account", "officer.create") => {
                self.accounts.insert(id, ("ACTIVE".to_owned(), word("role")));
            }
            ("account", "account.verify" | "account.reject") => {
                if let Some(account) = self.accounts.get_mut(&id) {
                    account.0 = word("state");
                }
            }
            (_, "payment.hold") => {
                if let Some(id) = uuid("held") {
                    self.held.entry(id).or_default().event = detail;
                }
            }
            (_, "payment.settle") => {
                if let Some(id) = uuid("held") {
                    let officer = row.actor.strip_prefix("officer:").unwrap_or_default().to_owned();
                    self.held.entry(id).or_default().settled = Some((word("settlement"), officer));
                }
            }
            ("campaign", "campaign.extend") => self.extensions.extend(uuid("extension").zip(number("to"))),
            _ => {}
        }
    }

    /// Compares the tables with the gathered evidence.
    pub(super) async fn compare(mut self, tx: &mut Tx) -> Result<Vec<Missing>> {
        let mut missing = Vec::new();
        self.bookings(tx, &mut missing).await?;
        self.moves(tx, &mut missing).await?;
        self.snapshots(tx, &mut missing).await?;
        self.acts(tx, &mut missing).await?;
        Ok(missing)
    }

    async fn bookings(&mut self, tx: &mut Tx, missing: &mut Vec<Missing>) -> Result<()> {
        let mut after = Uuid::nil();
        let mut paid: HashSet<Uuid> = HashSet::new();
        loop {
            let found = ledger::stored(tx, after).await?;
            let Some(last) = found.last() else { break };
            after = last.id;
            for booking in found {
                paid.extend(booking.topup_id.filter(|_| booking.kind == Kind::Topup));
                match self.booked.remove(&booking.id) {
                    Some(digest) if digest == hex(&booking.digest) => {}
                    Some(_) => missing.push(Missing::BookingChanged(booking.id)),
                    None if self.told_by_an_old_row(&booking) => {}
                    None => missing.push(Missing::Booking(booking.id)),
                }
            }
        }
        missing.extend(self.booked.keys().take(MOST).map(|id| Missing::BookingLost(*id)));
        row! { struct Found { id: Uuid } }
        let counted = fetch_all!(tx, Found, "select id from topup where state in ('PAID', 'REVERSED') order by id")?;
        let unpaid = counted.into_iter().filter(|topup| !paid.contains(&topup.id));
        missing.extend(unpaid.take(MOST).map(|topup| Missing::TopUp(topup.id)));
        Ok(())
    }

    fn told_by_an_old_row(&self, booking: &Stored) -> bool {
        let told = |told: &HashMap<Uuid, i64>, id: Option<Uuid>| id.and_then(|id| told.get(&id)).copied();
        match booking.kind {
            Kind::Charge => told(&self.charged, booking.application_id) == Some(-booking.amount),
            Kind::Topup => told(&self.topped_up, booking.topup_id) == Some(booking.amount),
            Kind::Reversal => told(&self.reversed, booking.topup_id) == Some(-booking.amount),
            Kind::Refund => false,
        }
    }

    async fn moves(&mut self, tx: &mut Tx, missing: &mut Vec<Missing>) -> Result<()> {
        row! { struct Found { id: Uuid, state: String, version: i64 } }
        let (mut after, mut seen) = (Uuid::nil(), HashSet::new());
        loop {
            let found = fetch_all!(
                tx,
                Found,
                "select id, state, version from application where id > $1 order by id limit 1000",
                after
            )?;
            let Some(last) = found.last() else { break };
            after = last.id;
            for Found { id, state, version } in found {
                seen.insert(id);
                let told = self.applications.get(&id);
                let Some((told, opened)) = told.and_then(|told| Some((told, told.opened.as_ref()?))) else {
                    missing.push(Missing::Application(id));
                    continue;
                };
                let untold = (2..=version).filter(|version| !told.moves.contains_key(version));
                missing.extend(untold.take(MOST).map(|version| Missing::Move { application: id, version }));
                let last = told.moves.last_key_value();
                if *last.map_or(opened, |(_, last)| &last.to) != state {
                    missing.push(Missing::State(id));
                } else if last.is_some_and(|(told, _)| *told > version) {
                    missing.push(Missing::Move { application: id, version });
                }
            }
        }
        let gone = self.applications.keys().filter(|id| !id.is_nil() && !seen.contains(*id));
        missing.extend(gone.take(MOST).map(|id| Missing::ApplicationLost(*id)));
        Ok(())
    }

    async fn snapshots(&self, tx: &mut Tx, missing: &mut Vec<Missing>) -> Result<()> {
        row! { struct Found { application_id: Uuid, version: i64, digest: Vec<u8> } }
        let (mut after, mut seen) = ((Uuid::nil(), 0), HashSet::new());
        loop {
            let found = fetch_all!(
                tx,
                Found,
                "select application_id, version, digest from application_version
                  where application_id > $1 or (application_id = $1 and version > $2)
                  order by application_id, version limit 1000",
                after.0,
                after.1
            )?;
            let Some(last) = found.last() else { break };
            after = (last.application_id, last.version);
            for Found { application_id: application, version, digest } in found {
                seen.insert((application, version));
                let told = self.applications.get(&application).and_then(|told| told.moves.get(&version));
                if told.and_then(|told| told.snapshot.as_deref()) != Some(hex(&digest).as_str()) {
                    missing.push(Missing::Snapshot { application, version });
                }
            }
        }
        let gone = self.told_moves().filter(|(id, no, told)| told.snapshot.is_some() && !seen.contains(&(*id, *no)));
        missing.extend(gone.take(MOST).map(|(application, version, _)| Missing::Snapshot { application, version }));
        Ok(())
    }

    /// Every audited move with its application and version.
    fn told_moves(&self) -> impl Iterator<Item = (Uuid, i64, &Move)> {
        self.applications.iter().flat_map(|(id, told)| told.moves.iter().map(move |(no, told)| (*id, *no, told)))
    }

    async fn acts(&mut self, tx: &mut Tx, missing: &mut Vec<Missing>) -> Result<()> {
        let mut seen = HashSet::new();
        row! { struct Marked { application_id: Uuid, version: i64, steps: String } }
        let marked = fetch_all!(tx, Marked, "select application_id, version, steps from correction order by 1, 2")?;
        for Marked { application_id: application, version, steps } in marked {
            seen.insert((application, version));
            let told = self.applications.get(&application).and_then(|told| told.moves.get(&version));
            if told.is_none_or(|told| serde_json::from_str::<Value>(&steps).ok().as_ref() != Some(&told.steps)) {
                missing.push(Missing::Correction { application, version });
            }
        }
        let gone = self.told_moves().filter(|(id, no, told)| told.returned && !seen.contains(&(*id, *no)));
        missing.extend(gone.take(MOST).map(|(application, version, _)| Missing::Correction { application, version }));
        row! { struct Extended { id: Uuid, closes_at: i64 } }
        for Extended { id, closes_at } in fetch_all!(tx, Extended, "select id, closes_at from extension order by id")? {
            if self.extensions.remove(&id) != Some(closes_at) {
                missing.push(Missing::Extension(id));
            }
        }
        missing.extend(self.extensions.keys().map(|id| Missing::Extension(*id)));
        let held = fetch_all!(
            tx,
            Held,
            "select id, event_id, provider_order, provider_tx, reverses_tx, topup_id, amount, status, reason,
                    settled_at, settlement, settled_by from held_payment order by id"
        )?;
        for held in held {
            if self.held.remove(&held.id).is_none_or(|told| !told.fits(&held)) {
                missing.push(Missing::HeldPayment(held.id));
            }
        }
        missing.extend(self.held.keys().map(|id| Missing::HeldPayment(*id)));
        row! { struct Account { id: Uuid, state: String, role: String } }
        let mut after = Uuid::nil();
        loop {
            let found = fetch_all!(
                tx,
                Account,
                "select id, state, role from account where id > $1 order by id limit 1000",
                after
            )?;
            let Some(last) = found.last() else { break };
            after = last.id;
            let unlike = found.into_iter().filter(|account| {
                self.accounts
                    .get(&account.id)
                    .is_none_or(|(state, role)| *state != account.state || *role != account.role)
            });
            missing.extend(unlike.map(|account| Missing::Account(account.id)));
        }
        Ok(())
    }
}
