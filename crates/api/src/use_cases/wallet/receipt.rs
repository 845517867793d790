//! The receipt of a booking in a person's wallet, as PDF.

use std::collections::HashMap;

use qabul_documents::{Receipt, ReceiptLabels};
use qabul_domain::calendar::date_time_text;
use qabul_domain::language::Lang;
use qabul_store::ledger::{self, Kind, StatementLine};
use qabul_store::{Tx, accounts, applications, persons};
use uuid::Uuid;

use super::show::text;
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::texts;
use crate::use_cases::registration::PersonRecord;

/// The receipt of one line of the statement.
///
/// # Errors
/// No such line in this wallet.
pub async fn receipt(
    context: &Context,
    account_id: Uuid,
    transaction_id: Uuid,
    lang: Lang,
) -> Result<Vec<u8>, ApiError> {
    let demo = context.config.demo;
    let receipt = context
        .db
        .read(async move |tx| {
            let line = ledger::line(tx, account_id, transaction_id).await?.ok_or(Code::NotFound)?;
            made(tx, account_id, &line, demo, lang).await
        })
        .await?;
    let context = context.clone();
    tokio::task::spawn_blocking(move || context.printer.receipt(&receipt))
        .await
        .map_err(ApiError::internal)?
        .map_err(ApiError::internal)
}

/// The receipt of an application's fee.
///
/// # Errors
/// Nothing was charged for it.
pub async fn receipt_of_fee(
    context: &Context,
    account_id: Uuid,
    application_id: Uuid,
    lang: Lang,
) -> Result<Vec<u8>, ApiError> {
    let (booking, _) = context
        .db
        .read(async move |tx| ledger::charge_of(tx, application_id).await?.ok_or(ApiError::new(Code::NotFound)))
        .await?;
    receipt(context, account_id, booking, lang).await
}

async fn made(
    tx: &mut Tx,
    account_id: Uuid,
    line: &StatementLine,
    demo: bool,
    lang: Lang,
) -> Result<Receipt, ApiError> {
    let words = |key: &str| texts::text(lang, key);
    let account = accounts::find(tx, account_id).await?.ok_or(Code::NotFound)?;
    let person = match account.person_id {
        Some(person_id) => persons::find(tx, person_id).await?,
        None => None,
    };
    let person: Option<PersonRecord> =
        person.map(|person| serde_json::from_slice(&person.data)).transpose().map_err(ApiError::internal)?;
    let person = person.map(|record| record.facts.full_name()).unwrap_or_default();
    let purpose = text(tx, line, &mut HashMap::new(), lang).await?;
    let number = match line.application_id {
        Some(id) => applications::find(tx, id).await?.map(|row| row.work_number),
        None => None,
    };
    let at = date_time_text(line.at, lang);
    let before = qabul_domain::money::Qepik(line.balance_after.0 - line.amount.0);
    // The centre keeps the balances and the fees, so only a refund and a reversal are paid to the person.
    let (payer, payee) = (words("receipt.person"), words("receipt.payee"));
    let (person_label, centre_label) = match line.kind {
        Kind::Topup | Kind::Charge => (payer, payee),
        Kind::Refund | Kind::Reversal => (payee, payer),
    };
    let mut rows = vec![(centre_label, words("receipt.centre")), (words("receipt.purpose"), purpose)];
    rows.extend(number.map(|number| (words("documents.workNumber"), number)));
    rows.extend([
        (words("receipt.method"), words(&format!("receipt.methods.{}", method(line.kind)))),
        (words("receipt.before"), before.display(lang)),
        (words(if line.amount.0 < 0 { "receipt.taken" } else { "receipt.added" }), line.amount.display(lang)),
        (words("receipt.after"), line.balance_after.display(lang)),
    ]);
    Ok(Receipt {
        lang: qabul_documents::Lang::from_tag(lang.tag()).unwrap_or(qabul_documents::Lang::Az),
        created: line.at.0,
        title: words("documents.receipt"),
        number: number_of(line.transaction_id),
        person: person.trim().to_owned(),
        issued: texts::fill(lang, "documents.issued", &[("at", &at)]),
        amount: qabul_domain::money::Qepik(line.amount.0.abs()).display(lang),
        rows,
        notes: if line.kind == Kind::Charge { vec![words("receipt.noRefund")] } else { Vec::new() },
        check: None,
        test_mode: demo.then(|| words("documents.testMode")),
        labels: ReceiptLabels {
            number: words("receipt.number"),
            person: person_label,
            issued: words("receipt.issued"),
            amount: words("receipt.amount"),
            page: words("documents.page"),
        },
    })
}

fn method(kind: Kind) -> &'static str {
    match kind {
        Kind::Topup => "topup",
        Kind::Charge => "charge",
        Kind::Refund => "refund",
        Kind::Reversal => "reversal",
    }
}

/// The booking's number for people: the last twelve digits of its id, which are random, in groups of four.
fn number_of(id: Uuid) -> String {
    let digits = id.simple().to_string().to_uppercase();
    let last = &digits[digits.len() - 12..];
    [&last[..4], &last[4..8], &last[8..]].join("-")
}
