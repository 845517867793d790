//! The catalogue of specializations: imported from one file, public.

use std::collections::HashSet;

use anyhow::Context as _;
use qabul_contract::reference::{Catalogue, CatalogueRow};
use qabul_domain::az;
use qabul_domain::catalogue::{COLUMNS, Class, Conditions, Ranking, RowError, SeatSection, Specialization, agree};
use qabul_domain::decision::Explain as _;
use qabul_domain::exam::SpecializationLanguage;
use qabul_domain::facts::Funding;
use qabul_domain::language::Lang;
use qabul_domain::rules::foreign_language::TeachingLanguage;
use qabul_store::audit::{self, Event};
use qabul_store::specializations::{self as table, Specialization as Stored};
use qabul_store::{Db, Ids, Stamp, reference};
use sha2::{Digest as _, Sha256};

use crate::context::Context;
use crate::problem::ApiError;
use crate::use_cases::reference::is_official;

/// A refused file, with every wrong row; nothing was changed.
#[derive(Debug)]
pub struct Refused(pub Vec<(usize, RowError)>);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} rows are wrong, nothing was changed", self.0.len())?;
        self.0.iter().try_for_each(|(row, error)| write!(f, "\nrow {row}: {} ({})", error.text(Lang::En), error.code()))
    }
}

impl std::error::Error for Refused {}

/// Reads a file. Rows are numbered as in a spreadsheet: the header is row 1.
///
/// # Errors
/// A header other than [`COLUMNS`], malformed CSV, and [`Refused`].
pub fn read(csv: &str, knows: impl Fn(&str) -> bool) -> anyhow::Result<Vec<Specialization>> {
    // Spreadsheets write a byte order mark before the first column.
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().context("the head cannot be read")?;
    anyhow::ensure!(head.iter().eq(COLUMNS), "the columns must be exactly {}", COLUMNS.join(","));
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for (record, number) in reader.records().zip(2_usize..) {
        let record = record.with_context(|| format!("row {number} cannot be read"))?;
        let fields: Vec<&str> = record.iter().collect();
        let fields = <[&str; 14]>::try_from(fields).map_err(|_| anyhow::anyhow!("row {number} has not 14 columns"))?;
        match Specialization::parse(fields, &knows) {
            Ok(row) => rows.push((number, row)),
            Err(error) => wrong.push((number, error)),
        }
    }
    if let Err(more) = agree(&rows) {
        wrong.extend(more);
    }
    wrong.sort_by_key(|(number, _)| *number);
    anyhow::ensure!(wrong.is_empty(), Refused(wrong));
    anyhow::ensure!(!rows.is_empty(), "the file has no rows");
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// What an import did.
#[derive(Debug, PartialEq, Eq)]
pub struct Imported {
    /// Rows in the catalogue now.
    pub rows: usize,
    /// Rows that were added or changed.
    pub changed: usize,
    /// Rows that are no longer in the file and were removed.
    pub removed: usize,
}

/// Replaces the catalogue with a file, completely or not at all, and writes one audit row if anything changed.
///
/// # Errors
/// See [`read`]; the store's.
pub async fn import(db: &Db, csv: &str, basis: &str, stamp: Stamp) -> anyhow::Result<Imported> {
    let institutions = db.read(async |tx| reference::list(tx, "institutions").await).await?;
    anyhow::ensure!(!institutions.is_empty(), "bring in the reference lists first: qabul seed reference");
    let known: HashSet<&str> = institutions.iter().map(|row| row.code.as_str()).collect();
    let rows: Vec<Stored> = read(csv, |code| known.contains(code))?
        .iter()
        .zip(1_i64..)
        .map(|(row, sort)| stored(row, basis, sort))
        .collect();
    let digest: String = Sha256::digest(csv.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(db
        .transact(async move |tx| {
            let before = table::all(tx).await?;
            let key = |row: &Stored| (row.code.clone(), row.section.clone(), row.funding.clone());
            let kept: HashSet<_> = rows.iter().map(key).collect();
            let gone: Vec<&Stored> = before.iter().filter(|row| !kept.contains(&key(row))).collect();
            let changed: Vec<&Stored> = rows.iter().filter(|row| !before.contains(row)).collect();
            for row in &gone {
                table::remove(tx, &row.code, &row.section, &row.funding).await?;
            }
            for row in &changed {
                table::put(tx, row).await?;
            }
            let done = Imported { rows: rows.len(), changed: changed.len(), removed: gone.len() };
            if done.changed + done.removed > 0 {
                let detail = serde_json::json!({
                    "rows": done.rows, "changed": done.changed, "removed": done.removed, "file": digest,
                });
                let event = Event {
                    id: Ids::new(&stamp).id(),
                    subject: "catalogue",
                    actor: "system",
                    action: "catalogue.import",
                    at: stamp.now,
                    detail: &detail.to_string(),
                };
                audit::append(tx, &event).await?;
            }
            Ok::<_, qabul_store::Error>(done)
        })
        .await?)
}

fn stored(row: &Specialization, basis: &str, sort: i64) -> Stored {
    let [az, en, ru] = row.title.clone();
    let conditions = &row.conditions;
    Stored {
        code: row.code.clone(),
        section: conditions.section.word().to_owned(),
        funding: funding_word(conditions.funding).to_owned(),
        specialty: row.specialty.clone(),
        title_az: az,
        title_en: en,
        title_ru: ru,
        teaching_language: conditions.teaching_language.word().to_owned(),
        class: conditions.class.word().to_owned(),
        specialization_language: conditions.specialization_language.word().to_owned(),
        specialty_group: row.group.clone(),
        institution: row.institution.clone(),
        capacity: i64::from(row.capacity),
        ranking: row.ranking.word().to_owned(),
        basis: basis.to_owned(),
        sort,
    }
}

const fn funding_word(funding: Funding) -> &'static str {
    match funding {
        Funding::State => "STATE",
        Funding::Paid => "PAID",
    }
}

/// The catalogue in the caller's language, sorted by title in the order of the Azerbaijani alphabet.
///
/// # Errors
/// When the store fails or a row cannot be read.
pub async fn show(context: &Context, lang: Lang) -> Result<Catalogue, ApiError> {
    let (rows, institutions) = context
        .db
        .read(async |tx| Ok::<_, ApiError>((table::all(tx).await?, reference::list(tx, "institutions").await?)))
        .await?;
    let official = !rows.is_empty() && rows.iter().all(|row| is_official(&row.basis));
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let institution = institutions.iter().find(|institution| institution.code == row.institution);
        let institution = institution.map_or_else(|| row.institution.clone(), |found| found.name_az.clone());
        items
            .push(shown(row, institution, lang).ok_or_else(|| ApiError::internal(anyhow::anyhow!("a catalogue row")))?);
    }
    items.sort_by_cached_key(|row| (az::sort_key(&row.title), row.code.clone()));
    Ok(Catalogue { official, items })
}

fn shown(row: Stored, institution: String, lang: Lang) -> Option<CatalogueRow> {
    fn word<T: Copy>(all: &[T], of: fn(T) -> &'static str, text: &str) -> Option<T> {
        all.iter().copied().find(|one| of(*one) == text)
    }
    let conditions = Conditions {
        teaching_language: word(&TeachingLanguage::ALL, TeachingLanguage::word, &row.teaching_language)?,
        class: word(&Class::ALL, Class::word, &row.class)?,
        specialization_language: word(
            &SpecializationLanguage::ALL,
            SpecializationLanguage::word,
            &row.specialization_language,
        )?,
        section: word(&SeatSection::ALL, SeatSection::word, &row.section)?,
        funding: word(&[Funding::State, Funding::Paid], funding_word, &row.funding)?,
    };
    Some(CatalogueRow {
        code: row.code,
        title: lang.pick([&row.title_az, &row.title_en, &row.title_ru]).clone(),
        specialty: row.specialty,
        institution,
        conditions,
        capacity: u32::try_from(row.capacity).ok()?,
        ranking: word(&Ranking::ALL, Ranking::word, &row.ranking)?,
    })
}

#[cfg(test)]
mod tests {
    use qabul_domain::decision::Clause;

    use super::*;

    const HEAD: &str = "code,specialty,title_az,title_en,title_ru,teaching_language,class,specialization_language,group,institution,funding,section,capacity,ranking\n";

    fn refused(rows: &str) -> Vec<(usize, RowError)> {
        let error = read(&format!("{HEAD}{rows}"), |code| code == "BDU").unwrap_err();
        error.downcast::<Refused>().map(|refused| refused.0).unwrap()
    }

    #[test]
    fn clause_3_2_3_against_3_2_5_is_refused_with_its_row_and_both_clauses() {
        let good = "990001,060404,Ad,Name,Имя,az,GENERAL,,ECON,BDU,STATE,AZ,5,TOTAL\n";
        let bad = "990002,060203,Ad,Name,Имя,en,FOREIGN_LANG,en,HUM,BDU,PAID,AZ,5,TOTAL\n\
                   990003,060204,Ad,Name,Имя,de,REGION_US_UK,,HUM,BDU,PAID,AZ,5,TOTAL\n";
        let wrong = refused(&format!("{good}{bad}"));
        assert_eq!(
            wrong,
            [
                (3, RowError::Contradiction { clauses: vec![Clause("3.2.3"), Clause("3.2.5")] }),
                (4, RowError::Contradiction { clauses: vec![Clause("3.2.3"), Clause("3.2.6")] }),
            ]
        );
        let said = Refused(wrong).to_string();
        assert!(said.contains("row 3: Reference data conflict: by clauses 3.2.3 and 3.2.5"), "{said}");
        assert!(said.contains("LANG_RULE_EMPTY") && said.contains("nothing was changed"), "{said}");
    }

    #[test]
    fn other_bad_rows_are_refused_with_their_column() {
        let column = |row: &str| match refused(row).remove(0) {
            (2, RowError::Column { column, .. }) => column,
            other => panic!("{other:?}"),
        };
        for (row, expected) in [
            ("99 1,060404,Ad,Name,Имя,az,GENERAL,,ECON,BDU,STATE,AZ,5,TOTAL", "code"),
            ("990001,60404,Ad,Name,Имя,az,GENERAL,,ECON,BDU,STATE,AZ,5,TOTAL", "specialty"),
            ("990001,060404,,Name,Имя,az,GENERAL,,ECON,BDU,STATE,AZ,5,TOTAL", "title_az"),
            ("990001,060404,Ad,Name,,az,GENERAL,,ECON,BDU,STATE,AZ,5,TOTAL", "title_ru"),
            ("990001,060404,Ad,Name,Имя,fr,GENERAL,,ECON,BDU,STATE,AZ,5,TOTAL", "teaching_language"),
            ("990001,060404,Ad,Name,Имя,az,general,,ECON,BDU,STATE,AZ,5,TOTAL", "class"),
            ("990001,060404,Ad,Name,Имя,az,GENERAL,en,ECON,BDU,STATE,AZ,5,TOTAL", "specialization_language"),
            ("990001,060203,Ad,Name,Имя,az,FOREIGN_LANG,,ECON,BDU,STATE,AZ,5,TOTAL", "specialization_language"),
            ("990001,060404,Ad,Name,Имя,az,GENERAL,,IQT,BDU,STATE,AZ,5,TOTAL", "group"),
            ("990001,060404,Ad,Name,Имя,az,GENERAL,,ECON,XXX,STATE,AZ,5,TOTAL", "institution"),
            ("990001,060404,Ad,Name,Имя,az,GENERAL,,ECON,BDU,FREE,AZ,5,TOTAL", "funding"),
            ("990001,060404,Ad,Name,Имя,az,GENERAL,,ECON,BDU,STATE,EN,5,TOTAL", "section"),
            ("990001,060404,Ad,Name,Имя,az,GENERAL,,ECON,BDU,STATE,AZ,-5,TOTAL", "capacity"),
            ("990001,060404,Ad,Name,Имя,az,GENERAL,,ECON,BDU,STATE,AZ,0,TOTAL", "capacity"),
            ("990001,060404,Ad,Name,Имя,az,GENERAL,,ECON,BDU,STATE,AZ,5,LOT", "ranking"),
        ] {
            assert_eq!(column(row), expected, "{row}");
        }
    }

    #[test]
    fn rows_of_one_code_must_agree_and_none_stands_twice() {
        let row = "990001,060404,Ad,Name,Имя,az,GENERAL,,ECON,BDU,STATE,AZ,5,TOTAL\n";
        let other = "990001,060404,Ad,Other,Имя,az,GENERAL,,ECON,BDU,PAID,AZ,5,TOTAL\n";
        assert_eq!(refused(&format!("{row}{row}")), [(3, RowError::Twice { other: 2 })]);
        assert_eq!(
            refused(&format!("{row}{other}")),
            [(3, RowError::DiffersFromSameCode { column: "title_en", other: 2 })]
        );
    }

    #[test]
    fn another_head_or_no_rows_are_refused() {
        assert!(read("code,title\n1,2\n", |_| true).unwrap_err().to_string().contains("exactly code,specialty"));
        assert!(read(HEAD, |_| true).is_err());
    }
}
