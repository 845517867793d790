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

    /// The language of a tag such as `ru-RU`, if it is one of ours.
    pub fn of(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next()?.trim();
        Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }
}
