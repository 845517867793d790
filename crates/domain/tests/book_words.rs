//! The words of the book: short sentences, good tone, in three languages.
#![allow(clippy::unwrap_used, reason = "tests")]

use qabul_domain::decision::Explain as _;
use qabul_domain::language::Lang;
use qabul_domain::rules::book::QAYDALAR_2017;
use qabul_domain::rules::book::told::COMPLAINT;

/// Every text of the book with the clause it stands under: statements, messages, what is left to people.
fn texts(lang: Lang) -> Vec<(&'static str, String)> {
    let mut all = vec![("6.3", lang.pick(COMPLAINT).to_owned())];
    for row in QAYDALAR_2017.rows() {
        let mut tell = |text: String| all.push((row.clause.0, text));
        tell(row.text(lang).to_owned());
        row.help(lang).into_iter().for_each(|help| tell(help.to_owned()));
        row.outcomes.iter().for_each(|reason| tell(reason.text(lang)));
    }
    all
}

/// Words of each sentence. A sentence ends at a full stop, a colon or a semicolon before a space.
fn sentences(text: &str) -> Vec<usize> {
    let parts = text.split_inclusive([' ']).fold(vec![String::new()], |mut parts, word| {
        parts.last_mut().unwrap().push_str(word);
        if word.trim_end().ends_with(['.', ':', ';']) && word.ends_with(' ') {
            parts.push(String::new());
        }
        parts
    });
    let words = |part: &String| part.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    parts.iter().map(words).filter(|words| *words > 0).collect()
}

#[test]
fn a_sentence_has_at_most_fifteen_words_on_average_and_none_is_endless() {
    for lang in Lang::ALL {
        let counts: Vec<usize> = texts(lang).iter().flat_map(|(_, text)| sentences(text)).collect();
        let average = counts.iter().sum::<usize>() * 100 / counts.len();
        assert!(counts.len() > 200 && average <= 1_500, "{lang:?}: {average} hundredths of a word");
        for (clause, text) in texts(lang) {
            let most = if lang == Lang::Az { 15 } else { 20 };
            assert!(sentences(&text).into_iter().all(|words| words <= most), "{clause} {lang:?}: {text}");
        }
    }
}

#[test]
fn the_tone_is_that_of_the_guide() {
    let avoided = [
        "xəta",
        "zəhmət olmasa",
        "tələb olunmaqdadır",
        "müvafiq qaydada",
        "həyata keçirilməsi",
        "məqsədilə",
        "qeyd edilən",
        "yanlış",
        "!",
    ];
    for (clause, text) in texts(Lang::Az) {
        let small = qabul_domain::az::lower(&text);
        assert!(avoided.iter().all(|word| !small.contains(word)), "{clause}: {text}");
        assert!(!small.contains("apelyasiya"), "written apellyasiya: {text}");
    }
    for (clause, text) in texts(Lang::Ru) {
        let small = text.to_lowercase();
        assert!(["ошибк", "пожалуйста", "неверн", "!"].iter().all(|word| !small.contains(word)), "{clause}: {text}");
        let latin = text.chars().filter(|c| c.is_ascii_alphabetic()).count();
        let allowed = text.matches("SQK").count() * 3
            + text.matches("TMMS").count() * 4
            + text.matches("TKTA").count() * 4
            + text.matches("MG").count() * 3
            + text.matches("AZN").count() * 3
            + text.matches("ADA").count() * 3
            + text.matches(" I ").count();
        assert!(latin <= allowed, "{clause}: {text}");
    }
}

#[test]
fn a_refusal_tells_what_to_do_or_what_decided() {
    // Imperatives of the messages that a person can act on.
    let acts = [
        "seçin",
        "edin",
        "keçin",
        "silin",
        "verin",
        "gözləyin",
        "ödəyin",
        "düzəldin",
        "bitirin",
        "yazın",
        "iştirak",
        "Başlanır",
        "göndərin",
        "bilərsiniz",
        "yoxlayın",
    ];
    let told = |text: &str| acts.iter().any(|word| text.contains(word));
    let mut without: Vec<&str> = Vec::new();
    for row in QAYDALAR_2017.rows() {
        for reason in row.outcomes {
            if !told(&reason.text(Lang::Az)) && !without.contains(&reason.code()) {
                without.push(reason.code());
            }
        }
    }
    // What has been decided and leaves nothing to do but to complain, and what a proctor noted.
    let decided = [
        "belowLastPlaced",
        "tieLost",
        "enrolmentForfeited",
        "leftOutsideWindow",
        // Advice of registration and of the row: what is closed and what stays open.
        "stateFundedUsed",
        "stateFundedSeat",
        "paidSeatsOnly",
        "otherSection",
        "otherSpecializationLanguage",
        "languageReach",
        "arabicPersianLimit",
        "paperMissing",
        // What was granted and what decided in one's favour.
        "conditionsGranted",
        "hallMayBeLeft",
        "tieWon",
        "tieAdmitted",
        "resultsAnnulled",
    ];
    let more: Vec<_> = without.iter().filter(|code| !decided.contains(code)).collect();
    assert!(more.is_empty(), "{more:?}");
}
