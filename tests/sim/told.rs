//! What people were told is saved, and where it may be looked for (S1, S4, S9).

use jiefang_domain::{
    Id, Millis,
    sync::{EntryState, KEPT_MS, device::Kept},
    tree::{Tree, Wood},
};
use std::collections::{BTreeMap, BTreeSet};

/// What became of an act on one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has to be there.
    Here,
    /// The device lost everything.
    Wiped,
    /// The person discarded it on purpose.
    Discarded,
    /// The person took it back before it was sent.
    Undone,
    /// The person signed out, and the server had it.
    Forgotten,
    /// A backup holds it.
    Backed,
    /// The server has had it for 30 days.
    Aged,
}

/// An act that a person was told is saved.
#[derive(Clone, Debug)]
pub struct Act {
    pub book: Id,
    pub person: Id,
    /// The devices that hold it, or held it.
    pub at: BTreeMap<u32, Fate>,
    /// How often the clock had been set when it was recorded.
    pub clock_sets: u32,
    /// When the server first decided it.
    pub decided_at_ms: Option<Millis>,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Told {
    pub acts: BTreeMap<Id, Act>,
    /// Acts that their person is about to discard.
    pub discarding: BTreeSet<Id>,
    /// Acts that their person is about to take back.
    pub undoing: BTreeSet<Id>,
    /// Acts that another tab took back before their own had told that they are saved.
    pub undone_early: BTreeSet<Id>,
    /// Acts of which the person was told in time that they are taken back.
    pub undone: BTreeSet<Id>,
    /// Whose copy is being deleted after signing out, and by how many tabs: device and person.
    pub forgetting: BTreeMap<(u32, Id), u32>,
    /// Devices that were copied, and their copies.
    pub copies: BTreeSet<u32>,
}

/// An entry as it stands on a disk.
pub fn entry(text: &str) -> Option<Kept> {
    Kept::read(serde_json::from_str::<Tree>(text).ok()?)
}

/// The operation of an entry, without reading all of it.
pub fn op_in(text: &str) -> Option<Id> {
    let (_, rest) = text.split_once("\"op_id\":\"")?;
    Id::parse(rest.split('"').next()?)
}

impl Told {
    /// A person was told so.
    pub fn saved(&mut self, op: Id, book: Id, person: Id, (device, clock_sets): (u32, u32)) {
        let act = || Act { book, person, at: BTreeMap::new(), clock_sets, decided_at_ms: None };
        let fate = if self.undone_early.contains(&op) { Fate::Undone } else { Fate::Here };
        self.acts.entry(op).or_insert_with(act).at.insert(device, fate);
    }

    /// A profile was copied with all that is in it.
    pub fn copied(&mut self, from: u32, to: u32) {
        self.copies.extend([from, to]);
        for act in self.acts.values_mut() {
            if let Some(fate) = act.at.get(&from).copied() {
                act.at.insert(to, fate);
            }
        }
    }

    /// A device lost everything.
    pub fn wiped(&mut self, device: u32) {
        for act in self.acts.values_mut() {
            if let Some(fate) = act.at.get_mut(&device) {
                *fate = Fate::Wiped;
            }
        }
    }

    /// A person was told that it is taken back, with how often the clock had been set by then where it was in time;
    /// whether the server has it all the same. A clock that moved, and a profile that was copied, may have sent it.
    pub fn undone(&mut self, op: &Id, device: u32, clock_sets: Option<u32>) -> bool {
        let Some(act) = self.acts.get(op) else { return false };
        if Some(act.clock_sets) != clock_sets || self.copies.contains(&device) {
            return false;
        }
        self.undone.insert(op.clone());
        act.decided_at_ms.is_some()
    }

    /// The server decided it.
    pub fn decided(&mut self, op: &Id, at_ms: Millis) {
        if let Some(act) = self.acts.get_mut(op) {
            act.decided_at_ms.get_or_insert(at_ms);
        }
    }

    /// An entry is gone from a disk; tells why that was wrong, where it was.
    pub fn gone(&mut self, device: u32, text: &str, backed: u64, now_ms: Millis) -> Result<(), String> {
        let kept = entry(text).ok_or("an entry that cannot be read")?;
        let op = kept.entry.op.op_id;
        let Some(act) = self.acts.get_mut(&op) else {
            if self.undoing.contains(&op) {
                self.undone_early.insert(op);
            }
            return Ok(());
        };
        let forgetting = self.forgetting.get(&(device, act.person.clone())).is_some_and(|tabs| *tabs > 0);
        let aged = act.decided_at_ms.is_some_and(|at_ms| at_ms + KEPT_MS <= now_ms);
        let fate = match kept.entry.state {
            EntryState::Done { seq, .. } if seq <= backed => Fate::Backed,
            EntryState::Done { .. } if aged => Fate::Aged,
            EntryState::Applied { .. } | EntryState::Done { .. } if forgetting => Fate::Forgotten,
            EntryState::Refused { .. } | EntryState::Held { .. } if self.discarding.contains(&op) => Fate::Discarded,
            EntryState::Waiting if self.undoing.contains(&op) => Fate::Undone,
            state => return Err(format!("{op} left device {device} as {state:?}, backed up to {backed}")),
        };
        act.at.insert(device, fate);
        Ok(())
    }

    /// What was deleted is there again: the deletion was lost with the power.
    pub fn back(&mut self, device: u32, op: &Id) {
        if let Some(fate) = self.acts.get_mut(op).and_then(|act| act.at.get_mut(&device)) {
            *fate = Fate::Here;
        }
    }

    /// Whether it has to be on that device.
    pub fn is_here(&self, op: &Id, device: u32) -> bool {
        self.acts.get(op).and_then(|act| act.at.get(&device)) == Some(&Fate::Here)
    }
}
