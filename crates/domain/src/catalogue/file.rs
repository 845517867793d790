//! Rows of the catalogue file: parsing one row, and checking all rows against each other.

use std::collections::HashMap;

use super::{Class, Conditions, Group, Ranking, SeatSection, Specialization};
use crate::decision::{Clause, Explain};
use crate::exam::SpecializationLanguage;
use crate::facts::Funding;
use crate::language::Lang;
use crate::rules::foreign_language::{TeachingLanguage, allowed};

/// Maximum length of a title in characters.
const LONGEST_TITLE: usize = 200;
/// Upper bound for the seats of a row.
const MOST_SEATS: u32 = 5_000;

/// Why a row is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowError {
    /// A column cannot be read.
    Column {
        /// Its name.
        column: &'static str,
        /// What the column must contain, in az, en, ru.
        wants: [&'static str; 3],
    },
    /// The clauses together leave no exam language (`LANG_RULE_EMPTY`).
    Contradiction {
        /// The clauses, in the order they apply.
        clauses: Vec<Clause>,
    },
    /// Another row with the same code has a different value in this column.
    DiffersFromSameCode {
        /// The column.
        column: &'static str,
        /// Number of the other row.
        other: usize,
    },
    /// An earlier row has the same code, section and funding.
    Twice {
        /// Number of that row.
        other: usize,
    },
}

impl Explain for RowError {
    fn code(&self) -> &'static str {
        match self {
            RowError::Column { .. } => "catalogueColumn",
            RowError::Contradiction { .. } => "LANG_RULE_EMPTY",
            RowError::DiffersFromSameCode { .. } => "catalogueDiffers",
            RowError::Twice { .. } => "catalogueTwice",
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            RowError::Column { column, wants } => format!("{column}: {}", lang.pick(*wants)),
            RowError::Contradiction { clauses } => {
                let clauses: Vec<&str> = clauses.iter().map(|clause| clause.0).collect();
                let joined = clauses.join(lang.pick([" və ", " and ", " и "]));
                match lang {
                    Lang::Az => format!(
                        "Sorğu məlumatlarında ziddiyyət: {joined} bəndlərinə görə bu ixtisaslaşma üçün mümkün xarici dil yoxdur."
                    ),
                    Lang::En => format!(
                        "Reference data conflict: by clauses {joined} no exam language is possible for this specialization."
                    ),
                    Lang::Ru => format!(
                        "Противоречие в данных: по пунктам {joined} для этой специализации не остаётся иностранного языка."
                    ),
                }
            }
            RowError::DiffersFromSameCode { column, other } => match lang {
                Lang::Az => format!("{column}: eyni kodlu {other} nömrəli sətirdəkindən fərqlidir."),
                Lang::En => format!("{column}: differs from row {other}, which has the same code."),
                Lang::Ru => format!("{column}: отличается от строки {other} с тем же кодом."),
            },
            RowError::Twice { other } => match lang {
                Lang::Az => format!("Bu kod, bölmə və ödəniş forması {other} nömrəli sətirdə var."),
                Lang::En => format!("Code, section and funding stand in row {other} already."),
                Lang::Ru => format!("Код, сектор и форма оплаты уже есть в строке {other}."),
            },
        }
    }
}

const fn wants(column: &'static str, wants: [&'static str; 3]) -> RowError {
    RowError::Column { column, wants }
}

fn one_of<T: Copy>(
    all: &[T],
    word: fn(T) -> &'static str,
    text: &str,
    column: &'static str,
    says: [&'static str; 3],
) -> Result<T, RowError> {
    all.iter().copied().find(|one| word(*one) == text).ok_or(wants(column, says))
}

fn is_code(text: &str, shortest: usize, longest: usize) -> bool {
    (shortest..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

fn title(text: &str, column: &'static str) -> Result<String, RowError> {
    let text = crate::az::nfc(text.trim());
    if text.is_empty() || text.chars().count() > LONGEST_TITLE || text.chars().any(char::is_control) {
        return Err(wants(
            column,
            ["1–200 simvolluq ad", "a title of 1 to 200 characters", "название от 1 до 200 символов"],
        ));
    }
    Ok(text)
}

impl Specialization {
    /// Parses the fields of one row, in the order of [`super::COLUMNS`]. `knows` tells whether an institution takes
    /// part (Rules 1.1).
    ///
    /// # Errors
    /// The first unreadable column; otherwise the clauses that contradict each other.
    pub fn parse(fields: [&str; 14], knows: impl Fn(&str) -> bool) -> Result<Specialization, RowError> {
        let [
            code,
            specialty,
            az,
            en,
            ru,
            teaching,
            class,
            own,
            group,
            institution,
            funding,
            section,
            capacity,
            ranking,
        ] = fields.map(str::trim);
        if !is_code(code, 4, 12) {
            return Err(wants(
                "code",
                ["4–12 rəqəm və ya böyük hərf", "4 to 12 digits or capitals", "4–12 цифр или заглавных букв"],
            ));
        }
        if !is_code(specialty, 6, 12) {
            return Err(wants(
                "specialty",
                ["sıfırı ilə tam kod, 060203", "the full code with its zero, 060203", "полный код с нулём, 060203"],
            ));
        }
        let title = [title(az, "title_az")?, title(en, "title_en")?, title(ru, "title_ru")?];
        let teaching_language = one_of(
            &TeachingLanguage::ALL,
            TeachingLanguage::word,
            teaching,
            "teaching_language",
            ["az, ru, en və ya de", "az, ru, en or de", "az, ru, en или de"],
        )?;
        let class = one_of(
            &Class::ALL,
            Class::word,
            class,
            "class",
            [
                "GENERAL, PHIL_AZ, HISTORY, FOREIGN_LANG, REGION_US_UK, COUNTRY_DE və ya COUNTRY_FR",
                "GENERAL, PHIL_AZ, HISTORY, FOREIGN_LANG, REGION_US_UK, COUNTRY_DE or COUNTRY_FR",
                "GENERAL, PHIL_AZ, HISTORY, FOREIGN_LANG, REGION_US_UK, COUNTRY_DE или COUNTRY_FR",
            ],
        )?;
        let specialization_language = own_language(class, own)?;
        if Group::of(group).is_none() {
            return Err(wants(
                "group",
                [
                    "EDU, TECH, HEALTH, HUM, NAT, ECON, ART, AGRI, SPEC və ya SPORT",
                    "EDU, TECH, HEALTH, HUM, NAT, ECON, ART, AGRI, SPEC or SPORT",
                    "EDU, TECH, HEALTH, HUM, NAT, ECON, ART, AGRI, SPEC или SPORT",
                ],
            ));
        }
        if !knows(institution) {
            return Err(wants(
                "institution",
                [
                    "“institutions” siyahısındakı kod (1.1-ci bənd)",
                    "a code of the list “institutions” (clause 1.1)",
                    "код из списка «institutions» (пункт 1.1)",
                ],
            ));
        }
        let funding = match funding {
            "STATE" => Funding::State,
            "PAID" => Funding::Paid,
            _ => return Err(wants("funding", ["STATE və ya PAID", "STATE or PAID", "STATE или PAID"])),
        };
        let section = one_of(
            &SeatSection::ALL,
            SeatSection::word,
            section,
            "section",
            ["AZ, RU və ya JOINT", "AZ, RU or JOINT", "AZ, RU или JOINT"],
        )?;
        let seats = ["1–5000 yer", "1 to 5000 seats", "от 1 до 5000 мест"];
        let digits = !capacity.is_empty() && capacity.bytes().all(|b| b.is_ascii_digit());
        let capacity = capacity
            .parse::<u32>()
            .ok()
            .filter(|count| digits && (1..=MOST_SEATS).contains(count))
            .ok_or(wants("capacity", seats))?;
        let ranking = one_of(
            &Ranking::ALL,
            Ranking::word,
            ranking,
            "ranking",
            ["TOTAL və ya OWN", "TOTAL or OWN", "TOTAL или OWN"],
        )?;
        let conditions = Conditions { teaching_language, class, specialization_language, section, funding };
        if let Some(clauses) = allowed(teaching_language, conditions.specialization_class()).contradiction() {
            return Err(RowError::Contradiction { clauses });
        }
        Ok(Specialization {
            code: code.to_owned(),
            specialty: specialty.to_owned(),
            title,
            conditions,
            group: group.to_owned(),
            institution: institution.to_owned(),
            capacity,
            ranking,
        })
    }

    /// The first column in which two rows with the same code differ but must not.
    fn differs(&self, other: &Specialization) -> Option<&'static str> {
        let (ours, theirs) = (&self.conditions, &other.conditions);
        [
            ("specialty", self.specialty == other.specialty),
            ("title_az", self.title[0] == other.title[0]),
            ("title_en", self.title[1] == other.title[1]),
            ("title_ru", self.title[2] == other.title[2]),
            ("teaching_language", ours.teaching_language == theirs.teaching_language),
            ("class", ours.class == theirs.class),
            ("specialization_language", ours.specialization_language == theirs.specialization_language),
            ("group", self.group == other.group),
            ("institution", self.institution == other.institution),
        ]
        .into_iter()
        .find_map(|(column, same)| (!same).then_some(column))
    }
}

fn own_language(class: Class, text: &str) -> Result<SpecializationLanguage, RowError> {
    let column = "specialization_language";
    match (class, text) {
        (Class::ForeignLanguage, "" | "none") => Err(wants(
            column,
            [
                "FOREIGN_LANG üçün en, de, fr, ru, ar, fa və ya other",
                "for FOREIGN_LANG en, de, fr, ru, ar, fa or other",
                "для FOREIGN_LANG en, de, fr, ru, ar, fa или other",
            ],
        )),
        (Class::ForeignLanguage, text) => one_of(
            &SpecializationLanguage::ALL,
            SpecializationLanguage::word,
            text,
            column,
            [
                "en, de, fr, ru, ar, fa və ya other",
                "en, de, fr, ru, ar, fa or other",
                "en, de, fr, ru, ar, fa или other",
            ],
        ),
        (_, "") => Ok(SpecializationLanguage::None),
        (_, _) => Err(wants(
            column,
            ["FOREIGN_LANG-dan başqa boş", "empty except for FOREIGN_LANG", "пусто, кроме FOREIGN_LANG"],
        )),
    }
}

/// Checks the rows of a file against each other; `rows` are numbered as in the file.
///
/// # Errors
/// Every duplicate row and every row that contradicts another row with its code, with its number.
pub fn agree(rows: &[(usize, Specialization)]) -> Result<(), Vec<(usize, RowError)>> {
    let mut wrong = Vec::new();
    let mut first: HashMap<&str, (usize, &Specialization)> = HashMap::new();
    let mut seats: HashMap<(&str, SeatSection, Funding), usize> = HashMap::new();
    for (number, row) in rows {
        match first.get(row.code.as_str()) {
            None => {
                first.insert(&row.code, (*number, row));
            }
            Some((other, before)) => {
                if let Some(column) = row.differs(before) {
                    wrong.push((*number, RowError::DiffersFromSameCode { column, other: *other }));
                }
            }
        }
        let key = (row.code.as_str(), row.conditions.section, row.conditions.funding);
        match seats.get(&key) {
            None => {
                seats.insert(key, *number);
            }
            Some(other) => wrong.push((*number, RowError::Twice { other: *other })),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}
