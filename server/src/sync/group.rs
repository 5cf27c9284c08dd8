//! A group: all that has arrived, loaded, decided and written together in one transaction.

use super::{
    DOOR, SYSTEM,
    chain::commitment_refused,
    decision::Sheet,
    state::{Arrived, Left, State, Taken},
};
use crate::store::{LogRow, Prepared, Store, StoreError, Tables, Writes};
use jiefang_domain::{Id, Millis, Refusal, sync::Answer};
use std::collections::BTreeSet;
use tokio::task::yield_now;

/// What has arrived together and is answered together.
#[derive(Debug)]
pub enum Batch {
    /// Operations of one client in one book, in the order of their counters.
    Push(Vec<Arrived>),
    /// Acts of the clock, each for itself.
    System(Vec<Arrived>),
    /// Acts that hold together or not at all, in however many books; decided with nothing beside it.
    Whole(Vec<Arrived>),
    /// A body that was too large to be read.
    Body(RefusedBody),
}

/// A body that was refused unread.
#[derive(Clone, Debug)]
pub struct RefusedBody {
    pub book: Id,
    pub person: Id,
    pub code: Refusal,
    pub hash: [u8; 32],
    pub size: u64,
    pub at_ms: Millis,
}

/// Why a batch was not taken at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// There is no such book.
    NoSuchBook,
    /// The client belongs to somebody else (S10).
    ForeignClient,
}

/// The answers of one batch, with the counter each is for.
pub type Answers = Result<Vec<(u64, Answer)>, NotTaken>;

/// What a committed group gives back.
#[derive(Debug, Default)]
pub struct Outcome {
    /// One for each batch, in order.
    pub answers: Vec<Answers>,
    /// The books that moved, with their heads.
    pub heads: Vec<(Id, u64)>,
}

impl Batch {
    fn ops(&self) -> &[Arrived] {
        match self {
            Self::Push(ops) | Self::System(ops) | Self::Whole(ops) => ops,
            Self::Body(_) => &[],
        }
    }

    /// Whether it is a push of several operations, which can be written one by one.
    pub fn has_parts(&self) -> bool {
        matches!(self, Self::Push(ops) if ops.len() > 1)
    }

    /// The operations of a push as batches of their own, each with its counter.
    pub fn into_parts(self) -> Vec<(u64, Self)> {
        match self {
            Self::Push(ops) => ops.into_iter().map(|op| (op.n.unwrap_or(0), Self::Push(vec![op]))).collect(),
            Self::System(_) | Self::Whole(_) | Self::Body(_) => Vec::new(),
        }
    }

    /// How much of a group it fills.
    pub fn weight(&self) -> usize {
        self.ops().len().max(1)
    }
}

/// A group that was decided: what to write, and what to answer once that is committed.
#[derive(Debug)]
pub struct Decisions {
    /// What to write.
    pub writes: Writes,
    /// What to answer.
    pub outcome: Outcome,
}

/// Decides a group over what is committed and what the group `before` left, which may still be on its way to the disk.
///
/// # Errors
/// What the database says. What was left is lost then, and nothing else.
pub async fn decide(looks: &mut impl Tables, before: &mut Left, batches: &[Batch]) -> Result<Decisions, StoreError> {
    let mut state = load(looks, std::mem::take(before), batches).await?;
    prefetch(looks, &mut state, batches).await?;
    let mut answers = Vec::with_capacity(batches.len());
    for batch in batches {
        answers.push(take(looks, &mut state, batch).await?);
        // A large group must not keep everybody else from the processor.
        yield_now().await;
    }
    let heads = state.writes.books.values().map(|book| (book.book.clone(), book.head)).collect();
    let (mut writes, mut left) = state.leave();
    writes.complete(&mut left.overlay);
    *before = left;
    Ok(Decisions { writes, outcome: Outcome { answers, heads } })
}

/// Writes what was decided and commits. Where it fails nothing of it remains.
///
/// # Errors
/// What the database says.
pub async fn write(store: &Store, group: Prepared) -> Result<(), StoreError> {
    if group.is_empty() {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    tx.write(group).await?;
    tx.commit().await
}

/// What every operation needs before any rule is asked.
async fn load(looks: &mut impl Tables, before: Left, batches: &[Batch]) -> Result<State, StoreError> {
    let ops = || batches.iter().flat_map(Batch::ops);
    let mut books: BTreeSet<Id> = ops().map(|op| op.book.clone()).collect();
    books.extend(ops().filter_map(Arrived::added_place));
    books.extend(batches.iter().filter_map(|batch| match batch {
        Batch::Body(body) => Some(body.book.clone()),
        Batch::Push(_) | Batch::System(_) | Batch::Whole(_) => None,
    }));
    let ids = ops().map(|op| (op.book.clone(), op.op_id.clone())).collect();
    let mut state = State::after(before);
    let new = |person: &Id| !state.holders.knows(person);
    let people: BTreeSet<Id> = ops().map(|op| &op.person).filter(|person| new(person)).cloned().collect();
    if !people.is_empty() {
        for person in &people {
            state.holders.enter(person);
        }
        for (book, grant) in looks.grants(&people).await? {
            state.holders.grant(&book, &grant);
        }
    }
    books.retain(|book| !state.books.contains_key(book));
    if !books.is_empty() {
        state.books.extend(looks.books(&books).await?);
    }
    let clients: BTreeSet<(Id, Id)> = ops().map(|op| (op.book.clone(), op.client_id.clone())).collect();
    let clients: BTreeSet<(Id, Id)> =
        clients.into_iter().filter(|client| !state.clients.contains_key(client)).collect();
    if !clients.is_empty() {
        state.clients.extend(looks.clients(&clients).await?);
    }
    for (op, earlier) in looks.earlier(&ids).await? {
        state.earlier.entry(op).or_insert(earlier);
    }
    if state.turn == 0 {
        state.turn = looks.turn().await?;
    }
    state.salts = looks.salts(ops().count())?;
    Ok(state)
}

/// Loads what the rules ask for, all operations together, until nothing new is asked for.
async fn prefetch(looks: &mut impl Tables, state: &mut State, batches: &[Batch]) -> Result<(), StoreError> {
    let mut open: Vec<&Arrived> = batches.iter().flat_map(Batch::ops).collect();
    loop {
        let mut asked = BTreeSet::new();
        open.retain(|op| {
            let (missing, more) = state.probe(op);
            asked.extend(missing);
            more
        });
        if asked.is_empty() {
            return Ok(());
        }
        let found = looks.rows(&asked).await?;
        state.overlay.loaded(asked, found);
    }
}

async fn take(looks: &mut impl Tables, state: &mut State, batch: &Batch) -> Result<Answers, StoreError> {
    let ops = match batch {
        Batch::Body(body) => return Ok(refuse(state, body)),
        Batch::Push(ops) | Batch::System(ops) | Batch::Whole(ops) => ops,
    };
    let mut answers = Vec::with_capacity(ops.len());
    for op in ops {
        if !state.open_book(op) {
            if !matches!(batch, Batch::Push(_)) {
                answers.push((0, Answer::refused(Refusal::NotFound, op.lang)));
                continue;
            }
            return Ok(Err(NotTaken::NoSuchBook));
        }
        let client = state.clients.get(&(op.book.clone(), op.client_id.clone()));
        if client.is_some_and(|client| client.person != op.person) {
            return Ok(Err(NotTaken::ForeignClient));
        }
        let answer = loop {
            match state.take(op) {
                Taken::Answered(answer) => break answer,
                // An earlier operation of the group led this one to rows nobody had asked for.
                Taken::Missing(asked) => {
                    let found = looks.rows(&asked).await?;
                    state.overlay.loaded(asked, found);
                }
            }
        };
        let stop = answer.ends();
        answers.push((op.n.unwrap_or(0), answer));
        // S3: nothing of a client overtakes what could not be taken.
        let whole = matches!(batch, Batch::Whole(_)) && !answers.last().is_some_and(|(_, answer)| holds(answer));
        if whole || stop && matches!(batch, Batch::Push(_)) {
            break;
        }
    }
    Ok(Ok(answers))
}

/// Whether an act has its effect.
pub fn holds(answer: &Answer) -> bool {
    matches!(answer, Answer::Applied { .. })
}

/// The log keeps code, hash and size of a body that nobody read.
fn refuse(state: &mut State, body: &RefusedBody) -> Answers {
    if !state.books.contains_key(&body.book) {
        return Err(NotTaken::NoSuchBook);
    }
    let row = LogRow {
        at_ms: body.at_ms,
        authored_at_ms: body.at_ms,
        now_ms: body.at_ms,
        person: body.person.as_str().into(),
        code: body.code.code().into(),
        body_hash: body.hash.to_vec(),
        body_size: body.size,
        commitment: commitment_refused(&body.hash, body.size),
        ..LogRow::default()
    };
    state.append(&body.book, row);
    Ok(Vec::new())
}

/// Whether nobody may call a client or an act that: the clock's own name is taken, and those of who acts at the server's
/// door.
pub fn reserved(id: &Id) -> bool {
    let name = id.as_str().split('~').next();
    name == Some(SYSTEM) || name == Some(DOOR)
}

/// What an act of the clock is called in the log. Its own name can be told beforehand, from what is due and when: nobody else
/// may take it first ([`reserved`]).
pub fn named_by_clock(op_id: &Id) -> Id {
    Id::join(&[SYSTEM, op_id.as_str()])
}

/// Reads an act as text once, so that a group can be tried again.
pub fn sheet(act: &serde_json::value::RawValue) -> Sheet {
    Sheet::read(act.get())
}
