//! Server time and mode.

use actix_web::{HttpResponse, get, put, web};
use qabul_contract::problem::Problem;
use qabul_contract::system::{ShiftClock, SystemStatus};

use super::private;
use crate::context::Context;
use crate::extract::Body;
use crate::problem::ApiError;
use crate::use_cases::system as use_cases;

type Ctx = web::Data<Context>;

/// Read server time and mode
///
/// Countdowns come from here, never from the device's clock.
#[utoipa::path(
    tag = "system", operation_id = "getSystemStatus",
    responses(
        (status = 200, description = "Time and mode", body = SystemStatus),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/system/status")]
pub async fn status(context: Ctx) -> HttpResponse {
    private(&use_cases::status(&context))
}

/// Shift the clock of a demo installation
///
/// Outside demo mode there is no such operation.
#[utoipa::path(
    tag = "system", operation_id = "shiftClock", request_body = ShiftClock,
    responses(
        (status = 200, description = "Shifted", body = SystemStatus),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Failed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/system/clock")]
pub async fn shift_clock(context: Ctx, body: Body<ShiftClock>) -> Result<HttpResponse, ApiError> {
    Ok(private(&use_cases::shift_clock(&context, body.0.seconds).await?))
}
