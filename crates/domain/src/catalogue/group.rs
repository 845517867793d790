//! Groups of specialties, for which competition conditions are set (Rules 3.3, 4.1).

use serde::{Deserialize, Serialize};

use crate::language::Lang;

/// A group of specialties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Group {
    /// Education.
    Edu,
    /// Technical and technological.
    Tech,
    /// Health, welfare and services.
    Health,
    /// Humanities and social.
    Hum,
    /// Natural sciences.
    Nat,
    /// Economics and management.
    Econ,
    /// Culture and art.
    Art,
    /// Agriculture.
    Agri,
    /// Special purpose.
    Spec,
    /// Physical education and sport.
    Sport,
}

impl Group {
    /// All groups, in the order in which competition conditions are announced.
    pub const ALL: [Group; 10] = [
        Group::Edu,
        Group::Tech,
        Group::Health,
        Group::Hum,
        Group::Nat,
        Group::Econ,
        Group::Art,
        Group::Agri,
        Group::Spec,
        Group::Sport,
    ];

    /// The word used in files and in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Group::Edu => "EDU",
            Group::Tech => "TECH",
            Group::Health => "HEALTH",
            Group::Hum => "HUM",
            Group::Nat => "NAT",
            Group::Econ => "ECON",
            Group::Art => "ART",
            Group::Agri => "AGRI",
            Group::Spec => "SPEC",
            Group::Sport => "SPORT",
        }
    }

    /// The group of a word.
    pub fn of(word: &str) -> Option<Group> {
        Group::ALL.into_iter().find(|group| group.word() == word)
    }

    /// The name people read.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Group::Edu => ["Təhsil ixtisasları", "Education", "Образование"],
            Group::Tech => {
                ["Texniki və texnoloji ixtisaslar", "Technical and technological", "Технические и технологические"]
            }
            Group::Health => {
                ["Səhiyyə, rifah və xidmət ixtisasları", "Health, welfare and services", "Здравоохранение и услуги"]
            }
            Group::Hum => {
                ["Humanitar və sosial ixtisaslar", "Humanities and social sciences", "Гуманитарные и социальные"]
            }
            Group::Nat => ["Təbiət ixtisasları", "Natural sciences", "Естественные науки"],
            Group::Econ => {
                ["İqtisadiyyat və idarəetmə ixtisasları", "Economics and management", "Экономика и управление"]
            }
            Group::Art => ["Mədəniyyət və incəsənət ixtisasları", "Culture and art", "Культура и искусство"],
            Group::Agri => ["Kənd təsərrüfatı ixtisasları", "Agriculture", "Сельское хозяйство"],
            Group::Spec => ["Xüsusi təyinatlı ixtisaslar", "Special purpose", "Специального назначения"],
            Group::Sport => {
                ["Bədən tərbiyəsi və idman ixtisası", "Physical education and sport", "Физкультура и спорт"]
            }
        })
    }
}

/// A set of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupSet(u16);

impl GroupSet {
    /// The set with one more group.
    #[must_use]
    pub const fn with(self, group: Group) -> GroupSet {
        GroupSet(self.0 | 1 << group as u16)
    }
    /// Whether the set contains a group.
    pub const fn has(self, group: Group) -> bool {
        self.0 & (1 << group as u16) != 0
    }
    /// Whether it holds none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
