//! Commands about people: officers' accounts, accounts that wait.

use std::io::BufRead as _;

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use qabul_domain::language::Lang;
use qabul_domain::person::Email;
use qabul_domain::procedure::Role;
use qabul_store::accounts::{self, AccountState, Created, NewAccount};
use qabul_store::audit::{self, Event};
use qabul_store::{Ids, Private, Stamp};
use serde_json::json;

use crate::auth::passwords::weakness;
use crate::auth::totp;
use crate::compose;
use crate::config::Config;
use crate::context::Context;
use crate::problem::ApiError;
use crate::use_cases::{account, me, second_factor};

/// Least length of an officer's password.
const LEAST: usize = 15;

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
    /// Make an officer's account; the password is read from standard input.
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
    /// Turn the second factor off for a person who lost the telephone and the recovery codes; every session ends.
    SecondFactorOff(OfAccount),
    /// List the accounts that wait, with what their owners typed, to compare with their documents.
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
    /// Number of the cabinet.
    cabinet: String,
    /// Who decides, for the audit.
    #[arg(long)]
    officer: String,
    #[command(flatten)]
    config: Config,
}

/// A refusal in one line.
pub(super) fn told(error: ApiError) -> anyhow::Error {
    let lines: Vec<&str> = error.errors.iter().map(|line| line.says[1].as_str()).collect();
    let inside = error.inside().map(|inside| format!(" ({inside})")).unwrap_or_default();
    anyhow::anyhow!("{}{inside} {}", error.code.word(), lines.join(" "))
}

/// The parts, and a stamp for one unit.
pub(super) async fn start(config: &Config) -> anyhow::Result<(Context, Stamp)> {
    super::start_log(config);
    let context = compose::build_context(config).await?;
    let stamp = context.stamp().map_err(told)?;
    Ok((context, stamp))
}

/// `officer …`
pub(super) async fn officer(command: OfficerCommand) -> anyhow::Result<()> {
    let OfficerCommand::Create(CreateOfficer { email, role, scope, config }) = command;
    let email = Email::parse(&email).map_err(|_| anyhow::anyhow!("that is not an e-mail address"))?.key();
    let mut password = String::new();
    eprintln!("Password (at least {LEAST} characters), then Enter:");
    std::io::stdin().lock().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    if password.chars().count() < LEAST || weakness(&password, &[&email]).is_some() {
        bail!("the password is too short or too easy to guess");
    }
    let (context, stamp) = start(&config).await?;
    let ids = Ids::new(&stamp);
    let mut salt = [0_u8; 16];
    salt.copy_from_slice(&ids.secret32("salt")[..16]);
    let secret = ids.secret32("totp")[..totp::SECRET_BYTES].to_vec();
    let hash = context.passwords.hash("cli", password, salt).await.map_err(told)?;
    let address = totp::address(&secret, &email);
    let role = match role {
        OfficerRole::Commission => Role::Commission,
        OfficerRole::ExamCentre => Role::ExamCentre,
    };
    let created = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let new = NewAccount {
                id: ids.id(),
                person_id: None,
                state: AccountState::Active,
                cabinet_numbers: ids.cabinet_numbers(),
                email: Some(Private(email.clone())),
                phone: None,
                password_hash: Private(hash.clone()),
                totp: Some(Private(secret.clone())),
                lang: "az".to_owned(),
                role: role.word().to_owned(),
                scope_id: scope.clone(),
                now: stamp.now,
            };
            let created = accounts::create(tx, &new).await?;
            let event = Event {
                id: ids.id(),
                subject: &format!("account:{}", new.id),
                actor: "system",
                action: "officer.create",
                at: stamp.now,
                detail: &json!({ "role": role.word(), "scope": scope }).to_string(),
            };
            if matches!(created, Created::Done { .. }) {
                audit::append(tx, &event).await?;
            }
            Ok::<_, ApiError>(created)
        })
        .await
        .map_err(told)?;
    context.db.close().await;
    match created {
        Created::Done { cabinet_number } => {
            println!("officer {cabinet_number} exists; second factor, shown once:\n{address}");
            Ok(())
        }
        Created::EmailTaken => bail!("another account has this e-mail address"),
        Created::PhoneTaken | Created::NoNumber => bail!("no free number was found: try again"),
    }
}

/// `account …`
pub(super) async fn account(command: AccountCommand) -> anyhow::Result<()> {
    let (of, verified) = match command {
        AccountCommand::Verify(of) => (of, true),
        AccountCommand::Reject(of) => (of, false),
        AccountCommand::SecondFactorOff(of) => return second_factor_off(of).await,
        AccountCommand::Waiting { officer, config } => return waiting(&officer, &config).await,
    };
    let OfAccount { cabinet, officer, config } = of;
    let (context, _) = start(&config).await?;
    let done = account::decide(&context, &cabinet, &officer, verified).await;
    context.db.close().await;
    if !done.map_err(told)? {
        bail!("no account of this number is waiting for verification");
    }
    println!("done");
    Ok(())
}

/// `account second-factor-off`
async fn second_factor_off(of: OfAccount) -> anyhow::Result<()> {
    let OfAccount { cabinet, officer, config } = of;
    let (context, _) = start(&config).await?;
    let done = second_factor::remove(&context, &cabinet, &officer).await;
    context.db.close().await;
    if !done.map_err(told)? {
        bail!("no account of this number has a second factor");
    }
    println!("done");
    Ok(())
}

/// `account waiting`
async fn waiting(officer: &str, config: &Config) -> anyhow::Result<()> {
    let (context, _) = start(config).await?;
    let waiting = account::waiting(&context, officer).await;
    context.db.close().await;
    for account in waiting.map_err(told)? {
        let opened = qabul_domain::calendar::date_time_text(account.opened_at, Lang::En);
        println!("{}  opened {opened}", account.cabinet_number);
        if let Some(record) = account.record {
            let facts = record.facts;
            println!("  {}, born {}, document {}", me::full_name(&facts), facts.birth_date, facts.document);
        }
    }
    Ok(())
}
