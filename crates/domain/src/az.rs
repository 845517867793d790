//! Azerbaijani letters: case, order, folding, ordinals.
//!
//! Unicode's default case mapping is wrong for Azerbaijani: the capital of `i` is `İ` and the small letter of `I` is `ı`.
//! Every function composes its input first (NFC), so `I` with a combining dot and the single letter `İ` are the same
//! letter.

use unicode_normalization::UnicodeNormalization;

use crate::language::Lang;

/// The 32 letters in alphabetical order, lower case.
pub const ALPHABET: [char; 32] = [
    'a', 'b', 'c', 'ç', 'd', 'e', 'ə', 'f', 'g', 'ğ', 'h', 'x', 'ı', 'i', 'j', 'k', 'q', 'l', 'm', 'n', 'o', 'ö', 'p',
    'r', 's', 'ş', 't', 'u', 'ü', 'v', 'y', 'z',
];

/// Sort key of each letter of [`ALPHABET`]: a Latin letter and its place after it, so that keys compare as bytes.
const KEYS: [&str; 32] = [
    "a0", "b0", "c0", "c1", "d0", "e0", "e1", "f0", "g0", "g1", "h0", "h1", "i0", "i1", "j0", "k0", "k1", "l0", "m0",
    "n0", "o0", "o1", "p0", "r0", "s0", "s1", "t0", "u0", "u1", "v0", "y0", "z0",
];

/// The text in composed form.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Upper case by Azerbaijani rules: `şəhid i` becomes `ŞƏHİD İ`.
pub fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            'i' => out.push('İ'),
            'ı' => out.push('I'),
            other => out.extend(other.to_uppercase()),
        }
    }
    out
}

/// Lower case by Azerbaijani rules: `QIZIL İ` becomes `qızıl i`.
pub fn lower(text: &str) -> String {
    text.nfc().flat_map(lower_char).collect()
}

fn lower_char(c: char) -> impl Iterator<Item = char> {
    let ours = match c {
        'İ' => Some('i'),
        'I' => Some('ı'),
        _ => None,
    };
    ours.into_iter().chain(c.to_lowercase().filter(move |_| ours.is_none()))
}

/// Whether this is one of the 32 letters, in upper or lower case. `W` and Cyrillic look-alikes are not.
pub fn is_letter(c: char) -> bool {
    lower_char(c).all(|small| ALPHABET.contains(&small)) && c != '\u{307}'
}

/// A key whose byte order is the order of the Azerbaijani alphabet, ignoring case: ə after e, x after h, ı before i, q
/// after k. The key of a prefix is a prefix of the key. Foreign `w` sorts after z; other characters keep their own code
/// point.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() * 2);
    for small in text.trim().nfc().flat_map(lower_char) {
        match ALPHABET.iter().position(|letter| *letter == small) {
            Some(place) => key.push_str(KEYS.get(place).copied().unwrap_or_default()),
            None if small == 'w' => key.push_str("z1"),
            None => key.push(small),
        }
    }
    key
}

/// The text in the form that search compares: lower case, without the marks that people omit when typing (`ə→e ı→i ö→o
/// ü→u ç→c ş→s ğ→g`), with single spaces.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for small in word.nfc().flat_map(lower_char) {
            match small {
                'ə' => out.push('e'),
                'ı' => out.push('i'),
                '’' | 'ʼ' | '‘' | '`' => out.push('\''),
                // ö ü ç ş ğ and foreign accents: the letter without its mark.
                other => out.extend(other.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c))),
            }
        }
    }
    out
}

/// The ordinal ending of a number, determined by the last word of its name: `ci`, `cı`, `cu` or `cü`.
pub fn ordinal_suffix(n: u64) -> &'static str {
    match (n % 10, (n / 10) % 10, n) {
        (1 | 2 | 5 | 7 | 8, _, _) => "ci",
        (3 | 4, _, _) => "cü",
        (6, _, _) => "cı",
        (9, _, _) => "cu",
        (_, 1 | 3, _) => "cu",
        (_, 2 | 5 | 7 | 8, _) => "ci",
        (_, 4 | 6 | 9, _) => "cı",
        (_, _, 0) => "cı",                             // sıfırıncı
        _ if !n.is_multiple_of(1_000) => "cü",         // yüzüncü
        _ if !n.is_multiple_of(1_000_000) => "ci",     // mininci
        _ if !n.is_multiple_of(1_000_000_000) => "cu", // milyonuncu
        _ => "cı",                                     // milyardıncı
    }
}

/// `1-ci`, `3-cü`, `6-cı`, `10-cu`.
pub fn ordinal(n: u64) -> String {
    format!("{n}-{}", ordinal_suffix(n))
}

/// The ordinal of a dotted number, determined by its last part: `2.1-ci`, `4.6-cı`. A text that does not end in a
/// number is returned unchanged.
pub fn ordinal_of(number: &str) -> String {
    match number.rsplit(['.', '-']).next().and_then(|last| last.parse().ok()) {
        Some(last) => format!("{number}-{}", ordinal_suffix(last)),
        None => number.to_owned(),
    }
}

/// An academic year by its first calendar year: `2026/2027-ci tədris ili` (MAG-18).
pub fn academic_year(first: i32, lang: Lang) -> String {
    let second = first.saturating_add(1);
    match lang {
        Lang::Az => format!("{first}/{second}-{} tədris ili", ordinal_suffix(u64::from(second.unsigned_abs()))),
        Lang::En => format!("{first}/{second} academic year"),
        Lang::Ru => format!("{first}/{second} учебный год"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text that people might type: Azerbaijani letters in both cases, joining characters, and some foreign ones.
    fn text() -> impl Strategy<Value = String> {
        let ours: Vec<char> =
            ALPHABET.iter().flat_map(|c| [*c, upper(&c.to_string()).chars().next().unwrap()]).collect();
        let any = prop_oneof![8 => proptest::sample::select(ours), 1 => proptest::sample::select(vec![' ', '-', '\'', 'w', 'é', 'Ж', '7'])];
        proptest::collection::vec(any, 0..20).prop_map(|signs| signs.into_iter().collect())
    }

    #[test]
    fn the_dotted_and_the_dotless_letter_keep_apart_in_both_cases() {
        assert_eq!(upper("İsmayıl qızı i ı"), "İSMAYIL QIZI İ I");
        assert_eq!(lower("İSMAYIL QIZI"), "ismayıl qızı");
        assert_eq!(lower("I\u{307}LQAR"), "ilqar");
        assert_eq!(upper("əğçşöü"), "ƏĞÇŞÖÜ");
    }

    #[test]
    fn the_alphabet_has_32_letters_and_no_w() {
        assert!(ALPHABET.iter().all(|c| is_letter(*c)));
        assert!("ƏĞİIXQ".chars().all(is_letter));
        assert!(!"wWйАéß7 -\u{307}".chars().any(is_letter));
    }

    #[test]
    fn names_sort_by_the_azerbaijani_alphabet() {
        let mut names = vec![
            "Zəhra",
            "Xanım",
            "Ilqar",
            "İlqar",
            "Həsən",
            "Çingiz",
            "Cavad",
            "Dadaş",
            "Əli",
            "Elçin",
            "Fuad",
            "Qasım",
            "Kamal",
            "Leyla",
            "Ələkbər",
            "Şahin",
            "Samir",
        ];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            [
                "Cavad",
                "Çingiz",
                "Dadaş",
                "Elçin",
                "Ələkbər",
                "Əli",
                "Fuad",
                "Həsən",
                "Xanım",
                "Ilqar",
                "İlqar",
                "Kamal",
                "Qasım",
                "Leyla",
                "Samir",
                "Şahin",
                "Zəhra"
            ]
        );
        assert!(sort_key("Ağa Rəhim") < sort_key("Ağabala"), "a space stands before any letter");
        assert!(sort_key("Zaur") < sort_key("Wolf") && sort_key("Wolf") < sort_key("Юлия"));
        assert!(KEYS.is_sorted());
    }

    #[test]
    fn search_finds_what_is_typed_without_marks() {
        assert_eq!(fold("  ƏLİYEVA   Günəş Şıxəli "), "eliyeva gunes sixeli");
        assert_eq!(fold("çiçək"), "cicek");
        assert_eq!(fold("Ə’la"), "e'la");
    }

    #[test]
    fn ordinals_follow_the_last_spoken_word_mag_18() {
        let printed: Vec<_> =
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 146, 1000, 1_000_000]
                .map(ordinal)
                .into();
        assert_eq!(
            printed.join(" "),
            "0-cı 1-ci 2-ci 3-cü 4-cü 5-ci 6-cı 7-ci 8-ci 9-cu 10-cu 20-ci 30-cu 40-cı 50-ci 60-cı 70-ci 80-ci 90-cı \
             100-cü 146-cı 1000-ci 1000000-cu"
        );
        assert_eq!(
            ["2.1", "3.2.5", "4.6", "1.4", "6.4.8"].map(ordinal_of).join(" "),
            "2.1-ci 3.2.5-ci 4.6-cı 1.4-cü 6.4.8-ci"
        );
        assert_eq!(ordinal_of("MAG-13"), "MAG-13-cü");
        assert_eq!(ordinal_of("ART"), "ART");
    }

    #[test]
    fn academic_years_carry_the_ending_of_their_second_year_mag_18() {
        let years = [2023, 2024, 2025, 2026, 2028, 2029].map(|first| academic_year(first, Lang::Az));
        assert_eq!(
            years,
            ["2023/2024-cü", "2024/2025-ci", "2025/2026-cı", "2026/2027-ci", "2028/2029-cu", "2029/2030-cu"]
                .map(|year| format!("{year} tədris ili"))
        );
        assert_eq!(academic_year(2026, Lang::Ru), "2026/2027 учебный год");
        assert_eq!(academic_year(2026, Lang::En), "2026/2027 academic year");
    }

    proptest! {
        #[test]
        fn changing_the_case_there_and_back_loses_nothing(text in text()) {
            let small = lower(&text);
            prop_assert_eq!(&lower(&upper(&small)), &small);
        }

        #[test]
        fn folding_is_blind_to_case_and_needs_no_second_run(text in text()) {
            prop_assert_eq!(fold(&upper(&text)), fold(&text));
            prop_assert_eq!(fold(&lower(&text)), fold(&text));
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn folding_our_letters_leaves_plain_latin(text in "[a-zəıöüçşğƏIİÖÜÇŞĞ ]{0,20}") {
            prop_assert!(fold(&text).is_ascii());
        }

        #[test]
        fn the_sort_key_orders_as_the_alphabet_does(a in text(), b in text()) {
            let places = |text: &str| -> Option<Vec<usize>> {
                lower(text).chars().map(|c| ALPHABET.iter().position(|letter| *letter == c)).collect()
            };
            if let (Some(x), Some(y)) = (places(&a), places(&b)) {
                prop_assert_eq!(x.cmp(&y), sort_key(&a).cmp(&sort_key(&b)));
            }
        }

        #[test]
        fn a_prefix_of_a_name_is_found_by_the_prefix_of_its_key(a in "[abcçdeəiıöğşü]{1,6}", b in "[abcçdeəiıöğşü]{0,6}") {
            let whole = format!("{a}{b}");
            prop_assert!(sort_key(&whole).starts_with(&sort_key(&a)));
        }

        #[test]
        fn no_text_makes_the_mappings_panic(text in ".*") {
            let _ = (upper(&text), lower(&text), fold(&text), sort_key(&text), ordinal_of(&text));
        }
    }
}
