//! Commands that make good what got lost on the way: money whose callback did not come, messages that were given up.

use anyhow::bail;
use clap::{Args, Subcommand};
use qabul_domain::calendar::short_date_time;
use qabul_store::audit::{self, Event};
use qabul_store::{Ids, outbox};
use serde_json::json;
use uuid::Uuid;

use super::people::{start, told};
use crate::config::Config;
use crate::problem::ApiError;
use crate::use_cases::wallet::reconcile_all;

/// Messages looked at in one command.
const MOST: u32 = 10_000;

#[derive(Subcommand)]
pub(super) enum WalletCommand {
    /// Ask the payment provider about every top-up that is open, and about those of the last week that ended unpaid.
    Reconcile(Config),
}

#[derive(Subcommand)]
pub(super) enum OutboxCommand {
    /// List messages that were given up.
    Dead(Config),
    /// Send messages again that were given up.
    Replay(Replay),
}

#[derive(Args)]
pub(super) struct Replay {
    /// Which message; all of them when absent.
    id: Option<Uuid>,
    /// Who decides, for the audit.
    #[arg(long)]
    officer: String,
    #[command(flatten)]
    config: Config,
}

/// `wallet …`
pub(super) async fn wallet(command: WalletCommand) -> anyhow::Result<()> {
    let WalletCommand::Reconcile(config) = command;
    let (context, _) = start(&config).await?;
    let changed = reconcile_all(&context).await;
    context.db.close().await;
    println!("{} top-ups changed", changed.map_err(told)?);
    Ok(())
}

/// `outbox …`
pub(super) async fn outbox(command: OutboxCommand) -> anyhow::Result<()> {
    match command {
        OutboxCommand::Dead(config) => {
            let (context, _) = start(&config).await?;
            let dead = context.db.read(async |tx| outbox::dead(tx, MOST).await).await;
            context.db.close().await;
            for one in dead? {
                let error = one.last_error.unwrap_or_default();
                println!("{} {} {} {error}", one.id, short_date_time(one.dead_at), one.topic);
            }
            Ok(())
        }
        OutboxCommand::Replay(Replay { id, officer, config }) => {
            let (context, stamp) = start(&config).await?;
            let revived = context
                .db
                .transact(async move |tx| {
                    let mut ids = Ids::new(&stamp);
                    let dead = outbox::dead(tx, MOST).await?;
                    let mut revived = 0;
                    for one in dead.iter().filter(|one| id.is_none_or(|id| id == one.id)) {
                        if outbox::revive(tx, one.id, stamp.now).await? {
                            revived += 1;
                        }
                    }
                    let event = Event {
                        id: ids.id(),
                        subject: "outbox",
                        actor: &format!("officer:{officer}"),
                        action: "outbox.replay",
                        at: stamp.now,
                        detail: &json!({ "message": id, "count": revived }).to_string(),
                    };
                    if revived > 0 {
                        audit::append(tx, &event).await?;
                    }
                    Ok::<_, ApiError>(revived)
                })
                .await;
            context.db.close().await;
            match revived.map_err(told)? {
                0 => bail!("nothing that was given up fits"),
                count => println!("{count} messages wait to be sent again"),
            }
            Ok(())
        }
    }
}
