//! Conditions of the campaign that no clause of the act states, asked beside it.

use super::kinds::{FactKind as F, FactSet};
use super::told::choice;
use super::{Bound, Check, Finding, Reason, Row, Stage, Stages, View};
use crate::catalogue::Class;
use crate::decision::Clause;
use crate::exam::SpecializationLanguage;
use crate::rules::{policy, reach};

pub(super) const ROWS: &[Row] = &[
    Row {
        clause: policy::MAG_13,
        says: [
            "Bakalavr öz bölməsinin yerlərində və qeydiyyatda göstərdiyi ixtisaslaşma dilində yarışır.",
            "The applicant competes for seats of the own section and in the specialization language declared at registration.",
            "Бакалавр участвует в конкурсе своего сектора и на языке специализации, указанном при регистрации.",
        ],
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Section, F::ForeignLanguage, F::SpecializationLanguage, F::Row, F::Policies]),
        of_person: Stages::of(&[Stage::Register]),
        of_wish: Stages::of(&[Stage::Choice, Stage::Placement]),
        component: None,
        outcomes: &[
            Reason::Policy(policy::Reason::RussianInRussianSection),
            Reason::Row(reach::Reason::OtherSection),
            Reason::Row(reach::Reason::OtherSpecializationLanguage),
            Reason::Choice(choice::Reason::SpecializationLanguageNotDeclared),
        ],
        check: Check::Software(section_and_language),
        proof: "condition_mag_13_keeps_to_section_and_declared_specialization_language",
    },
    Row {
        clause: Clause("PORTAL-4"),
        says: [
            "Məlumatları əl ilə doldurulmuş kabinet yoxlanılanadək ərizə təsdiq edilmir.",
            "An application is not confirmed before a hand-filled cabinet is checked.",
            "Заявление не подтверждается, пока не проверен кабинет, заполненный вручную.",
        ],
        bound: &[Bound::Applicant],
        facts: FactSet::of(&[F::Account]),
        of_person: Stages::of(&[Stage::Register]),
        of_wish: Stages::NONE,
        component: None,
        outcomes: &[Reason::Policy(policy::Reason::AccountNotVerified)],
        check: Check::Software(account_is_verified),
        proof: "the_book_finds_at_registration_what_registration_finds",
    },
];

fn section_and_language(view: &View<'_>) -> Finding {
    let (answers, policies) = (&view.case.answers, &view.campaign.policies);
    let Some(wish) = view.wish else {
        let refused = policies.refuse_russian_in_russian_section;
        return policy::russian_section(refused, answers.section, answers.foreign_language).map(Reason::Policy);
    };
    let row = &wish.conditions;
    if answers.section.is_some_and(|section| !row.section.takes(section)) {
        return Finding::Broken(Reason::Row(reach::Reason::OtherSection));
    }
    if row.class != Class::ForeignLanguage || !policies.strict_specialization_language {
        return Finding::Holds;
    }
    match answers.specialization_language {
        None => Finding::NotConcerned,
        Some(declared) if declared == row.specialization_language => Finding::Holds,
        Some(SpecializationLanguage::None) => {
            Finding::Broken(Reason::Choice(choice::Reason::SpecializationLanguageNotDeclared))
        }
        Some(_) => Finding::Broken(Reason::Row(reach::Reason::OtherSpecializationLanguage)),
    }
}

fn account_is_verified(view: &View<'_>) -> Finding {
    if view.case.account_verified {
        Finding::Holds
    } else {
        Finding::Broken(Reason::Policy(policy::Reason::AccountNotVerified))
    }
}
