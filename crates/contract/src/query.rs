//! How members of a query are read that are no text: all of a query is text.

use serde::de::{Deserialize, Deserializer, Error};

/// A number.
pub(crate) fn number<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<i32>, D::Error> {
    let text = Option::<String>::deserialize(reader)?;
    text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
}

/// A list: one member with commas.
pub(crate) fn list<'de, D: Deserializer<'de>>(reader: D) -> Result<Vec<String>, D::Error> {
    let text = String::deserialize(reader)?;
    Ok(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect())
}
