//! A bounded queue in which callers take turns: however many requests one caller has waiting, another caller waits for
//! one of them and not for all. A flood of sign-ins from a few addresses therefore delays others by a few hashes only.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

/// The queue.
pub struct Turns {
    state: Arc<Mutex<State>>,
    /// Most that wait.
    most: usize,
}

struct State {
    /// Free turns; above 0 only while nobody waits.
    free: usize,
    waiting: usize,
    /// Who waits, by caller.
    lines: HashMap<String, VecDeque<oneshot::Sender<Turn>>>,
    /// Callers, in the order of their next turn.
    order: VecDeque<String>,
}

/// A turn; ends when dropped.
pub struct Turn(Option<Arc<Mutex<State>>>);

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(state) = self.0.take() else { return };
        let mut guard = lock(&state);
        let mut turn = Turn(Some(state.clone()));
        while let Some(next) = guard.next() {
            match next.send(turn) {
                Ok(()) => return,
                // Went away while waiting.
                Err(back) => turn = back,
            }
        }
        // Nobody waits. If the turn were dropped with its state, it would look for the next caller again.
        turn.0 = None;
        guard.free += 1;
    }
}

impl State {
    /// Takes the next request of the next caller; the caller moves to the end.
    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        let who = self.order.pop_front()?;
        let line = self.lines.get_mut(&who)?;
        let next = line.pop_front();
        if line.is_empty() {
            self.lines.remove(&who);
        } else {
            self.order.push_back(who);
        }
        self.waiting -= usize::from(next.is_some());
        next
    }

    /// Makes room for one more request of `who`: removes requests whose caller has disconnected; otherwise removes the
    /// newest request of the longest line, if that line would still be longer than the caller's own. `false` = no room.
    fn make_room(&mut self, who: &str) -> bool {
        let before = self.waiting;
        for line in self.lines.values_mut() {
            line.retain(|one| !one.is_closed());
        }
        self.lines.retain(|_, line| !line.is_empty());
        self.waiting = self.lines.values().map(VecDeque::len).sum();
        let lines = &self.lines;
        self.order.retain(|who| lines.contains_key(who));
        if self.waiting < before {
            return true;
        }
        let own = self.lines.get(who).map_or(0, VecDeque::len);
        let longest = self.lines.values_mut().max_by_key(|line| line.len()).filter(|line| line.len() > own + 1);
        // Its receiver is notified because the sender is dropped.
        let gone = longest.and_then(VecDeque::pop_back);
        self.waiting -= usize::from(gone.is_some());
        gone.is_some()
    }
}

impl Turns {
    /// `at_once` turns at a time, at most `most` waiting requests.
    pub fn new(at_once: usize, most: usize) -> Turns {
        let state = State { free: at_once.max(1), waiting: 0, lines: HashMap::new(), order: VecDeque::new() };
        Turns { state: Arc::new(Mutex::new(state)), most }
    }

    /// Waits for a turn of `who`. `None` = the queue is full, or the wait took too long.
    pub async fn take(&self, who: &str, longest: Duration) -> Option<Turn> {
        let waits = {
            let mut state = lock(&self.state);
            if state.free > 0 {
                state.free -= 1;
                return Some(Turn(Some(self.state.clone())));
            }
            if state.waiting >= self.most && !state.make_room(who) {
                return None;
            }
            let (sender, receiver) = oneshot::channel();
            state.waiting += 1;
            match state.lines.get_mut(who) {
                Some(line) => line.push_back(sender),
                None => {
                    state.lines.insert(who.to_owned(), VecDeque::from([sender]));
                    state.order.push_back(who.to_owned());
                }
            }
            receiver
        };
        tokio::time::timeout(longest, waits).await.ok()?.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Waker};

    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    fn waits<F: Future>(future: &mut Pin<Box<F>>) -> bool {
        future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    /// Begins to wait and returns at once.
    macro_rules! wait {
        ($name:ident, $turns:ident, $who:literal) => {
            let mut $name = Box::pin($turns.take($who, LONG));
            assert!(waits(&mut $name));
        };
    }

    #[actix_web::test]
    async fn s7_a_caller_with_many_waiting_lets_another_through_after_one() {
        let turns = Turns::new(1, 10);
        let held = turns.take("flood", LONG).await.unwrap();
        wait!(first, turns, "flood");
        wait!(second, turns, "flood");
        wait!(third, turns, "flood");
        wait!(somebody, turns, "somebody");
        drop(held);
        let held = first.await.unwrap();
        assert!(waits(&mut somebody));
        drop(held);
        let held = somebody.await.unwrap();
        assert!(waits(&mut second) && waits(&mut third));
        drop(held);
        drop(second.await.unwrap());
        drop(third.await.unwrap());
        assert_eq!(lock(&turns.state).free, 1);
    }

    #[actix_web::test]
    async fn s7_a_full_queue_makes_room_at_the_cost_of_the_longest_line() {
        let turns = Turns::new(1, 3);
        let held = turns.take("flood", LONG).await.unwrap();
        wait!(first, turns, "flood");
        wait!(second, turns, "flood");
        wait!(newest, turns, "flood");
        assert!(turns.take("flood", LONG).await.is_none(), "no room for its own sake");
        wait!(somebody, turns, "somebody");
        assert!(newest.await.is_none(), "the newest of the longest line gave way");
        drop(held);
        drop(first.await.unwrap());
        drop(somebody.await.unwrap());
        drop(second.await.unwrap());
    }

    #[actix_web::test]
    async fn a_turn_is_never_lost_to_somebody_who_went_away_or_waited_too_long() {
        let turns = Turns::new(1, 2);
        let held = turns.take("a", LONG).await.unwrap();
        assert!(turns.take("b", Duration::ZERO).await.is_none(), "waited its longest");
        wait!(gone, turns, "b");
        drop(gone);
        wait!(next, turns, "c");
        drop(held);
        let held = next.await.unwrap();
        // The turn was given, but its receiver was dropped before it was used.
        wait!(given, turns, "d");
        drop(held);
        drop(given);
        assert_eq!(lock(&turns.state).free, 1);
        assert!(turns.take("e", Duration::ZERO).await.is_some());
    }
}
