//! HTML of the act: the text of every clause with its own anchor, and the other texts that are cited and are not
//! clauses. The page needs no script, so a citation can link to its text from the portal, an e-mail or a print.

use std::fmt::Write as _;
use std::sync::LazyLock;

use qabul_domain::decision::{Authority, Clause, RULES_PATH, anchor, citation};
use qabul_domain::language::Lang;
use qabul_domain::rules::book::{QAYDALAR_2017, act};
use qabul_domain::rules::policy::TERMS;

use crate::page::{Page, escaped, shell};
use crate::texts;

/// The page in three languages, with and without the demo notice. Its content does not change while the program runs.
static PAGES: LazyLock<[[String; 3]; 2]> =
    LazyLock::new(|| [false, true].map(|demo| Lang::ALL.map(|lang| made(lang, demo))));

/// The page.
pub fn page(lang: Lang, demo: bool) -> &'static str {
    let [real, shown] = &*PAGES;
    let [az, en, ru] = if demo { shown } else { real };
    lang.pick([az, en, ru])
}

fn made(lang: Lang, demo: bool) -> String {
    let words = |key: &str| escaped(&texts::text(lang, key));
    let mut body = format!(
        "<h1>{}</h1><p>{}</p><p>{}</p>",
        escaped(act::text_of("0", lang).unwrap_or_default()),
        escaped(lang.pick(QAYDALAR_2017.act)),
        words("rules.note"),
    );
    let chapters: Vec<&str> = act::texts().map(|(number, _)| number).filter(|number| is_chapter(number)).collect();
    let links = chapters.iter().map(|number| {
        let title = escaped(act::text_of(number, lang).unwrap_or_default());
        format!("<li><a href=\"#{}\">{number}. {title}</a></li>", anchor(number))
    });
    let beside = format!("<li><a href=\"#beside\">{}</a></li>", words("rules.beside"));
    let links: String = links.chain([beside]).collect();
    let _ = write!(body, "<nav class=\"contents\" aria-label=\"{}\"><ul>{links}</ul></nav>", words("rules.contents"));
    for (number, says) in act::texts().filter(|(number, _)| *number != "0") {
        if is_chapter(number) {
            let title = escaped(lang.pick(says));
            let _ = write!(body, "<h2 id=\"{}\">{number}. {title}</h2>", anchor(number));
        } else {
            clause(&mut body, number, says, lang);
        }
    }
    let _ = write!(body, "<h2 id=\"beside\">{}</h2><p>{}</p>", words("rules.beside"), words("rules.besideNote"));
    for (Clause(number), says) in TERMS {
        clause(&mut body, number, *says, lang);
    }
    let heading = texts::text(lang, "rules.title");
    shell(Page { lang, demo, path: RULES_PATH, heading: &heading, listed: true }, &body)
}

fn is_chapter(number: &str) -> bool {
    number != "0" && !number.contains('.')
}

/// One text with its anchor: its number or source and, in a translation, the expandable Azerbaijani text.
fn clause(body: &mut String, number: &str, says: [&str; 3], lang: Lang) {
    let ours = Authority::of(number) == Authority::Act;
    let name = if ours { number.to_owned() } else { citation(number, lang) };
    let original = if ours && lang != Lang::Az {
        format!(
            "<details><summary>{}</summary><p lang=\"az\">{}</p></details>",
            escaped(&texts::text(lang, "rules.original")),
            escaped(says[0])
        )
    } else {
        String::new()
    };
    let _ = write!(
        body,
        "<section class=\"clause\" id=\"{id}\"><h3><a href=\"#{id}\">{name}</a></h3><p>{text}</p>{original}</section>",
        id = anchor(number),
        name = escaped(&name),
        text = escaped(lang.pick(says)),
    );
}

#[cfg(test)]
mod tests {
    use qabul_domain::procedure::Procedure as _;
    use qabul_domain::procedures::master_exam::MasterExam;

    use super::*;

    #[test]
    fn every_clause_that_can_be_cited_stands_on_the_page_once_in_three_languages() {
        let cited =
            QAYDALAR_2017.rows().map(|row| row.clause.0).chain(MasterExam::MOVES.iter().map(|row| row.clause.0));
        let cited: std::collections::BTreeSet<&str> =
            cited.chain(TERMS.iter().map(|(Clause(number), _)| *number)).collect();
        assert!(cited.len() > 60);
        for lang in Lang::ALL {
            let page = page(lang, false);
            for number in &cited {
                assert_eq!(page.matches(&format!("id=\"{}\"", anchor(number))).count(), 1, "{number} in {lang:?}");
            }
            for (_, says) in act::texts() {
                assert!(page.contains(&escaped(lang.pick(says))), "{says:?}");
            }
            assert!(page.contains(&format!("lang=\"{}\"", lang.tag())));
        }
    }

    #[test]
    fn a_translation_shows_the_azerbaijani_text_beside_it_and_says_that_it_counts() {
        let english = page(Lang::En, false);
        let text = act::text_of("6.3", Lang::Az).unwrap();
        assert!(english.contains(&format!("<p lang=\"az\">{}</p>", escaped(text))));
        assert!(!page(Lang::Az, false).contains("<details>"));
        assert!(page(Lang::Az, true).contains("class=\"strip\"") && !page(Lang::Az, false).contains("class=\"strip\""));
    }
}
