//! An import is taken back: by acts, whole or not at all. What was changed since is listed and left.

use super::{
    apply::{Applied, submit},
    books::{Books, Community},
    left::{Left, left},
};
use crate::{
    store::{Store, StoreError, account::Accounts, import::Back},
    sync::{Writer, WriterError},
};
use jiefang_domain::{
    Id, Key, Kind, Millis, Refusal,
    command::Command,
    grid::Place,
    identity::{Actor, ChangePerson, Grant, LeavePerson, Person},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
use tokio::task::spawn_blocking;

/// A row that was left as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// In which book.
    pub book: Id,
    /// What kind of row.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    /// So many acts took it back; these rows were changed since, or hang together with such, and were left.
    Done(usize, BTreeSet<Kept>),
    /// Nothing was taken back: something was changed while it was looked at.
    Refused(Refusal),
    /// There is no such import, or nothing of it to take back any more.
    Nothing,
}

/// Takes an import back, as somebody, or as the clock where it is nobody: in every book of it, or in none.
///
/// # Errors
/// What the database says; then nothing was taken back.
pub async fn undo(
    (store, accounts, writer): (&Store, &Accounts, &Writer),
    id: &Id,
    actor: Actor,
    person: Option<&Id>,
    now_ms: Millis,
) -> Result<Undone, WriterError> {
    let failed = |error: StoreError| WriterError::Store(Arc::new(error));
    let import = store.import(id).await.map_err(failed)?.filter(|import| !import.undone);
    let back = store.import_back(id).await.map_err(failed)?;
    let Some(import) = import.filter(|_| !back.is_empty()) else { return Ok(Undone::Nothing) };
    let mut books = Books::load(store, actor, now_ms).await.map_err(failed)?;
    if !back.iter().all(|step| books.may(&step.book)) {
        return Ok(Undone::Refused(Refusal::NotYours));
    }
    let left = left(store, &import, &back).await.map_err(failed)?;
    let planned = spawn_blocking(move || plan(back, &left, &mut books)).await;
    let (acts, kept) = planned.map_err(|_| WriterError::Stopped)?;
    if acts.is_empty() && !kept.is_empty() {
        // All of it was changed since: what would take it back stays, as nothing was.
        return Ok(Undone::Done(0, kept));
    }
    let gone: Vec<(Id, Id)> = acts.iter().filter_map(gone).collect();
    match submit(writer, (id, "undo"), acts, person, now_ms).await? {
        Applied::Done(acts) => {
            store.undone_import(id).await.map_err(failed)?;
            shut_out(store, accounts, &gone).await.map_err(failed)?;
            Ok(Undone::Done(acts, kept))
        }
        Applied::Refused(refusal) => Ok(Undone::Refused(refusal)),
    }
}

/// Who leaves by an act, and in which book.
fn gone((book, command): &(Id, Command)) -> Option<(Id, Id)> {
    match command {
        Command::LeavePerson(leave) => Some((book.clone(), leave.person.clone())),
        _ => None,
    }
}

/// Who was taken back is signed out, and their code dies.
async fn shut_out(store: &Store, accounts: &Accounts, gone: &[(Id, Id)]) -> Result<(), StoreError> {
    let people: Vec<&Id> = gone.iter().map(|(_, person)| person).collect();
    let at_door = store.at_door(&people).await?;
    for (book, person) in gone.iter().filter(|(_, person)| at_door.contains(person)) {
        accounts.shut_out(book, person).await?;
    }
    Ok(())
}

/// The acts that take back what can be taken back, each tried by the rulebook, and what is left.
fn plan(back: Vec<Back>, left: &Left, books: &mut Books) -> (Vec<(Id, Command)>, BTreeSet<Kept>) {
    let (mut acts, mut kept) = (Vec::new(), BTreeSet::new());
    let at: HashMap<Id, usize> =
        books.communities.iter().enumerate().filter_map(|(at, it)| Some((it.book.clone()?, at))).collect();
    for Back { book, key, command } in back {
        let Some(community) = at.get(&book).map(|at| &mut books.communities[*at]) else { continue };
        let changed = |key: Key| left.contains(&(book.clone(), key));
        // Whoever was changed since keeps what they hold: somebody without a home would be half of a person.
        let holder = community.get::<Grant>(&key.id).map(|grant| grant.person.clone());
        let holders = key.kind == Kind::Grant && holder.is_some_and(|person| changed(Key::of::<Person>(&person)));
        let gone = key.kind == Kind::Grant && community.get::<Grant>(&key.id).is_some_and(|grant| grant.until_ms != 0);
        let ends = matches!(command, Command::EndGrant(_));
        if gone && ends {
            continue;
        }
        let command = whole(command, community);
        let free = !holders && !changed(key.clone()) && is_free(&command, community);
        if free && community.act(&command, &books.actor, books.now).is_ok() {
            acts.push((book, command));
        } else {
            kept.insert(Kept { name: name(community, &key), kind: key.kind, book });
        }
        books.communities.iter_mut().for_each(Community::keep);
    }
    (acts, kept)
}

/// Whether nothing hangs on it any more.
fn is_free(command: &Command, community: &Community) -> bool {
    match command {
        Command::ClosePlace(close) => {
            !community.within(&close.place).any(Place::stands) && !community.is_held(&close.place)
        }
        Command::LeavePerson(leave) => community.held(&leave.person).is_empty(),
        _ => true,
    }
}

/// The act with all that belongs to it, as the desk puts it: a name stands in what somebody holds, too, and whoever leaves
/// acts for nobody any more.
fn whole(command: Command, community: &Community) -> Command {
    match command {
        Command::ChangePerson(change) if change.name.known().is_some() => {
            let grants = community.held(&change.person).iter().map(|grant| grant.id.clone()).collect();
            Command::ChangePerson(ChangePerson { grants, ..change })
        }
        Command::LeavePerson(leave) => {
            let wards = community.wards(&leave.person);
            Command::LeavePerson(LeavePerson { wards, ..leave })
        }
        command => command,
    }
}

fn name(community: &Community, key: &Key) -> String {
    let person = |id: &Id| community.get::<Person>(id).and_then(|person| person.name.known().cloned());
    let name = match key.kind {
        Kind::Place => community.get::<Place>(&key.id).map(|place| place.name.clone()),
        Kind::Person => person(&key.id),
        _ => community.get::<Grant>(&key.id).map(|grant| grant.name.clone()),
    };
    name.unwrap_or_default()
}
