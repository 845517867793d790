//! The frame of pages rendered by the server: they need no script and no file of the SPA.

use qabul_domain::language::Lang;

use crate::texts;

/// Text escaped for HTML text or an attribute value.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The mark of the portal, drawn in the page: it must be seen before, and without, any other file.
const MARK: &str = "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path class=\"star\" d=\"M12 .6L15.34 3.94 20.06 3.94 \
                    20.06 8.66 23.4 12 20.06 15.34 20.06 20.06 15.34 20.06 12 23.4 8.66 20.06 3.94 20.06 3.94 15.34.6 12 \
                    3.94 8.66 3.94 3.94 8.66 3.94Z\"/><path class=\"seed\" d=\"M12 6.8l2.9 5.2-2.9 5.2-2.9-5.2z\"/></svg>";

/// Values for the frame of a page.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// Its language.
    pub lang: Lang,
    /// Whether the portal is a demo, which every page shows.
    pub demo: bool,
    /// Its own path, for the links to the other languages.
    pub path: &'a str,
    /// Its title, as plain text.
    pub heading: &'a str,
    /// Whether search engines may list it.
    pub listed: bool,
}

/// A complete page around an HTML body.
pub fn shell(page: Page<'_>, body: &str) -> String {
    let Page { lang, demo, path, heading, listed } = page;
    let robots = if listed { "" } else { "<meta name=\"robots\" content=\"noindex\">" };
    let words = |key: &str| escaped(&texts::text(lang, key));
    let strip =
        if demo { format!("<aside class=\"strip\"><p>{}</p></aside>", words("check.testMode")) } else { String::new() };
    let languages: String = Lang::ALL
        .into_iter()
        .map(|other| {
            let current = if other == lang { " aria-current=\"true\"" } else { "" };
            let tag = other.tag();
            format!(
                "<a href=\"{path}?lang={tag}\" lang=\"{tag}\" hreflang=\"{tag}\"{current}>{}</a>",
                tag.to_uppercase()
            )
        })
        .collect();
    format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">{robots}\
         <title>{heading} – Qəbul</title><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"/check.css\"></head><body>{strip}\
         <header><a class=\"mark\" href=\"/\">{MARK}Qəbul</a><nav aria-label=\"AZ EN RU\">{languages}</nav></header>\
         <main>{body}</main><footer><p>{help}</p><p><a href=\"/\">{back}</a></p></footer></body></html>",
        tag = lang.tag(),
        heading = escaped(heading),
        help = words("check.help"),
        back = words("check.back"),
    )
}
