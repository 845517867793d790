//! Papers of Qəbul: a confirmed application and a payment receipt as tagged PDF (PDF/UA-1) on A4, and a deadline as a calendar
//! file.
//!
//! A [`Printer`] holds the fonts and is shared by all threads; [`Printer::form`] and [`Printer::receipt`]
//! turn plain data into bytes. Three promises:
//! * **Words come from the caller.** This crate knows no language; the locales of the product live elsewhere.
//! * **Text is data.** No value is read as markup.
//! * **Same input, same bytes.** No clock, no file system, no network, no fonts of the machine.
//!
//! Setting a page takes a few milliseconds of pure computing: call it from a blocking thread, outside any transaction.

mod calendar;
mod document;
#[cfg(test)]
mod layer;
mod letters;
mod paper;
mod printer;
mod qr;
#[cfg(test)]
mod samples;
mod sheet;
#[cfg(test)]
mod tests;
mod text;

pub use calendar::{CalendarEvent, calendar_file};
pub use document::{Check, FormDocument, FormLabels, Lang, Receipt, ReceiptLabels, Section, in_fours};
pub use printer::{PrintError, Printer};
