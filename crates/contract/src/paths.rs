//! Paths of the API, written once for clients and tests.

use uuid::Uuid;

/// Prefix of every operation.
pub const API: &str = "/api/v1";
/// Sign in.
pub const SESSIONS: &str = "/api/v1/sessions";
/// New access token from the refresh cookie.
pub const REFRESH: &str = "/api/v1/sessions/refresh";
/// Sign out.
pub const CURRENT_SESSION: &str = "/api/v1/sessions/current";
/// The second step of signing in.
pub const SECOND_STEP: &str = "/api/v1/sessions/second-step";
/// The second factor of the signed-in person.
pub const SECOND_FACTOR: &str = "/api/v1/me/second-factor";
/// Turn it on by a first code.
pub const TURN_ON_SECOND_FACTOR: &str = "/api/v1/me/second-factor/on";
/// New recovery codes.
pub const RECOVERY_CODES: &str = "/api/v1/me/second-factor/recovery-codes";
/// Turn it off.
pub const TURN_OFF_SECOND_FACTOR: &str = "/api/v1/me/second-factor/off";
/// Sessions of the signed-in person; one under its id.
pub fn session(id: Uuid) -> String {
    format!("{SESSIONS}/{id}")
}
/// Begin a reset of a forgotten password.
pub const PASSWORD_RESETS: &str = "/api/v1/password-resets";
/// The device's reset.
pub const PASSWORD_RESET: &str = "/api/v1/password-resets/current";
/// Prove an e-mail address by its link.
pub const EMAIL_PROOFS: &str = "/api/v1/email-proofs";
/// Begin a registration.
pub const REGISTRATIONS: &str = "/api/v1/registrations";
/// The device's unfinished registration.
pub const REGISTRATION: &str = "/api/v1/registrations/current";
/// Public campaigns.
pub const CAMPAIGNS: &str = "/api/v1/campaigns";
/// Where the commissions take documents.
pub const COMMISSIONS: &str = "/api/v1/commissions";
/// The signed-in person's services.
pub const SERVICES: &str = "/api/v1/services";
/// The signed-in person.
pub const ME: &str = "/api/v1/me";
/// The signed-in person's personal data.
pub const PROFILE: &str = "/api/v1/me/profile";
/// Wallet.
pub const WALLET: &str = "/api/v1/wallet";
/// Statement.
pub const WALLET_ENTRIES: &str = "/api/v1/wallet/entries";
/// Top-ups.
pub const TOP_UPS: &str = "/api/v1/wallet/top-ups";
/// Inbox.
pub const NOTICES: &str = "/api/v1/notices";
/// Applications.
pub const APPLICATIONS: &str = "/api/v1/applications";
/// Reference lists, by name under it.
pub const REFERENCE: &str = "/api/v1/reference";
/// The catalogue of specializations.
pub const CATALOGUE: &str = "/api/v1/reference/catalogue";
/// What would be open to somebody who describes themselves.
pub const ELIGIBILITY: &str = "/api/v1/eligibility/check";
/// The whole catalogue under the same description.
pub const ELIGIBILITY_CATALOGUE: &str = "/api/v1/eligibility/catalogue";
/// Server time and mode.
pub const STATUS: &str = "/api/v1/system/status";

/// One application.
pub fn application(id: Uuid) -> String {
    format!("{APPLICATIONS}/{id}")
}
/// Something under one application: `answers`, `confirm`, `timeline`, `education`, `print`, `calendar`.
pub fn of_application(id: Uuid, what: &str) -> String {
    format!("{APPLICATIONS}/{id}/{what}")
}
/// The receipt of a line of the statement.
pub fn receipt(id: Uuid) -> String {
    format!("{WALLET_ENTRIES}/{id}/receipt")
}
/// One top-up.
pub fn top_up(id: Uuid) -> String {
    format!("{TOP_UPS}/{id}")
}
