//! Numbers as the files write them.

use crate::fault::Fault;

/// A decimal with two places, counted in hundredths: 75.50 is 7550. At most 999,999,999.
pub type Hundredths = u32;

/// Reads `0` to `9999999.99`: up to seven digits, then nothing, or a point and one or two digits.
///
/// # Errors
/// Anything else.
pub fn decimal(text: &str) -> Result<Hundredths, Fault> {
    let (whole, places) = text.split_once('.').map_or((text, None), |(whole, places)| (whole, Some(places)));
    let hundredths = match places.map(str::as_bytes) {
        None => 0,
        Some([tenths @ b'0'..=b'9']) => u32::from(tenths - b'0') * 10,
        Some([tenths @ b'0'..=b'9', rest @ b'0'..=b'9']) => u32::from(tenths - b'0') * 10 + u32::from(rest - b'0'),
        Some(_) => return Err(Fault::Decimal),
    };
    Ok(digits(whole, 7).ok_or(Fault::Decimal)? * 100 + hundredths)
}

/// Reads a whole number of one to nine digits.
///
/// # Errors
/// Anything else.
pub fn whole(text: &str) -> Result<u32, Fault> {
    digits(text, 9).ok_or(Fault::Whole)
}

fn digits(text: &str, most: usize) -> Option<u32> {
    if text.is_empty() || text.len() > most {
        return None;
    }
    text.bytes().try_fold(0_u32, |all, digit| digit.is_ascii_digit().then(|| all * 10 + u32::from(digit - b'0')))
}

/// Writes a decimal with its two places.
pub fn push(out: &mut String, value: Hundredths) {
    push_whole(out, value / 100);
    let places = value % 100;
    out.push('.');
    out.push(char::from(b'0' + (places / 10) as u8));
    out.push(char::from(b'0' + (places % 10) as u8));
}

/// Writes a whole number: millions of them are written to be compared, which the formatter is too slow for.
pub fn push_whole(out: &mut String, mut value: u32) {
    let mut digits = [0_u8; 10];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_up_to_seven_digits_and_two_places() {
        for (text, value) in [("0", 0), ("75.5", 7550), ("75.50", 7550), ("007", 700), ("9999999.99", 999_999_999)] {
            assert_eq!(decimal(text), Ok(value), "{text}");
        }
        for odd in ["", ".5", "5.", "1.234", "-1", "+1", "1e2", "1,5", "12345678", " 1", "1 ", "١", "1.٢"] {
            assert_eq!(decimal(odd), Err(Fault::Decimal), "{odd}");
        }
        let mut text = String::new();
        [0, 5, 7550, 999_999_999].into_iter().for_each(|value| push(&mut text, value));
        assert_eq!(text, "0.000.0575.509999999.99");
    }

    #[test]
    fn whole_numbers_have_up_to_nine_digits() {
        assert_eq!((whole("0"), whole("000000007"), whole("999999999")), (Ok(0), Ok(7), Ok(999_999_999)));
        for odd in ["", "-1", "1.0", "1000000000", "one"] {
            assert_eq!(whole(odd), Err(Fault::Whole), "{odd}");
        }
        let mut text = String::new();
        push_whole(&mut text, u32::MAX);
        assert_eq!(text, "4294967295");
    }
}
