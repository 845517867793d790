//! Everything a round is made of.

use crate::choices::Choices;
use crate::fault::{Fault, Unusable};
use crate::files::{Folder, Step};
use crate::people::People;
use crate::previous::{OUT_BY, Previous};
use crate::ranks::Ranks;
use crate::text::{Reading, canonical, of_list, plain};

/// The input of a round, read and found whole.
pub struct Round {
    /// Rows and persons.
    pub people: People,
    /// Rows with scores of their own.
    pub ranks: Ranks,
    /// Wishes.
    pub choices: Choices,
    /// Seats of this round by row.
    pub seats: Vec<u32>,
    /// What keeps each person out of the round.
    pub out: Vec<Option<u8>>,
    /// Digest of the input.
    pub digest: String,
}

impl Round {
    /// Reads the input, and the round before if there was one.
    ///
    /// # Errors
    /// The faults of the first file that has some.
    pub fn read(reading: &mut Reading, vacant: bool) -> Result<Self, Vec<Unusable>> {
        use Folder::{Input, Previous as Before};
        reading.begin(Step::Input);
        let mut list = Vec::new();
        let mut people = People::default();

        let text = take(reading, &mut list, Input, "seats.csv", "seats.csv")?;
        people.read_seats(&text)?;
        let text = take(reading, &mut list, Input, "candidates.csv", "candidates.csv")?;
        people.read_candidates(&text)?;
        // The list of digests has the choices first.
        let ranks = reading.text_if_any(Input, "ranks.csv").map_err(|fault| vec![fault])?.map(plain);
        let ranks_digest = ranks.as_deref().map(|text| (canonical(text), "ranks.csv"));
        let ranks = Ranks::read(ranks.as_deref(), &people)?;
        let text = take(reading, &mut list, Input, "choices.csv", "choices.csv")?;
        let mut choices = Choices::read(&text, &people, &ranks)?;
        drop(text);
        list.extend(ranks_digest);

        let mut previous = Previous::default();
        if vacant {
            let placements = take(reading, &mut list, Before, "placements.csv", "previous/placements.csv")?;
            let excluded = take(reading, &mut list, Before, "excluded.csv", "previous/excluded.csv")?;
            previous = Previous::read(&placements, &excluded, &people)?;
        }
        let seats = (0..people.codes.len()).map(|row| previous.left(row, people.capacity[row])).collect();
        let out: Vec<_> = (0..people.ids.len() as u32).map(|person| previous.out(people.ids.get(person))).collect();
        for (person, _) in out.iter().enumerate().filter(|(_, out)| out.is_some()) {
            let wishes = choices.wishes.of(person);
            choices.wishes.closed[wishes].fill(true);
        }
        Ok(Self { people, ranks, choices, seats, out, digest: of_list(&list) })
    }

    /// The code of a wish's row.
    pub fn code(&self, wish: usize) -> &str {
        self.people.codes.get(self.choices.wishes.row[wish])
    }

    /// The id of a person.
    pub fn id(&self, person: usize) -> &str {
        self.people.ids.get(person as u32)
    }

    /// The clauses that close a wish.
    pub fn clauses(&self, person: usize, wish: usize) -> Vec<&str> {
        let written = &self.choices.clause_sets[self.choices.clauses[wish] as usize];
        let mut all: Vec<&str> = written.iter().map(String::as_str).collect();
        let unscored = self.choices.wishes.rank[wish] == crate::names::NONE;
        let others = unscored.then_some("3.5").into_iter().chain(self.out[person].map(|out| OUT_BY[usize::from(out)]));
        for clause in others {
            if !all.contains(&clause) {
                all.push(clause);
            }
        }
        all
    }
}

/// Reads a file that must be there and notes its digest.
fn take(
    reading: &mut Reading,
    list: &mut Vec<(String, &'static str)>,
    folder: Folder,
    file: &'static str,
    name: &'static str,
) -> Result<String, Vec<Unusable>> {
    let text = plain(reading.text(folder, file).map_err(|fault: Unusable| vec![fault])?);
    if text.is_empty() {
        return Err(vec![crate::text::whole_file(folder, file, Fault::NoHeader, "")]);
    }
    list.push((canonical(&text), name));
    Ok(text)
}
