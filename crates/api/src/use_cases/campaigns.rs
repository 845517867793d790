//! Campaigns: what is open, until when and for which fee; and the signed-in person's services.

use qabul_contract::campaigns::{
    Campaign as Shown, CampaignList, CampaignPhase, Service, ServiceAction, ServiceApplication, ServiceList, Tone,
};
use qabul_contract::commissions::{CommissionList, CommissionView};
use qabul_contract::confirmation::PlaceView;
use qabul_domain::az;
use qabul_domain::calendar::{Micros, deadline_text};
use qabul_domain::facts::{CampaignFacts, ConfirmationPolicy, ExamModel};
use qabul_domain::language::Lang;
use qabul_domain::rules::book::campaign::Policies;
use qabul_domain::rules::edition::Edition;
use qabul_store::Tx;
use qabul_store::applications::{self, Application};
use qabul_store::campaigns::{self, Campaign};
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::ApiError;
use crate::procedures::procedure;
use crate::texts;
use crate::use_cases::applications::due_and_route;
use crate::use_cases::reference::is_official;

/// How many seconds a campaign stays in the public list after its end.
const SHOWN_AFTERWARDS_SECONDS: i64 = 60 * 86_400;

/// Parameters of a campaign: the JSON in its `settings`. A missing parameter has the value of the Rules.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CampaignSettings {
    /// Components of a result.
    pub exam_model: ExamModel,
    /// Who confirms themselves (2.1).
    pub confirmation: ConfirmationPolicy,
    /// Whether Russian is refused as the foreign language of the Russian section (a policy, not a clause).
    pub refuse_russian_in_russian_section: bool,
    /// Switches of the stages after registration.
    pub later: Later,
    /// Stages after the confirmation, with their expected times.
    pub expected: Vec<Expected>,
    /// Until when the commission accepts documents; µs since 1970 UTC, exclusive. Absent = the end of the window.
    pub commission_deadline: Option<Micros>,
    /// Places where the commission accepts documents.
    pub commissions: Vec<Place>,
}

/// Policies for the choice, the placement and annulment, where the act does not say what applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Later {
    /// Language specialties may be chosen only in the language declared at registration (MAG-13).
    pub strict_specialization_language: bool,
    /// For fee-paying seats only the total has a minimum, not each subject.
    pub paid_waives_subject_minima: bool,
    /// Annulment in one attempt excludes the person from the other attempt of the year (6.5).
    pub annulment_bars_year: bool,
    /// The essay is part of the foreign language score (4.3).
    pub language_score_with_essay: bool,
}

impl Default for Later {
    fn default() -> Self {
        let printed = Policies::default();
        Later {
            strict_specialization_language: printed.strict_specialization_language,
            paid_waives_subject_minima: printed.paid_waives_subject_minima,
            annulment_bars_year: printed.annulment_bars_year,
            language_score_with_essay: printed.language_score_with_essay,
        }
    }
}

impl CampaignSettings {
    /// Every policy of the campaign, in the form used by the rules.
    pub const fn policies(&self) -> Policies {
        Policies {
            confirmation: self.confirmation,
            refuse_russian_in_russian_section: self.refuse_russian_in_russian_section,
            strict_specialization_language: self.later.strict_specialization_language,
            paid_waives_subject_minima: self.later.paid_waives_subject_minima,
            annulment_bars_year: self.later.annulment_bars_year,
            language_score_with_essay: self.later.language_score_with_essay,
        }
    }
}

/// A place of the commission, in three languages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Place {
    /// Name.
    pub name: Words,
    /// Address.
    pub address: Words,
    /// Days and hours.
    pub hours: Words,
    /// Source of the data, as in reference lists; without a source it is not official.
    #[serde(default)]
    pub basis: String,
}

impl Place {
    /// The place in the form of the interface.
    pub fn view(&self, lang: Lang) -> PlaceView {
        PlaceView {
            name: self.name.pick(lang).to_owned(),
            address: self.address.pick(lang).to_owned(),
            hours: self.hours.pick(lang).to_owned(),
            official: is_official(&self.basis),
        }
    }
}

/// A text in three languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Azerbaijani.
    pub az: String,
    /// English.
    pub en: String,
    /// Russian.
    pub ru: String,
}

impl Words {
    /// From a literal triple.
    pub fn of([az, en, ru]: [&str; 3]) -> Words {
        Words { az: az.to_owned(), en: en.to_owned(), ru: ru.to_owned() }
    }

    /// The text in one language.
    pub fn pick(&self, lang: Lang) -> &str {
        match lang {
            Lang::Az => &self.az,
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
        }
    }
}

/// An announced later stage with its time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expected {
    /// Key under `timeline.expected.` in the locales: `slip`, `exam`, `preliminary`, `final`.
    pub name: String,
    /// When, µs since 1970 UTC.
    pub at: Micros,
}

/// The parameters of a stored campaign.
///
/// # Errors
/// When they cannot be read: no application is judged by default parameters instead.
pub fn settings(campaign: &Campaign) -> Result<CampaignSettings, ApiError> {
    serde_json::from_str(&campaign.settings)
        .map_err(|error| ApiError::internal(anyhow::anyhow!("settings of campaign {}: {error}", campaign.code)))
}

/// The data of a stored campaign that the rules need.
///
/// # Errors
/// When its parameters cannot be read.
pub fn campaign_facts(campaign: &Campaign) -> Result<CampaignFacts, ApiError> {
    let settings = settings(campaign)?;
    Ok(CampaignFacts {
        academic_year: year(campaign),
        attempt: attempt(campaign),
        opens: campaign.opens_at,
        closes: campaign.closes_at,
        fee: campaign.fee,
        exam_model: settings.exam_model,
        confirmation: settings.confirmation,
        refuse_russian_in_russian_section: settings.refuse_russian_in_russian_section,
        commission_closes: settings.commission_deadline,
        edition: Edition::default(),
    })
}

fn year(campaign: &Campaign) -> i32 {
    i32::try_from(campaign.academic_year).unwrap_or_default()
}

fn attempt(campaign: &Campaign) -> u8 {
    u8::try_from(campaign.attempt).unwrap_or_default()
}

/// Title in one language: `Magistraturaya 1-ci cəhd imtahanına qeydiyyat`.
pub fn title(campaign: &Campaign, lang: Lang) -> String {
    let attempt = attempt(campaign);
    let attempt = match lang {
        Lang::Az => az::ordinal(u64::from(attempt)),
        Lang::En | Lang::Ru => attempt.to_string(),
    };
    texts::fill(lang, &format!("{}.title", campaign.kind), &[("attempt", &attempt)])
}

/// Where a campaign stands.
pub fn phase(campaign: &Campaign, now: Micros) -> CampaignPhase {
    if now < campaign.opens_at {
        CampaignPhase::Announced
    } else if now < campaign.closes_at {
        CampaignPhase::Open
    } else {
        CampaignPhase::Closed
    }
}

/// A campaign in the form of the interface.
pub fn campaign_view(campaign: &Campaign, now: Micros, lang: Lang) -> Shown {
    let desk_closes = settings(campaign).ok().and_then(|settings| settings.commission_deadline);
    let desk_closes = desk_closes.filter(|at| *at < campaign.closes_at);
    Shown {
        id: campaign.id,
        kind: campaign.kind.clone(),
        title: title(campaign, lang),
        academic_year: az::academic_year(year(campaign), lang),
        attempt: attempt(campaign),
        phase: phase(campaign, now),
        opens_at: campaign.opens_at.into(),
        closes_at: campaign.closes_at.into(),
        deadline: deadline_text(campaign.closes_at, lang),
        desk_deadline: desk_closes.map(|at| deadline_text(at, lang)),
        fee: campaign.fee,
        fee_text: campaign.fee.display_fee(lang),
    }
}

/// Whether this program has the service that a campaign opens; a campaign of an unknown kind is not offered.
fn is_offered(campaign: &Campaign) -> bool {
    procedure(&campaign.kind).is_ok()
}

/// The public list: open campaigns, announced ones, and those that ended recently.
///
/// # Errors
/// When the store fails.
pub async fn list(context: &Context, lang: Lang) -> Result<CampaignList, ApiError> {
    let now = context.clock.now();
    let mut all = context.db.read(async move |tx| Ok::<_, ApiError>(campaigns::list(tx, now).await?)).await?;
    all.retain(|campaign| is_offered(campaign) && now < campaign.closes_at.plus_seconds(SHOWN_AFTERWARDS_SECONDS));
    all.sort_by_key(|campaign| match phase(campaign, now) {
        CampaignPhase::Open => 0,
        CampaignPhase::Announced => 1,
        CampaignPhase::Closed => 2,
    });
    Ok(CampaignList { items: all.iter().map(|campaign| campaign_view(campaign, now, lang)).collect() })
}

/// Where the commissions of the current campaigns accept documents.
///
/// # Errors
/// When the store fails; unreadable settings.
pub async fn commissions(context: &Context, lang: Lang) -> Result<CommissionList, ApiError> {
    let now = context.clock.now();
    let all = context.db.read(async move |tx| Ok::<_, ApiError>(campaigns::list(tx, now).await?)).await?;
    let mut items = Vec::new();
    for campaign in all.iter().filter(|campaign| now < campaign.closes_at) {
        let places = settings(campaign)?.commissions;
        if !places.is_empty() {
            items.push(CommissionView {
                campaign: title(campaign, lang),
                until_text: deadline_text(campaign_facts(campaign)?.desk_closes(), lang),
                places: places.iter().map(|place| place.view(lang)).collect(),
            });
        }
    }
    Ok(CommissionList { items })
}

/// The signed-in person's services: used ones, open ones, announced ones. A campaign that ended unused is not shown.
///
/// # Errors
/// When the store fails.
pub async fn services(context: &Context, who: Applicant, lang: Lang) -> Result<ServiceList, ApiError> {
    let now = context.clock.now();
    context
        .db
        .read(async move |tx| {
            let mut rows = Vec::new();
            for campaign in campaigns::list(tx, now).await?.into_iter().filter(is_offered) {
                let own = applications::list_for_person(tx, campaign.id, who.person_id).await?;
                let own = own.into_iter().find(|row| row.account_id == Some(who.account_id));
                let phase = phase(&campaign, now);
                let order = match (&own, phase) {
                    (Some(_), _) => 0,
                    (None, CampaignPhase::Open) => 1,
                    (None, CampaignPhase::Announced) => 2,
                    (None, CampaignPhase::Closed) => continue,
                };
                let application = match own {
                    Some(row) => Some(service_application(tx, row, now, lang).await?),
                    None => None,
                };
                let action = match (&application, phase) {
                    (Some(own), _) => own_action(own),
                    (None, CampaignPhase::Open) => ServiceAction::Start,
                    (None, _) => ServiceAction::Wait,
                };
                rows.push((order, Service { campaign: campaign_view(&campaign, now, lang), application, action }));
            }
            // Stable sort: within a group the order of the list of services is kept.
            rows.sort_by_key(|(order, _)| *order);
            Ok(ServiceList { items: rows.into_iter().map(|(_, row)| row).collect() })
        })
        .await
}

/// An application that waits for its person stays actionable until its own deadline, which for the commission's
/// applicants differs from the campaign's.
fn own_action(own: &ServiceApplication) -> ServiceAction {
    let open = own.due.as_ref().is_some_and(|due| due.open);
    if own.tone == Tone::Waiting && open { ServiceAction::Continue } else { ServiceAction::View }
}

async fn service_application(
    tx: &mut Tx,
    row: Application,
    now: Micros,
    lang: Lang,
) -> Result<ServiceApplication, ApiError> {
    let kind = procedure(&row.kind)?;
    let shown = kind.shown(&row.state);
    let (due, route) = due_and_route(tx, row.clone(), now, lang).await?;
    Ok(ServiceApplication {
        id: row.id,
        work_number: row.work_number,
        state: shown.to_owned(),
        state_text: texts::text(lang, &format!("{}.states.{shown}", row.kind)),
        tone: kind.tone(&row.state),
        due,
        route,
    })
}

#[cfg(test)]
mod tests {
    use qabul_domain::money::Qepik;
    use uuid::Uuid;

    use super::*;

    fn campaign(settings: &str) -> Campaign {
        Campaign {
            id: Uuid::nil(),
            kind: "masterExam".to_owned(),
            code: "master-2026-1".to_owned(),
            academic_year: 2026,
            attempt: 1,
            opens_at: Micros(0),
            closes_at: Micros(1_769_457_600_000_000), // 2026-01-27 00:00 in Baku
            fee: Qepik::manat(50),
            rule_set: "NK-2017-24".to_owned(),
            settings: settings.to_owned(),
            announced_at: Some(Micros(0)),
            sort: 1,
            version: 1,
        }
    }

    #[test]
    fn the_title_carries_the_attempt_with_its_azerbaijani_suffix() {
        let campaign = campaign("{}");
        assert_eq!(title(&campaign, Lang::Az), "Magistraturaya 1-ci cəhd imtahanına qeydiyyat");
        assert!(title(&campaign, Lang::En).contains("attempt 1"));
        let shown = campaign_view(&campaign, Micros(1), Lang::Az);
        assert_eq!(shown.academic_year, "2026/2027-ci tədris ili");
        assert_eq!(shown.deadline, "26 yanvar 2026, 23:59");
        assert_eq!(shown.desk_deadline, None);
        assert_eq!(shown.phase, CampaignPhase::Open);
        assert_eq!(campaign_view(&campaign, campaign.closes_at, Lang::Az).phase, CampaignPhase::Closed);
    }

    #[test]
    fn parameters_nobody_set_are_as_the_rules_print_them_and_unreadable_ones_are_refused() {
        let facts = campaign_facts(&campaign("{}")).unwrap();
        assert_eq!(facts.exam_model, ExamModel::TwoStage);
        assert_eq!(facts.confirmation, ConfirmationPolicy::Rules2017);
        assert!(!facts.refuse_russian_in_russian_section);
        assert!(campaign_facts(&campaign(r#"{"examModel":"THREE_STAGE"}"#)).is_err());
        assert!(campaign_facts(&campaign(r#"{"exam_model":"TWO_STAGE"}"#)).is_err());
        let read = settings(&campaign(r#"{"expected":[{"name":"exam","at":5}]}"#)).unwrap();
        assert_eq!(read.expected, [Expected { name: "exam".to_owned(), at: Micros(5) }]);
    }
}
