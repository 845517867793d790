//! The command line of `qabul`: the same program serves, runs jobs, migrates, seeds, checks and repairs.

mod data;
mod desk;
mod people;
mod placement;
mod repair;
mod rules;
mod run;

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::Config;
use crate::desk::Order;
use crate::secrets::Secrets;
use crate::use_cases::campaign_data::Kind;

/// National admissions portal.
#[derive(Parser)]
#[command(name = "qabul", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and the SPA; on SQLite also run the jobs.
    Serve(Config),
    /// Run the jobs beside serving nodes; needs PostgreSQL.
    Worker(Config),
    /// Bring the database's schema up to this release.
    Migrate(Config),
    /// Import reference lists; with --demo also the campaigns and the invented catalogue of a demo.
    Seed(Box<SeedArgs>),
    /// Print the OpenAPI document.
    Openapi,
    /// Print a page of docs/ that is generated from the code.
    Docs {
        /// Which page.
        page: DocsPage,
    },
    /// Secrets.
    Secrets {
        #[command(subcommand)]
        command: SecretsCommand,
    },
    /// Officers.
    Officer {
        #[command(subcommand)]
        command: people::OfficerCommand,
    },
    /// Accounts that wait for an officer, and a lost second factor.
    Account {
        #[command(subcommand)]
        command: people::AccountCommand,
    },
    /// Decisions about one application.
    Application {
        #[command(subcommand)]
        command: desk::ApplicationCommand,
    },
    /// Campaigns.
    Campaign {
        #[command(subcommand)]
        command: desk::CampaignCommand,
    },
    /// Wallets.
    Wallet {
        #[command(subcommand)]
        command: repair::WalletCommand,
    },
    /// Payments that do not match their top-up.
    Payment {
        #[command(subcommand)]
        command: repair::PaymentCommand,
    },
    /// Messages.
    Outbox {
        #[command(subcommand)]
        command: repair::OutboxCommand,
    },
    /// Copy the SQLite database in one consistent snapshot, while the server runs.
    Backup(BackupArgs),
    /// Restore a backup where no database exists.
    Restore(BackupArgs),
    /// Check that the ledger balances, that charges match confirmations and that the audit is complete.
    Verify(Config),
    /// Stored decisions: explain, judge again, compare under other terms.
    Rules {
        #[command(subcommand)]
        command: rules::RulesCommand,
    },
    /// Placements: work on files only, without a database.
    Placement {
        #[command(subcommand)]
        command: placement::PlacementCommand,
    },
    /// The audit.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Seal personal data again with the newest data key of the secrets file.
    RotateKeys(Config),
    /// Look for problems that would keep this installation from working.
    Doctor(Config),
}

/// Pages generated from the code.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DocsPage {
    /// docs/states.md
    States,
    /// docs/rules.md
    Rules,
    /// docs/config.md
    Config,
}

/// What to seed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum SeedWhat {
    /// Reference lists.
    Reference,
    /// Campaigns of a demo.
    Demo,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
struct SeedArgs {
    #[command(subcommand)]
    list: Option<SeedList>,
    /// What to import; everything that fits the mode when absent.
    what: Vec<SeedWhat>,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
enum SeedList {
    /// Replace the catalogue of specializations, completely or not at all.
    Catalogue(CatalogueArgs),
    /// Replace competition conditions, correspondence of specialties or a year's windows, completely or not at all.
    Campaign(CampaignDataArgs),
}

#[derive(Args)]
struct CampaignDataArgs {
    /// What the file holds.
    kind: Kind,
    /// The file; without one the conditions announced last.
    file: Option<PathBuf>,
    #[command(flatten)]
    config: Config,
}

#[derive(Args)]
struct CatalogueArgs {
    /// `catalogue.csv`; in a demo the invented one when absent.
    file: Option<PathBuf>,
    /// Where it comes from, kept with each row. Only a basis that begins with "FROM SOURCE" is shown as official.
    #[arg(long)]
    basis: Option<String>,
    #[command(flatten)]
    config: Config,
}

#[derive(Args)]
struct BackupArgs {
    /// The backup.
    file: PathBuf,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
enum SecretsCommand {
    /// Write a file with fresh secrets, readable by its owner only.
    New {
        /// The file; it must not exist.
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Recompute every digest, chain, seal and signature, compare them with the file of heads, and require an audit row
    /// for every booking, move and act of an officer.
    Verify(Config),
    /// Continue after a backup was restored: accept the present end of the seals. Recorded in the file of heads.
    Restart {
        /// Why: which backup, and what is lost by restoring it.
        #[arg(long)]
        reason: String,
        /// Who decides, for the audit and the file of heads.
        #[arg(long)]
        officer: String,
        #[command(flatten)]
        config: Config,
    },
}

/// Reads the command line and carries it out.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let command = match cli.command {
        // It has three exit codes instead of two, and waits for nothing.
        Command::Placement { command } => return placement::perform(command),
        command => command,
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("qabul: no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(dispatch(command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("qabul: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(config) => run::serve(config).await,
        Command::Worker(config) => run::worker(config).await,
        Command::Migrate(config) => data::migrate(&config).await,
        Command::Seed(args) => match args.list {
            Some(SeedList::Catalogue(args)) => {
                data::seed_catalogue(&args.config, args.file.as_deref(), args.basis.as_deref()).await
            }
            Some(SeedList::Campaign(args)) => data::seed_campaign(&args.config, args.kind, args.file.as_deref()).await,
            None => data::seed(&args.config, &args.what).await,
        },
        Command::Openapi => print_page(&crate::openapi::text()?),
        Command::Docs { page } => {
            let text = match page {
                DocsPage::States => qabul_domain::docs::states_markdown(),
                DocsPage::Rules => qabul_domain::docs::rules_markdown(),
                DocsPage::Config => Config::markdown(),
            };
            print_page(&text)
        }
        Command::Secrets { command: SecretsCommand::New { file } } => {
            Secrets::write_new(&file)?;
            println!("wrote {}; keep a copy where the database's backups are not", file.display());
            Ok(())
        }
        Command::Officer { command } => people::officer(command).await,
        Command::Account { command } => people::account(command).await,
        Command::Application { command } => desk::application(command).await,
        Command::Campaign { command } => desk::campaign(command).await,
        Command::Wallet { command } => repair::wallet(command).await,
        Command::Payment { command } => repair::payment(command).await,
        Command::Outbox { command } => repair::outbox(command).await,
        Command::Backup(args) => data::backup(&args.config, &args.file).await,
        Command::Restore(args) => data::restore(&args.config, &args.file).await,
        Command::Verify(config) => data::verify(&config).await,
        Command::Rules { command } => rules::rules(command).await,
        Command::Placement { .. } => Ok(()),
        Command::Audit { command: AuditCommand::Verify(config) } => data::verify_audit(&config).await,
        Command::Audit { command: AuditCommand::Restart { reason, officer, config } } => {
            order(&config, Order::RestartAudit { reason, officer }).await
        }
        Command::RotateKeys(config) => order(&config, Order::RotateKeys).await,
        Command::Doctor(config) => data::doctor(&config).await,
    }
}

/// Carries out an order and prints its answer.
async fn order(config: &Config, order: Order) -> anyhow::Result<()> {
    start_log(config);
    print_page(&crate::desk::order(config, order).await?)
}

/// Prints a page; the reader may close the pipe early.
fn print_page(text: &str) -> anyhow::Result<()> {
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

/// Writes the log to standard error: text for people or JSON lines for machines.
fn start_log(config: &Config) {
    use tracing_subscriber::EnvFilter;
    // The HTTP parser logs an error for each malformed request; the portal counts and samples them instead
    // ([`crate::sampled`]).
    let quiet = "actix_http::h1::dispatcher=off".parse().ok();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let filter = quiet.into_iter().fold(filter, EnvFilter::add_directive);
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    // An error means that a logger is already installed, which is fine.
    let _ = if config.log_json { log.json().try_init() } else { log.try_init() };
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_seed_of_a_demo_is_one_flag() {
        let cli = Cli::try_parse_from(["qabul", "seed", "--demo"]).unwrap();
        assert!(matches!(cli.command, Command::Seed(args) if args.config.demo && args.what.is_empty()));
        let cli = Cli::try_parse_from(["qabul", "seed", "reference"]).unwrap();
        assert!(matches!(cli.command, Command::Seed(args) if args.what == [SeedWhat::Reference]));
        let cli = Cli::try_parse_from(["qabul", "seed", "catalogue", "c.csv", "--basis", "FROM SOURCE x"]).unwrap();
        let Command::Seed(args) = cli.command else { panic!("another command") };
        assert!(matches!(args.list, Some(SeedList::Catalogue(args))
            if args.file.is_some() && args.basis.as_deref() == Some("FROM SOURCE x")));
        assert!(Cli::try_parse_from(["qabul", "serve", "--no-such-flag"]).is_err());
    }
}
