//! From data to PDF bytes.

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Timelike};
use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::metadata::{DateTime as Stamp, Metadata, TextDirection};
use krilla::{Document, SerializeSettings};

use crate::letters::Letters;
use crate::paper::{self, Setting};
use crate::sheet::{Block, Foot, Sheets};
use crate::{Check, FormDocument, Lang, Receipt};

const fn setting(size: f32, dense: bool) -> Setting {
    Setting { size, dense }
}

/// Tried in this order until the paper fits one page.
const SETTINGS: [Setting; 4] = [setting(11.0, false), setting(10.0, false), setting(9.0, false), setting(9.0, true)];
/// What no setting holds on one page.
const OVERFLOW: Setting = setting(9.0, false);

/// Why nothing was printed. No variant carries text of the paper: it would end in a log.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// A font built into the binary cannot be read.
    #[error("a built-in font cannot be read")]
    Font,
    /// The check address is longer than a QR code holds.
    #[error("the check address is too long for a QR code")]
    Qr,
    /// The page was set but does not meet PDF/UA-1.
    #[error("the page cannot be written as PDF/UA-1")]
    Export,
}

/// Prints papers. Build one at start-up and share it: it is `Sync`, and the fonts are read only once, when the first paper
/// is printed. A server that prints nothing need not hold them.
pub struct Printer {
    letters: OnceLock<Letters>,
    standard: Configuration,
}

/// What a PDF says of itself.
struct About {
    lang: Lang,
    title: String,
    identity: String,
    created: i64,
}

impl Printer {
    /// A printer that has read nothing yet.
    ///
    /// Errors only if the binary itself is damaged.
    pub fn new() -> Result<Self, PrintError> {
        let standard = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
        Ok(Self { letters: OnceLock::new(), standard: standard.map_err(|_| PrintError::Export)? })
    }

    /// The fonts. Two first papers at once read them twice and keep one.
    fn letters(&self) -> Result<&Letters, PrintError> {
        if let Some(letters) = self.letters.get() {
            return Ok(letters);
        }
        let read = Letters::new()?;
        Ok(self.letters.get_or_init(|| read))
    }

    /// The print of an application (MAG-16).
    ///
    /// Steps down from 11 to 9 points to stay on one page; answers that fill more even so go on to a second page
    /// rather than being cut. Errors when the check address fits no QR code.
    pub fn form(&self, form: &FormDocument) -> Result<Vec<u8>, PrintError> {
        let blocks = self.set(form)?;
        let foot = foot(Some(&form.check), &form.labels.page, form.test_mode.as_deref());
        let about = About {
            lang: form.lang,
            title: format!("{} · {}", form.title, form.work_number),
            identity: format!("form {} {}", form.work_number, form.check.code_groups.concat()),
            created: form.created,
        };
        self.print(&blocks, &foot, about)
    }

    /// The blocks of a form in the setting that fits.
    pub(crate) fn set(&self, form: &FormDocument) -> Result<Vec<Block>, PrintError> {
        let letters = self.letters()?;
        fitting(|setting| paper::form(form, letters, setting))
    }

    /// The receipt of a payment; sizes and errors as for [`Printer::form`].
    pub fn receipt(&self, receipt: &Receipt) -> Result<Vec<u8>, PrintError> {
        let letters = self.letters()?;
        let blocks = fitting(|setting| paper::receipt(receipt, letters, setting))?;
        let foot = foot(receipt.check.as_ref(), &receipt.labels.page, receipt.test_mode.as_deref());
        let about = About {
            lang: receipt.lang,
            title: format!("{} · {}", receipt.title, receipt.number),
            identity: format!("receipt {}", receipt.number),
            created: receipt.created,
        };
        self.print(&blocks, &foot, about)
    }

    fn print(&self, blocks: &[Block], foot: &Foot, about: About) -> Result<Vec<u8>, PrintError> {
        let letters = self.letters()?;
        let settings = SerializeSettings { configuration: self.standard, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        Sheets::of(blocks).draw(&mut document, letters, blocks, foot)?;
        let mut metadata = Metadata::new()
            .title(letters.clean(&about.title).into_owned())
            .authors(vec!["Qəbul".to_owned()])
            .creator("Qəbul".to_owned())
            .language(about.lang.tag().to_owned())
            .text_direction(TextDirection::LeftToRight)
            .document_id(about.identity);
        if let Some(stamp) = stamp(about.created) {
            metadata = metadata.creation_date(stamp);
        }
        document.set_metadata(metadata);
        document.finish().map_err(|_| PrintError::Export)
    }
}

fn foot(check: Option<&Check>, page: &str, mark: Option<&str>) -> Foot {
    Foot { address: check.map(|check| check.address.clone()), page: page.to_owned(), mark: mark.map(str::to_owned) }
}

/// The blocks in the largest setting that keeps them on one page.
fn fitting(compose: impl Fn(Setting) -> Result<Vec<Block>, PrintError>) -> Result<Vec<Block>, PrintError> {
    for setting in SETTINGS {
        let blocks = compose(setting)?;
        if Sheets::of(&blocks).pages == 1 {
            return Ok(blocks);
        }
    }
    compose(OVERFLOW)
}

/// An instant outside the calendar leaves the PDF without a date; nothing else depends on it.
fn stamp(micros: i64) -> Option<Stamp> {
    let at = DateTime::from_timestamp_micros(micros)?;
    let small = |part: u32| u8::try_from(part).ok();
    let stamp = Stamp::new(u16::try_from(at.year()).ok().filter(|year| *year <= 9999)?)
        .month(small(at.month())?)
        .day(small(at.day())?)
        .hour(small(at.hour())?)
        .minute(small(at.minute())?)
        .second(small(at.second())?);
    Some(stamp.utc_offset_hour(0).utc_offset_minute(0))
}
