//! Applications of every kind: one set of routes.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, ETAG, LOCATION};
use actix_web::{HttpResponse, get, post, put, web};
use qabul_contract::applications::{
    AnswersBody, Application, ApplicationLine, Confirm, Confirmed, EducationView, OpenApplication, Opened, StepSaved,
    Timeline,
};
use qabul_contract::page::{Page, PageQuery};
use qabul_contract::problem::Problem;
use qabul_store::Cursor;
use uuid::Uuid;

use super::{private, tagged};
use crate::context::Context;
use crate::extract::{Applicant, Body, IdempotencyKey, IfMatch, Language, Query, RawBody};
use crate::problem::{ApiError, Code};
use crate::procedures::read_body;
use crate::use_cases::applications as use_cases;
use crate::use_cases::idempotent::Answered;

type Ctx = web::Data<Context>;

/// The answer of a unit that ran once for its key; the same bytes for every repetition.
pub fn answered(answered: &Answered) -> HttpResponse {
    let status = StatusCode::from_u16(answered.outcome.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    response.content_type("application/json");
    if let Some(etag) = &answered.outcome.etag {
        response.insert_header((ETAG, format!("\"{etag}\"")));
    }
    if let Some(location) = &answered.outcome.location {
        response.insert_header((LOCATION, location.as_str()));
    }
    if answered.replayed {
        response.insert_header(("idempotent-replayed", "true"));
    }
    response.body(answered.outcome.body.to_vec())
}

/// Cursor and size of a page; the query's type has held the size to its limits.
///
/// # Errors
/// A cursor this server did not make.
pub fn page_of(query: &PageQuery) -> Result<(Option<Cursor>, u32), ApiError> {
    let cursor = query.cursor.as_deref().map(|text| Cursor::decode(text).ok_or(Code::BadRequest)).transpose()?;
    Ok((cursor, query.limit.unwrap_or(20).unsigned_abs()))
}

/// List own applications
///
/// Newest first.
#[utoipa::path(
    tag = "applications", operation_id = "listApplications", params(PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "Own applications", body = Page<ApplicationLine>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/applications")]
pub async fn list(
    context: Ctx,
    who: Applicant,
    language: Language,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (cursor, limit) = page_of(&query.0)?;
    Ok(private(&use_cases::list(&context, who, cursor, limit, language.0).await?))
}

/// Open an application
///
/// Assigns an application number. The registers are queried.
#[utoipa::path(
    tag = "applications", operation_id = "openApplication", request_body = OpenApplication, security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "16 to 64 visible characters; a repeat gets the same answer")),
    responses(
        (status = 201, description = "Opened", body = Opened,
            headers(("Location" = String, description = "Address of the application")),
            links(("application" = (operation_id = "getApplication", parameters(("id" = "$response.body#/id")))))),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/applications")]
pub async fn open(context: Ctx, who: Applicant, key: IdempotencyKey, body: RawBody) -> Result<HttpResponse, ApiError> {
    let request: OpenApplication = read_body(&body.0)?;
    Ok(answered(&use_cases::open(&context, who, request.campaign_id, key, &body.0).await?))
}

/// Read an application
///
/// Steps, what is missing, what blocks confirmation, money. The ETag is what confirming needs.
#[utoipa::path(
    tag = "applications", operation_id = "getApplication", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Application")),
    responses(
        (status = 200, description = "The application", body = Application, headers(("ETag" = String, description = "version.answersRevision"))),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/applications/{id}")]
pub async fn show(
    context: Ctx,
    who: Applicant,
    language: Language,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, ApiError> {
    let shown = use_cases::show(&context, who, *id, language.0).await?;
    let etag = shown.etag.clone();
    Ok(tagged(&shown, &etag))
}

/// Save one step's answers
///
/// Half-finished answers are saved as they are. `If-Match` is the step's revision, 0 before the first save.
#[utoipa::path(
    tag = "applications", operation_id = "saveAnswers", request_body = AnswersBody, security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Application"),
        ("If-Match" = String, Header, description = "Revision of the step as last seen", example = "0"),
    ),
    responses(
        (status = 200, description = "Saved", body = StepSaved, headers(("ETag" = String, description = "New revision of the step"))),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/applications/{id}/answers")]
pub async fn save_answers(
    context: Ctx,
    who: Applicant,
    language: Language,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: RawBody,
) -> Result<HttpResponse, ApiError> {
    let saved = use_cases::save_answers(&context, who, *id, seen.0, body.0, language.0).await?;
    let etag = saved.step.revision.to_string();
    Ok(tagged(&saved, &etag))
}

/// Ask the education registers again
///
/// For a person whose degree was entered in the meantime, or after a register was silent.
#[utoipa::path(
    tag = "applications", operation_id = "askRegisters", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Application")),
    responses(
        (status = 200, description = "What is known now", body = EducationView),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/applications/{id}/education")]
pub async fn ask_registers(
    context: Ctx,
    who: Applicant,
    language: Language,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, ApiError> {
    use_cases::ask_registers(&context, who.account_id, *id, true).await?;
    Ok(private(&use_cases::show(&context, who, *id, language.0).await?.education))
}

/// Confirm an application
///
/// Takes the fee and seals the answers in one transaction. A repeat with the same key gets the same answer, also when the
/// first one was lost. A refusal charges nothing.
#[utoipa::path(
    tag = "applications", operation_id = "confirmApplication", request_body = Confirm, security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Application"),
        ("If-Match" = String, Header, description = "ETag of the application as shown on check-answers", example = "1.3"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible characters; a repeat gets the same answer"),
    ),
    responses(
        (status = 200, description = "Confirmed", body = Confirmed),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/applications/{id}/confirm")]
pub async fn confirm(
    context: Ctx,
    who: Applicant,
    language: Language,
    id: web::Path<Uuid>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: Body<Confirm>,
) -> Result<HttpResponse, ApiError> {
    Ok(answered(&use_cases::confirm(&context, who, *id, key, seen.0, body.0, language.0).await?))
}

/// Raise an event
///
/// For what only some kinds have, such as `{"event": "send"}` to the commission. The application's offers name them.
#[utoipa::path(
    tag = "applications", operation_id = "raiseEvent", security(("bearer" = [])),
    request_body(content = serde_json::Value, description = "`event` and its fields", example = json!({"event": "send"})),
    params(
        ("id" = Uuid, Path, description = "Application"),
        ("If-Match" = String, Header, description = "ETag of the application", example = "1.3"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible characters; a repeat gets the same answer"),
    ),
    responses(
        (status = 200, description = "Moved", body = Opened),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/applications/{id}/events")]
pub async fn raise_event(
    context: Ctx,
    who: Applicant,
    id: web::Path<Uuid>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: RawBody,
) -> Result<HttpResponse, ApiError> {
    Ok(answered(&use_cases::raise_applicant_event(&context, who, *id, key, seen.0, body.0).await?))
}

/// Read the timeline
///
/// What happened, then what is expected.
#[utoipa::path(
    tag = "applications", operation_id = "getTimeline", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Application")),
    responses(
        (status = 200, description = "The timeline", body = Timeline),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/applications/{id}/timeline")]
pub async fn timeline(
    context: Ctx,
    who: Applicant,
    language: Language,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, ApiError> {
    Ok(private(&use_cases::timeline(&context, who, *id, language.0).await?))
}

/// Print a confirmed application
///
/// PDF, one A4 page, with a QR code for the public check.
#[utoipa::path(
    tag = "applications", operation_id = "printApplication", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Application")),
    responses(
        (status = 200, description = "PDF", body = [u8], content_type = "application/pdf"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/applications/{id}/print")]
pub async fn print(
    context: Ctx,
    who: Applicant,
    language: Language,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, ApiError> {
    let bytes = use_cases::print(&context, who.account_id, *id, language.0).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header(("cache-control", "no-store"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"erize.pdf\""))
        .body(bytes))
}

/// Download the deadline as a calendar file
///
/// RFC 5545: one event in Baku time that ends with the deadline, with alarms 72 and 24 hours before.
#[utoipa::path(
    tag = "applications", operation_id = "getDeadlineCalendar", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Application")),
    responses(
        (status = 200, description = "Calendar file", body = String, content_type = "text/calendar"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/applications/{id}/calendar")]
pub async fn calendar(
    context: Ctx,
    who: Applicant,
    language: Language,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, ApiError> {
    let file = use_cases::calendar(&context, who, *id, language.0).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header(("cache-control", "no-store"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"son-tarix.ics\""))
        .body(file))
}
