//! An applicant for whom every clause of the book holds at every stage, to be spoiled one fact at a time.

use qabul_domain::calendar::Micros;
use qabul_domain::catalogue::{Class, Code, Conditions, Group, GroupSet, Ranking, SeatSection};
use qabul_domain::decision::Explain as _;
use qabul_domain::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use qabul_domain::facts::*;
use qabul_domain::money::Qepik;
use qabul_domain::rules::book::campaign::*;
use qabul_domain::rules::book::dossier::*;
use qabul_domain::rules::book::score::{Points, Vector};
use qabul_domain::rules::book::{Finding, QAYDALAR_2017, Stage};
use qabul_domain::rules::foreign_language::TeachingLanguage;
use qabul_domain::rules::general::Picked;

use super::{DAY, bachelor};

/// The instant of judging: day 200; the choice is open, the placement is announced on day 195, enrolment and appeals are open.
pub const LATER: Micros = Micros(200 * DAY);

pub const HOUR: i64 = 3_600 * Micros::SECOND;

pub fn code(text: &str) -> Code {
    Code::of(text).unwrap()
}

pub fn both(state: u16, paid: u16) -> Option<ByFunding> {
    Some(ByFunding { state: Points::whole(state), paid: Points::whole(paid) })
}

/// Conditions of the humanities and of economics, as the two-stage model has them.
pub fn numbers() -> Numbers {
    let conditions = |stage1, state, paid| {
        Some(GroupConditions {
            logic: Points::whole(15),
            informatics: Points::whole(5),
            foreign: Points::whole(5),
            stage1: Points::whole(stage1),
            stage2: both(25, 20),
            total: both(state, paid),
        })
    };
    let mut numbers = Numbers { language: both(20, 15), ..Numbers::default() };
    numbers.groups[Group::Hum as usize] = conditions(50, 75, 70);
    numbers.groups[Group::Econ as usize] = conditions(45, 70, 65);
    numbers
}

pub fn window(from: i64, to: i64) -> Option<Window> {
    Some(Window { opens: Micros(from * DAY), closes: Micros(to * DAY) })
}

pub fn campaign() -> Campaign {
    Campaign {
        year: 2026,
        attempt: 1,
        model: ExamModel::TwoStage,
        fee: Qepik::manat(50),
        policies: Policies::default(),
        numbers: numbers(),
        matching: Some(Matching::new(
            vec![(code("050632"), code("060407")), (code("050632"), code("060203")), (code("050632"), code("060505"))],
            vec![(code("060210"), Points::whole(50))],
        )),
        calendar: Calendar {
            choice: window(190, 210),
            vacant_choice: window(190, 210),
            enrolment: window(195, 206),
            appeals: window(198, 202),
        },
    }
}

pub fn attempt() -> Attempt {
    Attempt {
        year: 2026,
        language: ExamLanguage::En,
        logic: Points::whole(25),
        informatics: Points::whole(15),
        foreign: Points::whole(20),
        essay: None,
        specialty: Some(Points::whole(40)),
    }
}

pub fn vector() -> Vector {
    Vector {
        total: Points::whole(100),
        average: qabul_domain::average::Average::parse("91,4", 100).ok(),
        specialty: Some(Points::whole(40)),
        logic: Points::whole(25),
        foreign: Points::whole(20),
    }
}

pub fn wish(number: u8, funding: Funding) -> Wish {
    Wish {
        number,
        code: code("990001"),
        specialty: code("060407"),
        conditions: Conditions {
            teaching_language: TeachingLanguage::Az,
            class: Class::General,
            specialization_language: SpecializationLanguage::None,
            section: SeatSection::Az,
            funding,
        },
        group: Group::Econ,
        ranking: Ranking::Total,
        talent_needed: false,
        journalism: false,
        institution: Told::Known(Institution { takes_part: true, own_stage2: false, interview: false }),
        interview: Told::Nothing,
        talent: Told::Nothing,
        own_procedure: Told::Nothing,
        standing: Told::Known(Standing {
            own: vector(),
            last: Some(vector()),
            seats: 10,
            placed: 10,
            tied: 1,
            here: true,
        }),
    }
}

#[derive(Clone)]
pub struct Person {
    pub campaign: Campaign,
    pub case: Dossier,
}

pub fn person() -> Person {
    let study = bachelor().study();
    let wishes = vec![wish(1, Funding::State), wish(2, Funding::Paid)];
    let case = Dossier {
        citizenship: Told::Known(Citizenship::Azerbaijan),
        studies: Told::Known(vec![study]),
        picked: Picked::Recorded(study),
        answers: Answers {
            prior_master: Some(PriorMaster::None),
            section: Some(Section::Az),
            foreign_language: Some(ExamLanguage::En),
            specialization_language: Some(SpecializationLanguage::None),
            claims_conditions: false,
        },
        purse: Purse { balance: Qepik::manat(50), receivable: Qepik::ZERO },
        account_verified: true,
        papers: Told::Silent,
        disability: Told::Nothing,
        results: Told::Known(Results { attempts: [Some(attempt()), None], picked: None }),
        groups: GroupSet::default().with(Group::Econ),
        conduct: Told::Nothing,
        sitting: Told::Known(Sitting {
            stage: ExamStage::First,
            starts: Micros(100 * DAY),
            minutes: 180,
            left: Some(Micros(100 * DAY + 2 * HOUR)),
        }),
        placement: Told::Known(Placed { wish: 1, announced: Micros(195 * DAY) }),
        enrolment: Told::Known(Enrolment { submitted: Some(Micros(199 * DAY)), returned: None }),
        appeal: Some(Appeal { filed: Some(Micros(199 * DAY)), bearer: Bearer::Own, identity_seen: true }),
        wishes,
        form_confirmed: true,
        ..Dossier::empty(LATER)
    };
    Person { campaign: campaign(), case }
}

impl Person {
    pub fn with(mut self, change: impl FnOnce(&mut Person)) -> Person {
        change(&mut self);
        self
    }
    /// The same with its first wish changed.
    pub fn wish(self, change: impl FnOnce(&mut Wish)) -> Person {
        self.with(|person| change(&mut person.case.wishes[0]))
    }
    /// What one clause finds of the person.
    pub fn finds(&self, stage: Stage, clause: &str) -> Finding {
        let mut found = None;
        QAYDALAR_2017.judge(stage, &self.campaign, &self.case, &mut |row, wish, finding| {
            if row.clause.0 == clause && wish.is_none() {
                found = Some(finding);
            }
        });
        found.unwrap_or_else(|| panic!("{clause} is not asked of persons at {stage:?}"))
    }
    /// What one clause finds of the first wish.
    pub fn finds_wish(&self, stage: Stage, clause: &str) -> Finding {
        let mut found = None;
        let wish = &self.case.wishes[0];
        QAYDALAR_2017.judge_wish(stage, &self.campaign, &self.case, wish, &mut |row, finding| {
            if row.clause.0 == clause {
                found = Some(finding);
            }
        });
        found.unwrap_or_else(|| panic!("{clause} is not asked of wishes at {stage:?}"))
    }
    /// Code of the reason the first wish breaks a clause for, at the choice.
    pub fn closed(&self, clause: &str) -> Option<&'static str> {
        self.finds_wish(Stage::Choice, clause).broken().map(|reason| reason.code())
    }
    /// Code of the reason the person breaks a clause for.
    pub fn broken(&self, stage: Stage, clause: &str) -> Option<&'static str> {
        self.finds(stage, clause).broken().map(|reason| reason.code())
    }
}
