//! The QR code as outlines of its black areas.

use qrcode::{Color, EcLevel, QrCode, types::QrError};

/// Empty modules on each side, as ISO/IEC 18004 asks.
const QUIET: usize = 4;
/// One module further in each of the four directions: right, down, left, up.
const STEPS: [(isize, isize); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// A square of modules with its quiet zone.
pub(crate) struct Picture {
    /// Modules on a side.
    pub side: usize,
    /// Closed outlines: the corners in order, as column and row. Black is on the right of each line, so that the outline of
    /// a hole has the opposite direction and the hole is not filled.
    pub outlines: Vec<Vec<(usize, usize)>>,
}

impl Picture {
    /// Draws `text` with its quiet zone, at level M (a worn fold still reads).
    ///
    /// Errors when the text is longer than a QR code holds.
    pub fn of(text: &str) -> Result<Self, QrError> {
        let modules = Modules::of(text)?;
        Ok(Self { side: modules.side + 2 * QUIET, outlines: modules.outlines() })
    }
}

/// The modules without their quiet zone, row after row; black is true.
struct Modules {
    side: usize,
    black: Vec<bool>,
}

impl Modules {
    fn of(text: &str) -> Result<Self, QrError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
        let side = code.width();
        Ok(Self { side, black: code.into_colors().into_iter().map(|colour| colour == Color::Dark).collect() })
    }

    /// The lines between black and white as closed outlines, from top to bottom.
    fn outlines(&self) -> Vec<Vec<(usize, usize)>> {
        // One row and one column of corners more than modules. A set bit is a line from that corner in one of four directions.
        let corners = self.side + 1;
        let mut lines = vec![0_u8; corners * corners];
        let black =
            |column: usize, row: usize| column < self.side && row < self.side && self.black[row * self.side + column];
        for row in 0..self.side {
            for column in (0..self.side).filter(|column| black(*column, row)) {
                // The corners of a module clockwise, and its neighbour across the line that begins there.
                let sides = [
                    (column, row, row > 0 && black(column, row - 1)),
                    (column + 1, row, black(column + 1, row)),
                    (column + 1, row + 1, black(column, row + 1)),
                    (column, row + 1, column > 0 && black(column - 1, row)),
                ];
                for (direction, (x, y, inside)) in sides.into_iter().enumerate() {
                    lines[y * corners + x] |= u8::from(!inside) << direction;
                }
            }
        }
        let mut outlines = Vec::new();
        for start in 0..lines.len() {
            while lines[start] != 0 {
                let (mut outline, mut at, mut last) = (Vec::new(), start, None);
                // Every corner has as many incoming as outgoing lines, so an outline can only end at its start.
                while lines[at] != 0 && (at != start || outline.is_empty()) {
                    let direction = lines[at].trailing_zeros() as usize;
                    lines[at] &= lines[at] - 1;
                    if last.replace(direction) != Some(direction) {
                        outline.push((at % corners + QUIET, at / corners + QUIET));
                    }
                    let (x, y) = STEPS[direction];
                    at = at.wrapping_add_signed(y * corners as isize + x);
                }
                outlines.push(outline);
            }
        }
        outlines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filling_the_outlines_gives_the_modules_back_inside_a_quiet_zone_of_four() {
        let text = "https://qabul.example/y/7K2MQ9XA";
        let (modules, picture) = (Modules::of(text).unwrap(), Picture::of(text).unwrap());
        assert_eq!(picture.side, modules.side + 8);
        assert_eq!(picture.outlines[0][..2], [(QUIET, QUIET), (QUIET + 7, QUIET)], "the finder pattern comes first");
        for row in 0..picture.side {
            for column in 0..picture.side {
                // How often the outlines run round the middle of the module: lines crossed on the way to the left.
                let mut turns = 0;
                for outline in &picture.outlines {
                    for (from, to) in outline.iter().zip(outline.iter().cycle().skip(1)) {
                        if from.0 == to.0 && from.0 <= column {
                            turns += i32::from(to.1 <= row && row < from.1) - i32::from(from.1 <= row && row < to.1);
                        }
                    }
                }
                let inside = |at: usize| (QUIET..picture.side - QUIET).contains(&at);
                let black =
                    inside(column) && inside(row) && modules.black[(row - QUIET) * modules.side + column - QUIET];
                assert_eq!(turns, i32::from(black), "{column}, {row}");
            }
        }
    }

    #[test]
    fn a_text_no_code_can_hold_is_an_error() {
        assert!(Picture::of(&"x".repeat(3000)).is_err());
    }
}
