//! Security headers on every answer, including refusals (quality goal S6).

use actix_web::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};

const CSP: HeaderName = HeaderName::from_static("content-security-policy");

/// No inline script or style is allowed; `wasm-unsafe-eval` is required to start WebAssembly.
const APP_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Swagger UI contains inline styles; it has a separate policy so that the portal's policy stays strict.
const SWAGGER_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// Adds missing headers; with `https` also HSTS.
pub fn add(headers: &mut HeaderMap, path: &str, https: bool) {
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    set("x-frame-options", "DENY");
    if https {
        set("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    let csp = if path.starts_with("/swagger-ui") { SWAGGER_CSP } else { APP_CSP };
    headers.insert(CSP, HeaderValue::from_static(csp));
    if path.starts_with("/api/") && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
