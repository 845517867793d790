//! Campaigns and the signed-in person's services.

use actix_web::http::header::{CACHE_CONTROL, VARY};
use actix_web::{HttpResponse, get, web};
use qabul_contract::campaigns::{CampaignList, ServiceList};
use qabul_contract::commissions::CommissionList;
use qabul_contract::problem::Problem;

use super::private;
use crate::context::Context;
use crate::extract::{Applicant, Language};
use crate::problem::ApiError;
use crate::use_cases::campaigns as use_cases;

type Ctx = web::Data<Context>;

/// List campaigns
///
/// Public: what is open, announced or ended lately.
#[utoipa::path(
    tag = "campaigns", operation_id = "listCampaigns",
    responses(
        (status = 200, description = "Campaigns", body = CampaignList),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/campaigns")]
pub async fn list(context: Ctx, language: Language) -> Result<HttpResponse, ApiError> {
    let campaigns = use_cases::list(&context, language.0).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=15"))
        .insert_header((VARY, "accept-language"))
        .json(campaigns))
}

/// List the document commissions
///
/// Public: where and until when documents are taken.
#[utoipa::path(
    tag = "campaigns", operation_id = "listCommissions",
    responses(
        (status = 200, description = "Commissions", body = CommissionList),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/commissions")]
pub async fn commissions(context: Ctx, language: Language) -> Result<HttpResponse, ApiError> {
    let commissions = use_cases::commissions(&context, language.0).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .insert_header((VARY, "accept-language"))
        .json(commissions))
}

/// List the signed-in person's services
///
/// Each with the one thing to do.
#[utoipa::path(
    tag = "campaigns", operation_id = "listServices", security(("bearer" = [])),
    responses(
        (status = 200, description = "Services", body = ServiceList),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/services")]
pub async fn services(context: Ctx, who: Applicant, language: Language) -> Result<HttpResponse, ApiError> {
    Ok(private(&use_cases::services(&context, who, language.0).await?))
}
