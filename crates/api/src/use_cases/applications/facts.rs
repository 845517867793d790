//! Facts: registers are queried before a unit of work, the answers are stored, and the unit reads the stored answers.

use qabul_domain::calendar::Micros;
use qabul_domain::decision::Need;
use qabul_domain::facts::{Degree, Fact, FactBook, Source};
use qabul_gateways::Answer;
use qabul_store::Private;
use qabul_store::accounts::{Account, AccountState};
use qabul_store::applications::{self, Asking};
use qabul_store::campaigns::Campaign;
use qabul_store::facts::{FactStatus, StoredFact};
use qabul_store::wallets::Wallet;
use uuid::Uuid;

use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::procedures::procedure;
use crate::use_cases::campaigns::campaign_facts;
use crate::use_cases::registration::PersonRecord;

/// An answer older than this many seconds is queried again before a binding decision.
const FRESH_SECONDS: i64 = 24 * 3600;

/// Fills the book from stored facts.
pub(super) fn book(
    campaign: &Campaign,
    account: &Account,
    person: &PersonRecord,
    kept: &[StoredFact],
    wallet: Option<&Wallet>,
) -> Result<FactBook, ApiError> {
    let education = kept.iter().find(|fact| fact.need == Need::Education.word());
    Ok(FactBook {
        campaign: campaign_facts(campaign)?,
        person: Fact::Known { value: person.facts.clone(), source: person.source(), at: person.asked_at },
        education: match education {
            // Without a FIN the registers cannot be queried.
            None if person.fin.is_none() => Fact::NotFound,
            None => Fact::NotAsked,
            Some(fact) => match (fact.status, &fact.value) {
                (FactStatus::Known, Some(value)) => Fact::Known {
                    value: serde_json::from_slice(value).map_err(ApiError::internal)?,
                    source: Source::Tmms,
                    at: fact.at,
                },
                (FactStatus::NotFound, _) => Fact::NotFound,
                _ => Fact::Unavailable,
            },
        },
        balance: wallet.map(|wallet| wallet.balance).unwrap_or_default(),
        receivable: wallet.map(|wallet| wallet.receivable).unwrap_or_default(),
        account_verified: account.state == AccountState::Active,
    })
}

/// Queries the registers that an application's kind needs if the stored answer is missing, unavailable or old; with
/// `anew`, in any case. A register that does not answer is not an error here: the judgement reports it.
///
/// # Errors
/// When the application is not this account's, or the store fails.
pub async fn ask_registers(
    context: &Context,
    account_id: Uuid,
    application_id: Uuid,
    anew: bool,
) -> Result<(), ApiError> {
    let now = context.clock.now();
    let (person_id, fin, stale) = context
        .db
        .read(async move |tx| {
            let asking = applications::asking(tx, application_id).await?;
            let Asking { row, person, facts } =
                asking.filter(|asking| asking.row.account_id == Some(account_id)).ok_or(Code::NotFound)?;
            let needs = procedure(&row.kind)?.needs();
            let stale = needs.contains(&Need::Education) && (anew || is_stale(&facts, Need::Education, now));
            let fin = person
                .map(|person| serde_json::from_slice::<PersonRecord>(&person.data))
                .transpose()
                .map_err(ApiError::internal)?
                .and_then(|record| record.fin);
            Ok::<_, ApiError>((row.person_id, fin, stale))
        })
        .await?;
    let Some(fin) = fin.filter(|_| stale) else { return Ok(()) };
    let answer = education(context, &fin, now).await;
    let fact = StoredFact {
        need: Need::Education.word().to_owned(),
        status: match answer {
            Answer::Found(_) => FactStatus::Known,
            Answer::NotFound => FactStatus::NotFound,
            Answer::Unavailable => FactStatus::Unavailable,
        },
        value: match answer {
            Answer::Found(degrees) => Some(Private(serde_json::to_vec(&degrees).map_err(ApiError::internal)?)),
            _ => None,
        },
        source: "tmms".to_owned(),
        at: now,
    };
    context
        .db
        .transact(async move |tx| {
            qabul_store::facts::put(tx, person_id, &fact).await?;
            Ok(())
        })
        .await
}

fn is_stale(kept: &[StoredFact], need: Need, now: Micros) -> bool {
    kept.iter()
        .find(|fact| fact.need == need.word())
        .is_none_or(|fact| fact.status == FactStatus::Unavailable || fact.at.plus_seconds(FRESH_SECONDS) < now)
}

/// Degrees of both registers. TMMS decides whether there is an answer at all. If TKTA does not answer, only foreign
/// degrees are missing; a person who has one sees that and asks again.
async fn education(context: &Context, fin: &str, now: Micros) -> Answer<Vec<Degree>> {
    let (home, abroad) =
        futures_util::future::join(context.gateways.tmms.degrees(fin, now), context.gateways.tkta.degrees(fin, now))
            .await;
    match (home, abroad) {
        (Answer::Found(mut home), Answer::Found(abroad)) => {
            home.extend(abroad);
            Answer::Found(home)
        }
        (Answer::Found(home), _) => Answer::Found(home),
        (Answer::NotFound, Answer::Found(abroad)) => Answer::Found(abroad),
        (Answer::NotFound, Answer::NotFound) => Answer::NotFound,
        _ => Answer::Unavailable,
    }
}
