//! How much of the server one person, or one address, may hold at a time.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

/// Counts what each holds, up to a most.
#[derive(Debug)]
pub struct Shares<K: Eq + Hash> {
    most: u32,
    held: Arc<Mutex<HashMap<K, u32>>>,
}

impl<K: Eq + Hash + Clone> Shares<K> {
    /// At most so many for each.
    pub fn of(most: u32) -> Self {
        Self { most, held: Arc::default() }
    }

    /// One more for `whom`, given back when it is dropped; none where they hold the most already.
    pub fn take(&self, whom: &K) -> Option<Share<K>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(whom.clone()).or_insert(0);
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Share { whom: whom.clone(), held: Arc::clone(&self.held) })
    }
}

/// One that is held.
#[derive(Debug)]
pub struct Share<K: Eq + Hash> {
    whom: K,
    held: Arc<Mutex<HashMap<K, u32>>>,
}

impl<K: Eq + Hash> Drop for Share<K> {
    fn drop(&mut self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.whom) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.whom);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_share_and_gives_it_back() {
        let shares = Shares::of(2);
        let (first, second) = (shares.take(&"a"), shares.take(&"a"));
        assert!(first.is_some() && second.is_some() && shares.take(&"a").is_none());
        assert!(shares.take(&"b").is_some(), "another's share is their own");
        drop(first);
        assert!(shares.take(&"a").is_some());
        drop(second);
        assert!(shares.held.lock().unwrap().is_empty(), "who holds nothing is forgotten");
    }
}
