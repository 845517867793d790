//! Applications of every kind: list, overview, steps, check-answers, confirmation, status.

pub mod check;
mod consent;
pub mod done;
pub mod list;
pub mod overview;
mod parts;
pub mod status;
pub mod step;
mod submit;
