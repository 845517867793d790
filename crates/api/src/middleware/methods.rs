//! Methods: HEAD is answered like GET without a body, and a method that a path does not support is answered with the
//! supported ones.

use actix_web::dev::{ResourceDef, ServiceRequest};
use actix_web::http::Method;
use actix_web::http::header::{ALLOW, HeaderMap, HeaderValue};
use utoipa::openapi::OpenApi;

use crate::app::PAGES;

/// The methods declared for each path.
pub struct Declared(Vec<(ResourceDef, Vec<Method>)>);

impl Declared {
    /// The operations of the OpenAPI document and the pages outside the API.
    pub fn new(document: &OpenApi) -> Declared {
        let operations = document.paths.paths.iter().map(|(path, item)| {
            let methods = [
                (Method::GET, &item.get),
                (Method::PUT, &item.put),
                (Method::POST, &item.post),
                (Method::DELETE, &item.delete),
                (Method::PATCH, &item.patch),
            ];
            let declared = methods.into_iter().filter(|(_, operation)| operation.is_some());
            (ResourceDef::new(path.as_str()), declared.map(|(method, _)| method).collect())
        });
        let pages = PAGES.iter().map(|(path, methods)| (ResourceDef::new(*path), methods.to_vec()));
        Declared(operations.chain(pages).collect())
    }

    /// The value of `Allow` for a path; `None` if nothing is declared. Several patterns may match one path.
    fn at(&self, path: &str) -> Option<String> {
        let mut methods: Vec<&Method> = Vec::new();
        for (_, declared) in self.0.iter().filter(|(pattern, _)| pattern.is_match(path)) {
            methods.extend(declared.iter().filter(|method| !methods.contains(method)).collect::<Vec<_>>());
        }
        (!methods.is_empty()).then(|| said(&methods))
    }
}

fn said(methods: &[&Method]) -> String {
    let mut words: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
    if let Some(at) = words.iter().position(|word| *word == "GET") {
        words.insert(at + 1, "HEAD");
    }
    words.join(", ")
}

/// The value of `Allow` for a request whose method is not supported: the path is declared with other methods, or it is
/// a page or a file, which can only be read.
pub fn allowed(declared: &Declared, path: &str, method: &Method) -> Option<String> {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    declared.at(path).or_else(|| (!reads && !path.starts_with("/api/")).then(|| said(&[&Method::GET])))
}

/// Adds `Allow` to an answer.
pub fn tell(headers: &mut HeaderMap, allowed: &str) {
    if let Ok(value) = HeaderValue::from_str(allowed) {
        headers.insert(ALLOW, value);
    }
}

/// Turns HEAD into GET. The server itself omits the body, because it remembers the original method.
pub fn head_as_get(request: &mut ServiceRequest) {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
}

/// A method as a label of metrics: a closed set, whatever callers invent.
pub fn label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
