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
    identity::Person,
    privacy::{ForgetRows, SAID, SAYING, Wish},
    record::Record,
    stewards::Entry,
    sync::Answer,
};
use std::{collections::BTreeSet, sync::Arc};

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
    let mut done = 0;
    for (book, wish) in &erasing {
        let people = merged(store, book, &wish.person).await.map_err(failed)?;
        let keys = keys(store, book, &people).await.map_err(failed)?;
        // The bodies first: rows which have forgotten do not tell any more what there was.
        let names = names(store, book, &people, &keys).await.map_err(failed)?;
        for person in &people {
            let bodies = store.erase((book, person), SAID, &names).await.map_err(failed)?;
            tracing::info!(bodies, "bodies of the log are erased");
        }
        // Row by row: a place can lose two stewards in one, one after the other.
        let forget = |step: &str, rows| forget(book, (wish, &people[1..]), step, rows, now_ms);
        let step = |(n, key): (usize, &Key)| forget(&format!("{n}-{now_ms}"), vec![key.clone()]);
        let steps: Vec<SystemOp> = keys.iter().enumerate().map(step).collect();
        let mut answers = Vec::new();
        for steps in steps.chunks(100) {
            answers.extend(writer.submit_system_all(steps.to_vec()).await?);
        }
        if answers.iter().all(holds) {
            answers.extend(writer.submit_system_all(vec![forget("done", Vec::new())]).await?);
        }
        if answers.iter().all(holds) {
            done += 1;
        } else {
            tracing::error!(%book, "an erasure is not done: the log did not take a step of it");
        }
    }
    Ok(done)
}

/// The person, and every entry that was merged into theirs, or into one that was.
async fn merged(store: &Store, book: &Id, person: &Id) -> Result<Vec<Id>, StoreError> {
    let mut all = vec![person.clone()];
    let mut looked = 0;
    while let Some(into) = all.get(looked).cloned() {
        looked += 1;
        for key in store.naming(book, &[Kind::Person], &into).await? {
            let row = store.record(book, &key).await?;
            let same = row.as_ref().and_then(Person::of).and_then(|person| person.same_as.known());
            if same.is_some_and(|same| same.contains(&into)) && !all.contains(&key.id) {
                all.push(key.id);
            }
        }
    }
    Ok(all)
}

async fn keys(store: &Store, book: &Id, people: &[Id]) -> Result<BTreeSet<Key>, StoreError> {
    let mut all = BTreeSet::new();
    for person in people {
        all.extend(store.naming(book, SAYING, person).await?);
    }
    Ok(all)
}

/// What a body names that says something of the person: an answer names the wish alone, a decision the issue alone, why an
/// hour was taken back the hour alone, a step the entry alone. An entry that somebody recorded of others stays theirs.
async fn names(store: &Store, book: &Id, people: &[Id], keys: &BTreeSet<Key>) -> Result<Vec<Id>, StoreError> {
    let mut names = people.to_vec();
    for key in keys {
        let says = match key.kind {
            Kind::Look | Kind::Wish | Kind::Issue | Kind::Hour => true,
            Kind::Entry => store.record(book, key).await?.is_some_and(|row| {
                Entry::of(&row).is_some_and(|entry| people.iter().any(|person| entry.names(person)))
            }),
            _ => false,
        };
        names.extend(says.then(|| key.id.clone()));
    }
    Ok(names)
}

/// Whether a step is taken, now or before.
fn holds(answer: &Answer) -> bool {
    match answer {
        Answer::Applied { .. } => true,
        Answer::Duplicate { first } => holds(first),
        _ => false,
    }
}

fn forget(book: &Id, (wish, also): (&Wish, &[Id]), step: &str, rows: Vec<Key>, now_ms: Millis) -> SystemOp {
    let command = Command::ForgetRows(ForgetRows { wish: wish.id.clone(), rows, also: also.to_vec() });
    // A wish's id may be as long as an id may be.
    let op_id = Id::join(&["forget", named(wish.id.as_str().as_bytes()).as_str(), step]);
    SystemOp { book: book.clone(), op_id, command, now_ms }
}
