//! The OpenAPI document, collected from the handlers.

use actix_web::App;
use utoipa::OpenApi;
use utoipa::openapi::schema::ArrayItems;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, Ref, RefOr, Schema};
use utoipa_actix_web::{AppExt as _, scope};

use crate::app;
use crate::extract::KEY_LENGTHS;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Qəbul API",
        description = "National admissions portal: one account for a person, from an exam application to an enrolled \
                       student. Errors are problem+json (RFC 9457) in the caller's language; money is integer qəpik; \
                       deadlines are half-open instants in Asia/Baku, decided on the server's receipt time.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact(name = "Qəbul", url = "https://qabul.example/help", email = "api@qabul.example")
    ),
    servers((url = "/", description = "This installation")),
    tags(
        (name = "registrations", description = "Creating an account"),
        (name = "sessions", description = "Signing in and out"),
        (name = "passwordResets", description = "Password reset"),
        (name = "me", description = "The signed-in person"),
        (name = "campaigns", description = "Open campaigns, deadlines and fees"),
        (name = "applications", description = "Applications of every kind"),
        (name = "wallet", description = "Balance, statement, top-ups"),
        (name = "notices", description = "Notifications"),
        (name = "eligibility", description = "What a person could choose, before creating an account"),
        (name = "reference", description = "Reference lists"),
        (name = "callbacks", description = "Called by external systems"),
        (name = "system", description = "Server time and mode"),
    )
)]
struct Base;

/// The document.
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(Base::openapi())
        .service(scope::scope("/api/v1").configure(app::api))
        .split_for_parts();
    let components = document.components.get_or_insert_default();
    components.security_schemes.insert(
        "bearer".to_owned(),
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .bearer_format("JWT")
                .description(Some("Access token of `POST /api/v1/sessions`, ten minutes"))
                .build(),
        )
        .into(),
    );
    name_rows(components);
    let [fewest, most] = KEY_LENGTHS;
    // An operation without a token says so explicitly, so that no operation becomes public by omission.
    for item in document.paths.paths.values_mut() {
        for operation in
            [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten()
        {
            operation.security.get_or_insert_default();
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && parameter.name == "Idempotency-Key"
                    && let Some(RefOr::T(Schema::Object(key))) = &mut parameter.schema
                {
                    (key.min_length, key.max_length) = (Some(fewest), Some(most));
                }
            }
        }
    }
    document
}

/// Pages are generic, and the row type of a generic type is inlined. This restores the name of the row, so that a
/// generated client has one type for it.
fn name_rows(components: &mut Components) {
    for (name, schema) in &mut components.schemas {
        let Some(row) = name.strip_prefix("Page_") else { continue };
        if let RefOr::T(Schema::Object(page)) = schema
            && let Some(RefOr::T(Schema::Array(items))) = page.properties.get_mut("items")
        {
            items.items = ArrayItems::RefOrSchema(Box::new(Ref::from_schema_name(row).into()));
        }
    }
}

/// The document as it is committed: pretty-printed JSON with a final line end.
///
/// # Errors
/// When it cannot be serialized.
pub fn text() -> anyhow::Result<String> {
    Ok(format!("{}\n", document().to_pretty_json()?))
}
