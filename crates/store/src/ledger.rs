//! Tables `ledger_transaction` and `ledger_entry`: double entry, append-only, in qəpik.
//!
//! A positive amount increases what an account has. A top-up is `provider −n, wallet +n`; a charge is `wallet −n,
//! income +n`. The entries of one transaction sum to zero. Only [`crate::wallets`] and [`crate::topups`] book.

use std::collections::HashMap;

use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use uuid::Uuid;

use crate::macros::Number;
use crate::tx::Booked;
use crate::{Cursor, Error, Page, Result, Tx, merkle};

words! {
    /// What a booking is.
    pub enum Kind {
        /// Money came in through a provider.
        Topup => "TOPUP",
        /// A fee was taken; one charge per application, also if the fee is 0.00.
        Charge => "CHARGE",
        /// A fee was refunded.
        Refund => "REFUND",
        /// A top-up was reversed by the provider.
        Reversal => "REVERSAL",
    }
}

/// A booking to write.
pub(crate) struct Booking<'a> {
    pub(crate) id: Uuid,
    pub(crate) kind: Kind,
    pub(crate) application_id: Option<Uuid>,
    pub(crate) topup_id: Option<Uuid>,
    pub(crate) memo: &'a str,
    pub(crate) at: Micros,
}

/// One line of a booking.
pub(crate) struct Line {
    pub(crate) account: String,
    pub(crate) wallet_id: Option<Uuid>,
    pub(crate) amount: i64,
    pub(crate) balance_after: Option<i64>,
}

impl Line {
    pub(crate) fn wallet(account_id: Uuid, amount: i64, balance_after: i64) -> Line {
        Line {
            account: format!("wallet:{account_id}"),
            wallet_id: Some(account_id),
            amount,
            balance_after: Some(balance_after),
        }
    }
    pub(crate) fn receivable(account_id: Uuid, amount: i64) -> Line {
        Line { account: format!("receivable:{account_id}"), wallet_id: Some(account_id), amount, balance_after: None }
    }
    pub(crate) fn other(account: String, amount: i64) -> Line {
        Line { account, wallet_id: None, amount, balance_after: None }
    }
}

/// Digest over a booking and its lines, stored in its audit row.
fn digest(booking: &Booking<'_>, lines: &[Line]) -> [u8; 32] {
    let id = |id: Option<Uuid>| id.map(|id| id.into_bytes().to_vec()).unwrap_or_default();
    let number = |number: Option<i64>| number.map(|number| number.to_be_bytes().to_vec()).unwrap_or_default();
    let mut parts: Vec<Vec<u8>> = vec![
        b"qabul/booking/v1".to_vec(),
        booking.id.into_bytes().to_vec(),
        booking.kind.word().into(),
        id(booking.application_id),
        id(booking.topup_id),
        booking.memo.into(),
        number(Some(booking.at.0)),
    ];
    for line in lines {
        parts.extend([
            line.account.clone().into_bytes(),
            id(line.wallet_id),
            number(Some(line.amount)),
            number(line.balance_after),
        ]);
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    merkle::digest(&parts)
}

/// A stored booking with its digest, computed from the current rows.
pub(crate) struct Stored {
    pub(crate) id: Uuid,
    pub(crate) kind: Kind,
    pub(crate) application_id: Option<Uuid>,
    pub(crate) topup_id: Option<Uuid>,
    /// Amount added to the wallet (positive) or taken from it (negative).
    pub(crate) amount: i64,
    pub(crate) digest: [u8; 32],
}

/// Bookings in the order of their ids, at most 500 after `after`.
pub(crate) async fn stored(tx: &mut Tx, after: Uuid) -> Result<Vec<Stored>> {
    row! { struct Head {
        id: Uuid, kind: Kind, application_id: Option<Uuid>, topup_id: Option<Uuid>, memo: String, at: Micros
    } }
    row! { struct Entry {
        transaction_id: Uuid, account: String, wallet_id: Option<Uuid>, amount: i64, balance_after: Option<i64>
    } }
    let heads = fetch_all!(
        tx,
        Head,
        "select id, kind, application_id, topup_id, memo, at from ledger_transaction where id > $1 order by id limit 500",
        after
    )?;
    let Some(last) = heads.last().map(|head| head.id) else { return Ok(Vec::new()) };
    let entries = fetch_all!(
        tx,
        Entry,
        "select transaction_id, account, wallet_id, amount, balance_after from ledger_entry
          where transaction_id > $1 and transaction_id <= $2 order by transaction_id, line",
        after,
        last
    )?;
    let mut lines: HashMap<Uuid, Vec<Line>> = HashMap::new();
    for Entry { transaction_id, account, wallet_id, amount, balance_after } in entries {
        lines.entry(transaction_id).or_default().push(Line { account, wallet_id, amount, balance_after });
    }
    Ok(heads
        .into_iter()
        .map(|head| {
            let lines = lines.remove(&head.id).unwrap_or_default();
            let Head { id, kind, application_id, topup_id, memo, at } = head;
            let amount = lines.iter().filter(|line| line.wallet_id.is_some()).map(|line| line.amount).sum();
            let digest = digest(&Booking { id, kind, application_id, topup_id, memo: &memo, at }, &lines);
            Stored { id, kind, application_id, topup_id, amount, digest }
        })
        .collect())
}

/// Writes a booking. Lines that do not sum to zero are refused at once. The next audit row of the unit names the
/// booking.
pub(crate) async fn book(tx: &mut Tx, booking: &Booking<'_>, lines: &[Line]) -> Result<()> {
    let sum = lines.iter().try_fold(0i64, |sum, line| sum.checked_add(line.amount));
    if sum != Some(0) {
        return Err(Error::Unreadable("ledger_entry.amount"));
    }
    exec!(
        tx,
        "insert into ledger_transaction (id, kind, application_id, topup_id, memo, at) values ($1, $2, $3, $4, $5, $6)",
        booking.id,
        booking.kind.word(),
        booking.application_id,
        booking.topup_id,
        booking.memo,
        booking.at.0
    )?;
    tx.note_booking(Booked { id: booking.id, digest: digest(booking, lines) });
    for (line, n) in lines.iter().zip(1i64..) {
        exec!(
            tx,
            "insert into ledger_entry (transaction_id, line, account, wallet_id, amount, balance_after, at)
             values ($1, $2, $3, $4, $5, $6, $7)",
            booking.id,
            n,
            &line.account,
            line.wallet_id,
            line.amount,
            line.balance_after,
            booking.at.0
        )?;
    }
    Ok(())
}

row! {
    /// A line of a person's statement.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StatementLine {
        /// Booking.
        pub transaction_id: Uuid,
        /// Instant; strictly increasing within one wallet.
        pub at: Micros,
        /// What it was.
        pub kind: Kind,
        /// Added to the wallet (positive) or taken from it (negative).
        pub amount: Qepik,
        /// Balance after it.
        pub balance_after: Qepik,
        /// What was paid for.
        pub application_id: Option<Uuid>,
        /// The top-up it came from.
        pub topup_id: Option<Uuid>,
        /// Key of the text.
        pub memo: String,
    }
}

/// A wallet's statement, newest first; only bookings of one kind if `kind` is given.
pub async fn statement(
    tx: &mut Tx,
    account_id: Uuid,
    kind: Option<Kind>,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Page<StatementLine>> {
    let after = after.unwrap_or(Cursor::NEWEST);
    let rows = fetch_all!(
        tx,
        StatementLine,
        "select e.transaction_id, e.at, t.kind, e.amount, e.balance_after, t.application_id, t.topup_id, t.memo
           from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
          where e.wallet_id = $1 and e.balance_after is not null
            and ($2 is null or t.kind = $2)
            and (e.at < $3 or (e.at = $3 and e.transaction_id < $4))
          order by e.at desc, e.transaction_id desc limit $5",
        account_id,
        kind.map(Kind::word),
        after.at.0,
        after.id,
        i64::from(limit) + 1
    )?;
    Ok(Page::cut(rows, limit, |row| Cursor { at: row.at, id: row.transaction_id }))
}

/// One line of a wallet's statement, found by its booking.
pub async fn line(tx: &mut Tx, account_id: Uuid, transaction_id: Uuid) -> Result<Option<StatementLine>> {
    fetch_optional!(
        tx,
        StatementLine,
        "select e.transaction_id, e.at, t.kind, e.amount, e.balance_after, t.application_id, t.topup_id, t.memo
           from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
          where e.wallet_id = $1 and e.transaction_id = $2 and e.balance_after is not null",
        account_id,
        transaction_id
    )
}

/// The charge of an application: id and amount (positive).
pub async fn charge_of(tx: &mut Tx, application_id: Uuid) -> Result<Option<(Uuid, Qepik)>> {
    row! { struct Charge { id: Uuid, amount: Qepik } }
    let row = fetch_optional!(
        tx,
        Charge,
        "select t.id, -e.amount as amount from ledger_transaction t
           join ledger_entry e on e.transaction_id = t.id and e.balance_after is not null
          where t.application_id = $1 and t.kind = 'CHARGE'",
        application_id
    )?;
    Ok(row.map(|row| (row.id, row.amount)))
}

/// The sum of all lines of an account such as `income:exam`.
pub async fn sum_of(tx: &mut Tx, account: &str) -> Result<Qepik> {
    let row = fetch_one!(
        tx,
        Number,
        "select cast(coalesce(sum(amount), 0) as bigint) as value from ledger_entry where account = $1",
        account
    )?;
    Ok(Qepik(row.value))
}

/// A sum that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imbalance {
    /// Entries of a booking do not sum to zero, or there are fewer than two.
    Transaction {
        /// Booking.
        id: Uuid,
        /// Their sum.
        sum: i64,
    },
    /// A wallet's balance is not the sum of its lines.
    Balance {
        /// Wallet.
        account_id: Uuid,
        /// As stored.
        stored: i64,
        /// As summed.
        summed: i64,
    },
    /// The receivable of an account is not the sum of its lines.
    Receivable {
        /// Wallet.
        account_id: Uuid,
        /// As stored.
        stored: i64,
        /// As summed.
        summed: i64,
    },
}

/// Checks all sums; empty = all are correct. At most 1,000 findings of each kind.
pub async fn verify(tx: &mut Tx) -> Result<Vec<Imbalance>> {
    row! { struct Sum { id: Uuid, summed: i64 } }
    row! { struct Pair { id: Uuid, stored: i64, summed: i64 } }
    let transactions = fetch_all!(
        tx,
        Sum,
        "select t.id, cast(coalesce(sum(e.amount), 0) as bigint) as summed from ledger_transaction t
           left join ledger_entry e on e.transaction_id = t.id
          group by t.id having coalesce(sum(e.amount), 0) <> 0 or count(e.line) < 2 order by t.id limit 1000"
    )?;
    let balances = fetch_all!(
        tx,
        Pair,
        "select w.account_id as id, w.balance as stored, cast(coalesce(sum(e.amount), 0) as bigint) as summed
           from wallet w left join ledger_entry e on e.wallet_id = w.account_id and e.balance_after is not null
          group by w.account_id, w.balance having w.balance <> coalesce(sum(e.amount), 0) order by w.account_id
          limit 1000"
    )?;
    let receivables = fetch_all!(
        tx,
        Pair,
        "select w.account_id as id, w.receivable as stored, cast(coalesce(-sum(e.amount), 0) as bigint) as summed
           from wallet w left join ledger_entry e on e.wallet_id = w.account_id and e.balance_after is null
          group by w.account_id, w.receivable having w.receivable <> coalesce(-sum(e.amount), 0) order by w.account_id
          limit 1000"
    )?;
    let mut found: Vec<Imbalance> =
        transactions.into_iter().map(|row| Imbalance::Transaction { id: row.id, sum: row.summed }).collect();
    found.extend(balances.into_iter().map(|row| Imbalance::Balance {
        account_id: row.id,
        stored: row.stored,
        summed: row.summed,
    }));
    found.extend(receivables.into_iter().map(|row| Imbalance::Receivable {
        account_id: row.id,
        stored: row.stored,
        summed: row.summed,
    }));
    Ok(found)
}
