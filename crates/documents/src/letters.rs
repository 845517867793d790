//! The fonts in the binary: what they cover, and text as shaped lines.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Face, Feature, ShapePlan, UnicodeBuffer, script};

use crate::PrintError;
use crate::text::{BREAK, breakable, printable, printed};

/// Hinting is taken out of the files (`fonts/OFL.txt`): no printer of today uses it, and it was a third of each.
const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");

/// How heavy letters are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// The most fixed texts whose lines are cached: all labels in three languages and in the usual sizes are a few hundred,
/// of one to two kilobytes each.
const CACHED: usize = 1000;

/// A text to be set in lines.
#[derive(Clone, Copy)]
pub(crate) enum Text<'a> {
    /// A text of the portal, the same on every paper of its kind. Its lines are computed once and cached.
    Fixed(&'a str),
    /// A value of one paper, for example a name. It is never cached: it must not remain in memory after the print.
    Given(&'a str),
}

/// Both weights, read once for all papers.
pub(crate) struct Letters {
    regular: Cut,
    bold: Cut,
    /// One bit for each letter that both fonts contain and that is printed unchanged; most texts consist only of these. It
    /// covers the first 65,536 characters of Unicode; the fonts contain no others.
    plain: Vec<u64>,
    cache: RwLock<Cache>,
}

/// Weight and width of the column, the latter as bits.
type Column = (Weight, u32);

/// Lines of fixed texts. One lock is enough: each entry is written once and only read afterwards.
#[derive(Default)]
struct Cache {
    lines: HashMap<Column, HashMap<String, Arc<[Line]>>>,
    texts: usize,
}

struct Cut {
    face: Face<'static>,
    font: Font,
    /// How Latin and Cyrillic letters follow each other.
    plans: [ShapePlan; 2],
    units: f32,
}

/// One line, in the size 1.
#[derive(Clone, Default)]
pub(crate) struct Line {
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// Without the spaces at its end.
    pub width: f32,
    full: f32,
}

impl Letters {
    pub fn new() -> Result<Self, PrintError> {
        let (regular, bold) = (Cut::new(REGULAR)?, Cut::new(BOLD)?);
        // Both weights need a glyph, so that a letter visible in the body is also visible in a heading.
        let cover = |letter: char| [&regular, &bold].into_iter().all(|cut| cut.face.glyph_index(letter).is_some());
        let mut plain = vec![0; 0x1_0000 / 64];
        for letter in ('\0'..='\u{FFFF}').filter(|letter| printed(*letter, cover) == Some(*letter)) {
            plain[letter as usize / 64] |= 1_u64 << (letter as u32 % 64);
        }
        Ok(Self { regular, bold, plain, cache: RwLock::default() })
    }

    fn cut(&self, weight: Weight) -> &Cut {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The font as it goes into the PDF.
    pub fn font(&self, weight: Weight) -> Font {
        self.cut(weight).font.clone()
    }

    fn is_plain(&self, letter: char) -> bool {
        self.plain.get(letter as usize / 64).is_some_and(|bits| bits >> (letter as u32 % 64) & 1 == 1)
    }

    /// A text as it can be printed, for what is not set in lines.
    pub fn clean<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.chars().all(|letter| self.is_plain(letter)) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(printable(text, |letter| self.is_plain(letter)))
    }

    /// A text in as many lines as a column of this width needs, in the size 1. Lines end after spaces and at places to break.
    pub fn lines(&self, weight: Weight, text: Text, width: f32) -> Arc<[Line]> {
        let text = match text {
            Text::Given(text) => return self.set(weight, text, width),
            Text::Fixed(text) => text,
        };
        let column: Column = (weight, width.to_bits());
        let cache = self.cache.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(lines) = cache.lines.get(&column).and_then(|texts| texts.get(text)) {
            return Arc::clone(lines);
        }
        drop(cache);
        let lines = self.set(weight, text, width);
        let mut cache = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        // Entries are never removed; the limit bounds the memory if a text is not as fixed as its caller states.
        if cache.texts < CACHED {
            let before = cache.lines.entry(column).or_default().insert(text.to_owned(), Arc::clone(&lines));
            cache.texts += usize::from(before.is_none());
        }
        lines
    }

    fn set(&self, weight: Weight, text: &str, width: f32) -> Arc<[Line]> {
        let cut = self.cut(weight);
        let text = self.clean(text);
        let mut lines = Vec::with_capacity(1);
        let mut line = Line::default();
        let mut word = Line::default();
        let mut buffer = UnicodeBuffer::new();
        for piece in breakable(&text).split_inclusive([' ', BREAK]) {
            word.clear();
            buffer = cut.shape(piece.trim_end_matches(BREAK), buffer, &mut word);
            if !line.text.is_empty() && line.full + word.width > width {
                lines.push(std::mem::take(&mut line));
            }
            line.append(&word);
        }
        lines.push(line);
        lines.into()
    }
}

impl Cut {
    fn new(data: &'static [u8]) -> Result<Self, PrintError> {
        let face = Face::from_slice(data, 0).ok_or(PrintError::Font)?;
        let font = Font::new(data.into(), 0).ok_or(PrintError::Font)?;
        // An "fi" ligature hides the dot that tells i from ı.
        let features = [Feature::new(Tag::from_bytes(b"liga"), 0, ..)];
        let plans = [script::LATIN, script::CYRILLIC]
            .map(|script| ShapePlan::new(&face, Direction::LeftToRight, Some(script), None, &features));
        let units = face.units_per_em() as f32;
        Ok(Self { face, font, plans, units })
    }

    /// Shapes a word into an empty line. Returns the buffer, so that its memory is used for the next word.
    fn shape(&self, word: &str, mut buffer: UnicodeBuffer, into: &mut Line) -> UnicodeBuffer {
        buffer.push_str(word);
        let cyrillic = word.chars().any(|letter| ('\u{400}'..='\u{52F}').contains(&letter));
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(if cyrillic { script::CYRILLIC } else { script::LATIN });
        let shaped = rustybuzz::shape_with_plan(&self.face, &self.plans[usize::from(cyrillic)], buffer);
        let infos = shaped.glyph_infos();
        let starts = |from: usize| infos[from..].iter().map(|info| info.cluster as usize);
        let em = |units: i32| units as f32 / self.units;
        let trimmed = word.trim_end_matches(' ').len();
        for (at, (info, place)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
            let start = info.cluster as usize;
            let end = starts(at).find(|next| *next > start).unwrap_or(word.len());
            let advance = em(place.x_advance);
            into.glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                advance,
                em(place.x_offset),
                em(place.y_offset),
                em(place.y_advance),
                start..end,
                None,
            ));
            into.full += advance;
            if start < trimmed {
                into.width = into.full;
            }
        }
        into.text.push_str(word);
        shaped.clear()
    }
}

impl Line {
    fn clear(&mut self) {
        self.text.clear();
        self.glyphs.clear();
        (self.width, self.full) = (0.0, 0.0);
    }

    fn append(&mut self, word: &Line) {
        let offset = self.text.len();
        self.glyphs.extend(word.glyphs.iter().cloned().map(|mut glyph| {
            glyph.text_range = glyph.text_range.start + offset..glyph.text_range.end + offset;
            glyph
        }));
        self.text.push_str(&word.text);
        self.width = self.full + word.width;
        self.full += word.full;
    }
}
