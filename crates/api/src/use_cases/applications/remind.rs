//! Notifications that depend on the calendar: an approaching deadline, a moved deadline.
//!
//! A notification is recorded in the same unit as its messages, under a key that contains the deadline. Each is
//! therefore sent once per deadline, even after crashes, repetitions or a clock set back; for a moved deadline it is
//! sent again.

use qabul_domain::calendar::{Micros, deadline_text};
use qabul_domain::procedure::By;
use qabul_store::extensions::Extension;
use qabul_store::{Ids, Tx, applications, reminders};
use uuid::Uuid;

use super::load::{Loaded, around};
use crate::context::Context;
use crate::jobs::messages::{self, Notify};
use crate::problem::{ApiError, Code};
use crate::use_cases::campaigns::title;

/// A reminder before a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// Three days before.
    Hours72,
    /// The day before.
    Hours24,
}

impl Reminder {
    /// All reminders, in the order of their time.
    pub const ALL: [Reminder; 2] = [Reminder::Hours72, Reminder::Hours24];

    /// When it is due.
    pub fn mark(self, deadline: Micros) -> Micros {
        deadline.plus_seconds(match self {
            Reminder::Hours72 => -72 * 3600,
            Reminder::Hours24 => -24 * 3600,
        })
    }

    /// When it is obsolete: at the time of the next reminder, or at the deadline.
    pub fn over(self, deadline: Micros) -> Micros {
        match self {
            Reminder::Hours72 => Reminder::Hours24.mark(deadline),
            Reminder::Hours24 => deadline,
        }
    }

    /// The key under which it is recorded.
    pub fn key(self, deadline: Micros) -> String {
        let word = match self {
            Reminder::Hours72 => "72h",
            Reminder::Hours24 => "24h",
        };
        format!("{word}/{}", deadline.0)
    }
}

/// The key under which the notification of an extension is recorded.
pub(crate) fn extension_key(extension: &Extension) -> String {
    format!("extended/{}", extension.closes_at.0)
}

/// The newest passed mark of the deadlines that an application may have, `first` and `last`; none before the first
/// mark. Between two marks no application becomes due, so examining each application once per mark is enough.
pub fn newest_mark(first: Micros, last: Micros, now: Micros) -> Option<Micros> {
    let marks = Reminder::ALL.map(|reminder| [reminder.mark(first), reminder.mark(last)]);
    marks.into_iter().flatten().filter(|mark| *mark <= now).max()
}

/// Examines an application because `mark` has passed, and reminds its person if the application still waits for them
/// and a reminder of its own deadline is due. Returns whether the person was reminded now. Nobody is reminded if
/// nothing is due, if it was sent before, or if the application was opened after the reminder's time. In every case the
/// application is not examined again before the next mark, unless it changes.
///
/// # Errors
/// When the store fails.
pub async fn remind(context: &Context, id: Uuid, mark: Micros) -> Result<bool, ApiError> {
    let stamp = context.stamp()?;
    let told = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            reminders::looked(tx, id, mark).await?;
            let Some(loaded) = waiting(tx, id).await? else { return Ok(false) };
            let Some(due) = loaded.procedure.due(loaded.stored(), &loaded.facts, stamp.now)? else { return Ok(false) };
            let fits = |reminder: &Reminder| {
                let mark = reminder.mark(due);
                mark <= stamp.now && stamp.now < reminder.over(due) && loaded.row.created_at <= mark
            };
            let Some(reminder) = Reminder::ALL.into_iter().find(fits) else { return Ok(false) };
            if !reminders::claim(tx, id, &reminder.key(due), stamp.now).await? {
                return Ok(false);
            }
            let name = reminder_name(&loaded, stamp.now)?;
            tell(tx, &mut ids, &loaded, name, due, "").await?;
            Ok::<_, ApiError>(true)
        })
        .await?;
    Ok(told)
}

/// The notice that names what the person must do: confirm, send to the actor who confirms, or bring the documents.
fn reminder_name(loaded: &Loaded, now: Micros) -> Result<&'static str, ApiError> {
    if !loaded.procedure.editable(&loaded.row.state) {
        // The application was sent, so the person now has to bring the documents.
        return Ok("reminderDocuments");
    }
    let view = loaded.procedure.view(loaded.stored(), &loaded.facts, now)?;
    Ok(match view.confirmer {
        Some((by, _)) if by != By::Applicant.word() => "reminderSend",
        _ => "reminder",
    })
}

/// Notifies the person of a waiting application that the deadline was moved; returns whether this was done now.
///
/// # Errors
/// When the store fails.
pub async fn tell_extension(context: &Context, id: Uuid, extension: &Extension) -> Result<bool, ApiError> {
    let stamp = context.stamp()?;
    let extension = extension.clone();
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let Some(loaded) = waiting(tx, id).await? else { return Ok(false) };
            let due = loaded.procedure.due(loaded.stored(), &loaded.facts, stamp.now)?;
            let Some(due) = due else { return Ok(false) };
            if !reminders::claim(tx, id, &extension_key(&extension), stamp.now).await? {
                return Ok(false);
            }
            tell(tx, &mut ids, &loaded, "extended", due, &extension.reason).await?;
            Ok::<_, ApiError>(true)
        })
        .await
}

/// The application, if its person must still act.
async fn waiting(tx: &mut Tx, id: Uuid) -> Result<Option<Loaded>, ApiError> {
    let row = applications::find(tx, id).await?.ok_or(Code::NotFound)?;
    if row.account_id.is_none() {
        return Ok(None);
    }
    let loaded = around(tx, row).await?;
    let waits = loaded.procedure.waiting().contains(&loaded.row.state.as_str());
    Ok(waits.then_some(loaded))
}

async fn tell(
    tx: &mut Tx,
    ids: &mut Ids,
    loaded: &Loaded,
    name: &str,
    due: Micros,
    reason: &str,
) -> Result<(), ApiError> {
    let lang = messages::lang_of(&loaded.account);
    let values = [
        ("service", title(&loaded.campaign, lang)),
        ("number", loaded.row.work_number.clone()),
        ("deadline", deadline_text(due, lang)),
        ("reason", reason.to_owned()),
    ];
    let notify = Notify {
        account: &loaded.account,
        given_name: &loaded.person.facts.name,
        lane: format!("application:{}", loaded.row.id),
        name: format!("{}.{name}", loaded.row.kind),
        values: &values,
        application_id: Some(loaded.row.id),
    };
    messages::notify(tx, ids, notify).await
}
