//! Table `wallet`: one per account. Every change is a guarded update together with ledger lines; the row count is the
//! guard.

use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use uuid::Uuid;

use crate::ledger::{self, Booking, Kind, Line};
use crate::{Result, Tx};

row! {
    /// A wallet.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Wallet {
        /// Account.
        pub account_id: Uuid,
        /// Money there is.
        pub balance: Qepik,
        /// Money owed after a reversed top-up; while it is above zero, nothing can be charged.
        pub receivable: Qepik,
    }
}

row! { struct Changed { balance: i64, receivable: i64, updated_at: Micros } }

/// The wallet of an account.
pub async fn find(tx: &mut Tx, account_id: Uuid) -> Result<Option<Wallet>> {
    fetch_optional!(tx, Wallet, "select account_id, balance, receivable from wallet where account_id = $1", account_id)
}

/// Balance; zero if there is no wallet.
pub async fn balance(tx: &mut Tx, account_id: Uuid) -> Result<Qepik> {
    Ok(find(tx, account_id).await?.map_or(Qepik::ZERO, |wallet| wallet.balance))
}

/// A fee to take.
#[derive(Debug, Clone)]
pub struct Charge<'a> {
    /// Id of the booking.
    pub id: Uuid,
    /// Whose wallet.
    pub account_id: Uuid,
    /// The application that is paid for; charged once.
    pub application_id: Uuid,
    /// Fee; a fee of 0 is booked too.
    pub amount: Qepik,
    /// Name of the income account, `exam`.
    pub income: &'a str,
    /// Key of the text shown on the statement.
    pub memo: &'a str,
    /// Instant of the request.
    pub now: Micros,
}

/// Outcome of [`charge`]. Only `Done` has written something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charged {
    /// Taken.
    Done {
        /// Balance after it.
        balance: Qepik,
    },
    /// Not enough money.
    Short {
        /// What there is.
        balance: Qepik,
        /// What is missing.
        missing: Qepik,
    },
    /// The account owes money after a reversed top-up.
    Owes {
        /// How much.
        receivable: Qepik,
    },
    /// The application was already charged.
    Already,
}

/// Charges a fee. The unit must hold the application's row ([`crate::applications::lock`]).
pub async fn charge(tx: &mut Tx, charge: &Charge<'_>) -> Result<Charged> {
    let amount = charge.amount.0;
    // Times in one wallet strictly increase, so a statement shows balances in the order in which they arose.
    let changed = fetch_optional!(
        tx,
        Changed,
        "update wallet set balance = balance - $2,
         updated_at = case when updated_at >= $3 then updated_at + 1 else $3 end
          where account_id = $1 and balance >= $2 and $2 >= 0 and receivable = 0
            and not exists (select 1 from ledger_transaction where application_id = $4 and kind = 'CHARGE')
         returning balance, receivable, updated_at",
        charge.account_id,
        amount,
        charge.now.0,
        charge.application_id
    )?;
    let Some(changed) = changed else {
        if ledger::charge_of(tx, charge.application_id).await?.is_some() {
            return Ok(Charged::Already);
        }
        let wallet = find(tx, charge.account_id).await?;
        let (balance, receivable) =
            wallet.map_or((Qepik::ZERO, Qepik::ZERO), |wallet| (wallet.balance, wallet.receivable));
        if receivable > Qepik::ZERO {
            return Ok(Charged::Owes { receivable });
        }
        return Ok(Charged::Short { balance, missing: balance.missing_to(charge.amount) });
    };
    let booking = Booking {
        id: charge.id,
        kind: Kind::Charge,
        application_id: Some(charge.application_id),
        topup_id: None,
        memo: charge.memo,
        at: changed.updated_at,
    };
    let lines = [
        Line::wallet(charge.account_id, -amount, changed.balance),
        Line::other(format!("income:{}", charge.income), amount),
    ];
    ledger::book(tx, &booking, &lines).await?;
    Ok(Charged::Done { balance: Qepik(changed.balance) })
}

/// A fee to refund: by an officer, with a reason kept in the audit.
#[derive(Debug, Clone)]
pub struct Refund<'a> {
    /// Id of the booking.
    pub id: Uuid,
    /// Whose wallet.
    pub account_id: Uuid,
    /// The application that was paid for; refunded once.
    pub application_id: Uuid,
    /// Name of the income account it was booked to.
    pub income: &'a str,
    /// Key of the text shown on the statement.
    pub memo: &'a str,
    /// Instant of the request.
    pub now: Micros,
}

/// Outcome of [`refund`]. Only `Done` has written something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refunded {
    /// Given back.
    Done {
        /// How much.
        amount: Qepik,
        /// Balance after it.
        balance: Qepik,
    },
    /// There is no charge to refund.
    NotCharged,
    /// It was already refunded.
    Already,
}

/// Refunds a fee in full. The unit must hold the application's row.
pub async fn refund(tx: &mut Tx, refund: &Refund<'_>) -> Result<Refunded> {
    let Some((_, amount)) = ledger::charge_of(tx, refund.application_id).await? else {
        return Ok(Refunded::NotCharged);
    };
    let before = fetch_one!(
        tx,
        crate::macros::Number,
        "select count(*) as value from ledger_transaction where application_id = $1 and kind = 'REFUND'",
        refund.application_id
    )?;
    if before.value > 0 {
        return Ok(Refunded::Already);
    }
    let Some((balance, lines, at)) = add(tx, refund.account_id, amount, refund.now).await? else {
        return Ok(Refunded::NotCharged);
    };
    let booking = Booking {
        id: refund.id,
        kind: Kind::Refund,
        application_id: Some(refund.application_id),
        topup_id: None,
        memo: refund.memo,
        at,
    };
    let mut all = vec![Line::other(format!("income:{}", refund.income), -amount.0)];
    all.extend(lines);
    ledger::book(tx, &booking, &all).await?;
    Ok(Refunded::Done { amount, balance })
}

/// Adds money to a wallet and first settles what the account owes. Returns the new balance, the lines to book and their
/// instant; `None` = no such wallet. Uses one update, so that on PostgreSQL two top-ups cannot settle the same debt
/// twice.
pub(crate) async fn add(
    tx: &mut Tx,
    account_id: Uuid,
    amount: Qepik,
    now: Micros,
) -> Result<Option<(Qepik, Vec<Line>, Micros)>> {
    // The row is held first, so that the debt cannot change between reading and settling it.
    let held = fetch_optional!(
        tx,
        Changed,
        "update wallet set updated_at = case when updated_at >= $2 then updated_at + 1 else $2 end
          where account_id = $1 returning balance, receivable, updated_at",
        account_id,
        now.0
    )?;
    let Some(held) = held else { return Ok(None) };
    let settled = held.receivable.min(amount.0);
    let balance = held.balance + (amount.0 - settled);
    exec!(
        tx,
        "update wallet set balance = balance + $2, receivable = receivable - $3 where account_id = $1",
        account_id,
        amount.0 - settled,
        settled
    )?;
    let mut lines = vec![Line::wallet(account_id, amount.0 - settled, balance)];
    if settled > 0 {
        lines.push(Line::receivable(account_id, settled));
    }
    Ok(Some((Qepik(balance), lines, held.updated_at)))
}

/// Takes money back after a reversal: from the balance as far as possible; the rest becomes owed. Returns the same
/// values as [`add`].
pub(crate) async fn take_back(
    tx: &mut Tx,
    account_id: Uuid,
    amount: Qepik,
    now: Micros,
) -> Result<Option<(Qepik, Vec<Line>, Micros)>> {
    let held = fetch_optional!(
        tx,
        Changed,
        "update wallet set updated_at = case when updated_at >= $2 then updated_at + 1 else $2 end
          where account_id = $1 returning balance, receivable, updated_at",
        account_id,
        now.0
    )?;
    let Some(held) = held else { return Ok(None) };
    let taken = held.balance.min(amount.0);
    let owed = amount.0 - taken;
    exec!(
        tx,
        "update wallet set balance = balance - $2, receivable = receivable + $3 where account_id = $1",
        account_id,
        taken,
        owed
    )?;
    let mut lines = vec![Line::wallet(account_id, -taken, held.balance - taken)];
    if owed > 0 {
        lines.push(Line::receivable(account_id, -owed));
    }
    Ok(Some((Qepik(owed), lines, held.updated_at)))
}
