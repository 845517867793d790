//! What a template can see: the templates beside it, the fonts in the binary, and two files made for this one paper.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::PrintError;

const FONTS: [&[u8]; 2] =
    [include_bytes!("../fonts/NotoSans-Regular.ttf"), include_bytes!("../fonts/NotoSans-Bold.ttf")];

/// The part that is the same for every paper; built once.
pub(crate) struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    pub fonts: Vec<Font>,
    templates: Vec<Source>,
    data: FileId,
    qr: FileId,
}

/// A template by its place in [`Press::new`].
#[derive(Clone, Copy)]
pub(crate) enum Template {
    Form,
    Receipt,
}

impl Press {
    pub fn new() -> Result<Self, PrintError> {
        let fonts: Vec<Font> = FONTS.into_iter().flat_map(|data| Font::iter(Bytes::new(data))).collect();
        if fonts.len() != FONTS.len() {
            return Err(PrintError::Font);
        }
        let templates = vec![
            Source::new(file("form.typ")?, include_str!("../templates/form.typ").to_owned()),
            Source::new(file("receipt.typ")?, include_str!("../templates/receipt.typ").to_owned()),
            Source::new(file("base.typ")?, include_str!("../templates/base.typ").to_owned()),
        ];
        // Row headers of a table are still behind this switch; without them a screen reader reads values without labels.
        let features = [Feature::A11yExtras].into_iter().collect();
        Ok(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates,
            data: file("data.json")?,
            qr: file("qr.luma")?,
        })
    }
}

fn file(name: &str) -> Result<FileId, PrintError> {
    let path = VirtualPath::new(name).map_err(|_| PrintError::Data)?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One paper in the press.
pub(crate) struct Job<'a> {
    pub press: &'a Press,
    pub template: Template,
    pub data: Bytes,
    pub qr: Bytes,
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.templates[self.template as usize].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.press.templates.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            _ if id == self.press.data => Ok(self.data.clone()),
            _ if id == self.press.qr => Ok(self.qr.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    /// No paper depends on the day it is printed.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
