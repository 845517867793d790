//! Applications of every kind: list, overview, steps, check-answers, confirmation, status.

pub mod check;
pub mod done;
pub mod list;
pub mod overview;
pub mod status;
pub mod step;
