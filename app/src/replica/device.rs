//! What the device remembers beside any person's copy: who is signed in, and what it owes the server.

use super::{
    Batch, Disk, Find, Idb, Keep, StorageError, Store, Write, readable,
    seal::{Keys, Ring},
    written,
};
use jiefang_domain::{
    Id, Millis,
    sync::{Lease, Misses},
};

const STORES: &[Store] = &[Store::Session];
const PERSON_STORES: &[Store] = &[Store::Outbox, Store::Meta, Store::Segment, Store::Photo];
const ME: &str = "me";
const OFFSET: &str = "offset";
const CONTACT: &str = "contact";
const SEEN: &str = "seen";
const END_SESSION: &str = "end_session";
const RING: &str = "ring/";
const KEYS: &str = "keys/";
const MISSES: &str = "misses/";

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
        Self { disk: Idb::new("jiefang".into(), STORES, None) }
    }

    /// The outbox and copy of a person on this device, sealed with the keys of their ring; open to read where the browser
    /// gives this page no ciphers.
    pub fn keep_of(person: &Id, sealed: Option<(&Id, Keys)>) -> Keep<Idb> {
        let (name, keys) = match sealed {
            Some((ring, keys)) => (ring, Some(keys)),
            None => (person, None),
        };
        Keep::new(Idb::new(["jiefang-", name.as_str()].concat(), PERSON_STORES, keys))
    }

    /// Throws away the copies in the database of that name, locked as it is. What waits in its outbox stays, sealed.
    pub async fn wipe_copy(name: &Id) -> Result<(), StorageError> {
        Self::keep_of(name, None).drop_copies().await
    }

    /// A person's keys, where this device opens without being asked.
    pub async fn keys(&self, person: &Id) -> Result<Option<Keys>, StorageError> {
        Ok(Keys::of(self.disk.value(Store::Session, &of(KEYS, person)).await?))
    }

    /// From now on this device opens for the person without being asked. The browser keeps the keys, and shows them to
    /// nobody.
    pub async fn stay_open(&self, person: &Id, keys: &Keys) -> Result<(), StorageError> {
        self.disk.keep_value(Store::Session, &of(KEYS, person), &keys.0).await
    }

    /// The ways to a person's secret here.
    pub async fn ring(&self, person: &Id) -> Result<Option<Ring>, StorageError> {
        let ring = self.disk.value(Store::Session, &of(RING, person)).await?;
        Ok(ring.is_truthy().then_some(Ring(ring)))
    }

    /// Keeps a person's ring.
    pub async fn keep_ring(&self, person: &Id, ring: &Ring) -> Result<(), StorageError> {
        self.disk.keep_value(Store::Session, &of(RING, person), &ring.0).await
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

    /// Somebody has come in; nobody else's copy opens by itself any more.
    pub async fn came_in(&self, me: String) -> Result<(), StorageError> {
        let gone = [Write::DeleteUnder(Store::Session, KEYS.into()), Write::Delete(Store::Session, END_SESSION.into())];
        self.write([put(ME, me)].into_iter().chain(gone).collect()).await
    }

    /// Somebody is signed in.
    pub async fn signed_in(&self, me: String) -> Result<(), StorageError> {
        self.write(vec![put(ME, me), Write::Delete(Store::Session, END_SESSION.into())]).await
    }

    /// Nobody is signed in, and nothing opens by itself; the server's session is to be ended at the next contact.
    pub async fn signed_out(&self) -> Result<(), StorageError> {
        let gone = Write::DeleteUnder(Store::Session, KEYS.into());
        self.write(vec![Write::Delete(Store::Session, ME.into()), gone, put(END_SESSION, "1".into())]).await
    }

    /// Wrong tries of the person at this device's lock.
    pub async fn misses(&self, person: &Id) -> Result<Misses, StorageError> {
        let found = self.disk.read(&[Find::At(Store::Session, of(MISSES, person))]).await?;
        Ok(found.into_iter().flatten().next().and_then(|text| readable::<D, _>(&text)).unwrap_or_default())
    }

    /// Counts them.
    pub async fn keep_misses(&self, person: &Id, misses: Misses) -> Result<(), StorageError> {
        self.write(vec![put(&of(MISSES, person), written::<D>(&misses))]).await
    }

    /// Nothing of the person is left on this device to be opened.
    pub async fn drop_ring(&self, person: &Id) -> Result<(), StorageError> {
        let gone = [RING, MISSES].map(|what| Write::Delete(Store::Session, of(what, person)));
        self.write(gone.into()).await
    }

    /// From now on this device asks before it opens for the person.
    pub async fn ask_first(&self, person: &Id) -> Result<(), StorageError> {
        self.write(vec![Write::Delete(Store::Session, of(KEYS, person))]).await
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

fn of(what: &str, person: &Id) -> String {
    [what, person.as_str()].concat()
}

fn put(key: &str, value: String) -> Write {
    Write::Put(Store::Session, key.into(), value)
}
