//! The device's copy of a book: rows as the server sent them, and what is pending laid over them.

use crate::{
    Audience, Id, Kind, Row,
    record::Key,
    rule::{Seen, View},
};
use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    hash::{BuildHasherDefault, Hasher},
};

/// A map on the device, hashed plainly (FNV-1a): its keys come from the server, not from an attacker's form, and the
/// standard hasher costs a kilobyte of download.
pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Plain>>;

/// A set on the device.
pub(super) type Set<K> = HashSet<K, BuildHasherDefault<Plain>>;

/// FNV-1a.
#[derive(Clone, Debug)]
pub struct Plain(u64);

impl Default for Plain {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Plain {
    #[inline(never)]
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Rows as the server sent them, each with the scopes it is held through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base {
    rows: Map<Key, Held>,
}

/// A row held through one scope or several; several projections of it are joined. Nearly all are held through one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    joined: Row,
    /// Through one scope `joined` is what came; through several each part stands here, the newest first.
    parts: Parts,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Parts {
    One(Audience),
    Several(Vec<(Audience, Row)>),
}

impl Held {
    /// The newest part comes first: shown fields are the newest's, hidden ones are filled from the others.
    fn join(mut parts: Vec<(Audience, Row)>) -> Option<Self> {
        if parts.len() < 2 {
            return parts.pop().map(|(scope, joined)| Self { joined, parts: Parts::One(scope) });
        }
        let mut rows = parts.iter().map(|(_, row)| row);
        let mut joined = rows.next()?.clone();
        rows.for_each(|row| joined.fill(row));
        Some(Self { joined, parts: Parts::Several(parts) })
    }

    fn into_parts(self) -> Vec<(Audience, Row)> {
        match self.parts {
            Parts::One(scope) => vec![(scope, self.joined)],
            Parts::Several(parts) => parts,
        }
    }

    fn is_in(&self, test: impl Fn(&Audience) -> bool) -> bool {
        match &self.parts {
            Parts::One(scope) => test(scope),
            Parts::Several(parts) => parts.iter().any(|(scope, _)| test(scope)),
        }
    }
}

impl Base {
    /// Takes a row that came through `scope`.
    pub fn put(&mut self, scope: &Audience, row: Row) {
        let key = row.key();
        let Some((held, row)) = self.first(key.clone(), scope, row) else { return };
        let mut parts = held.into_parts();
        parts.retain(|(there, _)| there != scope);
        parts.insert(0, (scope.clone(), row));
        self.rows.extend(Held::join(parts).map(|held| (key, held)));
    }

    /// Takes a row that came through `scope` earlier than what is here; what is newer stays.
    pub fn put_under(&mut self, scope: &Audience, row: Row) {
        let key = row.key();
        let Some((held, row)) = self.first(key.clone(), scope, row) else { return };
        let mut parts = held.into_parts();
        if !parts.iter().any(|(there, _)| there == scope) {
            parts.push((scope.clone(), row));
        }
        self.rows.extend(Held::join(parts).map(|held| (key, held)));
    }

    /// Puts a row where there is none yet, as nearly all of a copy are; otherwise gives it back with what is there.
    fn first(&mut self, key: Key, scope: &Audience, row: Row) -> Option<(Held, Row)> {
        match self.rows.entry(key) {
            Entry::Vacant(place) => {
                place.insert(Held { joined: row, parts: Parts::One(scope.clone()) });
                None
            }
            Entry::Occupied(there) => Some((there.remove(), row)),
        }
    }

    /// Makes room for so many rows more.
    pub fn reserve(&mut self, more: usize) {
        self.rows.reserve(more);
    }

    /// A row left `scope`; it is gone when no other scope holds it.
    pub fn leave(&mut self, scope: &Audience, key: &Key) {
        if let Some(held) = self.rows.remove(key) {
            let mut parts = held.into_parts();
            parts.retain(|(there, _)| there != scope);
            self.rows.extend(Held::join(parts).map(|held| (key.clone(), held)));
        }
    }

    /// Drops what only scopes outside `kept` held.
    pub fn keep(&mut self, kept: &[Audience]) {
        let rows = std::mem::take(&mut self.rows);
        self.rows = rows
            .into_iter()
            .filter_map(|(key, held)| {
                if !held.is_in(|scope| !kept.contains(scope)) {
                    return Some((key, held));
                }
                let mut parts = held.into_parts();
                parts.retain(|(scope, _)| kept.contains(scope));
                Held::join(parts).map(|held| (key, held))
            })
            .collect();
    }

    /// How many rows are held through scopes of `these` alone.
    pub fn only_in(&self, these: &[Audience]) -> usize {
        let only = |held: &&Held| !held.is_in(|scope| !these.contains(scope));
        self.rows.values().filter(only).count()
    }

    /// The row with that key.
    pub fn get(&self, key: &Key) -> Option<&Row> {
        self.rows.get(key).map(|held| &held.joined)
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values().map(|held| &held.joined)
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The scope that holds a row for certain, if the row exists. Only there can a device say that it does not.
fn home(key: &Key) -> Option<Audience> {
    let owner = |id: &str| Id::parse(id).map(Audience::Person);
    match key.kind {
        Kind::Place | Kind::Policy | Kind::Reported => Some(Audience::Public),
        Kind::Account => owner(key.id.as_str().strip_prefix("m~")?),
        Kind::Guardian => owner(key.id.as_str().strip_prefix("w~")?),
        Kind::Consent => owner(key.id.as_str().strip_prefix("k~")?.rsplit_once('~')?.0),
        Kind::ServiceDay => owner(key.id.as_str().rsplit_once('~')?.0),
        _ => None,
    }
}

/// Pending rows over the base: what a rule on this device sees.
pub struct Layered<'a> {
    /// Rows as the server sent them.
    pub base: &'a Base,
    /// Rows as pending commands leave them.
    pub pending: &'a Base,
    /// The scopes that are held whole; none before the first copy is complete.
    pub scopes: &'a [Audience],
}

impl View for Layered<'_> {
    fn row(&self, key: &Key) -> Seen<&Row> {
        if let Some(row) = self.pending.get(key).or_else(|| self.base.get(key)) {
            return Seen::Known(row);
        }
        let staff = self.scopes.contains(&Audience::Staff);
        match home(key) {
            Some(scope) if staff || self.scopes.contains(&scope) => Seen::Absent,
            _ => Seen::Unknown,
        }
    }
}
