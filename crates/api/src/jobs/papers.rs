//! Documents attached to an e-mail.

use qabul_domain::language::Lang;
use qabul_gateways::Attachment;
use uuid::Uuid;

use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::{applications, wallet};

/// Renders a document of an application as PDF.
///
/// # Errors
/// No such document or application, or the layout failed.
pub async fn render(
    context: &Context,
    document: &str,
    application_id: Uuid,
    lang: Lang,
) -> Result<Attachment, ApiError> {
    let row = context
        .db
        .read(async move |tx| {
            qabul_store::applications::find(tx, application_id).await?.ok_or(ApiError::new(Code::NotFound))
        })
        .await?;
    let account_id = row.account_id.ok_or(Code::NotFound)?;
    let bytes = match document {
        "application" => applications::print(context, account_id, application_id, lang).await?,
        "receipt" => wallet::receipt_of_fee(context, account_id, application_id, lang).await?,
        _ => return Err(Code::NotFound.into()),
    };
    Ok(Attachment { name: format!("{document}-{}.pdf", row.work_number), mime: "application/pdf".to_owned(), bytes })
}

/// Renders the receipt of a booking as PDF.
///
/// # Errors
/// No such booking in this wallet, or the layout failed.
pub async fn receipt(
    context: &Context,
    account_id: Uuid,
    transaction_id: Uuid,
    lang: Lang,
) -> Result<Attachment, ApiError> {
    let bytes = wallet::receipt(context, account_id, transaction_id, lang).await?;
    Ok(Attachment { name: "receipt.pdf".to_owned(), mime: "application/pdf".to_owned(), bytes })
}
