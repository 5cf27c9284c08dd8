//! Chance that can be had again: `SplitMix64`.

use jiefang_domain::{Id, Millis};

/// A stream of numbers that a seed fixes.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// The stream of that seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(in crate::sim) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n.max(1)).unwrap_or(1);
        usize::try_from(self.next() % n).unwrap_or(0)
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of `these`.
    pub fn pick<'t, T>(&mut self, these: &'t [T]) -> &'t T {
        &these[self.below(these.len())]
    }

    /// One of `these`, where there is one.
    pub fn pick_of<'t, T>(&mut self, these: &'t [T]) -> Option<&'t T> {
        if these.is_empty() { None } else { Some(self.pick(these)) }
    }

    /// A span of up to `most` milliseconds.
    pub fn span_ms(&mut self, most: Millis) -> Millis {
        Millis::try_from(self.below(usize::try_from(most).unwrap_or(1))).unwrap_or(0)
    }

    /// Sixteen bytes.
    pub fn bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes());
        bytes
    }

    /// An id that nobody has had.
    pub fn id(&mut self) -> Id {
        Id::from_bytes(self.bytes())
    }
}
