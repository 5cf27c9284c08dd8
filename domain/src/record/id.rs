//! Ids: short texts, the same in code, wire and database.

use super::coding::packed::DIGITS;
use core::fmt;
use std::sync::Arc;

/// Longest id accepted, in bytes. Composite ids (`m~<person>`, `<person>~<day>`) stay well below.
pub const ID_BYTES_MAX: usize = 96;

/// An id of a person, place, row or operation: 1…96 of `A–Z a–z 0–9 _ - ~`.
///
/// New rows take a random one made by the device (22 characters); rows that exist once for
/// something take a composed one, so that nobody has to look them up by a query. A copy shares the text: ids are copied
/// into every key, and more often than anything else.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// Checks `text`; `None` where it is empty, too long or has another character.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'~');
        (!text.is_empty() && text.len() <= ID_BYTES_MAX && text.bytes().all(plain)).then(|| Self(text.into()))
    }

    /// 22 characters of `base64url` for 16 bytes (a `UUIDv7` as the device made it).
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let bits = u128::from_be_bytes(bytes);
        let text: String = (0..22u32)
            .map(|i| {
                let six = if i < 21 { bits >> (122 - 6 * i) } else { bits << 4 } & 63;
                char::from(DIGITS[usize::try_from(six).unwrap_or(0)])
            })
            .collect();
        Self(text.into())
    }

    /// Joins parts with `~`; the same parts always give the same id.
    pub fn join(parts: &[&str]) -> Self {
        Self(parts.join("~").into())
    }

    /// Stands where nobody is named (`-`): an hour for the whole yard has no recipient.
    pub fn none() -> Self {
        Self("-".into())
    }

    /// Whether it is [`Id::none`].
    pub fn is_none(&self) -> bool {
        &*self.0 == "-"
    }

    /// The id as text that can be kept.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_refuse_what_could_leave_their_field() {
        for bad in ["", "a b", "a/b", "a.b", "'", "楼", &"x".repeat(97)] {
            assert_eq!(Id::parse(bad), None, "{bad}");
        }
        assert!(Id::parse("m~p1").is_some());
    }

    #[test]
    fn sixteen_bytes_make_22_characters_that_differ() {
        let a = Id::from_bytes([0xff; 16]);
        let b = Id::from_bytes([0; 16]);
        let mut last = [0; 16];
        last[15] = 1;
        assert_eq!((a.as_str().len(), b.as_str().len()), (22, 22));
        assert_eq!(b.as_str(), "A".repeat(22));
        assert_ne!(Id::from_bytes(last), b);
        assert_eq!(Id::parse(a.as_str()), Some(a));
    }
}
