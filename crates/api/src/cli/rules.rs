//! Commands for stored decisions: explain, judge again, compare under other terms.

use anyhow::bail;
use clap::{Args, Subcommand};
use qabul_domain::language::Lang;
use qabul_store::Access;

use crate::compose;
use crate::config::Config;
use crate::desk::{Order, told};
use crate::secrets::Secrets;
use crate::use_cases::rules::{self, Compared, Terms};

#[derive(Subcommand)]
pub(super) enum RulesCommand {
    /// Print every clause of an application's decisions, the finding and the facts it rests on, without name, number or
    /// address of the person. The use of the command is audited.
    Explain(Explain),
    /// Judge every stored decision again from its own answers and facts; fails if anything differs.
    Recheck {
        /// Code of the campaign; every campaign when absent.
        #[arg(long)]
        campaign: Option<String>,
        #[command(flatten)]
        config: Config,
    },
    /// Judge the same people under two sets of terms and list whose result differs, by clause.
    Diff {
        /// Terms: a JSON file, or words joined by +, such as qaydalar-2017/2+rules2017.
        one: String,
        /// The other terms, such as qaydalar-2017/2+practice2026.
        other: String,
        /// Code of the campaign; every campaign when absent.
        #[arg(long)]
        campaign: Option<String>,
        #[command(flatten)]
        config: Config,
    },
}

#[derive(Args)]
pub(super) struct Explain {
    /// Application number, six digits, or the application's id.
    #[arg(long)]
    application: String,
    /// Code of the campaign, if the number alone is ambiguous.
    #[arg(long)]
    campaign: Option<String>,
    /// az, en or ru.
    #[arg(long, default_value = "az", value_parser = |tag: &str| Lang::of(tag).ok_or("write az, en or ru"))]
    lang: Lang,
    /// Who looks, for the audit.
    #[arg(long)]
    officer: String,
    #[command(flatten)]
    config: Config,
}

/// `rules …`
pub(super) async fn rules(command: RulesCommand) -> anyhow::Result<()> {
    match command {
        RulesCommand::Explain(Explain { application, campaign, lang, officer, config }) => {
            let lang = lang.tag().to_owned();
            super::order(&config, Order::Explain { application, campaign, lang, officer }).await
        }
        RulesCommand::Recheck { campaign, config } => {
            let db = open(&config).await?;
            let compared = rules::recheck(&db, campaign.as_deref()).await;
            db.close().await;
            let compared = compared.map_err(|error| told(error.into()))?;
            print(&compared)?;
            if compared.differences.is_empty() {
                return Ok(());
            }
            bail!("stored decisions and the rules do not agree")
        }
        RulesCommand::Diff { one, other, campaign, config } => {
            let (one, other) = (Terms::read(&one)?, Terms::read(&other)?);
            let db = open(&config).await?;
            let compared = rules::diff(&db, &one, &other, campaign.as_deref()).await;
            db.close().await;
            print(&compared.map_err(|error| told(error.into()))?)
        }
    }
}

async fn open(config: &Config) -> anyhow::Result<qabul_store::Db> {
    let secrets = Secrets::load(config.secrets_file.as_deref(), config.demo)?;
    compose::open(config, &secrets, Access::ReadOnly).await
}

fn print(compared: &Compared) -> anyhow::Result<()> {
    let mut text = String::new();
    for difference in &compared.differences {
        text.push_str(&format!("{difference}\n"));
    }
    for (clause, count) in compared.by_clause() {
        text.push_str(&format!("{clause}: {count}\n"));
    }
    text.push_str(&format!("{} decisions, {} differences\n", compared.decisions, compared.differences.len()));
    super::print_page(&text)
}
