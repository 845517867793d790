//! What the campaign and the portal demand beyond the Rules. No clause of the act stands behind these, and the texts say so.

use super::{Evidence, Rule, explains};
use crate::decision::{Clause, Finding};
use crate::exam::{ExamLanguage, Section};
use crate::language::Lang;

/// What campaign and portal tell an applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Campaign: Russian is no foreign language in the Russian section.
    RussianInRussianSection,
    /// Portal: a hand-filled account waits for an officer.
    AccountNotVerified,
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::RussianInRussianSection => "russianInRussianSection",
            Reason::AccountNotVerified => "accountNotVerified",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        lang.pick(match self {
            Reason::RussianInRussianSection => [
                "Başqa xarici dil seçin. Rus bölməsində rus dili xarici dil ola bilməz: bu, kampaniyanın şərtidir.",
                "Choose another foreign language. In the Russian section Russian cannot be the foreign language: this is a condition of the campaign.",
                "Выберите другой иностранный язык. В русском секторе русский язык не может быть иностранным: это условие кампании.",
            ],
            Reason::AccountNotVerified => [
                "Şəxsi kabinetiniz yoxlanılır. Yoxlama bitdikdən sonra təsdiq edə bilərsiniz, qaralama saxlanılıb.",
                "Your cabinet is being checked. You can confirm when the check has ended; your draft is kept.",
                "Ваш кабинет проверяется. Подтвердить можно после проверки, черновик сохранён.",
            ],
        })
        .to_owned()
    }
}

explains!(Reason);

/// Conditions of campaign and portal.
pub const RULES: &[Rule<Reason>] = &[
    Rule {
        clause: Clause("MAG-13"),
        says: [
            "Rus bölməsində rus dili xarici dil kimi seçilmir (kampaniyanın şərti).",
            "In the Russian section Russian is not chosen as the foreign language (condition of the campaign).",
            "В русском секторе русский не выбирают иностранным языком (условие кампании).",
        ],
        codes: &["russianInRussianSection"],
        check: no_russian_in_the_russian_section,
    },
    Rule {
        clause: Clause("PORTAL-4"),
        says: [
            "Məlumatları əl ilə doldurulmuş kabinet yoxlanılanadək ərizə təsdiq edilmir.",
            "An application is not confirmed before a hand-filled cabinet is checked.",
            "Заявление не подтверждается, пока не проверен кабинет, заполненный вручную.",
        ],
        codes: &["accountNotVerified"],
        check: account_is_verified,
    },
];

fn no_russian_in_the_russian_section(evidence: &Evidence<'_>) -> Finding<Reason> {
    if !evidence.facts.campaign.refuse_russian_in_russian_section {
        return Finding::NotConcerned;
    }
    match (evidence.section, evidence.foreign_language) {
        (Some(Section::Ru), Some(ExamLanguage::Ru)) => Finding::Broken(Reason::RussianInRussianSection),
        (Some(Section::Ru), Some(_)) => Finding::Holds,
        _ => Finding::NotConcerned,
    }
}

fn account_is_verified(evidence: &Evidence<'_>) -> Finding<Reason> {
    if evidence.facts.account_verified { Finding::Holds } else { Finding::Broken(Reason::AccountNotVerified) }
}
