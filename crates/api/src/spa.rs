//! Files of the SPA: compressed copies if the browser accepts them, and the HTML shell for every page of the portal.
//!
//! `actix-files` evaluates conditional requests and ranges. Bodies are parts of bytes that all readers share
//! ([`shared`]): if a file were read for each caller, it would stay in memory once for each caller who does not read
//! the answer.

pub(crate) mod shared;

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use actix_files::NamedFile;
use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ContentEncoding, HeaderValue, VARY};
use actix_web::{HttpRequest, HttpResponse, web};
use qabul_contract::pages;

use crate::context::Context;
use crate::middleware::{methods, wishes};
use crate::problem::{ApiError, Code};
use crate::tags;

/// One folder per build, file names without hashes: a file there never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
const SHELL: &str = "index.html";

/// Serves a file, or the shell for a page; for an unknown page the shell with status 404. A missing file under `/pkg/`
/// or `/api/` is a plain 404 and never the shell, because a browser with an old page would take the HTML for a module.
///
/// # Errors
/// No such file; no SPA on this node; a method that is not declared here.
pub async fn serve(
    request: HttpRequest,
    context: web::Data<Context>,
    declared: web::Data<methods::Declared>,
) -> Result<HttpResponse, ApiError> {
    let path = request.path();
    if let Some(allowed) = methods::allowed(&declared, path, request.method()) {
        return Err(ApiError::not_allowed(allowed));
    }
    let folder = context.config.web_dir.as_deref().ok_or(Code::NotFound)?;
    let relative = below(path).ok_or(Code::NotFound)?;
    let is_page = pages::is_page(path);
    let is_named = relative.extension().is_some() || path.starts_with("/pkg/") || path.starts_with("/api/");
    // A segment of a page's address may contain a point.
    let is_file = is_named && !is_page;
    let wanted = if is_file { folder.join(&relative) } else { folder.join(SHELL) };
    let kind = mime(&wanted).ok_or(Code::NotFound)?;
    let packed = wishes::encodings(request.headers());
    let (named, bytes, encoding) =
        web::block(move || open(&wanted, &packed)).await.map_err(ApiError::internal)?.ok_or(Code::NotFound)?;
    let mut response = named.disable_content_disposition().into_response(&request);
    if response.status().is_success() {
        response = response.map_body(|head, _| BoxBody::new(shared::Pieces::of(bytes, head.headers())));
    }
    if !is_file && !is_page && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    let cache = if path.starts_with("/pkg/") { FOR_EVER } else { ASK_AGAIN };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    response.extensions_mut().insert(tags::OfThisEncoding);
    Ok(response)
}

/// The path relative to the folder; `None` if it would lead out of the folder.
fn below(path: &str) -> Option<PathBuf> {
    let path = Path::new(path.trim_start_matches('/'));
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| path.to_owned())
}

/// The file, or the first accepted compressed copy, with its bytes.
fn open(path: &Path, packed: &[&'static str]) -> Option<(NamedFile, Arc<Vec<u8>>, &'static str)> {
    let copies = packed.iter().filter_map(|encoding| {
        let (ending, sent) = match *encoding {
            "br" => (".br", ContentEncoding::Brotli),
            _ => (".gz", ContentEncoding::Gzip),
        };
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        Some((NamedFile::open(name).ok()?.set_content_encoding(sent), *encoding))
    });
    let plain = std::iter::from_fn(|| Some((NamedFile::open(path).ok()?, "identity")));
    let (file, encoding) = copies.chain(plain.take(1)).next()?;
    let bytes = shared::read(&file).ok()?;
    Some((file, bytes, encoding))
}

/// Types of the SPA's files. With another type WebAssembly would start slowly, and its parts would not load.
fn mime(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_climbs_out_is_refused() {
        assert_eq!(below("/pkg/a/app.js"), Some(PathBuf::from("pkg/a/app.js")));
        for hostile in ["/../Cargo.toml", "/pkg/../../x", "//etc/../passwd"] {
            assert_eq!(below(hostile), None, "{hostile}");
        }
        assert_eq!(below("//etc/passwd"), Some(PathBuf::from("etc/passwd")), "taken as one below the folder");
    }
}
