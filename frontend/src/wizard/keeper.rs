//! What is typed and not saved yet lies in the tab's storage: a reload, a lost connection or an ended session loses
//! nothing. It never leaves the device, and signing out removes it.

use qabul_contract::applications::AnswersBody;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dom;

/// Unsaved answers with the revision they were typed over.
#[derive(Serialize, Deserialize)]
struct Typed {
    revision: i64,
    body: AnswersBody,
}

fn name(id: Uuid, step: &str) -> String {
    ["qabul.typed.", &id.to_string(), ".", step].concat()
}

pub(super) fn keep(id: Uuid, step: &str, revision: i64, body: AnswersBody) {
    if let Ok(text) = serde_json::to_string(&Typed { revision, body }) {
        dom::keep(&name(id, step), &text);
    }
}

pub(super) fn kept(id: Uuid, step: &str) -> Option<(i64, AnswersBody)> {
    let text = dom::kept(&name(id, step))?;
    let typed: Typed = serde_json::from_str(&text).ok()?;
    Some((typed.revision, typed.body))
}

pub(super) fn let_go(id: Uuid, step: &str) {
    dom::let_go(&name(id, step));
}
