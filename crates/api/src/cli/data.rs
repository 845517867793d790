//! Commands for the database: migrating, seeding, copying, checking.

use std::path::Path;

use anyhow::{Context as _, bail};
use qabul_domain::calendar::short_date_time;
use qabul_store::audit::{self, Break, Restart};
use qabul_store::{Access, Db, outbox};

use super::SeedWhat;
use crate::clock::Clock;
use crate::compose;
use crate::config::Config;
use crate::desk::Order;
use crate::secrets::Secrets;
use crate::seed as seeds;
use crate::use_cases::campaign_data::Kind;
use crate::use_cases::record::{self, Checked};

async fn open(config: &Config, access: Access) -> anyhow::Result<Db> {
    let secrets = Secrets::load(config.secrets_file.as_deref(), config.demo)?;
    compose::open(config, &secrets, access).await
}

/// Runs the migrations of this release.
pub(super) async fn migrate(config: &Config) -> anyhow::Result<()> {
    let db = open(config, Access::ReadWrite).await?;
    let pending = db.pending_migrations().await?;
    db.migrate().await?;
    println!("{pending} migrations run");
    db.close().await;
    Ok(())
}

/// Imports the requested lists.
pub(super) async fn seed(config: &Config, what: &[SeedWhat]) -> anyhow::Result<()> {
    if what.contains(&SeedWhat::Demo) && !config.demo {
        bail!("demo campaigns belong into a demo installation: pass --demo");
    }
    let wanted =
        |one: SeedWhat| what.contains(&one) || (what.is_empty() && (one == SeedWhat::Reference || config.demo));
    let (reference, demo) = (wanted(SeedWhat::Reference), wanted(SeedWhat::Demo));
    super::order(config, Order::Seed { reference, demo }).await
}

/// Replaces the catalogue.
pub(super) async fn seed_catalogue(config: &Config, file: Option<&Path>, basis: Option<&str>) -> anyhow::Result<()> {
    let text = file.map(read).transpose()?;
    super::order(config, Order::SeedCatalogue { text, basis: basis.map(str::to_owned) }).await
}

/// Replaces campaign data.
pub(super) async fn seed_campaign(config: &Config, kind: Kind, file: Option<&Path>) -> anyhow::Result<()> {
    let (name, text) = match file {
        Some(file) => (file.display().to_string(), read(file)?),
        None if kind == Kind::Conditions => ("conditions.csv".to_owned(), seeds::ANNOUNCED.to_owned()),
        None => bail!("name the file; nobody has announced one this program could bring along"),
    };
    super::order(config, Order::SeedCampaign { kind, name, text }).await
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Copies the SQLite file.
pub(super) async fn backup(config: &Config, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!("{} exists: a backup overwrites nothing", file.display());
    }
    let db = open(config, Access::ReadOnly).await?;
    // The heads are copied first, so that the copy of the database contains every seal they name.
    if let Some(heads) = config.heads_file().filter(|heads| heads.exists()) {
        let beside = heads_of(file);
        std::fs::copy(&heads, &beside).with_context(|| format!("cannot copy to {}", beside.display()))?;
    }
    db.copy_to(file).await?;
    db.close().await;
    println!("copied to {}; without the secrets file nobody can read it, so keep that too, elsewhere", file.display());
    Ok(())
}

/// The heads that belong to a backup.
fn heads_of(file: &Path) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".heads");
    name.into()
}

/// Restores a backup where no database exists yet, and checks whether it can be used.
pub(super) async fn restore(config: &Config, file: &Path) -> anyhow::Result<()> {
    let target = compose::sqlite_path(&config.database)
        .context("only SQLite is restored here; PostgreSQL has its own tools (pg_restore)")?;
    if target.exists() {
        bail!("{} exists: move it away first, a restore overwrites nothing", target.display());
    }
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::copy(file, target).with_context(|| format!("cannot copy {} to {}", file.display(), target.display()))?;
    // Existing heads show what is lost by restoring the backup, so they are kept.
    let heads = heads_of(file);
    if let Some(target) = config.heads_file().filter(|target| heads.exists() && !target.exists()) {
        std::fs::copy(&heads, &target).with_context(|| format!("cannot copy to {}", target.display()))?;
    }
    println!("restored to {}", target.display());
    verify(config).await
}

/// Runs all checks; returns an error if one fails, so that scripts notice.
pub(super) async fn verify(config: &Config) -> anyhow::Result<()> {
    let Checked { report, restarts } = checked(config).await?;
    for imbalance in &report.imbalances {
        println!("does not add up: {imbalance:?}");
    }
    for id in &report.uncharged {
        println!("confirmed without a charge: {id}");
    }
    for id in &report.unconfirmed {
        println!("charged without a confirmation: {id}");
    }
    print_audit(&report.audit, &restarts);
    if report.is_clean() {
        println!("everything agrees");
        return Ok(());
    }
    bail!("something does not agree")
}

/// Checks the audit alone.
pub(super) async fn verify_audit(config: &Config) -> anyhow::Result<()> {
    let Checked { report, restarts } = checked(config).await?;
    print_audit(&report.audit, &restarts);
    if report.audit.is_clean() { Ok(()) } else { bail!("the audit is not as it was written") }
}

async fn checked(config: &Config) -> anyhow::Result<Checked> {
    let db = open(config, Access::ReadOnly).await?;
    let checked = record::check(config, &db).await;
    db.close().await;
    checked
}

fn print_audit(report: &audit::Report, restarts: &[Restart]) {
    println!(
        "audit: {} rows, {} seals, {} of them sealed before signatures, {} rows not sealed yet, {} heads compared",
        report.rows, report.seals, report.before_signatures, report.unsealed, report.heads
    );
    for Restart { no, by, reason, at, .. } in restarts {
        println!("went on after seal {no} on {}, accepted by {by}: {reason}", short_date_time(*at));
    }
    for found in &report.breaks {
        match found {
            Break::Changed { subject, seq } => println!("changed: row {seq} of {subject}"),
            Break::Gap { subject, seq } => println!("missing: a row before {seq} of {subject}"),
            Break::Forged { subject, seq } => println!("not written by the portal: row {seq} of {subject}"),
            Break::Root { no } => println!("changed: rows under seal {no}"),
            Break::SealChain { no } => println!("broken: seal {no}"),
            Break::Signature { no } => println!("signed with another key: seal {no}"),
            Break::Unsigned { no } => println!(
                "not signed: seal {no}. An earlier release left it so only until this one has run; else its signature was taken away"
            ),
            Break::Total { no } => println!("counts other rows before it than there are: seal {no}"),
            Break::LostSeals { rows } => println!("missing: the seals of {rows} rows"),
            Break::HeadLost { no } => println!(
                "cut off: seal {no} had left the database and is not in it. If a backup was put back: qabul audit restart"
            ),
            Break::HeadDiffers { no } => println!("another one than had left the database: seal {no}"),
            Break::HeadLine { line } => println!("not signed by a known key: line {line} of the file of heads"),
            Break::NoHeads => {
                println!("missing: the file of heads (--audit-heads); without it nobody sees a cut at the end")
            }
        }
    }
    for found in &report.missing {
        println!("not told alike by tables and audit: {found:?}");
    }
}

/// Checks everything that can be checked without changing anything.
pub(super) async fn doctor(config: &Config) -> anyhow::Result<()> {
    let mut ill = 0;
    let mut say = |well: bool, what: &str, hint: &str| {
        if well {
            println!("  ok   {what}");
        } else {
            ill += 1;
            println!("  !!   {what}: {hint}");
        }
    };
    say(config.demo || config.https(), "public address", "people's cookies need https: --public-url https://…");
    let page = config.web_dir.as_ref().map(|dir| dir.join("index.html"));
    say(page.as_ref().is_none_or(|page| page.is_file()), "folder of the SPA", "no index.html in it: --web-dir");
    match Secrets::load(config.secrets_file.as_deref(), config.demo) {
        Err(error) => say(false, "secrets", &format!("{error:#}")),
        Ok(secrets) => {
            say(true, "secrets", "");
            match compose::open(config, &secrets, Access::ReadOnly).await {
                Err(error) => say(false, "database", &format!("{error:#}")),
                Ok(db) => {
                    let pending = db.pending_migrations().await?;
                    say(pending == 0, "migrations", &format!("{pending} are missing: qabul migrate"));
                    if pending == 0 {
                        let fill = db.read(async |tx| outbox::fill(tx).await).await?;
                        say(fill.dead == 0, "outbox", &format!("{} messages were given up", fill.dead));
                        println!("       {} messages are waiting", fill.waiting);
                    }
                    if let Err(error) = compose::assemble(
                        config,
                        db.clone(),
                        &secrets,
                        Clock::system(0),
                        crate::auth::passwords::Cost::Test,
                    ) {
                        say(false, "gateways", &format!("{error:#}"));
                    }
                    db.close().await;
                }
            }
        }
    }
    if ill == 0 { Ok(()) } else { bail!("{ill} things need a hand") }
}
