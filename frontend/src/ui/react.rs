//! Effects and memos of the pages. `Effect::new` and `Memo::new` make several functions of every closure they are given, two
//! kilobytes together; here the closure is boxed and they are made once.

use leptos::prelude::*;

/// Acts soon, and again whenever a signal it read changes. It is told whether this is the first time.
pub fn effect(act: impl FnMut(bool) + 'static) {
    let mut act: Box<dyn FnMut(bool)> = Box::new(act);
    Effect::new(move |before: Option<()>| act(before.is_none()));
}

/// A value that follows the signals it is made of, and tells of a change only when it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(make: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let make: Box<dyn Fn() -> T + Send + Sync> = Box::new(make);
    Memo::new(move |_| make())
}
