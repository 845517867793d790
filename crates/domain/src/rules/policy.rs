//! What the campaign and the portal demand beyond the Rules. No clause of the act stands behind these, and the texts say so.

use super::{Evidence, Rule, explains, not_concerned};
use crate::decision::{Clause, Finding};
use crate::exam::{ExamLanguage, Section};
use crate::language::Lang;

/// Names before a change.
pub const MAG_6: Clause = Clause("MAG-6");

/// Manual entry of studies the registers do not have.
pub const MAG_8: Clause = Clause("MAG-8");

/// Section, foreign language and specialization language of the exam.
pub const MAG_13: Clause = Clause("MAG-13");

/// What campaign and portal tell an applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Campaign: Russian is no foreign language in the Russian section.
    RussianInRussianSection,
    /// Centre, advice: the picked studies are on record under another surname.
    OtherSurname,
    /// Centre, advice: studies typed by hand are verified later.
    ManualDegree,
    /// Portal: a hand-filled account waits for an officer.
    AccountNotVerified,
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::RussianInRussianSection => "russianInRussianSection",
            Reason::OtherSurname => "otherSurname",
            Reason::ManualDegree => "manualDegree",
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
            Reason::OtherSurname => [
                "Əvvəlki soyadınızı şəxsi məlumatlarda yazın: seçdiyiniz təhsil başqa soyadla qeydə alınıb.",
                "Enter your previous surname in the personal details: the degree you chose is registered under another surname.",
                "Укажите прежнюю фамилию в личных данных: выбранное образование зарегистрировано на другую фамилию.",
            ],
            Reason::ManualDegree => [
                "Əl ilə yazdığınız təhsil sonra TMMS ilə yoxlanılacaq. Təhsil müəssisəsində qeydiyyat zamanı diplomun əsli tələb olunur.",
                "Education you enter yourself is checked against TMMS later. You will need the original diploma when you enrol.",
                "Образование, указанное вручную, позже сверят с TMMS. При зачислении понадобится оригинал диплома.",
            ],
            Reason::AccountNotVerified => [
                "Şəxsi kabinetiniz yoxlanılır. Yoxlama bitəndən sonra ərizəni təsdiq edə bilərsiniz, qaralama saxlanılıb.",
                "Your account is being checked. You can confirm the application after the check; your draft is saved.",
                "Ваш кабинет проверяется. Подтвердить заявление можно будет после проверки, черновик сохранён.",
            ],
        })
        .to_owned()
    }
}

explains!(Reason);

/// Conditions of campaign and portal.
pub const RULES: &[Rule<Reason>] = &[
    Rule {
        clause: MAG_6,
        says: [
            "Bakalavriata qəbuldan sonra dəyişən soyad, ad və ata adı göstərilir.",
            "A surname, first name or patronymic that changed after admission to a bachelor’s degree is stated.",
            "Указываются фамилия, имя и отчество, изменённые после поступления в бакалавриат.",
        ],
        codes: &["otherSurname"],
        // Advice of the section: a record under another name is nobody's fault.
        check: not_concerned,
    },
    Rule {
        clause: MAG_8,
        says: [
            "Reyestrdə olmayan təhsil əl ilə daxil edilir və sonra yoxlanılır.",
            "Education that the registers do not have is entered by hand and checked later.",
            "Образование, которого нет в реестрах, вводится вручную и проверяется позже.",
        ],
        codes: &["manualDegree"],
        check: typed_studies_are_checked_later,
    },
    Rule {
        clause: MAG_13,
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
            "An application is not confirmed until an account with details entered by hand has been checked.",
            "Заявление не подтверждается, пока не проверен кабинет, заполненный вручную.",
        ],
        codes: &["accountNotVerified"],
        check: account_is_verified,
    },
];

fn typed_studies_are_checked_later(evidence: &Evidence<'_>) -> Finding<Reason> {
    if evidence.manual.is_some() { Finding::LeftToPeople } else { Finding::NotConcerned }
}

fn no_russian_in_the_russian_section(evidence: &Evidence<'_>) -> Finding<Reason> {
    let refused = evidence.facts.campaign.refuse_russian_in_russian_section;
    russian_section(refused, evidence.section, evidence.foreign_language)
}

/// The campaign's condition that Russian is no foreign language in the Russian section, where it has set it.
pub fn russian_section(refused: bool, section: Option<Section>, language: Option<ExamLanguage>) -> Finding<Reason> {
    match (refused, section, language) {
        (true, Some(Section::Ru), Some(ExamLanguage::Ru)) => Finding::Broken(Reason::RussianInRussianSection),
        (true, Some(Section::Ru), Some(_)) => Finding::Holds,
        _ => Finding::NotConcerned,
    }
}

fn account_is_verified(evidence: &Evidence<'_>) -> Finding<Reason> {
    if evidence.facts.account_verified { Finding::Holds } else { Finding::Broken(Reason::AccountNotVerified) }
}
