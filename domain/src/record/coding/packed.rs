//! Whole numbers in digits of 64, the alphabet of ids: shorter than decimals, and read without looking for their ends.

/// The digits, which are also those of ids.
pub const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many digits a number needs, at least one.
pub fn width(number: u64) -> usize {
    let mut width = 1;
    let mut rest = number >> 6;
    while rest > 0 {
        (width, rest) = (width + 1, rest >> 6);
    }
    width
}

/// Adds a number in so many digits.
pub fn pack(number: u64, width: usize, to: &mut String) {
    for at in (0..width).rev() {
        let six = usize::try_from(number >> (6 * at) & 63).unwrap_or(0);
        to.push(char::from(DIGITS[six]));
    }
}

/// The number in some digits, at most ten; `None` where one is no digit.
pub fn unpack(digits: &[u8]) -> Option<u64> {
    let mut number = 0;
    for digit in digits {
        let six = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        number = number << 6 | u64::from(six);
    }
    Some(number)
}

/// The numbers of a text, `count` of equal width; `None` where it cannot be cut so.
pub fn numbers(text: &str, count: usize) -> Option<impl Iterator<Item = Option<u64>>> {
    let width = text.len().checked_div(count)?;
    ((1..=10).contains(&width) && width * count == text.len()).then(|| text.as_bytes().chunks(width).map(unpack))
}
