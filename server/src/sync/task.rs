//! The one task that owns the writing: it gathers what has arrived, commits it together, then answers.

use super::{
    group::{Answers, Batch, Outcome, commit},
    overlay::Overlay,
    writer::{Poke, WriterError},
};
use crate::store::{Store, StoreError};
use tokio::sync::{broadcast, mpsc, oneshot};

/// Most operations that are committed together.
const GROUP_OPS_MAX: usize = 1_000;

/// Where a batch's answers go.
pub type Reply = oneshot::Sender<Result<Answers, WriterError>>;

/// What the task is asked for.
pub enum Job {
    /// Something to decide.
    Batch(Batch, Reply),
    /// To end, after everything that came before.
    Stop(oneshot::Sender<()>),
}

/// Works until it is stopped or nobody can ask any more.
pub async fn run(store: Store, mut arrived: mpsc::Receiver<Job>, pokes: broadcast::Sender<Poke>) {
    let mut kept = Overlay::default();
    while let Some(job) = arrived.recv().await {
        let (batches, replies, stop) = gather(job, &mut arrived);
        decide_group(&store, &mut kept, batches, replies, &pokes).await;
        if let Some(done) = stop {
            arrived.close();
            let _ = done.send(());
            return;
        }
    }
}

/// All that has arrived, up to a bound; a stop ends it.
fn gather(first: Job, arrived: &mut mpsc::Receiver<Job>) -> (Vec<Batch>, Vec<Reply>, Option<oneshot::Sender<()>>) {
    let (mut batches, mut replies, mut weight) = (Vec::new(), Vec::new(), 0);
    let mut next = Some(first);
    while let Some(job) = next {
        match job {
            Job::Batch(batch, reply) => {
                weight += batch.weight();
                batches.push(batch);
                replies.push(reply);
            }
            Job::Stop(done) => return (batches, replies, Some(done)),
        }
        next = if weight < GROUP_OPS_MAX { arrived.try_recv().ok() } else { None };
    }
    (batches, replies, None)
}

async fn decide_group(
    store: &Store,
    kept: &mut Overlay,
    batches: Vec<Batch>,
    replies: Vec<Reply>,
    pokes: &broadcast::Sender<Poke>,
) {
    if batches.is_empty() {
        return;
    }
    match decide(store, kept, &batches).await {
        Ok(outcome) => answer(outcome, replies, pokes),
        // One batch that cannot be written must not fail its neighbours: each is tried alone.
        Err(error) if batches.len() > 1 && !matches!(error, StoreError::Disk(_)) => {
            tracing::error!(%error, batches = batches.len(), "a group failed; its batches are tried one by one");
            for (batch, reply) in batches.into_iter().zip(replies) {
                match decide(store, kept, &[batch]).await {
                    Ok(outcome) => answer(outcome, vec![reply], pokes),
                    Err(error) => fail(error, vec![reply]),
                }
            }
        }
        Err(error) => fail(error, replies),
    }
}

async fn decide(store: &Store, kept: &mut Overlay, batches: &[Batch]) -> Result<Outcome, StoreError> {
    commit(store.begin().await?, kept, batches).await
}

fn answer(outcome: Outcome, replies: Vec<Reply>, pokes: &broadcast::Sender<Poke>) {
    for (reply, answers) in replies.into_iter().zip(outcome.answers) {
        // Whoever asked may be gone; what was committed stays.
        let _ = reply.send(Ok(answers));
    }
    for (book, head) in outcome.heads {
        // Nobody listening is no error.
        let _ = pokes.send(Poke { book, head });
    }
}

fn fail(error: StoreError, replies: Vec<Reply>) {
    tracing::error!(%error, "nothing was committed");
    let error = WriterError::of(error);
    for reply in replies {
        let _ = reply.send(Err(error.clone()));
    }
}
