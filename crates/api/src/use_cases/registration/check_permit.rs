use qabul_contract::registrations::{Registration as Shown, WayIn};
use qabul_domain::calendar::baku_date;
use qabul_domain::person::{Permit, PermitKind};
use qabul_gateways::Answer;
use qabul_store::registrations::RegistrationState::IdentityFound;
use qabul_store::{accounts, limits};

use super::check_identity::{OPEN, count_try, silent};
use super::{born, found_on, save, shown};
use crate::context::Context;
use crate::problem::{ApiError, Code};

/// Queries the migration register (PORTAL-3). An unknown permit, another birth date and an existing account give the
/// same answer.
///
/// # Errors
/// Unreadable input, data that do not match, an expired permit, too many tries, a register that does not answer.
pub async fn check_permit(
    context: &Context,
    secret: [u8; 32],
    series: &str,
    number: &str,
    birth_date: &str,
    caller: String,
) -> Result<Shown, ApiError> {
    let permit = Permit::of(series, number).map_err(|reason| ApiError::reason("/number", &reason))?;
    let now = context.clock.now();
    let born = born(birth_date, now)?;
    let asks = count_try(context, secret, WayIn::Permit, caller, now).await?;

    let series = match permit.kind() {
        PermitKind::Temporary => PermitKind::Temporary.series(),
        PermitKind::Permanent => PermitKind::Permanent.series(),
    };
    let digits = permit.as_str().trim_start_matches(series).to_owned();
    let holder = match context.gateways.migration.holder_by_permit(series, &digits, now).await {
        Answer::Found(holder) => Some(holder).filter(|holder| holder.facts.birth_date == born),
        Answer::NotFound => None,
        Answer::Unavailable => return Err(silent(context, asks).await?),
    };
    let today = baku_date(now);
    let (permit, found) = (permit.as_str().to_owned(), holder);
    context
        .db
        .transact(async move |tx| {
            // Looked up in every case, so that the work is the same whether or not the register knew the permit.
            let fin = found.as_ref().and_then(|holder| holder.fin.clone());
            let document = found.as_ref().map_or(permit.as_str(), |holder| holder.facts.document.as_str());
            let by_fin = accounts::find_by_fin(tx, fin.as_deref().unwrap_or("-")).await?.is_some();
            let by_document = accounts::find_by_document(tx, document, None).await?.is_some();
            let mut row = found_on(tx, &secret, WayIn::Permit, &OPEN, now).await?;
            let holder = found.clone().filter(|_| !by_fin && !by_document).ok_or(Code::PermitMismatch)?;
            // Shown only to the holder of the card: series, number and birth date matched.
            if holder.valid_until.is_some_and(|last| last < today) {
                return Err(ApiError::field("/number", "permitExpired"));
            }
            row.answers.fin = holder.fin;
            row.answers.permit = Some(permit.clone());
            row.answers.person = Some(holder.facts);
            row.answers.asked_at = Some(now);
            save(tx, &row, IdentityFound, now).await?;
            limits::give_back(tx, &asks).await?;
            Ok(shown(&row.answers, IdentityFound, row.row.expires_at))
        })
        .await
}
