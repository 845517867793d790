//! An act with its period of validity, and the judgement by it.

use chrono::NaiveDate;

use super::campaign::Campaign;
use super::dossier::{Dossier, Wish};
use super::{Finding, Reason, Row, Stage, View};
use crate::decision::{Clause, Need};

/// Upper bound for the number of clauses asked for a wish at one stage; a test counts them.
pub const MOST_ROWS: usize = 40;

/// An act with its validity.
pub struct RuleSet {
    /// Stable name, stored with decisions.
    pub id: &'static str,
    /// The act, in az, en, ru.
    pub act: [&'static str; 3],
    /// First day on which it is in force: year, month, day.
    pub from: (i32, u32, u32),
    /// First day on which it is no longer in force.
    pub to: Option<(i32, u32, u32)>,
    /// Its chapters, and at the end the conditions of the campaign, which are not in the act.
    pub chapters: &'static [&'static [Row]],
}

impl RuleSet {
    /// Every row, in printed order.
    pub fn rows(&self) -> impl Iterator<Item = &'static Row> + use<> {
        self.chapters.iter().flat_map(|chapter| chapter.iter())
    }

    /// The row of a clause.
    pub fn row(&self, number: &str) -> Option<&'static Row> {
        self.rows().find(|row| row.clause.0 == number)
    }

    /// Whether it is in force on a day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        let date = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day);
        date(self.from).is_some_and(|from| from <= day) && self.to.and_then(date).is_none_or(|to| day < to)
    }

    /// Runs every clause that is asked at a stage, for the person and then for each wish in its order; does not stop at
    /// the first broken one.
    pub fn judge(
        &self,
        stage: Stage,
        campaign: &Campaign,
        case: &Dossier,
        out: &mut dyn FnMut(&'static Row, Option<&Wish>, Finding),
    ) {
        let view = View::new(stage, campaign, case);
        for row in self.rows().filter(|row| row.of_person.has(stage)) {
            out(row, None, row.finding(&view));
        }
        // The clauses asked for wishes at this stage are looked up once, not for each wish.
        let mut asked = [None; MOST_ROWS];
        for (place, row) in asked.iter_mut().zip(self.rows().filter(|row| row.of_wish.has(stage))) {
            *place = Some(row);
        }
        for wish in &case.wishes {
            let view = view.of(wish);
            for row in asked.iter().map_while(|row| *row) {
                out(row, Some(wish), row.finding(&view));
            }
        }
    }

    /// The same for one wish, which need not be in the form.
    pub fn judge_wish(
        &self,
        stage: Stage,
        campaign: &Campaign,
        case: &Dossier,
        wish: &Wish,
        out: &mut dyn FnMut(&'static Row, Finding),
    ) {
        let view = View::new(stage, campaign, case).of(wish);
        for row in self.rows().filter(|row| row.of_wish.has(stage)) {
            out(row, row.finding(&view));
        }
    }
}

/// The result of all clauses together for one wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing stands against it.
    Open,
    /// Closed by this clause, the first one in printed order.
    Closed(Clause, Reason),
    /// This clause must first be decided by people.
    People(Clause),
    /// A source is silent.
    Waits(Need),
}

impl RuleSet {
    /// Whether a wish is open at a stage. A closing clause has priority over one left to people, and that over a
    /// missing answer.
    pub fn verdict(&self, stage: Stage, campaign: &Campaign, case: &Dossier, wish: &Wish) -> Verdict {
        let (mut closed, mut people, mut waits) = (None, None, None);
        self.judge_wish(stage, campaign, case, wish, &mut |row, finding| match finding {
            Finding::Broken(reason) => {
                closed.get_or_insert((row.clause, reason));
            }
            Finding::LeftToPeople => {
                people.get_or_insert(row.clause);
            }
            Finding::Unknown(need) => {
                waits.get_or_insert(need);
            }
            Finding::Holds | Finding::NotConcerned => {}
        });
        match (closed, people, waits) {
            (Some((clause, reason)), ..) => Verdict::Closed(clause, reason),
            (None, Some(clause), _) => Verdict::People(clause),
            (None, None, Some(need)) => Verdict::Waits(need),
            (None, None, None) => Verdict::Open,
        }
    }
}
