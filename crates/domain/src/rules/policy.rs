//! Conditions beyond the Rules that the campaign announces or the portal sets. They are not based on a clause of the
//! act and are cited by their source: the campaign's announcement, the Centre's manual, the portal's terms.

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

/// An account with hand-typed data is verified first.
pub const PORTAL_4: Clause = Clause("PORTAL-4");

/// The windows: of registration, of the commission, of the choice, of appeals.
pub const WINDOWS: Clause = Clause("CAMPAIGN-1");

/// Russian is not accepted as a foreign language in the Russian section.
pub const NO_RUSSIAN: Clause = Clause("CAMPAIGN-2");

/// The maximum number of codes in a choice.
pub const MOST_CHOICES: Clause = Clause("CAMPAIGN-3");

/// Foreign citizens and stateless persons choose fee-paying seats.
pub const PAID_SEATS_ONLY: Clause = Clause("CAMPAIGN-4");

/// Specialties open to every completed specialty, some only from a number of points.
pub const OPEN_TO_ALL: Clause = Clause("CAMPAIGN-5");

/// The texts of the conditions of campaign, manual and portal, in az, en, ru; in the order of display.
pub const TERMS: &[(Clause, [&str; 3])] = &[
    (
        WINDOWS,
        [
            "Qeydiyyatın, SQK-nın, ixtisaslaşma seçiminin və apellyasiyanın müddətlərini kampaniya elan edir.",
            "The campaign announces the windows of registration, of the commission (SQK), of the choice and of appeals.",
            "Сроки регистрации, работы SQK, выбора специализаций и апелляций объявляет кампания.",
        ],
    ),
    (
        NO_RUSSIAN,
        [
            "Rus bölməsində rus dili xarici dil kimi seçilmir.",
            "In the Russian section Russian is not chosen as the foreign language.",
            "В русском секторе русский язык не выбирают иностранным.",
        ],
    ),
    (
        MOST_CHOICES,
        [
            "Seçim ərizəsinə daxil edilən ixtisaslaşma kodlarının ən çox sayını kampaniya elan edir.",
            "The campaign announces how many codes of specializations a choice may hold.",
            "Сколько кодов специализаций можно указать при выборе, объявляет кампания.",
        ],
    ),
    (
        PAID_SEATS_ONLY,
        [
            "Əcnəbilər və vətəndaşlığı olmayan şəxslər yalnız ödənişli yerləri seçir. Qanun və ya beynəlxalq müqavilə başqa qayda müəyyən edə bilər.",
            "Foreign citizens and stateless persons choose only fee-paying seats. A law or a treaty may provide otherwise.",
            "Иностранцы и лица без гражданства выбирают только платные места. Закон или международный договор может установить иное.",
        ],
    ),
    (
        OPEN_TO_ALL,
        [
            "Bəzi ixtisaslar bitirilən ixtisasdan asılı olmayaraq açıqdır. Hansı baldan açıq olduğunu kampaniya elan edir.",
            "Some specialties are open whatever specialty was completed. The campaign announces from how many points.",
            "Некоторые специальности открыты независимо от оконченной. С какого балла – объявляет кампания.",
        ],
    ),
    (
        MAG_6,
        [
            "Bakalavriata qəbuldan sonra dəyişən soyad, ad və ata adı göstərilir.",
            "A surname, first name or patronymic that changed after admission to a bachelor’s degree is stated.",
            "Указываются фамилия, имя и отчество, изменённые после поступления в бакалавриат.",
        ],
    ),
    (
        MAG_8,
        [
            "Reyestrdə olmayan təhsil əl ilə daxil edilir və sonra yoxlanılır.",
            "Education that the registers do not have is entered by hand and checked later.",
            "Образование, которого нет в реестрах, вводится вручную и проверяется позже.",
        ],
    ),
    (
        MAG_13,
        [
            "Bakalavr öz bölməsinin yerlərində və qeydiyyatda göstərdiyi ixtisaslaşma dilində yarışır.",
            "The applicant competes for seats of the own section and in the specialization language declared at registration.",
            "Бакалавр участвует в конкурсе своего сектора и на языке специализации, указанном при регистрации.",
        ],
    ),
    (
        Clause("MAG-15"),
        [
            "Təsdiqdən sonra ərizədə dəyişiklik edilmir. Onu geri götürmək üçün müraciət etmək olar.",
            "After confirmation the application is not changed. One may ask to withdraw it.",
            "После подтверждения заявление не меняют. Можно попросить его отозвать.",
        ],
    ),
    (
        PORTAL_4,
        [
            "Məlumatları əl ilə doldurulmuş kabinet yoxlanılanadək ərizə təsdiq edilmir.",
            "An application is not confirmed until an account with details entered by hand has been checked.",
            "Заявление не подтверждается, пока не проверен кабинет, заполненный вручную.",
        ],
    ),
];

/// The text of one of [`TERMS`]. Evaluated at compile time.
pub(super) const fn term(clause: Clause) -> [&'static str; 3] {
    let (mut place, mut found) = (0, None);
    while place < TERMS.len() {
        let (one, other) = (TERMS[place].0.0.as_bytes(), clause.0.as_bytes());
        let mut at = 0;
        while at < one.len() && at < other.len() && one[at] == other[at] {
            at += 1;
        }
        if at == one.len() && at == other.len() {
            found = Some(TERMS[place].1);
        }
        place += 1;
    }
    match found {
        Some(says) => says,
        None => panic!("no such condition"),
    }
}

/// Reasons from the conditions of campaign and portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Campaign: Russian is not accepted as a foreign language in the Russian section.
    RussianInRussianSection,
    /// Centre, advice: the picked studies are recorded under another surname.
    OtherSurname,
    /// Centre, advice: studies typed by hand are verified later.
    ManualDegree,
    /// Portal: an account with hand-typed data waits for an officer.
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
                "Sənədinizin əslini Sənəd Qəbulu Komissiyasına göstərin: məlumatlarınız yoxlanılır. Ərizəni sonra göndərə bilərsiniz, qaralama saxlanılıb.",
                "Show your original document to a Document Reception Commission: your details are being checked. You can send the application after that; your draft is saved.",
                "Покажите оригинал документа в Комиссии по приёму документов: ваши данные проверяются. После этого заявление можно отправить, черновик сохранён.",
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
        says: term(MAG_6),
        codes: &["otherSurname"],
        // This is advice in the section: a record under another name is not the person's fault.
        check: not_concerned,
    },
    Rule { clause: MAG_8, says: term(MAG_8), codes: &["manualDegree"], check: typed_studies_are_checked_later },
    Rule {
        clause: NO_RUSSIAN,
        says: term(NO_RUSSIAN),
        codes: &["russianInRussianSection"],
        check: no_russian_in_the_russian_section,
    },
    Rule { clause: PORTAL_4, says: term(PORTAL_4), codes: &["accountNotVerified"], check: account_is_verified },
];

fn typed_studies_are_checked_later(evidence: &Evidence<'_>) -> Finding<Reason> {
    if evidence.manual.is_some() { Finding::LeftToPeople } else { Finding::NotConcerned }
}

fn no_russian_in_the_russian_section(evidence: &Evidence<'_>) -> Finding<Reason> {
    let refused = evidence.facts.campaign.refuse_russian_in_russian_section;
    russian_section(refused, evidence.section, evidence.foreign_language)
}

/// The campaign's condition that Russian is not accepted as a foreign language in the Russian section, if it is set.
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
