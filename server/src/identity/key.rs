//! The door's key: what is typed at the door, and who has come in, is kept only as what this key makes of it.

use hmac::{Hmac, Mac};
use jiefang_domain::Id;
use sha2::Sha256;

const MARK_BYTES: usize = 16;

/// A key of the data folder's own; it opens nothing.
#[derive(Clone)]
pub struct DoorKey(Hmac<Sha256>);

impl core::fmt::Debug for DoorKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("DoorKey(…)")
    }
}

impl DoorKey {
    /// The key with these bytes.
    pub fn of(bytes: [u8; 32]) -> Self {
        // HMAC fills a short key up with zeros.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&bytes);
        Self(Hmac::new(&block.into()))
    }

    /// What stands for a name that was typed: the same for the same, and nobody can read it back without the key.
    pub fn typed(&self, name: &str) -> [u8; MARK_BYTES] {
        self.digest("typed", name)
    }

    /// What a browser keeps of a person who signed in there.
    pub fn mark(&self, person: &Id) -> String {
        hex::encode(self.digest("device", person.as_str()))
    }

    /// Whether the mark is that of the person.
    pub fn made(&self, person: &Id, mark: &str) -> bool {
        let mut mac = self.0.clone();
        mac.update(b"device\0");
        mac.update(person.as_str().as_bytes());
        hex::decode(mark).is_ok_and(|bytes| bytes.len() == MARK_BYTES && mac.verify_truncated_left(&bytes).is_ok())
    }

    fn digest(&self, what_for: &str, text: &str) -> [u8; MARK_BYTES] {
        let mut mac = self.0.clone();
        for part in [what_for.as_bytes(), b"\0", text.as_bytes()] {
            mac.update(part);
        }
        let mut short = [0; MARK_BYTES];
        short.copy_from_slice(&mac.finalize().into_bytes()[..MARK_BYTES]);
        short
    }
}
