//! Commands for accounts: officers' accounts, and accounts that wait for verification.

use std::io::BufRead as _;

use clap::{Args, Subcommand, ValueEnum};
use qabul_domain::procedure::Role;

use crate::config::Config;
use crate::desk::Order;
use crate::use_cases::officers::LEAST;

/// An officer's role.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum OfficerRole {
    /// Document reception commission (SQK).
    Commission,
    /// Examination centre (DİM).
    ExamCentre,
}

#[derive(Subcommand)]
pub(super) enum OfficerCommand {
    /// Create an officer's account; the password is read from standard input.
    Create(CreateOfficer),
}

#[derive(Args)]
pub(super) struct CreateOfficer {
    /// E-mail address, the login.
    #[arg(long)]
    email: String,
    /// Role.
    #[arg(long)]
    role: OfficerRole,
    /// Institution or commission the officer is limited to; absent = all.
    #[arg(long)]
    scope: Option<String>,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
pub(super) enum AccountCommand {
    /// Open an account that waited for verification.
    Verify(OfAccount),
    /// Close an account that waited for verification.
    Reject(OfAccount),
    /// Turn off the second factor of a person who lost the phone and the recovery codes; every session ends.
    SecondFactorOff(OfAccount),
    /// List the accounts that wait, with the typed data, to compare with the documents.
    Waiting {
        /// Who looks, for the audit.
        #[arg(long)]
        officer: String,
        #[command(flatten)]
        config: Config,
    },
}

#[derive(Args)]
pub(super) struct OfAccount {
    /// Number of the account.
    cabinet: String,
    /// Who decides, for the audit.
    #[arg(long)]
    officer: String,
    #[command(flatten)]
    config: Config,
}

/// `officer …`
pub(super) async fn officer(command: OfficerCommand) -> anyhow::Result<()> {
    let OfficerCommand::Create(CreateOfficer { email, role, scope, config }) = command;
    let mut password = String::new();
    eprintln!("Password (at least {LEAST} characters), then Enter:");
    std::io::stdin().lock().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let role = match role {
        OfficerRole::Commission => Role::Commission,
        OfficerRole::ExamCentre => Role::ExamCentre,
    };
    super::order(&config, Order::CreateOfficer { email, role: role.word().to_owned(), scope, password }).await
}

/// `account …`
pub(super) async fn account(command: AccountCommand) -> anyhow::Result<()> {
    let (of, verified) = match command {
        AccountCommand::Verify(of) => (of, true),
        AccountCommand::Reject(of) => (of, false),
        AccountCommand::SecondFactorOff(OfAccount { cabinet, officer, config }) => {
            return super::order(&config, Order::SecondFactorOff { cabinet, officer }).await;
        }
        AccountCommand::Waiting { officer, config } => {
            return super::order(&config, Order::WaitingAccounts { officer }).await;
        }
    };
    let OfAccount { cabinet, officer, config } = of;
    super::order(&config, Order::DecideAccount { cabinet, verified, officer }).await
}
