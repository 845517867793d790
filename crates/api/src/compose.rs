//! The composition root: builds the parts of a running portal from the configuration. Used by server, worker and
//! command line.

use std::path::Path;

use anyhow::{Context as _, bail};
use qabul_documents::Printer;
use qabul_gateways::{Endpoint, GatewaySettings, Gateways, MailSettings, PaymentSettings, Timeouts};
use qabul_store::{Access, Db, Keys, Settings};
use secrecy::SecretString;

use crate::auth::evenly::Evenly;
use crate::auth::passwords::{Cost, Passwords};
use crate::auth::tokens::Tokens;
use crate::clock::Clock;
use crate::config::Config;
use crate::context::{Context, Parts};
use crate::heads::HeadsFile;
use crate::secrets::Secrets;
use crate::use_cases::system;

/// Opens the store, migrates an embedded database and assembles all parts.
///
/// # Errors
/// Missing secrets, an unreachable database, a PostgreSQL database that was not migrated, invalid settings of gateways.
pub async fn build_context(config: &Config) -> anyhow::Result<Context> {
    let secrets = Secrets::load(config.secrets_file.as_deref(), config.demo)?;
    let db = open(config, &secrets, Access::ReadWrite).await?;
    prepare(&db).await?;
    let shift = if config.demo { system::stored_shift(&db).await? } else { 0 };
    assemble(config, db, &secrets, Clock::system(shift), Cost::Production)
}

/// Assembles parts that were opened elsewhere: tests pass their own database, clock and password cost.
///
/// # Errors
/// Invalid settings of gateways, keys that cannot be used.
pub fn assemble(config: &Config, db: Db, secrets: &Secrets, clock: Clock, cost: Cost) -> anyhow::Result<Context> {
    let gateways = gateway_settings(config, secrets)?;
    let plain = gateways.unencrypted();
    if !config.demo && !plain.is_empty() {
        tracing::warn!(event = "gateways.plain", systems = ?plain, "these systems are spoken to without encryption");
    }
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    Ok(Context::new(Parts {
        config: config.clone(),
        clock,
        db,
        gateways: Gateways::new(&gateways)?,
        passwords: Passwords::new(cost, cores)?,
        evenly: Evenly(cost == Cost::Production),
        tokens: Tokens::new(&secrets.token_key, secrets.previous_token_key.as_ref()),
        printer: Printer::new()?,
        write_probe: tokio::sync::Mutex::new(None),
        draining: std::sync::atomic::AtomicBool::new(false),
        outbox_bell: tokio::sync::Notify::new(),
        heads: HeadsFile::new(config.heads_file()),
    }))
}

/// Opens the store with the keys from the configuration. Runs no migration.
///
/// # Errors
/// An unreachable database, or a SQLite file another process writes to.
pub async fn open(config: &Config, secrets: &Secrets, access: Access) -> anyhow::Result<Db> {
    if let (Some(path), Access::ReadWrite) = (sqlite_path(&config.database), access)
        && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let settings = Settings {
        access,
        group_commit: !config.commit_alone,
        connections: config.database_pool.max(2),
        ..Settings::new(config.database.clone())
    };
    let keys = Keys::new(secrets.data_keys.clone(), secrets.index_key)?.sealing_audit_with(&secrets.seal_keys);
    Ok(Db::open(&settings, keys).await?)
}

/// The file of a `sqlite:PATH` URL.
pub fn sqlite_path(url: &str) -> Option<&Path> {
    url.strip_prefix("sqlite:").map(|rest| Path::new(rest.trim_start_matches("//")))
}

/// The process that owns an embedded database also migrates it. A PostgreSQL database is shared by several nodes, so
/// there `qabul migrate` is a separate step.
async fn prepare(db: &Db) -> anyhow::Result<()> {
    let pending = db.pending_migrations().await?;
    if pending == 0 {
        return Ok(());
    }
    if db.is_postgres() {
        bail!("{pending} migrations are missing in the database: run `qabul migrate` once, then start the nodes");
    }
    db.migrate().await?;
    tracing::info!(event = "migrated", pending, "the database is up to date");
    Ok(())
}

/// The gateways' settings. Each base address is the prefix of the paths in `openapi/registries.json`.
fn gateway_settings(config: &Config, secrets: &Secrets) -> anyhow::Result<GatewaySettings> {
    let at = |base: &str, room: &str, secret: &SecretString| Endpoint {
        base_url: format!("{}/{room}", base.trim_end_matches('/')),
        secret: secret.clone(),
    };
    let register = |room: &str| at(&config.registers_url, room, &secrets.registers);
    let payment = secrets.payment.first().context("no payment secret")?;
    Ok(GatewaySettings {
        population: register("population"),
        migration: register("migration"),
        tmms: register("tmms"),
        tkta: register("tkta"),
        exam_centre: register("exam-centre"),
        social_status: register("social-status"),
        sms: at(&config.sms_url, "sms", &secrets.sms),
        mail: mail_settings(&config.smtp, &config.mail_from)?,
        payment: PaymentSettings {
            endpoint: at(&config.payment_url, "payments", payment),
            callback_secret: payment.clone(),
            previous_callback_secret: secrets.payment.get(1).cloned(),
        },
        timeouts: Timeouts {
            total: std::time::Duration::from_millis(config.register_timeout_ms.max(100)),
            ..Timeouts::default()
        },
        own_roots_pem: own_roots(config.ca_file.as_deref())?,
    })
}

/// The certificates of a private authority, if one is configured.
fn own_roots(file: Option<&Path>) -> anyhow::Result<Option<Vec<u8>>> {
    let read = |path: &Path| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    file.map(read).transpose()
}

/// `HOST:PORT`, or `smtp(s)://USER:PASSWORD@HOST:PORT`.
fn mail_settings(smtp: &str, from: &str) -> anyhow::Result<MailSettings> {
    let from = from.to_owned();
    let Some((scheme, rest)) = smtp.split_once("://") else {
        return Ok(MailSettings { url: format!("smtp://{smtp}"), credentials: None, from });
    };
    let Some((user, host)) = rest.rsplit_once('@') else {
        return Ok(MailSettings { url: smtp.to_owned(), credentials: None, from });
    };
    // The message must not contain the value, which may be a password.
    let (name, password) =
        user.split_once(':').context("the mail server's user has no password: USER:PASSWORD@HOST")?;
    let credentials = Some((name.to_owned(), SecretString::from(password.to_owned())));
    Ok(MailSettings { url: format!("{scheme}://{host}"), credentials, from })
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn a_mail_servers_password_is_taken_out_of_its_address() {
        let plain = mail_settings("127.0.0.1:2525", "a@example.az").unwrap();
        assert_eq!((plain.url.as_str(), plain.credentials.is_none()), ("smtp://127.0.0.1:2525", true));
        let secured = mail_settings("smtps://qabul:p@ss:word@mail.example.az", "a@example.az").unwrap();
        assert_eq!(secured.url, "smtps://mail.example.az");
        let (name, password) = secured.credentials.unwrap();
        assert_eq!((name.as_str(), password.expose_secret()), ("qabul", "p@ss:word"));
        assert!(
            !mail_settings("smtps://secretuser@mail", "a@example.az").unwrap_err().to_string().contains("secretuser")
        );
    }

    #[test]
    fn the_file_of_an_embedded_database_is_read_from_its_url() {
        assert_eq!(sqlite_path("sqlite:data/qabul.db"), Some(Path::new("data/qabul.db")));
        assert_eq!(sqlite_path("sqlite:///var/qabul.db"), Some(Path::new("/var/qabul.db")));
        assert_eq!(sqlite_path("postgres://x/y"), None);
    }
}
