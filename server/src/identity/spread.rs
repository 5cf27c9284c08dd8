//! Guessing at many accounts from one address. An address is never shut: once many different names were missed from it,
//! devices that nobody has signed in on before take turns there. Whoever signed in on their device once goes past.

use crate::shares::{Share, Shares};
use jiefang_domain::Millis;
use std::{
    collections::{HashMap, HashSet},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many different names may be missed from an address before its strangers take turns.
pub const NAMES_FREE: usize = 20;
/// How long a turn takes.
pub const TURN_MS: Millis = 1_000;
/// What was missed is forgotten when nothing was for so long.
const FORGOTTEN_AFTER_MS: Millis = 15 * 60_000;
/// Most addresses remembered at a time.
const REMEMBERED_MAX: usize = 20_000;
/// Most strangers' passphrases that one address may have tried at a time.
const TRIED_MAX: u32 = 16;
/// Most strangers' passphrases tried at a time from all addresses; the places beyond them are for known devices.
const STRANGERS_MAX: usize = 48;

#[derive(Debug, Default)]
struct Missed {
    names: HashSet<[u8; 8]>,
    last_ms: Millis,
    turn_at_ms: Millis,
}

/// What was missed from which address; in memory only.
#[derive(Debug)]
pub struct Spread {
    addresses: Mutex<HashMap<IpAddr, Missed>>,
    tried: Shares<IpAddr>,
    strangers: Arc<Semaphore>,
}

impl Default for Spread {
    fn default() -> Self {
        Self {
            addresses: Mutex::default(),
            tried: Shares::of(TRIED_MAX),
            strangers: Arc::new(Semaphore::new(STRANGERS_MAX)),
        }
    }
}

/// A stranger's place among those whose passphrase is tried.
pub type Place = (Share<IpAddr>, OwnedSemaphorePermit);

impl Spread {
    /// Whether a stranger's try from there is looked at now; if so, a crowded address' turn is taken.
    pub fn admits(&self, from: IpAddr, now: Millis) -> bool {
        let mut addresses = self.addresses();
        let Some(missed) = addresses.get_mut(&from) else { return true };
        if missed.names.len() <= NAMES_FREE || now - missed.last_ms >= FORGOTTEN_AFTER_MS {
            return true;
        }
        let mine = missed.turn_at_ms <= now;
        if mine {
            missed.turn_at_ms = now + TURN_MS;
        }
        mine
    }

    /// A place for a stranger's try; none where the address, or all strangers together, have as many as they may.
    pub fn place(&self, from: IpAddr) -> Option<Place> {
        Some((self.tried.take(&from)?, Arc::clone(&self.strangers).try_acquire_owned().ok()?))
    }

    /// A miss from there on a name, known or not.
    pub fn missed(&self, from: IpAddr, name: [u8; 8], now: Millis) {
        let mut addresses = self.addresses();
        if addresses.len() >= REMEMBERED_MAX {
            addresses.retain(|_, missed| now - missed.last_ms < FORGOTTEN_AFTER_MS);
        }
        if addresses.len() >= REMEMBERED_MAX {
            // Somebody comes from everywhere: remember only where much was missed.
            addresses.retain(|_, missed| missed.names.len() > NAMES_FREE);
        }
        if addresses.len() >= REMEMBERED_MAX {
            return;
        }
        let missed = addresses.entry(from).or_default();
        if now - missed.last_ms >= FORGOTTEN_AFTER_MS {
            missed.names.clear();
        }
        missed.last_ms = now;
        // More need not be told apart.
        if missed.names.len() <= NAMES_FREE {
            missed.names.insert(name);
        }
    }

    fn addresses(&self) -> MutexGuard<'_, HashMap<IpAddr, Missed>> {
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    fn name(n: usize) -> [u8; 8] {
        n.to_be_bytes()
    }

    #[test]
    fn one_name_missed_often_crowds_no_address_and_many_names_do_until_they_are_forgotten() {
        let spread = Spread::default();
        for _ in 0..1_000 {
            spread.missed(from(1), name(7), 0);
        }
        assert!(spread.admits(from(1), 0) && spread.admits(from(1), 0));
        for n in 0..=NAMES_FREE {
            assert!(spread.admits(from(2), 0));
            spread.missed(from(2), name(n), 0);
        }
        assert!(spread.admits(from(2), 0), "the first turn");
        assert!(!spread.admits(from(2), TURN_MS - 1));
        assert!(spread.admits(from(2), TURN_MS) && !spread.admits(from(2), TURN_MS));
        assert!(spread.admits(from(3), 0), "another address");
        assert!(spread.admits(from(2), FORGOTTEN_AFTER_MS) && spread.admits(from(2), FORGOTTEN_AFTER_MS));
    }

    #[test]
    fn memory_is_bounded_and_the_crowded_stay_crowded() {
        let spread = Spread::default();
        for n in 0..=NAMES_FREE {
            spread.missed(from(1), name(n), 0);
        }
        for n in 0..u32::try_from(REMEMBERED_MAX).unwrap() * 2 {
            spread.missed(IpAddr::V4(n.into()), name(0), 1);
        }
        assert!(spread.addresses().len() <= REMEMBERED_MAX);
        assert!(spread.admits(from(1), 1) && !spread.admits(from(1), 1));
    }

    #[test]
    fn places_are_shared_out() {
        let spread = Spread::default();
        let mut held: Vec<Place> = (0..TRIED_MAX).map(|_| spread.place(from(1)).unwrap()).collect();
        assert!(spread.place(from(1)).is_none() && spread.place(from(2)).is_some());
        for last in 2.. {
            match spread.place(from(last)) {
                Some(place) => held.push(place),
                None => break,
            }
        }
        assert_eq!(held.len(), STRANGERS_MAX);
    }
}
