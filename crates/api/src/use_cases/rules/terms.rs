//! The terms under which an application is judged: the edition of a rule set, and the parameters set by a campaign.

use std::path::Path;

use anyhow::{Context as _, bail};
use qabul_domain::facts::{CampaignFacts, ConfirmationPolicy, ExamModel};
use qabul_domain::rules::edition::Edition;
use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};

/// Terms for judging. An absent one keeps the value stored with each decision.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Terms {
    /// Edition of the rules.
    pub rule_set: Option<String>,
    /// Who confirms themselves (2.1).
    pub confirmation: Option<ConfirmationPolicy>,
    /// Components of a result (3.1).
    pub exam_model: Option<ExamModel>,
    /// Whether Russian is refused as the foreign language of the Russian section.
    pub refuse_russian_in_russian_section: Option<bool>,
}

impl Terms {
    /// Reads terms: the name of a JSON file, or words joined by `+`, such as
    /// `qaydalar-2017/1+practice2026+SINGLE_STAGE`. Words are editions, `rules2017`, `practice2025`, `practice2026`,
    /// exam models, `russianRefused`, `russianAllowed`.
    ///
    /// # Errors
    /// An unreadable file, an unknown word, an edition that this program cannot judge by.
    pub fn read(text: &str) -> anyhow::Result<Terms> {
        let file = Path::new(text);
        let terms = if file.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")) {
            let json = std::fs::read_to_string(file).with_context(|| format!("cannot read {text}"))?;
            serde_json::from_str(&json).with_context(|| format!("{text} is no file of terms"))?
        } else {
            let mut terms = Terms::default();
            text.split('+').try_for_each(|word| terms.take(word.trim()))?;
            terms
        };
        if let Some(id) = &terms.rule_set
            && Edition::of(id).is_none()
        {
            bail!("this program judges by {}, not by {id}", editions());
        }
        Ok(terms)
    }

    fn take(&mut self, word: &str) -> anyhow::Result<()> {
        let known = || -> StrDeserializer<'_, Error> { word.into_deserializer() };
        if let Ok(policy) = ConfirmationPolicy::deserialize(known()) {
            self.confirmation = Some(policy);
        } else if let Ok(model) = ExamModel::deserialize(known()) {
            self.exam_model = Some(model);
        } else if word == "russianRefused" || word == "russianAllowed" {
            self.refuse_russian_in_russian_section = Some(word == "russianRefused");
        } else if Edition::of(word).is_some() {
            self.rule_set = Some(word.to_owned());
        } else {
            bail!(
                "“{word}” is no edition, confirmation policy or exam model: write {}, rules2017, practice2025, \
                 practice2026, TWO_STAGE, SINGLE_STAGE, SINGLE_STAGE_ESSAY, russianRefused or russianAllowed",
                editions()
            );
        }
        Ok(())
    }

    /// Replaces a campaign's own terms.
    pub(super) fn apply(&self, campaign: &mut CampaignFacts) {
        campaign.edition = self.rule_set.as_deref().and_then(Edition::of).unwrap_or(campaign.edition);
        campaign.confirmation = self.confirmation.unwrap_or(campaign.confirmation);
        campaign.exam_model = self.exam_model.unwrap_or(campaign.exam_model);
        campaign.refuse_russian_in_russian_section =
            self.refuse_russian_in_russian_section.unwrap_or(campaign.refuse_russian_in_russian_section);
    }
}

/// The editions that this program can judge by, as text.
fn editions() -> String {
    Edition::ALL.map(Edition::id).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_words_or_a_file_and_everything_else_is_refused_by_name() {
        let read = Terms::read("qaydalar-2017/1+practice2026+SINGLE_STAGE+russianAllowed").unwrap();
        assert_eq!(read.rule_set.as_deref(), Some("qaydalar-2017/1"));
        assert_eq!(read.confirmation, Some(ConfirmationPolicy::Practice2026));
        assert_eq!(read.exam_model, Some(ExamModel::SingleStage));
        assert_eq!(read.refuse_russian_in_russian_section, Some(false));
        assert!(Terms::read("practice2031").unwrap_err().to_string().contains("practice2031"));
        assert!(Terms::read("qaydalar-2031/1").is_err());
        assert_eq!(Terms::read("qaydalar-2017/2").unwrap().rule_set.as_deref(), Some("qaydalar-2017/2"));
        let file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
        std::fs::write(file.path(), r#"{"confirmation":"practice2025"}"#).unwrap();
        let of_file = Terms::read(&file.path().to_string_lossy()).unwrap();
        assert_eq!(of_file, Terms { confirmation: Some(ConfirmationPolicy::Practice2025), ..Terms::default() });
        std::fs::write(file.path(), r#"{"confirmations":"practice2025"}"#).unwrap();
        assert!(Terms::read(&file.path().to_string_lossy()).is_err());
    }
}
