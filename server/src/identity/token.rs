//! Secrets: 256 bits that the server never keeps, only their hash.

use crate::{error::ApiError, store::account::TokenHash};
use core::fmt;
use sha2::{Digest, Sha256};

const TOKEN_CHARS: usize = 64;

/// The secret of a session, as 64 hexadecimal digits.
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// `Internal` where the machine has no randomness to give.
    pub fn random() -> Result<Self, ApiError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            tracing::error!(%error, "no randomness");
            ApiError::Internal
        })?;
        Ok(Self(hex::encode(bytes)))
    }

    /// One that somebody presents; `None` where it cannot be one.
    pub fn presented(text: &str) -> Option<Self> {
        let hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == TOKEN_CHARS && text.bytes().all(hex)).then(|| Self(text.to_owned()))
    }

    /// What is stored in its stead.
    pub fn hash(&self) -> TokenHash {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The secret itself, for the one it is meant for.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_read_back_and_do_not_print() {
        let (a, b) = (Token::random().unwrap(), Token::random().unwrap());
        assert_ne!(a.hash(), b.hash());
        assert_eq!(Token::presented(a.reveal()).unwrap().hash(), a.hash());
        assert_eq!(format!("{a:?}"), "Token(…)");
        for bad in ["", "x", &"g".repeat(64), &"A".repeat(64), &"0".repeat(65)] {
            assert!(Token::presented(bad).is_none(), "{bad}");
        }
    }
}
