//! Effects and memos of the pages. `Effect::new` and `Memo::new` generate several functions for every closure, two
//! kilobytes together; here the closure is boxed and they are generated once.

use leptos::prelude::*;

/// Runs soon, and again whenever a signal that it read changes. The argument is true for the first run.
pub fn effect(act: impl FnMut(bool) + 'static) {
    let mut act: Box<dyn FnMut(bool)> = Box::new(act);
    Effect::new(move |before: Option<()>| act(before.is_none()));
}

/// A value computed from signals that reports a change only if it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(make: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let make: Box<dyn Fn() -> T + Send + Sync> = Box::new(make);
    Memo::new(move |_| make())
}
