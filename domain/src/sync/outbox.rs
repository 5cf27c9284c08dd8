//! The outbox of one book: what a person did on this device, and how far each act has come.

use super::{Answer, Answered, BUILD, OPS_MAX, Op, PUSH_BYTES_MAX, Page, Pause, PullRequest, PushAnswer, PushRequest};
use crate::tree::{Tree, Wood, map, take};
use crate::{Id, Millis, Refusal, calendar::DAY_MS, command::Command};

/// How long an act that the server has stays on the device where no backup holds it (SYNC, "Old clients, clocks,
/// restores").
pub const KEPT_MS: Millis = 30 * DAY_MS;

/// How far an entry of the outbox has come. S9: every one ends applied, refused in sight, or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// On this device only.
    Waiting,
    /// The server has it at `seq`; its effect has not come back yet.
    Applied {
        /// Its number in the book.
        seq: u64,
    },
    /// Its effect is visible. It stays until a backup of the server holds it, in case the server forgets (S4).
    Done {
        /// Its number in the book.
        seq: u64,
        /// The server's clock when it became visible. The act's own moment may be years off.
        since_ms: Millis,
    },
    /// The server refused it; it stays in sight until the person has dealt with it.
    Refused {
        /// Why.
        code: Refusal,
    },
    /// It waits for a human: it may no longer be applied by itself.
    Held {
        /// Why.
        reason: Refusal,
    },
}

impl EntryState {
    /// The number under which the server has it.
    pub const fn seq(&self) -> Option<u64> {
        match self {
            Self::Applied { seq } | Self::Done { seq, .. } => Some(*seq),
            Self::Waiting | Self::Refused { .. } | Self::Held { .. } => None,
        }
    }

    /// Whether a person has to look at it.
    pub const fn is_turned_away(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Held { .. })
    }
}

impl Wood for EntryState {
    fn tree(&self) -> Tree {
        let of = |name, field, value| Tree::branch(name, Tree::branch(field, value));
        match self {
            Self::Waiting => Tree::word("waiting"),
            Self::Applied { seq } => of("applied", "seq", seq.tree()),
            Self::Done { seq, since_ms } => {
                let content = vec![("seq".into(), seq.tree()), ("since_ms".into(), since_ms.tree())];
                Tree::branch("done", Tree::Map(content))
            }
            Self::Refused { code } => of("refused", "code", code.tree()),
            Self::Held { reason } => of("held", "reason", reason.tree()),
        }
    }

    fn read(tree: Tree) -> Option<Self> {
        let (state, content) = tree.variant()?;
        if let ("waiting", Tree::Null) = (&*state, &content) {
            return Some(Self::Waiting);
        }
        if &*state == "done" {
            let mut content = content.branches()?;
            let seq = Wood::read(take(&mut content, "seq")?)?;
            return Some(Self::Done { seq, since_ms: Wood::read(take(&mut content, "since_ms")?)? });
        }
        let (field, value) = content.variant()?;
        match (&*state, &*field) {
            ("applied", "seq") => Wood::read(value).map(|seq| Self::Applied { seq }),
            ("refused", "code") => Wood::read(value).map(|code| Self::Refused { code }),
            ("held", "reason") => Wood::read(value).map(|reason| Self::Held { reason }),
            _ => None,
        }
    }
}

/// An entry of the outbox: the operation, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the outbox, from 1: the order in which things were done here. It never changes.
    pub serial: u64,
    /// The client under whose counter `op.n` stands.
    pub client_id: Id,
    /// The operation.
    pub op: Op<Command>,
    /// How far it has come.
    pub state: EntryState,
}

map!(Entry { serial, client_id, op, state });

/// What the next entry takes; written in the transaction of each entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// The client of this person, this browser profile and this book.
    pub client_id: Id,
    /// Its gapless counter.
    pub n: u64,
    /// The outbox's own count.
    pub serial: u64,
}

map!(Counter { client_id, n, serial });

impl Counter {
    /// Before the first entry.
    pub const fn first(client_id: Id) -> Self {
        Self { client_id, n: 1, serial: 1 }
    }

    /// Puts an entry under this counter and moves on.
    pub fn take(&mut self, entry: &mut Entry) {
        (entry.client_id, entry.op.n, entry.serial) = (self.client_id.clone(), self.n, self.serial);
        self.n += 1;
        self.serial += 1;
    }
}

/// What an answer or a page changes in the outbox. It is written first, and shown then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Entries as they stand afterwards.
    pub changed: Vec<Entry>,
    /// Entries to be deleted, by serial.
    pub gone: Vec<u64>,
    /// The counter afterwards, where the device takes a new client or a number back.
    pub renewed: Option<Counter>,
}

impl Turn {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.renewed.is_none()
    }
}

/// What a turn was made from: it is written only while this still stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// What the next entry would take.
    pub counter: Counter,
    /// The entries that it changes or deletes, as they stood.
    pub entries: Vec<Entry>,
}

/// The outbox of one book, in the order of what was done.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// What the next entry takes.
    pub counter: Counter,
    entries: Vec<Entry>,
}

impl Outbox {
    /// An empty one.
    pub const fn new(counter: Counter) -> Self {
        Self { counter, entries: Vec::new() }
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Puts an entry where its serial belongs.
    pub fn put(&mut self, entry: Entry) {
        self.counter.serial = self.counter.serial.max(entry.serial + 1);
        if entry.client_id == self.counter.client_id {
            self.counter.n = self.counter.n.max(entry.op.n + 1);
        }
        match self.entries.binary_search_by_key(&entry.serial, |there| there.serial) {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
    }

    /// What `turn` was made from.
    pub fn before(&self, turn: &Turn) -> Before {
        let touched = |entry: &&Entry| {
            turn.gone.contains(&entry.serial) || turn.changed.iter().any(|changed| changed.serial == entry.serial)
        };
        Before { counter: self.counter.clone(), entries: self.entries.iter().filter(touched).cloned().collect() }
    }

    /// Takes over what was written.
    pub fn turn(&mut self, turn: Turn) {
        if let Some(counter) = turn.renewed {
            self.counter = counter;
        }
        for entry in turn.changed {
            self.put(entry);
        }
        if !turn.gone.is_empty() {
            self.entries.retain(|entry| !turn.gone.contains(&entry.serial));
        }
    }

    /// Whether it is to be sent under the client of now. One of an earlier client has to be renumbered first.
    fn is_next(&self, entry: &Entry) -> bool {
        entry.state == EntryState::Waiting && entry.client_id == self.counter.client_id
    }

    /// What was just done and can be undone: the last entry. The next act releases it for good, though that one be undone
    /// itself.
    fn latest(&self) -> Option<&Entry> {
        let last = |entry: &&Entry| {
            self.is_next(entry) && entry.op.n + 1 == self.counter.n && entry.serial + 1 == self.counter.serial
        };
        self.entries.last().filter(last).filter(|entry| entry.op.act.can_be_undone())
    }

    /// The entry that is held back, and for how much longer.
    pub fn held(&self, pause: Pause) -> Option<(&Entry, Millis)> {
        let latest = self.latest()?;
        pause.held_ms(latest.op.authored_at_ms).map(|left_ms| (latest, left_ms))
    }

    /// What undoing that entry changes: it goes, and its number is the next one's. Nothing where it is too late.
    pub fn undo(&self, serial: u64, pause: Pause) -> Option<Turn> {
        let latest =
            self.latest().filter(|entry| entry.serial == serial && pause.lets_undo(entry.op.authored_at_ms))?;
        // The outbox's own count goes on: a place in it never means two things.
        let counter = Counter { n: latest.op.n, ..self.counter.clone() };
        Some(Turn { changed: Vec::new(), gone: vec![serial], renewed: Some(counter) })
    }

    /// The next batch to push, without what is held back; `bytes` tells how large an entry is on the wire.
    pub fn push_request(
        &self,
        epoch: &Id,
        pause: Pause,
        bytes: impl Fn(&Op<Command>) -> usize,
    ) -> Option<PushRequest<Command>> {
        let mut room = PUSH_BYTES_MAX - 1024;
        let mut ops = Vec::new();
        let held = self.held(pause).map(|(entry, _)| entry.serial);
        for entry in self.entries.iter().filter(|entry| self.is_next(entry) && Some(entry.serial) != held) {
            let size = bytes(&entry.op);
            if ops.len() == OPS_MAX || (size > room && !ops.is_empty()) {
                break;
            }
            room = room.saturating_sub(size);
            ops.push(entry.op.clone());
        }
        let client_id = self.counter.client_id.clone();
        let person = Id::none();
        (!ops.is_empty()).then(|| PushRequest { epoch: epoch.clone(), client_id, person, build: BUILD, ops })
    }

    /// What the server's answers to `asked` change. An answer that comes late, twice, or to an entry that has got another
    /// number meanwhile changes nothing. `fresh` becomes the client where the server does not know the counter any more.
    pub fn heard(&self, asked: &PushRequest<Command>, answer: &PushAnswer, fresh: impl FnOnce() -> Id) -> Turn {
        let mut turn = Turn::default();
        let mut forgotten_from = None;
        for Answered { n, answer } in &answer.answers {
            // A number that was taken back is another act's now: the operation tells.
            let same = |entry: &Entry| asked.ops.iter().any(|op| op.n == *n && op.op_id == entry.op.op_id);
            let of = |entry: &&Entry| {
                self.is_next(entry) && entry.op.n == *n && entry.client_id == asked.client_id && same(entry)
            };
            let Some(entry) = self.entries.iter().find(of) else { continue };
            let first = if let Answer::Duplicate { first } = answer { first } else { answer };
            let state = match first {
                Answer::Applied { seq } => EntryState::Applied { seq: *seq },
                Answer::Refused { code, .. } => EntryState::Refused { code: *code },
                Answer::Held { reason } => EntryState::Held { reason: *reason },
                // The counter is another device's as well: from here on this one counts for itself.
                Answer::IdentityClash => {
                    forgotten_from.get_or_insert(u64::MAX);
                    break;
                }
                // The server has forgotten what it once acknowledged.
                Answer::Gap { expected } => {
                    forgotten_from.get_or_insert(*expected);
                    break;
                }
                Answer::Duplicate { .. } | Answer::Retry => break,
            };
            turn.changed.push(Entry { state, ..entry.clone() });
        }
        if let Some(from) = forgotten_from {
            let lost = |entry: &Entry| entry.client_id == self.counter.client_id && entry.op.n >= from;
            self.renew(&mut turn, lost, fresh);
        }
        turn
    }

    /// What a page, the answer to `asked`, changes: acts whose effect it brought, acts that a backup holds, and acts that
    /// the server has forgotten because it was restored; those are sent again (S4).
    pub fn seen(&self, asked: &PullRequest, page: &Page, fresh: impl FnOnce() -> Id) -> Turn {
        let mut turn = Turn::default();
        let current = |entry: &Entry| entry.client_id == self.counter.client_id;
        let restored = restored(asked, page);
        // The counter of this client tells, unless the profile was copied and the other moved it on. Of an earlier client
        // nothing is told, nor by a first copy of what was seen in a copy that has gone: that is sent again.
        let anew = |entry: &Entry| page.restart && (!current(entry) || matches!(entry.state, EntryState::Done { .. }));
        let behind = |entry: &Entry| current(entry) && (entry.op.n > page.last_n || restored);
        let lost = |entry: &Entry| entry.state.seq().is_some_and(|seq| seq > page.head || behind(entry) || anew(entry));
        for entry in self.entries.iter().filter(|entry| !lost(entry)) {
            match entry.state {
                EntryState::Applied { seq } if seq <= page.cursor => {
                    let state = EntryState::Done { seq, since_ms: page.now_ms };
                    turn.changed.push(Entry { state, ..entry.clone() });
                }
                EntryState::Done { seq, since_ms } if seq <= page.backed_up || since_ms + KEPT_MS < page.now_ms => {
                    turn.gone.push(entry.serial);
                }
                _ => {}
            }
        }
        let stale = |entry: &Entry| entry.state == EntryState::Waiting && !current(entry);
        if self.entries.iter().any(|entry| lost(entry) || stale(entry)) {
            self.renew(&mut turn, lost, fresh);
        }
        turn
    }

    /// A new client: what waits and what was lost is numbered anew, in the order in which it was done. The operations
    /// keep their ids, so that none has two effects (S2).
    fn renew(&self, turn: &mut Turn, lost: impl Fn(&Entry) -> bool, fresh: impl FnOnce() -> Id) {
        let mut counter = Counter { client_id: fresh(), n: 1, serial: self.counter.serial };
        for entry in &self.entries {
            let waits = entry.state == EntryState::Waiting && !turn.changed.iter().any(|c| c.serial == entry.serial);
            if !(waits || entry.state.seq().is_some() && lost(entry)) {
                continue;
            }
            let op = Op { n: counter.n, ..entry.op.clone() };
            let (serial, client_id) = (entry.serial, counter.client_id.clone());
            turn.changed.push(Entry { serial, client_id, op, state: EntryState::Waiting });
            counter.n += 1;
        }
        turn.renewed = Some(counter);
    }
}

/// Whether the server may not be the one that acknowledged what this device has sent: another epoch, or the same one with
/// another past.
fn restored(asked: &PullRequest, page: &Page) -> bool {
    let knew = !asked.epoch.is_none();
    let same_scopes = page.scopes.iter().all(|scope| asked.scopes.contains(scope));
    knew && (asked.epoch != page.epoch || (page.restart && asked.cursor > 0 && same_scopes))
}
