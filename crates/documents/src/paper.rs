//! What stands on a paper, from top to bottom.

use crate::letters::{Letters, Text, Weight};
use crate::qr::Picture;
use crate::sheet::{
    AMBER, AMBER_SOFT, BLACK, Block, CAPITAL, COLUMN, GREY, Ink, MM, PETROL, PITCH, Role, Shape, Style, Words,
};
use crate::{Check, FormDocument, PrintError, Receipt};

/// Side of the QR code.
const QR: f32 = 34.0 * MM;
const HAIR: Ink = (195, 195, 195);

/// How a page is set.
#[derive(Clone, Copy)]
pub(crate) struct Setting {
    /// Size of the body in points.
    pub size: f32,
    /// Less air between rows.
    pub dense: bool,
}

/// Composes blocks one below the other.
pub(crate) struct Composer<'a> {
    letters: &'a Letters,
    setting: Setting,
    blocks: Vec<Block>,
    tables: usize,
}

/// The blocks of a form.
pub(crate) fn form(form: &FormDocument, letters: &Letters, setting: Setting) -> Result<Vec<Block>, PrintError> {
    let mut composer = Composer { letters, setting, blocks: Vec::new(), tables: 0 };
    composer.head(&form.labels.work_number, &form.work_number);
    composer.notices(form.test_mode.as_deref(), form.unconfirmed.as_deref());
    composer.heading(1, &form.title, 0.85);
    composer.text(Text::Fixed(&format!("{} · {}", form.service, form.academic_year)), Weight::Regular, GREY, 0.6);
    composer.facts(&[
        (&form.labels.person, &form.person),
        (&form.labels.status, &form.status),
        (&form.labels.issued, &form.issued),
    ]);
    for section in &form.sections {
        composer.heading(2, &section.title, if setting.dense { 0.75 } else { 1.2 });
        composer.rows(&section.rows, 0.5);
    }
    let declared = (!form.declaration.is_empty()).then_some((form.labels.declaration.as_str(), &form.declaration[..]));
    composer.tail(&form.check, declared)?;
    Ok(composer.blocks)
}

/// The blocks of a receipt.
pub(crate) fn receipt(receipt: &Receipt, letters: &Letters, setting: Setting) -> Result<Vec<Block>, PrintError> {
    let mut composer = Composer { letters, setting, blocks: Vec::new(), tables: 0 };
    composer.head(&receipt.labels.number, &receipt.number);
    composer.notices(receipt.test_mode.as_deref(), None);
    composer.heading(1, &receipt.title, 0.85);
    composer.facts(&[(&receipt.labels.person, &receipt.person), (&receipt.labels.issued, &receipt.issued)]);
    composer.sized(Text::Fixed(&receipt.labels.amount), 0.82, Weight::Regular, GREY, 1.2);
    composer.sized(Text::Given(&receipt.amount), 2.0, Weight::Bold, BLACK, 0.6);
    composer.rows(&receipt.rows, 1.2);
    for sentence in &receipt.notes {
        composer.sized(Text::Fixed(sentence), 0.92, Weight::Regular, BLACK, 1.2);
    }
    if let Some(check) = &receipt.check {
        composer.tail(check, None)?;
    }
    Ok(composer.blocks)
}

fn block(gap: f32, height: f32) -> Block {
    Block { gap, height, keep: false, table: None, words: Vec::new(), shapes: Vec::new(), picture: None, low: false }
}

/// From the top of the first capital to the last baseline.
fn tall(lines: usize, size: f32) -> f32 {
    size * (CAPITAL + PITCH * lines.saturating_sub(1) as f32)
}

impl Composer<'_> {
    fn em(&self, times: f32) -> f32 {
        self.setting.size * times
    }

    /// A text in a column, its first baseline one capital below `y`.
    fn words(&self, role: Role, text: Text, style: Style, (x, width): (f32, f32), y: f32) -> Words {
        let lines = self.letters.lines(style.weight, text, width / style.size);
        Words { role, style, x, y: y + CAPITAL * style.size, lines }
    }

    fn text(&mut self, text: Text, weight: Weight, ink: Ink, gap: f32) {
        self.sized(text, 1.0, weight, ink, gap);
    }

    /// A paragraph across.
    fn sized(&mut self, text: Text, times: f32, weight: Weight, ink: Ink, gap: f32) {
        let style = Style { size: self.em(times), weight, ink };
        let words = self.words(Role::Paragraph, text, style, (0.0, COLUMN), 0.0);
        let height = tall(words.lines.len(), style.size);
        self.blocks.push(Block { words: vec![words], ..block(self.em(gap), height) });
    }

    fn heading(&mut self, level: u16, text: &str, gap: f32) {
        let size = self.em(if level == 1 { 1.5 } else { 1.08 });
        let style = Style { size, weight: Weight::Bold, ink: BLACK };
        let words = self.words(Role::Heading(level), Text::Fixed(text), style, (0.0, COLUMN), 0.0);
        let height = tall(words.lines.len(), size);
        self.blocks.push(Block { words: vec![words], keep: true, ..block(self.em(gap), height) });
    }

    /// Mark on the left, the number by which the paper is asked for on the right.
    fn head(&mut self, label: &str, number: &str) {
        let side = 10.0 * MM;
        let name = Style { size: self.em(1.65), weight: Weight::Bold, ink: PETROL };
        let small = Style { size: self.em(0.82), weight: Weight::Regular, ink: GREY };
        let large = Style { size: self.em(1.45), weight: Weight::Bold, ink: BLACK };
        let portal = self.words(
            Role::Paragraph,
            Text::Fixed("Qəbul"),
            name,
            (side + 2.5 * MM, COLUMN),
            (side - tall(1, name.size)) / 2.0,
        );
        let right = |style: Style, text: Text, y: f32| {
            let mut words = self.words(Role::Paragraph, text, style, (0.0, COLUMN / 2.0), y);
            let width = words.lines.iter().map(|line| line.width * style.size).fold(0.0, f32::max);
            words.x = COLUMN - width;
            words
        };
        let label = right(small, Text::Fixed(label), 0.0);
        let below = tall(label.lines.len(), small.size) + self.em(0.5);
        let number = right(large, Text::Given(number), below);
        let height = side.max(below + tall(number.lines.len(), large.size)) + self.em(0.55);
        let rule = Shape::Rule { y: height, thick: 0.9, ink: BLACK };
        let shapes = vec![Shape::Mark { side }, rule];
        self.blocks.push(Block { words: vec![portal, label, number], shapes, ..block(0.0, height) });
    }

    /// Loud lines above the title: an exercise, and a paper that proves nothing yet.
    fn notices(&mut self, test_mode: Option<&str>, unconfirmed: Option<&str>) {
        let loud = [
            (test_mode, AMBER, Shape::Frame { fill: Some(AMBER_SOFT), edge: None }),
            (unconfirmed, GREY, Shape::Frame { fill: None, edge: Some(GREY) }),
        ];
        for (text, ink, frame) in loud {
            let Some(text) = text else { continue };
            let style = Style { size: self.setting.size, weight: Weight::Bold, ink };
            let inset = 2.0 * MM;
            let mut height = inset;
            let room = COLUMN - 2.0 * inset;
            // Each line is centred on its own.
            let words: Vec<Words> = self
                .letters
                .lines(style.weight, Text::Fixed(text), room / style.size)
                .iter()
                .map(|line| {
                    let x = (COLUMN - line.width * style.size) / 2.0;
                    let y = height + CAPITAL * style.size;
                    height += PITCH * style.size;
                    Words { role: Role::Paragraph, style, x, y, lines: [line.clone()].into() }
                })
                .collect();
            let height = height - (PITCH - CAPITAL) * style.size + inset;
            self.blocks.push(Block { words, shapes: vec![frame], ..block(self.em(0.7), height) });
        }
    }

    /// One line of facts about the paper itself: labels are the column heads of a table of one row.
    fn facts(&mut self, pairs: &[(&str, &str)]) {
        let share = COLUMN / (1.7 + (pairs.len() - 1) as f32);
        let column = |at: usize| {
            let x = if at == 0 { 0.0 } else { share * (0.7 + at as f32) };
            let width = if at == 0 { share * 1.7 } else { share };
            (x, if at + 1 < pairs.len() { width - 5.0 * MM } else { width })
        };
        let small = Style { size: self.em(0.82), weight: Weight::Regular, ink: GREY };
        let heads: Vec<Words> = (pairs.iter().enumerate())
            .map(|(at, (label, _))| self.words(Role::ColumnHead, Text::Fixed(label), small, column(at), self.em(0.34)))
            .collect();
        let cells: Vec<Words> = (pairs.iter().enumerate())
            .map(|(at, (_, value))| {
                let weight = if at == 0 { Weight::Bold } else { Weight::Regular };
                let style = Style { size: self.setting.size, weight, ink: BLACK };
                self.words(Role::Cell, Text::Given(value), style, column(at), self.em(0.34))
            })
            .collect();
        let most =
            |row: &[Words]| row.iter().map(|words| tall(words.lines.len(), words.style.size)).fold(0.0, f32::max);
        let (above, below) = (most(&heads) + self.em(0.84), most(&cells) + self.em(0.84));
        self.tables += 1;
        let rule = |y: f32| vec![Shape::Rule { y, thick: 0.4, ink: HAIR }];
        let table = Some(self.tables);
        self.blocks.push(Block { words: heads, shapes: rule(0.0), table, keep: true, ..block(self.em(0.9), above) });
        self.blocks.push(Block { words: cells, shapes: rule(below), table, ..block(0.0, below) });
    }

    /// Two columns, label and value; the label is the row's head for a screen reader.
    fn rows(&mut self, rows: &[(String, String)], gap: f32) {
        self.tables += 1;
        let first = COLUMN * 0.36;
        let (above, below) = if self.setting.dense { (0.24, 0.33) } else { (0.34, 0.5) };
        for (at, (label, value)) in rows.iter().enumerate() {
            let grey = Style { size: self.setting.size, weight: Weight::Regular, ink: GREY };
            let black = Style { ink: BLACK, ..grey };
            let y = self.em(above);
            let words = vec![
                self.words(Role::RowHead, Text::Fixed(label), grey, (0.0, first - 5.0 * MM), y),
                self.words(Role::Cell, Text::Given(value), black, (first, COLUMN - first), y),
            ];
            let lines = words.iter().map(|words| words.lines.len()).max().unwrap_or(1);
            let height = tall(lines, self.setting.size) + self.em(above + below);
            let shapes = if at > 0 { vec![Shape::Rule { y: 0.0, thick: 0.4, ink: HAIR }] } else { Vec::new() };
            let gap = if at == 0 { self.em(gap) } else { 0.0 };
            self.blocks.push(Block { words, shapes, table: Some(self.tables), ..block(gap, height) });
        }
    }

    /// The lower edge. Left: what the person declared and how to check the paper, in words; right: the same check as a QR code.
    fn tail(&mut self, check: &Check, declared: Option<(&str, &[String])>) -> Result<(), PrintError> {
        let width = COLUMN - QR - 8.0 * MM;
        let style = |times: f32, weight, ink| Style { size: self.em(times), weight, ink };
        let body = style(1.0, Weight::Regular, BLACK);
        let mut y = 0.0;
        let mut all = Vec::new();
        let mut put = |role: Role, text: Text, style: Style, gap: f32| {
            y += if all.is_empty() { 0.0 } else { self.em(gap) };
            let words = self.words(role, text, style, (0.0, width), y);
            y += tall(words.lines.len(), style.size);
            all.push(words);
        };
        if let Some((label, sentences)) = declared {
            put(Role::Heading(2), Text::Fixed(label), style(1.08, Weight::Bold, BLACK), 0.0);
            for (at, sentence) in sentences.iter().enumerate() {
                put(Role::Paragraph, Text::Fixed(sentence), body, if at == 0 { 0.5 } else { 0.7 });
            }
        }
        put(Role::Paragraph, Text::Fixed(&check.words), style(0.92, Weight::Regular, BLACK), 1.4);
        put(Role::Paragraph, Text::Fixed(&check.code_label), style(0.92, Weight::Regular, GREY), 0.7);
        put(Role::Paragraph, Text::Given(&check.code_groups.join("\u{a0} ")), style(1.15, Weight::Bold, BLACK), 0.5);
        let height = y.max(QR);
        for words in &mut all {
            words.y += height - y;
        }
        let picture = Picture::of(&check.url).map_err(|_| PrintError::Qr)?;
        let picture = Some((picture, check.alt.clone(), QR));
        self.blocks.push(Block { words: all, picture, low: true, ..block(self.em(1.2), height) });
        Ok(())
    }
}
