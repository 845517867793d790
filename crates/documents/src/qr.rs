//! The QR code as rows of black.

use qrcode::{Color, EcLevel, QrCode, types::QrError};

/// Empty modules on each side, as ISO/IEC 18004 asks.
const QUIET: usize = 4;

/// A square of modules with its quiet zone.
pub(crate) struct Picture {
    /// Modules on a side.
    pub side: usize,
    /// Runs of black ones: column, row, how many.
    pub runs: Vec<(usize, usize, usize)>,
}

impl Picture {
    /// Draws `text` with its quiet zone, at level M (a worn fold still reads).
    ///
    /// Errors when the text is longer than a QR code holds.
    pub fn of(text: &str) -> Result<Self, QrError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
        let modules = code.width();
        let mut runs = Vec::new();
        for (row, colours) in code.to_colors().chunks_exact(modules).enumerate() {
            let mut column = 0;
            for run in colours.chunk_by(|one, other| one == other) {
                if run[0] == Color::Dark {
                    runs.push((column + QUIET, row + QUIET, run.len()));
                }
                column += run.len();
            }
        }
        Ok(Self { side: modules + 2 * QUIET, runs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quiet_zone_is_four_modules_wide_and_the_finder_pattern_starts_behind_it() {
        let picture = Picture::of("https://qabul.example/y/7K2MQ9XA").unwrap();
        assert_eq!(picture.runs[0], (QUIET, QUIET, 7));
        assert!(picture.runs.iter().all(|(column, row, length)| {
            *column >= QUIET && *row >= QUIET && column + length <= picture.side - QUIET && *row < picture.side - QUIET
        }));
        let black = |column, row| {
            picture.runs.iter().any(|(from, at, length)| *at == row && (*from..from + length).contains(&column))
        };
        assert!(!black(QUIET + 1, QUIET + 1) && black(QUIET + 2, QUIET + 2), "the ring and the heart of the finder");
    }

    #[test]
    fn a_text_no_code_can_hold_is_an_error() {
        assert!(Picture::of(&"x".repeat(3000)).is_err());
    }
}
