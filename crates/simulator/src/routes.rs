//! Every address of the simulator.

use actix_web::web::{PayloadConfig, ServiceConfig, get, post, resource};

use crate::{pages, payments, registers, sms};

/// Maximum size of a request in bytes; requests of the contract are small.
const LARGEST_REQUEST: usize = 64 * 1024;

pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .app_data(PayloadConfig::new(LARGEST_REQUEST))
        .service(resource("/population/v1/person").route(post().to(registers::person)))
        .service(resource("/migration/v1/permit-holder").route(post().to(registers::permit_holder)))
        .service(resource("/tmms/v1/degrees").route(post().to(registers::tmms)))
        .service(resource("/tkta/v1/degrees").route(post().to(registers::tkta)))
        .service(resource("/exam-centre/v1/admissions").route(post().to(registers::admissions)))
        .service(resource("/social-status/v1/statuses").route(post().to(registers::statuses)))
        .service(resource("/sms/v1/messages").route(post().to(sms::send)))
        .service(resource("/payments/v1/orders").route(post().to(payments::create)))
        .service(resource("/payments/v1/orders/{id}").route(get().to(payments::by_id)))
        // For people and browser tests; no secret is required.
        .service(resource("/").route(get().to(pages::inbox)))
        .service(resource("/inbox.json").route(get().to(pages::inbox_json)))
        .service(resource("/persons.json").route(get().to(pages::persons_json)))
        .service(resource("/mails/{number}/files/{index}").route(get().to(pages::mail_file)))
        .service(resource("/switches").route(get().to(pages::switches)).route(post().to(pages::set_switch)))
        .service(resource("/switches/form").route(post().to(pages::set_switch_form)))
        .service(resource("/switches/reset").route(post().to(pages::reset_switches)))
        .service(resource("/clock").route(post().to(pages::shift_clock)))
        .service(resource("/pay/{id}").route(get().to(pages::pay)).route(post().to(pages::pay_act)))
        .service(resource("/pay/{id}/release").route(post().to(pages::release)))
        .service(resource("/pay/{id}/reverse").route(post().to(pages::reverse)))
        .service(resource("/livez").route(get().to(pages::alive)));
}
