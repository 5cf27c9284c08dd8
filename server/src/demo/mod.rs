//! The demonstration data: the report's places and figures, invented people, and acts that went through the same door
//! as everybody's. Nothing of it is compiled into the app.

mod acts;
mod entries;
mod people;
mod places;
mod reported;

use crate::{
    key::{self, KeyFile},
    official::calendar_2026,
    store::StoreError,
    sync::{Push, SystemOp, Writer, WriterError},
};
use jiefang_domain::{
    Id, Lang, Millis,
    calendar::DAY_MS,
    command::Command,
    grid::{Policy, SetPolicy},
    identity::{EnterPerson, GiveGrant},
    sync::{Answer, BUILD, Op, PushRequest},
    timebank::OpenCard,
};
use people::PEOPLE;
use places::{BOOKS, id};
use std::{collections::HashMap, path::Path};

/// Why the demonstration data could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The data folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The writer.
    #[error(transparent)]
    Writer(#[from] WriterError),
    /// An act the rulebook refused: the demonstration data is wrong.
    #[error("{person} {kind} in {book}: {answer:?}")]
    Refused {
        /// Whose act.
        person: String,
        /// Which.
        kind: &'static str,
        /// In which book.
        book: String,
        /// What the server said.
        answer: Answer,
    },
    /// It could not be put on the wire.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// Writes the demonstration data into an empty folder.
///
/// # Errors
/// The folder cannot be written or is not empty, or an act is refused.
pub async fn write(dir: &Path, now_ms: Millis) -> Result<(), DemoError> {
    write_with(dir, &KeyFile::beside(dir), now_ms).await
}

/// The same with the key in another place.
///
/// # Errors
/// As for [`write`].
pub async fn write_with(dir: &Path, key_file: &KeyFile, now_ms: Millis) -> Result<(), DemoError> {
    let store = key::open(dir, key_file).await?;
    let writer = Writer::start(&store).await?;
    let began_ms = now_ms - 90 * DAY_MS;
    grid(&writer, began_ms).await?;
    neighbours(&writer, began_ms).await?;
    let mut clients = Clients::default();
    for act in acts::acts(now_ms) {
        clients.push(&writer, act).await?;
    }
    let offered: Vec<&str> = PEOPLE.iter().filter(|person| person.offered).map(|person| person.id).collect();
    store.set_demo(&offered).await?;
    writer.stop().await;
    store.close().await;
    Ok(())
}

async fn system(writer: &Writer, book: &str, what: &[&str], command: Command, at: Millis) -> Result<(), DemoError> {
    let kind = command.kind();
    let op_id = Id::join(&[&["demo"], what].concat());
    match writer.submit_system(id(book), op_id, command, at).await? {
        Answer::Applied { .. } => Ok(()),
        answer => Err(DemoError::Refused { person: "system".to_owned(), kind, book: book.to_owned(), answer }),
    }
}

/// What somebody did at the server's desk.
async fn door(writer: &Writer, (book, person): (&str, &str), command: Command, at: Millis) -> Result<(), DemoError> {
    let kind = command.kind();
    let op_id = Id::join(&["demo", person, &at.to_string()]);
    match writer.submit_at_door(id(person), SystemOp { book: id(book), op_id, command, now_ms: at }).await? {
        Answer::Applied { .. } => Ok(()),
        answer => Err(DemoError::Refused { person: person.to_owned(), kind, book: book.to_owned(), answer }),
    }
}

/// Places, settings and reported figures.
async fn grid(writer: &Writer, at: Millis) -> Result<(), DemoError> {
    for (book, rows) in BOOKS {
        for row in *rows {
            system(writer, book, &["place", row.0], Command::AddPlace(places::add(row)), at).await?;
        }
        let policy = Policy { calendar: calendar_2026(), ..Policy::default() };
        system(writer, book, &["policy"], Command::SetPolicy(SetPolicy { policy }), at).await?;
    }
    for (n, (book, publish)) in (0..).zip(reported::publish()) {
        let what = ["reported", &format!("{n}")];
        system(writer, book.as_str(), &what, Command::PublishReported(publish), at).await?;
    }
    Ok(())
}

/// People, their roles and cards.
async fn neighbours(writer: &Writer, at: Millis) -> Result<(), DemoError> {
    for (nth, person) in PEOPLE.iter().enumerate() {
        let enter = EnterPerson {
            id: id(person.id),
            name: person.name.to_owned(),
            phone: people::phone(nth, person),
            household: Id::join(&["hh", person.id]),
            invented: true,
            door: String::new(),
            skills: Vec::new(),
            volunteer: false,
        };
        system(writer, person.book, &["person", person.id], Command::EnterPerson(enter), at).await?;
        let give = GiveGrant {
            id: Id::join(&["demo-g", person.id]),
            person: id(person.id),
            role: person.role,
            place: id(person.place),
            since_ms: 0,
        };
        system(writer, person.book, &["grant", person.id], Command::GiveGrant(give), at).await?;
        if !person.card.is_empty() {
            let open = OpenCard { number: id(person.card), person: id(person.id) };
            system(writer, person.book, &["card", person.id], Command::OpenCard(open), at).await?;
        }
    }
    Ok(())
}

/// The devices of the invented people: a counter for each in each book.
#[derive(Default)]
struct Clients {
    last_n: HashMap<(&'static str, &'static str), u64>,
}

impl Clients {
    async fn push(&mut self, writer: &Writer, act: acts::Act) -> Result<(), DemoError> {
        let acts::Act { at_ms, book, person, command } = act;
        if command.is_at_door() {
            return door(writer, (book, person), command, at_ms).await;
        }
        let n = self.last_n.entry((book, person)).or_default();
        *n += 1;
        let kind = command.kind();
        let op = Op {
            op_id: Id::join(&["demo", person, &n.to_string()]),
            n: *n,
            authored_at_ms: at_ms,
            offset_ms: 0,
            act: serde_json::value::to_raw_value(&command)?,
        };
        let request = PushRequest {
            epoch: Id::none(),
            client_id: Id::join(&["demo", person]),
            person: Id::none(),
            build: BUILD,
            ops: vec![op],
        };
        let push = Push { book: id(book), person: id(person), lang: Lang::Zh, request, received_at_ms: at_ms };
        let answer = writer.push(push).await?;
        match answer.answers.into_iter().next().map(|answered| answered.answer) {
            Some(Answer::Applied { .. }) => Ok(()),
            answer => Err(DemoError::Refused {
                person: person.to_owned(),
                kind,
                book: book.to_owned(),
                answer: answer.unwrap_or(Answer::Retry),
            }),
        }
    }
}
