use std::collections::HashMap;

use qabul_contract::page::Page;
use qabul_contract::wallet::{Entry, EntryKind, Wallet};
use qabul_domain::language::Lang;
use qabul_domain::money::Qepik;
use qabul_store::ledger::{self, Kind, StatementLine};
use qabul_store::{Cursor, Tx, applications, campaigns, wallets};
use uuid::Uuid;

use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::ApiError;
use crate::texts;
use crate::use_cases::campaigns::title;

/// Balance and debt.
///
/// # Errors
/// When the store fails.
pub async fn wallet(context: &Context, who: Applicant, lang: Lang) -> Result<Wallet, ApiError> {
    let found = context.db.read(async move |tx| Ok::<_, ApiError>(wallets::find(tx, who.account_id).await?)).await?;
    let (balance, receivable) = found.map_or((Qepik::ZERO, Qepik::ZERO), |wallet| (wallet.balance, wallet.receivable));
    Ok(Wallet { balance, balance_text: balance.display(lang), receivable, receivable_text: receivable.display(lang) })
}

/// A page of the statement, newest first; only bookings of one kind if requested.
///
/// # Errors
/// When the store fails.
pub async fn entries(
    context: &Context,
    who: Applicant,
    kind: Option<EntryKind>,
    after: Option<Cursor>,
    limit: u32,
    lang: Lang,
) -> Result<Page<Entry>, ApiError> {
    context
        .db
        .read(async move |tx| {
            let page = ledger::statement(tx, who.account_id, kind.map(stored_kind), after, limit).await?;
            let mut titles = HashMap::new();
            let mut items = Vec::with_capacity(page.items.len());
            for line in page.items {
                let text = text(tx, &line, &mut titles, lang).await?;
                items.push(shown(line, text, lang));
            }
            Ok(Page { items, next: page.next.map(|cursor| cursor.encode()) })
        })
        .await
}

fn shown(line: StatementLine, text: String, lang: Lang) -> Entry {
    let amount_text = line.amount.display(lang);
    Entry {
        id: line.transaction_id,
        at: line.at.into(),
        kind: match line.kind {
            Kind::Topup => EntryKind::TopUp,
            Kind::Charge => EntryKind::Charge,
            Kind::Refund => EntryKind::Refund,
            Kind::Reversal => EntryKind::Reversal,
        },
        amount: line.amount,
        amount_text: if line.amount > Qepik::ZERO { format!("+\u{a0}{amount_text}") } else { amount_text },
        balance_after: line.balance_after,
        balance_after_text: line.balance_after.display(lang),
        text,
        application_id: line.application_id,
    }
}

fn stored_kind(kind: EntryKind) -> Kind {
    match kind {
        EntryKind::TopUp => Kind::Topup,
        EntryKind::Charge => Kind::Charge,
        EntryKind::Refund => Kind::Refund,
        EntryKind::Reversal => Kind::Reversal,
    }
}

/// The text of a line. A fee names the service and the application number.
pub(super) async fn text(
    tx: &mut Tx,
    line: &StatementLine,
    titles: &mut HashMap<Uuid, String>,
    lang: Lang,
) -> Result<String, ApiError> {
    let key = format!("wallet.{}", line.memo.trim_start_matches("wallet."));
    let Some(application_id) = line.application_id else { return Ok(texts::text(lang, &key)) };
    let Some(row) = applications::find(tx, application_id).await? else { return Ok(texts::text(lang, &key)) };
    if !titles.contains_key(&row.campaign_id)
        && let Some(campaign) = campaigns::find(tx, row.campaign_id).await?
    {
        titles.insert(campaign.id, title(&campaign, lang));
    }
    let service = titles.get(&row.campaign_id).cloned().unwrap_or_default();
    Ok(texts::fill(lang, &key, &[("service", &service), ("number", &texts::work_number(&row.work_number))]))
}
