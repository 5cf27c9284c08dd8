//! The one task that owns the writing: it gathers what has arrived, decides it together, commits it together, then
//! answers. While one group is on its way to the disk the next is decided; it is written only when the one before stands.

use super::{
    group::{Answers, Batch, Outcome, decide, holds, write},
    state::Left,
    writer::{Poke, WriterError},
};
use crate::store::{Prepared, Store, StoreError};
use jiefang_domain::sync::Answer;
use std::{
    collections::{BTreeMap, VecDeque},
    future::pending,
    mem::take,
    slice,
};
use tokio::{
    select,
    sync::{broadcast, mpsc, oneshot},
    task::{JoinError, JoinHandle},
};

/// Most operations that are committed together.
const GROUP_OPS_MAX: usize = 1_000;
/// Fewer are not decided ahead: they wait for more while the disk is busy.
const AHEAD_OPS_MIN: usize = 500;

/// After so much was written, the database's log is folded in. A group weighs this much beside its operations.
const FOLD_EVERY: usize = 6_000;
const FOLD_GROUP: usize = 20;

/// Where a batch's answers go.
pub type Reply = oneshot::Sender<Result<Answers, WriterError>>;

/// What the task is asked for.
pub enum Job {
    /// Something to decide.
    Batch(Batch, Reply),
    /// Something that holds whole or not at all.
    Whole(Batch, Reply),
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

/// A group, what it leaves, and what came of it.
type Decided = (Group, Left, Result<(Prepared, Outcome), StoreError>);

/// A group that is being decided, and what it then leaves to the next.
struct Deciding {
    task: JoinHandle<Decided>,
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
    wholes: VecDeque<(Batch, Reply)>,
    deciding: Option<Deciding>,
    ready: Option<(Group, Prepared, Outcome)>,
    writing: Option<Writing>,
    left: Left,
    unfolded: usize,
    folding: Option<JoinHandle<()>>,
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
        wholes: VecDeque::new(),
        deciding: None,
        ready: None,
        writing: None,
        left: Left::default(),
        unfolded: 0,
        folding: None,
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
            && let Some((group, prepared, outcome)) = self.ready.take()
        {
            self.begin(group, prepared, outcome);
        }
        let quiet = self.writing.is_none() && self.deciding.is_none() && self.ready.is_none();
        if quiet && let Some((batch, reply)) = self.wholes.pop_front() {
            self.whole(batch, reply).await;
            return true;
        }
        let worth = self.writing.is_none() || self.waiting.weight >= AHEAD_OPS_MIN;
        let free = self.ready.is_none() && self.deciding.is_none() && self.wholes.is_empty();
        if free && self.waiting.weight > 0 && worth {
            self.decide();
        }
        let room = !self.closed && self.waiting.weight < GROUP_OPS_MAX;
        if self.writing.is_none() && self.deciding.is_none() && !room {
            return false;
        }
        let Self { writing, deciding, arrived, .. } = self;
        select! {
            written = ended(writing.as_mut().map(|writing| &mut writing.task)) => self.written(written).await,
            decided = ended(deciding.as_mut().map(|deciding| &mut deciding.task)) => self.decided(decided).await,
            job = arrived.recv(), if room => self.gather(job),
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
                Job::Whole(batch, reply) => self.wholes.push_back((batch, reply)),
                Job::Stop(done) => {
                    (self.stopped, self.closed) = (Some(done), true);
                    return;
                }
            }
            next = if self.waiting.weight < GROUP_OPS_MAX { self.arrived.try_recv().ok() } else { None };
        }
    }

    /// Begins to decide what waits.
    fn decide(&mut self) {
        let (group, mut left, store) = (take(&mut self.waiting), take(&mut self.left), self.store.clone());
        let task = tokio::spawn(async move {
            let decided = look(&store, &mut left, &group.batches).await;
            (group, left, decided)
        });
        self.deciding = Some(Deciding { task });
    }

    async fn decided(&mut self, decided: Result<Decided, JoinError>) {
        self.deciding = None;
        // A rule that panics is caught where it is asked; whoever waits for what was lost here is told by its silence.
        let Ok((group, left, decided)) = decided else { return };
        match decided {
            Ok((prepared, outcome)) => (self.left, self.ready) = (left, Some((group, prepared, outcome))),
            Err(error) => self.one_by_one(group, error).await,
        }
    }

    fn begin(&mut self, group: Group, prepared: Prepared, outcome: Outcome) {
        let store = self.store.clone();
        let task = tokio::spawn(async move { write(&store, prepared).await });
        self.writing = Some(Writing { group, outcome, task });
    }

    /// A group is on the disk, or nothing of it; then what was decided after it is decided again.
    async fn written(&mut self, written: Result<Result<(), StoreError>, JoinError>) {
        let Some(Writing { group, outcome, .. }) = self.writing.take() else { return };
        let written = written.unwrap_or_else(|_| Err(StoreError::corrupt("the writing was cut off")));
        let Err(error) = written else {
            self.fold(group.weight);
            self.answer(outcome, group.replies);
            return;
        };
        self.decide_again().await;
        self.one_by_one(group, error).await;
    }

    /// Has the database's log folded in from time to time, while writing goes on.
    fn fold(&mut self, written: usize) {
        self.unfolded += written + FOLD_GROUP;
        let busy = self.folding.as_ref().is_some_and(|folding| !folding.is_finished());
        if busy || self.unfolded < FOLD_EVERY {
            return;
        }
        self.unfolded = 0;
        let store = self.store.clone();
        self.folding = Some(tokio::spawn(async move {
            if let Err(error) = store.fold().await {
                tracing::warn!(%error, "the log could not be folded into the database");
            }
        }));
    }

    /// What was decided after a group that was not written is to be decided again.
    async fn decide_again(&mut self) {
        let deciding = match self.deciding.take() {
            Some(deciding) => deciding.task.await.ok().map(|(group, ..)| group),
            None => None,
        };
        let ready = self.ready.take().map(|(group, ..)| group);
        for mut after in deciding.into_iter().chain(ready) {
            after.append(take(&mut self.waiting));
            self.waiting = after;
        }
        self.left = Left::default();
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

    /// What holds whole or not at all: decided over what is committed, and written only where every act of it holds. Where
    /// one does not, nothing of it was; the answers end with that one.
    async fn whole(&mut self, batch: Batch, reply: Reply) {
        let decided = look(&self.store, &mut Left::default(), slice::from_ref(&batch)).await;
        let (prepared, outcome) = match decided {
            Ok(decided) => decided,
            Err(error) => return fail(error, vec![reply]),
        };
        let every = |answers: &Answers| answers.as_ref().is_ok_and(|all| all.iter().all(|(_, answer)| holds(answer)));
        if !outcome.answers.iter().all(every) {
            return self.answer(Outcome { heads: Vec::new(), ..outcome }, vec![reply]);
        }
        // What was read before it may have been changed by it.
        self.left = Left::default();
        match write(&self.store, prepared).await {
            Ok(()) => {
                self.fold(batch.weight());
                self.answer(outcome, vec![reply]);
            }
            Err(error) => fail(error, vec![reply]),
        }
    }

    async fn alone(&self, batch: &Batch) -> Result<Outcome, StoreError> {
        let (prepared, outcome) = look(&self.store, &mut Left::default(), slice::from_ref(batch)).await?;
        write(&self.store, prepared).await?;
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

/// Decides a group over what is committed now, and makes it ready to be written.
async fn look(store: &Store, left: &mut Left, batches: &[Batch]) -> Result<(Prepared, Outcome), StoreError> {
    let decisions = decide(&mut store.look().await?, left, batches).await?;
    Ok((Prepared::of(decisions.writes, store.keys())?, decisions.outcome))
}

/// Waits for a task, where there is one.
async fn ended<T>(task: Option<&mut JoinHandle<T>>) -> Result<T, JoinError> {
    match task {
        Some(task) => task.await,
        None => pending().await,
    }
}
