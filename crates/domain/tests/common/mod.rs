//! A case that may be confirmed, to be spoiled one thing at a time.
#![allow(dead_code, clippy::unwrap_used, reason = "shared by several test binaries")]

pub mod book;
pub mod vary;

use chrono::NaiveDate;
use qabul_domain::calendar::Micros;
use qabul_domain::decision::{Clause, Explain, Finding};
use qabul_domain::facts::*;
use qabul_domain::money::Qepik;
use qabul_domain::procedure::{By, Case, Decided, Procedure, Refused};
use qabul_domain::procedures::master_exam::*;

/// Days, in microseconds.
pub const DAY: i64 = 86_400 * Micros::SECOND;
/// The window opens at day 0 and closes at day 30.
pub const NOW: Micros = Micros(10 * DAY);

/// One case, owned.
#[derive(Clone)]
pub struct Sample {
    pub draft: MasterExamDraft,
    pub facts: FactBook,
    pub now: Micros,
}

pub fn known<T>(value: T, source: Source) -> Fact<T> {
    Fact::Known { value, source, at: Micros(0) }
}

pub fn bachelor() -> Degree {
    Degree {
        id: "b1".into(),
        source: Source::Tmms,
        level: Level::Bachelor,
        status: StudyStatus::Finished,
        funding: Some(Funding::State),
        institution_code: Some("11703".into()),
        institution: "Bakı Mühəndislik Universiteti".into(),
        in_azerbaijan: true,
        recognised: None,
        admission_year: Some(2020),
        admission_work_number: Some("312345".into()),
        finish_year: Some(2024),
        specialty_code: "050632".into(),
        specialty: "İnformasiya texnologiyaları".into(),
        specialization_language: None,
        diploma: Some("A055678".into()),
        average: Some("91,4".into()),
        average_scale: Some(100),
        holder_surname: None,
    }
}

pub fn master(status: StudyStatus, funding: Funding, finish_year: Option<i32>) -> Degree {
    Degree { id: "m1".into(), level: Level::Master, status, funding: Some(funding), finish_year, ..bachelor() }
}

/// A citizen with a finished bachelor degree in Azerbaijan, a full draft, enough money, day 10 of 30.
pub fn sample() -> Sample {
    let person = PersonFacts {
        surname: "Əliyeva".into(),
        name: "Aysel".into(),
        patronymic: "Rauf".into(),
        birth_date: NaiveDate::from_ymd_opt(2002, 4, 7).unwrap(),
        citizenship: Citizenship::Azerbaijan,
        document: "AA1234567".into(),
        registered_place: "Bakı".into(),
        actual_place: "Gəncə".into(),
    };
    let campaign = CampaignFacts {
        academic_year: 2026,
        attempt: 1,
        opens: Micros(0),
        closes: Micros(30 * DAY),
        fee: Qepik::manat(50),
        exam_model: ExamModel::TwoStage,
        confirmation: ConfirmationPolicy::Rules2017,
        refuse_russian_in_russian_section: true,
        commission_closes: None,
        edition: Default::default(),
    };
    let facts = FactBook {
        campaign,
        person: known(person, Source::PopulationRegister),
        education: known(vec![bachelor()], Source::Tmms),
        balance: Qepik::manat(50),
        receivable: Qepik::ZERO,
        account_verified: true,
    };
    let mut draft = MasterExamDraft::default();
    draft.personal.names_changed = Some(false);
    draft.education.degree_id = Some("b1".into());
    draft.education.prior_master = Some(PriorMaster::None);
    draft.exam.section = Some(Section::Az);
    draft.exam.foreign_language = Some(ExamLanguage::En);
    draft.exam.specialization_language = Some(SpecializationLanguage::None);
    Sample { draft, facts, now: NOW }
}

impl Sample {
    pub fn case(&self) -> Case<'_, MasterExam> {
        Case { draft: &self.draft, facts: &self.facts, now: self.now }
    }
    /// Replaces the degrees on record; the first is picked.
    pub fn degrees(mut self, degrees: Vec<Degree>) -> Self {
        self.draft.education.degree_id = degrees.first().map(|degree| degree.id.clone());
        self.facts.education = known(degrees, Source::Tmms);
        self
    }
    pub fn citizenship(mut self, citizenship: Citizenship) -> Self {
        if let Fact::Known { value, .. } = &mut self.facts.person {
            value.citizenship = citizenship;
        }
        self
    }
    pub fn with(mut self, change: impl FnOnce(&mut Sample)) -> Self {
        change(&mut self);
        self
    }
    pub fn finding(&self, clause: &str) -> Finding<Reason> {
        let findings = MasterExam::judge(&self.case());
        findings.into_iter().find(|(Clause(number), _)| *number == clause).unwrap().1
    }
    /// Code of the reason a clause is broken for.
    pub fn broken(&self, clause: &str) -> Option<&'static str> {
        self.finding(clause).broken().map(|reason| reason.code())
    }
    pub fn gaps(&self) -> Vec<(&'static str, &'static str)> {
        MasterExam::gaps(&self.case()).into_iter().map(|gap| (gap.pointer, gap.code)).collect()
    }
    pub fn advice(&self) -> Vec<(&'static str, &'static str)> {
        let advice = MasterExam::advice(&self.case());
        advice.into_iter().map(|(Clause(number), reason)| (number, reason.code())).collect()
    }
    pub fn decide(
        &self,
        state: ExamState,
        event: &MasterExamEvent,
        by: By,
    ) -> Result<Decided<MasterExam>, Refused<Reason>> {
        MasterExam::decide(state, event, by, &self.case())
    }
    /// The refusal of an event; panics where it is accepted.
    pub fn refusal(&self, state: ExamState, event: &MasterExamEvent, by: By) -> Refused<Reason> {
        self.decide(state, event, by).err().unwrap()
    }
}
