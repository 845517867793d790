//! The inbox.

use actix_web::{HttpResponse, get, put, web};
use qabul_contract::notices::Notice;
use qabul_contract::page::{Page, PageQuery};
use qabul_contract::problem::Problem;
use uuid::Uuid;

use super::applications::page_of;
use super::private;
use crate::context::Context;
use crate::extract::{Applicant, Language, Query};
use crate::problem::ApiError;
use crate::use_cases::notices as use_cases;

type Ctx = web::Data<Context>;

/// List notices
///
/// Newest first; every SMS and e-mail also lies here.
#[utoipa::path(
    tag = "notices", operation_id = "listNotices", params(PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "Notices", body = Page<Notice>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/notices")]
pub async fn list(
    context: Ctx,
    who: Applicant,
    language: Language,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (after, limit) = page_of(&query.0)?;
    Ok(private(&use_cases::list(&context, who, after, limit, language.0).await?))
}

/// Mark a notice as read
///
/// Reading it again changes nothing.
#[utoipa::path(
    tag = "notices", operation_id = "readNotice", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Notice")),
    responses(
        (status = 204, description = "Read"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/notices/{id}/read")]
pub async fn mark_read(context: Ctx, who: Applicant, id: web::Path<Uuid>) -> Result<HttpResponse, ApiError> {
    use_cases::read(&context, who, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
