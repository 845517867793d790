//! Decimals of a placement: whole hundredths, or blank.

/// A decimal with two places, 0 to 9,999,999.99, kept in hundredths; or blank. Four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(u32);

impl Mark {
    /// Nothing given.
    pub const BLANK: Mark = Mark(u32::MAX);
    /// The largest value, in hundredths.
    pub const MOST: u32 = 999_999_999;
    /// Zero.
    pub const ZERO: Mark = Mark(0);

    /// So many hundredths; none above [`Mark::MOST`].
    pub const fn hundredths(value: u32) -> Option<Mark> {
        if value <= Self::MOST { Some(Mark(value)) } else { None }
    }

    /// Reads `75`, `75.5` or `75.50`: 1 to 7 digits, then nothing, or a point and 1 or 2 digits. A blank text is no decimal.
    pub fn parse(text: &str) -> Option<Mark> {
        let bytes = text.as_bytes();
        let whole = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        if !(1..=7).contains(&whole) {
            return None;
        }
        let value = bytes[..whole].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
        let part = match bytes[whole..] {
            [] => 0,
            [b'.', a @ b'0'..=b'9'] => u32::from(a - b'0') * 10,
            [b'.', a @ b'0'..=b'9', b @ b'0'..=b'9'] => u32::from(a - b'0') * 10 + u32::from(b - b'0'),
            _ => return None,
        };
        Some(Mark(value * 100 + part))
    }

    /// The hundredths, if not blank.
    pub const fn known(self) -> Option<u32> {
        if self.0 == u32::MAX { None } else { Some(self.0) }
    }

    /// The hundredths; a blank one counts 0.
    pub const fn or_zero(self) -> u32 {
        if self.0 == u32::MAX { 0 } else { self.0 }
    }

    /// Whether nothing is given.
    pub const fn is_blank(self) -> bool {
        self.0 == u32::MAX
    }

    /// Writes it with two places, `75.50`; nothing if blank.
    pub fn write(self, out: &mut Vec<u8>) {
        let Some(value) = self.known() else { return };
        let mut digits = [b'0'; 10];
        let (mut rest, mut at) = (value, digits.len());
        for place in 0.. {
            if place == 2 {
                at -= 1;
                digits[at] = b'.';
            }
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 && place >= 2 {
                break;
            }
        }
        out.extend_from_slice(&digits[at..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(mark: Mark) -> String {
        let mut out = Vec::new();
        mark.write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn decimals_have_up_to_seven_digits_and_two_places() {
        for (text, value, printed) in [
            ("0", 0, "0.00"),
            ("0.05", 5, "0.05"),
            ("75.5", 7_550, "75.50"),
            ("075.50", 7_550, "75.50"),
            ("100", 10_000, "100.00"),
            ("9999999.99", Mark::MOST, "9999999.99"),
        ] {
            let mark = Mark::parse(text).unwrap();
            assert_eq!((mark.known(), shown(mark).as_str()), (Some(value), printed), "{text}");
        }
        for text in
            ["", " 1", "1 ", ".5", "5.", "1.234", "-1", "+1", "1e2", "1,5", "10000000", "٣", "0x1", "1.2.3", "1.-1"]
        {
            assert_eq!(Mark::parse(text), None, "{text:?}");
        }
        assert_eq!((shown(Mark::BLANK).as_str(), Mark::BLANK.or_zero(), Mark::BLANK.known()), ("", 0, None));
        assert_eq!(Mark::hundredths(Mark::MOST + 1), None);
    }
}
