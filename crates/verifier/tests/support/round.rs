//! Small invented rounds, and their placements found by trying.

use super::Dice;

/// A person; numbers are hundredths.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub total: u32,
    pub average: Option<(u32, u32)>,
    pub scores: [Option<u32>; 3],
    pub wishes: Vec<Wish>,
}

#[derive(Clone, Debug)]
pub struct Wish {
    pub position: u32,
    pub row: usize,
    pub ineligible: String,
}

/// A whole round. Persons stand in the order of their ids, rows in that of their codes.
#[derive(Clone, Debug)]
pub struct Round {
    pub seats: Vec<u32>,
    pub people: Vec<Person>,
    /// Scores by row and person, at rows with scores of their own.
    pub own: Vec<Option<Vec<Option<u32>>>>,
    /// Who was placed where before, and who is excluded for which reason.
    pub before: Option<Before>,
}

#[derive(Clone, Debug)]
pub struct Before {
    pub placed: Vec<Option<usize>>,
    pub excluded: Vec<Option<&'static str>>,
}

/// The wish each person holds, by its place in the list.
pub type Places = Vec<Option<usize>>;

pub fn code(row: usize) -> String {
    // Names that must be quoted in one format and escaped in the other.
    ["10", "A,1", "B\"b", "C\\c", "ç-5"].get(row).map_or_else(|| format!("z{row}"), |name| (*name).to_owned())
}

impl Round {
    /// `own_scores` = with rows that rank by scores of their own; `vacant` = a round for vacant seats.
    pub fn invented(dice: &mut Dice, persons: usize, rows: usize, own_scores: bool, vacant: bool) -> Self {
        let blank = |dice: &mut Dice, values: usize| (!dice.one_in(4)).then(|| dice.below(values) as u32 * 550);
        let applies = [dice.one_in(2), dice.one_in(2), dice.one_in(2), dice.one_in(2)];
        let people = (0..persons).map(|number| {
            let average = [None, Some((450, 500)), Some((9000, 10000)), Some((7500, 10000)), Some((0, 500))];
            let mut free: Vec<usize> = (0..rows).collect();
            let mut position = 0;
            let wishes = (0..dice.below(rows + 1)).map(|_| {
                position += 1 + dice.below(2) as u32;
                let ineligible = ["", "", "", "4.3", "4.5 4.3 4.5"][dice.below(5)].to_owned();
                Wish { position, row: free.remove(dice.below(free.len())), ineligible }
            });
            Person {
                wishes: wishes.collect(),
                id: format!("p{number:03}"),
                total: 6000 + dice.below(3) as u32 * 25,
                average: if applies[0] { average[dice.below(5)] } else { None },
                scores: [1, 2, 3].map(|which| if applies[which] { blank(dice, 2) } else { None }),
            }
        });
        let people: Vec<Person> = people.collect();
        let mut own = vec![None; rows];
        for scores in own.iter_mut().step_by(2).filter(|_| own_scores) {
            let all: Vec<Option<u32>> = (0..persons).map(|_| blank(dice, 3)).collect();
            *scores = Some(all).filter(|scores| scores.iter().any(Option::is_some));
        }
        let mut round = Self { seats: (0..rows).map(|_| dice.below(3) as u32).collect(), people, own, before: None };
        if vacant {
            let placed = (0..persons).map(|_| dice.one_in(4).then(|| dice.below(rows))).collect();
            let reasons = ["6.1", "forfeited", "6.5", "ANNULLED", "enrolled", ""];
            let excluded = (0..persons).map(|_| dice.one_in(4).then(|| reasons[dice.below(6)])).collect();
            round.before = Some(Before { placed, excluded });
            round.seats.iter_mut().for_each(|seats| *seats += 1);
        }
        round
    }

    /// The clause that keeps a person out of the round.
    pub fn out(&self, person: usize) -> Option<&'static str> {
        let before = self.before.as_ref()?;
        match before.excluded[person] {
            Some("6.1" | "forfeited") => Some("6.1"),
            Some("6.5" | "ANNULLED") => Some("6.5"),
            Some(_) => Some("5.5"),
            None => before.placed[person].map(|_| "5.5"),
        }
    }

    /// Seats of this round.
    pub fn left(&self, row: usize) -> u32 {
        let Some(before) = &self.before else { return self.seats[row] };
        let freed = |person: usize| matches!(before.excluded[person], Some("6.1" | "forfeited" | "6.5" | "ANNULLED"));
        let taken =
            (0..self.people.len()).filter(|person| before.placed[*person] == Some(row) && !freed(*person)).count();
        self.seats[row].saturating_sub(taken as u32)
    }

    pub fn score(&self, row: usize, person: usize) -> Option<Option<u32>> {
        self.own[row].as_ref().map(|scores| scores[person])
    }

    pub fn open(&self, person: usize, wish: &Wish) -> bool {
        wish.ineligible.is_empty() && self.score(wish.row, person) != Some(None) && self.out(person).is_none()
    }

    /// Is one person strictly ahead of the other at a row? Somebody without a score stands behind everybody.
    pub fn ahead(&self, row: usize, a: usize, b: usize) -> bool {
        if let Some(scores) = &self.own[row] {
            return scores[a] > scores[b];
        }
        let key = |person: usize| {
            let person = &self.people[person];
            // Every scale here divides 10,000.
            let average = person.average.map(|(mark, scale)| mark * (10_000 / scale));
            (person.total, average, person.scores.map(|score| score.unwrap_or(0)))
        };
        key(a) > key(b)
    }

    pub fn row_of(&self, places: &Places, person: usize) -> Option<usize> {
        places[person].map(|wish| self.people[person].wishes[wish].row)
    }

    pub fn ahead_count(&self, places: &Places, row: usize, person: usize) -> u32 {
        let held = |other: &usize| self.row_of(places, *other) == Some(row) && self.ahead(row, *other, person);
        (0..self.people.len()).filter(held).count() as u32
    }

    /// Does a placing keep the rules, word by word as docs/placement-format.md says them?
    pub fn keeps_the_rules(&self, places: &Places) -> bool {
        (0..self.people.len()).all(|person| {
            let wishes = &self.people[person].wishes;
            let held_is_open = places[person].is_none_or(|held| self.open(person, &wishes[held]));
            let within = |row: usize| self.ahead_count(places, row, person) < self.left(row);
            let better = &wishes[..places[person].unwrap_or(wishes.len())];
            held_is_open
                && better.iter().all(|wish| !self.open(person, wish) || !within(wish.row))
                && self.row_of(places, person).is_none_or(within)
        })
    }

    /// Of all placings that keep the rules, the one in which everybody has the best wish of any: found by trying all.
    pub fn best_of_all(&self) -> Places {
        let mut all = vec![Vec::new()];
        for person in &self.people {
            let choices = || (0..person.wishes.len()).map(Some).chain([None]);
            all = all.iter().flat_map(|had: &Places| choices().map(|one| [had.as_slice(), &[one]].concat())).collect();
        }
        all.retain(|places| self.keeps_the_rules(places));
        let rank = |place: Option<usize>| place.unwrap_or(usize::MAX);
        let best = |person: usize| all.iter().map(|places| places[person]).min_by_key(|place| rank(*place)).unwrap();
        let best: Places = (0..self.people.len()).map(best).collect();
        assert!(all.contains(&best), "the best of each together keep the rules: {self:?}");
        best
    }

    /// The same for rounds too large to try all: whoever is out of reach asks for the next wish, one at a time.
    pub fn placed(&self) -> Places {
        let next = |person: usize, from: usize| {
            let wishes = &self.people[person].wishes;
            (from..wishes.len()).find(|wish| self.open(person, &wishes[*wish]))
        };
        let mut places: Places = (0..self.people.len()).map(|person| next(person, 0)).collect();
        while let Some(person) = (0..self.people.len()).find(|person| {
            self.row_of(&places, *person).is_some_and(|row| self.ahead_count(&places, row, *person) >= self.left(row))
        }) {
            places[person] = next(person, places[person].unwrap() + 1);
        }
        places
    }
}
