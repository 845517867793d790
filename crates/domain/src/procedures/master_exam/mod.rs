//! Registration for the master's exam (Rules 1.2–3.6; the examination centre's manual MAG-1 to MAG-18).

mod answers;

pub use answers::*;
