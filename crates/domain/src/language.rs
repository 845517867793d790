//! Languages of the interface.

use serde::{Deserialize, Serialize};

/// A language people read the portal in. Azerbaijani is the default and the legal wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Azerbaijani.
    #[default]
    Az,
    /// English.
    En,
    /// Russian.
    Ru,
}

impl Lang {
    /// All languages, in the order the header shows them.
    pub const ALL: [Lang; 3] = [Lang::Az, Lang::En, Lang::Ru];

    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Az => "az",
            Lang::En => "en",
            Lang::Ru => "ru",
        }
    }

    /// The language of a tag such as `ru-RU`, if it is supported.
    pub fn of(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next()?.trim();
        Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    /// Selects the text of this language from az, en, ru.
    pub const fn pick<T: Copy>(self, [az, en, ru]: [T; 3]) -> T {
        match self {
            Lang::Az => az,
            Lang::En => en,
            Lang::Ru => ru,
        }
    }
}

/// The Russian form of a noun after a number: `plural_ru(5, "день", "дня", "дней")` is `дней`.
pub const fn plural_ru(n: u64, one: &'static str, few: &'static str, many: &'static str) -> &'static str {
    match (n % 10, n % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

/// The English form of a noun after a number: `plural_en(1, "day", "days")` is `day`.
pub const fn plural_en(n: u64, one: &'static str, many: &'static str) -> &'static str {
    if n == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_a_region_is_still_our_language() {
        assert_eq!(Lang::of("ru-RU"), Some(Lang::Ru));
        assert_eq!(Lang::of("AZ"), Some(Lang::Az));
        assert_eq!(Lang::of("de"), None);
    }

    #[test]
    fn russian_counts_one_few_and_many() {
        let day = |n| plural_ru(n, "день", "дня", "дней");
        assert_eq!([1, 21, 101].map(day), ["день"; 3]);
        assert_eq!([2, 3, 4, 22, 104].map(day), ["дня"; 5]);
        assert_eq!([0, 5, 10, 11, 12, 14, 20, 111, 112].map(day), ["дней"; 9]);
    }
}
