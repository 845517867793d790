//! Applications of every kind: list, overview, steps, check-answers, confirmation, status.

mod changes;
pub mod check;
mod consent;
mod desk;
pub mod done;
pub mod list;
pub mod overview;
pub(crate) mod parts;
pub mod status;
pub mod step;
mod submit;
