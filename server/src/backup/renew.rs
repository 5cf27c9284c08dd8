//! What makes a copy a server's own database again. A backup is tried with it, a restore is done with it.

use crate::{
    key::{KeyFile, open_copy},
    problem::Problem,
    store::backup::AccountRow,
    sync::{SystemOp, Writer, WriterError},
};
use jiefang_domain::{
    Id, Millis,
    command::Command,
    sync::{Answer, Restored},
};
use std::{collections::HashMap, path::Path};

/// What the database that is replaced leaves behind; nothing where there was none, or none that could be read.
#[derive(Debug, Default)]
pub struct Before {
    /// Its epoch.
    pub epoch: Option<Id>,
    /// The heads of its books.
    pub heads: HashMap<Id, u64>,
    /// Its accounts.
    pub accounts: Vec<AccountRow>,
}

/// What a renewed database holds.
#[derive(Debug)]
pub struct Renewed {
    /// Its new epoch.
    pub epoch: Id,
    /// Where its books stood in the copy: number and chain.
    pub heads: Vec<(Id, u64, String)>,
}

/// Gives the copy in `dir` a new epoch and says so in the log of every book.
///
/// # Errors
/// It cannot be opened or written.
pub async fn renew(
    (dir, key): (&Path, &KeyFile),
    before: Before,
    reason: &str,
    now_ms: Millis,
) -> Result<Renewed, Problem> {
    let store = open_copy(dir, key).await?;
    let heads = store.heads().await?;
    let old_epoch = before.epoch.unwrap_or_else(|| store.epoch().clone());
    let epoch = store.begin_anew(before.accounts, now_ms).await?;
    let told = heads.iter().map(|(book, head, _)| SystemOp {
        book: book.clone(),
        op_id: Id::join(&["restored", epoch.as_str()]),
        command: Command::Restored(Restored {
            old_head: before.heads.get(book).copied().unwrap_or(*head),
            old_epoch: old_epoch.clone(),
            reason: reason.into(),
        }),
        now_ms,
    });
    let writer = Writer::start(&store).await?;
    let answers = writer.submit_system_all(told.collect()).await;
    writer.stop().await;
    store.close().await;
    match answers {
        Ok(answers) if answers.iter().all(|answer| matches!(answer, Answer::Applied { .. })) => {
            Ok(Renewed { epoch, heads })
        }
        Ok(_) => Err(Problem::Machine("the restore could not be written into the log".into())),
        Err(WriterError::Disk(error)) => Err(Problem::Machine(error.to_string())),
        Err(error) => Err(Problem::Machine(error.to_string())),
    }
}
