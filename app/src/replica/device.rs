//! What the device remembers beside any person's copy: who is signed in, and what it owes the server.

use super::{Batch, Disk, Find, Idb, Keep, StorageError, Store, Write};
use jiefang_domain::{Id, Millis, sync::Lease};

const STORES: &[Store] = &[Store::Session];
const PERSON_STORES: &[Store] = &[Store::Outbox, Store::Meta, Store::Segment, Store::Photo];
const ME: &str = "me";
const OFFSET: &str = "offset";
const CONTACT: &str = "contact";
const SEEN: &str = "seen";
const END_SESSION: &str = "end_session";

/// The device's own small database.
pub struct Device<D = Idb> {
    disk: D,
}

/// What the device remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// Who is signed in, as JSON.
    pub me: Option<String>,
    /// What had to be added to the clock.
    pub offset_ms: Millis,
    /// When the server last answered, roughly.
    pub contact_ms: Option<Millis>,
    /// The latest moment seen since.
    pub seen_ms: Millis,
    /// Somebody signed out without a network: the server's session is still to be ended.
    pub end_session: bool,
}

impl Device<Idb> {
    /// The device of this browser profile.
    pub fn here() -> Self {
        Self { disk: Idb::new("jiefang".into(), STORES) }
    }

    /// The outbox and copy of a person on this device.
    pub fn keep_of(person: &Id) -> Keep<Idb> {
        Keep::new(Idb::new(format!("jiefang-{person}"), PERSON_STORES))
    }
}

impl<D: Disk> Device<D> {
    /// Reads everything back.
    pub async fn remembered(&self) -> Result<Remembered, StorageError> {
        let at = |key: &str| Find::At(Store::Session, key.into());
        let found = self.disk.read(&[at(ME), at(OFFSET), at(CONTACT), at(SEEN), at(END_SESSION)]).await?;
        let mut found = found.into_iter().map(|texts| texts.into_iter().next());
        let mut next = || found.next().flatten();
        Ok(Remembered {
            me: next(),
            offset_ms: next().and_then(|text| text.parse().ok()).unwrap_or(0),
            contact_ms: next().and_then(|text| text.parse().ok()),
            seen_ms: next().and_then(|text| text.parse().ok()).unwrap_or(0),
            end_session: next().is_some(),
        })
    }

    /// Somebody is signed in.
    pub async fn signed_in(&self, me: String) -> Result<(), StorageError> {
        self.write(vec![put(ME, me), Write::Delete(Store::Session, END_SESSION.into())]).await
    }

    /// Nobody is signed in; the server's session is to be ended at the next contact.
    pub async fn signed_out(&self) -> Result<(), StorageError> {
        self.write(vec![Write::Delete(Store::Session, ME.into()), put(END_SESSION, "1".into())]).await
    }

    /// The server's session has been ended.
    pub async fn session_ended(&self) -> Result<(), StorageError> {
        self.write(vec![Write::Delete(Store::Session, END_SESSION.into())]).await
    }

    /// What has to be added to the clock, when the server last answered, and the latest moment seen since: for the next
    /// start without a network.
    pub async fn contact(&self, offset_ms: Millis, lease: Lease) -> Result<(), StorageError> {
        let all = [(OFFSET, offset_ms), (CONTACT, lease.contact_ms), (SEEN, lease.seen_ms)];
        let writes = all.iter().map(|(key, value)| put(key, value.to_string())).collect();
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
    }

    async fn write(&self, writes: Vec<Write>) -> Result<(), StorageError> {
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: true }).await.map(drop)
    }
}

fn put(key: &str, value: String) -> Write {
    Write::Put(Store::Session, key.into(), value)
}
