//! Whether a packed file may be unpacked: found out by unpacking it into nothing, up to a bound.

use super::Unread;
use std::io::{Cursor, Read, copy, sink};
use zip::ZipArchive;

/// Most parts of a workbook.
const PARTS_MAX: usize = 500;
/// Most bytes of all of them.
const UNPACKED_BYTES_MAX: u64 = 160 << 20;
/// Most bytes for each byte of a part, where it is more than a small one. Lists of the same few words come to 40.
const RATIO_MAX: u64 = 150;
const SMALL_BYTES: u64 = 4 << 20;

/// # Errors
/// What it would unpack to, whatever it says of itself.
pub fn bounded(bytes: &[u8]) -> Result<(), Unread> {
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::Damaged)?;
    if parts.len() > PARTS_MAX {
        return Err(Unread::Bomb);
    }
    let mut left = UNPACKED_BYTES_MAX;
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(|_| Unread::Damaged)?;
        let most = left.min(SMALL_BYTES.max(part.compressed_size().saturating_mul(RATIO_MAX)));
        let unpacked = copy(&mut part.take(most + 1), &mut sink()).map_err(|_| Unread::Damaged)?;
        if unpacked > most {
            return Err(Unread::Bomb);
        }
        left -= unpacked;
    }
    Ok(())
}
