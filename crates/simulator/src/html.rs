//! The frame of every page: demo notice, head, style. No script.

use chrono::{DateTime, FixedOffset, Utc};
use qabul_domain::calendar::Micros;

/// Text escaped for elements and quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}

/// `21.11.2026, 14:03:05` in Baku, which is at UTC+4 all year.
pub(crate) fn moment(at: Micros) -> String {
    let utc = DateTime::<Utc>::from(at);
    FixedOffset::east_opt(4 * 3_600).map_or_else(
        || utc.format("%d.%m.%Y, %H:%M:%S").to_string(),
        |baku| utc.with_timezone(&baku).format("%d.%m.%Y, %H:%M:%S").to_string(),
    )
}

/// A complete page. `title` and `body` are already HTML.
pub(crate) fn page(lang: &str, title: &str, body: &str) -> String {
    format!(
        r##"<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} – Qəbul, sınaq mühiti</title>
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Əsas məzmuna keç</a>
<div class="strip" role="region" aria-label="Test rejimi"><strong>TEST REJİMİ — bütün şəxslər uydurmadır</strong> <span lang="en">Test mode: every person here is invented, no money moves</span></div>
<header><div class="wide head">{MARK}<span class="name">Qəbul</span><span class="muted">sınaq mühiti</span></div></header>
<main id="main" class="wide" tabindex="-1">
{body}
</main>
</body>
</html>
"##
    )
}

const MARK: &str = r#"<svg width="28" height="28" viewBox="-12 -12 24 24" aria-hidden="true"><path class="star" d="M8 -8H-8V8H8ZM0 -11.3L-11.3 0 0 11.3 11.3 0Z"/><circle r="3.2" class="seed"/></svg>"#;

const STYLE: &str = r#"
:root{--paper:#FAF7F1;--surface:#FFF;--sunken:#F2EDE3;--line:#DDD5C7;--control:#757064;--ink:#1B2426;--muted:#545C5C;
--petrol:#0C5561;--petrol-hover:#083F49;--petrol-soft:#E1EEEE;--on:#FFF;--pom:#A3213B;--pom-soft:#FBE9EB;--green:#1D6B41;
--green-soft:#E2F1E6;--amber:#7F5000;--amber-soft:#FBEFD6;--saffron:#F2B84B;
--font:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans","DejaVu Sans",Arial,sans-serif;
--mono:ui-monospace,"Cascadia Mono","Roboto Mono","DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--paper:#101819;--surface:#182325;--sunken:#0B1213;--line:#2F3D3F;--control:#7F9092;
--ink:#F0ECE3;--muted:#AEB8B6;--petrol:#6FC3CC;--petrol-hover:#95D8DF;--petrol-soft:#15353A;--on:#07262B;--pom:#F2929F;
--pom-soft:#3C1A22;--green:#7FCB9B;--green-soft:#14311F;--amber:#EBBB66;--amber-soft:#38290E}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.5 var(--font);font-variant-numeric:lining-nums tabular-nums}
.wide{max-width:67.5rem;margin-inline:auto;padding-inline:16px}
.narrow{max-width:38rem}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--surface);padding:12px;z-index:1}
.strip{margin:0;max-width:none;padding:12px 16px;background:var(--amber-soft);color:var(--amber);text-align:center}
.strip strong{display:block;font-size:1.3125rem;line-height:1.3}
header{background:var(--surface);border-bottom:1px solid var(--line)}
.head{display:flex;align-items:center;gap:12px;min-height:60px}.name{font-weight:700;font-size:1.1875rem}
.star{fill:var(--petrol)}.seed{fill:var(--saffron)}
main{padding-block:24px 64px}main:focus{outline:none}
h1{font-size:clamp(1.8125rem,1.4rem + 2vw,2.5rem);line-height:1.2;letter-spacing:-.015em;margin:0 0 8px}
h2{font-size:clamp(1.3125rem,1.2rem + .6vw,1.5rem);line-height:1.3;margin:48px 0 8px;scroll-margin-block:96px}
p{max-width:68ch;margin:0 0 12px}.muted,.hint{color:var(--muted)}h2 .hint,label .hint{font-weight:400}.hint,small{font-size:.9375rem}
nav ul{display:flex;flex-wrap:wrap;gap:4px 24px;list-style:none;margin:16px 0 0;padding:0}
nav a{display:inline-block;padding-block:10px}a{color:var(--petrol)}a:hover{color:var(--petrol-hover)}
ul.cards{list-style:none;margin:16px 0 0;padding:0;display:grid;gap:12px}
.card{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:16px;overflow-wrap:anywhere}
.card p{margin:0 0 4px}.text{white-space:pre-wrap}
.code{display:inline-block;font:700 1.875rem/1.15 var(--mono);letter-spacing:.12em;background:var(--petrol-soft);border-radius:6px;padding:6px 12px}
.badge{display:inline-block;border-radius:4px;padding:1px 8px;font-size:.9375rem;font-weight:500;background:var(--sunken)}
.good{background:var(--green-soft);color:var(--green)}.bad{background:var(--pom-soft);color:var(--pom)}.wait{background:var(--amber-soft);color:var(--amber)}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px;background:var(--surface);margin-top:16px}
table{border-collapse:collapse;width:100%;min-width:46rem}caption{text-align:left;padding:12px 16px;color:var(--muted)}
th,td{text-align:left;vertical-align:top;padding:10px 16px;border-top:1px solid var(--line)}thead th{background:var(--sunken)}
.mono{font-family:var(--mono)}td.mono,th.mono{white-space:nowrap}
form.row{display:flex;flex-wrap:wrap;align-items:end;gap:8px 12px;margin:0}label{font-weight:700;display:block}
select,input{font:inherit;color:inherit;background:var(--surface);border:2px solid var(--control);border-radius:6px;min-height:44px;padding:6px 10px}
input[type=number]{width:6rem}
button,.button{font:inherit;font-weight:700;min-height:48px;padding:10px 20px;border-radius:6px;border:2px solid var(--petrol);background:var(--petrol);color:var(--on);cursor:pointer;text-decoration:none;display:inline-block}
button:hover,.button:hover{background:var(--petrol-hover);border-color:var(--petrol-hover);color:var(--on)}
button.second{background:none;color:var(--petrol)}button.second:hover{background:var(--petrol-soft)}
.acts{display:flex;flex-wrap:wrap;gap:12px;margin-top:24px}
dl{display:grid;gap:4px 16px;margin:0 0 16px}dt{color:var(--muted)}dd{margin:0 0 8px;overflow-wrap:anywhere}
@media (min-width:30rem){dl{grid-template-columns:auto minmax(0,1fr);gap:8px 16px}dd{margin:0}}
.sum{font-size:clamp(1.875rem,1.5rem + 2vw,2.75rem);font-weight:700;line-height:1.15}
details{margin-top:32px}summary{padding-block:10px;cursor:pointer}
:focus-visible{outline:3px solid var(--ink);outline-offset:0;box-shadow:0 0 0 6px var(--saffron)}
@media (prefers-color-scheme:dark){:focus-visible{outline:3px solid #FFD27A;outline-offset:2px;box-shadow:none}}
@media (max-width:47.99rem){table{min-width:0}thead{display:none}tbody,tr,caption{display:block}
tr{padding-block:12px;border-top:1px solid var(--line)}th,td{display:inline-block;border:0;padding:2px 16px}td:nth-last-child(-n+2){display:block}}
@media (min-width:48rem){body{font-size:1.0625rem}.wide{padding-inline:24px}}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn received_text_cannot_become_markup() {
        assert_eq!(escape(r#"<a href="x">'&'"#), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
    }

    #[test]
    fn moments_are_shown_in_baku() {
        assert_eq!(moment(Micros(0)), "01.01.1970, 04:00:00");
    }
}
