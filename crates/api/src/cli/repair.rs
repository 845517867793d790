//! Commands that repair losses: payments whose callback did not arrive, messages that were given up.

use clap::{Args, Subcommand, ValueEnum};
use qabul_store::held_payments::Settlement;
use uuid::Uuid;

use crate::config::Config;
use crate::desk::Order;

#[derive(Subcommand)]
pub(super) enum WalletCommand {
    /// Query the payment provider about every open top-up, and about those of the last week that ended unpaid.
    Reconcile(Config),
}

#[derive(Subcommand)]
pub(super) enum PaymentCommand {
    /// List payment events that do not match their top-up and are not credited.
    Held {
        /// Who looks, for the audit.
        #[arg(long)]
        officer: String,
        #[command(flatten)]
        config: Config,
    },
    /// Settle one of them.
    Settle(Settle),
}

#[derive(Args)]
pub(super) struct Settle {
    /// Id of the event, as printed by `held`.
    id: Uuid,
    /// What is done with the money.
    #[arg(long = "as")]
    settlement: As,
    /// Why, for the audit.
    #[arg(long)]
    reason: String,
    /// Who decides, for the audit.
    #[arg(long)]
    officer: String,
    #[command(flatten)]
    config: Config,
}

#[derive(Clone, Copy, ValueEnum)]
enum As {
    /// Credit the amount to the account of the top-up it names.
    Credited,
    /// Reverse the top-up it names.
    Reversed,
    /// Book nothing.
    Dismissed,
}

#[derive(Subcommand)]
pub(super) enum OutboxCommand {
    /// List messages that were given up.
    Dead(Config),
    /// Send again messages that were given up.
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
    super::order(&config, Order::Reconcile).await
}

/// `payment …`
pub(super) async fn payment(command: PaymentCommand) -> anyhow::Result<()> {
    match command {
        PaymentCommand::Held { officer, config } => super::order(&config, Order::HeldPayments { officer }).await,
        PaymentCommand::Settle(Settle { id, settlement, reason, officer, config }) => {
            let settlement = match settlement {
                As::Credited => Settlement::Credited,
                As::Reversed => Settlement::Reversed,
                As::Dismissed => Settlement::Dismissed,
            };
            let settlement = settlement.word().to_owned();
            super::order(&config, Order::SettlePayment { id, settlement, reason, officer }).await
        }
    }
}

/// `outbox …`
pub(super) async fn outbox(command: OutboxCommand) -> anyhow::Result<()> {
    match command {
        OutboxCommand::Dead(config) => super::order(&config, Order::DeadMessages).await,
        OutboxCommand::Replay(Replay { id, officer, config }) => {
            super::order(&config, Order::ReplayMessages { id, officer }).await
        }
    }
}
