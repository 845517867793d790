//! Probes for monitoring; not part of the API's contract.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, get, web};

use crate::context::Context;
use crate::metrics as figures;
use crate::problem::{ApiError, Code};
use crate::use_cases::system;

type Ctx = web::Data<Context>;

/// The process answers.
#[get("/livez")]
pub async fn livez() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive\n")
}

/// Whether the process can serve: it was not asked to stop, the database answers, it has every migration of this
/// release and, if this process is the one that writes, it can be written to.
#[get("/readyz")]
pub async fn readyz(context: Ctx) -> HttpResponse {
    if context.is_draining() {
        let mut response = HttpResponse::ServiceUnavailable();
        return response.insert_header((CONTENT_TYPE, "text/html; charset=utf-8")).body("stopping\n");
    }
    let ready = match context.db.ping().await {
        Ok(()) => context.db.pending_migrations().await,
        Err(error) => Err(error),
    };
    let (mut response, word) = match ready {
        Ok(0) if !system::can_write(&context).await => {
            (HttpResponse::ServiceUnavailable(), "the database cannot be written to\n")
        }
        Ok(0) => (HttpResponse::Ok(), "ready\n"),
        Ok(_) => (HttpResponse::ServiceUnavailable(), "migrations are missing: qabul migrate\n"),
        Err(error) => {
            tracing::warn!(event = "readyz.failed", %error, "not ready");
            (HttpResponse::ServiceUnavailable(), "the database does not answer\n")
        }
    };
    // Not a problem document, because monitoring reads only the status. `text/html` keeps the body unchanged.
    response.insert_header((CONTENT_TYPE, "text/html; charset=utf-8")).body(word)
}

/// Metrics for Prometheus. On the main address in demo mode only; otherwise they have a separate address.
#[get("/metrics")]
pub async fn metrics(context: Ctx) -> Result<HttpResponse, ApiError> {
    if !context.config.demo {
        return Err(Code::NotFound.into());
    }
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(figures::text(&context).await?))
}
