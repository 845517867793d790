//! The caller's language, from `Accept-Language`.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;
use qabul_domain::language::Lang;

/// The best of our languages for this request; Azerbaijani where none fits.
pub fn of(request: &HttpRequest) -> Lang {
    request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(best).unwrap_or_default()
}

/// The wanted language with the highest weight that is ours; the first one on a tie.
fn best(header: &str) -> Option<Lang> {
    let mut found: Option<(Lang, f32)> = None;
    for part in header.split(',').take(16) {
        let mut pieces = part.split(';');
        let Some(lang) = pieces.next().and_then(|tag| Lang::of(tag.trim())) else { continue };
        let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if weight > 0.0 && found.is_none_or(|(_, best)| weight > best) {
            found = Some((lang, weight));
        }
    }
    found.map(|(lang, _)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_known_language_wins() {
        assert_eq!(best("ru"), Some(Lang::Ru));
        assert_eq!(best("de, en;q=0.5, ru;q=0.9"), Some(Lang::Ru));
        assert_eq!(best("en-GB,en;q=0.9"), Some(Lang::En));
        assert_eq!(best("de"), None);
        assert_eq!(best("az;q=0, ru;q=x"), None);
    }
}
