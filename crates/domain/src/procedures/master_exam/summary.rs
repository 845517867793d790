//! The answers as text, and the facets by which officers filter.

use super::{EDUCATION, EXAM, MasterExam, PERSONAL, PriorMaster, evidence, manual, steps};
use crate::average::on_scale;
use crate::calendar::date_text;
use crate::facts::{Degree, Fact, Source};
use crate::language::Lang;
use crate::procedure::{Answer, Case};
use crate::rules::applications::route;
use crate::typed::printable;

/// Codes of the labels [`crate::procedure::Procedure::answers`] uses; each is a key under `masterExam.labels` in the locales.
pub const LABELS: &[&str] = &[
    "fullName",
    "birthDate",
    "citizenship",
    "document",
    "registeredPlace",
    "actualPlace",
    "namesChanged",
    "previousSurname",
    "previousName",
    "previousPatronymic",
    "level",
    "institution",
    "finishYear",
    "specialty",
    "diploma",
    "admission",
    "degreeLanguage",
    "funding",
    "average",
    "priorMaster",
    "priorMasterInstitution",
    "priorMasterYear",
    "section",
    "foreignLanguage",
    "specializationLanguage",
];

struct Rows {
    rows: Vec<Answer>,
}

impl Rows {
    /// Adds a row in printable form; blank if there is no answer.
    fn add(&mut self, step: &'static str, label: &'static str, value: impl Into<String>, source: Option<Source>) {
        let value = printable(&value.into());
        // A blank value has no source.
        let source = source.filter(|_| !value.trim().is_empty());
        self.rows.push(Answer { step, label, value: value.trim().to_owned(), source });
    }
}

pub(super) fn answers(case: &Case<'_, MasterExam>, lang: Lang) -> Vec<Answer> {
    let mut rows = Rows { rows: Vec::new() };
    personal(case, lang, &mut rows);
    if let Some(mut degree) = steps::picked(case) {
        let by_hand = degree.id == Degree::MANUAL;
        if by_hand {
            degree.to_mut().diploma = manual::shown_diploma(&case.draft.education, lang);
        }
        let country = by_hand.then(|| manual::country_name(&case.draft.education, lang)).flatten();
        studies(&degree, country, lang, &mut rows);
    }
    typed_education(case, lang, &mut rows);
    exam(case, lang, &mut rows);
    rows.rows
}

fn personal(case: &Case<'_, MasterExam>, lang: Lang, rows: &mut Rows) {
    if let Fact::Known { value: person, source, .. } = &case.facts.person {
        let source = Some(*source);
        rows.add(PERSONAL, "fullName", person.full_name(), source);
        rows.add(PERSONAL, "birthDate", date_text(person.birth_date, lang), source);
        rows.add(PERSONAL, "citizenship", person.citizenship.label(lang), source);
        rows.add(PERSONAL, "document", person.document.as_str(), source);
        rows.add(PERSONAL, "registeredPlace", person.registered_place.as_str(), source);
        rows.add(PERSONAL, "actualPlace", person.actual_place.as_str(), source);
    }
    let typed = &case.draft.personal;
    rows.add(PERSONAL, "namesChanged", typed.names_changed.map(|yes| yes_or_no(yes, lang)).unwrap_or_default(), None);
    if typed.names_changed == Some(true) {
        let names = [
            ("previousSurname", &typed.previous_surname),
            ("previousName", &typed.previous_name),
            ("previousPatronymic", &typed.previous_patronymic),
        ];
        for (label, name) in names {
            rows.add(PERSONAL, label, name.as_deref().unwrap_or_default().trim(), None);
        }
    }
}

const fn yes_or_no(yes: bool, lang: Lang) -> &'static str {
    lang.pick(if yes { ["Bəli", "Yes", "Да"] } else { ["Xeyr", "No", "Нет"] })
}

/// `2019, 123456`: year and work number of the admission to the studies.
fn admission(degree: &Degree) -> String {
    let year = degree.admission_year.map(|year| year.to_string());
    let number = degree.admission_work_number.as_deref().map(str::trim).filter(|number| !number.is_empty());
    year.into_iter().chain(number.map(str::to_owned)).collect::<Vec<_>>().join(", ")
}

fn studies(degree: &Degree, country: Option<&str>, lang: Lang, rows: &mut Rows) {
    let source = Some(degree.source);
    rows.add(EDUCATION, "level", format!("{} – {}", degree.level.label(lang), degree.status.label(lang)), source);
    let institution = match &degree.institution_code {
        Some(code) => format!("{code} – {}", degree.institution),
        None => degree.institution.clone(),
    };
    let institution = country.map_or(institution.clone(), |country| format!("{institution}, {country}"));
    rows.add(EDUCATION, "institution", institution, source);
    rows.add(EDUCATION, "finishYear", degree.finish_year.map(|year| year.to_string()).unwrap_or_default(), source);
    let specialty = format!("{} {}", degree.shown_specialty_code(), degree.specialty);
    rows.add(EDUCATION, "specialty", specialty.trim(), source);
    rows.add(EDUCATION, "diploma", degree.diploma.clone().unwrap_or_default(), source);
    rows.add(EDUCATION, "admission", admission(degree), source);
    if let Some(language) = degree.specialization_language.as_deref() {
        rows.add(EDUCATION, "degreeLanguage", language, source);
    }
    rows.add(EDUCATION, "funding", degree.funding.map(|funding| funding.label(lang)).unwrap_or_default(), source);
    if let Some(average) = degree.average.as_deref().filter(|average| !steps::is_blank(Some(average))) {
        rows.add(EDUCATION, "average", on_scale(average, degree.average_scale, lang), source);
    }
}

fn typed_education(case: &Case<'_, MasterExam>, lang: Lang, rows: &mut Rows) {
    let typed = &case.draft.education;
    let from_register = steps::picked(case).is_some_and(|degree| !steps::is_blank(degree.average.as_deref()));
    if !from_register {
        let scale = typed.average_scale.and_then(|scale| u8::try_from(scale).ok());
        let average = typed.average.as_deref().map(|average| on_scale(average, scale, lang));
        rows.add(EDUCATION, "average", average.unwrap_or_default(), None);
    }
    rows.add(EDUCATION, "priorMaster", typed.prior_master.map(|prior| prior.label(lang)).unwrap_or_default(), None);
    if matches!(typed.prior_master, Some(PriorMaster::StateFunded | PriorMaster::Paid)) {
        let institution = typed.prior_master_institution.as_deref().unwrap_or_default().trim();
        let known = steps::registered_masters(case).find(|degree| degree.institution.trim() == institution);
        rows.add(EDUCATION, "priorMasterInstitution", institution, known.map(|degree| degree.source));
        let year = typed.prior_master_year.map(|year| year.to_string()).unwrap_or_default();
        let known = known.filter(|degree| degree.finish_year == typed.prior_master_year);
        rows.add(EDUCATION, "priorMasterYear", year, known.map(|degree| degree.source));
    }
}

fn exam(case: &Case<'_, MasterExam>, lang: Lang, rows: &mut Rows) {
    let typed = &case.draft.exam;
    rows.add(EXAM, "section", typed.section.map(|section| section.label(lang)).unwrap_or_default(), None);
    let language = typed.foreign_language.map(|language| language.label(lang)).unwrap_or_default();
    rows.add(EXAM, "foreignLanguage", language, None);
    let specialization = typed.specialization_language.map(|language| language.label(lang)).unwrap_or_default();
    rows.add(EXAM, "specializationLanguage", specialization, None);
}

/// The values do not identify the person, because facets are stored unencrypted.
pub(super) fn facets(case: &Case<'_, MasterExam>) -> Vec<(&'static str, String)> {
    let typed = &case.draft.exam;
    let mut facets = Vec::new();
    let mut add = |name, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facets.push((name, value.to_owned()));
        }
    };
    add("section", typed.section.map(|section| section.word()));
    add("foreignLanguage", typed.foreign_language.map(|language| language.word()));
    add("specializationLanguage", typed.specialization_language.map(|language| language.word()));
    let by_hand = manual::typed(&case.draft.education);
    add("route", route(&evidence(case, by_hand.as_ref())).ok().flatten().map(|decision| decision.route.word()));
    if let Some(degree) = steps::picked(case) {
        add("institution", degree.institution_code.as_deref());
        add("specialty", Some(&degree.specialty_code));
    }
    facets
}
