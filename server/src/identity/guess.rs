//! Guessed codes. A code has 80 bits: nobody guesses one, however fast (docs/adr/0022). What is slowed down is the
//! noise: beyond so many unknown codes a minute, whoever sends another is told to wait. A code that lives opens all the
//! while, so an office full of people with their sheets in hand never stands before a closed door.

use jiefang_domain::Millis;
use std::sync::{Mutex, PoisonError};

/// Unknown codes a minute that are answered as such.
const FREE_MISSES: u32 = 60;
const WINDOW_MS: Millis = 60_000;

/// Counts unknown codes, over everybody, in memory only.
#[derive(Debug, Default)]
pub struct Guesses(Mutex<(Millis, u32)>);

impl Guesses {
    /// One more unknown code; whether there were too many in this minute.
    pub fn too_many(&self, now: Millis) -> bool {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !(0..WINDOW_MS).contains(&(now - window.0)) {
            *window = (now, 0);
        }
        window.1 = window.1.saturating_add(1);
        window.1 > FREE_MISSES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_a_minute_are_free() {
        let guesses = Guesses::default();
        assert!((0..FREE_MISSES).all(|_| !guesses.too_many(100_000)));
        assert!(guesses.too_many(100_000) && guesses.too_many(159_999));
        assert!(!guesses.too_many(160_000), "the next minute");
        assert!(!guesses.too_many(0), "a clock that was put back");
    }
}
