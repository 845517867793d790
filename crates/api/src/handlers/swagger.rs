//! The OpenAPI document and Swagger UI. Their files are large and public, so all answers share the same bytes: the
//! library's own handlers make a copy for each.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::http::header::{CONTENT_ENCODING, ContentEncoding};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, HttpResponseBuilder, get, web};
use utoipa_swagger_ui::Config;

use crate::problem::{ApiError, Code};
use crate::spa::shared::Pieces;

/// The address of the document.
const DOCUMENT: &str = "/openapi.json";

/// What the handlers send.
pub struct Interface {
    document: Bytes,
    settings: Arc<Config<'static>>,
}

impl Interface {
    /// For this document.
    ///
    /// # Errors
    /// It cannot be serialized.
    pub fn new(document: &utoipa::openapi::OpenApi) -> serde_json::Result<Interface> {
        let document = serde_json::to_vec(document)?.into();
        Ok(Interface { document, settings: Arc::new(Config::new([DOCUMENT])) })
    }
}

/// The OpenAPI document.
#[get("/openapi.json")]
pub async fn openapi(interface: web::Data<Interface>) -> HttpResponse {
    shared(HttpResponse::Ok().content_type("application/json"), interface.document.clone())
}

/// A file of Swagger UI.
///
/// # Errors
/// There is no such file.
#[get("/swagger-ui/{file:.*}")]
pub async fn ui(interface: web::Data<Interface>, file: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let found = utoipa_swagger_ui::serve(&file, interface.settings.clone())
        .map_err(|error| ApiError::internal(anyhow::anyhow!("{error}")))?;
    let file = found.ok_or(Code::NotFound)?;
    let bytes = match file.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    let mut answer = HttpResponse::Ok();
    if file.gzpipped {
        answer.insert_header((CONTENT_ENCODING, ContentEncoding::Gzip));
    }
    Ok(shared(answer.content_type(file.content_type), bytes))
}

fn shared(answer: &mut HttpResponseBuilder, bytes: Bytes) -> HttpResponse {
    answer.finish().set_body(BoxBody::new(Pieces::all(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s7_the_large_files_of_swagger_ui_are_not_copied_for_an_answer() {
        let settings = Arc::new(Config::new([DOCUMENT]));
        for name in ["swagger-ui-bundle.js", "swagger-ui.css"] {
            let file = utoipa_swagger_ui::serve(name, settings.clone()).unwrap().unwrap();
            assert!(matches!(file.bytes, Cow::Borrowed(_)), "{name}");
        }
    }
}
