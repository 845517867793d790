//! Applications of every kind: one set of types for all procedures.

use chrono::{DateTime, Utc};
use qabul_domain::facts::Degree;
use qabul_domain::procedures::master_exam::{MasterExamDraft, MasterExamPatch};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::campaigns::{Campaign, Tone};
use crate::decode::{Decode, Members};

pub use crate::confirmation::{Confirm, ConfirmationView, Confirmed, MoneyView, PaperView, PlaceView};

/// One step's answers of any kind. For the schema only: the server reads the bytes as the application's own kind, so an
/// error keeps its position.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum AnswersBody {
    /// Master's exam.
    MasterExam(MasterExamPatch),
}

/// All answers of an application of any kind, as typed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(tag = "kind", content = "answers", rename_all = "camelCase")]
pub enum Draft {
    /// Master's exam.
    MasterExam(MasterExamDraft),
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum StepState {
    /// Nothing saved yet.
    NotStarted,
    /// Saved, something is missing.
    Incomplete,
    /// Complete.
    Complete,
}

words!(StepState::NotStarted);

impl Decode for Draft {
    fn read(value: Value, wrong: &mut bool) -> Self {
        let mut members = Members::of(value, wrong);
        *wrong |= members.take("kind") != "masterExam";
        Draft::MasterExam(members.read("answers", wrong))
    }
}

dto! {
    /// Opens an application.
    #[derive(Debug)]
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct OpenApplication {
        /// The campaign it is made under.
        pub campaign_id: Uuid,
    }

    /// An application was opened.
    #[derive(Debug)]
    pub struct Opened {
        /// Id.
        pub id: Uuid,
        /// Application number, six digits; exists before confirmation.
        pub work_number: String,
    }

    /// An application in a list.
    #[derive(Debug)]
    pub struct ApplicationLine {
        /// Id.
        pub id: Uuid,
        /// The campaign.
        pub campaign: Campaign,
        /// Application number, six digits.
        pub work_number: String,
        /// Shown state.
        pub state: String,
        /// Shown state as text.
        pub state_text: String,
        /// Colour role.
        pub tone: Tone,
        /// When it was last changed.
        pub updated_at: DateTime<Utc>,
        /// Until when the person has to act; absent = nothing is expected of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<Due>,
    }

    /// The complete application: what the overview, the steps, check-answers and the status page show.
    pub struct Application {
        /// Id.
        pub id: Uuid,
        /// The campaign.
        pub campaign: Campaign,
        /// Application number, six digits; exists before confirmation.
        pub work_number: String,
        /// Shown state, `draft`, `confirmed`.
        pub state: String,
        /// Shown state as text.
        pub state_text: String,
        /// Colour role.
        pub tone: Tone,
        /// "What to do now" in one sentence.
        pub what_now: WhatNow,
        /// ETag of the application, `version.answersRevision`; send it as `If-Match` when confirming.
        pub etag: String,
        /// All answers as typed. After confirmation: as sealed.
        pub draft: Draft,
        /// The steps.
        pub steps: Vec<StepView>,
        /// What the person could do, with what blocks it.
        pub offers: Vec<OfferView>,
        /// What is known from registers about the person.
        pub personal: PersonalView,
        /// Degrees known to the registers.
        pub education: EducationView,
        /// Who confirms and by which clause.
        pub confirmation: ConfirmationView,
        /// Things worth knowing before confirming that block nothing, such as what Arabic leaves open.
        pub advice: Vec<FindingView>,
        /// Fee, balance and what is missing.
        pub money: MoneyView,
        /// When the draft was last saved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub saved_at: Option<DateTime<Utc>>,
        /// When it was confirmed or sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub submitted_at: Option<DateTime<Utc>>,
        /// Printable documents, `application`, `receipt`.
        pub documents: Vec<String>,
        /// Until when the person has to act; absent = nothing is expected of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<Due>,
        /// Why it was given back and what of it may be changed; absent unless it waits for the correction.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub correction: Option<CorrectionView>,
        /// The booking of the fee, whose receipt can be downloaded; absent while nothing was charged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub receipt: Option<Uuid>,
    }

    /// The deadline that counts for this application as it stands.
    #[derive(Debug)]
    pub struct Due {
        /// First instant after it (exclusive).
        pub at: DateTime<Utc>,
        /// As text, Baku time; midnight is shown as 23:59 of the day before.
        pub text: String,
        /// Whether it is still ahead at the server's present instant.
        pub open: bool,
    }

    /// What the commission marked when it gave the application back.
    pub struct CorrectionView {
        /// The text of the officer.
        pub reason: String,
        /// Step ids that may be changed; empty = every step.
        pub steps: Vec<String>,
        /// When it was given back.
        pub at: DateTime<Utc>,
    }

    /// "İndi nə etməli".
    #[derive(Debug)]
    pub struct WhatNow {
        /// The sentence.
        pub text: String,
        /// Where the button leads: a step id, `check`, `topUp`, `print`; absent = nothing to do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub target: Option<String>,
    }

    /// One step of the wizard.
    pub struct StepView {
        /// Step id, `masterExam.exam`.
        pub id: String,
        /// How far it is.
        pub state: StepState,
        /// Revision of its answers: the ETag to send as `If-Match` when saving.
        pub revision: i64,
        /// When it was last saved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub saved_at: Option<DateTime<Utc>>,
        /// What is missing or wrong in it.
        pub gaps: Vec<FindingView>,
        /// One line of what was answered.
        pub summary: String,
        /// The answers as text, for check-answers; blank ones are left out.
        pub rows: Vec<AnswerRow>,
    }

    /// One answer as text.
    pub struct AnswerRow {
        /// Stable code of the label.
        pub code: String,
        /// Label.
        pub label: String,
        /// Value.
        pub value: String,
        /// The register it came from, as text; absent = typed by the person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<String>,
    }

    /// Something to correct or to know, as text.
    #[derive(Debug)]
    pub struct FindingView {
        /// Step id, where a step mends it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub step: Option<String>,
        /// JSON pointer inside the step's answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub pointer: Option<String>,
        /// Clause.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub clause: Option<String>,
        /// Stable code.
        pub code: String,
        /// The sentence.
        pub text: String,
    }

    /// One event the person could raise.
    #[derive(Debug)]
    pub struct OfferView {
        /// The event, `confirm`.
        pub event: String,
        /// Clause that grounds it.
        pub clause: String,
        /// What prevents it; empty = the button works.
        pub blocked: Vec<FindingView>,
        /// Where to complain, where a clause stands in its way; a sentence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub complaint: Option<String>,
    }

    /// Section "Şəxsi məlumatlar", read-only part.
    pub struct PersonalView {
        /// Surname, name, patronymic.
        pub full_name: String,
        /// Masked FIN.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub masked_fin: Option<String>,
        /// Birth date in words, `14 mart 2002`.
        pub birth_date: String,
        /// Identity document.
        pub document: String,
        /// Citizenship as text.
        pub citizenship: String,
        /// Whether citizenship leaves only fee-paying seats open at the choice, as the campaign announces it.
        pub paid_seats_only: bool,
        /// Whether the campaign refuses Russian as the foreign language of the Russian section.
        #[serde(default)]
        pub russian_refused: bool,
        /// Registered residence.
        pub registered_place: String,
        /// Actual residence.
        pub actual_place: String,
        /// Mobile number.
        pub phone: String,
        /// E-mail address.
        pub email: String,
    }

    /// Degrees as the registers gave them.
    pub struct EducationView {
        /// `known`, `notFound`, `unavailable` or `notAsked`.
        pub status: String,
        /// When the register was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub asked_at: Option<DateTime<Utc>>,
        /// The rows.
        pub degrees: Vec<Degree>,
    }

    /// A step was saved.
    pub struct StepSaved {
        /// The step.
        pub step: StepView,
        /// The application's ETag after it.
        pub etag: String,
    }

    /// One line of the timeline.
    #[derive(Debug)]
    pub struct TimelineLine {
        /// `done`, `now` or `later`.
        pub phase: String,
        /// Name, `masterExam.confirmed`.
        pub name: String,
        /// As text.
        pub text: String,
        /// When it happened or is expected.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub at: Option<DateTime<Utc>>,
        /// Who did it, as text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub actor: Option<String>,
        /// More, such as the sum taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub detail: Option<String>,
    }

    /// The timeline.
    #[derive(Debug)]
    pub struct Timeline {
        /// Lines, oldest first, then what is expected.
        pub items: Vec<TimelineLine>,
    }
}
