//! Wallet: balance, statement and top-ups (MAG-3). No external system is called inside a unit of work.

mod credit;
mod held;
mod receipt;
mod reconcile;
mod show;
mod show_top_up;
mod start_top_up;

pub use credit::{Credited, credit_top_up};
pub use held::{Shown as HeldShown, held, settle_held};
pub use receipt::{receipt, receipt_of_fee};
pub use reconcile::{reconcile, reconcile_all};
pub use show::{entries, wallet};
pub use show_top_up::show_top_up;
pub use start_top_up::start_top_up;

use qabul_contract::wallet::{TopUp as Shown, TopUpState as ShownState};
use qabul_domain::language::Lang;
use qabul_store::topups::{Topup, TopupState};

/// Name of the payment provider in the ledger.
const PROVIDER: &str = "payment";
/// An unpaid top-up expires after this many seconds; a later payment is still credited.
const LIFE_SECONDS: i64 = 30 * 60;

fn shown(topup: Topup, lang: Lang) -> Shown {
    let open = matches!(topup.state, TopupState::Created | TopupState::Redirected);
    Shown {
        id: topup.id,
        amount: topup.amount,
        amount_text: topup.amount.display(lang),
        state: match topup.state {
            TopupState::Created => ShownState::Created,
            TopupState::Redirected => ShownState::Redirected,
            TopupState::Paid => ShownState::Paid,
            TopupState::Failed => ShownState::Failed,
            TopupState::Expired => ShownState::Expired,
            TopupState::Reversed => ShownState::Reversed,
        },
        redirect_url: topup.redirect_url.filter(|_| open),
        return_to: topup.return_to,
        created_at: topup.created_at.into(),
    }
}
