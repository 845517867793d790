//! Table `specialization`: the catalogue.

use crate::{Result, Tx};

row! {
    /// A row of the catalogue, as in its file.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Specialization {
        /// Code.
        pub code: String,
        /// Section in whose competition it is offered.
        pub section: String,
        /// Funding.
        pub funding: String,
        /// Code of the specialty.
        pub specialty: String,
        /// Title in Azerbaijani.
        pub title_az: String,
        /// Title in English.
        pub title_en: String,
        /// Title in Russian.
        pub title_ru: String,
        /// Language of teaching.
        pub teaching_language: String,
        /// Class of clauses 3.2.4–3.2.6.
        pub class: String,
        /// Language of the specialization; `none` if it is not a language specialization.
        pub specialization_language: String,
        /// Group of specialties.
        pub specialty_group: String,
        /// Institution.
        pub institution: String,
        /// Seats.
        pub capacity: i64,
        /// Criterion by which applicants are ranked.
        pub ranking: String,
        /// Source.
        pub basis: String,
        /// Order.
        pub sort: i64,
    }
}

/// The catalogue in its order.
pub async fn all(tx: &mut Tx) -> Result<Vec<Specialization>> {
    fetch_all!(
        tx,
        Specialization,
        "select code, section, funding, specialty, title_az, title_en, title_ru, teaching_language, class,
                specialization_language, specialty_group, institution, capacity, ranking, basis, sort
           from specialization order by sort, code, section, funding"
    )
}

/// Adds a row or updates it.
pub async fn put(tx: &mut Tx, row: &Specialization) -> Result<()> {
    exec!(
        tx,
        "insert into specialization (code, section, funding, specialty, title_az, title_en, title_ru, teaching_language,
                class, specialization_language, specialty_group, institution, capacity, ranking, basis, sort)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         on conflict (code, section, funding) do update set specialty = excluded.specialty,
                title_az = excluded.title_az, title_en = excluded.title_en, title_ru = excluded.title_ru,
                teaching_language = excluded.teaching_language, class = excluded.class,
                specialization_language = excluded.specialization_language,
                specialty_group = excluded.specialty_group, institution = excluded.institution,
                capacity = excluded.capacity, ranking = excluded.ranking, basis = excluded.basis, sort = excluded.sort",
        &row.code,
        &row.section,
        &row.funding,
        &row.specialty,
        &row.title_az,
        &row.title_en,
        &row.title_ru,
        &row.teaching_language,
        &row.class,
        &row.specialization_language,
        &row.specialty_group,
        &row.institution,
        row.capacity,
        &row.ranking,
        &row.basis,
        row.sort
    )?;
    Ok(())
}

/// Removes a row; returns whether it existed.
pub async fn remove(tx: &mut Tx, code: &str, section: &str, funding: &str) -> Result<bool> {
    let gone = exec!(
        tx,
        "delete from specialization where code = $1 and section = $2 and funding = $3",
        code,
        section,
        funding
    )?;
    Ok(gone == 1)
}
