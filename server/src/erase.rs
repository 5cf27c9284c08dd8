//! What follows when two of the staff have erased a person: the rows that name them forget, the bodies of the log that
//! name them go, and their account with them. It may be cut off anywhere and goes on where it was.

use crate::{
    app::App,
    photo::named,
    store::{Store, StoreError},
    sync::{SystemOp, Writer, WriterError},
};
use jiefang_domain::{
    Id, Key, Kind, Millis,
    command::Command,
    privacy::{ForgetRows, SAID, SAYING, Wish},
    record::Record,
    stewards::Entry,
};
use std::sync::Arc;

/// Goes on with every erasure that is under way.
pub async fn due(app: &App) {
    match all(&app.store, &app.writer, app.now_ms()).await {
        Ok(0) => {}
        Ok(people) => tracing::info!(people, "people were erased"),
        Err(error) => tracing::error!(%error, "an erasure could not go on"),
    }
}

/// Goes on with every erasure that is under way; how many are done.
///
/// # Errors
/// What the database says; the next time it goes on.
pub async fn all(store: &Store, writer: &Writer, now_ms: Millis) -> Result<usize, WriterError> {
    let failed = |error: StoreError| WriterError::Store(Arc::new(error));
    let erasing = store.erasing().await.map_err(failed)?;
    for (book, wish) in &erasing {
        let keys = store.naming(book, SAYING, &wish.person).await.map_err(failed)?;
        // The bodies first: rows which have forgotten do not tell any more what there was.
        let names = names(store, book, &wish.person, &keys).await.map_err(failed)?;
        let bodies = store.erase((book, &wish.person), SAID, &names).await.map_err(failed)?;
        tracing::info!(bodies, "bodies of the log are erased");
        // Row by row: a place can lose two stewards in one, one after the other.
        let step = |(n, key): (usize, &Key)| forget(book, wish, &format!("{n}-{now_ms}"), vec![key.clone()], now_ms);
        let steps: Vec<SystemOp> = keys.iter().enumerate().map(step).collect();
        for steps in steps.chunks(100) {
            writer.submit_system_all(steps.to_vec()).await?;
        }
        writer.submit_system_all(vec![forget(book, wish, "done", Vec::new(), now_ms)]).await?;
    }
    Ok(erasing.len())
}

/// What a body names that says something of the person: an answer names the wish alone, a decision the issue alone, why an
/// hour was taken back the hour alone, a step the entry alone. An entry that somebody recorded of others stays theirs.
async fn names(store: &Store, book: &Id, person: &Id, keys: &[Key]) -> Result<Vec<Id>, StoreError> {
    let mut names = vec![person.clone()];
    for key in keys {
        let says = match key.kind {
            Kind::Look | Kind::Wish | Kind::Issue | Kind::Hour => true,
            Kind::Entry => store
                .record(book, key)
                .await?
                .is_some_and(|row| Entry::of(&row).is_some_and(|entry| entry.names(person))),
            _ => false,
        };
        names.extend(says.then(|| key.id.clone()));
    }
    Ok(names)
}

fn forget(book: &Id, wish: &Wish, step: &str, rows: Vec<Key>, now_ms: Millis) -> SystemOp {
    let command = Command::ForgetRows(ForgetRows { wish: wish.id.clone(), rows });
    // A wish's id may be as long as an id may be.
    let op_id = Id::join(&["forget", named(wish.id.as_str().as_bytes()).as_str(), step]);
    SystemOp { book: book.clone(), op_id, command, now_ms }
}
