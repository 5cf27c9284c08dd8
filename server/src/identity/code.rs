//! Codes that a person can copy from paper by hand: sixteen letters in groups of four, 80 bits.

use crate::{error::ApiError, store::account::TokenHash};
use core::fmt;
use sha2::{Digest, Sha256};

/// No I, O, 0 and 1: each stays apart from every other in any print. Who types I or 1 means the L.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CHARS: usize = 16;
const GROUP: usize = 4;
/// Longer than any way to write a code down.
const TYPED_BYTES_MAX: usize = 200;
const FULL_WIDTH: core::ops::RangeInclusive<char> = '！'..='～';

/// The secret of an enrolment, or of a first start.
pub struct Code(String);

impl Code {
    /// A new one.
    ///
    /// # Errors
    /// `Internal` where the machine has no randomness to give.
    pub fn random() -> Result<Self, ApiError> {
        let mut bytes = [0; CHARS];
        getrandom::fill(&mut bytes).map_err(|error| {
            tracing::error!(%error, "no randomness");
            ApiError::Internal
        })?;
        // 256 is a multiple of 32: each letter is as likely as any other.
        Ok(Self(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()))
    }

    /// One that somebody typed or opened: capitals, spaces, hyphens and the width of the letters do not matter. `None` where
    /// it cannot be one.
    pub fn typed(text: &str) -> Option<Self> {
        if text.len() > TYPED_BYTES_MAX {
            return None;
        }
        let mut code = String::with_capacity(CHARS);
        for c in text.chars().map(narrow).filter(|c| !is_gap(*c)) {
            let c = match c.to_ascii_uppercase() {
                'I' | '1' => 'L',
                other => other,
            };
            code.push(u8::try_from(c).ok().filter(|byte| LETTERS.contains(byte)).map(char::from)?);
        }
        (code.len() == CHARS).then_some(Self(code))
    }

    /// What is stored in its stead.
    pub fn hash(&self) -> TokenHash {
        Sha256::digest(["code:", &self.0].concat()).into()
    }

    /// The code in groups, for the one it is meant for.
    pub fn reveal(&self) -> String {
        let groups: Vec<&str> = (0..CHARS).step_by(GROUP).filter_map(|at| self.0.get(at..at + GROUP)).collect();
        groups.join("-")
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// What a Chinese keyboard types wide, narrow.
fn narrow(c: char) -> char {
    if FULL_WIDTH.contains(&c) { char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c) } else { c }
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '.' | '·' | '‐'..='―' | '−' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_was_typed() {
        let code = Code("ABCDEFGHJKLMNP29".into());
        assert_eq!(code.reveal(), "ABCD-EFGH-JKLM-NP29");
        for typed in [
            "ABCD-EFGH-JKLM-NP29",
            "abcdefghjklmnp29",
            " abcd efgh　jklm\tnp29\n",
            "ABCD–EFGH—JKLM−NP29",
            "ａｂｃｄ－ｅｆｇｈ－ｊｋｌｍ－ｎｐ２９",
            "abcd-efgh-jkIm-np29",
            "abcd-efgh-jk1m-np29",
        ] {
            assert_eq!(Code::typed(typed).map(|typed| typed.hash()), Some(code.hash()), "{typed}");
        }
        for bad in ["", "ABCD-EFGH-JKLM-NP2", "ABCD-EFGH-JKLM-NP299", "ABCD-EFGH-JKLM-NP2O", "楼BCD-EFGH-JKLM-NP29"] {
            assert!(Code::typed(bad).is_none(), "{bad}");
        }
        assert!(Code::typed(&" ".repeat(TYPED_BYTES_MAX + 1)).is_none());
    }

    #[test]
    fn codes_differ_use_every_letter_and_do_not_print() {
        let codes: Vec<Code> = (0..200).map(|_| Code::random().unwrap()).collect();
        let all: String = codes.iter().map(|code| code.0.as_str()).collect();
        assert!(LETTERS.iter().all(|letter| all.contains(char::from(*letter))));
        assert!(codes.iter().skip(1).all(|code| code.hash() != codes[0].hash()));
        assert_eq!(format!("{:?}", codes[0]), "Code(…)");
        assert_eq!(Code::typed(&codes[0].reveal()).unwrap().hash(), codes[0].hash());
    }
}
