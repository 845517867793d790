//! Files of the SPA: packed copies where the browser takes them, the shell for every page of the portal.

use std::path::{Component, Path, PathBuf};

use actix_web::http::Method;
use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, VARY};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::context::Context;
use crate::problem::{ApiError, Code};

/// One folder a build, plain names inside: a file there never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Serves a file, or the shell for a page. A missing file under `/pkg/` or `/api/` is a 404 and never the shell: a browser
/// with an old page would take HTML for a module.
///
/// # Errors
/// No such file; no SPA on this node.
pub async fn serve(request: HttpRequest, context: web::Data<Context>) -> Result<HttpResponse, ApiError> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(Code::NotFound.into());
    }
    let folder = context.config.web_dir.clone().ok_or(Code::NotFound)?;
    let path = request.path().to_owned();
    let relative = below(&path).ok_or(Code::NotFound)?;
    let encodings = accepted(&request);
    let found =
        web::block(move || answer(&folder, &path, &relative, encodings)).await.map_err(ApiError::internal)??;
    let mut response = HttpResponse::Ok();
    response
        .content_type(found.kind)
        .insert_header((CACHE_CONTROL, found.cache))
        .insert_header((VARY, "accept-encoding"))
        .insert_header((CONTENT_ENCODING, found.encoding));
    Ok(response.body(found.bytes))
}

/// The path as one below the folder; nothing that climbs out of it.
fn below(path: &str) -> Option<PathBuf> {
    let path = Path::new(path.trim_start_matches('/'));
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| path.to_owned())
}

fn accepted(request: &HttpRequest) -> (bool, bool) {
    let header = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |name: &str| header.split(',').any(|part| part.trim().split(';').next() == Some(name));
    (takes("br"), takes("gzip"))
}

/// A file ready to be sent.
struct Found {
    bytes: Vec<u8>,
    kind: &'static str,
    encoding: &'static str,
    cache: &'static str,
}

fn answer(folder: &Path, path: &str, relative: &Path, encodings: (bool, bool)) -> Result<Found, ApiError> {
    let is_file = relative.extension().is_some();
    if is_file || path.starts_with("/pkg/") || path.starts_with("/api/") {
        let cache = if path.starts_with("/pkg/") { FOR_EVER } else { ASK_AGAIN };
        return file(&folder.join(relative), cache, encodings).ok_or(Code::NotFound.into());
    }
    file(&folder.join("index.html"), ASK_AGAIN, encodings).ok_or(Code::NotFound.into())
}

fn file(path: &Path, cache: &'static str, (brotli, gzip): (bool, bool)) -> Option<Found> {
    let kind = mime(path)?;
    let packed = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        std::fs::read(PathBuf::from(name)).ok()
    };
    let (bytes, encoding) = None
        .or_else(|| brotli.then(|| packed(".br")).flatten().map(|bytes| (bytes, "br")))
        .or_else(|| gzip.then(|| packed(".gz")).flatten().map(|bytes| (bytes, "gzip")))
        .or_else(|| std::fs::read(path).ok().map(|bytes| (bytes, "identity")))?;
    Some(Found { bytes, kind, encoding, cache })
}

/// Kinds of files the SPA has. WebAssembly under another type would start slowly, and its parts not at all.
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

    #[test]
    fn a_missing_module_is_not_answered_with_the_shell() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("index.html"), "<!doctype html>").unwrap();
        let ask = |path: &str| answer(folder.path(), path, &below(path).unwrap(), (false, false));
        assert!(ask("/services").is_ok());
        assert_eq!(ask("/pkg/old/app_bg.wasm").err().map(|error| error.code), Some(Code::NotFound));
        assert_eq!(ask("/pkg/old").err().map(|error| error.code), Some(Code::NotFound));
        assert_eq!(ask("/favicon.ico").err().map(|error| error.code), Some(Code::NotFound));
    }
}
