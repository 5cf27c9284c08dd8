//! What a group knows while it is decided: what was loaded, and what its own operations have changed since.

use super::{
    SYSTEM,
    chain::{commitment, commitment_refused, hash, link},
    decision::{Decided, Sheet, ask_act, decide_act, moment},
    holders::Holders,
    overlay::Overlay,
};
use crate::store::{BookKind, BookRow, ClientRow, Earlier, LogRow, Proof, Salt, Writes};
use jiefang_domain::{
    Id, Key, Lang, Millis, Refusal,
    command::Command,
    grid::{AddPlace1, PlaceKind},
    identity::{Actor, Grant},
    record::Record,
    settle::Settled,
    sync::{self, Admission, Answer, BUILD, admit},
};
use serde_json::value::RawValue;
use std::collections::{BTreeSet, HashMap};

/// What the log says of an operation that came again under a new client: no refusal, and without effect.
const CAME_AGAIN: &str = "duplicate";

/// One operation that has arrived, read.
#[derive(Debug)]
pub struct Arrived {
    /// Into which book.
    pub book: Id,
    /// Who is signed in, or the clock.
    pub person: Id,
    /// With which client.
    pub client_id: Id,
    /// For the words of a refusal.
    pub lang: Lang,
    /// The device's build.
    pub build: u32,
    /// The client's counter; none for the clock, which takes the next.
    pub n: Option<u64>,
    /// Its id.
    pub op_id: Id,
    /// The device's clock when it was authored.
    pub authored_at_ms: Millis,
    /// What the device believed had to be added.
    pub offset_ms: Millis,
    /// The server's clock when it came.
    pub received_at_ms: Millis,
    /// The act as it was sent.
    pub act: Box<RawValue>,
    /// The act, read.
    pub sheet: Sheet,
}

/// What came of looking at an operation.
pub enum Taken {
    /// It has its answer.
    Answered(Answer),
    /// These rows have to be loaded first.
    Missing(BTreeSet<(Id, Key)>),
}

/// The group's knowledge.
#[derive(Debug, Default)]
pub struct State {
    pub books: HashMap<Id, BookRow>,
    pub clients: HashMap<(Id, Id), ClientRow>,
    pub earlier: HashMap<(Id, Id), Earlier>,
    pub overlay: Overlay,
    pub turn: u64,
    pub salts: Vec<Salt>,
    pub writes: Writes,
    pub holders: Holders,
}

/// What a group leaves to the next one, which is decided before this one is on the disk: everything that the next would
/// not find there yet, and what it would ask for again. Nobody else writes: what was read once stays so.
#[derive(Debug, Default)]
pub struct Left {
    /// Rows as they stand.
    pub overlay: Overlay,
    pub(super) books: HashMap<Id, BookRow>,
    pub(super) clients: HashMap<(Id, Id), ClientRow>,
    pub(super) holders: Holders,
    /// 0 where it is not known.
    pub(super) turn: u64,
    earlier: HashMap<(Id, Id), Earlier>,
}

/// With more clients or people than this, those that do not act now are asked for anew.
const KEPT_MAX: usize = 4_000;

impl Arrived {
    fn system(&self) -> bool {
        self.client_id.as_str() == SYSTEM
    }

    fn now(&self) -> Millis {
        moment(self.authored_at_ms, self.offset_ms, self.received_at_ms)
    }

    /// What the log's entry under this operation's id is to it.
    fn held_against(&self, earlier: &Earlier) -> sync::Earlier {
        let body = self.act.get();
        let same_act = match &earlier.proof {
            Proof::Hash(kept) => *kept == hash(body),
            Proof::Salted(salt, kept) => *kept == commitment(salt, body),
            Proof::Erased => true,
        };
        if earlier.person != self.person || !same_act {
            return sync::Earlier::Other;
        }
        let first = first_answer(earlier, self.lang);
        if earlier.client_id != self.client_id.as_str() {
            sync::Earlier::Renumbered(first)
        } else if self.n.is_none_or(|n| n == earlier.n) {
            sync::Earlier::Same(first)
        } else {
            sync::Earlier::Other
        }
    }
}

impl State {
    /// Begins with what the group before left.
    pub fn after(before: Left) -> Self {
        let Left { overlay, books, clients, holders, turn, earlier } = before;
        Self { books, clients, earlier, overlay, turn, holders, ..Self::default() }
    }

    /// Parts into what is to be written and what the next group has to know.
    pub fn leave(self) -> (Writes, Left) {
        let Self { mut books, mut clients, mut holders, mut earlier, mut overlay, turn, writes, .. } = self;
        // One that was to be opened by an act that could not be taken is not there.
        books.retain(|_, book| book.head > 0);
        if clients.len() > KEPT_MAX {
            clients = writes.clients.clone().into_iter().collect();
        }
        if holders.exceed(KEPT_MAX) {
            // Whose grants this group changed are not on the disk yet.
            let changed = writes
                .changed
                .keys()
                .filter_map(|(book, key)| Some(Grant::of(overlay.row(book, key)?)?.person.clone()));
            holders.keep(&changed.collect());
        }
        overlay.leave(|book, key| writes.changed.contains_key(&(book.clone(), key.clone())));
        // Its own alone: what it was told by the group before has come to the disk by the time the next one looks.
        let taken = writes.log.iter().filter_map(|row| Id::parse(&row.book).zip(Id::parse(row.op_id.as_deref()?)));
        let earlier = taken.filter_map(|op| earlier.remove_entry(&op)).collect();
        let left = Left { overlay, books, clients, holders, turn, earlier };
        (writes, left)
    }

    /// Decides over what is loaded, changing nothing; tells what would have to be loaded, and whether it may ask for
    /// more once it has that.
    pub fn probe(&self, op: &Arrived) -> (BTreeSet<(Id, Key)>, bool) {
        let (Sheet::Known(command), false) =
            (&op.sheet, self.earlier.contains_key(&(op.book.clone(), op.op_id.clone())))
        else {
            return (BTreeSet::new(), false);
        };
        let Some(actor) = self.holders.actor(&op.person, op.client_id.as_str()) else {
            return (BTreeSet::new(), false);
        };
        let view = self.overlay.view(&op.book);
        // Where an answer was found without them, what is missing is a new row's own key: nothing hangs on it.
        let unsure = ask_act(command, actor, op.now(), &op.book, &view);
        let missing: BTreeSet<_> = view.missing().into_iter().map(|key| (op.book.clone(), key)).collect();
        let more = unsure && !missing.is_empty();
        (missing, more)
    }

    fn decide(&self, op: &Arrived, command: &Command) -> (Decided, BTreeSet<(Id, Key)>) {
        match self.holders.actor(&op.person, op.client_id.as_str()) {
            Some(actor) => self.decide_as(actor, op, command),
            None => (Decided::Unsure, BTreeSet::new()),
        }
    }

    /// S9: where only a right is missing that ended after the operation's own moment, it is held for a human.
    fn held(&self, op: &Arrived, command: &Command, decided: &Decided) -> (Decided, BTreeSet<(Id, Key)>) {
        let fine = || (decided.clone(), BTreeSet::new());
        let (Decided::Refused(Refusal::NotYours), false) = (decided, op.system()) else { return fine() };
        let Some(then) = self.holders.actor_at(&op.person, op.now()) else { return fine() };
        match self.decide_as(&then, op, command) {
            (_, missing) if !missing.is_empty() => (Decided::Unsure, missing),
            (Decided::Applied(_), _) => (Decided::Refused(Refusal::RightEnded), BTreeSet::new()),
            (Decided::Refused(_) | Decided::Unsure, _) => fine(),
        }
    }

    fn decide_as(&self, actor: &Actor, op: &Arrived, command: &Command) -> (Decided, BTreeSet<(Id, Key)>) {
        let view = self.overlay.view(&op.book);
        let decided = decide_act(command, actor, op.now(), &op.book, &view);
        (decided, view.missing().into_iter().map(|key| (op.book.clone(), key)).collect())
    }

    /// What comes of a command, or what has to be loaded before that can be told.
    fn decide_whole(&self, op: &Arrived, command: &Command) -> Result<Decided, BTreeSet<(Id, Key)>> {
        let loaded =
            |(decided, missing): (Decided, BTreeSet<_>)| if missing.is_empty() { Ok(decided) } else { Err(missing) };
        let decided = loaded(self.decide(op, command))?;
        // What holds goes on as it is: it is the usual case, and large.
        if matches!(decided, Decided::Applied(_)) { Ok(decided) } else { loaded(self.held(op, command, &decided)) }
    }

    /// Decides an operation for good and takes down what it changes.
    pub fn take(&mut self, op: &Arrived) -> Taken {
        let client = (op.book.clone(), op.client_id.clone());
        let last_n = self.clients.get(&client).map_or(0, |client| client.last_n);
        let n = op.n.unwrap_or(last_n + 1);
        let earlier = self.earlier.get(&(op.book.clone(), op.op_id.clone()));
        match admit(last_n, n, earlier.map(|earlier| op.held_against(earlier))) {
            Admission::Decide => {}
            Admission::Answer(answer) => return Taken::Answered(answer),
            Admission::Again(answer) => {
                self.append(&op.book, LogRow { op_id: None, ..op.turned_away(n, CAME_AGAIN) });
                self.count(op, n);
                return Taken::Answered(answer);
            }
            Admission::Clash => {
                let refusal = Refusal::IdentityClash;
                self.append(&op.book, LogRow { op_id: None, ..op.turned_away(n, refusal.code()) });
                self.count(op, n);
                return Taken::Answered(Answer::refused(refusal, op.lang));
            }
        }
        let decided = match &op.sheet {
            Sheet::Bad(Refusal::UnknownKind, _) if op.build > BUILD => return Taken::Answered(Answer::Retry),
            Sheet::Bad(refusal, _) => Decided::Refused(*refusal),
            // A place that has the id of another book would make grants on it look like grants there.
            Sheet::Known(_) if op.added_place().is_some_and(|place| self.books.contains_key(&place)) => {
                Decided::Refused(Refusal::IdTaken)
            }
            Sheet::Known(command) => match self.decide_whole(op, command) {
                Ok(decided) => decided,
                Err(missing) => return Taken::Missing(missing),
            },
        };
        Taken::Answered(match decided {
            Decided::Applied(settled) => Answer::Applied { seq: self.applied(op, n, *settled) },
            Decided::Refused(refusal) => {
                self.log(op, n, Some(refusal), op.turned_away(n, refusal.code()));
                turned_away(refusal, op.lang)
            }
            Decided::Unsure => {
                let kind = op.kind();
                tracing::error!(book = op.book.as_str(), kind, "a command could not be decided");
                Answer::Retry
            }
        })
    }

    fn applied(&mut self, op: &Arrived, n: u64, settled: Settled) -> u64 {
        let body = op.act.get();
        let salt = self.salts.pop().unwrap_or_default();
        let row = LogRow { body_size: size(body), commitment: commitment(&salt, body), ..op.logged(n) };
        let seq = self.log(op, n, None, row);
        self.writes.bodies.push((op.book.clone(), seq, salt, body.into()));
        self.holders.changed(&op.book, settled.rows.iter().map(|(_, row)| row));
        self.writes.settled(&op.book, seq, settled, &mut self.overlay);
        seq
    }

    /// Appends an operation's row and moves its client's counter on.
    fn log(&mut self, op: &Arrived, n: u64, refused: Option<Refusal>, row: LogRow) -> u64 {
        let seq = self.append(&op.book, row);
        self.count(op, n);
        let earlier = Earlier {
            seq,
            person: op.person.clone(),
            client_id: op.client_id.as_str().into(),
            n,
            refused,
            proof: Proof::Hash(hash(op.act.get())),
        };
        self.earlier.insert((op.book.clone(), op.op_id.clone()), earlier);
        seq
    }

    /// Moves the counter of an operation's client on.
    fn count(&mut self, op: &Arrived, n: u64) {
        let client = ClientRow { person: op.person.clone(), last_n: n };
        self.writes.clients.insert((op.book.clone(), op.client_id.clone()), client.clone());
        self.clients.insert((op.book.clone(), op.client_id.clone()), client);
    }

    /// Appends a row to the log of a book: number, turn and chain are set here and nowhere else.
    pub fn append(&mut self, book: &Id, mut row: LogRow) -> u64 {
        self.turn += 1;
        let Some(head) = self.books.get_mut(book) else { return 0 };
        head.head += 1;
        head.turn = self.turn;
        row.book = book.as_str().into();
        row.seq = head.head;
        row.turn = self.turn;
        row.chain = link(&head.chain, &row);
        head.chain.clone_from(&row.chain);
        self.writes.books.insert(book.clone(), head.clone());
        self.writes.log.push(row);
        head.head
    }

    /// Opens the book of an operation where it is the clock that adds the book's own place; whether the book is there.
    pub fn open_book(&mut self, op: &Arrived) -> bool {
        if self.books.contains_key(&op.book) {
            return true;
        }
        let (Sheet::Known(command), true) = (&op.sheet, op.system()) else { return false };
        let Some((kind, parent)) = opens(command, &op.book) else { return false };
        let row = BookRow { book: op.book.clone(), kind, parent, head: 0, chain: Vec::new(), turn: 0 };
        self.books.insert(op.book.clone(), row);
        true
    }
}

/// What kind of book a command opens, and the book above it.
pub fn opens(command: &Command, book: &Id) -> Option<(BookKind, Id)> {
    match command {
        Command::AddPlace1(AddPlace1(c)) | Command::AddPlace(c) if c.id == *book => match c.kind {
            PlaceKind::Server => (book.as_str() == "server").then(|| (BookKind::Server, Id::none())),
            PlaceKind::Subdistrict => Some((BookKind::Subdistrict, Id::none())),
            PlaceKind::Community => Some((BookKind::Community, c.lies_in.first().cloned().unwrap_or_else(Id::none))),
            PlaceKind::Area | PlaceKind::Estate | PlaceKind::Building => None,
        },
        _ => (book.as_str() == "server").then(|| (BookKind::Server, Id::none())),
    }
}

fn first_answer(earlier: &Earlier, lang: Lang) -> Answer {
    earlier.refused.map_or(Answer::Applied { seq: earlier.seq }, |refusal| turned_away(refusal, lang))
}

/// What had no effect: refused, or held where a human has to look.
fn turned_away(refusal: Refusal, lang: Lang) -> Answer {
    match refusal {
        Refusal::RightEnded => Answer::Held { reason: refusal },
        _ => Answer::refused(refusal, lang),
    }
}

fn size(body: &str) -> u64 {
    u64::try_from(body.len()).unwrap_or(u64::MAX)
}

impl Arrived {
    /// The place that it adds within its book.
    pub fn added_place(&self) -> Option<Id> {
        match &self.sheet {
            Sheet::Known(command) => match &**command {
                Command::AddPlace1(AddPlace1(add)) | Command::AddPlace(add) if add.id != self.book => {
                    Some(add.id.clone())
                }
                _ => None,
            },
            Sheet::Bad(..) => None,
        }
    }

    fn kind(&self) -> &'static str {
        match &self.sheet {
            Sheet::Known(command) => command.kind(),
            Sheet::Bad(_, kind) => kind,
        }
    }

    fn logged(&self, n: u64) -> LogRow {
        LogRow {
            at_ms: self.received_at_ms,
            authored_at_ms: self.authored_at_ms,
            offset_ms: self.offset_ms,
            now_ms: self.now(),
            person: self.person.as_str().into(),
            client_id: self.client_id.as_str().into(),
            n,
            op_id: Some(self.op_id.as_str().into()),
            kind: self.kind().into(),
            ..LogRow::default()
        }
    }

    /// The row of an operation without effect: code, hash and size, no body.
    fn turned_away(&self, n: u64, code: &str) -> LogRow {
        let (body_hash, body_size) = (hash(self.act.get()), size(self.act.get()));
        let commitment = commitment_refused(&body_hash, body_size);
        LogRow { code: code.into(), commitment, body_hash, body_size, ..self.logged(n) }
    }
}
