//! Random applicants, one kind of fact at a time. Seeded, so that a failure comes again.

use qabul_domain::average::Average;
use qabul_domain::calendar::Micros;
use qabul_domain::catalogue::{Class, Group, GroupSet, Ranking, SeatSection};
use qabul_domain::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use qabul_domain::facts::*;
use qabul_domain::money::Qepik;
use qabul_domain::rules::book::campaign::*;
use qabul_domain::rules::book::conduct::{Act, Acts, Annulment};
use qabul_domain::rules::book::dossier::*;
use qabul_domain::rules::book::kinds::FactKind as F;
use qabul_domain::rules::book::score::{Points, Vector};
use qabul_domain::rules::foreign_language::TeachingLanguage;
use qabul_domain::rules::general::Picked;
use qabul_domain::rules::papers::PaperKind;

use super::book::{Person, both, campaign, code, numbers, wish};
use super::{DAY, bachelor};

/// xorshift64*.
pub struct Dice(pub u64);

impl Dice {
    pub fn up_to(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % (most + 1)
    }
    pub fn coin(&mut self) -> bool {
        self.up_to(1) == 1
    }
    pub fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.up_to(all.len() as u64 - 1) as usize].clone()
    }
    pub fn maybe<T>(&mut self, value: T) -> Option<T> {
        self.coin().then_some(value)
    }
    fn told<T>(&mut self, value: T) -> Told<T> {
        match self.up_to(5) {
            0 => Told::Silent,
            1 => Told::Nothing,
            _ => Told::Known(value),
        }
    }
    fn points(&mut self, most: u64) -> Points {
        Points(self.up_to(most * 4) as u16 * 25)
    }
    fn day(&mut self) -> Micros {
        Micros((188 + self.up_to(25) as i64) * DAY)
    }
}

fn study(dice: &mut Dice) -> Study {
    Study {
        level: dice.of(&[Level::SubBachelor, Level::Bachelor, Level::BaseMedical, Level::Master]),
        status: dice.of(&[StudyStatus::Finished, StudyStatus::Studying, StudyStatus::OnLeave, StudyStatus::Left]),
        funding: dice.of(&[None, Some(Funding::State), Some(Funding::Paid)]),
        in_azerbaijan: dice.up_to(3) > 0,
        recognised: dice.of(&[None, Some(true), Some(false)]),
        finish_year: dice.of(&[None, Some(2025), Some(2026), Some(2027)]),
        specialty: dice.of(&[None, Some(code("050632")), Some(code("050999"))]),
        state_years: dice.of(&[None, Some(0), Some(2)]),
    }
}

fn attempt(dice: &mut Dice) -> Attempt {
    Attempt {
        year: dice.of(&[2026, 2026, 2026, 2025]),
        language: dice.of(&ExamLanguage::ALL),
        logic: dice.points(40),
        informatics: dice.points(25),
        foreign: dice.points(30),
        essay: dice.of(&[None, Some(Points::whole(3))]),
        specialty: dice.of(&[None, Some(Points::whole(22)), Some(Points::whole(60))]),
    }
}

fn vector(dice: &mut Dice) -> Vector {
    Vector {
        total: Points::whole(99 + dice.up_to(1) as u16),
        average: dice.of(&[None, Average::parse("90", 100).ok(), Average::parse("4,5", 5).ok()]),
        specialty: dice.of(&[None, Some(Points::whole(40))]),
        logic: Points::whole(20 + dice.up_to(1) as u16),
        foreign: Points::whole(20 + dice.up_to(1) as u16),
    }
}

fn acts(dice: &mut Dice) -> Acts {
    if dice.coin() { Acts::default() } else { Acts::default().with(dice.of(&Act::ALL)) }
}

fn outcome(dice: &mut Dice) -> Told<Outcome> {
    let outcome = dice.of(&[Outcome::Passed, Outcome::Failed, Outcome::Registered]);
    dice.told(outcome)
}

/// Gives facts of one kind other values, by chance the same.
pub fn vary(kind: F, dice: &mut Dice, person: &mut Person) {
    let Person { campaign, case } = person;
    match kind {
        F::Citizenship => {
            let all = [Citizenship::Azerbaijan, Citizenship::Foreign, Citizenship::Stateless, Citizenship::Protected];
            let one = dice.of(&all);
            case.citizenship = dice.told(one);
        }
        F::Studies => {
            let studies: Vec<Study> = (0..dice.up_to(2)).map(|_| study(dice)).collect();
            case.picked = match (dice.up_to(3), studies.first()) {
                (0, _) => Picked::Typed(Some(study(dice))),
                (1, _) => Picked::Typed(None),
                (2, Some(first)) => Picked::Recorded(*first),
                _ => Picked::Nothing,
            };
            case.studies = dice.told(studies);
        }
        F::PriorMaster => {
            case.answers.prior_master =
                dice.of(&[None, Some(PriorMaster::None), Some(PriorMaster::StateFunded), Some(PriorMaster::Paid)]);
        }
        F::Section => case.answers.section = dice.of(&[None, Some(Section::Az), Some(Section::Ru)]),
        F::ForeignLanguage => {
            let language = dice.of(&ExamLanguage::ALL);
            case.answers.foreign_language = dice.maybe(language);
        }
        F::SpecializationLanguage => {
            let own = dice.of(&SpecializationLanguage::ALL);
            case.answers.specialization_language = dice.maybe(own);
        }
        F::Claim => case.answers.claims_conditions = dice.coin(),
        F::Purse => {
            case.purse = Purse {
                balance: Qepik::manat(dice.of(&[0, 49, 50, 80])),
                receivable: Qepik::manat(dice.of(&[0, 0, 5])),
            };
        }
        F::Account => case.account_verified = dice.coin(),
        F::Papers => {
            let seen: Vec<PaperKind> = PaperKind::ALL.into_iter().filter(|_| dice.coin()).collect();
            case.papers = dice.told(Papers::of(&seen));
        }
        F::Results => {
            let (one, two) = (attempt(dice), attempt(dice));
            let attempts = [dice.maybe(one), dice.maybe(two)];
            let picked = dice.of(&[None, Some(1), Some(2)]);
            case.results = dice.told(Results { attempts, picked });
        }
        F::Conduct => {
            let annulment = Annulment { act: dice.of(&Act::ALL), attempt: 1 + dice.up_to(1) as u8 };
            let annulment = dice.maybe(annulment);
            let conduct = Conduct { reported: acts(dice), found: acts(dice), annulment };
            case.conduct = dice.told(conduct);
        }
        F::Sitting => {
            let left = Micros(100 * DAY + dice.up_to(240) as i64 * 60 * Micros::SECOND);
            let sitting = Sitting {
                stage: dice.of(&[ExamStage::First, ExamStage::Second]),
                starts: Micros(100 * DAY),
                minutes: 180,
                left: dice.maybe(left),
            };
            case.sitting = dice.told(sitting);
        }
        F::Disability => {
            let disability = Disability { group: 1 + dice.up_to(2) as u8, visual: dice.coin() };
            case.disability = dice.told(disability);
        }
        F::Basis => {
            let approved = dice.coin();
            case.basis = dice.of(&[Basis::Competition, Basis::Competition, Basis::Article265 { approved }]);
        }
        F::Round => case.round = dice.of(&[Round::Main, Round::Vacant]),
        F::Placement => {
            let placed = Placed { wish: 1 + dice.up_to(2) as u8, announced: dice.day() };
            case.placement = dice.told(placed);
        }
        F::Enrolment => {
            let (submitted, returned) = (dice.day(), dice.day());
            let enrolment = Enrolment { submitted: dice.maybe(submitted), returned: dice.maybe(returned) };
            case.enrolment = dice.told(enrolment);
        }
        F::Appeal => {
            let filed = dice.day();
            let appeal = Appeal {
                filed: dice.maybe(filed),
                bearer: dice.of(&[Bearer::Own, Bearer::Representative]),
                identity_seen: dice.coin(),
            };
            case.appeal = dice.maybe(appeal);
        }
        F::Form => {
            case.form_confirmed = dice.coin();
            case.wishes.truncate(1);
            case.wishes[0].number = 2;
            if dice.coin() {
                let first = Wish { number: 1, ..case.wishes[0] };
                case.wishes.push(first);
            }
            for number in 3..3 + dice.of(&[0, 1, 30]) {
                case.wishes.push(wish(number, Funding::Paid));
            }
        }
        F::Row => {
            let row = &mut case.wishes[0];
            row.specialty = code(dice.of(&["060407", "060210", "060999"]));
            row.conditions.teaching_language = dice.of(&TeachingLanguage::ALL);
            row.conditions.class = dice.of(&Class::ALL);
            row.conditions.specialization_language = dice.of(&SpecializationLanguage::ALL);
            row.conditions.section = dice.of(&SeatSection::ALL);
            row.conditions.funding = dice.of(&[Funding::State, Funding::Paid]);
            row.group = dice.of(&[Group::Econ, Group::Hum, Group::Art]);
            row.ranking = dice.of(&[Ranking::Total, Ranking::Total, Ranking::Own]);
            row.talent_needed = dice.up_to(3) == 0;
            row.journalism = dice.up_to(3) == 0;
        }
        F::Institution => {
            let institution =
                Institution { takes_part: dice.up_to(3) > 0, own_stage2: dice.up_to(3) == 0, interview: dice.coin() };
            case.wishes[0].institution = dice.told(institution);
        }
        F::Interview => case.wishes[0].interview = outcome(dice),
        F::Talent => case.wishes[0].talent = outcome(dice),
        F::OwnProcedure => case.wishes[0].own_procedure = outcome(dice),
        F::Standing => {
            let (own, last) = (vector(dice), vector(dice));
            let standing = Standing {
                own,
                last: dice.of(&[Some(last), Some(own), None]),
                seats: 10,
                placed: 9 + dice.up_to(3) as u32,
                tied: dice.up_to(3) as u32,
                here: dice.coin(),
            };
            case.wishes[0].standing = dice.told(standing);
        }
        F::Clock => case.now = dice.day(),
        F::Campaign => {
            campaign.year = dice.of(&[2026, 2026, 2025]);
            campaign.attempt = dice.up_to(2) as u8;
            campaign.model = dice.of(&[
                ExamModel::TwoStage,
                ExamModel::TwoStage,
                ExamModel::SingleStage,
                ExamModel::SingleStageEssay,
            ]);
            campaign.fee = Qepik::manat(dice.of(&[0, 50, 60]));
        }
        F::Policies => {
            campaign.policies = Policies {
                confirmation: dice.of(&[
                    ConfirmationPolicy::Rules2017,
                    ConfirmationPolicy::Practice2025,
                    ConfirmationPolicy::Practice2026,
                ]),
                refuse_russian_in_russian_section: dice.coin(),
                strict_specialization_language: dice.coin(),
                paid_waives_subject_minima: dice.coin(),
                annulment_bars_year: dice.coin(),
                language_score_with_essay: dice.coin(),
            };
        }
        F::Numbers => {
            campaign.numbers = numbers();
            campaign.numbers.most_choices = dice.of(&[1, 20]);
            campaign.numbers.correction_days = dice.of(&[0, 3, 30]);
            campaign.numbers.language = dice.of(&[None, both(20, 15), both(5, 5)]);
            if dice.coin() {
                campaign.numbers.groups[Group::Econ as usize] = campaign.numbers.groups[Group::Hum as usize];
            }
            if let Some(group) = &mut campaign.numbers.groups[Group::Hum as usize]
                && dice.coin()
            {
                group.stage2 = None;
            }
        }
        F::Matching => {
            case.groups = dice.of(&[GroupSet::default(), GroupSet::default().with(Group::Hum)]);
            let pairs = vec![(code("050632"), code("060407"))];
            let open = vec![(code("060210"), Points::whole(50))];
            let table = Matching::new(pairs, open);
            campaign.matching = dice.of(&[None, Some(Matching::default()), Some(table.clone()), Some(table)]);
        }
        F::Calendar => {
            let window = Some(Window { opens: dice.day(), closes: dice.day() });
            let one =
                |dice: &mut Dice| dice.of(&[None, window, Some(Window { opens: Micros(0), closes: Micros(i64::MAX) })]);
            campaign.calendar =
                Calendar { choice: one(dice), vacant_choice: one(dice), enrolment: one(dice), appeals: one(dice) };
        }
    }
}

/// An applicant of whom every fact is drawn.
pub fn anybody(dice: &mut Dice) -> Person {
    let mut person = super::book::person();
    person.campaign = campaign();
    // The row before the form: the form copies it.
    for kind in F::ALL.iter().copied().filter(|kind| *kind != F::Form) {
        vary(kind, dice, &mut person);
    }
    // Half of them without the oddities that hide everything else.
    if dice.coin() {
        let study = bachelor().study();
        person.case.studies = Told::Known(vec![study]);
        person.case.picked = Picked::Recorded(study);
        person.campaign.year = 2026;
        person.case.basis = Basis::Competition;
    }
    vary(F::Form, dice, &mut person);
    person
}
