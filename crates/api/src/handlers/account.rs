//! What a signed-in person changes about the account.

use actix_web::{HttpResponse, post, put, web};
use qabul_contract::me::{
    ChangeEmail, ChangePassword, ChangePhone, ChangeResidence, LinkSent, Profile, ProveEmail, ProvePhone,
};
use qabul_contract::problem::Problem;
use qabul_contract::registrations::{CodeSent, FillPerson};

use super::private;
use crate::auth::asker::Asker;
use crate::auth::passwords::are_same;
use crate::context::Context;
use crate::extract::{Applicant, Body, Caller, Language};
use crate::problem::ApiError;
use crate::use_cases::account;

type Ctx = web::Data<Context>;

/// Change the password
///
/// Needs the present one. Every other session ends, and other devices are strangers again.
#[utoipa::path(
    tag = "me", operation_id = "changePassword", request_body = ChangePassword, security(("bearer" = [])),
    responses(
        (status = 204, description = "Changed"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/me/password")]
pub async fn change_password(
    context: Ctx,
    who: Applicant,
    asker: Asker,
    body: Body<ChangePassword>,
) -> Result<HttpResponse, ApiError> {
    let ChangePassword { old_password, password, password_again } = body.0;
    if !are_same(&password, &password_again) {
        return Err(ApiError::field("/passwordAgain", "passwordsDiffer"));
    }
    account::change_password(&context, who, old_password, password, asker).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Send a code to a new mobile number
///
/// The number changes once the code was right.
#[utoipa::path(
    tag = "me", operation_id = "changePhone", request_body = ChangePhone, security(("bearer" = [])),
    responses(
        (status = 200, description = "Sent; the same answer for a taken number", body = CodeSent),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/me/phone")]
pub async fn change_phone(
    context: Ctx,
    who: Applicant,
    language: Language,
    body: Body<ChangePhone>,
) -> Result<HttpResponse, ApiError> {
    let ChangePhone { phone, password } = body.0;
    Ok(private(&account::change_phone(&context, who, &phone, password, language.0).await?))
}

/// Check the code of a new mobile number
///
/// Five tries a code. The old number is told.
#[utoipa::path(
    tag = "me", operation_id = "provePhone", request_body = ProvePhone, security(("bearer" = [])),
    responses(
        (status = 200, description = "The number has changed", body = Profile),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/me/phone/verify")]
pub async fn prove_phone(context: Ctx, who: Applicant, body: Body<ProvePhone>) -> Result<HttpResponse, ApiError> {
    Ok(private(&account::prove_phone(&context, who, &body.0.code).await?))
}

/// Send a link to a new e-mail address
///
/// Also sends it once more to the present one. The address changes once the link was opened.
#[utoipa::path(
    tag = "me", operation_id = "changeEmail", request_body = ChangeEmail, security(("bearer" = [])),
    responses(
        (status = 200, description = "Sent; the same answer for a taken address", body = LinkSent),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/me/email")]
pub async fn change_email(context: Ctx, who: Applicant, body: Body<ChangeEmail>) -> Result<HttpResponse, ApiError> {
    let ChangeEmail { email, password } = body.0;
    Ok(private(&account::change_email(&context, who, &email, password).await?))
}

/// Send the link again
///
/// To the address that waits for its proof.
#[utoipa::path(
    tag = "me", operation_id = "sendEmailLink", security(("bearer" = [])),
    responses(
        (status = 200, description = "Sent; the same answer for a taken address", body = LinkSent),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/me/email/link")]
pub async fn send_email_link(context: Ctx, who: Applicant) -> Result<HttpResponse, ApiError> {
    Ok(private(&account::send_link(&context, who).await?))
}

/// Prove an e-mail address by its link
///
/// Needs no session: the link may be opened on another device. The old address is told.
#[utoipa::path(
    tag = "me", operation_id = "proveEmail", request_body = ProveEmail,
    responses(
        (status = 204, description = "Proven"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/email-proofs")]
pub async fn prove_email(context: Ctx, caller: Caller, body: Body<ProveEmail>) -> Result<HttpResponse, ApiError> {
    account::prove_email(&context, &body.0.token, caller.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Correct hand-filled data
///
/// Only while the account waits for its check; afterwards, and for data of a register, 409 `notOffered`.
#[utoipa::path(
    tag = "me", operation_id = "correctPerson", request_body = FillPerson, security(("bearer" = [])),
    responses(
        (status = 200, description = "Corrected", body = Profile),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/me/person")]
pub async fn correct_person(context: Ctx, who: Applicant, body: Body<FillPerson>) -> Result<HttpResponse, ApiError> {
    Ok(private(&account::correct_person(&context, who, &body.0).await?))
}

/// Change the actual residence
///
/// Decides the exam city of applications that are not confirmed yet.
#[utoipa::path(
    tag = "me", operation_id = "changeResidence", request_body = ChangeResidence, security(("bearer" = [])),
    responses(
        (status = 200, description = "Changed", body = Profile),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/me/residence")]
pub async fn change_residence(
    context: Ctx,
    who: Applicant,
    body: Body<ChangeResidence>,
) -> Result<HttpResponse, ApiError> {
    Ok(private(&account::change_residence(&context, who, &body.0.actual_place).await?))
}
