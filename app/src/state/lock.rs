//! The lock of this device: what it keeps is sealed, and how it is opened again (docs/adr/0028).

use super::{CallError, Me, Neighbourhood, Phase, StorageError, Watch, inner::Opened, secure_context};
use crate::{
    id::new_id,
    replica::{
        Device,
        seal::{Keys, Ring, Way, keep_back},
    },
    sync::{self, Note, device_ms},
};
use jiefang_domain::{Id, Millis, sync::Misses};
use wasm_bindgen_futures::spawn_local;

/// A page nobody has looked at for so long asks again, where there are digits.
const AWAY_MS: Millis = 5 * 60_000;

/// Why the device did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlockError {
    /// These were not the right ones.
    Wrong,
    /// Too many wrong ones: so many milliseconds have to pass first.
    Wait(Millis),
    /// Too many altogether: the copy is wiped, and the digits open nothing any more. What was not sent stays.
    Wiped,
    /// The device's storage failed.
    Storage(StorageError),
}

impl From<StorageError> for UnlockError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl Neighbourhood {
    /// Whether this device asks for six digits before it opens.
    pub fn has_pin(self) -> Watch<bool> {
        Watch::new(self.inner, |inner| &inner.pin)
    }

    /// For whom the device is locked, and whether digits and passphrase open it.
    pub async fn locked_for(self) -> Option<(String, bool, bool)> {
        let me = self.inner().locked.borrow().clone()?;
        let ring = self.inner().device.ring(&me.person.id).await.ok()??;
        Some((me.person.name, ring.has(Way::Pin), ring.has(Way::Passphrase)))
    }

    /// Opens the device with its digits or the person's passphrase; no network is needed.
    ///
    /// # Errors
    /// [`UnlockError`]
    pub async fn unlock(self, way: Way, words: &str) -> Result<(), UnlockError> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let Some(me) = inner.locked.borrow().clone() else { return Ok(()) };
        let person = &me.person.id;
        let device = &inner.device;
        let Some(ring) = device.ring(person).await? else { return Err(UnlockError::Wrong) };
        let misses = device.misses(person).await?;
        let wait_ms = misses.wait_ms(device_ms());
        if wait_ms > 0 {
            return Err(UnlockError::Wait(wait_ms));
        }
        // Counted before it is tried: closing the page in between does not win a try.
        let misses = misses.missed(device_ms());
        device.keep_misses(person, misses).await?;
        let (keys, id) = (ring.open(way, words).await, ring.id());
        if let (Some(keys), Some(id)) = (keys, id.clone()) {
            device.keep_misses(person, Misses::default()).await?;
            return Ok(self.enter(me.clone(), Some((id, keys))).await?);
        }
        if !misses.is_over() {
            return Err(UnlockError::Wrong);
        }
        ring.close(Way::Pin);
        device.keep_ring(person, &ring).await?;
        device.keep_misses(person, Misses::default()).await?;
        if let Some(id) = id {
            Device::wipe_copy(&id).await?;
        }
        Err(UnlockError::Wiped)
    }

    /// From now on the device asks for these digits.
    ///
    /// # Errors
    /// What the device's storage could not do; `Missing` where the browser gives this page no ciphers.
    pub async fn set_pin(self, pin: &str) -> Result<(), StorageError> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let (person, keys, ring) = self.my_ring().await?;
        let ring = ring.with(&keys, Way::Pin, pin).await.ok_or(StorageError::Corrupt)?;
        inner.device.keep_ring(&person, &ring).await?;
        inner.device.ask_first(&person).await?;
        self.has_pin().set(true);
        Ok(())
    }

    /// From now on the device opens by itself for whoever holds it.
    ///
    /// # Errors
    /// What the device's storage could not do.
    pub async fn remove_pin(self) -> Result<(), StorageError> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let (person, keys, ring) = self.my_ring().await?;
        ring.close(Way::Pin);
        inner.device.stay_open(&person, &keys).await?;
        inner.device.keep_ring(&person, &ring).await?;
        self.has_pin().set(false);
        Ok(())
    }

    async fn my_ring(self) -> Result<(Id, Keys, Ring), StorageError> {
        let inner = self.inner();
        let desk = inner.desk().ok_or(StorageError::Missing)?;
        let person = desk.me().person.id.clone();
        let keys = desk.keep().disk().keys().cloned().ok_or(StorageError::Missing)?;
        let ring = inner.device.ring(&person).await?.ok_or(StorageError::Missing)?;
        Ok((person, keys, ring))
    }

    /// Locks the device now, in every tab. What is being recorded is on the disk first.
    pub fn lock(self) {
        spawn_local(async move {
            self.send_held().await;
            self.inner().tell(&Note::Lock);
            self.lock_here();
        });
    }

    pub(super) fn lock_here(self) {
        spawn_local(async move {
            let inner = self.inner();
            let _turn = inner.turn.lock().await;
            let Some(desk) = inner.desk().filter(|_| self.has_pin().get_untracked()) else { return };
            let _gate = desk.gate().await;
            let me = desk.me().clone();
            self.stand_locked(me);
        });
    }

    /// Somebody looks at the page again, after so many milliseconds.
    pub(super) fn back_after(self, away_ms: Millis) {
        if away_ms >= AWAY_MS && self.has_pin().get_untracked() {
            self.lock();
        }
    }

    fn stand_locked(self, me: Me) {
        let inner = self.inner();
        keep_back(&me.person.id);
        self.leave();
        inner.locked.replace(Some(me));
        self.phase().set(Phase::Locked);
    }

    /// Somebody else wants in, or the same person by way of the server. What is sealed stays so.
    pub fn sign_in_instead(self) {
        self.phase().set(Phase::SignedOut);
    }

    /// Opens what is kept of a person who is signed in on this device, or says that it has to ask first.
    pub(super) async fn open_for(self, me: Me) -> Result<(), StorageError> {
        let inner = self.inner();
        let person = &me.person.id;
        let Some(ring) = inner.device.ring(person).await? else { return self.enter(me, None).await };
        let keys = match inner.device.keys(person).await? {
            Some(keys) => Some(keys),
            None => Keys::borrow(person).await,
        };
        if let (Some(keys), Some(id)) = (keys, ring.id()) {
            return self.enter(me, Some((id, keys))).await;
        }
        // The digits are for the days of the lease (QUALITY, "Secure").
        if ring.has(Way::Pin) && inner.lease.get().at(inner.now_ms()).is_over() {
            ring.close(Way::Pin);
            inner.device.keep_ring(person, &ring).await?;
        }
        self.stand_locked(me);
        Ok(())
    }

    /// The ring and the keys of somebody whom the server has just let in, perhaps with a passphrase; nothing where the
    /// browser gives this page no ciphers: then it stands in the open, and the page says that it is not secure.
    pub(super) async fn keys_of(self, person: &Id, passphrase: Option<String>) -> Result<Opened, CallError> {
        if !secure_context() {
            return Ok(None);
        }
        let told = sync::seal().await?;
        let inner = self.inner();
        let had = inner.device.ring(person).await?;
        // What an earlier build kept open of this person goes on under its name.
        let before = Device::keep_of(person, None);
        let id = if had.is_none() && !before.is_fresh().await? { person.clone() } else { new_id(device_ms()) };
        if id != *person {
            before.disk().remove();
        }
        let Some((mut ring, keys)) = Ring::let_in(&told, passphrase.as_deref(), had, &id).await else {
            return Ok(None);
        };
        if let Some(passphrase) = passphrase {
            // Slow on purpose, and waited for: whoever closes the page at once must find it done.
            ring = ring.with(&keys, Way::Passphrase, &passphrase).await.unwrap_or(ring);
        }
        inner.device.keep_ring(person, &ring).await?;
        inner.device.keep_misses(person, Misses::default()).await?;
        Ok(ring.id().map(|id| (id, keys)))
    }
}
