//! Chapter 3, the entrance exam: at registration mainly the foreign language.

use super::{Evidence, Rule, explains, left_to_people, not_concerned};
use crate::decision::{Clause, Finding};
use crate::exam::{ExamLanguage, SpecializationLanguage};
use crate::facts::ExamModel;
use crate::language::Lang;

/// The clause that keeps the language of the specialization out of the exam.
pub const NOT_THE_SPECIALIZATION: Clause = Clause("3.2.5");

/// Reasons from chapter 3 at registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 3.2.5: the foreign language is the language of the specialization.
    LanguageEqualsSpecialization {
        /// That language.
        language: ExamLanguage,
    },
    /// 3.2.4, advice: what remains open with Arabic or Persian.
    ArabicPersianLimit,
    /// 3.6, advice: where the exam will be.
    ExamPlaceByAddress,
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::LanguageEqualsSpecialization { .. } => "languageEqualsSpecialization",
            Reason::ArabicPersianLimit => "arabicPersianLimit",
            Reason::ExamPlaceByAddress => "examPlaceByAddress",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        match self {
            Reason::LanguageEqualsSpecialization { language } => {
                let name = language.label(lang);
                match lang {
                    Lang::Az => format!("Başqa xarici dil seçin. {name} ixtisaslaşma dilinizdir, ona görə imtahanda xarici dil ola bilməz."),
                    Lang::En => format!("Choose another foreign language. {name} is your specialization language, so it cannot be the foreign language of the exam."),
                    Lang::Ru => format!("Выберите другой иностранный язык. {name} – язык вашей специализации, поэтому сдавать его как иностранный нельзя."),
                }
            }
            Reason::ArabicPersianLimit => lang
                .pick([
                    "Ərəb və ya fars dili yalnız bunlar üçün xarici dil sayılır: tədrisi Azərbaycan dilində olan filologiya (Azərbaycan dili, Azərbaycan ədəbiyyatı) və tarix ixtisaslaşmaları.",
                    "Arabic or Persian counts as the foreign language only for these: philology (Azerbaijani language, Azerbaijani literature) and history specializations taught in Azerbaijani.",
                    "Арабский или персидский считается иностранным языком только здесь: специализации филологии (азербайджанский язык, азербайджанская литература) и истории с обучением на азербайджанском языке.",
                ])
                .to_owned(),
            Reason::ExamPlaceByAddress => lang
                .pick([
                    "İmtahan verəcəyiniz şəhər faktiki yaşadığınız ünvana görə müəyyən edilir. Ünvan dəyişibsə, təsdiqdən əvvəl kabinetinizdə düzəldin.",
                    "Your exam city depends on your current address. If it has changed, correct it in your account before you confirm.",
                    "Город экзамена определяется по адресу, где вы живёте. Если он изменился, исправьте его в кабинете до подтверждения.",
                ])
                .to_owned(),
        }
    }
}

explains!(Reason);

/// The rules of chapter 3, in printed order, as far as they apply to registration.
pub const RULES: &[Rule<Reason>] = &[
    Rule {
        clause: Clause("3.1"),
        says: [
            "Qəbul imtahanı mərkəzləşdirilmiş qaydada iki mərhələdə keçirilir.",
            "The exam is centralised and has two stages.",
            "Экзамен проводится централизованно в два этапа.",
        ],
        codes: &[],
        check: model_has_two_stages,
    },
    Rule {
        clause: Clause("3.2"),
        says: [
            "Xarici dili bakalavr müəyyən edir və elektron ərizəyə daxil edir.",
            "The applicant decides on the foreign language and enters it in the application.",
            "Иностранный язык выбирает бакалавр и указывает его в заявлении.",
        ],
        codes: &[],
        check: language_is_chosen,
    },
    Rule {
        clause: Clause("3.2.1"),
        says: [
            "Tədrisi Azərbaycan dilində: ingilis, alman, fransız və ya rus dili.",
            "Taught in Azerbaijani: English, German, French or Russian.",
            "Обучение на азербайджанском: английский, немецкий, французский или русский язык.",
        ],
        codes: &[],
        check: row_by_row_at_the_choice,
    },
    Rule {
        clause: Clause("3.2.2"),
        says: [
            "Tədrisi rus dilində: ingilis, alman və ya fransız dili.",
            "Taught in Russian: English, German or French.",
            "Обучение на русском: английский, немецкий или французский язык.",
        ],
        codes: &[],
        check: row_by_row_at_the_choice,
    },
    Rule {
        clause: Clause("3.2.3"),
        says: [
            "Tədrisi ingilis (alman) dilində: yalnız ingilis (alman) dili.",
            "Taught in English (German): only English (German).",
            "Обучение на английском (немецком): только английский (немецкий) язык.",
        ],
        codes: &[],
        check: row_by_row_at_the_choice,
    },
    Rule {
        clause: Clause("3.2.4"),
        says: [
            "Azərbaycan dili, Azərbaycan ədəbiyyatı və tarix (tədrisi Azərbaycan dilində): ərəb və ya fars dili də.",
            "Azerbaijani language, Azerbaijani literature and history taught in Azerbaijani: also Arabic or Persian.",
            "Азербайджанский язык, литература и история (на азербайджанском): также арабский или персидский язык.",
        ],
        codes: &["arabicPersianLimit"],
        check: row_by_row_at_the_choice,
    },
    Rule {
        clause: NOT_THE_SPECIALIZATION,
        says: [
            "Xarici dil və tərcümə ixtisaslaşmalarında ixtisaslaşma dili xarici dil kimi seçilə bilməz.",
            "In foreign-language and translation specializations the specialization language cannot be the foreign language.",
            "На специализациях иностранного языка и перевода язык специализации не может быть иностранным языком экзамена.",
        ],
        codes: &["languageEqualsSpecialization"],
        check: language_is_not_the_specialization,
    },
    Rule {
        clause: Clause("3.2.6"),
        says: [
            "Regionşünaslıq (Amerikaşünaslıq; ABŞ və Kanada üzrə), ölkəşünaslıq (Böyük Britaniyaşünaslıq): yalnız ingilis dili. Ölkəşünaslıq (Almaniyaşünaslıq): yalnız alman dili. Ölkəşünaslıq (Fransaşünaslıq): yalnız fransız dili.",
            "Regional studies (American studies; USA and Canada), country studies (Great Britain): only English. Country studies (Germany): only German. Country studies (France): only French.",
            "Регионоведение (американистика; США и Канада), страноведение (Великобритания): только английский. Страноведение (Германия): только немецкий. Страноведение (Франция): только французский.",
        ],
        codes: &[],
        check: row_by_row_at_the_choice,
    },
    Rule {
        clause: Clause("3.3"),
        says: [
            "Birinci mərhələnin müsabiqə şərtini ödəyənlər ixtisas imtahanına buraxılır.",
            "Those who meet the condition of the first stage are admitted to the specialty exam.",
            "К экзамену по специальности допускаются выполнившие условие первого этапа.",
        ],
        codes: &[],
        check: not_concerned,
    },
    Rule {
        clause: Clause("3.4"),
        says: [
            "İxtisas fənlərini Mərkəz müəyyən edir; test tapşırıqları və ya yazı işi yerinə yetirilir. Xüsusi qabiliyyət tələb edən ixtisaslaşmalarda yalnız qabiliyyət imtahanı verilir.",
            "The Centre sets the specialty subjects; test tasks or written work are done. Specializations of special talent have the talent exam only.",
            "Предметы специальности определяет Центр; выполняются тестовые задания или письменная работа. На специализациях, требующих особых способностей, сдают только экзамен способностей.",
        ],
        codes: &[],
        check: not_concerned,
    },
    Rule {
        clause: Clause("3.5"),
        says: [
            "ADA, MDU-nun Bakı filialı və Hərbi Akademiya ikinci mərhələ əvəzinə öz qəbul prosedurunu keçirir.",
            "ADA, the Baku branch of Moscow State University and the Military Academy hold their own procedure instead of stage two.",
            "ADA, Бакинский филиал МГУ и Военная академия проводят свою процедуру вместо второго этапа.",
        ],
        codes: &[],
        check: not_concerned,
    },
    Rule {
        clause: Clause("3.6"),
        says: [
            "İmtahanın məzmununu, formasını, texnologiyasını, müddətini, yerini və gününü Mərkəz müəyyən edir. Sualların məzmunu təsdiq edilmiş qəbul proqramlarına uyğundur.",
            "Content, form, technology, duration, place and day of the exam are set by the Centre. The questions follow the approved admission programmes.",
            "Содержание, форму, технологию, длительность, место и день экзамена определяет Центр. Вопросы соответствуют утверждённым программам приёма.",
        ],
        codes: &["examPlaceByAddress"],
        check: left_to_people,
    },
    Rule {
        clause: Clause("3.7"),
        says: [
            "Sağlamlıq imkanları məhdud şəxslərə əlverişli şərait yaradılır. Görmə qabiliyyəti olmayanlara (I qrup əlil) fərdi nəzarətçi təyin edilir, imtahan 30 dəqiqə artırılır.",
            "Persons with limited health are given favourable conditions. Those without sight (group I) get an individual proctor and 30 minutes more.",
            "Лицам с ограниченными возможностями здоровья создаются благоприятные условия. Незрячим (инвалидам I группы) назначается отдельный наблюдатель, экзамен продлевается на 30 минут.",
        ],
        codes: &[],
        // A separate request, decided by an officer before seats are assigned.
        check: left_to_people,
    },
];

fn model_has_two_stages(evidence: &Evidence<'_>) -> Finding<Reason> {
    match evidence.facts.campaign.exam_model {
        ExamModel::TwoStage => Finding::Holds,
        ExamModel::SingleStage | ExamModel::SingleStageEssay => Finding::NotConcerned,
    }
}

fn language_is_chosen(evidence: &Evidence<'_>) -> Finding<Reason> {
    // A missing answer is a gap of the step, not a broken clause.
    if evidence.foreign_language.is_some() { Finding::Holds } else { Finding::NotConcerned }
}

/// At registration no specialization is chosen, so these clauses can refuse nothing.
fn row_by_row_at_the_choice(evidence: &Evidence<'_>) -> Finding<Reason> {
    not_concerned(evidence)
}

fn language_is_not_the_specialization(evidence: &Evidence<'_>) -> Finding<Reason> {
    language_differs(evidence.foreign_language, evidence.specialization_language)
}

/// Clause 3.2.5 at registration: compares the foreign language with the declared specialization language.
pub fn language_differs(foreign: Option<ExamLanguage>, declared: Option<SpecializationLanguage>) -> Finding<Reason> {
    let own = declared.and_then(SpecializationLanguage::exam_language);
    match (foreign, own) {
        (_, None) | (None, _) => Finding::NotConcerned,
        (Some(language), Some(own)) if language == own => {
            Finding::Broken(Reason::LanguageEqualsSpecialization { language })
        }
        (Some(_), Some(_)) => Finding::Holds,
    }
}
