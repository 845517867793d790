//! Endpoints called by external systems.

use actix_web::{HttpRequest, HttpResponse, post, web};
use qabul_contract::problem::Problem;
use qabul_gateways::{CallbackHeaders, CallbackRefused, SIGNATURE_HEADER, TIMESTAMP_HEADER};

use crate::context::Context;
use crate::extract::RawBody;
use crate::problem::{ApiError, Code};
use crate::sampled::{self, Refused};
use crate::use_cases::wallet::credit_top_up;

type Ctx = web::Data<Context>;

/// Take over a payment event
///
/// Signed by the payment provider, see `openapi/registries.json`. The same event any number of times changes nothing after
/// the first.
#[utoipa::path(
    tag = "callbacks", operation_id = "receivePaymentEvent",
    request_body(content = serde_json::Value, description = "`PaymentEvent` of `openapi/registries.json`"),
    params(
        ("X-Payment-Timestamp" = String, Header, description = "Seconds since 1970 UTC at which it was signed"),
        ("X-Payment-Signature" = String, Header, description = "`v1=` and the HMAC-SHA256 over `timestamp.body`, hexadecimal"),
    ),
    responses(
        (status = 200, description = "Taken over, now or before"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/callbacks/payments")]
pub async fn payments(context: Ctx, request: HttpRequest, body: RawBody) -> Result<HttpResponse, ApiError> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let headers = CallbackHeaders { timestamp: header(TIMESTAMP_HEADER), signature: header(SIGNATURE_HEADER) };
    // The provider's clock is never shifted, not even when the portal is a demo.
    let event =
        context.gateways.payment.verify_callback(headers, &body.0, context.clock.unshifted()).map_err(refused)?;
    credit_top_up(&context, event).await?;
    Ok(HttpResponse::Ok().finish())
}

fn refused(cause: CallbackRefused) -> ApiError {
    match cause {
        CallbackRefused::WrongShape => tracing::warn!(event = "payment.refused", %cause, "a call-back was refused"),
        // Anybody can send these, so they are sampled.
        _ => sampled::note(Refused::UnsignedCallback),
    }
    ApiError::new(match cause {
        CallbackRefused::NotSigned | CallbackRefused::Stale | CallbackRefused::WrongSignature => Code::BadSignature,
        CallbackRefused::TooLarge => Code::TooLarge,
        CallbackRefused::WrongShape => Code::BadRequest,
    })
}
