//! The notifications of an account.

use qabul_contract::notices::Notice as Shown;
use qabul_contract::page::Page;
use qabul_domain::language::Lang;
use qabul_store::Cursor;
use qabul_store::notices::{self, Notice};
use uuid::Uuid;

use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::texts;

/// A page of the inbox, newest first, in the caller's language. Values such as times keep the language they were
/// written in.
///
/// # Errors
/// When the store fails.
pub async fn list(
    context: &Context,
    who: Applicant,
    after: Option<Cursor>,
    limit: u32,
    lang: Lang,
) -> Result<Page<Shown>, ApiError> {
    let page = context
        .db
        .read(async move |tx| Ok::<_, ApiError>(notices::page(tx, who.account_id, after, limit).await?))
        .await?;
    let items = page.items.iter().map(|notice| shown(notice, lang)).collect::<Result<_, _>>()?;
    Ok(Page { items, next: page.next.map(|cursor| cursor.encode()) })
}

fn shown(notice: &Notice, lang: Lang) -> Result<Shown, ApiError> {
    let params: std::collections::BTreeMap<String, String> =
        serde_json::from_slice(&notice.params).map_err(ApiError::internal)?;
    let values: Vec<(&str, &str)> = params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let say = |part: &str| texts::notice(lang, &notice.name, part, &values);
    Ok(Shown {
        id: notice.id,
        name: notice.name.clone(),
        title: say("title"),
        text: say("text"),
        at: notice.at.into(),
        read_at: notice.read_at.map(Into::into),
        application_id: notice.application_id,
    })
}

/// Records that a notice was read. Reading it again changes nothing.
///
/// # Errors
/// When it is not in this inbox.
pub async fn read(context: &Context, who: Applicant, id: Uuid) -> Result<(), ApiError> {
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| {
            if !notices::mark_read(tx, who.account_id, id, now).await?
                && !notices::is_in_inbox(tx, who.account_id, id).await?
            {
                return Err(Code::NotFound.into());
            }
            Ok(())
        })
        .await
}
