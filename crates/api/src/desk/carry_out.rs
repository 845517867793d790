//! Carries out orders: each is one use case.

use anyhow::bail;
use qabul_domain::calendar::{Micros, date_time_text, deadline_text, short_date_time};
use qabul_domain::language::Lang;
use qabul_store::held_payments::Settlement;
use qabul_store::rotation;

use super::Order;
use crate::context::Context;
use crate::problem::ApiError;
use crate::seed as seeds;
use crate::use_cases::applications::decide;
use crate::use_cases::rules::{self, Asked};
use crate::use_cases::wallet::{HeldShown, held, reconcile_all, settle_held};
use crate::use_cases::{account, campaign_data, extend_campaign, messages, officers, record, second_factor};

/// Rows sealed again per unit.
const RESEAL: u32 = 500;

/// Carries out an order; returns the text to print.
///
/// # Errors
/// The use case's refusal, an [`ApiError`] inside.
pub async fn perform(context: &Context, order: Order) -> anyhow::Result<String> {
    if order.officer().is_some_and(|officer| officer.trim().is_empty()) {
        return Err(ApiError::field("/officer", "fieldRequired").into());
    }
    match order {
        Order::Decide { campaign, work_number, officer, decision } => {
            decide(context, &campaign, &work_number, officer.trim(), decision).await?;
            done()
        }
        Order::Extend { campaign, until, reason, officer } => {
            let extended = extend_campaign(context, &campaign, Micros(until), &reason, officer.trim()).await?;
            Ok(format!("{campaign}: until {}\n", deadline_text(extended.closes_at, Lang::En)))
        }
        Order::DecideAccount { cabinet, verified, officer } => {
            if !account::decide(context, &cabinet, officer.trim(), verified).await? {
                bail!("no account of this number is waiting for verification");
            }
            done()
        }
        Order::SecondFactorOff { cabinet, officer } => {
            if !second_factor::remove(context, &cabinet, officer.trim()).await? {
                bail!("no account of this number has a second factor");
            }
            done()
        }
        Order::WaitingAccounts { officer } => waiting(context, officer.trim()).await,
        Order::CreateOfficer { email, role, scope, password } => {
            let made = officers::create(context, &email, &role, scope, password).await?;
            Ok(format!("officer {} exists; second factor, shown once:\n{}\n", made.number, made.second_factor))
        }
        Order::Reconcile => Ok(format!("{} top-ups changed\n", reconcile_all(context).await?)),
        Order::HeldPayments { officer } => held_payments(context, officer.trim()).await,
        Order::SettlePayment { id, settlement, reason, officer } => {
            let Some(how) = Settlement::of(&settlement) else { bail!("write credited, reversed or dismissed") };
            settle_held(context, id, how, &reason, officer.trim()).await?;
            done()
        }
        Order::DeadMessages => dead(context).await,
        Order::ReplayMessages { id, officer } => match messages::replay(context, id, officer.trim()).await? {
            0 => bail!("nothing that was given up fits"),
            count => Ok(format!("{count} messages wait to be sent again\n")),
        },
        Order::Explain { application, campaign, lang, officer } => {
            let Some(lang) = Lang::of(&lang) else { bail!("write az, en or ru") };
            Ok(rules::explain(context, Asked { application, campaign, officer, lang }).await?)
        }
        Order::Seed { reference, demo } => seed(context, reference, demo).await,
        Order::SeedCatalogue { text, basis } => {
            if text.is_none() && !context.config.demo {
                bail!("name the file; the invented catalogue belongs into a demo installation: pass --demo");
            }
            let basis = basis.as_deref().unwrap_or("FROM FILE, source not named");
            let given = text.as_deref().map(|text| (text, basis));
            let done = seeds::catalogue(&context.db, given, context.stamp()?).await?;
            Ok(format!("{} specializations, {} changed, {} removed\n", done.rows, done.changed, done.removed))
        }
        Order::SeedCampaign { kind, name, text } => {
            let done = campaign_data::import(&context.db, kind, &name, &text, context.stamp()?).await?;
            Ok(format!("{} rows, {} changed, {} removed\n", done.rows, done.changed, done.removed))
        }
        Order::RestartAudit { reason, officer } => {
            let no = record::restart(context, officer.trim(), &reason).await?;
            Ok(format!("the audit goes on after seal {no}\n"))
        }
        Order::RotateKeys => rotate_keys(context).await,
    }
}

fn done() -> anyhow::Result<String> {
    Ok("done\n".to_owned())
}

async fn waiting(context: &Context, officer: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    for account in account::waiting(context, officer).await? {
        text.push_str(&format!("{}  opened {}\n", account.cabinet_number, date_time_text(account.opened_at, Lang::En)));
        if let Some(record) = account.record {
            let facts = record.facts;
            text.push_str(&format!(
                "  {}, born {}, document {}\n",
                facts.full_name(),
                facts.birth_date,
                facts.document
            ));
        }
    }
    Ok(text)
}

async fn held_payments(context: &Context, officer: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    for HeldShown { held, topup } in held(context, officer).await? {
        let ordered = match topup {
            Some(topup) => format!("{} of {} ordered", topup.state.word(), topup.amount.display(Lang::En)),
            None => "unknown".to_owned(),
        };
        text.push_str(&format!(
            "{} {} {} {}, does not fit: {}; top-up {} {ordered}; order {}, transaction {}\n",
            held.id,
            short_date_time(held.at),
            held.status,
            held.amount.display(Lang::En),
            held.reason.word(),
            held.topup_id,
            held.provider_order,
            held.provider_tx
        ));
    }
    Ok(if text.is_empty() { "nothing waits\n".to_owned() } else { text })
}

async fn dead(context: &Context) -> anyhow::Result<String> {
    let mut text = String::new();
    for one in messages::dead(context).await? {
        let error = one.last_error.unwrap_or_default();
        text.push_str(&format!("{} {} {} {error}\n", one.id, short_date_time(one.dead_at), one.topic));
    }
    Ok(text)
}

async fn seed(context: &Context, reference: bool, demo: bool) -> anyhow::Result<String> {
    if demo && !context.config.demo {
        bail!("demo campaigns belong into a demo installation: pass --demo");
    }
    let mut text = String::new();
    if reference {
        text.push_str(&format!("{} rows of reference lists\n", seeds::reference(&context.db).await?));
    }
    if demo {
        text.push_str(&format!("campaigns: {}\n", seeds::demo(&context.db, context.stamp()?).await?.join(", ")));
    }
    Ok(text)
}

async fn rotate_keys(context: &Context) -> anyhow::Result<String> {
    let db = &context.db;
    let mut done = 0;
    loop {
        let chunk = db.transact(async |tx| rotation::reseal(tx, RESEAL).await).await?;
        done += chunk;
        if chunk == 0 {
            break;
        }
    }
    let left = db.read(async |tx| rotation::left(tx).await).await?;
    if left > 0 {
        bail!("{done} rows sealed anew, {left} were changed meanwhile: run it again");
    }
    Ok(format!("{done} rows sealed anew with key {}, 0 left\n", db.keys().current()))
}
