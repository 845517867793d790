use qabul_contract::registrations::{Registration as Shown, WayIn};
use qabul_domain::calendar::Micros;
use qabul_domain::person::{Fin, IdentityDocument};
use qabul_gateways::{Answer, SecondFact};
use qabul_store::accounts;
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::registrations::RegistrationState::{self, IdentityConfirmed, IdentityFound, Started};

use super::{Second, born, found_on, save, shown};
use crate::auth::limits::{IDENTITY_DEVICE, IDENTITY_NETWORK};
use crate::context::Context;
use crate::problem::{ApiError, Code};

/// States in which a person may give, or change, the identity data.
pub(super) const OPEN: [RegistrationState; 3] = [Started, IdentityFound, IdentityConfirmed];

/// Counts a try before a register is queried, in a separate unit: a wrong try must be counted even if nothing else is
/// stored. Returns what was counted, to be given back if the data are correct.
///
/// # Errors
/// Too many tries; no registration of this kind at this step.
pub(super) async fn count_try(
    context: &Context,
    secret: [u8; 32],
    way_in: WayIn,
    caller: String,
    now: Micros,
) -> Result<Vec<Ask>, ApiError> {
    context
        .db
        .transact(async move |tx| {
            let network = Ask::new(&IDENTITY_NETWORK, &caller);
            if let Some(until) = limits::refused(tx, std::slice::from_ref(&network), now).await? {
                return Err(ApiError::too_many(now, until));
            }
            let found = found_on(tx, &secret, way_in, &OPEN, now).await?;
            let asks = vec![network, Ask::new(&IDENTITY_DEVICE, found.row.id.to_string())];
            match limits::take(tx, &asks, now).await? {
                Taken::Counts(_) => Ok(asks),
                Taken::Refused(until) => Err(ApiError::too_many(now, until)),
            }
        })
        .await
}

/// A register that does not answer does not count as a wrong try.
///
/// # Errors
/// When the store fails.
pub(super) async fn silent(context: &Context, asks: Vec<Ask>) -> Result<ApiError, ApiError> {
    context.db.transact(async move |tx| Ok::<_, ApiError>(limits::give_back(tx, &asks).await?)).await?;
    Ok(ApiError::new(Code::RegisterSilent).retry_after(30))
}

/// Queries the population register. An unknown FIN, a wrong second fact and an existing account give the same answer,
/// so that nobody learns anything about a person whose document they do not hold.
///
/// # Errors
/// Unreadable input, data that do not match, too many tries, a register that does not answer.
pub async fn check_identity(
    context: &Context,
    secret: [u8; 32],
    fin: &str,
    second: Second,
    caller: String,
) -> Result<Shown, ApiError> {
    let now = context.clock.now();
    let fin = Fin::parse(fin).map_err(|reason| ApiError::reason("/fin", &reason))?;
    let second = match second {
        Second::Born(text) => SecondFact::BirthDate(born(&text, now)?),
        Second::Document(text) => {
            let document =
                IdentityDocument::parse(&text).map_err(|reason| ApiError::reason("/documentNumber", &reason))?;
            SecondFact::Document(document.as_str().to_owned())
        }
    };
    let asks = count_try(context, secret, WayIn::Citizen, caller, now).await?;
    let person = match context.gateways.population.person_by_fin(fin.as_str(), &second, now).await {
        Answer::Found(person) => Some(person),
        Answer::NotFound => None,
        Answer::Unavailable => return Err(silent(context, asks).await?),
    };
    let fin = fin.as_str().to_owned();
    context
        .db
        .transact(async move |tx| {
            // Looked up in every case, so that the work is the same whether or not the register knew the person.
            let taken = accounts::find_by_fin(tx, &fin).await?.is_some();
            let mut found = found_on(tx, &secret, WayIn::Citizen, &OPEN, now).await?;
            let Some(person) = person.clone().filter(|_| !taken) else { return Err(Code::IdentityMismatch.into()) };
            found.answers.fin = Some(fin.clone());
            found.answers.person = Some(person);
            found.answers.asked_at = Some(now);
            save(tx, &found, IdentityFound, now).await?;
            limits::give_back(tx, &asks).await?;
            Ok(shown(&found.answers, IdentityFound, found.row.expires_at))
        })
        .await
}
