//! Commands for officers until there is a user interface for them: applications at the commission, withdrawals,
//! deadlines.

use clap::{Args, Subcommand};
use qabul_domain::calendar::{Micros, from_baku};

use crate::config::Config;
use crate::desk::Order;
use crate::use_cases::applications::OfficerDecision;

#[derive(Subcommand)]
pub(super) enum ApplicationCommand {
    /// The commission has seen the originals: confirms the application and takes the fee.
    SqkConfirm {
        /// What was presented: identity,diploma,recognition,translation. Everything on the applicant's list is
        /// required.
        #[arg(long, value_delimiter = ',', required = true)]
        seen: Vec<String>,
        #[command(flatten)]
        of: OfApplication,
    },
    /// The commission returns an application.
    SqkReturn {
        /// Why, in words for the applicant.
        #[arg(long)]
        reason: String,
        /// Sections to change, for example masterExam.education; every section when absent.
        #[arg(long, value_delimiter = ',')]
        steps: Vec<String>,
        #[command(flatten)]
        of: OfApplication,
    },
    /// Withdraw an application as its person asked; nothing is refunded.
    WithdrawalGrant(OfApplication),
    /// Refuse a withdrawal; the application stays valid.
    WithdrawalRefuse {
        /// Why, in words for the applicant.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        of: OfApplication,
    },
}

#[derive(Args)]
pub(super) struct OfApplication {
    /// Code of the campaign, `master-2027-1`.
    campaign: String,
    /// Application number, six digits.
    number: String,
    /// Who decides, for the audit.
    #[arg(long)]
    officer: String,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
pub(super) enum CampaignCommand {
    /// Move the deadline for everybody. Every applicant who has not confirmed is notified; applications that ended with
    /// the old deadline become drafts again.
    Extend {
        /// Code of the campaign, `master-2027-1`.
        #[arg(long)]
        campaign: String,
        /// New deadline in Baku time: `2027-01-26` (until the end of that day) or `2027-01-26 18:00`.
        #[arg(long, value_parser = until)]
        until: Micros,
        /// Why, in words for the applicants.
        #[arg(long)]
        reason: String,
        /// Who decides, for the audit.
        #[arg(long)]
        officer: String,
        #[command(flatten)]
        config: Config,
    },
}

/// A deadline as an officer types it; exclusive, so a date alone means the midnight at the end of that day.
fn until(text: &str) -> Result<Micros, String> {
    let wrong = || "write YYYY-MM-DD or YYYY-MM-DD HH:MM, Baku time".to_owned();
    let (day, hour) = text.split_once([' ', 'T']).map_or((text, None), |(day, hour)| (day, Some(hour)));
    let day = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").map_err(|_| wrong())?;
    match hour {
        None => day.succ_opt().and_then(|next| from_baku(next, 0, 0)).ok_or_else(wrong),
        Some(hour) => {
            let (hour, minute) = hour.split_once(':').ok_or_else(wrong)?;
            let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
            from_baku(day, number(hour)?, number(minute)?).ok_or_else(wrong)
        }
    }
}

/// `application …`
pub(super) async fn application(command: ApplicationCommand) -> anyhow::Result<()> {
    let (of, decision) = match command {
        ApplicationCommand::SqkConfirm { seen, of } => (of, OfficerDecision::Seen { documents: seen }),
        ApplicationCommand::SqkReturn { reason, steps, of } => (of, OfficerDecision::Return { reason, steps }),
        ApplicationCommand::WithdrawalGrant(of) => (of, OfficerDecision::GrantWithdrawal),
        ApplicationCommand::WithdrawalRefuse { reason, of } => (of, OfficerDecision::RefuseWithdrawal { reason }),
    };
    let OfApplication { campaign, number: work_number, officer, config } = of;
    super::order(&config, Order::Decide { campaign, work_number, officer, decision }).await
}

/// `campaign …`
pub(super) async fn campaign(command: CampaignCommand) -> anyhow::Result<()> {
    let CampaignCommand::Extend { campaign, until, reason, officer, config } = command;
    super::order(&config, Order::Extend { campaign, until: until.0, reason, officer }).await
}

#[cfg(test)]
mod tests {
    use qabul_domain::calendar::deadline_text;
    use qabul_domain::language::Lang;

    use super::*;

    #[test]
    fn a_day_alone_ends_with_its_last_minute_and_an_hour_is_taken_as_it_is() {
        let text = |typed: &str| until(typed).map(|at| deadline_text(at, Lang::En));
        assert_eq!(text("2027-01-26").unwrap(), "26 January 2027, 23:59");
        assert_eq!(text("2027-01-26 18:00").unwrap(), "26 January 2027, 18:00");
        for wrong in ["26.01.2027", "2027-02-30", "2027-01-26 25:00", "tomorrow"] {
            assert!(until(wrong).is_err(), "{wrong}");
        }
    }
}
