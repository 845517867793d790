//! Commands about the database: migrating, seeding, copying, checking.

use std::path::Path;

use anyhow::{Context as _, bail};
use qabul_store::audit::{self, Break};
use qabul_store::{Access, Db, outbox, rotation, verify as checks};

use super::SeedWhat;
use crate::clock::Clock;
use crate::compose;
use crate::config::Config;
use crate::procedures::PROCEDURES;
use crate::secrets::Secrets;
use crate::seed as seeds;
use crate::use_cases::campaign_data::{Kind, import};

async fn open(config: &Config, access: Access) -> anyhow::Result<Db> {
    let secrets = Secrets::load(config.secrets_file.as_deref(), config.demo)?;
    compose::open(config, &secrets, access).await
}

/// Runs what this release brings.
pub(super) async fn migrate(config: &Config) -> anyhow::Result<()> {
    let db = open(config, Access::ReadWrite).await?;
    let pending = db.pending_migrations().await?;
    db.migrate().await?;
    println!("{pending} migrations run");
    db.close().await;
    Ok(())
}

/// Brings in what was asked for.
pub(super) async fn seed(config: &Config, what: &[SeedWhat]) -> anyhow::Result<()> {
    if what.contains(&SeedWhat::Demo) && !config.demo {
        bail!("demo campaigns belong into a demo installation: pass --demo");
    }
    let wanted =
        |one: SeedWhat| what.contains(&one) || (what.is_empty() && (one == SeedWhat::Reference || config.demo));
    let context = compose::build_context(config).await?;
    if wanted(SeedWhat::Reference) {
        println!("{} rows of reference lists", seeds::reference(&context.db).await?);
    }
    if wanted(SeedWhat::Demo) {
        let stamp = context.stamp().map_err(|error| anyhow::anyhow!("{error:?}"))?;
        println!("campaigns: {}", seeds::demo(&context.db, stamp).await?.join(", "));
    }
    context.db.close().await;
    Ok(())
}

/// Puts a catalogue in place of the present one.
pub(super) async fn seed_catalogue(config: &Config, file: Option<&Path>, basis: Option<&str>) -> anyhow::Result<()> {
    let text = file
        .map(|file| std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display())))
        .transpose()?;
    if text.is_none() && !config.demo {
        bail!("name the file; the invented catalogue belongs into a demo installation: pass --demo");
    }
    let context = compose::build_context(config).await?;
    let stamp = context.stamp().map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let given = text.as_deref().map(|text| (text, basis.unwrap_or("FROM FILE, source not named")));
    let done = seeds::catalogue(&context.db, given, stamp).await;
    context.db.close().await;
    let done = done?;
    println!("{} specializations, {} changed, {} removed", done.rows, done.changed, done.removed);
    Ok(())
}

/// Puts campaign data in place of the present ones.
pub(super) async fn seed_campaign(config: &Config, kind: Kind, file: Option<&Path>) -> anyhow::Result<()> {
    let (name, text) = match file {
        Some(file) => {
            let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            (file.display().to_string(), text)
        }
        None if kind == Kind::Conditions => ("conditions.csv".to_owned(), seeds::ANNOUNCED.to_owned()),
        None => bail!("name the file; nobody has announced one this program could bring along"),
    };
    let context = compose::build_context(config).await?;
    let stamp = context.stamp().map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let done = import(&context.db, kind, &name, &text, stamp).await;
    context.db.close().await;
    let done = done?;
    println!("{} rows, {} changed, {} removed", done.rows, done.changed, done.removed);
    Ok(())
}

/// Copies the SQLite file.
pub(super) async fn backup(config: &Config, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!("{} exists: a backup overwrites nothing", file.display());
    }
    let db = open(config, Access::ReadOnly).await?;
    db.copy_to(file).await?;
    db.close().await;
    println!("copied to {}; without the secrets file nobody can read it, so keep that too, elsewhere", file.display());
    Ok(())
}

/// Puts a backup where there is no database yet, and looks whether it can be used.
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
    println!("restored to {}", target.display());
    verify(config).await
}

/// Checks everything; an error when something is wrong, so that scripts notice.
pub(super) async fn verify(config: &Config) -> anyhow::Result<()> {
    let db = open(config, Access::ReadOnly).await?;
    let kinds: Vec<&str> = PROCEDURES.iter().map(|kind| kind.kind()).collect();
    let report = db.read(async |tx| checks::run(tx, &kinds).await).await?;
    db.close().await;
    for imbalance in &report.imbalances {
        println!("does not add up: {imbalance:?}");
    }
    for id in &report.uncharged {
        println!("confirmed without a charge: {id}");
    }
    for id in &report.unconfirmed {
        println!("charged without a confirmation: {id}");
    }
    print_audit(&report.audit);
    if report.is_clean() {
        println!("everything agrees");
        return Ok(());
    }
    bail!("something does not agree")
}

/// Checks the audit alone.
pub(super) async fn verify_audit(config: &Config) -> anyhow::Result<()> {
    let db = open(config, Access::ReadOnly).await?;
    let report = db.read(async |tx| audit::verify(tx).await).await?;
    db.close().await;
    print_audit(&report);
    if report.breaks.is_empty() { Ok(()) } else { bail!("the audit is not as it was written") }
}

fn print_audit(report: &audit::Report) {
    println!("audit: {} rows, {} seals, {} rows not sealed yet", report.rows, report.seals, report.unsealed);
    for found in &report.breaks {
        match found {
            Break::Changed { subject, seq } => println!("changed: row {seq} of {subject}"),
            Break::Gap { subject, seq } => println!("missing: a row before {seq} of {subject}"),
            Break::Root { no } => println!("changed: rows under seal {no}"),
            Break::SealChain { no } => println!("broken: seal {no}"),
            Break::LostSeals { rows } => println!("missing: the seals of {rows} rows"),
        }
    }
}

/// Rows sealed again in one unit.
const RESEAL: u32 = 500;

/// Seals every row again that was sealed with an older key.
pub(super) async fn rotate_keys(config: &Config) -> anyhow::Result<()> {
    let db = open(config, Access::ReadWrite).await?;
    let mut done = 0;
    loop {
        let chunk = db.transact(async |tx| rotation::reseal(tx, RESEAL).await).await?;
        done += chunk;
        if chunk == 0 {
            break;
        }
    }
    let left = db.read(async |tx| rotation::left(tx).await).await?;
    db.close().await;
    println!("{done} rows sealed anew with key {}, {left} left", db.keys().current());
    if left > 0 { bail!("rows were changed meanwhile: run it again") } else { Ok(()) }
}

/// Looks at everything that can be looked at without changing anything.
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
