//! HTML of the public check. Every value is escaped; the page needs no script.

use qabul_domain::calendar::date_time_text;
use qabul_domain::language::Lang;

use crate::page::{Page, escaped, shell};
use crate::texts;
use crate::use_cases::check_document::Found;

/// The form with the typed code, and a sentence above it if no document was found.
pub fn form(lang: Lang, demo: bool, typed: &str, note: Option<&str>) -> String {
    let words = |key: &str| escaped(&texts::text(lang, key));
    let (error, described, invalid) = match note {
        Some(note) => (
            format!("<p class=\"check-note\" id=\"code-error\" role=\"alert\">{}</p>", escaped(note)),
            "code-error code-hint",
            " aria-invalid=\"true\"",
        ),
        None => (String::new(), "code-hint", ""),
    };
    let body = format!(
        "<h1>{title}</h1><p>{intro}</p>{error}<form method=\"post\" novalidate action=\"/check?lang={tag}\">\
         <label for=\"code\">{code}</label><p class=\"hint\" id=\"code-hint\">{hint}</p>\
         <input id=\"code\" name=\"code\" required autocomplete=\"off\" spellcheck=\"false\" \
         autocapitalize=\"characters\" value=\"{typed}\" aria-describedby=\"{described}\"{invalid}>\
         <button type=\"submit\">{button}</button></form>",
        title = words("check.title"),
        intro = words("check.intro"),
        tag = lang.tag(),
        code = words("check.code"),
        hint = words("check.codeHint"),
        button = words("check.button"),
        typed = escaped(typed),
    );
    page(lang, demo, "check.title", "", &body)
}

/// The answer for a document that exists.
pub fn found(lang: Lang, demo: bool, found: &Found) -> String {
    let words = |key: &str| escaped(&texts::text(lang, key));
    let line = |label: &str, html: &str| format!("<div><dt>{}</dt><dd>{html}</dd></div>", words(label));
    let row = |label: &str, value: &str| line(label, &escaped(value));
    // Spaced for the eye as everywhere, by a margin, so that the number is copied without a space.
    let number = match texts::grouped(&found.number) {
        Some((front, back)) if found.kind == "application" => {
            format!("{}<span class=\"gap\">{}</span>", escaped(front), escaped(back))
        }
        _ => escaped(&found.number),
    };
    let state = format!("check.{}", found.state);
    let tone = if found.state == "valid" { "good" } else { "bad" };
    let body = format!(
        "<h1>{title}</h1><p class=\"check-state {tone}\">{state}</p><dl>{kind}{initials}{number}{issued}</dl>\
         <p><a href=\"/check?lang={tag}\">{again}</a></p>",
        title = words("check.title"),
        state = words(&state),
        kind = row("check.kind", &texts::text(lang, &format!("documents.{}", found.kind))),
        initials = row("check.initials", &found.initials),
        number = line("check.number", &number),
        issued = row("check.issuedAt", &date_time_text(found.issued_at, lang)),
        tag = lang.tag(),
        again = words("check.again"),
    );
    page(lang, demo, &state, " – ", &body)
}

fn page(lang: Lang, demo: bool, title: &str, dash: &str, body: &str) -> String {
    let words = |key: &str| texts::text(lang, key);
    let heading =
        if dash.is_empty() { words(title) } else { format!("{}{dash}{}", words(title), words("check.title")) };
    shell(Page { lang, demo, path: "/check", heading: &heading, listed: false }, body)
}

/// The page's own small style sheet: the SPA's sheet is built separately, and this page must work without it.
pub const STYLE: &str = include_str!("check.css");

#[cfg(test)]
mod tests {
    use super::*;
    use qabul_domain::calendar::Micros;

    #[test]
    fn values_of_a_document_cannot_bring_html_in() {
        let hostile = Found {
            kind: "application".to_owned(),
            number: "<script>1</script>".to_owned(),
            initials: "\"><img src=x>".to_owned(),
            state: "valid",
            issued_at: Micros(1_790_000_000_000_000),
        };
        let html = found(Lang::Az, true, &hostile);
        assert!(!html.contains("<script>1") && !html.contains("<img"));
        assert!(html.contains("lang=\"az\"") && html.contains("Etibarlıdır"));
    }

    #[test]
    fn the_form_tells_a_screen_reader_what_is_wrong() {
        let html = form(Lang::En, false, "\">1<b", Some("No document"));
        assert!(html.contains("value=\"&quot;&gt;1&lt;b\""), "what was typed stays, as text");
        assert!(html.contains("role=\"alert\"") && html.contains("aria-invalid=\"true\""));
        assert!(!form(Lang::En, false, "", None).contains("role=\"alert\""));
    }
}
