//! Guessing at one account is slowed down by account: neighbours behind one router still sign in. Guessing at many from
//! one address: see `spread`.

use jiefang_domain::Millis;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Misses before the first wait.
const FREE_MISSES: u32 = 5;
const WAIT_MS_MIN: Millis = 1_000;
const WAIT_MS_MAX: Millis = 60_000;
/// A miss is forgotten after this.
const FORGOTTEN_AFTER_MS: Millis = 15 * 60_000;
/// Most accounts (and names that nobody has) remembered at a time.
const REMEMBERED_MAX: usize = 20_000;

#[derive(Clone, Copy, Debug)]
struct Tries {
    misses: u32,
    last_ms: Millis,
}

impl Tries {
    fn wait_until_ms(self) -> Millis {
        let over = self.misses.saturating_sub(FREE_MISSES);
        match over {
            0 => self.last_ms,
            1..7 => self.last_ms + (WAIT_MS_MIN << (over - 1)),
            _ => self.last_ms + WAIT_MS_MAX,
        }
    }
}

/// Remembers wrong tries, in memory only: a restart forgives.
#[derive(Debug, Default)]
pub struct Misses {
    // Keys are hashes: what was typed into the name field may be a passphrase.
    tries: Mutex<HashMap<[u8; 16], Tries>>,
}

impl Misses {
    /// How many milliseconds `account` has to wait before the next try; 0 mostly.
    pub fn wait_ms(&self, account: &str, now: Millis) -> Millis {
        self.tries().get(&key(account)).map_or(0, |tries| (tries.wait_until_ms() - now).clamp(0, WAIT_MS_MAX))
    }

    /// A try at `account`, counted as a miss until it is known to be none: of many at the same moment no more are let
    /// through than one after the other. Whether it may be made now; else it is not counted.
    pub fn begin(&self, account: &str, now: Millis) -> bool {
        let mut all = self.tries();
        let waits = all.get(&key(account)).is_some_and(|tries| tries.wait_until_ms() > now);
        if !waits {
            Self::count(&mut all, account, now);
        }
        !waits
    }

    /// A try that was begun was none at this account: another passphrase of that name was the right one, or it was not
    /// made at all.
    pub fn forgive(&self, account: &str) {
        if let Some(tries) = self.tries().get_mut(&key(account)) {
            tries.misses = tries.misses.saturating_sub(1);
        }
    }

    fn count(all: &mut HashMap<[u8; 16], Tries>, account: &str, now: Millis) {
        if all.len() >= REMEMBERED_MAX {
            all.retain(|_, tries| now - tries.last_ms < FORGOTTEN_AFTER_MS);
        }
        if all.len() >= REMEMBERED_MAX {
            // Somebody floods us with names: forget those who missed least.
            all.retain(|_, tries| tries.misses > FREE_MISSES);
            all.shrink_to_fit();
        }
        if all.len() >= REMEMBERED_MAX {
            return;
        }
        let tries = all.entry(key(account)).or_insert(Tries { misses: 0, last_ms: now });
        if now - tries.last_ms >= FORGOTTEN_AFTER_MS {
            tries.misses = 0;
        }
        *tries = Tries { misses: tries.misses.saturating_add(1), last_ms: now };
    }

    /// The right passphrase for `account`.
    pub fn hit(&self, account: &str) {
        self.tries().remove(&key(account));
    }

    fn tries(&self) -> MutexGuard<'_, HashMap<[u8; 16], Tries>> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(account: &str) -> [u8; 16] {
    let mut key = [0; 16];
    key.copy_from_slice(&Sha256::digest(account.as_bytes())[..16]);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Misses {
        fn missed(&self, account: &str, now: Millis) {
            Self::count(&mut self.tries(), account, now);
        }
    }

    #[test]
    fn five_misses_are_free_then_the_wait_doubles_up_to_a_minute() {
        let misses = Misses::default();
        let mut waits = Vec::new();
        for _ in 0..14 {
            misses.missed("a", 0);
            waits.push(misses.wait_ms("a", 0));
        }
        assert_eq!(waits[..5], [0; 5]);
        assert_eq!(waits[5..], [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
        assert_eq!(misses.wait_ms("b", 0), 0);
        assert_eq!(misses.wait_ms("a", 61_000), 0);
        misses.hit("a");
        misses.missed("a", 0);
        assert_eq!(misses.wait_ms("a", 0), 0);
    }

    #[test]
    fn of_many_at_the_same_moment_one_is_let_through_where_there_is_a_wait() {
        let misses = Misses::default();
        let begun = (0..64).filter(|_| misses.begin("a", 0)).count();
        assert_eq!(begun, 6, "five that are free, and the one that makes the rest wait");
        assert_eq!((0..64).filter(|_| misses.begin("a", WAIT_MS_MIN)).count(), 1);
        misses.forgive("a");
        assert!(misses.begin("a", 2 * WAIT_MS_MIN), "one that was none does not lengthen the wait");
    }

    #[test]
    fn memory_is_bounded_and_the_slowed_stay_slowed() {
        let misses = Misses::default();
        for _ in 0..9 {
            misses.missed("guessed", 0);
        }
        for i in 0..REMEMBERED_MAX * 2 {
            misses.missed(&i.to_string(), 1);
        }
        assert!(misses.tries().len() <= REMEMBERED_MAX);
        assert!(misses.wait_ms("guessed", 1) > 0);
    }
}
