//! A key as groups to be written down: four lines of five groups, each line with a sum of its own, so that whoever types it
//! back hears which line is wrong.

use crate::store::KeyBytes;
use sha2::{Digest, Sha256};

const LINES: usize = 4;
const LINE_BYTES: usize = 8;
const SUM_BYTES: usize = 2;
const LINE_CHARS: usize = 2 * (LINE_BYTES + SUM_BYTES);

/// The line that is not as it was printed, from 1 on; 0 where there are not as many lines' worth of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistyped(pub usize);

fn sum(line: usize, bytes: &[u8]) -> [u8; SUM_BYTES] {
    let hash = Sha256::new().chain_update([u8::try_from(line).unwrap_or(0)]).chain_update(bytes).finalize();
    [hash[0], hash[1]]
}

/// The key's lines.
pub fn groups(key: &KeyBytes) -> Vec<String> {
    let line = |(at, bytes): (usize, &[u8])| {
        let text = hex::encode([bytes, &sum(at, bytes)].concat());
        let groups: Vec<String> =
            text.chars().collect::<Vec<_>>().chunks(4).map(|group| group.iter().collect()).collect();
        groups.join(" ")
    };
    key.chunks(LINE_BYTES).enumerate().map(line).collect()
}

/// The key again, from what was typed; spaces, hyphens, line ends and capitals do not matter.
///
/// # Errors
/// Which line is wrong.
pub fn typed(text: &str) -> Result<KeyBytes, Mistyped> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_lowercase();
    let mut key = KeyBytes::default();
    if digits.len() != LINES * LINE_CHARS || !digits.is_ascii() {
        return Err(Mistyped(0));
    }
    for (at, to) in key.chunks_mut(LINE_BYTES).enumerate() {
        let wrong = Mistyped(at + 1);
        let bytes = digits.get(at * LINE_CHARS..(at + 1) * LINE_CHARS).and_then(|line| hex::decode(line).ok());
        let bytes = bytes.ok_or(wrong)?;
        let (line, summed) = bytes.split_at_checked(LINE_BYTES).ok_or(wrong)?;
        if summed != sum(at, line) {
            return Err(wrong);
        }
        to.copy_from_slice(line);
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_printed_is_typed_back_and_a_slip_is_told_by_its_line() {
        let key: KeyBytes = std::array::from_fn(|n| u8::try_from(n * 7).unwrap());
        let printed = groups(&key);
        assert_eq!((printed.len(), printed[0].len()), (4, 24));
        assert_eq!(typed(&printed.join("\n").to_uppercase().replace(' ', "-")), Ok(key));
        for line in 0..4 {
            let mut slip = printed.clone();
            slip[line] = slip[line].replacen(char::from(slip[line].as_bytes()[7]), "f", 1).replacen("00", "01", 1);
            if slip[line] != printed[line] {
                assert_eq!(typed(&slip.join(" ")), Err(Mistyped(line + 1)));
            }
        }
        let swapped = [&printed[1], &printed[0], &printed[2], &printed[3]].map(String::as_str).join(" ");
        assert_eq!(typed(&swapped), Err(Mistyped(1)));
        assert_eq!(typed(&printed[0]), Err(Mistyped(0)));
    }
}
