//! The deadline of an application as a calendar file.

use qabul_documents::{CalendarEvent, calendar_file};
use qabul_domain::calendar::deadline_text;
use qabul_domain::language::Lang;
use uuid::Uuid;

use super::load::{around, owned};
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::texts;
use crate::use_cases::campaigns::title;

/// When the calendar warns before the deadline, in seconds: the same as the reminders.
const WARNINGS: [i64; 2] = [72 * 3600, 24 * 3600];

/// One event that ends with the deadline, in Baku time. A later file of the same application replaces the event.
///
/// # Errors
/// Not this account's; nothing is expected of the person.
pub async fn calendar(context: &Context, who: Applicant, id: Uuid, lang: Lang) -> Result<String, ApiError> {
    let now = context.clock.now();
    let public = context.config.public_url.trim_end_matches('/').to_owned();
    context
        .db
        .read(async move |tx| {
            let row = owned(tx, id, who.account_id).await?;
            let loaded = around(tx, row).await?;
            let due = loaded.procedure.due(loaded.stored(), &loaded.facts, now)?.ok_or(Code::NotOffered)?;
            let (service, deadline) = (title(&loaded.campaign, lang), deadline_text(due, lang));
            let number = loaded.row.work_number.as_str();
            let says = [("service", service.as_str()), ("deadline", deadline.as_str()), ("number", number)];
            Ok::<_, ApiError>(calendar_file(&CalendarEvent {
                id: format!("deadline-{id}"),
                host: public.split_once("://").map_or(public.as_str(), |(_, host)| host).to_owned(),
                revision: loaded.campaign.version,
                stamped: now.0,
                ends: due.0,
                summary: texts::fill(lang, "calendar.summary", &says),
                description: texts::fill(lang, "calendar.description", &says),
                url: format!("{public}/applications/{id}"),
                warnings: WARNINGS.to_vec(),
            }))
        })
        .await
}
