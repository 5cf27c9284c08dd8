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
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(ID_CHARS);
    let (mut held, mut bits) = (0_u32, 0);
    // Two bits of nothing at the end: 258 bits are 43 characters of six.
    for (byte, width) in hash.into_iter().map(|byte| (byte, 8)).chain([(0, 2)]) {
        held = held << width | u32::from(byte);
        bits += width;
        while bits >= 6 {
            bits -= 6;
            text.push(char::from(ALPHABET[(held >> bits & 63) as usize]));
        }
    }
    Id::join(&[&text])
}
