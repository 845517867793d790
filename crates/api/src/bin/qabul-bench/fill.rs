//! Fills a store with persons whose applications are ready to be confirmed.

use chrono::NaiveDate;
use qabul_api::auth::tokens::{SESSION_MAX_SECONDS, Tokens};
use qabul_api::context::Context;
use qabul_api::problem::ApiError;
use qabul_api::use_cases::registration::PersonRecord;
use qabul_domain::az;
use qabul_domain::calendar::Micros;
use qabul_domain::decision::Need;
use qabul_domain::facts::{Citizenship, Degree, Funding, Level, PersonFacts, Source, StudyStatus};
use qabul_domain::money::Qepik;
use qabul_domain::procedures::master_exam::{
    EducationAnswers, ExamAnswers, ExamLanguage, MasterExamDraft, PersonalAnswers, PriorMaster, Section,
    SpecializationLanguage,
};
use qabul_store::accounts::{self, AccountState, NewAccount};
use qabul_store::applications::{self, NewApplication, opening_claim};
use qabul_store::audit;
use qabul_store::campaigns::Campaign;
use qabul_store::facts::{FactStatus, StoredFact};
use qabul_store::persons::{self, NewPerson};
use qabul_store::sessions::{self, NewSession};
use qabul_store::topups::{self, Payment};
use qabul_store::{Ids, Private, Stamp, Tx};
use uuid::Uuid;

/// A person whose application is ready to be confirmed.
pub struct Ready {
    /// Number contained in the FIN, address and phone of the person.
    pub number: usize,
    /// Account.
    pub account: Uuid,
    /// Session.
    pub family: Uuid,
    /// Application.
    pub application: Uuid,
    /// Access token.
    pub token: String,
}

impl Ready {
    /// The confirmation request, the same bytes each time.
    pub fn request(&self) -> String {
        let body = r#"{"consentedFee":5000,"consent":true}"#;
        format!(
            "POST /api/v1/applications/{id}/confirm HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nIf-Match: \"1.0\"\r\nIdempotency-Key: {id}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len(),
            id = self.application.simple(),
            token = self.token,
        )
    }

    /// The request for the status page's JSON.
    pub fn look(&self) -> String {
        self.get("")
    }

    /// Asks for the print.
    pub fn print(&self) -> String {
        self.get("/print")
    }

    fn get(&self, rest: &str) -> String {
        let (id, token) = (self.application, &self.token);
        format!("GET /api/v1/applications/{id}{rest} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n")
    }
}

/// FIN of the person with this number.
pub fn fin(number: usize) -> String {
    format!("B{number:06}")
}

/// Address of the person with this number.
pub fn email(number: usize) -> String {
    format!("bench{number}@example.az")
}

/// Phone of the person with this number.
pub fn phone(number: usize) -> String {
    format!("+9945{number:08}")
}

/// Creates `count` persons under a campaign; none of them has a password.
pub async fn fill(context: &Context, campaign: &Campaign, count: usize, from: usize) -> anyhow::Result<Vec<Ready>> {
    fill_with(context, campaign, count, from, "$none").await
}

/// Creates `count` persons, all with the same password hash.
pub async fn fill_with(
    context: &Context,
    campaign: &Campaign,
    count: usize,
    from: usize,
    hash: &str,
) -> anyhow::Result<Vec<Ready>> {
    let tokens = Tokens::new(&qabul_api::secrets::Secrets::demo().token_key, None);
    let tasks = (0..count).map(|n| {
        let (context, campaign, hash) = (context.clone(), campaign.clone(), hash.to_owned());
        async move {
            let stamp = context.stamp()?;
            let number = from + n;
            let made = context.db.transact(async move |tx| one(tx, &stamp, &campaign, number, &hash).await).await;
            made.map(|ids| (number, ids))
        }
    });
    let mut ready = Vec::with_capacity(count);
    let now = context.clock.now();
    let mut tasks = futures_util::StreamExt::buffer_unordered(futures_util::stream::iter(tasks), 64);
    while let Some(made) = futures_util::StreamExt::next(&mut tasks).await {
        let (number, (account, family, application)): (usize, (Uuid, Uuid, Uuid)) =
            made.map_err(|error: ApiError| anyhow::anyhow!("{error:?}"))?;
        let (token, _) = tokens.issue(account, family, "applicant", family, now)?;
        ready.push(Ready { number, account, family, application, token });
    }
    Ok(ready)
}

async fn one(
    tx: &mut Tx,
    stamp: &Stamp,
    campaign: &Campaign,
    number: usize,
    hash: &str,
) -> Result<(Uuid, Uuid, Uuid), ApiError> {
    let mut ids = Ids::new(stamp);
    let now = stamp.now;
    let (person_id, account_id, application_id) = (ids.id(), ids.id(), ids.id());
    let facts = PersonFacts {
        surname: "Ölçməli".to_owned(),
        name: "Şəxs".to_owned(),
        patronymic: String::new(),
        birth_date: NaiveDate::from_ymd_opt(2001, 2, 3).unwrap_or_default(),
        citizenship: Citizenship::Azerbaijan,
        document: "AA1000000".to_owned(),
        registered_place: "Bakı".to_owned(),
        actual_place: "Bakı".to_owned(),
    };
    let name = format!("{} {}", facts.surname, facts.name);
    let record = PersonRecord { fin: Some(fin(number)), facts, asked_at: now };
    let person = NewPerson {
        id: person_id,
        fin: record.fin.clone().map(Private),
        document: None,
        data: Private(json(&record)?),
        name_key: az::fold(&name),
        sort_key: az::sort_key(&name),
        citizenship: "azerbaijan".to_owned(),
        now,
    };
    persons::insert(tx, &person).await?;
    let account = NewAccount {
        id: account_id,
        person_id: Some(person_id),
        state: AccountState::Active,
        cabinet_numbers: ids.cabinet_numbers(),
        email: Some(Private(email(number))),
        phone: Some(Private(phone(number))),
        password_hash: Private(hash.to_owned()),
        totp: None,
        lang: "az".to_owned(),
        role: "applicant".to_owned(),
        scope_id: None,
        now,
    };
    accounts::create(tx, &account).await?;
    let degree = Degree {
        id: format!("T-{number}"),
        source: Source::Tmms,
        level: Level::Bachelor,
        status: StudyStatus::Finished,
        funding: Some(Funding::State),
        institution_code: Some("11703".to_owned()),
        institution: "Azərbaycan Texniki Universiteti".to_owned(),
        in_azerbaijan: true,
        recognised: None,
        admission_year: Some(2019),
        admission_work_number: Some("100003".to_owned()),
        finish_year: Some(2023),
        specialty_code: "050632".to_owned(),
        specialty: "İnformasiya texnologiyaları və sistemləri mühəndisliyi".to_owned(),
        specialization_language: None,
        diploma: Some("U000001".to_owned()),
        average: Some("91,4".to_owned()),
        average_scale: Some(100),
        holder_surname: None,
    };
    let fact = StoredFact {
        need: Need::Education.word().to_owned(),
        status: FactStatus::Known,
        value: Some(Private(json(&vec![degree.clone()])?)),
        source: "tmms".to_owned(),
        at: now,
    };
    qabul_store::facts::put(tx, person_id, &fact).await?;
    let topup_id = ids.id();
    topups::create(tx, topup_id, account_id, Qepik(50_000), "bench", now, now.plus_seconds(1800)).await?;
    let provider_tx = format!("bench-{number}");
    let payment = Payment { topup_id, provider_tx: &provider_tx, amount: Qepik(50_000), transaction_id: ids.id(), now };
    topups::mark_paid(tx, &payment).await?;
    note(tx, &mut ids, &format!("account:{account_id}"), "account.open", r#"{"state":"ACTIVE"}"#, now).await?;
    let draft = MasterExamDraft {
        personal: PersonalAnswers { names_changed: Some(false), ..PersonalAnswers::default() },
        education: EducationAnswers {
            degree_id: Some(degree.id),
            prior_master: Some(PriorMaster::None),
            ..EducationAnswers::default()
        },
        exam: ExamAnswers {
            section: Some(Section::Az),
            foreign_language: Some(ExamLanguage::En),
            specialization_language: Some(SpecializationLanguage::None),
        },
    };
    let application = NewApplication {
        id: application_id,
        kind: campaign.kind.clone(),
        campaign_id: campaign.id,
        person_id,
        account_id: Some(account_id),
        parent_id: None,
        subject_id: None,
        entitlement_id: None,
        work_numbers: ids.work_numbers(),
        state: "draft".to_owned(),
        draft_version: 1,
        draft: Some(Private(json(&draft)?)),
        scope_id: None,
        name_key: az::fold(&name),
        sort_key: az::sort_key(&name),
        claim: opening_claim(&campaign.kind, campaign.id, person_id),
        now,
    };
    applications::open(tx, &application).await?;
    note(tx, &mut ids, &format!("application:{application_id}"), "application.open", "{}", now).await?;
    let family_id = ids.id();
    let session = NewSession {
        id: family_id,
        family_id,
        account_id,
        token_hash: ids.secret32("bench"),
        expires_at: now.plus_seconds(SESSION_MAX_SECONDS),
        user_agent: "bench".to_owned(),
    };
    sessions::create(tx, &session, now).await?;
    Ok((account_id, family_id, application_id))
}

/// Writes the audit row of each of these acts.
async fn note(
    tx: &mut Tx,
    ids: &mut Ids,
    subject: &str,
    action: &str,
    detail: &str,
    at: Micros,
) -> Result<(), ApiError> {
    audit::append(tx, &audit::Event { id: ids.id(), subject, actor: "bench", action, at, detail }).await?;
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, ApiError> {
    serde_json::to_vec(value).map_err(ApiError::internal)
}
