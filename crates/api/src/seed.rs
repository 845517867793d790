//! Seeds: reference lists with the source of each row, and the campaigns of a demo. They may run repeatedly.

use anyhow::Context as _;
use qabul_domain::calendar::{Micros, baku_date, from_baku};
use qabul_domain::country::COUNTRIES;
use qabul_domain::money::Qepik;
use qabul_domain::procedure::Procedure as _;
use qabul_domain::procedures::master_exam::MasterExam;
use qabul_store::campaigns::{self, NewCampaign};
use qabul_store::reference::{self, Reference};
use qabul_store::{Db, Ids, Stamp};

use crate::use_cases::campaign_data::{self, Kind};
use crate::use_cases::campaigns::{CampaignSettings, Expected, Place, Words};
use crate::use_cases::catalogue::{Imported, import};

/// A list to import: its name, its file, and the columns that contain code and names.
struct List {
    name: &'static str,
    csv: &'static str,
    code: &'static str,
    name_az: &'static str,
}

macro_rules! list {
    ($name:literal, $file:literal, $code:literal, $az:literal) => {
        List { name: $name, csv: include_str!(concat!("../data/", $file)), code: $code, name_az: $az }
    };
}

const LISTS: &[List] = &[
    list!("foreignLanguages", "foreign_languages.csv", "code", "name_az"),
    list!("teachingLanguages", "teaching_languages.csv", "code", "name_az"),
    list!("sections", "sections.csv", "code", "name_az"),
    list!("regions", "regions.csv", "code", "name_az"),
    list!("bakuDistricts", "baku_districts.csv", "code", "name_az"),
    list!("examCities", "exam_cities.csv", "city_az", "city_az"),
    list!("institutions", "institutions.csv", "slug", "name_az"),
    list!("masterSpecialties", "master_specialties.csv", "code", "name_az"),
    list!("bachelorSpecialties", "bachelor_specialties.csv", "code", "name_az"),
    list!("phonePrefixes", "phone_prefixes.csv", "prefix", "operator"),
    list!("referenceTypes", "reference_types.csv", "code", "name_az"),
    List { name: "countries", csv: COUNTRIES, code: "code", name_az: "name_az" },
];

/// The rows of a list in the order of its file.
fn rows(list: &List) -> anyhow::Result<Vec<Reference>> {
    let mut reader = csv::Reader::from_reader(list.csv.as_bytes());
    let headers = reader.headers()?.clone();
    let mut rows = Vec::new();
    let mut source = String::new();
    for (record, sort) in reader.records().zip(1_i64..) {
        let record = record?;
        let any = |name: &str| headers.iter().position(|header| header == name).and_then(|place| record.get(place));
        let field = |name: &str| any(name).with_context(|| format!("no column {name}"));
        // "same" = as in the row above.
        if !field("basis")?.starts_with("same") {
            source = field("basis")?.to_owned();
        }
        let extra: serde_json::Map<String, serde_json::Value> = headers
            .iter()
            .zip(record.iter())
            .filter(|(header, value)| {
                !value.is_empty() && ![list.code, list.name_az, "name_en", "name_ru", "basis"].contains(header)
            })
            .map(|(header, value)| (header.to_owned(), value.into()))
            .collect();
        rows.push(Reference {
            code: field(list.code)?.to_owned(),
            name_az: field(list.name_az)?.to_owned(),
            name_en: any("name_en").unwrap_or_default().to_owned(),
            name_ru: any("name_ru").unwrap_or_default().to_owned(),
            basis: source.clone(),
            extra: serde_json::Value::Object(extra).to_string(),
            sort,
        });
    }
    Ok(rows)
}

/// Updates every reference list; returns the number of rows.
///
/// # Errors
/// When the store fails.
pub async fn reference(db: &Db) -> anyhow::Result<usize> {
    let mut count = 0;
    for list in LISTS {
        let rows = rows(list).with_context(|| format!("list {}", list.name))?;
        count += rows.len();
        let name = list.name;
        db.transact(async move |tx| {
            for row in &rows {
                reference::put(tx, name, row).await?;
            }
            Ok::<_, qabul_store::Error>(())
        })
        .await?;
    }
    Ok(count)
}

/// The competition conditions announced last, with their source.
pub const ANNOUNCED: &str = include_str!("../data/conditions.csv");

/// The invented catalogue of a demo.
const CATALOGUE: &str = include_str!("../data/catalogue.csv");
/// The basis stated in every row of the catalogue, and for every place of a demo's commission.
const INVENTED: &str = "INVENTED for demonstration; no institution has announced it";

/// Imports a catalogue; without a file the invented one.
///
/// # Errors
/// When the file is refused (nothing is changed then) or the store fails.
pub async fn catalogue(db: &Db, file: Option<(&str, &str)>, stamp: Stamp) -> anyhow::Result<Imported> {
    let (csv, basis) = file.unwrap_or((CATALOGUE, INVENTED));
    import(db, csv, basis, stamp).await
}

const DAY: i64 = 86_400;

/// Opens attempt 1 of the master's exam and announces attempt 2, unless they exist: an announced window does not move
/// when the seeds run again. Also imports the invented catalogue if there is none.
///
/// # Errors
/// When the store fails.
pub async fn demo(db: &Db, stamp: Stamp) -> anyhow::Result<Vec<String>> {
    let campaigns = demo_campaigns(&stamp).context("no such day in Baku")?;
    let codes = campaigns.iter().map(|campaign| campaign.code.clone()).collect();
    let empty = db.read(async |tx| qabul_store::specializations::all(tx).await).await?.is_empty();
    if empty && !db.read(async |tx| reference::list(tx, "institutions").await).await?.is_empty() {
        catalogue(db, None, stamp).await?;
    }
    if db.read(async |tx| reference::list(tx, Kind::Conditions.list()).await).await?.is_empty() {
        // Another seed, so that its ids differ: one stamp always makes the same ids.
        let stamp = Stamp { seed: stamp.seed.map(|byte| !byte), ..stamp };
        campaign_data::import(db, Kind::Conditions, "conditions.csv", ANNOUNCED, stamp).await?;
    }
    db.transact(async move |tx| {
        for campaign in &campaigns {
            if campaigns::find_by_code(tx, &campaign.code).await?.is_none() {
                campaigns::upsert(tx, campaign, stamp.now).await?;
            }
        }
        Ok::<_, qabul_store::Error>(())
    })
    .await?;
    Ok(codes)
}

fn demo_campaigns(stamp: &Stamp) -> Option<[NewCampaign; 2]> {
    let mut ids = Ids::new(stamp);
    let now = stamp.now;
    // Midnight in Baku, the given number of days from today; the exclusive end of a window.
    let midnight = |days: i64| from_baku(baku_date(now.plus_seconds(days * DAY)), 0, 0);
    let (opens, closes) = (midnight(-7)?, midnight(36)?);
    let (again, ends) = (midnight(60)?, midnight(81)?);
    let year = admission_year(now);
    let mut campaign = |attempt: i64, opens_at: Micros, closes_at: Micros| NewCampaign {
        id: ids.id(),
        kind: MasterExam::KIND.to_owned(),
        code: format!("master-{year}-{attempt}"),
        academic_year: year,
        attempt,
        opens_at,
        closes_at,
        fee: Qepik::manat(50),
        rule_set: MasterExam::RULE_SET.to_owned(),
        settings: serde_json::to_string(&demo_settings(closes_at)).unwrap_or_else(|_| "{}".to_owned()),
        announced_at: Some(opens),
        sort: attempt,
    };
    Some([campaign(1, opens, closes), campaign(2, again, ends)])
}

/// The two stages as in the Rules; the later dates are examples.
fn demo_settings(closes: Micros) -> CampaignSettings {
    let stage = |name: &str, days: i64, hours: i64| Expected {
        name: name.to_owned(),
        at: closes.plus_seconds(days * DAY + hours * 3600),
    };
    CampaignSettings {
        expected: vec![
            stage("slip", 10, 10),
            stage("exam", 17, 11),
            stage("preliminary", 24, 10),
            stage("final", 38, 10),
        ],
        // The commission's office closes at 17:00 of the last day, seven hours before the window does.
        commission_deadline: Some(closes.plus_seconds(-7 * 3600)),
        commissions: demo_places(),
        // A person of the Russian section competes for its seats, and Russian would leave none open (3.2.2).
        refuse_russian_in_russian_section: true,
        ..CampaignSettings::default()
    }
}

/// Invented places, marked as invented, so that nobody goes there.
fn demo_places() -> Vec<Place> {
    let hours = || {
        Words::of([
            "Bazar ertəsi – şənbə, 10:00–17:00",
            "Monday to Saturday, 10:00–17:00",
            "Понедельник – суббота, 10:00–17:00",
        ])
    };
    vec![
        Place {
            name: Words::of(["SQK № 1 (nümunə)", "Commission no. 1 (sample)", "Комиссия № 1 (образец)"]),
            address: Words::of(["Bakı şəhəri, Nümunə küçəsi 10", "10 Nümunə street, Baku", "г. Баку, ул. Нюмуня, 10"]),
            hours: hours(),
            basis: INVENTED.to_owned(),
        },
        Place {
            name: Words::of(["SQK № 2 (nümunə)", "Commission no. 2 (sample)", "Комиссия № 2 (образец)"]),
            address: Words::of(["Gəncə şəhəri, Sınaq prospekti 5", "5 Sınaq avenue, Ganja", "г. Гянджа, пр. Сынаг, 5"]),
            hours: hours(),
            basis: INVENTED.to_owned(),
        },
    ]
}

/// First year of the academic year of the admission: registration is in winter, studies begin in September.
fn admission_year(now: Micros) -> i64 {
    use chrono::Datelike as _;
    let today = baku_date(now);
    i64::from(if today.month() >= 9 { today.year() + 1 } else { today.year() })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::use_cases::reference::is_official;

    #[test]
    fn every_list_is_read_whole_and_every_row_says_where_it_is_from() {
        for list in LISTS {
            let rows = rows(list).unwrap();
            assert_eq!(rows.len(), list.csv.trim().lines().count() - 1, "{}", list.name);
            for row in &rows {
                assert!(
                    !row.code.is_empty() && !row.name_az.is_empty() && !row.basis.is_empty(),
                    "{} {row:?}",
                    list.name
                );
                // The names of operators are the same in every language.
                assert!(
                    list.name == "phonePrefixes" || !(row.name_en.is_empty() || row.name_ru.is_empty()),
                    "{} {row:?} lacks a language",
                    list.name
                );
            }
            let mut codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), rows.len(), "{} has a code twice", list.name);
        }
    }

    #[test]
    fn rows_that_nobody_has_printed_are_not_official() {
        let districts = LISTS.iter().find(|list| list.name == "bakuDistricts").unwrap();
        assert!(rows(districts).unwrap().iter().all(|row| !is_official(&row.basis)));
        let languages = LISTS.iter().find(|list| list.name == "foreignLanguages").unwrap();
        assert!(rows(languages).unwrap().iter().all(|row| is_official(&row.basis)));
    }

    #[test]
    fn the_invented_catalogue_reaches_every_cell_of_the_decision_table_that_is_not_empty() {
        use qabul_domain::catalogue::Class;
        use qabul_domain::exam::SpecializationLanguage;
        use qabul_domain::rules::foreign_language::{SpecializationClass, TeachingLanguage, allowed};
        let institutions = LISTS.iter().find(|list| list.name == "institutions").unwrap();
        let known: Vec<String> = rows(institutions).unwrap().into_iter().map(|row| row.code).collect();
        let rows = crate::use_cases::catalogue::read(CATALOGUE, |code| known.iter().any(|one| one == code)).unwrap();
        assert!(rows.len() >= 60, "{} rows", rows.len());
        assert!(!is_official(INVENTED));
        let reached: std::collections::HashSet<(TeachingLanguage, SpecializationClass)> =
            rows.iter().map(|row| (row.conditions.teaching_language, row.conditions.specialization_class())).collect();
        let own = SpecializationLanguage::ALL.into_iter().filter(|own| *own != SpecializationLanguage::None);
        let classes: Vec<SpecializationClass> = [
            SpecializationClass::General,
            SpecializationClass::AzerbaijaniPhilology,
            SpecializationClass::History,
            SpecializationClass::EnglishSpeakingCountries,
            SpecializationClass::Germany,
            SpecializationClass::France,
        ]
        .into_iter()
        .chain(own.map(SpecializationClass::ForeignLanguage))
        .collect();
        let mut cells = 0;
        for teaching in TeachingLanguage::ALL {
            for class in &classes {
                let empty = allowed(teaching, *class).contradiction().is_some();
                assert_eq!(reached.contains(&(teaching, *class)), !empty, "{teaching:?} {class:?}");
                cells += usize::from(!empty);
            }
        }
        assert_eq!(cells, 46, "52 cells, six of them contradictions");
        for class in Class::ALL {
            assert!(rows.iter().any(|row| row.conditions.class == class), "{class:?}");
        }
    }

    #[test]
    fn the_demo_opens_attempt_1_a_week_ago_and_announces_attempt_2_after_it() {
        let now = Micros(1_795_250_000_000_000); // 2026-11-21 in Baku
        let stamp = Stamp { now, request_id: Uuid::nil(), seed: [1; 32] };
        let [first, second] = demo_campaigns(&stamp).unwrap();
        assert_eq!((first.code.as_str(), second.code.as_str()), ("master-2027-1", "master-2027-2"));
        assert!(first.opens_at < now && now.plus_seconds(34 * DAY) < first.closes_at);
        assert!(first.closes_at < second.opens_at);
        assert_eq!(first.fee, Qepik(5_000));
        assert!(
            qabul_domain::calendar::deadline_text(first.closes_at, qabul_domain::language::Lang::Az).ends_with("23:59")
        );
        let settings: CampaignSettings = serde_json::from_str(&first.settings).unwrap();
        assert_eq!(settings.expected.len(), 4);
        assert!(first.announced_at.unwrap() <= now && second.announced_at.unwrap() <= now);
    }
}
