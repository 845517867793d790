//! Signing in, renewing a session, signing out.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use qabul_contract::problem::Problem;
use qabul_contract::second_factor::SecondStep;
use qabul_contract::sessions::{Session, Sessions, SignIn};
use uuid::Uuid;

use super::private;
use crate::auth::asker::Asker;
use crate::auth::cookies::Kind;
use crate::context::Context;
use crate::extract::{Applicant, Body, Language, OptionalKey, OwnPage};
use crate::middleware::{problems, request_id};
use crate::problem::{ApiError, Code};
use crate::use_cases::sign_in::Entered;
use crate::use_cases::{account, sign_in as use_cases};

type Ctx = web::Data<Context>;

/// Sign in
///
/// E-mail, FIN or account number, and password. Unknown login and wrong password have one answer. Where the second factor is on,
/// the answer is 401 `secondStepRequired` with a cookie for the second step. The refresh token comes as
/// a cookie; a caller without cookies signs in again when the access token ends.
#[utoipa::path(
    tag = "sessions", operation_id = "signIn", request_body = SignIn,
    responses(
        (status = 201, description = "Signed in", body = Session),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions")]
pub async fn sign_in(
    context: Ctx,
    request: HttpRequest,
    asker: Asker,
    language: Language,
    body: Body<SignIn>,
) -> Result<HttpResponse, ApiError> {
    let SignIn { login, password } = body.0;
    match use_cases::sign_in(&context, &login, password, language.0, asker).await? {
        Entered::In(signed_in) => Ok(created(&context, *signed_in)),
        Entered::SecondStep(secret) => {
            let asked = ApiError::new(Code::SecondStepRequired);
            let mut response = problems::answer(&asked, language.0, &request_id::of(&request));
            let cookie = Kind::SecondStep.set(&secret, use_cases::STEP_SECONDS, context.config.https());
            response.add_cookie(&cookie).map_err(ApiError::internal)?;
            Ok(response)
        }
    }
}

/// Sign in: second step
///
/// After `secondStepRequired`, with the cookie that came beside it: six digits of the authenticator app, or a recovery code.
#[utoipa::path(
    tag = "sessions", operation_id = "signInSecondStep", request_body = SecondStep,
    params(
        ("X-Qabul" = String, Header, description = "Any value: only the portal's own pages can send it", example = "1"),
        ("Idempotency-Key" = Option<String>, Header, description = "16 to 64 visible characters; a repeat of this device signs in again"),
    ),
    responses(
        (status = 201, description = "Signed in", body = Session),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/second-step")]
pub async fn second_step(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    OptionalKey(key): OptionalKey,
    asker: Asker,
    language: Language,
    body: Body<SecondStep>,
) -> Result<HttpResponse, ApiError> {
    let https = context.config.https();
    let secret = Kind::SecondStep.read(&request, https).ok_or(Code::SecondStepGone)?;
    let signed_in = use_cases::second_step(&context, secret, key, body.0.code, language.0, asker).await?;
    let mut response = created(&context, signed_in);
    response.add_cookie(&Kind::SecondStep.clear(https)).map_err(ApiError::internal)?;
    Ok(response)
}

/// Get a new access token
///
/// Exchanges the refresh cookie; repeated within ten seconds it gives the same one. Used again later it ends the session.
#[utoipa::path(
    tag = "sessions", operation_id = "refreshSession",
    params(("X-Qabul" = String, Header, description = "Any value: only the portal's own pages can send it", example = "1")),
    responses(
        (status = 201, description = "Goes on", body = Session),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/refresh")]
pub async fn refresh(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    language: Language,
) -> Result<HttpResponse, ApiError> {
    let https = context.config.https();
    match use_cases::refresh(&context, Kind::Refresh.read(&request, https), language.0).await {
        Ok(signed_in) => Ok(created(&context, signed_in)),
        Err(error) if error.code == Code::SessionEnded => {
            let mut response = problems::answer(&error, language.0, &request_id::of(&request));
            response.add_cookie(&Kind::Refresh.clear(https)).map_err(ApiError::internal)?;
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

/// Sign out
///
/// Ends the session at once, also for its access token.
#[utoipa::path(
    tag = "sessions", operation_id = "signOut",
    params(("X-Qabul" = String, Header, description = "Any value: only the portal's own pages can send it", example = "1")),
    responses(
        (status = 204, description = "Signed out"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[delete("/sessions/current")]
pub async fn sign_out(
    context: Ctx,
    request: HttpRequest,
    _: OwnPage,
    who: Option<Applicant>,
) -> Result<HttpResponse, ApiError> {
    let https = context.config.https();
    if let Some(token) = Kind::Refresh.read(&request, https) {
        use_cases::sign_out(&context, token).await?;
    }
    if let Some(who) = who {
        use_cases::end_family(&context, who.account_id, who.family_id).await?;
    }
    Ok(HttpResponse::NoContent().cookie(Kind::Refresh.clear(https)).finish())
}

/// List where the account is signed in
///
/// The caller's own session comes first.
#[utoipa::path(
    tag = "sessions", operation_id = "listSessions", security(("bearer" = [])),
    responses(
        (status = 200, description = "Sessions", body = Sessions),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/sessions")]
pub async fn list(context: Ctx, who: Applicant) -> Result<HttpResponse, ApiError> {
    Ok(private(&account::list_sessions(&context, who).await?))
}

/// Sign another device out
///
/// Ends that session at once, also for its access token.
#[utoipa::path(
    tag = "sessions", operation_id = "endSession", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Session")),
    responses(
        (status = 204, description = "Ended"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[delete("/sessions/{id}")]
pub async fn end_one(context: Ctx, who: Applicant, id: web::Path<Uuid>) -> Result<HttpResponse, ApiError> {
    account::end_one(&context, who, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sign out everywhere
///
/// Ends every session of the account, this one too.
#[utoipa::path(
    tag = "sessions", operation_id = "endSessions", security(("bearer" = [])),
    responses(
        (status = 204, description = "Ended"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[delete("/sessions")]
pub async fn end_all(context: Ctx, who: Applicant) -> Result<HttpResponse, ApiError> {
    account::end_all(&context, who).await?;
    Ok(HttpResponse::NoContent().cookie(Kind::Refresh.clear(context.config.https())).finish())
}

/// A new session with its cookie; no cache may store it.
fn created(context: &Context, signed_in: use_cases::SignedIn) -> HttpResponse {
    let cookies = use_cases::cookies(&signed_in, context.config.https());
    let mut response = HttpResponse::Created();
    for cookie in cookies {
        response.cookie(cookie);
    }
    response.insert_header(("cache-control", "no-store")).json(signed_in.session)
}
