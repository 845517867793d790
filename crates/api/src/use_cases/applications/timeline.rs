use qabul_contract::applications::{Timeline, TimelineLine};
use qabul_domain::calendar::{Micros, date_time_text};
use qabul_domain::language::Lang;
use qabul_domain::money::Qepik;
use uuid::Uuid;

use super::load::owned;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::texts;
use crate::use_cases::campaigns::settings;

/// The past events of an application, then the expected ones.
///
/// # Errors
/// When the application belongs to another account.
pub async fn timeline(context: &Context, who: Applicant, id: Uuid, lang: Lang) -> Result<Timeline, ApiError> {
    context
        .db
        .read(async move |tx| {
            let row = owned(tx, id, who.account_id).await?;
            let campaign = qabul_store::campaigns::find(tx, row.campaign_id).await?.ok_or(Code::NotFound)?;
            let entries = qabul_store::timeline::list(tx, id, false).await?;
            let mut items: Vec<TimelineLine> = entries
                .iter()
                .map(|entry| TimelineLine {
                    phase: "done".to_owned(),
                    text: texts::text(lang, &format!("timeline.{}", entry.name)),
                    name: entry.name.clone(),
                    at: Some(entry.at.into()),
                    actor: Some(texts::text(lang, &format!("actors.{}", entry.actor))),
                    detail: detail(&entry.detail, lang),
                })
                .collect();
            if let Some(last) = items.last_mut() {
                last.phase = "now".to_owned();
            }
            // Only a confirmed application has further stages.
            if row.confirmed_version.is_some() {
                items.extend(
                    settings(&campaign)?.expected.iter().map(|stage| expected(stage.name.as_str(), stage.at, lang)),
                );
            }
            Ok(Timeline { items })
        })
        .await
}

fn expected(name: &str, at: Micros, lang: Lang) -> TimelineLine {
    TimelineLine {
        phase: "later".to_owned(),
        name: format!("expected.{name}"),
        text: texts::text(lang, &format!("timeline.expected.{name}")),
        at: Some(at.into()),
        actor: None,
        detail: Some(texts::fill(lang, "timeline.expectedAt", &[("at", &date_time_text(at, lang))])),
    }
}

fn detail(json: &str, lang: Lang) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(json).ok()?;
    let charged = Qepik(value.get("charged")?.as_i64()?);
    Some(texts::fill(lang, "timeline.charged", &[("sum", &charged.display(lang))]))
}
