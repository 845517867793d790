//! Methods: HEAD is answered as GET without its body, and a method that is not declared for a path is told which are.

use actix_web::dev::{ResourceDef, ServiceRequest};
use actix_web::http::Method;
use actix_web::http::header::{ALLOW, HeaderMap, HeaderValue};
use utoipa::openapi::OpenApi;

use crate::app::PAGES;

/// Which methods are declared where.
pub struct Declared(Vec<(ResourceDef, Vec<Method>)>);

impl Declared {
    /// The operations of the described interface and the pages beside it.
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

    /// What is declared for a path, as `Allow` says it; nothing where nothing is. Several patterns may fit one path.
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

/// What may be asked of a path, where the answer is that this method may not: the path is known under another one, or is
/// that of a page or file, which are only read.
pub fn allowed(declared: &Declared, path: &str, method: &Method) -> Option<String> {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    declared.at(path).or_else(|| (!reads && !path.starts_with("/api/")).then(|| said(&[&Method::GET])))
}

/// Says in an answer what is allowed.
pub fn tell(headers: &mut HeaderMap, allowed: &str) {
    if let Ok(value) = HeaderValue::from_str(allowed) {
        headers.insert(ALLOW, value);
    }
}

/// Turns HEAD into GET. The server leaves the body out by itself: it remembers what it was asked.
pub fn head_as_get(request: &mut ServiceRequest) {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
}

/// A method as figures name it: a closed set, whatever callers invent.
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
