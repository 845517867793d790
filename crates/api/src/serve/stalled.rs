//! Answers that callers do not read. Each keeps its buffers and the rest of its answer in memory, so their number is
//! limited: when one too many stalls, the one that has stalled longest ends.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::task::Waker;

/// Maximum number of stalled answers of all threads. One costs 14 to 22 kB.
const MOST: usize = 1_024;

/// The stalled answers of one thread.
pub struct Stalled {
    most: usize,
    next: Cell<u64>,
    /// In the order in which they stalled, with the task that notices its end when woken.
    all: RefCell<BTreeMap<u64, Waker>>,
}

impl Stalled {
    /// For one of `threads` threads.
    pub fn new(threads: usize) -> Rc<Stalled> {
        Stalled::with(MOST / threads.max(1))
    }

    fn with(most: usize) -> Rc<Stalled> {
        Rc::new(Stalled { most: most.max(1), next: Cell::new(0), all: RefCell::default() })
    }

    /// Enters an answer that stalls from now on.
    pub fn enter(self: &Rc<Stalled>, waker: &Waker) -> Stall {
        let number = self.next.get();
        self.next.set(number + 1);
        let one_too_many = {
            let mut all = self.all.borrow_mut();
            all.insert(number, waker.clone());
            if all.len() > self.most { all.pop_first() } else { None }
        };
        if let Some((_, waker)) = one_too_many {
            waker.wake();
        }
        Stall { among: self.clone(), number }
    }
}

/// A stalled answer. It counts until it is dropped.
pub struct Stall {
    among: Rc<Stalled>,
    number: u64,
}

impl Stall {
    /// Whether it had to end for a later one.
    pub fn is_over(&self) -> bool {
        !self.among.all.borrow().contains_key(&self.number)
    }
}

impl Drop for Stall {
    fn drop(&mut self) {
        self.among.all.borrow_mut().remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn s7_of_too_many_stalled_answers_the_one_stalled_longest_ends_and_is_woken() {
        let stalled = Stalled::with(2);
        let tasks: Vec<Arc<Woken>> = (0..4).map(|_| Arc::default()).collect();
        let enter = |task: usize| stalled.enter(&tasks[task].clone().into());
        let (first, second) = (enter(0), enter(1));
        assert!(!first.is_over() && !second.is_over());
        let third = enter(2);
        assert!(first.is_over() && !second.is_over() && !third.is_over());
        // The caller of the second answer read some of it, so the third has stalled longer.
        drop(second);
        let second = enter(1);
        assert!(!third.is_over() && !second.is_over());
        let fourth = enter(3);
        assert!(third.is_over() && !second.is_over() && !fourth.is_over());
        assert_eq!(tasks.iter().map(|task| task.0.load(Ordering::Relaxed)).collect::<Vec<_>>(), [1, 0, 1, 0]);
    }

    #[test]
    fn s7_an_answer_that_was_read_makes_room() {
        let stalled = Stalled::with(1);
        let task: Waker = Arc::new(Woken::default()).into();
        drop(stalled.enter(&task));
        let next = stalled.enter(&task);
        assert!(!next.is_over());
    }
}
