//! From data to PDF bytes.

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Timelike};
use serde::Serialize;
use serde_json::{Value, json};
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::qr::Picture;
use crate::text::make_printable;
use crate::world::{Job, Press, Template};
use crate::{FormDocument, Receipt};

/// How a page is set; tried in this order until the paper fits one page.
#[derive(Clone, Copy)]
struct Setting {
    /// Body size in points.
    size: u8,
    /// Less air between rows.
    dense: bool,
    /// The paper is known to be one page; else its pages are counted.
    single: bool,
}

const fn single(size: u8, dense: bool) -> Setting {
    Setting { size, dense, single: true }
}

const SETTINGS: [Setting; 4] = [single(11, false), single(10, false), single(9, false), single(9, true)];
const OVERFLOW: Setting = Setting { size: 9, dense: false, single: false };

/// How many later papers a cached layout step survives; bounds the memory of a server that prints all day.
const CACHE_AGE: usize = 10;

/// Why nothing was printed. No variant carries text of the paper: it would end in a log.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// A font built into the binary cannot be read.
    #[error("a built-in font cannot be read")]
    Font,
    /// The document could not be handed to its template.
    #[error("the document cannot be handed to its template")]
    Data,
    /// The check address is longer than a QR code holds.
    #[error("the check address is too long for a QR code")]
    Qr,
    /// The template failed; the place is in our own file.
    #[error("template {template} failed at line {line}")]
    Template {
        /// File under `templates/`.
        template: String,
        /// Line in that file, counted from 1.
        line: usize,
    },
    /// The page was set but does not meet PDF/UA-1.
    #[error("the page cannot be written as PDF/UA-1")]
    Export,
}

/// Prints papers. Build one at start-up and share it: it is `Sync`, and fonts and templates are read only once, when the
/// first paper is printed. A server that prints nothing need not hold them.
pub struct Printer {
    press: OnceLock<Press>,
    standards: PdfStandards,
}

/// What differs between kinds of paper once its words are JSON.
pub(crate) struct Order {
    template: Template,
    data: Value,
    picture: Picture,
    identity: String,
    created: i64,
}

impl Printer {
    /// A printer that has read nothing yet.
    ///
    /// Errors only if the binary itself is damaged.
    pub fn new() -> Result<Self, PrintError> {
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|_| PrintError::Export)?;
        Ok(Self { press: OnceLock::new(), standards })
    }

    /// Fonts and templates. Two first papers at once read them twice and keep one.
    fn press(&self) -> Result<&Press, PrintError> {
        if let Some(press) = self.press.get() {
            return Ok(press);
        }
        let read = Press::new()?;
        Ok(self.press.get_or_init(|| read))
    }

    /// The print of an application (MAG-16).
    ///
    /// Steps down from 11 to 9 points to stay on one page; answers that fill more even so go on to a second page
    /// rather than being cut. Errors when the check address fits no QR code.
    pub fn form(&self, form: &FormDocument) -> Result<Vec<u8>, PrintError> {
        self.print(Self::order_form(form)?)
    }

    /// The receipt of a payment; sizes and errors as for [`Printer::form`].
    pub fn receipt(&self, receipt: &Receipt) -> Result<Vec<u8>, PrintError> {
        self.print(Self::order_receipt(receipt)?)
    }

    pub(crate) fn order_form(form: &FormDocument) -> Result<Order, PrintError> {
        Ok(Order {
            template: Template::Form,
            data: words(form, format!("{} · {}", form.title, form.work_number))?,
            picture: Picture::of(&form.check.url).map_err(|_| PrintError::Qr)?,
            identity: format!("form {} {}", form.work_number, form.check.code_groups.concat()),
            created: form.created,
        })
    }

    fn order_receipt(receipt: &Receipt) -> Result<Order, PrintError> {
        let picture = match &receipt.check {
            Some(check) => Picture::of(&check.url).map_err(|_| PrintError::Qr)?,
            None => Picture::none(),
        };
        Ok(Order {
            template: Template::Receipt,
            data: words(receipt, format!("{} · {}", receipt.title, receipt.number))?,
            picture,
            identity: format!("receipt {}", receipt.number),
            created: receipt.created,
        })
    }

    fn print(&self, order: Order) -> Result<Vec<u8>, PrintError> {
        let options = PdfOptions {
            ident: Smart::Custom(order.identity.clone()),
            creator: Smart::Custom(Some("Qəbul".to_owned())),
            timestamp: timestamp(order.created),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let page = self.set(order)?;
        let pdf = typst_pdf::pdf(&page, &options).map_err(|_| PrintError::Export);
        comemo::evict(CACHE_AGE);
        pdf
    }

    /// Sets the paper at the largest size that keeps it on one page.
    pub(crate) fn set(&self, order: Order) -> Result<PagedDocument, PrintError> {
        let Order { template, mut data, picture, .. } = order;
        data["breaks"] = json!(make_printable(&mut data, &self.press()?.fonts));
        data["qr_side"] = json!(picture.side);
        let qr = Bytes::new(picture.pixels);
        for setting in SETTINGS {
            let page = self.lay_out(template, &mut data, setting, &qr)?;
            if page.pages().len() == 1 {
                return Ok(page);
            }
        }
        self.lay_out(template, &mut data, OVERFLOW, &qr)
    }

    fn lay_out(
        &self,
        template: Template,
        data: &mut Value,
        setting: Setting,
        qr: &Bytes,
    ) -> Result<PagedDocument, PrintError> {
        data["size"] = json!(setting.size);
        data["dense"] = json!(setting.dense);
        data["single"] = json!(setting.single);
        let job = Job { press: self.press()?, template, data: Bytes::from_string(data.to_string()), qr: qr.clone() };
        typst::compile(&job)
            .output
            .map_err(|errors| errors.first().and_then(|error| place_of(&job, error)).unwrap_or(PrintError::Data))
    }
}

fn words(paper: &impl Serialize, title: String) -> Result<Value, PrintError> {
    let mut data = serde_json::to_value(paper).map_err(|_| PrintError::Data)?;
    data["document_title"] = Value::String(title);
    Ok(data)
}

fn place_of(job: &Job<'_>, error: &SourceDiagnostic) -> Option<PrintError> {
    let file = error.span.id()?;
    let line = job.source(file).ok()?.lines().byte_to_line(job.range(error.span)?.start)? + 1;
    Some(PrintError::Template { template: file.get().vpath().get_without_slash().to_owned(), line })
}

/// An instant outside the calendar leaves the PDF without a date; nothing else depends on it.
fn timestamp(micros: i64) -> Option<Timestamp> {
    let at = DateTime::from_timestamp_micros(micros)?;
    let small = |part: u32| u8::try_from(part).ok();
    let date = Datetime::from_ymd_hms(
        at.year(),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )?;
    Some(Timestamp::new_utc(date))
}
