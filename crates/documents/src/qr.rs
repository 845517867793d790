//! The QR code as grey pixels.

use qrcode::{Color, EcLevel, QrCode, types::QrError};

/// Pixels per module: enough that no reader smooths an edge away when it scales the picture.
const SCALE: usize = 8;
/// Empty modules on each side, as ISO/IEC 18004 asks.
const QUIET: usize = 4;

/// A square picture, one byte a pixel, 0 black and 255 white.
pub(crate) struct Picture {
    pub side: usize,
    pub pixels: Vec<u8>,
}

impl Picture {
    /// No picture: for papers without a check.
    pub fn none() -> Self {
        Self { side: 0, pixels: Vec::new() }
    }

    /// Draws `text` with its quiet zone, at level M (a worn fold still reads).
    ///
    /// Errors when the text is longer than a QR code holds.
    pub fn of(text: &str) -> Result<Self, QrError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
        let (modules, colours) = (code.width(), code.to_colors());
        let side = (modules + 2 * QUIET) * SCALE;
        let mut pixels = vec![u8::MAX; side * side];
        for (index, _) in colours.iter().enumerate().filter(|(_, colour)| **colour == Color::Dark) {
            let (left, top) = ((index % modules + QUIET) * SCALE, (index / modules + QUIET) * SCALE);
            for line in pixels.chunks_exact_mut(side).skip(top).take(SCALE) {
                line[left..left + SCALE].fill(0);
            }
        }
        Ok(Self { side, pixels })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quiet_zone_is_four_modules_wide_and_the_finder_pattern_starts_behind_it() {
        let picture = Picture::of("https://qabul.example/y/7K2MQ9XA").unwrap();
        let at = |x: usize, y: usize| picture.pixels[y * picture.side + x];
        let edge = QUIET * SCALE;
        assert_eq!(picture.pixels.len(), picture.side * picture.side);
        assert!((0..picture.side).all(|x| at(x, edge - 1) == 255 && at(edge - 1, x) == 255));
        assert!((edge..edge + 7 * SCALE).all(|x| at(x, edge) == 0));
        assert_eq!(at(edge + SCALE, edge + SCALE), 255);
    }

    #[test]
    fn a_text_no_code_can_hold_is_an_error() {
        assert!(Picture::of(&"x".repeat(3000)).is_err());
    }
}
