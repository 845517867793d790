//! Reference lists.

use actix_web::http::header::{CACHE_CONTROL, ETAG, EntityTag, Header as _, IfNoneMatch, VARY};
use actix_web::{HttpRequest, HttpResponse, get, web};
use qabul_contract::problem::Problem;
use qabul_contract::reference::{Catalogue, ReferenceList};
use sha2::{Digest as _, Sha256};

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
    let catalogue = catalogue_cases::show(&context, language.0).await?;
    let body = serde_json::to_vec(&catalogue).map_err(ApiError::internal)?;
    let digest = Sha256::digest(&body);
    let tag = EntityTag::new_strong(digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect());
    let same = match IfNoneMatch::parse(&request) {
        Ok(IfNoneMatch::Items(seen)) => seen.iter().any(|seen| seen.weak_eq(&tag)),
        _ => false,
    };
    let mut answer = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((CACHE_CONTROL, "public, max-age=300")).insert_header((VARY, "accept-language"));
    answer.insert_header((ETAG, tag.to_string()));
    Ok(if same { answer.finish() } else { answer.content_type("application/json").body(body) })
}
