//! Addresses of the public check. People type them from a printed page, so a trailing slash and capital letters are
//! accepted.

use actix_web::dev::ServiceRequest;
use actix_web::http::Uri;
use actix_web::http::uri::PathAndQuery;
use qabul_domain::language::Lang;

const PAGE: &str = "check";

/// Whether the path is, or after correction would be, a page of the check.
pub fn is_page(path: &str) -> bool {
    words(path).is_some()
}

/// The code in a path of the check, if there is one.
fn words(path: &str) -> Option<Option<&str>> {
    let mut words = path.split('/').filter(|word| !word.is_empty());
    words.next().filter(|first| first.eq_ignore_ascii_case(PAGE))?;
    let code = words.next();
    words.next().is_none().then_some(code)
}

/// The path as declared; `None` if it is already correct or belongs to another page.
fn right(path: &str) -> Option<String> {
    let declared = match words(path)? {
        Some(code) => format!("/{PAGE}/{code}"),
        None => format!("/{PAGE}"),
    };
    (declared != path).then_some(declared)
}

/// Corrects the path of a request before it is routed.
pub fn put_right(request: &mut ServiceRequest) {
    let Some(mut path) = right(request.path()) else { return };
    if !request.query_string().is_empty() {
        path.push('?');
        path.push_str(request.query_string());
    }
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(path).ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
}

/// A link such as `?lang=ru` sets the language of the page; otherwise the browser's preference is used.
pub fn lang_of(query: &str, wish: Lang) -> Lang {
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
    asked.and_then(Lang::of).unwrap_or(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_end_and_large_letters_are_forgiven_and_nothing_else_is_touched() {
        assert_eq!(right("/check/").as_deref(), Some("/check"));
        assert_eq!(right("/CHECK/AB12/").as_deref(), Some("/check/AB12"));
        assert_eq!(right("//Check//ab").as_deref(), Some("/check/ab"));
        for other in ["/check", "/check/AB12", "/check.css", "/check/a/b", "/checks", "/", "/applications/1/check"] {
            assert_eq!(right(other), None, "{other}");
        }
        assert!(is_page("/check") && is_page("/check/AB12") && !is_page("/check.css"));
    }
}
