//! Cursor pagination.

use serde::{Deserialize, Serialize};

use crate::query;

/// One page of a list. A cursor is opaque: send it back as `?cursor=`; absent = no further page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The rows, newest first unless said otherwise.
    pub items: Vec<T>,
    /// Cursor of the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Query of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::IntoParams, validator::Validate))]
#[cfg_attr(feature = "server", into_params(parameter_in = Query))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PageQuery {
    /// Cursor of an earlier answer.
    #[cfg_attr(feature = "server", param(max_length = 200), validate(length(max = 200)))]
    pub cursor: Option<String>,
    /// Rows wanted, 1 to 100; 20 when absent.
    #[cfg_attr(feature = "server", param(minimum = 1, maximum = 100), validate(range(min = 1, max = 100)))]
    #[serde(deserialize_with = "query::number")]
    pub limit: Option<i32>,
}
