//! The single writer: one task owns the writing. It takes what has arrived, commits it together, then answers.

use super::{
    DOOR, SYSTEM,
    decision::Sheet,
    group::{Batch, NotTaken, RefusedBody, named_by_clock, reserved, sheet},
    state::Arrived,
    task::{Job, Reply, run},
};
use crate::store::{Store, StoreError};
use jiefang_domain::{
    Id, Lang, Millis, Refusal,
    command::Command,
    sync::{Answer, Answered, BUILD, PushAnswer, PushRequest},
};
use serde_json::value::{RawValue, to_raw_value};
use std::sync::Arc;
use tokio::sync::{broadcast, mpsc, oneshot};

/// Most batches that wait; more wait in their handlers.
const QUEUE: usize = 256;
/// Pokes a slow listener may miss before it is told that it missed some.
const POKES: usize = 1_024;

/// A push, as it arrived.
#[derive(Debug)]
pub struct Push {
    /// Into which book.
    pub book: Id,
    /// Who is signed in.
    pub person: Id,
    /// For the words of refusals.
    pub lang: Lang,
    /// What was sent; the acts are still unread.
    pub request: PushRequest<Box<RawValue>>,
    /// The server's clock.
    pub received_at_ms: Millis,
}

/// An act of the clock, or of whoever fills a new data folder.
#[derive(Clone, Debug)]
pub struct SystemOp {
    /// In which book.
    pub book: Id,
    /// Its id; one that the log already holds changes nothing.
    pub op_id: Id,
    /// What.
    pub command: Command,
    /// The moment it is decided for.
    pub now_ms: Millis,
}

impl Push {
    /// Its operations, read, as the writer takes them.
    ///
    /// # Errors
    /// Counters out of order, too many operations, acts of somebody else, or a client or an act that no device may name so.
    pub fn batch(self) -> Result<Batch, WriterError> {
        let Self { book, person, lang, request, received_at_ms } = self;
        if !request.well_formed() {
            return Err(WriterError::NotWellFormed);
        }
        let anothers = !request.person.is_none() && request.person != person;
        if anothers || reserved(&request.client_id) || request.ops.iter().any(|op| reserved(&op.op_id)) {
            return Err(WriterError::ForeignClient);
        }
        let (client_id, build) = (request.client_id, request.build);
        let ops = request.ops.into_iter().map(|op| Arrived {
            book: book.clone(),
            person: person.clone(),
            client_id: client_id.clone(),
            lang,
            build,
            n: Some(op.n),
            op_id: op.op_id,
            authored_at_ms: op.authored_at_ms,
            offset_ms: op.offset_ms,
            received_at_ms,
            sheet: of_device(sheet(&op.act)),
            act: op.act,
        });
        Ok(Batch::Push(ops.collect()))
    }
}

/// What is taken at the server's own door alone is refused from a device.
fn of_device(sheet: Sheet) -> Sheet {
    match sheet {
        Sheet::Known(command) if command.is_at_door() => Sheet::Bad(Refusal::NotYours, command.kind()),
        sheet => sheet,
    }
}

/// Somebody's act at the server's door, as the writer takes it: of a client that no device can be.
fn door_batch(person: Id, op: SystemOp) -> Result<Batch, WriterError> {
    let client_id = Id::join(&[DOOR, person.as_str()]);
    let arrived = arrived(person, client_id, op).map_err(|_| WriterError::NotWellFormed)?;
    Ok(Batch::System(vec![arrived]))
}

/// An act that came by no device: it has no counter, and is decided for the moment it names.
fn arrived(person: Id, client_id: Id, op: SystemOp) -> Result<Arrived, serde_json::Error> {
    let act = to_raw_value(&op.command)?;
    Ok(Arrived {
        book: op.book,
        person,
        client_id,
        lang: Lang::default(),
        build: BUILD,
        n: None,
        op_id: op.op_id,
        authored_at_ms: op.now_ms,
        offset_ms: 0,
        received_at_ms: op.now_ms,
        sheet: sheet(&act),
        act,
    })
}

/// Acts of the clock, as the writer takes them.
///
/// # Errors
/// A command that cannot be written down.
pub fn system_batch(ops: Vec<SystemOp>) -> Result<Batch, WriterError> {
    let system = Id::join(&[SYSTEM]);
    let named = |op: SystemOp| SystemOp { op_id: named_by_clock(&op.op_id), ..op };
    let arrived = ops.into_iter().map(|op| arrived(system.clone(), system.clone(), named(op)));
    let arrived: Result<Vec<Arrived>, serde_json::Error> = arrived.collect();
    arrived.map(Batch::System).map_err(|_| WriterError::NotWellFormed)
}

/// A book moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poke {
    /// Which.
    pub book: Id,
    /// Its newest number.
    pub head: u64,
}

/// Why the writer took nothing. Nothing of the push was written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WriterError {
    /// The server is stopping.
    #[error("the writer has stopped")]
    Stopped,
    /// There is no such book.
    #[error("no such book")]
    NoSuchBook,
    /// The client belongs to another person (S10).
    #[error("the client belongs to another person")]
    ForeignClient,
    /// Counters out of order, or too many operations.
    #[error("the operations are out of order, or too many")]
    NotWellFormed,
    /// The disk is full or failing; reads go on.
    #[error(transparent)]
    Disk(Arc<StoreError>),
    /// What else the database says.
    #[error(transparent)]
    Store(Arc<StoreError>),
}

impl WriterError {
    pub(super) fn of(error: StoreError) -> Self {
        if matches!(error, StoreError::Disk(_)) { Self::Disk(error.into()) } else { Self::Store(error.into()) }
    }

    /// What is wrong and what to do, in one sentence.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Stopped => {
                lang.pick("服务器正在停止，请稍后再试。", "The server is stopping; try again shortly.").into()
            }
            Self::NoSuchBook => lang.pick("没有这个社区。", "There is no such community.").into(),
            Self::ForeignClient => lang
                .pick(
                    "这台设备上的记录属于另一个人，请重新登录。",
                    "The entries on this device belong to someone else; sign in again.",
                )
                .into(),
            Self::NotWellFormed => {
                lang.pick("这一批记录的顺序不对。", "The entries of this batch are out of order.").into()
            }
            Self::Disk(error) | Self::Store(error) => error.words(lang),
        }
    }
}

/// The handle of the writer. Cheap to clone; the task ends when it is stopped or the last handle is dropped.
#[derive(Clone, Debug)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
    pokes: broadcast::Sender<Poke>,
    store: Store,
}

impl Writer {
    /// Starts the one task that writes to `store`. There must be only one.
    ///
    /// # Errors
    /// What the database says when it is asked whether it can be written.
    pub async fn start(store: &Store) -> Result<Self, StoreError> {
        drop(store.begin().await?);
        let (jobs, arrived) = mpsc::channel(QUEUE);
        let (pokes, _) = broadcast::channel(POKES);
        tokio::spawn(run(store.clone(), arrived, pokes.clone()));
        Ok(Self { jobs, pokes, store: store.clone() })
    }

    /// Hears which books move.
    pub fn pokes(&self) -> broadcast::Receiver<Poke> {
        self.pokes.subscribe()
    }

    /// Whether the task is there.
    pub fn is_alive(&self) -> bool {
        !self.jobs.is_closed()
    }

    /// Takes what has arrived so far, then ends the task. Later pushes are told that the server is stopping.
    pub async fn stop(&self) {
        let (done, ended) = oneshot::channel();
        if self.jobs.send(Job::Stop(done)).await.is_ok() {
            // An error means that another stop came first: it is stopped either way.
            let _ = ended.await;
        }
    }

    async fn batch(&self, batch: Batch) -> Result<Vec<(u64, Answer)>, WriterError> {
        self.job(|reply| Job::Batch(batch, reply)).await
    }

    async fn job(&self, job: impl FnOnce(Reply) -> Job) -> Result<Vec<(u64, Answer)>, WriterError> {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(job(reply)).await.map_err(|_| WriterError::Stopped)?;
        answer.await.map_err(|_| WriterError::Stopped)??.map_err(|not_taken| match not_taken {
            NotTaken::NoSuchBook => WriterError::NoSuchBook,
            NotTaken::ForeignClient => WriterError::ForeignClient,
        })
    }

    /// Decides a push and answers after COMMIT. Whether the person may open the book at all is the caller's to check.
    ///
    /// # Errors
    /// Where nothing was taken; nothing was written then.
    pub async fn push(&self, push: Push) -> Result<PushAnswer, WriterError> {
        let received_at_ms = push.received_at_ms;
        let answers = self.batch(push.batch()?).await?;
        let answers = answers.into_iter().map(|(n, answer)| Answered { n, answer }).collect();
        Ok(PushAnswer { epoch: self.store.epoch().clone(), answers, now_ms: received_at_ms })
    }

    /// Does something as the `system` actor; an `op_id` that the log already holds changes nothing.
    ///
    /// # Errors
    /// Where nothing was taken.
    pub async fn submit_system(
        &self,
        book: Id,
        op_id: Id,
        command: Command,
        now_ms: Millis,
    ) -> Result<Answer, WriterError> {
        let answers = self.submit_system_all(vec![SystemOp { book, op_id, command, now_ms }]).await?;
        answers.into_iter().next().ok_or(WriterError::Stopped)
    }

    /// Does something as a person who stands at the server's door; an `op_id` that the log already holds changes nothing.
    /// Whether they may stand there is the caller's to check.
    ///
    /// # Errors
    /// Where nothing was taken.
    pub async fn submit_at_door(&self, person: Id, op: SystemOp) -> Result<Answer, WriterError> {
        let answers = self.batch(door_batch(person, op)?).await?;
        answers.into_iter().next().map(|(_, answer)| answer).ok_or(WriterError::Stopped)
    }

    /// Does many things as the `system` actor, in order, in one transaction.
    ///
    /// # Errors
    /// Where nothing was taken.
    pub async fn submit_system_all(&self, ops: Vec<SystemOp>) -> Result<Vec<Answer>, WriterError> {
        let answers = self.batch(system_batch(ops)?).await?;
        Ok(answers.into_iter().map(|(_, answer)| answer).collect())
    }

    /// Does many things whole or not at all, in order, in one transaction, in however many books: as somebody who stands at
    /// the server's door, or as the `system` actor where it is nobody. Where one does not hold nothing was done, and the
    /// answers end with the one that did not.
    ///
    /// # Errors
    /// Where nothing was taken.
    pub async fn submit_whole(&self, person: Option<&Id>, ops: Vec<SystemOp>) -> Result<Vec<Answer>, WriterError> {
        let system = Id::join(&[SYSTEM]);
        let client = person.map_or_else(|| system.clone(), |person| Id::join(&[DOOR, person.as_str()]));
        let person = person.unwrap_or(&system);
        let arrived = ops.into_iter().map(|op| arrived(person.clone(), client.clone(), op));
        let arrived: Result<Vec<Arrived>, _> = arrived.collect();
        let whole = Batch::Whole(arrived.map_err(|_| WriterError::NotWellFormed)?);
        let answers = self.job(|reply| Job::Whole(whole, reply)).await?;
        Ok(answers.into_iter().map(|(_, answer)| answer).collect())
    }

    /// Does what the clock has to do by `now_ms`; how many acts took effect. Run twice it changes nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tick(&self, now_ms: Millis) -> Result<usize, WriterError> {
        let due = self.store.due(now_ms).await.map_err(WriterError::of)?;
        let ops: Vec<SystemOp> = due
            .into_iter()
            .filter_map(|due| {
                let (_, op_id, command) = due.row.deadline().filter(|(due_at_ms, ..)| *due_at_ms <= now_ms)?;
                Some(SystemOp { book: due.book, op_id, command, now_ms })
            })
            .collect();
        let mut taken = 0;
        match self.submit_system_all(ops.clone()).await {
            Ok(answers) => taken += effects(&answers),
            Err(WriterError::Store(error)) if ops.len() > 1 => {
                tracing::error!(%error, "the clock's acts failed together; each is tried alone");
                for op in ops {
                    match self.submit_system_all(vec![op]).await {
                        Ok(answers) => taken += effects(&answers),
                        Err(WriterError::Store(_)) => {}
                        Err(error) => return Err(error),
                    }
                }
            }
            Err(error) => return Err(error),
        }
        Ok(taken)
    }

    /// Keeps in the log that a body was refused unread: code, hash and size.
    ///
    /// # Errors
    /// Where nothing was taken.
    pub async fn refuse_body(
        &self,
        book: Id,
        person: Id,
        code: Refusal,
        hash: [u8; 32],
        size: u64,
        at_ms: Millis,
    ) -> Result<(), WriterError> {
        self.batch(Batch::Body(RefusedBody { book, person, code, hash, size, at_ms })).await.map(drop)
    }
}

/// How many took effect.
fn effects(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| matches!(answer, Answer::Applied { .. })).count()
}
