//! Reference lists.

use actix_web::http::header::{CACHE_CONTROL, VARY};
use actix_web::{HttpResponse, get, web};
use qabul_contract::problem::Problem;
use qabul_contract::reference::ReferenceList;

use crate::context::Context;
use crate::extract::Language;
use crate::problem::ApiError;
use crate::use_cases::reference as use_cases;

type Ctx = web::Data<Context>;

/// Read a reference list
///
/// Public. Each row tells its source; only rows with one are official.
#[utoipa::path(
    tag = "reference", operation_id = "getReferenceList",
    params(("list" = String, Path, description = "Name of the list", example = "foreignLanguages")),
    responses(
        (status = 200, description = "The list", body = ReferenceList),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/reference/{list}")]
pub async fn list(context: Ctx, language: Language, name: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let list = use_cases::list(&context, name.into_inner(), language.0).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .insert_header((VARY, "accept-language"))
        .json(list))
}
