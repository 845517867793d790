//! Campaign data from files: competition conditions (3.3, 4.1), correspondence of specialties (4.2), windows and
//! numbers of a year. A file is imported completely, or refused with file, line, column and reason. Its rows are kept
//! as printed, with their source, in the reference lists.

use std::collections::HashSet;

use anyhow::Context as _;
use qabul_domain::catalogue::Group;
use qabul_domain::decision::Explain as _;
use qabul_domain::facts::CampaignFacts;
use qabul_domain::language::Lang;
use qabul_domain::rules::book::campaign::{Campaign, Policies};
use qabul_domain::rules::book::file::{
    CALENDAR, COMPONENTS, CONDITIONS, Condition, MATCHING, Maxima, Wrong, conditions, matching, years,
};
use qabul_store::audit::{self, Event};
use qabul_store::reference::{self, Reference};
use qabul_store::{Db, Ids, Stamp, Tx};
use serde_json::Value;

/// Parts of each exam model with their points.
const PARTS: &str = include_str!("../../data/exam_components.csv");

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Minimum points by exam model and group (3.3, 4.1).
    Conditions,
    /// Which specialties correspond to a completed one (4.2).
    Matching,
    /// Windows and numbers of a year (4.1–4.3, 5.5, 6.1, 6.2).
    Calendar,
}

impl Kind {
    /// All.
    pub const ALL: [Kind; 3] = [Kind::Conditions, Kind::Matching, Kind::Calendar];

    /// Name of the reference list that contains it.
    pub const fn list(self) -> &'static str {
        match self {
            Kind::Conditions => "competitionConditions",
            Kind::Matching => "specialtyMatching",
            Kind::Calendar => "campaignCalendar",
        }
    }

    /// Columns of its file.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Kind::Conditions => &CONDITIONS,
            Kind::Matching => &MATCHING,
            Kind::Calendar => &CALENDAR,
        }
    }

    /// How many of the first columns form the key of a row.
    const fn key(self) -> usize {
        2
    }
}

/// A refused file, with every wrong place; nothing was changed.
#[derive(Debug)]
pub struct Refused {
    /// Name of the file.
    pub file: String,
    /// The places.
    pub wrong: Vec<Wrong>,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} places are wrong, nothing was changed", self.wrong.len())?;
        self.wrong.iter().try_for_each(|it| {
            let (text, code) = (it.reason.text(Lang::En), it.reason.code());
            write!(f, "\n{}:{}: {}: {text} ({code})", self.file, it.line, it.column)
        })
    }
}

impl std::error::Error for Refused {}

/// The rows of a file with their line numbers; the header is line 1.
fn lines(csv: &str, columns: &[&str]) -> anyhow::Result<Vec<(usize, Vec<String>)>> {
    // Spreadsheets write a byte order mark before the first column.
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().context("the head cannot be read")?;
    anyhow::ensure!(head.iter().eq(columns.iter().copied()), "the columns must be exactly {}", columns.join(","));
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.context("a row cannot be read")?;
        let line = record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or_default());
        anyhow::ensure!(
            record.len() == columns.len(),
            "line {line} has {} columns, not {}",
            record.len(),
            columns.len()
        );
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    anyhow::ensure!(!rows.is_empty(), "the file has no rows");
    Ok(rows)
}

fn fields<const N: usize>(rows: &[(usize, Vec<String>)]) -> Vec<(usize, [&str; N])> {
    rows.iter()
        .map(|(line, fields)| (*line, std::array::from_fn(|at| fields.get(at).map_or("", String::as_str))))
        .collect()
}

fn maxima() -> anyhow::Result<Maxima> {
    let rows = lines(PARTS, &COMPONENTS)?;
    Maxima::read(&fields(&rows)).map_err(|wrong| Refused { file: "exam_components.csv".to_owned(), wrong }.into())
}

/// Codes that exist in the lists of specialties.
struct Known {
    completed: HashSet<String>,
    wanted: HashSet<String>,
}

async fn known(tx: &mut Tx) -> Result<Known, qabul_store::Error> {
    let codes = |rows: Vec<Reference>| rows.into_iter().map(|row| row.code).collect::<HashSet<String>>();
    let completed = codes(reference::list(tx, "bachelorSpecialties").await?);
    let mut wanted = codes(reference::list(tx, "masterSpecialties").await?);
    wanted.extend(qabul_store::specializations::all(tx).await?.into_iter().map(|row| row.specialty));
    Ok(Known { completed, wanted })
}

fn check(kind: Kind, rows: &[(usize, Vec<String>)], known: &Known) -> anyhow::Result<Result<(), Vec<Wrong>>> {
    Ok(match kind {
        Kind::Conditions => conditions(&fields(rows), &maxima()?).map(|_| ()),
        Kind::Matching => {
            matching(&fields(rows), |code| known.completed.contains(code), |code| known.wanted.contains(code))
                .map(|_| ())
        }
        Kind::Calendar => years(&fields(rows)).map(|_| ()),
    })
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Rows now.
    pub rows: usize,
    /// Rows that were added or changed.
    pub changed: usize,
    /// Rows that are no longer in the file and were removed.
    pub removed: usize,
}

/// Replaces the stored data of one kind with a file, completely or not at all, and writes one audit row if anything
/// changed.
///
/// # Errors
/// [`Refused`]; another header or a row of another length; the store's.
pub async fn import(db: &Db, kind: Kind, file: &str, csv: &str, stamp: Stamp) -> anyhow::Result<Imported> {
    let rows = lines(csv, kind.columns())?;
    let known = db.read(async |tx| known(tx).await).await?;
    check(kind, &rows, &known)?.map_err(|wrong| Refused { file: file.to_owned(), wrong })?;
    let rows: Vec<Reference> = rows.iter().zip(1_i64..).map(|((_, fields), sort)| kept(kind, fields, sort)).collect();
    Ok(db
        .transact(async move |tx| {
            let before = reference::list(tx, kind.list()).await?;
            let codes: HashSet<&str> = rows.iter().map(|row| row.code.as_str()).collect();
            let gone: Vec<&Reference> = before.iter().filter(|row| !codes.contains(row.code.as_str())).collect();
            let changed: Vec<&Reference> = rows.iter().filter(|row| !before.contains(row)).collect();
            for row in &gone {
                reference::remove(tx, kind.list(), &row.code).await?;
            }
            for row in &changed {
                reference::put(tx, kind.list(), row).await?;
            }
            let done = Imported { rows: rows.len(), changed: changed.len(), removed: gone.len() };
            if done.changed + done.removed > 0 {
                let detail = serde_json::json!({
                    "list": kind.list(), "rows": done.rows, "changed": done.changed, "removed": done.removed,
                });
                let event = Event {
                    id: Ids::new(&stamp).id(),
                    subject: kind.list(),
                    actor: "system",
                    action: "campaignData.import",
                    at: stamp.now,
                    detail: &detail.to_string(),
                };
                audit::append(tx, &event).await?;
            }
            Ok::<_, qabul_store::Error>(done)
        })
        .await?)
}

/// A row in the form of the reference lists: every column as printed.
fn kept(kind: Kind, fields: &[String], sort: i64) -> Reference {
    let columns = kind.columns();
    let code = fields.iter().take(kind.key()).map(|field| field.trim()).collect::<Vec<_>>().join("/");
    let extra: serde_json::Map<String, Value> =
        columns.iter().zip(fields).map(|(column, field)| ((*column).to_owned(), field.trim().into())).collect();
    let group = fields.get(1).and_then(|word| Group::of(word.trim())).filter(|_| kind == Kind::Conditions);
    let name = |lang| group.map_or_else(|| code.clone(), |group| group.label(lang).to_owned());
    Reference {
        name_az: name(Lang::Az),
        name_en: name(Lang::En),
        name_ru: name(Lang::Ru),
        basis: fields.last().map(|basis| basis.trim().to_owned()).unwrap_or_default(),
        extra: Value::Object(extra).to_string(),
        code,
        sort,
    }
}

/// The rows of a stored list in the form of the file.
async fn rows_of(tx: &mut Tx, kind: Kind) -> Result<Vec<(usize, Vec<String>)>, qabul_store::Error> {
    let row = |row: Reference| -> Vec<String> {
        let extra: Value = serde_json::from_str(&row.extra).unwrap_or_default();
        let field = |column: &&str| extra.get(*column).and_then(Value::as_str).unwrap_or_default().to_owned();
        kind.columns().iter().map(field).collect()
    };
    Ok((2..).zip(reference::list(tx, kind.list()).await?.into_iter().map(row)).collect())
}

/// A campaign with its policies and everything announced for it: conditions of its exam model, correspondence, windows
/// and numbers of its year. Data that was never imported counts as not announced.
///
/// # Errors
/// The store's; stored rows that a newer release wrote and this one cannot read.
pub async fn announced(db: &Db, facts: &CampaignFacts, policies: Policies) -> anyhow::Result<Campaign> {
    let ([least, pairs, dates], known) = db
        .read(async |tx| {
            let [a, b, c] = Kind::ALL;
            let lists = [rows_of(tx, a).await?, rows_of(tx, b).await?, rows_of(tx, c).await?];
            Ok::<_, qabul_store::Error>((lists, known(tx).await?))
        })
        .await?;
    let refused = |kind: Kind| move |wrong| Refused { file: kind.list().to_owned(), wrong };
    let mut campaign = Campaign { policies, ..Campaign::registering(facts) };
    if let Some(year) = years(&fields(&dates))
        .map_err(refused(Kind::Calendar))?
        .into_iter()
        .find(|year| year.year == facts.academic_year)
    {
        (campaign.calendar, campaign.numbers) = (year.calendar, year.numbers);
    }
    for Condition { model, group, least } in
        conditions(&fields(&least), &maxima()?).map_err(refused(Kind::Conditions))?
    {
        if model == campaign.model
            && let Some(place) = campaign.numbers.groups.get_mut(group as usize)
        {
            *place = Some(least);
        }
    }
    if !pairs.is_empty() {
        let table =
            matching(&fields(&pairs), |code| known.completed.contains(code), |code| known.wanted.contains(code));
        campaign.matching = Some(table.map_err(refused(Kind::Matching))?);
    }
    Ok(campaign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_file_line_column_and_reason() {
        let head = CONDITIONS.join(",");
        let rows = lines(&format!("{head}\nTWO_STAGE,LAW,x,15,5,5,40,25,20,65,60,s\n"), &CONDITIONS).unwrap();
        let known = Known { completed: HashSet::new(), wanted: HashSet::new() };
        let wrong = check(Kind::Conditions, &rows, &known).unwrap().unwrap_err();
        let said = Refused { file: "conditions.csv".to_owned(), wrong }.to_string();
        assert!(said.contains("conditions.csv:2: group_code: This code is in no list. (fileUnknownCode)"), "{said}");
        assert!(said.contains("nothing was changed"), "{said}");
    }

    #[test]
    fn another_head_a_short_row_and_an_empty_file_are_refused() {
        assert!(lines("completed,wanted\n1,2\n", &MATCHING).unwrap_err().to_string().contains("exactly completed"));
        let head = MATCHING.join(",");
        assert!(lines(&format!("{head}\n1,2\n"), &MATCHING).unwrap_err().to_string().contains("line 2 has 2 columns"));
        assert!(lines(&format!("{head}\n"), &MATCHING).is_err());
    }
}
