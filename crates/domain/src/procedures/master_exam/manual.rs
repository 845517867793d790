//! Studies typed by hand if the registers do not have them (MAG-8). They are not verified yet and do not block the
//! registration. If a register has the same studies, its record is used instead.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::steps::{EDUCATION, is_blank, year_out_of_range};
use super::{EducationAnswers, MasterExam};
use crate::calendar::{DateError, baku_date, date_text, read_date, read_past_date};
use crate::country;
use crate::decision::Gap;
use crate::facts::{Degree, Level, Source, StudyStatus};
use crate::language::Lang;
use crate::procedure::Case;
use crate::typed::{plain, strange};

/// Studies as typed by hand.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ManualDegree {
    /// Whether the institution is located in Azerbaijan (Rules 2.1).
    pub in_azerbaijan: Option<bool>,
    /// Country, where it is another one: a code of ISO 3166-1, `TR`.
    #[cfg_attr(feature = "server", schema(max_length = 60), validate(length(max = 60)))]
    pub country: Option<String>,
    /// Institution.
    #[cfg_attr(feature = "server", schema(max_length = 400), validate(length(max = 400)))]
    pub institution: Option<String>,
    /// Level.
    pub level: Option<Level>,
    /// Finished, or still studying.
    pub status: Option<StudyStatus>,
    /// Year of admission.
    pub admission_year: Option<i32>,
    /// Work number of that admission; may stay empty.
    #[cfg_attr(feature = "server", schema(max_length = 40), validate(length(max = 40)))]
    pub work_number: Option<String>,
    /// Year of graduation; expected for present students.
    pub finish_year: Option<i32>,
    /// Code of the specialty, `050632` or `50632`; may stay empty for studies abroad.
    #[cfg_attr(feature = "server", schema(max_length = 40), validate(length(max = 40)))]
    pub specialty_code: Option<String>,
    /// Name of the specialty.
    #[cfg_attr(feature = "server", schema(max_length = 400), validate(length(max = 400)))]
    pub specialty: Option<String>,
    /// Series and number of the diploma, once there is one.
    #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
    pub diploma: Option<String>,
    /// Its date, `2024-06-30`; may stay empty.
    #[cfg_attr(feature = "server", schema(max_length = 40), validate(length(max = 40)))]
    pub diploma_date: Option<String>,
}

/// Maximum length of the name of an institution or a specialty, in characters.
const LONGEST_NAME: usize = 200;
/// Maximum length of any other text, in characters.
const LONGEST_SHORT: usize = 60;
/// No living person was admitted before this year.
const FIRST_YEAR: i32 = 1940;
/// Maximum length of a study in years.
const LONGEST_STUDY: i32 = 12;

/// A specialty's code in full: `50632` and `050632` become `050632`, `hs190100` becomes `HS190100`. `None` = it is not
/// a code.
pub fn specialty_code(typed: &str) -> Option<String> {
    let code = plain(typed).to_ascii_uppercase();
    let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = code.get(letters..).filter(|rest| rest.bytes().all(|b| b.is_ascii_digit())).map(str::len)?;
    match (letters, digits) {
        (0, 6) | (2 | 3, 6) => Some(code),
        (0, 5) if !code.starts_with('0') => Some(format!("0{code}")),
        _ => None,
    }
}

/// The typed diploma as people read it: `B 001122, 30 iyun 2024`. `None` = there is none yet.
pub fn shown_diploma(answers: &EducationAnswers, lang: Lang) -> Option<String> {
    let manual = answers.manual.as_ref().filter(|manual| manual.status == Some(StudyStatus::Finished))?;
    let number = manual.diploma.as_deref().map(str::trim).filter(|number| !number.is_empty())?;
    let date = manual.diploma_date.as_deref().and_then(|date| read_date(date).ok());
    Some(date.map_or_else(|| number.to_owned(), |date| format!("{number}, {}", date_text(date, lang))))
}

/// The typed studies as a degree, if level and status are given. `None` = a record of the register is picked, or too
/// little is typed for a judgement.
pub fn typed(answers: &EducationAnswers) -> Option<Degree> {
    if answers.degree_id.as_deref() != Some(Degree::MANUAL) {
        return None;
    }
    let manual = answers.manual.as_ref()?;
    let text = |value: &Option<String>| value.as_deref().map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned);
    let institution = text(&manual.institution).unwrap_or_default();
    let date = manual.diploma_date.as_deref().and_then(|date| read_date(date).ok());
    let diploma = text(&manual.diploma).map(|diploma| match date {
        Some(date) => format!("{diploma} ({:02}.{:02}.{})", date.day(), date.month(), date.year()),
        None => diploma,
    });
    let code = text(&manual.specialty_code).unwrap_or_default();
    Some(Degree {
        id: Degree::MANUAL.to_owned(),
        source: Source::Manual,
        level: manual.level?,
        status: manual.status?,
        funding: None,
        institution_code: None,
        institution,
        in_azerbaijan: manual.in_azerbaijan?,
        recognised: None,
        admission_year: manual.admission_year,
        admission_work_number: text(&manual.work_number),
        finish_year: manual.finish_year,
        specialty_code: specialty_code(&code).unwrap_or(code),
        specialty: text(&manual.specialty).unwrap_or_default(),
        specialization_language: None,
        diploma: diploma.filter(|_| manual.status == Some(StudyStatus::Finished)),
        average: None,
        average_scale: None,
        holder_surname: None,
    })
}

/// The name of the country of the typed studies; a word that is not a code is kept as typed. `None` = in Azerbaijan, or
/// not given.
pub(super) fn country_name(answers: &EducationAnswers, lang: Lang) -> Option<&str> {
    let manual = answers.manual.as_ref().filter(|manual| manual.in_azerbaijan == Some(false))?;
    let typed = manual.country.as_deref().map(str::trim).filter(|country| !country.is_empty())?;
    Some(country::name(typed, lang).unwrap_or(typed))
}

/// The number of a diploma without differences in notation.
fn bare(diploma: &str) -> String {
    diploma.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The register's record of the same studies: the same diploma, or the same specialty, year and level.
pub fn on_record<'a>(answers: &EducationAnswers, degrees: &'a [Degree]) -> Option<&'a Degree> {
    let typed = typed(answers)?;
    let number = bare(answers.manual.as_ref()?.diploma.as_deref().unwrap_or_default());
    degrees.iter().find(|row| {
        let diploma = row.diploma.as_deref().is_some_and(|known| !number.is_empty() && bare(known) == number);
        let studies = row.level == typed.level
            && row.specialty_code == typed.specialty_code
            && row.finish_year.is_some()
            && row.finish_year == typed.finish_year;
        diploma || studies
    })
}

const fn gap(pointer: &'static str, code: &'static str, says: [&'static str; 3]) -> Gap {
    Gap { step: EDUCATION, pointer, code, says }
}

const LETTERS: [&str; 3] = [
    "Adı rəsmi yazılışı ilə yazın: ən çoxu 200 simvol.",
    "Enter the official name: at most 200 characters.",
    "Введите официальное название: не больше 200 символов.",
];

/// A text that is required and must not be too long.
fn named(value: &Option<String>, longest: usize, missing: Gap) -> Option<Gap> {
    let text = value.as_deref().map(str::trim).unwrap_or_default();
    if text.is_empty() {
        return Some(missing);
    }
    if let Some(strange) = strange(text) {
        return Some(gap(missing.pointer, "textStrange", strange.says()));
    }
    (text.chars().count() > longest).then(|| gap(missing.pointer, "manualTextTooLong", LETTERS))
}

/// Gaps in the studies typed by hand.
pub(super) fn gaps(case: &Case<'_, MasterExam>) -> Vec<Gap> {
    let empty = ManualDegree::default();
    let answers = &case.draft.education;
    let manual = answers.manual.as_ref().unwrap_or(&empty);
    let mut gaps = Vec::new();
    if case.facts.education.known().is_some_and(|degrees| on_record(answers, degrees).is_some()) {
        gaps.push(gap(
            "/degreeId",
            "degreeOnRecord",
            [
                "Bu təhsili siyahıdan seçin: o, reyestrdə var və reyestrin məlumatı əsas götürülür.",
                "Choose this degree from the list: it is in the register, and the register’s data are used.",
                "Выберите это образование из списка: оно есть в реестре, и используются данные реестра.",
            ],
        ));
    }
    place(manual, &mut gaps);
    studies(manual, &mut gaps);
    years(manual, case.facts.campaign.academic_year, &mut gaps);
    diploma(manual, case, &mut gaps);
    gaps
}

fn place(manual: &ManualDegree, gaps: &mut Vec<Gap>) {
    if manual.in_azerbaijan.is_none() {
        gaps.push(gap(
            "/manual/inAzerbaijan",
            "manualPlaceRequired",
            [
                "Təhsil müəssisəsinin harada yerləşdiyini qeyd edin.",
                "Choose where the institution is.",
                "Укажите, где находится учебное заведение.",
            ],
        ));
    }
    if manual.in_azerbaijan == Some(false) {
        let known = manual.country.as_deref().and_then(|code| country::name(code.trim(), Lang::Az));
        if known.is_none() {
            gaps.push(gap(
                "/manual/country",
                "manualCountryRequired",
                ["Ölkəni siyahıdan seçin.", "Choose the country from the list.", "Выберите страну из списка."],
            ));
        }
    }
    let missing = gap(
        "/manual/institution",
        "manualInstitutionRequired",
        [
            "Təhsil müəssisəsinin adını yazın.",
            "Enter the name of the institution.",
            "Введите название учебного заведения.",
        ],
    );
    gaps.extend(named(&manual.institution, LONGEST_NAME, missing));
}

fn studies(manual: &ManualDegree, gaps: &mut Vec<Gap>) {
    if manual.level.is_none() {
        gaps.push(gap(
            "/manual/level",
            "manualLevelRequired",
            ["Təhsilin səviyyəsini seçin.", "Choose the level of education.", "Выберите уровень образования."],
        ));
    }
    if manual.status.is_none() {
        gaps.push(gap(
            "/manual/status",
            "manualStatusRequired",
            [
                "Təhsili bitirib-bitirmədiyinizi qeyd edin.",
                "Choose whether you have finished.",
                "Укажите, окончено ли обучение.",
            ],
        ));
    }
    if let Some(strange) = manual.work_number.as_deref().and_then(strange) {
        gaps.push(gap("/manual/workNumber", "textStrange", strange.says()));
    }
    let code = manual.specialty_code.as_deref().map(str::trim).unwrap_or_default();
    if code.is_empty() && manual.in_azerbaijan != Some(false) {
        gaps.push(gap(
            "/manual/specialtyCode",
            "manualSpecialtyRequired",
            [
                "İxtisasın kodunun ilk 5 simvolunu yazın və siyahıdan ixtisası seçin.",
                "Enter the first 5 characters of the specialty code, then choose from the list.",
                "Введите первые 5 символов кода специальности и выберите её из списка.",
            ],
        ));
    }
    if !code.is_empty() && specialty_code(code).is_none() {
        gaps.push(gap(
            "/manual/specialtyCode",
            "manualSpecialtyFormat",
            [
                "İxtisasın kodunu yoxlayın. Məsələn, 50632 və ya HS190100.",
                "Check the specialty code, for example 50632 or HS190100.",
                "Проверьте код специальности, например 50632 или HS190100.",
            ],
        ));
    }
    if !code.is_empty() || manual.in_azerbaijan == Some(false) {
        let missing = gap(
            "/manual/specialty",
            "manualSpecialtyNameRequired",
            ["İxtisasın adını yazın.", "Enter the name of the specialty.", "Введите название специальности."],
        );
        gaps.extend(named(&manual.specialty, LONGEST_NAME, missing));
    }
}

fn years(manual: &ManualDegree, admission_year: i32, gaps: &mut Vec<Gap>) {
    let latest = admission_year.saturating_add(LONGEST_STUDY);
    let wrong = |pointer, year, last| {
        year_out_of_range(year, FIRST_YEAR, last).map(|says| gap(pointer, "manualYearRange", says))
    };
    let required = |pointer| {
        gap(
            pointer,
            "manualYearRequired",
            [
                "Qəbul və bitirmə illərini yazın.",
                "Enter the years of admission and graduation.",
                "Введите годы поступления и окончания.",
            ],
        )
    };
    match manual.admission_year {
        None => gaps.push(required("/manual/admissionYear")),
        Some(year) => gaps.extend(wrong("/manual/admissionYear", year, admission_year)),
    }
    match (manual.admission_year, manual.finish_year) {
        (_, None) => gaps.push(required("/manual/finishYear")),
        (_, Some(to)) if !(FIRST_YEAR..=latest).contains(&to) => {
            gaps.extend(wrong("/manual/finishYear", to, latest));
        }
        (Some(from), Some(to)) if from > to => gaps.push(gap(
            "/manual/finishYear",
            "manualYearOrder",
            [
                "İlləri yoxlayın: bitirmə ili qəbul ilindən əvvəl ola bilməz.",
                "Check the years: graduation cannot be before admission.",
                "Проверьте годы: окончание не может быть раньше поступления.",
            ],
        )),
        _ => {}
    }
}

fn diploma(manual: &ManualDegree, case: &Case<'_, MasterExam>, gaps: &mut Vec<Gap>) {
    if manual.status != Some(StudyStatus::Finished) {
        return;
    }
    let missing = gap(
        "/manual/diploma",
        "manualDiplomaRequired",
        [
            "Diplomun seriyasını və nömrəsini yazın.",
            "Enter the diploma series and number.",
            "Введите серию и номер диплома.",
        ],
    );
    gaps.extend(named(&manual.diploma, LONGEST_SHORT, missing));
    let today = baku_date(case.now);
    if manual.finish_year.is_some_and(|year| year > today.year()) {
        gaps.push(gap(
            "/manual/finishYear",
            "manualFinishedLater",
            [
                "Təhsili hələ bitirməmisinizsə, “Xeyr, hələ bitirməmişəm” seçin: bu il hələ gəlməyib.",
                "If you have not finished yet, choose “No, not yet”: this year is still to come.",
                "Если обучение не окончено, выберите «Нет, ещё не окончено»: этот год ещё не наступил.",
            ],
        ));
    }
    if is_blank(manual.diploma_date.as_deref()) {
        return;
    }
    match manual.diploma_date.as_deref().map(|date| read_past_date(date, case.now)) {
        Some(Err(DateError::Future)) => {
            gaps.push(gap("/manual/diplomaDate", "manualDiplomaDate", DateError::Future.says()));
        }
        Some(Err(error)) => gaps.push(gap("/manual/diplomaDate", "dateImpossible", error.says())),
        Some(Ok(date)) if manual.admission_year.is_some_and(|year| date.year() < year) => {
            gaps.push(gap(
                "/manual/diplomaDate",
                "manualDiplomaDate",
                [
                    "Tarixi yoxlayın: diplom qəbuldan əvvəl verilə bilməz.",
                    "Check the date: a diploma cannot be issued before admission.",
                    "Проверьте дату: диплом не может быть выдан до поступления.",
                ],
            ));
        }
        _ => {}
    }
}
