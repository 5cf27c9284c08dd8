//! Passphrases: hashed away from the threads that answer, and never more at a time than the machine has cores.

use super::hash::Memory;
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

/// Fewest characters of a passphrase.
pub const PASSPHRASE_CHARS_MIN: usize = 8;
/// Most characters of a passphrase: enough for any sentence, too few to keep the machine busy.
pub const PASSPHRASE_CHARS_MAX: usize = 200;
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
}

impl Passwords {
    /// Makes ready.
    ///
    /// # Errors
    /// `Internal` where the machine has no randomness to give.
    pub fn new() -> Result<Self, ApiError> {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let mut memory = Memory::default();
        let nobody = memory.hash("nobody has this passphrase").map_err(internal)?.into();
        Ok(Self {
            running: Arc::new(Semaphore::new(cores.min(RUNNING_MAX))),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            memory: Arc::new(Mutex::new(vec![memory])),
            hashes: Arc::default(),
            nobody,
        })
    }

    /// The passphrase's hash in the PHC format.
    ///
    /// # Errors
    /// `PassphraseTooShort`, `PassphraseTooLong`; `Busy` where too many wait already.
    pub async fn hash(&self, passphrase: String) -> Result<String, ApiError> {
        acceptable(&passphrase)?;
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

/// Whether a passphrase may be chosen.
fn acceptable(passphrase: &str) -> Result<(), ApiError> {
    match passphrase.chars().count() {
        ..PASSPHRASE_CHARS_MIN => Err(ApiError::PassphraseTooShort),
        PASSPHRASE_CHARS_MIN..=PASSPHRASE_CHARS_MAX => Ok(()),
        _ => Err(ApiError::PassphraseTooLong),
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
        let passwords = Passwords::new().unwrap();
        let phc = passwords.hash("四方议事，一小时".into()).await.unwrap();
        assert!(passwords.verify("四方议事，一小时", Some(&phc)).await.unwrap());
        assert!(!passwords.verify("四方议事，两小时", Some(&phc)).await.unwrap());
        assert!(!passwords.verify("nobody has this passphrase", None).await.unwrap());
        assert!(!passwords.verify(&"长".repeat(201), Some(&phc)).await.unwrap());
    }

    #[test]
    fn characters_count_not_bytes() {
        assert_eq!(acceptable("七个字不够长了"), Err(ApiError::PassphraseTooShort));
        assert_eq!(acceptable("八个字就够长了吧"), Ok(()));
        assert_eq!(acceptable(&"楼".repeat(200)), Ok(()));
        assert_eq!(acceptable(&"楼".repeat(201)), Err(ApiError::PassphraseTooLong));
    }
}
