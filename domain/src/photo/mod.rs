//! Photos (SYNC, "Photos"): what a device makes and what a server takes. Both run this, so that nothing is sent that
//! would be refused.

mod jpeg;
#[cfg(test)]
mod tests;

pub use jpeg::{Fault, examine, stripped};

use crate::Id;

/// Most photos of one record.
pub const PHOTOS_MAX: usize = 4;
/// Most bytes of a photo.
pub const BYTES_MAX: usize = 200 * 1024;
/// Most pixels of its longer side.
pub const SIDE_MAX: u32 = 1_600;
/// So many times as long as it is wide a photo may be: a stairwell, not a ribbon.
pub const RATIO_MAX: u32 = 8;
/// Bytes of a piece on its way; the last piece is what is left.
pub const PIECE_BYTES: usize = 32 * 1024;
/// Characters of a photo's id: the SHA-256 of its bytes as base64url.
const ID_CHARS: usize = 43;

/// Whether an id can be a photo's.
pub fn names_a_photo(id: &Id) -> bool {
    id.as_str().len() == ID_CHARS && !id.as_str().contains('~')
}

/// The id of the photo with that hash.
pub fn id_of(hash: [u8; 32]) -> Id {
    Id::join(&[&to_base64(&hash).replace('+', "-").replace('/', "_")])
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as base64 without padding: how a device keeps a photo, and how a page shows it.
pub fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 3 * 4 + 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..=three.len() {
            text.push(char::from(ALPHABET[bits >> (18 - 6 * at) & 63]));
        }
    }
    text
}

/// The bytes of a base64 text, padded or not; `None` where it is none.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits).to_le_bytes()[0]);
        }
    }
    Some(bytes)
}
