//! A forgotten password (PORTAL-8). Every answer is the same whether or not such an account exists.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use qabul_contract::password_resets::{PasswordReset, ResetCode, ResetDigits, ResetPassword, StartReset};
use qabul_contract::problem::Problem;

use super::private;
use crate::auth::asker::{Asker, KNOWN_SECONDS};
use crate::auth::cookies::Kind;
use crate::auth::evenly::OWN_WORK;
use crate::auth::passwords::are_same;
use crate::context::Context;
use crate::extract::{Body, Language, OwnPage};
use crate::problem::{ApiError, Code};
use crate::use_cases::password_reset::{self, LIFE_SECONDS};

type Ctx = web::Data<Context>;

fn secret(request: &HttpRequest, context: &Context) -> Result<[u8; 32], ApiError> {
    Kind::Reset.read(request, context.config.https()).ok_or(Code::ResetGone.into())
}

/// Begin a reset of a forgotten password
///
/// Sets the cookie that binds the reset to this device.
#[utoipa::path(
    tag = "passwordResets", operation_id = "startPasswordReset", request_body = StartReset,
    responses(
        (status = 201, description = "Begun; the same for an unknown login", body = PasswordReset),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/password-resets")]
pub async fn start(context: Ctx, _: OwnPage, asker: Asker, body: Body<StartReset>) -> Result<HttpResponse, ApiError> {
    let started = context.evenly.after(OWN_WORK, password_reset::start(&context, &body.0.login, asker)).await?;
    let cookie = Kind::Reset.set(&started.secret, LIFE_SECONDS, context.config.https());
    Ok(HttpResponse::Created().cookie(cookie).insert_header(("cache-control", "no-store")).json(started.shown))
}

/// Read this device's reset
///
/// For a page that was closed or reloaded.
#[utoipa::path(
    tag = "passwordResets", operation_id = "getPasswordReset",
    responses(
        (status = 200, description = "As the device may see it", body = PasswordReset),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/password-resets/current")]
pub async fn show(context: Ctx, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    Ok(private(&password_reset::show(&context, secret(&request, &context)?).await?))
}

/// Start again
///
/// Forgets this device's reset; there being none is no error.
#[utoipa::path(
    tag = "passwordResets", operation_id = "forgetPasswordReset",
    params(("X-Qabul" = String, Header, description = "Any value: only the portal's own pages can send it", example = "1")),
    responses(
        (status = 204, description = "Forgotten"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[delete("/password-resets/current")]
pub async fn forget(context: Ctx, request: HttpRequest, _: OwnPage) -> Result<HttpResponse, ApiError> {
    let https = context.config.https();
    if let Some(secret) = Kind::Reset.read(&request, https) {
        password_reset::forget(&context, secret).await?;
    }
    Ok(HttpResponse::NoContent().cookie(Kind::Reset.clear(https)).finish())
}

/// Give the last digits of the mobile number
///
/// If they are right, a code goes to it. Also sends a new code, one minute after the last; other digits are looked at at once.
#[utoipa::path(
    tag = "passwordResets", operation_id = "sendResetCode", request_body = ResetDigits,
    responses(
        (status = 200, description = "The same for wrong digits", body = PasswordReset),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/password-resets/current/digits")]
pub async fn send_code(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    asker: Asker,
    language: Language,
    body: Body<ResetDigits>,
) -> Result<HttpResponse, ApiError> {
    let secret = secret(&request, &context)?;
    let sent = password_reset::send_code(&context, secret, &body.0.digits, language.0, asker);
    Ok(private(&context.evenly.after(OWN_WORK, sent).await?))
}

/// Check the code
///
/// Five tries a code.
#[utoipa::path(
    tag = "passwordResets", operation_id = "verifyResetCode", request_body = ResetCode,
    responses(
        (status = 200, description = "The number is proven", body = PasswordReset),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/password-resets/current/verify")]
pub async fn verify(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    body: Body<ResetCode>,
) -> Result<HttpResponse, ApiError> {
    let secret = secret(&request, &context)?;
    let verified = password_reset::verify(&context, secret, &body.0.code);
    Ok(private(&context.evenly.after(OWN_WORK, verified).await?))
}

/// Set the new password
///
/// Ends every session of the account; nobody is signed in by it.
#[utoipa::path(
    tag = "passwordResets", operation_id = "resetPassword", request_body = ResetPassword,
    responses(
        (status = 204, description = "Set"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/password-resets/current/password")]
pub async fn set_password(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    asker: Asker,
    body: Body<ResetPassword>,
) -> Result<HttpResponse, ApiError> {
    let secret = secret(&request, &context)?;
    if !are_same(&body.0.password, &body.0.password_again) {
        return Err(ApiError::field("/passwordAgain", "passwordsDiffer"));
    }
    let device = password_reset::set_password(&context, secret, body.0.password, asker).await?;
    let mut response = HttpResponse::NoContent();
    if let Some(secret) = device {
        response.cookie(Kind::Device.set(&secret, KNOWN_SECONDS, context.config.https()));
    }
    Ok(response.finish())
}
