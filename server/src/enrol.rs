//! `jiefang enrol`: a single-use code from the command line, so that a new server can be entered at all.

use crate::{
    clock::Clock,
    config::{Data, Enrol},
    error::ApiError,
    identity::{Acts, offer},
    key,
    problem::Problem,
    store::{Store, StoreError, account::Accounts},
    sync::{Writer, WriterError},
};
use jiefang_domain::{Id, Millis, grid::PlaceKind, identity::Role, sync::Answer};

/// The path of the code made for the person; it works beside a running server. In an empty folder the person named
/// becomes the first officer of the subdistrict named.
///
/// # Errors
/// There is no data, or nobody of that id.
pub async fn enrol(config: &Enrol) -> Result<String, Problem> {
    let (data, now) = (&config.data, Clock::System.now_ms());
    if let (Some(name), Some(subdistrict)) = (&config.name, &config.subdistrict) {
        let person = Id::parse(&config.person).ok_or_else(|| Problem::BadId(config.person.clone()))?;
        found(data, &person, name, subdistrict, now).await?;
    }
    let store = Store::read_only_with(&data.dir, &data.key_file()).await?;
    if store.books().await?.is_empty() {
        return Err(Problem::NobodyYet);
    }
    let accounts = Accounts::open(&store).await?;
    let nobody = || Problem::NoPerson(config.person.clone());
    let person = meant(&store, &config.person).await?.ok_or_else(nobody)?;
    let book = accounts.home(&person).await?.ok_or_else(nobody)?;
    let path = made_for(&accounts, (&book, &person), &config.person, now).await?;
    accounts.close().await;
    store.close().await;
    Ok(path)
}

/// The path of a new code for somebody of a book; an older one dies. `called` is what whoever asks calls them.
pub(crate) async fn made_for(
    accounts: &Accounts,
    whom: (&Id, &Id),
    called: &str,
    now: Millis,
) -> Result<String, Problem> {
    let made = offer(accounts, whom, &Id::none(), now).await.map_err(|error| match error {
        ApiError::NotFound => Problem::NoPerson(called.to_owned()),
        _ => Problem::Machine("no link could be made".to_owned()),
    })?;
    Ok(format!("/enrol/{}", made.code.reveal()))
}

/// Whom a name or an id means; a name that several have means nobody.
async fn meant(store: &Store, person: &str) -> Result<Option<Id>, Problem> {
    let mut called: Vec<Id> = store.people_called(person).await?.into_iter().map(|(_, person)| person.id).collect();
    called.dedup();
    if called.is_empty() {
        return Ok(Id::parse(person));
    }
    Ok(called.pop().filter(|_| called.is_empty()))
}

/// Enters the first person of an empty folder.
async fn found(data: &Data, person: &Id, name: &str, subdistrict: &str, now: Millis) -> Result<(), Problem> {
    let store = key::open(&data.dir, &data.key_file()).await?;
    if !store.books().await?.is_empty() {
        return Err(Problem::HasData(data.dir.clone()));
    }
    let book = Id::join(&["d", person.as_str()]);
    let mut acts = Acts::new("first", now);
    acts.book(&book, PlaceKind::Subdistrict, subdistrict, Vec::new(), None);
    acts.person(&book, person, name, Role::SubdistrictOfficer);
    done(&store, acts).await?;
    store.close().await;
    Ok(())
}

/// Does what was gathered, all of it or nothing.
pub(crate) async fn done(store: &Store, acts: Acts) -> Result<(), Problem> {
    let unfit = |error: WriterError| Problem::Store(StoreError::Database(error.to_string().into()));
    let writer = Writer::start(store).await?;
    let answers = writer.submit_whole(None, acts.into_ops()).await.map_err(unfit)?;
    writer.stop().await;
    match answers.into_iter().find(|answer| !matches!(answer, Answer::Applied { .. })) {
        None => Ok(()),
        Some(Answer::Refused { words, .. }) => Err(Problem::Machine(words)),
        Some(_) => Err(Problem::Machine("it was done before".to_owned())),
    }
}
