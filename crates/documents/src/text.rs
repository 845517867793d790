//! Makes any text printable with the embedded fonts.
//!
//! PDF/UA forbids missing glyphs, so one letter of an unsupported script in a name would make the whole document fail. Such a
//! letter prints as `�`; the register and the account keep the original.

use std::borrow::Cow;

/// The most letters a line of the narrowest column holds; only a longer run may be broken inside.
const LONGEST_RUN: usize = 24;
/// A place where a line may end. It is no part of a line: the text of the PDF never holds it. Values cannot bring one,
/// [`is_invisible`] takes it out.
pub(crate) const BREAK: char = '\u{200B}';
/// Stands for a letter of another script.
const UNKNOWN: char = '\u{FFFD}';
/// What a font has no glyph for becomes a sign, what has no shape is taken out.
pub(crate) fn printable(text: &str, covered: impl Fn(char) -> bool) -> String {
    text.chars().filter_map(|letter| printed(letter, &covered)).collect()
}

/// What is printed for a letter.
pub(crate) fn printed(letter: char, covered: impl Fn(char) -> bool) -> Option<char> {
    match letter {
        '\u{2212}' => Some('–'), // the minus sign of money; the text fonts have only the dash
        c if c.is_whitespace() && !is_no_break(c) => Some(' '),
        c if c.is_control() || is_invisible(c) => None,
        c if covered(c) => Some(c),
        _ => Some(UNKNOWN),
    }
}

/// Words stay whole: the columns are wide and set ragged. A run of letters that no column holds may be broken between
/// syllables, and an e-mail or web address after its punctuation.
pub(crate) fn breakable(text: &str) -> Cow<'_, str> {
    if text.split(' ').all(is_short) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split(' ').map(breakable_word).collect::<Vec<_>>().join(" "))
}

fn is_short(word: &str) -> bool {
    word.len() <= LONGEST_RUN || word.chars().count() <= LONGEST_RUN
}

fn breakable_word(word: &str) -> String {
    if is_short(word) {
        return word.to_owned();
    }
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len() + 16);
    let runs: Vec<&[char]> = letters.split_inclusive(|c| is_joint(*c)).collect();
    for (at, run) in runs.iter().enumerate() {
        let mut rest = *run;
        while rest.len() > LONGEST_RUN {
            let (line, after) = rest.split_at(syllable(rest));
            out.extend(line);
            out.push(BREAK);
            rest = after;
        }
        out.extend(rest);
        if at + 1 < runs.len() {
            out.push(BREAK);
        }
    }
    out
}

/// Signs inside an address after which a line may end.
fn is_joint(c: char) -> bool {
    matches!(c, '.' | '@' | '_' | '-' | ',' | ';' | '/' | '?' | '&' | '=')
}

/// How many letters of a long run stay on its line: up to the last syllable that still fits. A syllable begins with the
/// consonant before a vowel, in all three languages. A run without any, a row of digits for one, is cut where it is full.
fn syllable(run: &[char]) -> usize {
    let begins = |at: usize| !is_vowel(run[at]) && run[at].is_alphabetic() && is_vowel(run[at + 1]);
    let vowel_before = |at: usize| run[..at].iter().any(|c| is_vowel(*c));
    let most = LONGEST_RUN.min(run.len().saturating_sub(2));
    (2..=most).rev().find(|at| begins(*at) && vowel_before(*at)).unwrap_or(LONGEST_RUN)
}

fn is_vowel(c: char) -> bool {
    "aeəıioöuüyаеёиоуыэюяAEƏIİOÖUÜYАЕЁИОУЫЭЮЯ".contains(c)
}

fn is_no_break(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}')
}

/// Characters without a shape, among them the ones that turn the direction of writing and can make a paper read
/// differently from what was stored.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any(text: &str) -> String {
        breakable(&printable(text, |_| true)).into_owned()
    }

    #[test]
    fn markup_and_quotes_stay_as_they_are() {
        let text = r##"#panic("x") *a* _b_ \ "c" -- $d$ @e <f> `g`"##;
        assert_eq!(any(text), text);
    }

    #[test]
    fn a_letter_without_a_glyph_becomes_a_visible_sign() {
        assert_eq!(printable("Li 李", |c| c.is_ascii()), "Li \u{FFFD}");
    }

    #[test]
    fn signs_that_turn_the_writing_direction_and_controls_are_dropped() {
        assert_eq!(any("50\u{202E}00\u{0} AZN\u{FEFF}"), "5000 AZN");
        assert_eq!(any("bir\niki\tüç"), "bir iki üç");
        assert_eq!(any("50,00\u{A0}AZN"), "50,00\u{A0}AZN");
    }

    #[test]
    fn words_stay_whole_and_an_address_may_be_broken_after_its_punctuation() {
        assert!(!any("Azərbaycan Dövlət İqtisad Universiteti, Şıxəliyeva-Hacımuradova").contains(BREAK));
        assert_eq!(any("first.second@university.example"), "first.\u{200B}second@\u{200B}university.\u{200B}example");
        assert_eq!(any("qabul.universitet.example/check"), "qabul.\u{200B}universitet.\u{200B}example/\u{200B}check");
    }

    #[test]
    fn a_run_that_no_column_holds_is_broken_between_syllables() {
        let az = any("müvəffəqiyyətsizləşdirəcəklərdənmişcəsinə");
        assert_eq!(az, "müvəffəqiyyətsizləşdirə\u{200B}cəklərdənmişcəsinə");
        assert_eq!(any("нефтегазоперерабатывающего"), "нефтегазоперерабатывающе\u{200B}го");
        let digits = any(&"7".repeat(60));
        assert!(digits.split(BREAK).all(|part| part.len() <= LONGEST_RUN), "{digits}");
        assert_eq!(digits.replace(BREAK, ""), "7".repeat(60));
    }

    #[test]
    fn a_stored_value_cannot_bring_a_place_to_break() {
        assert_eq!(any("Əli\u{200B}yev"), "Əliyev");
    }
}
