//! Chapter 1, general provisions: who may compete, once with state funding, for a fee.

mod masters;

use super::edition::Edition;
use super::{Evidence, Rule, explains, not_concerned};
use crate::decision::{Clause, Finding, Need};
use crate::facts::{Degree, Study, StudyStatus};
use crate::language::Lang;
use crate::money::Qepik;
use masters::state_funded_once;
pub use masters::{Masters, bars, declared_once, masters, no_current_master_student, no_student};

/// The clause that requires higher education.
pub const HIGHER_EDUCATION: Clause = Clause("1.2");

/// The clause that excludes master's students before their graduating year.
pub const NO_MASTER_STUDENT: Clause = Clause("1.6");

/// The clause that allows state-funded master's studies only once.
pub const STATE_FUNDED_ONCE: Clause = Clause("1.4");

/// Reasons from chapter 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 1.2: the registers have no studies of this person.
    EducationNotFound,
    /// 1.2: the recorded studies, or the picked one, are not higher education.
    NoHigherEducation,
    /// 1.2: the picked study was abandoned without a degree.
    StudyLeft,
    /// 1.2: the picked study ends after the year of admission.
    GraduatesLater {
        /// The year it ends.
        finish_year: i32,
        /// The year of admission.
        admission_year: i32,
    },
    /// 1.2, 1.6, advice: the register does not say when the current studies end.
    GraduationYearMissing,
    /// 1.4: an answer other than "state-funded" was given, but a register has such a master's study.
    PriorMasterMismatch,
    /// 1.4: "no earlier master's" was answered, but a register has one.
    PriorMasterOnRecord,
    /// 1.4, advice: only fee-paying seats can be chosen later.
    StateFundedUsed,
    /// 1.4, advice: people decide whether an abandoned state-funded master's study has used the right.
    StateFundedLeft,
    /// 1.6: a master's student who does not graduate this year.
    CurrentMasterStudent,
    /// 1.7: the balance does not cover the fee.
    InsufficientFunds {
        /// Money in the wallet.
        balance: Qepik,
        /// The fee.
        fee: Qepik,
        /// The amount to add.
        missing: Qepik,
    },
    /// 1.7: a top-up was reversed after it had been spent.
    ReceivableOutstanding {
        /// What is owed.
        owed: Qepik,
    },
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::EducationNotFound => "educationNotFound",
            Reason::NoHigherEducation => "noHigherEducation",
            Reason::StudyLeft => "studyLeft",
            Reason::GraduatesLater { .. } => "graduatesLater",
            Reason::GraduationYearMissing => "graduationYearMissing",
            Reason::PriorMasterMismatch => "priorMasterMismatch",
            Reason::PriorMasterOnRecord => "priorMasterOnRecord",
            Reason::StateFundedUsed => "stateFundedUsed",
            Reason::StateFundedLeft => "stateFundedLeft",
            Reason::CurrentMasterStudent => "currentMasterStudent",
            Reason::InsufficientFunds { .. } => "insufficientFunds",
            Reason::ReceivableOutstanding { .. } => "receivableOutstanding",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        let plain = match self {
            Reason::EducationNotFound => [
                "Ali təhsiliniz haqqında məlumat tapılmadı. Bitirdiyiniz təhsil müəssisəsinə müraciət edin: o, məlumatı TMMS-ə daxil etməlidir.",
                "We found no record of your higher education. Contact the institution you graduated from: it has to enter it in TMMS.",
                "Данные о вашем высшем образовании не найдены. Обратитесь в своё учебное заведение: оно должно внести их в TMMS.",
            ],
            Reason::NoHigherEducation => [
                "Bitirdiyiniz və ya bu il bitirəcəyiniz ali təhsili seçin. Subbakalavr təhsili kifayət etmir.",
                "Choose a higher-education degree that you have finished or will finish this year. A sub-bachelor degree is not enough.",
                "Выберите высшее образование, которое вы окончили или окончите в этом году. Степени суббакалавра недостаточно.",
            ],
            Reason::StudyLeft => [
                "Bitirdiyiniz təhsili seçin. Bu təhsil yarımçıq qalıb.",
                "Choose a degree you have finished. You left this one before finishing.",
                "Выберите оконченное образование. Это обучение прервано до получения диплома.",
            ],
            Reason::GraduatesLater { finish_year, admission_year } => {
                return match lang {
                    Lang::Az => format!(
                        "Bu təhsili {finish_year}-{} ildə bitirirsiniz. Qəbulda {admission_year}-{} ilədək bitirənlər iştirak edir.",
                        year_suffix(*finish_year),
                        year_suffix(*admission_year)
                    ),
                    Lang::En => format!(
                        "You finish this degree in {finish_year}. Admission is open to those who graduate in {admission_year} or earlier."
                    ),
                    Lang::Ru => format!(
                        "Вы окончите это обучение в {finish_year} году. В приёме участвуют окончившие не позднее {admission_year} года."
                    ),
                };
            }
            Reason::GraduationYearMissing => [
                "Təhsil müəssisənizə müraciət edin: TMMS-də bitirəcəyiniz il göstərilməyib.",
                "Contact your institution: TMMS does not say when you will graduate.",
                "Обратитесь в своё учебное заведение: в TMMS не указан год окончания.",
            ],
            Reason::PriorMasterMismatch => [
                "Magistr təhsili barədə cavabınızı düzəldin: TMMS-də dövlət hesabına magistr təhsiliniz qeyd olunub.",
                "Correct your answer about a master’s degree: TMMS shows that the state paid for your studies.",
                "Исправьте ответ о магистратуре: по данным TMMS вы учились за счёт государства.",
            ],
            Reason::PriorMasterOnRecord => [
                "Magistr təhsili barədə cavabı düzəldin: reyestrdə magistr təhsiliniz var.",
                "Correct the answer on master’s studies: the register shows that you have studied for a master’s degree.",
                "Исправьте ответ о магистратуре: по данным реестра вы учились в магистратуре.",
            ],
            Reason::StateFundedLeft => [
                "Reyestrə görə dövlət hesabına magistr təhsiliniz yarımçıq qalıb. Dövlət sifarişi yerlərini seçə bilib-bilməyəcəyinizə operator qərar verir.",
                "The register shows a master’s at state expense that you left. An officer decides whether you may choose state-order seats.",
                "По данным реестра вы не окончили магистратуру за счёт государства. Можно ли вам выбирать места по госзаказу, решает оператор.",
            ],
            Reason::StateFundedUsed => [
                "Siz magistraturada artıq dövlət hesabına təhsil almısınız. Yalnız ödənişli əsaslarla olan yerləri seçə biləcəksiniz.",
                "The state has already paid for a master’s degree of yours. You will be able to choose only fee-paying seats.",
                "Вы уже учились в магистратуре за счёт государства. Вы сможете выбрать только платные места.",
            ],
            Reason::CurrentMasterStudent => [
                "Buraxılış kursunda oxumayan magistrantlar müsabiqədə iştirak edə bilməzlər. Təhsilinizi bitirəcəyiniz il müraciət edin.",
                "Master’s students who are not in their final year cannot take part in the competition. Apply in the year you graduate.",
                "Магистранты невыпускных курсов не могут участвовать в конкурсе. Подайте заявление в год окончания магистратуры.",
            ],
            Reason::InsufficientFunds { balance, fee, missing } => {
                let [balance, fee, missing] = [balance, fee, missing].map(|sum| sum.display(lang));
                return match lang {
                    Lang::Az => {
                        format!(
                            "Balansınıza {missing} əlavə edin. Balansınızda {balance} var, ödəniş {fee} təşkil edir."
                        )
                    }
                    Lang::En => format!("Add {missing} to your balance. It is {balance} and the fee is {fee}."),
                    Lang::Ru => format!("Пополните баланс на {missing}. На балансе {balance}, плата составляет {fee}."),
                };
            }
            Reason::ReceivableOutstanding { owed } => {
                let owed = owed.display(lang);
                return match lang {
                    Lang::Az => format!("Əvvəlcə {owed} borcu ödəyin. Əvvəlki ödənişiniz ləğv edilib."),
                    Lang::En => format!("First pay the {owed} you owe. An earlier payment of yours was reversed."),
                    Lang::Ru => format!("Сначала погасите долг {owed}. Ваш прежний платёж отменён."),
                };
            }
        };
        lang.pick(plain).to_owned()
    }
}

fn year_suffix(year: i32) -> &'static str {
    crate::az::ordinal_suffix(u64::from(year.unsigned_abs()))
}

explains!(Reason);

/// The rules of chapter 1, in printed order.
pub const RULES: &[Rule<Reason>] = &[
    Rule {
        clause: Clause("1.1"),
        says: [
            "Qaydalar dövlət, bələdiyyə və özəl ali təhsil müəssisələrinin və AMEA-nın magistraturalarına qəbulu müəyyən edir.",
            "The Rules govern admission to master’s study at state, municipal and private institutions and the Academy.",
            "Правила определяют приём в магистратуры государственных, муниципальных и частных вузов и Академии.",
        ],
        codes: &[],
        // Institutions are checked when seats are announced, not when an applicant registers.
        check: not_concerned,
    },
    Rule {
        clause: HIGHER_EDUCATION,
        says: [
            "Qəbul olmaq hüququna bakalavrlar və digər ali təhsilli şəxslər malikdir.",
            "Bachelors and other persons with higher education may be admitted.",
            "Право на поступление имеют бакалавры и другие лица с высшим образованием.",
        ],
        codes: &["educationNotFound", "noHigherEducation", "studyLeft", "graduatesLater", "graduationYearMissing"],
        check: has_higher_education,
    },
    Rule {
        clause: Clause("1.3"),
        says: [
            "Təhsil dövlət sifarişi əsasında və ya ödənişli əsaslarla aparılır.",
            "Study is on state order or fee-paying.",
            "Обучение ведётся по государственному заказу или на платной основе.",
        ],
        codes: &[],
        // A seat has a funding, an exam does not.
        check: not_concerned,
    },
    Rule {
        clause: STATE_FUNDED_ONCE,
        says: [
            "Magistratura səviyyəsində dövlət hesabına yalnız bir dəfə təhsil almaq olar.",
            "The state pays for master’s study only once.",
            "Государство оплачивает обучение в магистратуре только один раз.",
        ],
        codes: &["priorMasterMismatch", "priorMasterOnRecord", "stateFundedUsed", "stateFundedLeft"],
        check: state_funded_once,
    },
    Rule {
        clause: Clause("1.5"),
        says: [
            "Qəbul həmin tədris ilinin imtahan nəticələri üzrə müsabiqə yolu ilə aparılır. Qanunun 26.5-ci maddəsindəki hallar istisnadır.",
            "Admission is by competition on the exam results of that academic year. The cases of article 26.5 of the Law are excepted.",
            "Приём ведётся по конкурсу результатов экзамена этого учебного года. Исключение – случаи статьи 26.5 Закона.",
        ],
        codes: &[],
        // This procedure is the registration for that exam.
        check: not_concerned,
    },
    Rule {
        clause: NO_MASTER_STUDENT,
        says: [
            "Ali təhsil müəssisəsinin və AMEA-nın magistrantları (buraxılış kursu istisna olmaqla) müsabiqədə iştirak edə bilməzlər.",
            "Master’s students of institutions and of the Academy may not compete, except those in the graduating year.",
            "Магистранты вузов и Академии не могут участвовать в конкурсе, кроме выпускных курсов.",
        ],
        codes: &["currentMasterStudent", "graduationYearMissing"],
        check: no_current_master_student,
    },
    Rule {
        clause: Clause("1.7"),
        says: ["Müsabiqədə iştirak ödənişlidir.", "Taking part is for a fee.", "Участие в конкурсе платное."],
        codes: &["insufficientFunds", "receivableOutstanding"],
        check: fee_is_covered,
    },
];

/// Whether one study satisfies clause 1.2. Unknown if the register does not say when it ends.
fn opens_the_way(study: Study, admission_year: i32) -> Finding<Reason> {
    if !study.is_higher() {
        return Finding::Broken(Reason::NoHigherEducation);
    }
    match (study.status, study.is_ended_by(admission_year)) {
        (_, Some(true)) => Finding::Holds,
        (StudyStatus::Left, _) => Finding::Broken(Reason::StudyLeft),
        (_, None) => Finding::Unknown(Need::GraduationYear),
        (_, Some(false)) => Finding::Broken(Reason::GraduatesLater {
            finish_year: study.finish_year.unwrap_or(admission_year),
            admission_year,
        }),
    }
}

/// The studies used for the application.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Picked {
    /// None yet.
    #[default]
    Nothing,
    /// A record of a register.
    Recorded(Study),
    /// Typed by hand (MAG-8); `None` = not enough of it yet.
    Typed(Option<Study>),
}

/// Clause 1.2 for studies of any type: those of the draft, and those stored for later stages.
pub fn higher_education<T>(
    on_record: Result<&[T], Need>,
    study: impl Fn(&T) -> Study,
    picked: Picked,
    year: i32,
) -> Finding<Reason> {
    if let Picked::Typed(typed) = picked {
        // Typed data is judged like data of a register. That it is not verified is shown as advice and checked at
        // enrolment.
        return typed.map_or(Finding::NotConcerned, |study| opens_the_way(study, year));
    }
    let on_record = match on_record {
        Ok(on_record) => on_record,
        Err(need) => return Finding::Unknown(need),
    };
    if on_record.is_empty() {
        return Finding::Broken(Reason::EducationNotFound);
    }
    if let Picked::Recorded(picked) = picked {
        return opens_the_way(picked, year);
    }
    // Nothing is picked yet: checks whether any study could be picked.
    let mut best = Finding::Broken(Reason::NoHigherEducation);
    for one in on_record {
        match opens_the_way(study(one), year) {
            Finding::Holds => return Finding::Holds,
            Finding::Unknown(need) => best = Finding::Unknown(need),
            _ => {}
        }
    }
    best
}

fn has_higher_education(evidence: &Evidence<'_>) -> Finding<Reason> {
    let picked = match evidence.degree() {
        _ if evidence.picked_by_hand() => Picked::Typed(evidence.manual.map(Degree::study)),
        Ok(Some(degree)) => Picked::Recorded(degree.study()),
        _ => Picked::Nothing,
    };
    let year = evidence.facts.campaign.academic_year;
    match (higher_education(evidence.degrees(), Degree::study, picked, year), evidence.edition()) {
        (Finding::Unknown(Need::GraduationYear), Edition::First) => Finding::Broken(Reason::GraduationYearMissing),
        (found, _) => found,
    }
}

/// Whether the register does not say when the current studies end.
pub fn end_is_unknown(study: Study) -> bool {
    study.is_higher()
        && matches!(study.status, StudyStatus::Studying | StudyStatus::OnLeave)
        && study.finish_year.is_none()
}

fn fee_is_covered(evidence: &Evidence<'_>) -> Finding<Reason> {
    covers(evidence.facts.balance, evidence.facts.receivable, evidence.facts.campaign.fee)
}

/// Clause 1.7: whether the wallet covers the fee and there is no debt.
pub fn covers(balance: Qepik, receivable: Qepik, fee: Qepik) -> Finding<Reason> {
    if receivable > Qepik::ZERO {
        return Finding::Broken(Reason::ReceivableOutstanding { owed: receivable });
    }
    if fee <= Qepik::ZERO {
        return Finding::NotConcerned;
    }
    // Checked also if the commission confirms: sending charges nothing, but nobody should travel there with too little
    // money.
    let missing = balance.missing_to(fee);
    if missing > Qepik::ZERO {
        Finding::Broken(Reason::InsufficientFunds { balance, fee, missing })
    } else {
        Finding::Holds
    }
}
