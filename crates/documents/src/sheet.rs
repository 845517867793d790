//! From blocks to pages: where each stands, and what is written into the PDF for eyes and for screen readers.

use std::num::NonZeroU16;
use std::sync::Arc;

use krilla::Document;
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree};

use crate::PrintError;
use crate::letters::{Letters, Line, Text, Weight};
use crate::qr::Picture;

/// Points in a millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;
const WIDTH: f32 = 595.2756;
const HEIGHT: f32 = 841.8898;
const MARGIN: f32 = 18.0 * MM;
/// Width between the margins.
pub(crate) const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
/// Height between the margins.
const ROOM: f32 = HEIGHT - 2.0 * MARGIN;
/// Height of a capital letter of the fonts, in the size 1.
pub(crate) const CAPITAL: f32 = 0.714;
/// From one baseline to the next, in the size 1.
pub(crate) const PITCH: f32 = 1.214;
const FOOT: f32 = 8.5;

/// A colour.
pub(crate) type Ink = (u8, u8, u8);
pub(crate) const BLACK: Ink = (0, 0, 0);
pub(crate) const GREY: Ink = (80, 80, 80);
pub(crate) const PETROL: Ink = (0x0C, 0x55, 0x61);
pub(crate) const SAFFRON: Ink = (0xF2, 0xB8, 0x4B);
pub(crate) const AMBER: Ink = (0x7F, 0x50, 0x00);
pub(crate) const AMBER_SOFT: Ink = (0xFB, 0xEF, 0xD6);
const HAIR: Ink = (195, 195, 195);

/// How a text is set.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
}

/// What a piece of text is to a screen reader.
#[derive(Clone)]
pub(crate) enum Role {
    Paragraph,
    Heading(u16),
    /// Head of a column of a table.
    ColumnHead,
    /// Head of a row of a table.
    RowHead,
    Cell,
}

/// Lines that belong together.
pub(crate) struct Words {
    pub role: Role,
    pub style: Style,
    /// From the left margin and from the top of the block to the first baseline.
    pub x: f32,
    pub y: f32,
    pub lines: Arc<[Line]>,
}

/// What is drawn for the eye alone.
pub(crate) enum Shape {
    /// A line across: its height in the block and how thick it is.
    Rule { y: f32, thick: f32, ink: Ink },
    /// A box across the whole block, filled or with an edge.
    Frame { fill: Option<Ink>, edge: Option<Ink> },
    /// The mark of the portal in its upper left corner.
    Mark { side: f32 },
}

/// A part of a page that is never cut.
pub(crate) struct Block {
    /// From the block above; nothing at the top of a page.
    pub gap: f32,
    pub height: f32,
    /// Stays on the page of the next block.
    pub keep: bool,
    /// Rows with the same number are one table; a row's words are its cells.
    pub table: Option<usize>,
    pub words: Vec<Words>,
    pub shapes: Vec<Shape>,
    /// A picture at the right margin with what it is for.
    pub picture: Option<(Picture, String, f32)>,
    /// Stands at the lower edge of its page.
    pub low: bool,
}

/// What stands at the foot of every page.
pub(crate) struct Foot {
    pub address: Option<String>,
    /// The word for a page.
    pub page: String,
    /// Said on every page after the first.
    pub mark: Option<String>,
}

/// Blocks with the page and the height each of them came to.
pub(crate) struct Sheets {
    placed: Vec<(usize, f32)>,
    pub pages: usize,
}

impl Sheets {
    /// Finds the place of each block.
    pub fn of(blocks: &[Block]) -> Self {
        let (mut page, mut y) = (0, 0.0);
        let mut placed = Vec::with_capacity(blocks.len());
        for (at, block) in blocks.iter().enumerate() {
            // A heading goes where the first block after it goes.
            let mut together = block.height;
            for next in blocks[at..].windows(2).take_while(|pair| pair[0].keep) {
                together += next[1].gap + next[1].height;
            }
            let gap = if y > 0.0 { block.gap } else { 0.0 };
            if y > 0.0 && y + gap + together > ROOM + 0.01 {
                (page, y) = (page + 1, 0.0);
            } else {
                y += gap;
            }
            if block.low {
                y = y.max(ROOM - block.height);
            }
            placed.push((page, y));
            y += block.height;
        }
        Self { placed, pages: page + 1 }
    }

    /// Draws all pages.
    pub fn draw(
        &self,
        document: &mut Document,
        letters: &Letters,
        blocks: &[Block],
        foot: &Foot,
    ) -> Result<(), PrintError> {
        let mut tags = TagTree::new();
        let mut outline = Outline::new();
        let mut table: Option<(usize, TagGroup)> = None;
        for page in 0..self.pages {
            let mut sheet = document.start_page_with(PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PrintError::Export)?);
            let mut pen = Pen { surface: sheet.surface(), letters };
            for (block, (_, y)) in blocks.iter().zip(&self.placed).filter(|(_, (at, _))| *at == page) {
                let top = MARGIN + y;
                let groups = pen.block(block, top, page, &mut outline)?;
                if block.table != table.as_ref().map(|(number, _)| *number)
                    && let Some((_, done)) = table.take()
                {
                    tags.push(done);
                }
                match block.table {
                    Some(number) => {
                        let (_, rows) = table.get_or_insert_with(|| (number, TagGroup::new(Tag::Table)));
                        rows.push(TagGroup::with_children(Tag::TR, groups));
                    }
                    None => groups.into_iter().for_each(|group| tags.push(group)),
                }
            }
            pen.foot(foot, page, self.pages);
            drop(pen);
            sheet.finish();
        }
        if let Some((_, done)) = table {
            tags.push(done);
        }
        document.set_tag_tree(tags);
        document.set_outline(outline);
        Ok(())
    }
}

/// Draws on one page.
struct Pen<'a> {
    surface: Surface<'a>,
    letters: &'a Letters,
}

impl Pen<'_> {
    /// Draws a block; what it is to a screen reader.
    fn block(&mut self, block: &Block, top: f32, page: usize, outline: &mut Outline) -> Result<Vec<Node>, PrintError> {
        if !block.shapes.is_empty() {
            self.unread(ArtifactType::Layout, |pen| {
                for shape in &block.shapes {
                    pen.shape(shape, top, block.height);
                }
            });
        }
        let mut nodes: Vec<Node> = Vec::new();
        for words in &block.words {
            let mut group = match words.role {
                Role::Paragraph => TagGroup::new(Tag::P),
                Role::Heading(level) => {
                    let level = NonZeroU16::new(level).ok_or(PrintError::Export)?;
                    let text: String = words.lines.iter().map(|line| line.text.as_str()).collect();
                    let spot = Point::from_xy(MARGIN + words.x, top);
                    outline.push_child(OutlineNode::new(text.clone(), XyzDestination::new(page, spot)));
                    TagGroup::new(Tag::Hn(level, Some(text)))
                }
                Role::ColumnHead => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
                Role::RowHead => TagGroup::new(Tag::TH(TableHeaderScope::Row)),
                Role::Cell => TagGroup::new(Tag::TD),
            };
            let mut baseline = top + words.y;
            for line in words.lines.iter() {
                let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                self.line(line, MARGIN + words.x, baseline, words.style);
                self.surface.end_tagged();
                group.push(id);
                baseline += PITCH * words.style.size;
            }
            nodes.push(group.into());
        }
        if let Some((picture, says, side)) = &block.picture {
            let id = self.surface.start_tagged(ContentTag::Other);
            self.picture(picture, WIDTH - MARGIN - side, top + block.height - side, *side);
            self.surface.end_tagged();
            nodes.push(
                TagGroup::with_children(Tag::Figure(Some(self.letters.clean(says).into_owned())), vec![id.into()])
                    .into(),
            );
        }
        Ok(nodes)
    }

    /// Draws something that is no part of the text.
    fn unread(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        draw(self);
        self.surface.end_tagged();
    }

    fn line(&mut self, line: &Line, x: f32, baseline: f32, style: Style) {
        self.fill(style.ink);
        let font = self.letters.font(style.weight);
        self.surface.draw_glyphs(Point::from_xy(x, baseline), &line.glyphs, font, &line.text, style.size, false);
    }

    fn fill(&mut self, (red, green, blue): Ink) {
        let paint = rgb::Color::new(red, green, blue).into();
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint, ..Fill::default() }));
    }

    fn stroke(&mut self, (red, green, blue): Ink, width: f32) {
        let paint = rgb::Color::new(red, green, blue).into();
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke { paint, width, opacity: NormalizedF32::ONE, ..Stroke::default() }));
    }

    fn path(&mut self, build: impl FnOnce(&mut PathBuilder)) {
        let mut path = PathBuilder::new();
        build(&mut path);
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }

    fn shape(&mut self, shape: &Shape, top: f32, height: f32) {
        match *shape {
            Shape::Rule { y, thick, ink } => {
                self.stroke(ink, thick);
                self.path(|path| {
                    path.move_to(MARGIN, top + y);
                    path.line_to(MARGIN + COLUMN, top + y);
                });
            }
            Shape::Frame { fill, edge } => {
                let Some(area) = Rect::from_xywh(MARGIN, top, COLUMN, height) else { return };
                if let Some(ink) = fill {
                    self.fill(ink);
                    self.path(|path| path.push_rect(area));
                }
                if let Some(ink) = edge {
                    self.stroke(ink, 0.8);
                    self.path(|path| path.push_rect(area));
                }
            }
            Shape::Mark { side } => self.mark(MARGIN, top, side),
        }
    }

    /// Two turned squares as one sixteen-pointed outline, with a seed.
    fn mark(&mut self, x: f32, y: f32, side: f32) {
        let middle = side / 2.0;
        self.fill(PETROL);
        self.path(|path| {
            for point in 0..16_u8 {
                let radius = if point % 2 == 0 { 11.4 } else { 8.72 } / 24.0 * side;
                let (sine, cosine) = (f32::from(point) * 22.5).to_radians().sin_cos();
                let (to_x, to_y) = (x + middle + radius * sine, y + middle - radius * cosine);
                if point == 0 { path.move_to(to_x, to_y) } else { path.line_to(to_x, to_y) }
            }
            path.close();
        });
        self.fill(SAFFRON);
        self.path(|path| round(path, x + middle, y + middle, side * 0.15));
    }

    /// Draws the QR code. Coordinates are whole numbers of modules, which are shorter in the file than points with fractions.
    fn picture(&mut self, picture: &Picture, x: f32, y: f32, side: f32) {
        let module = side / picture.side as f32;
        self.fill(BLACK);
        self.surface.push_transform(&Transform::from_row(module, 0.0, 0.0, module, x, y));
        self.path(|path| {
            for outline in &picture.outlines {
                for (at, (column, row)) in outline.iter().enumerate() {
                    let (x, y) = (*column as f32, *row as f32);
                    if at == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
                }
                path.close();
            }
        });
        self.surface.pop();
    }

    fn foot(&mut self, foot: &Foot, page: usize, pages: usize) {
        let top = HEIGHT - MARGIN + 4.0 * MM;
        let grey = Style { size: FOOT, weight: Weight::Regular, ink: GREY };
        let baseline = top + 2.2 * MM + CAPITAL * FOOT;
        let number = format!("{} {} / {pages}", foot.page, page + 1);
        let letters = self.letters;
        self.unread(ArtifactType::Footer, |pen| {
            pen.shape(&Shape::Rule { y: 0.0, thick: 0.4, ink: HAIR }, top, 0.0);
            let numbers = letters.lines(Weight::Regular, Text::Fixed(&number), f32::INFINITY);
            let width = numbers.iter().map(|line| line.width * FOOT).fold(0.0, f32::max);
            for line in numbers.iter() {
                pen.line(line, MARGIN + COLUMN - width, baseline, grey);
            }
            let room = (COLUMN - width - 6.0 * MM) / FOOT;
            let address = foot.address.as_deref().unwrap_or_default();
            let mut y = baseline;
            for line in letters.lines(Weight::Regular, Text::Fixed(address), room).iter() {
                pen.line(line, MARGIN, y, grey);
                y += PITCH * FOOT;
            }
            if let Some(mark) = foot.mark.as_deref().filter(|_| page > 0) {
                let bold = Style { size: FOOT, weight: Weight::Bold, ink: AMBER };
                for line in letters.lines(Weight::Bold, Text::Fixed(mark), COLUMN / FOOT).iter() {
                    pen.line(line, MARGIN + (COLUMN - line.width * FOOT) / 2.0, y, bold);
                    y += PITCH * FOOT;
                }
            }
        });
    }
}

/// A circle of four arcs.
fn round(path: &mut PathBuilder, x: f32, y: f32, radius: f32) {
    let bend = radius * 0.552_28;
    path.move_to(x, y - radius);
    path.cubic_to(x + bend, y - radius, x + radius, y - bend, x + radius, y);
    path.cubic_to(x + radius, y + bend, x + bend, y + radius, x, y + radius);
    path.cubic_to(x - bend, y + radius, x - radius, y + bend, x - radius, y);
    path.cubic_to(x - radius, y - bend, x - bend, y - radius, x, y - radius);
    path.close();
}
