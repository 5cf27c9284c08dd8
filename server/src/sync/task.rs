//! The one task that owns the writing: it gathers what has arrived, decides it together, commits it together, then
//! answers. While one group is on its way to the disk the next is decided; it is written only when the one before stands.

use super::{
    group::{Answers, Batch, Decisions, Outcome, decide, write},
    state::Left,
    writer::{Poke, WriterError},
};
use crate::store::{Store, StoreError};
use jiefang_domain::sync::Answer;
use std::{collections::BTreeMap, mem::take, slice};
use tokio::{
    select,
    sync::{broadcast, mpsc, oneshot},
    task::{JoinError, JoinHandle},
};

/// Most operations that are committed together.
const GROUP_OPS_MAX: usize = 1_000;
/// Fewer are not decided ahead: they wait for more while the disk is busy.
const AHEAD_OPS_MIN: usize = 500;

/// Where a batch's answers go.
pub type Reply = oneshot::Sender<Result<Answers, WriterError>>;

/// What the task is asked for.
pub enum Job {
    /// Something to decide.
    Batch(Batch, Reply),
    /// To end, after everything that came before.
    Stop(oneshot::Sender<()>),
}

/// What has arrived together.
#[derive(Default)]
struct Group {
    batches: Vec<Batch>,
    replies: Vec<Reply>,
    weight: usize,
}

/// A group that is being written.
struct Writing {
    group: Group,
    outcome: Outcome,
    task: JoinHandle<Result<(), StoreError>>,
}

/// The task's state.
struct Scribe {
    store: Store,
    pokes: broadcast::Sender<Poke>,
    arrived: mpsc::Receiver<Job>,
    waiting: Group,
    ready: Option<(Group, Decisions)>,
    writing: Option<Writing>,
    left: Left,
    closed: bool,
    stopped: Option<oneshot::Sender<()>>,
}

/// Works until it is stopped or nobody can ask any more.
pub async fn run(store: Store, arrived: mpsc::Receiver<Job>, pokes: broadcast::Sender<Poke>) {
    let mut scribe = Scribe {
        store,
        pokes,
        arrived,
        waiting: Group::default(),
        ready: None,
        writing: None,
        left: Left::default(),
        closed: false,
        stopped: None,
    };
    while scribe.step().await {}
    scribe.arrived.close();
    if let Some(done) = scribe.stopped {
        // Whoever asked for the end may be gone.
        let _ = done.send(());
    }
}

impl Scribe {
    /// Does the next thing there is to do; `false` where there is none and none will come.
    async fn step(&mut self) -> bool {
        if self.writing.is_none()
            && let Some((group, decisions)) = self.ready.take()
        {
            self.begin(group, decisions);
        }
        let worth = self.writing.is_none() || self.waiting.weight >= AHEAD_OPS_MIN;
        if self.ready.is_none() && self.waiting.weight > 0 && worth {
            self.decide().await;
            return true;
        }
        let room = !self.closed && self.waiting.weight < GROUP_OPS_MAX;
        match &mut self.writing {
            Some(writing) => select! {
                written = &mut writing.task => self.written(written).await,
                job = self.arrived.recv(), if room => self.gather(job),
            },
            None if room => {
                let job = self.arrived.recv().await;
                self.gather(job);
            }
            None => return false,
        }
        true
    }

    /// Takes a job and all that has arrived behind it, up to a bound; a stop ends it.
    fn gather(&mut self, first: Option<Job>) {
        let mut next = first;
        self.closed |= next.is_none();
        while let Some(job) = next {
            match job {
                Job::Batch(batch, reply) => self.waiting.push(batch, reply),
                Job::Stop(done) => {
                    (self.stopped, self.closed) = (Some(done), true);
                    return;
                }
            }
            next = if self.waiting.weight < GROUP_OPS_MAX { self.arrived.try_recv().ok() } else { None };
        }
    }

    /// Decides what waits.
    async fn decide(&mut self) {
        let group = take(&mut self.waiting);
        match look(&self.store, &mut self.left, &group.batches).await {
            Ok(decisions) => self.ready = Some((group, decisions)),
            Err(error) => {
                self.left = Left::default();
                self.one_by_one(group, error).await;
            }
        }
    }

    fn begin(&mut self, group: Group, Decisions { writes, outcome }: Decisions) {
        let store = self.store.clone();
        let task = tokio::spawn(async move { write(&store, &writes).await });
        self.writing = Some(Writing { group, outcome, task });
    }

    /// A group is on the disk, or nothing of it; then what was decided after it is decided again.
    async fn written(&mut self, written: Result<Result<(), StoreError>, JoinError>) {
        let Some(Writing { group, outcome, .. }) = self.writing.take() else { return };
        let written = written.unwrap_or_else(|_| Err(StoreError::corrupt("the writing was cut off")));
        let Err(error) = written else {
            self.answer(outcome, group.replies);
            return;
        };
        self.left = Left::default();
        if let Some((mut after, _)) = self.ready.take() {
            after.append(take(&mut self.waiting));
            self.waiting = after;
        }
        self.one_by_one(group, error).await;
    }

    /// One batch that cannot be written must not fail its neighbours: each is tried alone.
    async fn one_by_one(&mut self, group: Group, error: StoreError) {
        if let Some(writing) = &mut self.writing {
            let written = (&mut writing.task).await;
            Box::pin(self.written(written)).await;
        }
        let parts = group.batches.len() > 1 || group.batches.iter().any(Batch::has_parts);
        if !parts || matches!(error, StoreError::Disk(_)) {
            fail(error, group.replies);
            return;
        }
        tracing::error!(%error, batches = group.batches.len(), "a group failed; its batches are tried one by one");
        for (batch, reply) in group.batches.into_iter().zip(group.replies) {
            match self.alone(&batch).await {
                Ok(outcome) => self.answer(outcome, vec![reply]),
                Err(error) if batch.has_parts() && !matches!(error, StoreError::Disk(_)) => {
                    self.op_by_op(batch, reply).await;
                }
                Err(error) => fail(error, vec![reply]),
            }
        }
    }

    async fn alone(&self, batch: &Batch) -> Result<Outcome, StoreError> {
        let Decisions { writes, outcome } = look(&self.store, &mut Left::default(), slice::from_ref(batch)).await?;
        write(&self.store, &writes).await?;
        Ok(outcome)
    }

    /// One operation that cannot be written must not hold those before it: each is written by itself, up to that one, which
    /// is to be tried again (S3: nothing overtakes it).
    async fn op_by_op(&self, batch: Batch, reply: Reply) {
        let (mut answers, mut heads) = (Vec::new(), BTreeMap::new());
        for (n, op) in batch.into_parts() {
            let outcome = match self.alone(&op).await {
                Ok(outcome) => outcome,
                Err(error @ StoreError::Disk(_)) => {
                    // What was written before stays, and is a duplicate when it comes again.
                    self.answer(Outcome { answers: Vec::new(), heads: heads.into_iter().collect() }, Vec::new());
                    return fail(error, vec![reply]);
                }
                Err(error) => {
                    tracing::error!(%error, n, "an operation cannot be written");
                    answers.push((n, Answer::Retry));
                    break;
                }
            };
            heads.extend(outcome.heads);
            match outcome.answers.into_iter().next() {
                Some(Ok(answered)) => answers.extend(answered),
                Some(Err(not_taken)) => {
                    let outcome = Outcome { answers: vec![Err(not_taken)], heads: heads.into_iter().collect() };
                    return self.answer(outcome, vec![reply]);
                }
                None => {}
            }
            if matches!(answers.last(), Some((_, answer)) if answer.ends()) {
                break;
            }
        }
        self.answer(Outcome { answers: vec![Ok(answers)], heads: heads.into_iter().collect() }, vec![reply]);
    }

    fn answer(&self, outcome: Outcome, replies: Vec<Reply>) {
        for (reply, answers) in replies.into_iter().zip(outcome.answers) {
            // Whoever asked may be gone; what was committed stays.
            let _ = reply.send(Ok(answers));
        }
        for (book, head) in outcome.heads {
            // Nobody listening is no error.
            let _ = self.pokes.send(Poke { book, head });
        }
    }
}

impl Group {
    fn push(&mut self, batch: Batch, reply: Reply) {
        self.weight += batch.weight();
        self.batches.push(batch);
        self.replies.push(reply);
    }

    fn append(&mut self, after: Self) {
        self.weight += after.weight;
        self.batches.extend(after.batches);
        self.replies.extend(after.replies);
    }
}

fn fail(error: StoreError, replies: Vec<Reply>) {
    tracing::error!(%error, "nothing was committed");
    let error = WriterError::of(error);
    for reply in replies {
        let _ = reply.send(Err(error.clone()));
    }
}

/// Decides a group over what is committed now.
async fn look(store: &Store, left: &mut Left, batches: &[Batch]) -> Result<Decisions, StoreError> {
    decide(&mut store.look().await?, left, batches).await
}
