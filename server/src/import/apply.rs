//! A plan is done: all of it in one transaction, in however many books, or nothing.

use super::plan::{Plan, Step};
use crate::{
    store::{
        Store,
        import::{Back, Import},
    },
    sync::{SystemOp, Writer, WriterError},
};
use jiefang_domain::{Id, Millis, Refusal, command::Command, sync::Answer};
use std::sync::Arc;

/// What came of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// All of it stands: so many acts.
    Done(usize),
    /// Nothing does: something was changed meanwhile, and one act no longer holds.
    Refused(Refusal),
}

/// Does what a plan says, as somebody, or as the clock where it is nobody. Before it is done it is noted how it is taken
/// back; whether it stands is told by the log alone, also after a crash.
///
/// # Errors
/// What the database says; then nothing of it stands, or all, and the next start finds out which.
pub async fn apply(
    (store, writer): (&Store, &Writer),
    id: &Id,
    plan: Plan,
    files: Vec<String>,
    person: Option<&Id>,
    now_ms: Millis,
) -> Result<Applied, WriterError> {
    let failed = |error| WriterError::Store(Arc::new(error));
    if plan.steps.is_empty() {
        return Ok(Applied::Done(0));
    }
    let report = &plan.report;
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let import = Import {
        id: id.clone(),
        person: person.cloned().unwrap_or_else(|| Id::join(&[crate::sync::SYSTEM])),
        at_ms: now_ms,
        undone: false,
        files,
        counts: [report.add, report.change, report.same, report.bad_lines].map(count),
        heads: std::collections::BTreeMap::new(),
    };
    let back = (0..).zip(&plan.steps).filter_map(|(n, step)| {
        let Step { book, key, undo, .. } = step;
        Some((n, Back { book: book.clone(), key: key.clone(), command: undo.clone()? }))
    });
    store.begin_import(&import, &back.collect::<Vec<_>>()).await.map_err(failed)?;
    let acts = plan.steps.into_iter().map(|step| (step.book, step.command)).collect();
    let answer = submit(writer, (id, "op"), acts, person, now_ms).await;
    let stands = store.settle_import(id).await.map_err(failed)?;
    match answer? {
        applied @ Applied::Done(_) if stands => Ok(applied),
        refused @ Applied::Refused(_) => Ok(refused),
        Applied::Done(_) => Err(WriterError::Stopped),
    }
}

/// Submits acts that hold together or not at all; each is called after the import, what it belongs to, and its place.
pub(super) async fn submit(
    writer: &Writer,
    (id, what): (&Id, &str),
    acts: Vec<(Id, Command)>,
    person: Option<&Id>,
    now_ms: Millis,
) -> Result<Applied, WriterError> {
    let op = |(n, (book, command)): (usize, (Id, Command))| {
        let op_id = Id::join(&[id.as_str(), what, &n.to_string()]);
        SystemOp { book, op_id, command, now_ms }
    };
    let ops: Vec<SystemOp> = acts.into_iter().enumerate().map(op).collect();
    let kinds: Vec<&'static str> = ops.iter().map(|op| op.command.kind()).collect();
    let answers = writer.submit_whole(person, ops).await?;
    match answers.last() {
        Some(Answer::Applied { .. }) => Ok(Applied::Done(answers.len())),
        None => Ok(Applied::Done(0)),
        Some(answer) => {
            let kind = kinds[answers.len() - 1];
            tracing::warn!(?answer, kind, "an import does not hold any more");
            Ok(Applied::Refused(match answer {
                Answer::Refused { code, .. } => *code,
                _ => Refusal::NotPossible,
            }))
        }
    }
}
