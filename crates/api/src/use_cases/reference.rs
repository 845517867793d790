//! Reference lists with the source of each row.

use qabul_contract::reference::{ReferenceList, ReferenceRow};
use qabul_domain::country;
use qabul_domain::language::Lang;
use qabul_store::reference::{self, Reference};
use serde_json::Value;

use crate::context::Context;
use crate::problem::{ApiError, Code};

/// Prefixes of a basis that names a source. Everything else is assumed and never shown as official.
const OFFICIAL: [&str; 3] = ["FROM SEED", "FROM SOURCE", "same"];

/// The list whose rows can be searched by more names than are shown.
const COUNTRIES: &str = "countries";

/// A list in its order.
///
/// # Errors
/// When there is no such list.
pub async fn list(context: &Context, name: String, lang: Lang) -> Result<ReferenceList, ApiError> {
    let also: fn(&str) -> Vec<&'static str> = if name == COUNTRIES { country::known_as } else { |_| Vec::new() };
    let rows = context.db.read(async move |tx| Ok::<_, ApiError>(reference::list(tx, &name).await?)).await?;
    if rows.is_empty() {
        return Err(Code::NotFound.into());
    }
    Ok(ReferenceList { items: rows.into_iter().map(|row| shown(row, also, lang)).collect() })
}

fn shown(row: Reference, also: fn(&str) -> Vec<&'static str>, lang: Lang) -> ReferenceRow {
    let (name, column) = match lang {
        Lang::Az => (&row.name_az, "name_az"),
        Lang::En => (&row.name_en, "name_en"),
        Lang::Ru => (&row.name_ru, "name_ru"),
    };
    // A row without a translation is shown in Azerbaijani instead of being empty.
    let name = if name.is_empty() { row.name_az.clone() } else { name.clone() };
    // A name that was translated for the portal is not official either.
    let extra: Value = serde_json::from_str(&row.extra).unwrap_or_default();
    let translated = extra["names_basis"].as_str().filter(|names| names.contains(column));
    ReferenceRow {
        also: also(&row.code).into_iter().filter(|other| *other != name).map(str::to_owned).collect(),
        name,
        name_az: row.name_az,
        official: is_official(&row.basis) && translated.is_none(),
        code: row.code,
        basis: translated.map_or(row.basis.clone(), |names| format!("{}; {names}", row.basis)),
    }
}

/// Whether a row's basis names a source.
pub fn is_official(basis: &str) -> bool {
    OFFICIAL.iter().any(|beginning| basis.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_row_with_a_source_is_official() {
        assert!(is_official("FROM SEED 002 3.2.1"));
        assert!(is_official("FROM SOURCE report.az 2026-02-12"));
        assert!(is_official("same"));
        assert!(!is_official("COMMON KNOWLEDGE"));
        assert!(!is_official("ASSUMED"));
    }
}
