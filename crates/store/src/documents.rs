//! Table `issued_document`: documents that anybody can check by their code.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::seal::Place;
use crate::{Private, Result, Tx};

words! {
    /// State of a document.
    pub enum DocumentState {
        /// It holds.
        Valid => "VALID",
        /// Replaced by a later document of the same application.
        Superseded => "SUPERSEDED",
        /// Withdrawn.
        Revoked => "REVOKED",
    }
}

/// A document to issue.
pub struct NewDocument {
    /// Id.
    pub id: Uuid,
    /// `application`, `reference` …
    pub kind: String,
    /// At least 128 random bits as text; the public check finds a document only by it.
    pub code: String,
    /// Number printed for people.
    pub number: String,
    /// Application it belongs to.
    pub application_id: Option<Uuid>,
    /// Version of the application that the document shows.
    pub application_version: Option<i64>,
    /// SHA-256 of the printed content.
    pub digest: [u8; 32],
    /// What the public check shows, as JSON; sealed here.
    pub data: Option<Private<Vec<u8>>>,
    /// First instant at which it is expired.
    pub expires_at: Option<Micros>,
    /// Instant of issue.
    pub now: Micros,
}

/// A stored document, unsealed.
#[derive(Debug, Clone)]
pub struct Document {
    /// Id.
    pub id: Uuid,
    /// Kind.
    pub kind: String,
    /// Code of the public check.
    pub code: Private<String>,
    /// Number printed for people.
    pub number: String,
    /// Application it belongs to.
    pub application_id: Option<Uuid>,
    /// Version of the application that the document shows.
    pub application_version: Option<i64>,
    /// SHA-256 of the printed content.
    pub digest: Vec<u8>,
    /// What the public check shows.
    pub data: Option<Private<Vec<u8>>>,
    /// State. Expiry is not a state: it is derived from `expires_at`.
    pub state: DocumentState,
    /// When it was issued.
    pub issued_at: Micros,
    /// First instant at which it is expired.
    pub expires_at: Option<Micros>,
}

row! {
    struct Stored {
        id: Uuid, kind: String, code: String, number: String, application_id: Option<Uuid>,
        application_version: Option<i64>, digest: Vec<u8>, data: Option<Vec<u8>>, state: DocumentState, issued_at: Micros,
        expires_at: Option<Micros>,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, kind, code, number, application_id, application_version, digest, data, state, issued_at,
             expires_at
               from issued_document ",
            $rest
        )
    };
}

fn place(id: &Uuid) -> Place<'_> {
    Place { table: "issued_document", column: "data", row: id.as_bytes(), version: 1 }
}

fn opened(tx: &Tx, row: Stored) -> Result<Document> {
    Ok(Document {
        data: row.data.map(|sealed| tx.keys().open(place(&row.id), &sealed)).transpose()?,
        id: row.id,
        kind: row.kind,
        code: row.code.into(),
        number: row.number,
        application_id: row.application_id,
        application_version: row.application_version,
        digest: row.digest,
        state: row.state,
        issued_at: row.issued_at,
        expires_at: row.expires_at,
    })
}

/// Issues a document; valid documents of the same application and kind become superseded.
pub async fn issue(tx: &mut Tx, new: &NewDocument) -> Result<()> {
    if let Some(application_id) = new.application_id {
        exec!(
            tx,
            "update issued_document set state = 'SUPERSEDED' where application_id = $1 and kind = $2
             and state = 'VALID'",
            application_id,
            &new.kind
        )?;
    }
    let data = new.data.as_ref().map(|data| tx.keys().seal(place(&new.id), data)).transpose()?;
    exec!(
        tx,
        "insert into issued_document (id, kind, code, number, application_id, application_version, digest, data,
         state, issued_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'VALID', $9, $10)",
        new.id,
        &new.kind,
        &new.code,
        &new.number,
        new.application_id,
        new.application_version,
        &new.digest[..],
        &data,
        new.now.0,
        new.expires_at.map(|at| at.0)
    )?;
    Ok(())
}

/// By the code of the public check.
pub async fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<Document>> {
    let row = fetch_optional!(tx, Stored, select!("where code = $1"), code)?;
    row.map(|row| opened(tx, row)).transpose()
}

/// The valid document of an application.
pub async fn find_valid(tx: &mut Tx, application_id: Uuid, kind: &str) -> Result<Option<Document>> {
    let row = fetch_optional!(
        tx,
        Stored,
        select!("where application_id = $1 and kind = $2 and state = 'VALID' order by issued_at desc, id desc limit 1"),
        application_id,
        kind
    )?;
    row.map(|row| opened(tx, row)).transpose()
}

/// Documents of an application, newest first.
pub async fn of_application(tx: &mut Tx, application_id: Uuid) -> Result<Vec<Document>> {
    let rows =
        fetch_all!(tx, Stored, select!("where application_id = $1 order by issued_at desc, id desc"), application_id)?;
    rows.into_iter().map(|row| opened(tx, row)).collect()
}

/// Withdraws a document. `false` = it was not valid.
pub async fn revoke(tx: &mut Tx, id: Uuid) -> Result<bool> {
    Ok(exec!(tx, "update issued_document set state = 'REVOKED' where id = $1 and state = 'VALID'", id)? == 1)
}
