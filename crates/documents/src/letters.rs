//! The fonts in the binary: what they cover, and text as shaped lines.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Face, Feature, ShapePlan, UnicodeBuffer, script};

use crate::PrintError;
use crate::text::{BREAK, breakable, printable};

/// Hinting is taken out of the files (`fonts/OFL.txt`): no printer of today uses it, and it was a third of each.
const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");

/// How heavy letters are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Both weights, read once for all papers.
pub(crate) struct Letters {
    regular: Cut,
    bold: Cut,
}

struct Cut {
    face: Face<'static>,
    font: Font,
    /// How Latin and Cyrillic letters follow each other.
    plans: [ShapePlan; 2],
    units: f32,
}

/// One line, in the size 1.
#[derive(Default)]
pub(crate) struct Line {
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// Without the spaces at its end.
    pub width: f32,
    full: f32,
}

impl Letters {
    pub fn new() -> Result<Self, PrintError> {
        Ok(Self { regular: Cut::new(REGULAR)?, bold: Cut::new(BOLD)? })
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

    /// Whether both weights have a glyph: a heading must not lose a letter that the body shows.
    fn cover(&self, letter: char) -> bool {
        [&self.regular, &self.bold].into_iter().all(|cut| cut.face.glyph_index(letter).is_some())
    }

    /// A text as it can be printed, for what is not set in lines.
    pub fn clean(&self, text: &str) -> String {
        printable(text, |letter| self.cover(letter))
    }

    /// A text in as many lines as a column of this width needs, in the size 1. Lines end after spaces and at places to break.
    pub fn lines(&self, weight: Weight, text: &str, width: f32) -> Vec<Line> {
        let cut = self.cut(weight);
        let text = breakable(&self.clean(text));
        let mut lines = Vec::new();
        let mut line = Line::default();
        let mut word = Line::default();
        for piece in text.split_inclusive([' ', BREAK]) {
            word.clear();
            cut.shape(piece.trim_end_matches(BREAK), &mut word);
            if !line.text.is_empty() && line.full + word.width > width {
                lines.push(std::mem::take(&mut line));
            }
            line.append(&word);
        }
        lines.push(line);
        lines
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

    /// Puts a word at the end of a line that is empty.
    fn shape(&self, word: &str, into: &mut Line) {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(word);
        let cyrillic = word.chars().any(|letter| ('\u{400}'..='\u{52F}').contains(&letter));
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(if cyrillic { script::CYRILLIC } else { script::LATIN });
        let shaped = rustybuzz::shape_with_plan(&self.face, &self.plans[usize::from(cyrillic)], buffer);
        let starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        let em = |units: i32| units as f32 / self.units;
        let trimmed = word.trim_end_matches(' ').len();
        for (at, (info, place)) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()).enumerate() {
            let start = starts[at];
            let end = starts[at..].iter().copied().find(|next| *next > start).unwrap_or(word.len());
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
