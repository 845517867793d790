//! The second factor of the signed-in person.

use actix_web::{HttpResponse, get, post, web};
use qabul_contract::problem::Problem;
use qabul_contract::second_factor::{
    RecoveryCodes, RenewRecoveryCodes, SecondFactor, SecondFactorSecret, SetUpSecondFactor, TurnOffSecondFactor,
    TurnOnSecondFactor,
};

use super::private;
use crate::context::Context;
use crate::extract::{Applicant, Body, IdempotencyKey};
use crate::problem::ApiError;
use crate::use_cases::second_factor;

type Ctx = web::Data<Context>;

/// Show the second factor
#[utoipa::path(
    tag = "me", operation_id = "showSecondFactor", security(("bearer" = [])),
    responses(
        (status = 200, description = "How it stands", body = SecondFactor),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/me/second-factor")]
pub async fn show(context: Ctx, who: Applicant) -> Result<HttpResponse, ApiError> {
    Ok(private(&second_factor::show(&context, who).await?))
}

/// Set the second factor up
///
/// Gives the secret for an authenticator app, once. Nothing changes until the app's first code was right.
#[utoipa::path(
    tag = "me", operation_id = "setUpSecondFactor", request_body = SetUpSecondFactor, security(("bearer" = [])),
    responses(
        (status = 200, description = "Secret", body = SecondFactorSecret),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/me/second-factor")]
pub async fn set_up(context: Ctx, who: Applicant, body: Body<SetUpSecondFactor>) -> Result<HttpResponse, ApiError> {
    Ok(private(&second_factor::set_up(&context, who, body.0.password).await?))
}

/// Turn the second factor on
///
/// By the app's first code. Gives eight recovery codes, once.
#[utoipa::path(
    tag = "me", operation_id = "turnOnSecondFactor", request_body = TurnOnSecondFactor, security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "16 to 64 visible characters; a repeat shows the same codes")),
    responses(
        (status = 200, description = "Recovery codes", body = RecoveryCodes),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/me/second-factor/on")]
pub async fn turn_on(
    context: Ctx,
    who: Applicant,
    key: IdempotencyKey,
    body: Body<TurnOnSecondFactor>,
) -> Result<HttpResponse, ApiError> {
    Ok(private(&second_factor::turn_on(&context, who, &key, &body.0.code).await?))
}

/// Get new recovery codes
///
/// Needs the password and a code of the app, or a recovery code. The earlier ones open nothing from then on.
#[utoipa::path(
    tag = "me", operation_id = "renewRecoveryCodes", request_body = RenewRecoveryCodes, security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "16 to 64 visible characters; a repeat shows the same codes")),
    responses(
        (status = 200, description = "Recovery codes", body = RecoveryCodes),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/me/second-factor/recovery-codes")]
pub async fn renew_codes(
    context: Ctx,
    who: Applicant,
    key: IdempotencyKey,
    body: Body<RenewRecoveryCodes>,
) -> Result<HttpResponse, ApiError> {
    let RenewRecoveryCodes { password, code } = body.0;
    Ok(private(&second_factor::renew_codes(&context, who, &key, password, code).await?))
}

/// Turn the second factor off
///
/// Needs the password and a code of the app, or a recovery code.
#[utoipa::path(
    tag = "me", operation_id = "turnOffSecondFactor", request_body = TurnOffSecondFactor, security(("bearer" = [])),
    responses(
        (status = 204, description = "Off"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/me/second-factor/off")]
pub async fn turn_off(context: Ctx, who: Applicant, body: Body<TurnOffSecondFactor>) -> Result<HttpResponse, ApiError> {
    let TurnOffSecondFactor { password, code } = body.0;
    second_factor::turn_off(&context, who, password, code).await?;
    Ok(HttpResponse::NoContent().finish())
}
