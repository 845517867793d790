//! All routes and layers of the server.

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

use crate::handlers::{
    account, applications, callbacks, campaigns, check, eligibility, health, me, notices, password_resets, published,
    reference, registrations, rules, second_factor, security_contact, sessions, swagger, system, wallet,
};

/// The operations of `/api/v1`, in the order of the OpenAPI document.
pub fn api(config: &mut ApiConfig) {
    config
        .service(registrations::start)
        .service(registrations::show)
        .service(registrations::give_up)
        .service(registrations::check_identity)
        .service(registrations::check_permit)
        .service(registrations::fill_person)
        .service(registrations::confirm_identity)
        .service(registrations::set_phone)
        .service(registrations::verify_phone)
        .service(registrations::set_email)
        .service(registrations::set_password)
        .service(sessions::sign_in)
        .service(sessions::second_step)
        .service(sessions::refresh)
        .service(sessions::sign_out)
        .service(sessions::list)
        .service(sessions::end_one)
        .service(sessions::end_all)
        .service(password_resets::start)
        .service(password_resets::show)
        .service(password_resets::forget)
        .service(password_resets::send_code)
        .service(password_resets::verify)
        .service(password_resets::set_password)
        .service(account::change_password)
        .service(account::change_phone)
        .service(account::prove_phone)
        .service(account::change_email)
        .service(account::send_email_link)
        .service(account::prove_email)
        .service(account::correct_person)
        .service(account::change_residence)
        .service(second_factor::show)
        .service(second_factor::set_up)
        .service(second_factor::turn_on)
        .service(second_factor::renew_codes)
        .service(second_factor::turn_off)
        .service(me::show)
        .service(me::profile)
        .service(me::set_language)
        .service(campaigns::list)
        .service(campaigns::commissions)
        .service(campaigns::services)
        .service(applications::list)
        .service(applications::open)
        .service(applications::show)
        .service(applications::save_answers)
        .service(applications::ask_registers)
        .service(applications::confirm)
        .service(applications::raise_event)
        .service(applications::timeline)
        .service(applications::print)
        .service(applications::calendar)
        .service(wallet::show)
        .service(wallet::entries)
        .service(wallet::receipt)
        .service(wallet::start_top_up)
        .service(wallet::show_top_up)
        .service(callbacks::payments)
        .service(notices::list)
        .service(notices::mark_read)
        .service(eligibility::check)
        .service(eligibility::overview)
        .service(reference::catalogue)
        .service(reference::list)
        .service(system::status)
        .service(system::shift_clock);
}

/// Paths outside the API with their allowed methods. A path missing here would answer 404 to a wrong method instead of
/// 405.
pub const PAGES: [(&str, &[Method]); 12] = [
    ("/check", &[Method::GET, Method::POST]),
    ("/check/{code}", &[Method::GET]),
    ("/check.css", &[Method::GET]),
    ("/rules", &[Method::GET]),
    ("/published/placement/index.json", &[Method::GET]),
    ("/published/placement/{run}/{part}/{file}", &[Method::GET]),
    ("/.well-known/security.txt", &[Method::GET]),
    ("/livez", &[Method::GET]),
    ("/readyz", &[Method::GET]),
    ("/metrics", &[Method::GET]),
    ("/openapi.json", &[Method::GET]),
    ("/swagger-ui/{file:.*}", &[Method::GET]),
];

/// Pages and probes outside the API.
pub fn pages(config: &mut ServiceConfig) {
    config
        .service(check::form)
        .service(check::submit)
        .service(check::by_code)
        .route("/check.css", web::get().to(check::style))
        .service(rules::page)
        .service(published::index)
        .service(published::fetch)
        .service(security_contact::show)
        .service(health::livez)
        .service(health::readyz)
        .service(health::metrics)
        .service(swagger::openapi)
        .service(swagger::ui);
}
