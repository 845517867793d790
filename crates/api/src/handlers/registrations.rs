//! Registration of an account (PORTAL-1 to PORTAL-7).

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use qabul_contract::problem::Problem;
use qabul_contract::registrations::{
    CheckIdentity, CheckPermit, FillPerson, Registration, SetEmail, SetPassword, SetPhone, StartRegistration,
    VerifyPhone,
};
use qabul_contract::sessions::Session;

use super::private;
use crate::auth::asker::Asker;
use crate::auth::cookies::Kind;
use crate::auth::evenly::REGISTER;
use crate::auth::passwords::are_same;
use crate::context::Context;
use crate::extract::{Body, Caller, Language, OwnPage};
use crate::problem::{ApiError, Code};
use crate::use_cases::registration::{self, LIFE_SECONDS, Second};
use crate::use_cases::sign_in;

type Ctx = web::Data<Context>;

fn secret(request: &HttpRequest, context: &Context) -> Result<[u8; 32], ApiError> {
    Kind::Registration.read(request, context.config.https()).ok_or(Code::RegistrationGone.into())
}

/// Begin a registration
///
/// Sets the cookie that binds the registration to this device.
#[utoipa::path(
    tag = "registrations", operation_id = "startRegistration", request_body = StartRegistration,
    responses(
        (status = 201, description = "Begun", body = Registration),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registrations")]
pub async fn start(
    context: Ctx,
    _: OwnPage,
    caller: Caller,
    body: Body<StartRegistration>,
) -> Result<HttpResponse, ApiError> {
    let started = registration::start(&context, body.0.way_in, caller.0).await?;
    let cookie = Kind::Registration.set(&started.secret, LIFE_SECONDS, context.config.https());
    Ok(HttpResponse::Created().cookie(cookie).json(started.shown))
}

/// Read this device's unfinished registration
///
/// For a page that was closed or loaded anew.
#[utoipa::path(
    tag = "registrations", operation_id = "getRegistration",
    responses(
        (status = 200, description = "As the device may see it", body = Registration),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/registrations/current")]
pub async fn show(context: Ctx, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    Ok(private(&registration::show(&context, secret(&request, &context)?).await?))
}

/// Start again
///
/// Gives this device's unfinished registration up; there being none is no error.
#[utoipa::path(
    tag = "registrations", operation_id = "giveUpRegistration",
    params(("X-Qabul" = String, Header, description = "Any value: only the portal's own pages can send it", example = "1")),
    responses(
        (status = 204, description = "Given up"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[delete("/registrations/current")]
pub async fn give_up(context: Ctx, request: HttpRequest, _: OwnPage) -> Result<HttpResponse, ApiError> {
    let https = context.config.https();
    if let Some(secret) = Kind::Registration.read(&request, https) {
        registration::give_up(&context, secret).await?;
    }
    Ok(HttpResponse::NoContent().cookie(Kind::Registration.clear(https)).finish())
}

/// Ask the population register
///
/// FIN and a second fact must fit; every cause of a refusal has the same answer.
#[utoipa::path(
    tag = "registrations", operation_id = "checkIdentity", request_body = CheckIdentity,
    responses(
        (status = 200, description = "Found; masked data", body = Registration),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registrations/current/identity")]
pub async fn check_identity(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    caller: Caller,
    body: Body<CheckIdentity>,
) -> Result<HttpResponse, ApiError> {
    let secret = secret(&request, &context)?;
    let second = match (body.0.birth_date, body.0.document_number) {
        (Some(date), _) => Second::Born(date),
        (None, Some(number)) => Second::Document(number),
        (None, None) => return Err(ApiError::field("/birthDate", "secondFactRequired")),
    };
    let checked = registration::check_identity(&context, secret, &body.0.fin, second, caller.0);
    Ok(private(&context.evenly.after(REGISTER, checked).await?))
}

/// Ask the migration register
///
/// Series, number and birth date must fit; every cause of a refusal has the same answer.
#[utoipa::path(
    tag = "registrations", operation_id = "checkPermit", request_body = CheckPermit,
    responses(
        (status = 200, description = "Found; masked data", body = Registration),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registrations/current/permit")]
pub async fn check_permit(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    caller: Caller,
    body: Body<CheckPermit>,
) -> Result<HttpResponse, ApiError> {
    let secret = secret(&request, &context)?;
    let CheckPermit { series, number, birth_date } = body.0;
    let born = birth_date.ok_or_else(|| ApiError::field("/birthDate", "fieldRequired"))?;
    let checked = registration::check_permit(&context, secret, &series, &number, &born, caller.0);
    Ok(private(&context.evenly.after(REGISTER, checked).await?))
}

/// Fill in who you are by hand
///
/// For persons under the protection of UNHCR. The account will wait for an officer.
#[utoipa::path(
    tag = "registrations", operation_id = "fillPerson", request_body = FillPerson,
    responses(
        (status = 200, description = "Noted", body = Registration),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registrations/current/person")]
pub async fn fill_person(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    body: Body<FillPerson>,
) -> Result<HttpResponse, ApiError> {
    Ok(private(&registration::fill_person(&context, secret(&request, &context)?, &body.0).await?))
}

/// Confirm: "these are my data"
///
/// Opens the next step.
#[utoipa::path(
    tag = "registrations", operation_id = "confirmIdentity",
    responses(
        (status = 200, description = "Confirmed", body = Registration),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registrations/current/identity/confirm")]
pub async fn confirm_identity(context: Ctx, request: HttpRequest, _: OwnPage) -> Result<HttpResponse, ApiError> {
    Ok(private(&registration::confirm_identity(&context, secret(&request, &context)?).await?))
}

/// Send a code to a mobile number
///
/// Also sends a new code, one minute after the last.
#[utoipa::path(
    tag = "registrations", operation_id = "sendPhoneCode", request_body = SetPhone,
    responses(
        (status = 200, description = "Sent; the same answer for a taken number", body = Registration),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registrations/current/phone")]
pub async fn set_phone(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    caller: Caller,
    language: Language,
    body: Body<SetPhone>,
) -> Result<HttpResponse, ApiError> {
    let secret = secret(&request, &context)?;
    Ok(private(&registration::set_phone(&context, secret, &body.0.phone, language.0, caller.0).await?))
}

/// Check the code
///
/// Five tries a code.
#[utoipa::path(
    tag = "registrations", operation_id = "verifyPhone", request_body = VerifyPhone,
    responses(
        (status = 200, description = "The number is proven", body = Registration),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registrations/current/phone/verify")]
pub async fn verify_phone(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    body: Body<VerifyPhone>,
) -> Result<HttpResponse, ApiError> {
    let secret = secret(&request, &context)?;
    Ok(private(&registration::verify_phone(&context, secret, &body.0.code).await?))
}

/// Give an e-mail address, twice
///
/// A taken address answers as a free one.
#[utoipa::path(
    tag = "registrations", operation_id = "setRegistrationEmail", request_body = SetEmail,
    responses(
        (status = 200, description = "Noted", body = Registration),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registrations/current/email")]
pub async fn set_email(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    body: Body<SetEmail>,
) -> Result<HttpResponse, ApiError> {
    let secret = secret(&request, &context)?;
    Ok(private(&registration::set_email(&context, secret, &body.0.email, &body.0.email_again).await?))
}

/// Set a password and create the account
///
/// Signs the person in.
#[utoipa::path(
    tag = "registrations", operation_id = "openCabinet", request_body = SetPassword,
    responses(
        (status = 201, description = "The account is created", body = Session),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registrations/current/password")]
pub async fn set_password(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    asker: Asker,
    language: Language,
    body: Body<SetPassword>,
) -> Result<HttpResponse, ApiError> {
    let secret = secret(&request, &context)?;
    if !are_same(&body.0.password, &body.0.password_again) {
        return Err(ApiError::field("/passwordAgain", "passwordsDiffer"));
    }
    let account = registration::open_account(&context, secret, body.0.password, language.0, asker).await?;
    let https = context.config.https();
    let mut response = HttpResponse::Created();
    response.cookie(Kind::Registration.clear(https));
    for cookie in sign_in::cookies(&account, https) {
        response.cookie(cookie);
    }
    Ok(response.json(account.session))
}
