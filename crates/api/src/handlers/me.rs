//! The signed-in person.

use actix_web::{HttpResponse, get, put, web};
use qabul_contract::me::{Me, Profile, SetLanguage};
use qabul_contract::problem::Problem;

use super::private;
use crate::context::Context;
use crate::extract::{Applicant, Body, Language};
use crate::problem::ApiError;
use crate::use_cases::me as use_cases;

type Ctx = web::Data<Context>;

/// Read the account header
///
/// Name, balance, unread notices.
#[utoipa::path(
    tag = "me", operation_id = "getMe", security(("bearer" = [])),
    responses(
        (status = 200, description = "The signed-in person", body = Me),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/me")]
pub async fn show(context: Ctx, who: Applicant, language: Language) -> Result<HttpResponse, ApiError> {
    Ok(private(&use_cases::show(&context, who, language.0).await?))
}

/// Read the personal data of the account
///
/// From the register; contact data as the person gave them.
#[utoipa::path(
    tag = "me", operation_id = "getProfile", security(("bearer" = [])),
    responses(
        (status = 200, description = "Personal data", body = Profile),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/me/profile")]
pub async fn profile(context: Ctx, who: Applicant) -> Result<HttpResponse, ApiError> {
    Ok(private(&use_cases::profile(&context, who).await?))
}

/// Choose the language of SMS and e-mail
///
/// Pages follow `Accept-Language`.
#[utoipa::path(
    tag = "me", operation_id = "setLanguage", request_body = SetLanguage, security(("bearer" = [])),
    responses(
        (status = 200, description = "Chosen", body = Me),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/me/language")]
pub async fn set_language(
    context: Ctx,
    who: Applicant,
    language: Language,
    body: Body<SetLanguage>,
) -> Result<HttpResponse, ApiError> {
    Ok(private(&use_cases::set_language(&context, who, body.0.lang, language.0).await?))
}
