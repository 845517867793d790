//! What would be open to a person: this module reads the question and looks up the data; the rules answer it.

use qabul_contract::campaigns::CampaignPhase;
use qabul_contract::confirmation::PaperView;
use qabul_contract::eligibility::{
    ClosedWish, Eligibility, EligibilityBasis, EligibilityFinding, EligibilityLanguage, EligibilityOverview,
    EligibilityPair, EligibilityQuery, EligibilityRoute, EligibilitySeats, EligibilityWish, Ground, LanguageStep,
    OverviewGroup, OverviewRow,
};
use qabul_contract::reference::{Catalogue, CatalogueRow};
use qabul_domain::az;
use qabul_domain::calendar::baku_date;
use qabul_domain::decision::{Clause, Explain};
use qabul_domain::exam::ExamLanguage;
use qabul_domain::facts::{CampaignFacts, ConfirmationPolicy, ExamModel, Level};
use qabul_domain::language::Lang;
use qabul_domain::money::Qepik;
use qabul_domain::procedure::Procedure;
use qabul_domain::procedures::master_exam::MasterExam;
use qabul_domain::rules::edition::Edition;
use qabul_domain::rules::foreign_language::{Change, LanguageSet};
use qabul_domain::rules::reach::{Entry, sorted};
use qabul_domain::rules::what_if::{self, AskedDegree, Ends, Outcome, Place, Question, Row, Told, Wish, confirmation};
use qabul_store::campaigns::{self, Campaign};
use qabul_store::reference;

use crate::context::Context;
use crate::problem::{ApiError, Code, Line};
use crate::texts;
use crate::use_cases::campaigns::{campaign_facts, phase, title};
use crate::use_cases::catalogue;

/// Lists in which a completed specialty is looked up.
const SPECIALTIES: [&str; 2] = ["bachelorSpecialties", "masterSpecialties"];

/// The data from which an answer is made.
struct Asked {
    question: Question,
    campaign: CampaignFacts,
    basis: EligibilityBasis,
    catalogue: Catalogue,
}

/// Answers for the wishes.
///
/// # Errors
/// An unknown code, too many wishes; the store's.
pub async fn check(context: &Context, query: EligibilityQuery, lang: Lang) -> Result<Eligibility, ApiError> {
    let wanted = query.wishes.clone();
    let asked = read(context, query, lang).await?;
    let Asked { question, campaign, basis, catalogue } = &asked;
    let rows: Vec<(&str, Vec<&CatalogueRow>)> = wished(&wanted, catalogue)?;
    let wishes: Vec<Wish<'_>> = rows
        .iter()
        .map(|(code, rows)| rows.iter().map(|row| Row { code, conditions: row.conditions }).collect())
        .collect();
    let lines = what_if::lines(question, campaign);
    let languages = if wishes.is_empty() { Vec::new() } else { what_if::languages(question, campaign, &wishes) };
    let may_take_part = lines.iter().all(|line| line.outcome != Outcome::Bars);
    let summary = match (may_take_part, lines.is_empty() && wishes.is_empty()) {
        (false, _) => "eligibility.barred",
        (true, true) => "eligibility.nothing",
        (true, false) => "eligibility.may",
    };
    let for_all: Vec<&str> =
        languages.iter().filter(|one| one.serves_all).map(|one| one.language.label(lang)).collect();
    let languages_text = match (wishes.is_empty(), for_all.is_empty()) {
        (true, _) => String::new(),
        (false, true) => texts::text(lang, "eligibility.forNone"),
        (false, false) => texts::fill(lang, "eligibility.forAll", &[("languages", &for_all.join(", "))]),
    };
    let code_at = |at: usize| rows.get(at).map(|(code, _)| (*code).to_owned()).unwrap_or_default();
    Ok(Eligibility {
        basis: basis.clone(),
        summary: texts::text(lang, summary),
        may_take_part,
        route: confirmation(question, campaign).map(|(decision, papers)| EligibilityRoute {
            route: decision.route.word().to_owned(),
            ground: reason(qabul_domain::rules::applications::RouteDecision::CLAUSE, &decision.reason(), lang),
            papers: papers
                .iter()
                .map(|paper| PaperView {
                    code: paper.kind.word().to_owned(),
                    clause: paper.kind.clause().0.to_owned(),
                    text: paper.text(lang).to_owned(),
                })
                .collect(),
        }),
        wishes: rows.iter().map(|(code, rows)| wish(code, rows, question, &lines, lang)).collect(),
        findings: lines
            .iter()
            .map(|line| EligibilityFinding { outcome: line.outcome, ground: ground(&line.told, lang) })
            .collect(),
        languages_text,
        languages_for_all: languages.iter().filter(|one| one.serves_all).map(|one| one.language).collect(),
        languages: languages
            .iter()
            .map(|one| EligibilityLanguage {
                language: one.language,
                name: one.language.label(lang).to_owned(),
                serves_all: one.serves_all,
                open: (0_usize..)
                    .zip(&one.wishes)
                    .filter(|(_, told)| told.is_none())
                    .map(|(at, _)| code_at(at))
                    .collect(),
                closed: (0_usize..)
                    .zip(&one.wishes)
                    .filter_map(|(at, told)| {
                        told.as_ref().map(|told| ClosedWish { code: code_at(at), ground: ground(told, lang) })
                    })
                    .collect(),
            })
            .collect(),
        pairs: what_if::pairs(campaign, &wishes)
            .iter()
            .map(|pair| EligibilityPair {
                first: code_at(pair.first),
                second: code_at(pair.second),
                code: pair.why.code().to_owned(),
                text: pair.why.text(lang),
                clauses: pair.clauses.iter().map(|clause| clause.0.to_owned()).collect(),
            })
            .collect(),
    })
}

/// The whole catalogue, grouped by verdict.
///
/// # Errors
/// An unknown code; the store's.
pub async fn overview(context: &Context, query: EligibilityQuery, lang: Lang) -> Result<EligibilityOverview, ApiError> {
    let wanted = query.wishes.clone();
    let asked = read(context, query, lang).await?;
    wished(&wanted, &asked.catalogue)?;
    let lines = what_if::lines(&asked.question, &asked.campaign);
    let sorted = sorted(
        &asked.catalogue.items,
        |row| (row.code.as_str(), &row.conditions),
        |conditions| what_if::verdict(&asked.question, &lines, conditions).map(|told| ground(&told, lang)),
    );
    let mut groups: Vec<OverviewGroup> = vec![OverviewGroup { closed: None, rows: Vec::new() }];
    for Entry { row, verdict, funding } in sorted.entries {
        let place = groups.iter().position(|group| group.closed == verdict);
        let place = place.unwrap_or_else(|| {
            groups.push(OverviewGroup { closed: verdict, rows: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.rows.push(OverviewRow {
                code: row.code.clone(),
                title: row.title.clone(),
                institution: row.institution.clone(),
                teaching: row.conditions.teaching_language.label(lang).to_owned(),
                funding: funding.iter().map(|funding| funding.label(lang).to_owned()).collect(),
            });
        }
    }
    // The open ones come first; the sort is stable.
    groups.sort_by_key(|group| group.closed.as_ref().map(|ground| ground.clause.clone()));
    let count = |specializations: usize| u32::try_from(specializations).unwrap_or(u32::MAX);
    Ok(EligibilityOverview { basis: asked.basis, open: count(sorted.open), closed: count(sorted.closed), groups })
}

async fn read(context: &Context, query: EligibilityQuery, lang: Lang) -> Result<Asked, ApiError> {
    let now = context.clock.now();
    let specialty = query.specialty.clone();
    let (found, known) = context
        .db
        .read(async move |tx| {
            let mut known = specialty.is_none();
            for list in SPECIALTIES {
                if let Some(code) = &specialty {
                    known |= reference::find(tx, list, code).await?.is_some();
                }
            }
            Ok::<_, ApiError>((campaigns::list(tx, now).await?, known))
        })
        .await?;
    if !known {
        return Err(ApiError::field("/specialty", "unknownSpecialty"));
    }
    let catalogue = catalogue::show(context, lang).await?;
    let found = applying(found, now);
    let campaign = found.as_ref().map_or_else(|| Ok(as_printed(now)), campaign_facts)?;
    let basis = EligibilityBasis {
        rule_set: MasterExam::RULE_SET.to_owned(),
        campaign: found.as_ref().map(|found| title(found, lang)),
        academic_year: az::academic_year(campaign.academic_year, lang),
        official: catalogue.official,
        note: texts::text(lang, "eligibility.note"),
    };
    Ok(Asked { question: question(query), campaign, basis, catalogue })
}

/// The campaign whose terms apply: an open one, otherwise the next announced one, otherwise the last one.
fn applying(mut all: Vec<Campaign>, now: qabul_domain::calendar::Micros) -> Option<Campaign> {
    all.retain(|campaign| campaign.kind == MasterExam::KIND);
    all.sort_by_key(|campaign| match phase(campaign, now) {
        CampaignPhase::Open => (0, campaign.closes_at.0),
        CampaignPhase::Announced => (1, campaign.opens_at.0),
        CampaignPhase::Closed => (2, -campaign.closes_at.0),
    });
    all.into_iter().next()
}

/// The terms of the Rules as printed, if no campaign is announced.
fn as_printed(now: qabul_domain::calendar::Micros) -> CampaignFacts {
    use chrono::Datelike as _;
    CampaignFacts {
        academic_year: baku_date(now).year(),
        attempt: 0,
        opens: now,
        closes: now,
        fee: Qepik::ZERO,
        exam_model: ExamModel::TwoStage,
        confirmation: ConfirmationPolicy::Rules2017,
        refuse_russian_in_russian_section: false,
        commission_closes: None,
        edition: Edition::default(),
    }
}

fn question(query: EligibilityQuery) -> Question {
    let told =
        query.level.is_some() || query.studies.is_some() || query.degree_from.is_some() || query.specialty.is_some();
    Question {
        citizenship: query.citizenship,
        degree: told.then(|| AskedDegree {
            level: query.level.unwrap_or(Level::Bachelor),
            ends: query.studies.unwrap_or(Ends::Finished),
            place: query.degree_from.unwrap_or(Place::Azerbaijan),
            specialty: query.specialty,
        }),
        prior_master: query.prior_master,
        master_student: query.master_student,
        section: query.section,
        foreign_language: query.language,
        specialization_language: query.specialization_language,
    }
}

/// The rows of each wish; a wish that is named twice counts once.
fn wished<'a>(
    wanted: &'a [String],
    catalogue: &'a Catalogue,
) -> Result<Vec<(&'a str, Vec<&'a CatalogueRow>)>, ApiError> {
    let mut wishes: Vec<(&str, Vec<&CatalogueRow>)> = Vec::new();
    let mut unknown = Vec::new();
    for (at, code) in wanted.iter().enumerate() {
        if wishes.iter().any(|(other, _)| other == code) {
            continue;
        }
        let rows: Vec<_> = catalogue.items.iter().filter(|row| row.code == *code).collect();
        if rows.is_empty() {
            unknown.push(Line::field(&format!("/wishes/{at}"), "unknownSpecialization"));
        } else {
            wishes.push((code, rows));
        }
    }
    if unknown.is_empty() { Ok(wishes) } else { Err(ApiError::new(Code::Validation).with_all(unknown)) }
}

fn wish(
    code: &str,
    rows: &[&CatalogueRow],
    question: &Question,
    lines: &[what_if::Line],
    lang: Lang,
) -> EligibilityWish {
    let seats: Vec<EligibilitySeats> = rows
        .iter()
        .map(|row| EligibilitySeats {
            section: row.conditions.section,
            funding: row.conditions.funding,
            funding_text: row.conditions.funding.label(lang).to_owned(),
            capacity: row.capacity,
            closed: what_if::verdict(question, lines, &row.conditions).map(|told| ground(&told, lang)),
        })
        .collect();
    let first = rows.first();
    let allowed = first.map(|row| what_if::language_clauses(&row.conditions));
    let languages: Vec<ExamLanguage> =
        allowed.as_ref().map(|allowed| allowed.languages.languages().collect()).unwrap_or_default();
    EligibilityWish {
        code: code.to_owned(),
        title: first.map(|row| row.title.clone()).unwrap_or_default(),
        institution: first.map(|row| row.institution.clone()).unwrap_or_default(),
        teaching: first.map(|row| row.conditions.teaching_language.label(lang).to_owned()).unwrap_or_default(),
        open: seats.iter().any(|seats| seats.closed.is_none()),
        seats,
        languages_text: languages.iter().map(|one| one.label(lang)).collect::<Vec<_>>().join(", "),
        languages,
        because: allowed.map(|allowed| allowed.because.iter().map(step).collect()).unwrap_or_default(),
    }
}

fn step(&(clause, change): &(Clause, Change)) -> LanguageStep {
    let list = |set: LanguageSet| set.languages().collect::<Vec<_>>();
    let (added, removed) = match change {
        Change::Added(set) => (list(set), Vec::new()),
        Change::Removed(set) => (Vec::new(), list(set)),
    };
    LanguageStep { clause: clause.0.to_owned(), added, removed }
}

fn ground(told: &Told, lang: Lang) -> Ground {
    reason(told.clause, &*told.reason, lang)
}

fn reason(clause: Clause, reason: &dyn Explain, lang: Lang) -> Ground {
    Ground {
        clause: clause.0.to_owned(),
        citation: clause.cite(lang),
        code: reason.code().to_owned(),
        text: reason.text(lang),
    }
}
