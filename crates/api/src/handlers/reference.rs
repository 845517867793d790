//! Reference lists.

use actix_web::http::header::{CACHE_CONTROL, VARY};
use actix_web::{HttpRequest, HttpResponse, get, web};
use qabul_contract::problem::Problem;
use qabul_contract::reference::{Catalogue, ReferenceList};

use super::cached;
use crate::context::Context;
use crate::extract::Language;
use crate::problem::ApiError;
use crate::use_cases::{catalogue as catalogue_cases, reference as use_cases};

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

/// Read the catalogue of specializations
///
/// Public. What the answers of the exam section open and close follows from each row's conditions.
#[utoipa::path(
    tag = "reference", operation_id = "getCatalogue",
    responses(
        (status = 200, description = "The catalogue", body = Catalogue, headers(("etag" = String))),
        (status = 304, description = "As it was"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/reference/catalogue")]
pub async fn catalogue(context: Ctx, language: Language, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    cached(&request, 300, &catalogue_cases::show(&context, language.0).await?)
}
