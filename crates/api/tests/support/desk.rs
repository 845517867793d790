//! Orders of officers, carried out in the same way as by the server behind the socket.

use qabul_api::desk::{self, Order};
use qabul_api::problem::ApiError;
use qabul_api::use_cases::applications::OfficerDecision;
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::{Answer, TestApp};

impl TestApp {
    /// Carries out an order; its text is the body, and a refusal is a problem as a handler would answer it.
    pub async fn order(&self, order: Order) -> Answer {
        let (status, body) = match desk::perform(&self.context, order).await {
            Ok(text) => (200, json!({ "text": text })),
            Err(error) => match error.downcast_ref::<ApiError>() {
                Some(refused) => (refused.code.status(), json!(refused.problem(Lang::Az, "test"))),
                None => (422, json!({ "code": "refused", "text": error.to_string() })),
            },
        };
        let kind = if status == 200 { "application/json" } else { "application/problem+json" };
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]);
        Answer { status, headers, bytes: body.to_string().into_bytes(), body }
    }

    /// A decision by the officer `demo`: `act`, `campaign` and the parameters of the act.
    pub async fn decide(&self, wanted: Value) -> Answer {
        let text = |name: &str| wanted[name].as_str().unwrap_or_default().to_owned();
        let list = |name: &str| serde_json::from_value(wanted[name].clone()).unwrap_or_default();
        let (campaign, officer, reason) = (text("campaign"), "demo".to_owned(), text("reason"));
        let decision = match text("act").as_str() {
            "sqkConfirm" => OfficerDecision::Seen { documents: list("documents") },
            "sqkReturn" => OfficerDecision::Return { reason, steps: list("steps") },
            "withdrawalGrant" => OfficerDecision::GrantWithdrawal,
            "withdrawalRefuse" => OfficerDecision::RefuseWithdrawal { reason },
            _ => {
                let until: chrono::DateTime<chrono::Utc> = text("until").parse().expect("an instant");
                return self.order(Order::Extend { campaign, until: Micros::from(until).0, reason, officer }).await;
            }
        };
        self.order(Order::Decide { campaign, work_number: text("workNumber"), officer, decision }).await
    }
}
