//! Published placements: a list and plain files, for people and programs; without sign-in.

use actix_files::NamedFile;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get, web};

use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::published::{self, Found};
use crate::tags;

type Ctx = web::Data<Context>;

/// The list of runs.
#[get("/published/placement/index.json")]
pub async fn index(context: Ctx) -> Result<HttpResponse, ApiError> {
    let (folder, demo) = (context.config.published_dir.clone(), context.config.demo);
    let list = web::block(move || published::index(folder.as_deref(), demo)).await.map_err(ApiError::internal)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-cache")).json(list.map_err(ApiError::internal)?))
}

/// A file of a run, sent in pieces because it may be large.
#[get("/published/placement/{run}/{part}/{file}")]
pub async fn fetch(
    context: Ctx,
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (run, part, file) = path.into_inner();
    let folder = context.config.published_dir.as_deref();
    let mut response = match published::find(folder, context.config.demo, &run, &part, &file).ok_or(Code::NotFound)? {
        Found::OnDisk(path) => {
            let open = web::block(move || NamedFile::open(path)).await.map_err(ApiError::internal)?;
            not_modified(&request, open.map_err(|_| Code::NotFound)?.into_response(&request))?
        }
        Found::BuiltIn(bytes) => HttpResponse::Ok().body(bytes),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind(&file)));
    // A run does not change once it is published, and checking whether it did costs little.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// Answers 304 if the caller has the file in compressed form: the file's own answer knows the tag of its plain bytes only.
fn not_modified(request: &HttpRequest, response: HttpResponse) -> Result<HttpResponse, ApiError> {
    let Some(seen) = tags::if_none_match(request)? else { return Ok(response) };
    let tag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default().trim_matches('"');
    Ok(match seen.held(tag) {
        Some(held) => HttpResponse::NotModified().insert_header((ETAG, format!("\"{held}\""))).finish(),
        None => response,
    })
}

fn kind(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("csv") => "text/csv; charset=utf-8",
        Some("ndjson") => "application/x-ndjson",
        _ => "text/plain; charset=utf-8",
    }
}
