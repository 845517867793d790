//! Prohibited acts (clauses 6.4.1–6.4.8), the window in which the hall may be left, and exam conditions for health
//! reasons (3.7).

use serde::{Deserialize, Serialize};

use super::dossier::{Disability, ExamStage, Sitting};
use crate::calendar::Micros;
use crate::decision::Clause;
use crate::language::Lang;

/// A prohibited act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// 6.4.1
    FalsePapers,
    /// 6.4.2
    Devices,
    /// 6.4.3
    DangerousThings,
    /// 6.4.4
    LeavingTheHall,
    /// 6.4.5
    Disturbing,
    /// 6.4.6
    Copying,
    /// 6.4.7
    AskingForHelp,
    /// 6.4.8
    DamagingPapers,
}

impl Act {
    /// All, in printed order.
    pub const ALL: [Act; 8] = [
        Act::FalsePapers,
        Act::Devices,
        Act::DangerousThings,
        Act::LeavingTheHall,
        Act::Disturbing,
        Act::Copying,
        Act::AskingForHelp,
        Act::DamagingPapers,
    ];

    /// The clause that prohibits it.
    pub const fn clause(self) -> Clause {
        Clause(match self {
            Act::FalsePapers => "6.4.1",
            Act::Devices => "6.4.2",
            Act::DangerousThings => "6.4.3",
            Act::LeavingTheHall => "6.4.4",
            Act::Disturbing => "6.4.5",
            Act::Copying => "6.4.6",
            Act::AskingForHelp => "6.4.7",
            Act::DamagingPapers => "6.4.8",
        })
    }

    /// Short label, as in a proctor's list.
    pub const fn label(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            Act::FalsePapers => [
                "saxta və ya başqasına aid sənəd, imtahana başqasını göndərmək",
                "forged or another’s document, sending somebody else",
                "подложный или чужой документ, отправка другого лица",
            ],
            Act::Devices => [
                "mobil telefon, elektron cihaz, konspekt və digər yardımçı vasitə",
                "phone, electronic device, notes or another aid",
                "телефон, электронное устройство, конспект или иное вспомогательное средство",
            ],
            Act::DangerousThings => [
                "yandırıcı, partlayıcı, kəsici, deşici, atıcı əşya və ya siqaret",
                "an incendiary, explosive, cutting, piercing or shooting object, or cigarettes",
                "зажигательный, взрывчатый, режущий, колющий, стреляющий предмет или сигареты",
            ],
            Act::LeavingTheHall => [
                "zaldan icazə verilməyən vaxtda çıxmaq",
                "leaving the hall when it is not allowed",
                "выход из зала в неразрешённое время",
            ],
            Act::Disturbing => [
                "yerini dəyişmək, gəzişmək, imtahanın gedişinə mane olmaq",
                "changing place, walking, disturbing the exam",
                "смена места, хождение, помехи экзамену",
            ],
            Act::Copying => [
                "başqasının nəticəsinə təsir göstərmək, köçürmək",
                "influencing another’s result, copying",
                "влияние на чужой результат, списывание",
            ],
            Act::AskingForHelp => [
                "nəzarətçidən və ya digər şəxslərdən kömək istəmək",
                "asking a proctor or others for help",
                "обращение за помощью к наблюдателю или другим лицам",
            ],
            Act::DamagingPapers => [
                "cavab kartını, sual kitabçasını zədələmək və ya təhvil verməmək",
                "damaging or not handing in the answer card or the booklet",
                "порча или несдача карты ответов или буклета",
            ],
        })
    }
}

/// A set of acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Acts(u8);

impl Acts {
    /// The set with one more act.
    #[must_use]
    pub const fn with(self, act: Act) -> Acts {
        Acts(self.0 | 1 << act as u8)
    }
    /// Whether the set contains an act.
    pub const fn has(self, act: Act) -> bool {
        self.0 & (1 << act as u8) != 0
    }
    /// Whether it holds none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A decided annulment (6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annulment {
    /// For which act.
    pub act: Act,
    /// In which attempt.
    pub attempt: u8,
}

/// Exam conditions that the act itself sets (3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accommodation {
    /// A separate proctor.
    pub proctor: bool,
    /// Extra minutes for each sitting.
    pub extra_minutes: u16,
}

impl Accommodation {
    /// The conditions that the act gives for a disability; an officer decides about all others.
    pub const fn of(disability: Option<&Disability>) -> Accommodation {
        match disability {
            Some(Disability { group: 1, visual: true }) => Accommodation { proctor: true, extra_minutes: 30 },
            _ => Accommodation { proctor: false, extra_minutes: 0 },
        }
    }
}

/// The start and the end (exclusive) of the window in which the hall may be left (6.4.4).
pub const fn exit_window(sitting: &Sitting, given: Accommodation) -> (Micros, Micros) {
    let stay = match sitting.stage {
        ExamStage::First => 90,
        ExamStage::Second => 60,
    };
    let minutes = sitting.minutes.saturating_add(given.extra_minutes) as i64;
    (sitting.starts.plus_seconds(stay * 60), sitting.starts.plus_seconds((minutes - 15) * 60))
}
