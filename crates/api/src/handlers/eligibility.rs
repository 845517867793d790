//! What a person could choose, without an account.

use actix_web::{HttpRequest, HttpResponse, get, web};
use qabul_contract::eligibility::{Eligibility, EligibilityOverview, EligibilityQuery};
use qabul_contract::problem::Problem;

use super::cached;
use crate::context::Context;
use crate::extract::{Language, Query};
use crate::problem::ApiError;
use crate::use_cases::eligibility as use_cases;

type Ctx = web::Data<Context>;

/// How many seconds an answer may be cached; it contains no deadlines.
const SECONDS: u32 = 60;

/// Ask what would be open to somebody
///
/// Public. Judges what is told by the same rules as an application, and names the clause of every finding. It informs and
/// decides nothing. The address holds codes and words only, so that it can be shared.
#[utoipa::path(
    tag = "eligibility", operation_id = "checkEligibility", params(EligibilityQuery),
    responses(
        (status = 200, description = "What is open, what is closed and by which clause", body = Eligibility,
         headers(("etag" = String))),
        (status = 304, description = "As it was"),
        (status = 422, description = "A code or a word that is not known; `errors[].pointer` names the parameter",
         body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/eligibility/check")]
pub async fn check(
    context: Ctx,
    language: Language,
    query: Query<EligibilityQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    cached(&request, SECONDS, &use_cases::check(&context, query.0, language.0).await?)
}

/// See the catalogue as it would be open to somebody
///
/// Public. The same description without wishes: every specialization, grouped by the clause that closes it.
#[utoipa::path(
    tag = "eligibility", operation_id = "overviewEligibility", params(EligibilityQuery),
    responses(
        (status = 200, description = "The catalogue by verdict", body = EligibilityOverview, headers(("etag" = String))),
        (status = 304, description = "As it was"),
        (status = 422, description = "A code or a word that is not known; `errors[].pointer` names the parameter",
         body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/eligibility/catalogue")]
pub async fn overview(
    context: Ctx,
    language: Language,
    query: Query<EligibilityQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    cached(&request, SECONDS, &use_cases::overview(&context, query.0, language.0).await?)
}
