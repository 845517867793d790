//! The outside world of Qəbul: state registers, SMS, e-mail and the payment provider.
//!
//! What it is: one small client a system, each speaking the contract of `openapi/registries.json`. Every call has a
//! bounded time, at most two tries, a circuit breaker and a check of what came back; the outcome is data, never a panic
//! and never a bare error: an outside system that is silent must not turn into a refusal.
//!
//! What it is not: it knows no database and no rules, has no clock (`now` comes in), and is never called inside a
//! transaction. Personal data is sent in bodies only; they are in no URL, log line or `Debug` output.

mod answer;
mod circuit;
mod degree_record;
mod exam_centre;
mod gateways;
mod line;
mod mail;
mod migration_register;
mod payment;
mod person_record;
mod population_register;
mod request_id;
mod settings;
mod signature;
mod sms;
mod social_status;
mod tkta;
mod tmms;
mod wire;

pub use answer::{Answer, Delivery, Unavailable};
pub use exam_centre::{Admission, ExamCentreRegister};
pub use gateways::Gateways;
pub use mail::{Attachment, MailGateway};
pub use migration_register::{MigrationRegister, PermitHolder};
pub use payment::{
    CallbackHeaders, CallbackRefused, PaymentEvent, PaymentOrder, PaymentProvider, PaymentStatus, TopUpOrder,
};
pub use population_register::{PopulationRegister, SecondFact};
pub use request_id::with_request_id;
pub use settings::{Endpoint, GatewaySettings, MailSettings, PaymentSettings, SetUpError, Timeouts};
pub use signature::{CALLBACK_TOLERANCE_SECONDS, SIGNATURE_HEADER, TIMESTAMP_HEADER};
pub use sms::SmsGateway;
pub use social_status::{SocialStatus, SocialStatusRegister};
pub use tkta::Tkta;
pub use tmms::Tmms;
pub use wire::{Trust, Wire};
