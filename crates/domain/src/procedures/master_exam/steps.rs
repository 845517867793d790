//! The three sections and the gaps in each (MAG-4).

use std::borrow::Cow;

use super::{MasterExam, MasterExamDraft, PriorMaster, manual};
use crate::average::Average;
use crate::decision::Gap;
use crate::facts::{Citizenship, Degree, Fact, Level, PersonFacts};
use crate::person::{NameError, PersonName};
use crate::procedure::{Case, Step};
use crate::typed;

/// Step id of section "Şəxsi məlumatlar".
pub const PERSONAL: &str = "masterExam.personal";
/// Step id of section "Ali təhsil".
pub const EDUCATION: &str = "masterExam.education";
/// Step id of section "İmtahan".
pub const EXAM: &str = "masterExam.exam";

/// The steps in the order of the form.
pub(super) const STEPS: &[Step<MasterExam>] =
    &[Step { id: PERSONAL, gaps: personal }, Step { id: EDUCATION, gaps: education }, Step { id: EXAM, gaps: exam }];

/// Maximum length of the name of an institution typed by hand, in characters.
const LONGEST_INSTITUTION: usize = 200;
/// Master's studies have existed in Azerbaijan since the academic year 1993/1994.
const FIRST_MASTER_YEAR: i32 = 1993;
/// A current master's study ends within this many years after the admission year.
const LONGEST_AHEAD: i32 = 3;

pub(super) fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

const fn gap(step: &'static str, pointer: &'static str, code: &'static str, says: [&'static str; 3]) -> Gap {
    Gap { step, pointer, code, says }
}

fn personal(case: &Case<'_, MasterExam>) -> Vec<Gap> {
    let answers = &case.draft.personal;
    match answers.names_changed {
        None => vec![gap(
            PERSONAL,
            "/namesChanged",
            "namesChangedRequired",
            [
                "Soyadınızın, adınızın və ya ata adınızın dəyişib-dəyişmədiyini qeyd edin.",
                "Choose whether your surname, first name or patronymic has changed.",
                "Укажите, менялись ли фамилия, имя или отчество.",
            ],
        )],
        Some(false) => Vec::new(),
        Some(true) => {
            let current = case.facts.person.known();
            let fields = previous_names(case.draft, current);
            if fields.iter().all(|(_, typed, _)| is_blank(*typed)) {
                return vec![gap(
                    PERSONAL,
                    "/previousSurname",
                    "previousNameRequired",
                    [
                        "Əvvəlki soyadınızı, adınızı və ya ata adınızı yazın.",
                        "Enter your previous surname, first name or patronymic.",
                        "Введите прежнюю фамилию, имя или отчество.",
                    ],
                )];
            }
            let citizenship = current.map_or(Citizenship::Azerbaijan, |person| person.citizenship);
            let wrong =
                |(pointer, typed, current): PreviousName<'_>| previous_name(pointer, typed?, current, citizenship);
            fields.into_iter().filter_map(wrong).collect()
        }
    }
}

type PreviousName<'a> = (&'static str, Option<&'a str>, Option<&'a str>);

fn previous_names<'a>(draft: &'a MasterExamDraft, current: Option<&'a PersonFacts>) -> [PreviousName<'a>; 3] {
    let answers = &draft.personal;
    [
        ("/previousSurname", answers.previous_surname.as_deref(), current.map(|person| person.surname.as_str())),
        ("/previousName", answers.previous_name.as_deref(), current.map(|person| person.name.as_str())),
        (
            "/previousPatronymic",
            answers.previous_patronymic.as_deref(),
            current.map(|person| person.patronymic.as_str()),
        ),
    ]
}

/// A previous name may stay empty. A typed one is in Azerbaijani letters (MAG-6), or, for a foreigner, as in the
/// document, and differs from the present one.
fn previous_name(pointer: &'static str, typed: &str, current: Option<&str>, citizenship: Citizenship) -> Option<Gap> {
    match PersonName::of(citizenship, typed) {
        Err(NameError::Empty) => None,
        Err(error) => Some(gap(PERSONAL, pointer, error.code_word(), error.says())),
        Ok(name) if current.is_some_and(|current| name.is_same_as(current)) => Some(gap(
            PERSONAL,
            pointer,
            "previousNameSame",
            [
                "Əvvəlki məlumatı yazın. Yazdığınız indiki ilə eynidir.",
                "Enter the previous name. This is the same as your current one.",
                "Введите прежние данные. Введённое совпадает с нынешним.",
            ],
        )),
        Ok(_) => None,
    }
}

/// The picked degree: the one typed by hand, or one of the registers, if they answered and have it.
pub(super) fn picked<'a>(case: &Case<'a, MasterExam>) -> Option<Cow<'a, Degree>> {
    let id = case.draft.education.degree_id.as_deref()?;
    if id == Degree::MANUAL {
        return manual::typed(&case.draft.education).map(Cow::Owned);
    }
    case.facts.education.known()?.iter().find(|degree| degree.id == id).map(Cow::Borrowed)
}

/// Master's studies in the registers that may be the answer to the question about earlier ones.
pub(super) fn registered_masters<'a>(case: &Case<'a, MasterExam>) -> impl Iterator<Item = &'a Degree> {
    let known = case.facts.education.known().map(Vec::as_slice).unwrap_or_default();
    known.iter().filter(|degree| degree.level == Level::Master)
}

/// Whether anything is missing in the section on education.
pub(super) fn education_is_open(case: &Case<'_, MasterExam>) -> bool {
    !education(case).is_empty()
}

fn education(case: &Case<'_, MasterExam>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if case.draft.education.degree_id.as_deref() == Some(Degree::MANUAL) {
        gaps.extend(manual::gaps(case));
    } else {
        gaps.extend(degree(case));
    }
    gaps.extend(average(case));
    gaps.extend(prior_master(case));
    gaps
}

const DEGREE_REQUIRED: Gap = gap(
    EDUCATION,
    "/degreeId",
    "degreeRequired",
    [
        "Bitirdiyiniz (bitirəcəyiniz) ali təhsili seçin.",
        "Choose the degree you have finished or will finish.",
        "Выберите высшее образование, которое вы окончили или окончите.",
    ],
);

fn degree(case: &Case<'_, MasterExam>) -> Option<Gap> {
    let id = case.draft.education.degree_id.as_deref();
    match &case.facts.education {
        Fact::Known { value, .. } if !value.is_empty() => match id.filter(|id| !id.is_empty()) {
            Some(id) if value.iter().any(|degree| degree.id == id) => None,
            Some(_) => Some(gap(
                EDUCATION,
                "/degreeId",
                "degreeUnknown",
                [
                    "Təhsilinizi siyahıdan yenidən seçin: məlumat yenilənib.",
                    "Choose your degree again: the register has been updated.",
                    "Выберите образование заново: данные обновились.",
                ],
            )),
            None => Some(DEGREE_REQUIRED),
        },
        Fact::Known { .. } | Fact::NotFound => Some(gap(
            EDUCATION,
            "/degreeId",
            "educationNotFound",
            [
                "Təhsil müəssisəniz məlumatı TMMS-ə daxil etməlidir. Təhsilinizi özünüz də yaza bilərsiniz.",
                "Your institution has to enter your education in TMMS. You can also enter it yourself.",
                "Учебное заведение должно внести данные в TMMS. Вы можете указать образование и сами.",
            ],
        )),
        // The register did not answer: an existing pick is kept, and the judgement says "try later".
        Fact::Unavailable | Fact::NotAsked if !is_blank(id) => None,
        Fact::NotAsked => Some(DEGREE_REQUIRED),
        Fact::Unavailable => Some(gap(
            EDUCATION,
            "/degreeId",
            "educationUnavailable",
            [
                "Bir azdan yenidən cəhd edin: TMMS cavab vermir. Qaralama saxlanılıb.",
                "Try again later: TMMS is not responding. Your draft is saved.",
                "Повторите попытку позже: TMMS не отвечает. Черновик сохранён.",
            ],
        )),
    }
}

fn average(case: &Case<'_, MasterExam>) -> Option<Gap> {
    let answers = &case.draft.education;
    if picked(case).is_some_and(|degree| !is_blank(degree.average.as_deref())) {
        return None; // the register's own value stands, whatever was typed before
    }
    let typed = answers.average.as_deref().filter(|text| !is_blank(Some(text)));
    match (typed, answers.average_scale) {
        (None, None) => None, // may stay empty (MAG-7); the advice tells what that means
        (None, Some(_)) => Some(gap(
            EDUCATION,
            "/average",
            "averageRequired",
            [
                "ÜOMG-ni də yazın və ya şkalanı silin.",
                "Enter the average too, or clear the scale.",
                "Введите также средний балл или уберите шкалу.",
            ],
        )),
        (Some(_), None) => Some(gap(
            EDUCATION,
            "/averageScale",
            "averageScaleRequired",
            ["ÜOMG şkalasını seçin.", "Choose the scale of the average.", "Выберите шкалу среднего балла."],
        )),
        (Some(typed), Some(scale)) => {
            // 0 is no scale either.
            let error = Average::parse(typed, u8::try_from(scale).unwrap_or_default()).err()?;
            let pointer = if error == crate::average::AverageError::Scale { "/averageScale" } else { "/average" };
            Some(gap(EDUCATION, pointer, error.code_word(), error.says()))
        }
    }
}

fn prior_master(case: &Case<'_, MasterExam>) -> Vec<Gap> {
    let answers = &case.draft.education;
    match answers.prior_master {
        None => vec![gap(
            EDUCATION,
            "/priorMaster",
            "priorMasterRequired",
            [
                "Magistraturada oxuyub-oxumadığınızı qeyd edin.",
                "Choose whether you have studied for a master’s degree.",
                "Укажите, учились ли вы в магистратуре.",
            ],
        )],
        Some(PriorMaster::None) => Vec::new(),
        Some(PriorMaster::StateFunded | PriorMaster::Paid) => {
            let mut gaps = Vec::new();
            gaps.extend(institution(answers.prior_master_institution.as_deref()));
            gaps.extend(year(answers.prior_master_year, case.facts.campaign.academic_year));
            gaps
        }
    }
}

fn institution(typed: Option<&str>) -> Option<Gap> {
    let typed = typed.map(str::trim).unwrap_or_default();
    if let Some(strange) = typed::strange(typed) {
        return Some(gap(EDUCATION, "/priorMasterInstitution", "textStrange", strange.says()));
    }
    if typed.is_empty() {
        return Some(gap(
            EDUCATION,
            "/priorMasterInstitution",
            "priorMasterInstitutionRequired",
            [
                "Magistraturada oxuduğunuz təhsil müəssisəsini yazın.",
                "Enter the institution where you studied for your master’s degree.",
                "Введите вуз, в котором вы учились в магистратуре.",
            ],
        ));
    }
    (typed.chars().count() > LONGEST_INSTITUTION).then(|| {
        gap(
            EDUCATION,
            "/priorMasterInstitution",
            "priorMasterInstitutionTooLong",
            [
                "Müəssisənin adını qısaldın: ən çoxu 200 simvol.",
                "Shorten the name: at most 200 characters.",
                "Сократите название: не больше 200 символов.",
            ],
        )
    })
}

fn year(typed: Option<i32>, admission_year: i32) -> Option<Gap> {
    match typed {
        None => Some(gap(
            EDUCATION,
            "/priorMasterYear",
            "priorMasterYearRequired",
            [
                "Magistr təhsilini bitirdiyiniz (bitirəcəyiniz) ili yazın.",
                "Enter the year you finished or will finish your master’s degree.",
                "Введите год окончания магистратуры.",
            ],
        )),
        Some(year) => year_out_of_range(year, FIRST_MASTER_YEAR, admission_year.saturating_add(LONGEST_AHEAD))
            .map(|says| gap(EDUCATION, "/priorMasterYear", "priorMasterYearRange", says)),
    }
}

/// The error for a year outside this range; `None` = it is inside.
pub(super) fn year_out_of_range(year: i32, first: i32, last: i32) -> Option<[&'static str; 3]> {
    if (first..=last).contains(&year) {
        return None;
    }
    Some(match year {
        1000..=9999 if year < first => [
            "İli yoxlayın: çox erkən il yazılıb.",
            "Check the year: it is too long ago.",
            "Проверьте год: указан слишком ранний год.",
        ],
        1000..=9999 => [
            "İli yoxlayın: çox gec il yazılıb.",
            "Check the year: it is too far in the future.",
            "Проверьте год: указан слишком поздний год.",
        ],
        _ => [
            "İli dörd rəqəmlə yazın, məsələn, 2024.",
            "Write the year with four digits, for example 2024.",
            "Введите год четырьмя цифрами, например 2024.",
        ],
    })
}

fn exam(case: &Case<'_, MasterExam>) -> Vec<Gap> {
    let answers = &case.draft.exam;
    let mut gaps = Vec::new();
    if answers.section.is_none() {
        gaps.push(gap(
            EXAM,
            "/section",
            "sectionRequired",
            ["İmtahan bölməsini seçin.", "Choose the exam section.", "Выберите сектор."],
        ));
    }
    if answers.foreign_language.is_none() {
        gaps.push(gap(
            EXAM,
            "/foreignLanguage",
            "foreignLanguageRequired",
            ["Xarici dili seçin.", "Choose the foreign language.", "Выберите иностранный язык."],
        ));
    }
    if answers.specialization_language.is_none() {
        gaps.push(gap(
            EXAM,
            "/specializationLanguage",
            "specializationLanguageRequired",
            [
                "İxtisaslaşma dilini seçin və ya belə ixtisaslaşma istəmədiyinizi qeyd edin.",
                "Choose the specialization language, or choose that you do not want one.",
                "Выберите язык специализации или отметьте, что такая специализация не нужна.",
            ],
        ));
    }
    gaps
}
