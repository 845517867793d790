//! The caller's language, from `Accept-Language`.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;
use qabul_domain::language::Lang;

use super::wishes::weighted;

/// The best supported language for this request; Azerbaijani if none matches.
pub fn of(request: &HttpRequest) -> Lang {
    let lines: Vec<&str> = request.headers().get_all(ACCEPT_LANGUAGE).filter_map(|line| line.to_str().ok()).collect();
    best(&lines.join(",")).unwrap_or_default()
}

/// The supported language with the highest weight; the first one if several have the same weight.
fn best(header: &str) -> Option<Lang> {
    let mut found: Option<(Lang, u16)> = None;
    for (tag, weight) in weighted(header) {
        let Some(lang) = Lang::of(tag) else { continue };
        if weight > 0 && found.is_none_or(|(_, best)| weight > best) {
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
        assert_eq!(best("az;Q=0, ru;Q=0.3"), Some(Lang::Ru));
        assert_eq!(best("en;q=2, ru;q=0.1"), Some(Lang::Ru));
    }

    #[test]
    fn several_lines_of_the_header_count_as_one() {
        let request = actix_web::test::TestRequest::default()
            .append_header((ACCEPT_LANGUAGE, "de"))
            .append_header((ACCEPT_LANGUAGE, "en;q=0.5"))
            .append_header((ACCEPT_LANGUAGE, "ru"));
        assert_eq!(of(&request.to_http_request()), Lang::Ru);
    }

    #[test]
    fn a_language_counts_however_many_stand_before_it() {
        let others = "de,fr,it,es,pt,nl,sv,da,fi,nb,pl,cs,sk,hu,ro,bg,el,tr,ka,hy";
        assert_eq!(best(&format!("{others},en;q=0.4")), Some(Lang::En));
    }
}
