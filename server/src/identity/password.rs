//! Passphrases: hashed away from the threads that answer, and never more at a time than the machine has cores.

use super::{PASSPHRASE_CHARS_MAX, hash::Memory, policy::Policy};
use crate::error::ApiError;
use argon2::password_hash;
use std::{
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// How many may wait for their turn before others are turned away.
const WAITING_MAX: usize = 64;
/// Most hashes at a time, however many cores there are.
const RUNNING_MAX: usize = 4;

/// Hashes and checks passphrases.
#[derive(Clone, Debug)]
pub struct Passwords {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    memory: Arc<Mutex<Vec<Memory>>>,
    hashes: Arc<AtomicU64>,
    /// Checked where there is no account, so that a name nobody has costs the same time.
    nobody: Arc<str>,
    policy: Policy,
}

impl Passwords {
    /// Makes ready.
    ///
    /// # Errors
    /// `Internal` where the machine has no randomness to give.
    pub fn new(policy: Policy) -> Result<Self, ApiError> {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let mut memory = Memory::default();
        let nobody = memory.hash("nobody has this passphrase").map_err(internal)?.into();
        Ok(Self {
            running: Arc::new(Semaphore::new(cores.min(RUNNING_MAX))),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            memory: Arc::new(Mutex::new(vec![memory])),
            hashes: Arc::default(),
            nobody,
            policy,
        })
    }

    /// The hash in the PHC format of the passphrase that somebody chose who is called and called up by `own`.
    ///
    /// # Errors
    /// As [`Policy::accepts`]; `Busy` where too many wait already.
    pub async fn hash(&self, passphrase: String, own: &[&str]) -> Result<String, ApiError> {
        self.policy.accepts(&passphrase, own)?;
        self.run(move |memory| memory.hash(&passphrase)).await
    }

    /// Whether the passphrase is the one of `phc`; without one, takes as long and says no.
    ///
    /// # Errors
    /// `Busy` where too many wait already.
    pub async fn verify(&self, passphrase: &str, phc: Option<&str>) -> Result<bool, ApiError> {
        if passphrase.chars().count() > PASSPHRASE_CHARS_MAX {
            return Ok(false);
        }
        let (against, known) = (phc.unwrap_or(&self.nobody).to_owned(), phc.is_some());
        let passphrase = passphrase.to_owned();
        self.run(move |memory| memory.verify(&passphrase, &against).map(|fits| fits && known)).await
    }

    /// What a passphrase must be.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// How many hashes were made since the start: what a sign-in costs, without a clock.
    pub fn hashes(&self) -> u64 {
        self.hashes.load(Ordering::Relaxed)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory) -> password_hash::Result<T> + Send + 'static,
    ) -> Result<T, ApiError> {
        let _waiting = self.waiting.try_acquire().map_err(|_| ApiError::Busy)?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(|_| ApiError::Busy)?;
        self.hashes.fetch_add(1, Ordering::Relaxed);
        let kept = Arc::clone(&self.memory);
        let done = spawn_blocking(move || {
            let taken = kept.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut memory = taken.unwrap_or_default();
            let result = work(&mut memory);
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
            drop(running);
            result
        });
        done.await.map_err(internal)?.map_err(internal)
    }
}

fn internal(error: impl core::fmt::Display) -> ApiError {
    tracing::error!(%error, "a passphrase could not be hashed");
    ApiError::Internal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_passphrase_fits_and_no_other_and_nobodys_never_does() {
        let passwords = Passwords::new(Policy::Plain).unwrap();
        let phc = passwords.hash("四方议事，一小时".into(), &[]).await.unwrap();
        assert!(passwords.verify("四方议事，一小时", Some(&phc)).await.unwrap());
        assert!(!passwords.verify("四方议事，两小时", Some(&phc)).await.unwrap());
        assert!(!passwords.verify("nobody has this passphrase", None).await.unwrap());
        assert!(!passwords.verify(&"长".repeat(201), Some(&phc)).await.unwrap());
    }
}
