//! The print of a confirmed application, made from its snapshot.

use qabul_documents::{Check, FormDocument, FormLabels, Section, in_fours};
use qabul_domain::calendar::{Micros, date_time_text};
use qabul_domain::language::Lang;
use qabul_domain::money::Qepik;
use qabul_domain::typed::printable;
use qabul_store::Tx;
use uuid::Uuid;

use super::confirmation::declaration;
use super::load::{Loaded, around, owned};
use super::snapshot::{self, Read};
use super::view::state_text;
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::procedures::Stored;
use crate::texts;
use crate::use_cases::campaigns::title;

/// A document ready to be printed.
struct Paper {
    document: FormDocument,
}

/// The application as PDF. Only a confirmed application can be printed (MAG-16).
///
/// # Errors
/// Another account's application, or not confirmed.
pub async fn print(context: &Context, account_id: Uuid, id: Uuid, lang: Lang) -> Result<Vec<u8>, ApiError> {
    let (demo, public) = (context.config.demo, context.config.public_url.clone());
    let paper = context
        .db
        .read(async move |tx| {
            let row = owned(tx, id, account_id).await?;
            paper(tx, row, &public, demo, lang).await
        })
        .await?;
    render(context, paper).await
}

async fn render(context: &Context, paper: Paper) -> Result<Vec<u8>, ApiError> {
    let context = context.clone();
    tokio::task::spawn_blocking(move || context.printer.form(&paper.document))
        .await
        .map_err(ApiError::internal)?
        .map_err(ApiError::internal)
}

async fn paper(
    tx: &mut Tx,
    row: qabul_store::applications::Application,
    public_url: &str,
    demo: bool,
    lang: Lang,
) -> Result<Paper, ApiError> {
    let issued = qabul_store::documents::find_valid(tx, row.id, "application").await?.ok_or(Code::NotOffered)?;
    let version = issued.application_version.ok_or(Code::NotOffered)?;
    let loaded = around(tx, row).await?;
    let sealed = snapshot::read(tx, loaded.row.id, version).await?.ok_or(Code::NotOffered)?;
    let charged = qabul_store::ledger::charge_of(tx, loaded.row.id).await?.map(|(_, amount)| amount);
    let code = issued.code.into_inner();
    let check = Check {
        url: format!("{public_url}/check/{code}"),
        address: format!("{}/check", public_url.split_once("://").map_or(public_url, |(_, rest)| rest)),
        words: texts::fill(lang, "documents.checkWords", &[("url", &format!("{public_url}/check"))]),
        code_groups: in_fours(&code),
        code_label: texts::text(lang, "check.code"),
        alt: texts::text(lang, "documents.qr"),
    };
    Ok(Paper { document: form(&loaded, &sealed, charged, check, issued.issued_at, demo, lang)? })
}

fn form(
    loaded: &Loaded,
    sealed: &Read,
    charged: Option<Qepik>,
    check: Check,
    issued_at: Micros,
    demo: bool,
    lang: Lang,
) -> Result<FormDocument, ApiError> {
    let words = |key: &str| texts::text(lang, key);
    let stored =
        Stored { state: &loaded.row.state, draft_version: sealed.draft_version, draft: sealed.draft.get().as_bytes() };
    let answers = loaded.procedure.answers(stored, &sealed.facts, sealed.received_at, lang)?;
    let kind = &loaded.row.kind;
    let mut sections: Vec<Section> = Vec::new();
    for step in loaded.procedure.steps() {
        let given = |value: String| if value.is_empty() { words("documents.notGiven") } else { value };
        let mut rows: Vec<(String, String)> = answers
            .iter()
            .filter(|answer| answer.step == step)
            .map(|answer| (words(&format!("{kind}.labels.{}", answer.label)), given(answer.value.clone())))
            .collect();
        // The first step of every kind contains the personal data.
        if sections.is_empty() {
            let contact = sealed.contact.as_ref().unwrap_or(&loaded.contact);
            rows.extend(contact.rows(false, lang).into_iter().map(|(_, label, value)| (label, given(value))));
        }
        let name = step.split('.').next_back().unwrap_or_default();
        if !rows.is_empty() {
            sections.push(Section { title: words(&format!("{kind}.steps.{name}")), rows });
        }
    }
    let paid = charged.map(|sum| (words("documents.feePaid"), sum.display(lang)));
    let confirmed = (words("documents.confirmedAt"), date_time_text(issued_at, lang));
    sections.push(Section { title: words("documents.status"), rows: std::iter::once(confirmed).chain(paid).collect() });
    let facts = sealed.facts.person.known().unwrap_or(&loaded.person.facts);
    let at = date_time_text(issued_at, lang);
    Ok(FormDocument {
        lang: qabul_documents::Lang::from_tag(lang.tag()).unwrap_or(qabul_documents::Lang::Az),
        created: issued_at.0,
        title: words("documents.application"),
        service: title(&loaded.campaign, lang),
        academic_year: qabul_domain::az::academic_year(sealed.facts.campaign.academic_year, lang),
        work_number: texts::work_number(&loaded.row.work_number),
        person: printable(&facts.full_name()),
        status: state_text(kind, loaded.procedure.shown(&loaded.row.state), lang),
        issued: texts::fill(lang, "documents.issued", &[("at", &at)]),
        unconfirmed: None,
        sections,
        declaration: vec![declaration(lang)],
        check,
        test_mode: demo.then(|| words("documents.testMode")),
        labels: FormLabels {
            work_number: words("documents.workNumber"),
            person: words("documents.applicant"),
            status: words("documents.status"),
            issued: words("documents.issuedLabel"),
            declaration: words("documents.declarationLabel"),
            page: words("documents.page"),
        },
    })
}
