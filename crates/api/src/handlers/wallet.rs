//! Wallet: balance, statement, top-ups.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, get, post, web};
use qabul_contract::page::{Page, PageQuery};
use qabul_contract::paths;
use qabul_contract::problem::Problem;
use qabul_contract::wallet::{Entry, EntryQuery, StartTopUp, TopUp, Wallet};
use uuid::Uuid;

use super::applications::page_of;
use super::private;
use crate::context::Context;
use crate::extract::{Applicant, Body, IdempotencyKey, Language, Query};
use crate::problem::ApiError;
use crate::use_cases::wallet as use_cases;

type Ctx = web::Data<Context>;

/// Read the wallet
///
/// Balance and what is owed after a reversed top-up.
#[utoipa::path(
    tag = "wallet", operation_id = "getWallet", security(("bearer" = [])),
    responses(
        (status = 200, description = "The wallet", body = Wallet),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/wallet")]
pub async fn show(context: Ctx, who: Applicant, language: Language) -> Result<HttpResponse, ApiError> {
    Ok(private(&use_cases::wallet(&context, who, language.0).await?))
}

/// List the statement
///
/// Newest first, each with the balance after it; of one kind where `kind` says so.
#[utoipa::path(
    tag = "wallet", operation_id = "listWalletEntries", params(EntryQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "Lines of the statement", body = Page<Entry>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/wallet/entries")]
pub async fn entries(
    context: Ctx,
    who: Applicant,
    language: Language,
    query: Query<EntryQuery>,
) -> Result<HttpResponse, ApiError> {
    let EntryQuery { cursor, limit, kind } = query.0;
    let (after, limit) = page_of(&PageQuery { cursor, limit })?;
    Ok(private(&use_cases::entries(&context, who, kind, after, limit, language.0).await?))
}

/// Download a receipt
///
/// PDF, one A4 page, for a line of the statement.
#[utoipa::path(
    tag = "wallet", operation_id = "getReceipt", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Line of the statement")),
    responses(
        (status = 200, description = "PDF", body = [u8], content_type = "application/pdf"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/wallet/entries/{id}/receipt")]
pub async fn receipt(
    context: Ctx,
    who: Applicant,
    language: Language,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, ApiError> {
    let bytes = use_cases::receipt(&context, who.account_id, *id, language.0).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header(("cache-control", "no-store"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"qebz.pdf\""))
        .body(bytes))
}

/// Start a top-up
///
/// The answer names the provider's payment page. Where the provider is silent the same key may be sent again.
#[utoipa::path(
    tag = "wallet", operation_id = "startTopUp", request_body = StartTopUp, security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "16 to 64 visible characters; a repeat goes on with the same top-up")),
    responses(
        (status = 201, description = "Send the person to `redirectUrl`", body = TopUp,
            headers(("Location" = String, description = "Address of the top-up")),
            links(("topUp" = (operation_id = "getTopUp", parameters(("id" = "$response.body#/id")))))),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/wallet/top-ups")]
pub async fn start_top_up(
    context: Ctx,
    who: Applicant,
    language: Language,
    key: IdempotencyKey,
    body: Body<StartTopUp>,
) -> Result<HttpResponse, ApiError> {
    let top_up = use_cases::start_top_up(&context, who, key, body.0, language.0).await?;
    let location = ("location", paths::top_up(top_up.id));
    Ok(HttpResponse::Created().insert_header(location).insert_header(("cache-control", "no-store")).json(top_up))
}

/// Read a top-up
///
/// For the page the payment provider sends the person back to.
#[utoipa::path(
    tag = "wallet", operation_id = "getTopUp", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Top-up")),
    responses(
        (status = 200, description = "The top-up", body = TopUp),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/wallet/top-ups/{id}")]
pub async fn show_top_up(
    context: Ctx,
    who: Applicant,
    language: Language,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, ApiError> {
    Ok(private(&use_cases::show_top_up(&context, who, *id, language.0).await?))
}
