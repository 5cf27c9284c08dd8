//! The keys by which the database keeps numbers and bodies encrypted (docs/adr/0021): AES-256-GCM, each text under a nonce
//! of its own. They are read once, unwrapped by the key of the file outside the folder.

use super::StoreError;
use core::fmt;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    hmac,
};
use std::{collections::BTreeMap, sync::Arc};

/// A key's bytes.
pub type KeyBytes = [u8; 32];

const NONCE_BYTES: usize = 12;
const NUMBER_BYTES: usize = 2;
/// What is written of a mark: half of the MAC, as the 128 bits nobody finds twice.
const MARK_BYTES: usize = 16;

/// Seals with the newest key, opens with the one that sealed.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    marks: hmac::Key,
    sealing: BTreeMap<u16, LessSafeKey>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

/// A key that nobody has seen.
///
/// # Errors
/// The system gives no random numbers.
pub fn fresh() -> Result<KeyBytes, StoreError> {
    let mut bytes = KeyBytes::default();
    getrandom::fill(&mut bytes).map_err(|_| StoreError::no_randomness())?;
    Ok(bytes)
}

/// Seals `parts`, one after the other, so that they open only under `about`.
///
/// # Errors
/// The system gives no random numbers.
pub fn seal_with(key: &KeyBytes, about: &[u8], text: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut out = Vec::with_capacity(NONCE_BYTES + text.len() + AES_256_GCM.tag_len());
    close(&aead(key)?, about, &[text], &mut out)?;
    Ok(out)
}

/// Opens what [`seal_with`] sealed; none where the key or `about` is another, or a byte has changed.
pub fn open_with(key: &KeyBytes, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    unclose(&aead(key).ok()?, about, sealed)
}

fn aead(key: &KeyBytes) -> Result<LessSafeKey, StoreError> {
    let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| StoreError::corrupt("seal_key: not a key"))?;
    Ok(LessSafeKey::new(key))
}

fn close(key: &LessSafeKey, about: &[u8], parts: &[&[u8]], out: &mut Vec<u8>) -> Result<(), StoreError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| StoreError::no_randomness())?;
    out.extend_from_slice(&nonce);
    let from = out.len();
    for part in parts {
        out.extend_from_slice(part);
    }
    let text = out.get_mut(from..).unwrap_or_default();
    let tag = key
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(about), text)
        .map_err(|_| StoreError::corrupt("a text too long to be sealed"))?;
    out.extend_from_slice(tag.as_ref());
    Ok(())
}

fn unclose(key: &LessSafeKey, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    let mut text = text.to_vec();
    let whole = key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(about), &mut text).ok()?.len();
    text.truncate(whole);
    Some(text)
}

impl Keys {
    /// Keys of these numbers; 0 makes the marks.
    ///
    /// # Errors
    /// One is missing.
    pub(super) fn of(keys: &BTreeMap<u16, KeyBytes>) -> Result<Self, StoreError> {
        let marks = keys.get(&0).ok_or_else(|| StoreError::corrupt("seal_key: no key for marks"))?;
        let sealing: Result<BTreeMap<u16, LessSafeKey>, StoreError> =
            keys.iter().filter(|(number, _)| **number > 0).map(|(number, key)| Ok((*number, aead(key)?))).collect();
        Ok(Self(Arc::new(Inner { marks: hmac::Key::new(hmac::HMAC_SHA256, marks), sealing: sealing? })))
    }

    /// Seals `parts`, one after the other, so that they open only under `about`.
    ///
    /// # Errors
    /// There is no key, or the system gives no random numbers.
    pub(super) fn seal(&self, about: &[u8], parts: &[&[u8]]) -> Result<Vec<u8>, StoreError> {
        let (number, key) =
            self.0.sealing.last_key_value().ok_or_else(|| StoreError::corrupt("seal_key: no key that seals"))?;
        let bytes = parts.iter().map(|part| part.len()).sum::<usize>();
        let mut out = Vec::with_capacity(NUMBER_BYTES + NONCE_BYTES + bytes + AES_256_GCM.tag_len());
        out.extend_from_slice(&number.to_be_bytes());
        close(key, about, parts, &mut out)?;
        Ok(out)
    }

    /// Opens what was sealed; none where it was sealed by no key of these or for another place, or a byte has changed.
    pub(super) fn open(&self, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (number, sealed) = sealed.split_first_chunk::<NUMBER_BYTES>()?;
        unclose(self.0.sealing.get(&u16::from_be_bytes(*number))?, about, sealed)
    }

    /// By what a text is found again, without telling what it is.
    pub(super) fn mark(&self, text: &str) -> String {
        let mac = hmac::sign(&self.0.marks, text.as_bytes());
        hex::encode(mac.as_ref().get(..MARK_BYTES).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_where_it_belongs_and_with_the_key_that_sealed_it() {
        let older = Keys::of(&BTreeMap::from([(0, [9; 32]), (1, [1; 32])])).unwrap();
        let newer = Keys::of(&BTreeMap::from([(0, [9; 32]), (1, [1; 32]), (2, [2; 32])])).unwrap();
        let [by_older, by_newer] = [&older, &newer].map(|keys| keys.seal(b"here", &[b"ab", b"c"]).unwrap());
        assert_eq!(newer.open(b"here", &by_older).unwrap(), b"abc");
        assert_eq!(newer.open(b"here", &by_newer).unwrap(), b"abc");
        assert!(older.open(b"here", &by_newer).is_none() && newer.open(b"there", &by_newer).is_none());
        for at in 0..by_newer.len() {
            let mut changed = by_newer.clone();
            changed[at] ^= 1;
            assert!(newer.open(b"here", &changed).is_none(), "{at}");
            assert!(newer.open(b"here", &by_newer[..at]).is_none(), "{at}");
        }
        assert_ne!(older.seal(b"here", &[b"abc"]).unwrap(), by_older, "each time another nonce");
        assert_eq!(older.mark("138"), newer.mark("138"));
        assert_ne!(older.mark("138"), older.mark("139"));
    }
}
