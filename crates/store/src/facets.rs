//! Table `facet`: name–value pairs used for filters of the desk and for counts in reports. No personal data.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::{Result, Tx};

row! {
    /// A stored facet.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Facet {
        /// Name, unique within the application.
        pub name: String,
        /// Text value.
        pub text: Option<String>,
        /// Whole number.
        pub number: Option<i64>,
        /// Instant.
        pub at: Option<Micros>,
    }
}

impl Facet {
    /// A facet with a text value.
    pub fn text(name: &str, text: &str) -> Facet {
        Facet { name: name.to_owned(), text: Some(text.to_owned()), number: None, at: None }
    }
}

/// Replaces all facets of an application, in the unit of the move they result from.
pub async fn replace(tx: &mut Tx, application_id: Uuid, facets: &[Facet]) -> Result<()> {
    exec!(tx, "delete from facet where application_id = $1", application_id)?;
    for facet in facets {
        exec!(
            tx,
            "insert into facet (application_id, name, text, number, at) values ($1, $2, $3, $4, $5)",
            application_id,
            &facet.name,
            &facet.text,
            facet.number,
            facet.at.map(|at| at.0)
        )?;
    }
    Ok(())
}

/// The facets of an application by name.
pub async fn of_application(tx: &mut Tx, application_id: Uuid) -> Result<Vec<Facet>> {
    fetch_all!(
        tx,
        Facet,
        "select name, text, number, at from facet where application_id = $1 order by name",
        application_id
    )
}

/// For each text of a facet, how many applications of a campaign have it.
pub async fn count(tx: &mut Tx, campaign_id: Uuid, name: &str) -> Result<Vec<(String, i64)>> {
    row! { struct Counted { text: String, value: i64 } }
    let rows = fetch_all!(
        tx,
        Counted,
        "select f.text, count(*) as value from facet f join application a on a.id = f.application_id
          where a.campaign_id = $1 and f.name = $2 and f.text is not null group by f.text order by f.text",
        campaign_id,
        name
    )?;
    Ok(rows.into_iter().map(|row| (row.text, row.value)).collect())
}
