//! The words of the book: short sentences, good tone, in three languages.
#![allow(clippy::unwrap_used, reason = "tests")]

use qabul_domain::decision::Explain as _;
use qabul_domain::language::Lang;
use qabul_domain::rules::book::told::COMPLAINT;
use qabul_domain::rules::book::{QAYDALAR_2017, act};
use qabul_domain::rules::{applications, exam, general};

/// Every text of the book with the clause it stands under: statements, messages, what is left to people.
fn texts(lang: Lang) -> Vec<(&'static str, String)> {
    let mut all = vec![("6.3", lang.pick(COMPLAINT).to_owned())];
    for row in QAYDALAR_2017.rows() {
        let mut tell = |text: String| all.push((row.clause.0, text));
        // The act speaks as it was printed; our own words begin beside it.
        if !row.clause.is_of_the_rules() {
            tell(row.text(lang).to_owned());
        }
        row.help(lang).into_iter().for_each(|help| tell(help.to_owned()));
        row.outcomes.iter().for_each(|reason| tell(reason.text(lang)));
    }
    all.extend(in_short().map(|(clause, says)| (clause, lang.pick(says).to_owned())));
    all
}

/// What registration says of clauses, in short.
fn in_short() -> impl Iterator<Item = (&'static str, [&'static str; 3])> {
    let general = general::RULES.iter().map(|rule| (rule.clause.0, rule.says));
    let applications = applications::RULES.iter().map(|rule| (rule.clause.0, rule.says));
    let exam = exam::RULES.iter().map(|rule| (rule.clause.0, rule.says));
    general.chain(applications).chain(exam)
}

#[test]
fn the_act_is_printed_word_by_word() {
    let printed: Vec<(String, String)> = csv::Reader::from_reader(include_str!("data/qaydalar_2017.csv").as_bytes())
        .records()
        .map(|record| record.unwrap())
        .map(|record| (record[0].to_owned(), record[1].to_owned()))
        .collect();
    let ours: Vec<(String, String)> =
        act::texts().map(|(number, [az, ..])| (number.to_owned(), az.to_owned())).collect();
    assert_eq!(ours, printed);
    for row in QAYDALAR_2017.rows().filter(|row| row.clause.is_of_the_rules()) {
        assert_eq!(act::text_of(row.clause.0, Lang::Az), Some(row.says[0]), "{:?}", row.clause);
    }
    for (number, [az, en, ru]) in act::texts() {
        assert!(az != en && en != ru && ru.chars().any(|c| ('а'..='я').contains(&c)), "{number}");
        // A translation neither drops a half nor adds one: numbers stand in all three, and lengths are alike.
        let digits = |text: &str| {
            let mut found: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
            found.sort_unstable();
            found
        };
        assert_eq!((digits(az), digits(az)), (digits(en), digits(ru)), "{number}");
        let [az, en, ru] = [az, en, ru].map(|text| text.chars().count());
        assert!(az <= en * 2 && en <= az * 2 && az <= ru * 2 && ru <= az * 2, "{number}: {az} {en} {ru}");
    }
}

/// Half-sentences a shortened clause must not lose, by a word of each. Read out of `data/qaydalar_2017.csv`.
const HALVES: &[(&str, &[&str])] = &[
    ("1.5", &["26.5"]),
    ("1.6", &["AMEA", "buraxılış"]),
    ("2.1", &["şəxsən", "əslini"]),
    ("2.1.3", &["tanınmasını", "ekvivalentliyinin"]),
    ("2.2", &["notarial", "Azərbaycan dilinə"]),
    ("3.2.6", &["Amerikaşünaslıq", "ABŞ və Kanada", "Böyük Britaniyaşünaslıq", "Almaniyaşünaslıq", "Fransaşünaslıq"]),
    ("3.4", &["test tapşırıqları", "yazı işi", "yalnız qabiliyyət imtahanı"]),
    ("3.6", &["texnologiya", "qəbul proqramları"]),
    ("3.7", &["I qrup", "fərdi nəzarətçi", "30 dəqiqə"]),
];

#[test]
fn a_shortened_clause_keeps_every_half_of_the_act_and_invents_nothing() {
    let short = |wanted: &str| in_short().find(|(clause, _)| *clause == wanted).unwrap().1;
    for (clause, halves) in HALVES {
        for half in *halves {
            assert!(short(clause)[0].contains(half), "{clause} lost {half}: {}", short(clause)[0]);
        }
    }
    // Abbreviations and plain words of ours, with what the act has instead.
    let ours = [
        ("amea", "elmi təşkilat azərbaycan milli elmlər akademiyası"),
        ("mdu", "moskva dövlət universiteti"),
        ("sqk", "sqk sənəd qəbulu komissiya"),
        ("xaric", "xarici"),
        ("qanun", "qanunvericilik"),
    ];
    for (clause, [az, ..]) in in_short() {
        // A point of a clause goes on with what the clause begins.
        let above = clause.rsplit_once('.').map_or("0", |(above, _)| above);
        let act = ["0", above, clause].map(|number| act::text_of(number, Lang::Az).unwrap_or_default()).join(" ");
        let act = qabul_domain::az::lower(&act);
        for word in az.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 4) {
            let small = qabul_domain::az::lower(word);
            let stem: String = small.chars().take(4).collect();
            let known = act.contains(&stem)
                || ours
                    .iter()
                    .any(|(own, says)| small.starts_with(own) && says.split(' ').any(|one| act.contains(one)))
                || PLAIN.iter().any(|(of, plain)| *of == clause && small.starts_with(plain));
            assert!(known, "{clause}: the act has no “{word}”");
        }
    }
}

/// Plain words that stand for longer ones of the act.
const PLAIN: &[(&str, &str)] = &[
    ("1.3", "aparıl"),
    ("1.4", "hesabına"),
    ("1.5", "həmin"),
    ("1.5", "aparıl"),
    ("2.1.1", "olunur"),
    ("2.1.2", "olunur"),
    ("2.1.3", "alanlar"),
    ("2.2", "alanlar"),
    ("3.2.5", "seçilə"),
    ("3.3", "birinci"),
    ("3.3", "mərhələ"),
    ("3.4", "verilir"),
    ("3.5", "keçir"),
    ("3.6", "yerini"),
    ("3.6", "gününü"),
];

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
