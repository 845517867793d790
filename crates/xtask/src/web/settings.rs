//! `frontend/split.json`: information about the pages that the build needs.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{files, shell};

/// The settings; all are empty if the file is missing.
#[derive(Default)]
pub struct Settings {
    /// Path prefix → lazy group whose files are fetched at once if a page below the prefix is opened directly.
    pub preload: Vec<(String, String)>,
    /// Texts that belong to lazy groups; if one of them is in the main module, code of a group was not split off.
    pub not_in_main: Vec<String>,
    /// The group loaded by a wizard's direct link, for the budget.
    pub deep_link: Vec<String>,
}

impl Settings {
    /// Reads `frontend/split.json`.
    ///
    /// # Errors
    /// The file is not JSON in the form described at the fields.
    pub fn read() -> Result<Self> {
        let path = shell::root().join("frontend/split.json");
        if !path.is_file() {
            return Ok(Self { not_in_main: vec!["masterExam.exam".to_owned()], ..Self::default() });
        }
        let value: Value = serde_json::from_str(&files::text(&path)?).context("frontend/split.json is no JSON")?;
        let words = |name: &str| -> Result<Vec<String>> {
            let list = value.get(name).and_then(Value::as_array);
            let list = list.with_context(|| format!("frontend/split.json: `{name}` must be a list of words"))?;
            list.iter()
                .map(|word| word.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .with_context(|| format!("frontend/split.json: `{name}` must be a list of words"))
        };
        let preload = value.get("preload").and_then(Value::as_object);
        let preload = preload.context("frontend/split.json: `preload` must map path prefixes to groups")?;
        Ok(Self {
            preload: preload
                .iter()
                .map(|(path, group)| Some((path.clone(), group.as_str()?.to_owned())))
                .collect::<Option<_>>()
                .context("frontend/split.json: `preload` must map path prefixes to groups")?,
            not_in_main: words("notInMain")?,
            deep_link: words("deepLink")?,
        })
    }
}
