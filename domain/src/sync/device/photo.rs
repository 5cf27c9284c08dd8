//! Photos on the device until the server has them. Beside each photo stands a mark that tells how far it has come, so
//! that counting what waits does not read the photos themselves.

use super::{Batch, Disk, Find, StorageError, Store, Write};
use crate::{
    Id, Key, Millis,
    command::Command,
    record::Record,
    stewards::Entry,
    sync::{Book, Entry as Kept, EntryState, KEPT_MS},
};

/// A photo as it was made on this device: the hash of its bytes, and the bytes in base64.
pub type Photo = (Id, String);

/// How far a photo has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The book of the record that names it.
    pub book: Id,
    /// The photo.
    pub id: Id,
    /// The server's epoch in which it said that it has the photo; empty before. [`REFUSED`] where it does not take it,
    /// [`DISCARDED`] where the act that named it was.
    pub at: String,
    /// The book's newest number, and the server's clock, after it said so: a backup beyond that number holds the photo.
    /// Nothing before the first page since.
    pub since: Option<(u64, Millis)>,
}

/// Where a mark says that the server does not take the photo: trying again would change nothing.
pub const REFUSED: &str = "!";
/// Where a mark says that the act that named the photo was discarded: no other may name it.
pub const DISCARDED: &str = "-";

/// What is to be done with a photo now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is sent.
    Send,
    /// It waits: its act has not been taken yet, or may be sent again.
    Wait,
    /// The server has it; how far the book has come is noted, so that a backup that holds it can be told.
    Note(u64, Millis),
    /// The server has it in a backup, and nothing on this device needs it any more.
    LetGo,
}

const MARKS: &str = "photo/";

impl Mark {
    /// Whether the record of an act that names it needs it no more: papers are kept only while they are needed (DOMAIN,
    /// "Stewards"), and are not sent again should the server have forgotten.
    fn is_over(&self, book: &Book, act: &Kept) -> bool {
        let id = match &act.op.act {
            Command::RecordEntry(c) => &c.id,
            Command::AdvanceEntry(c) => &c.entry,
            Command::CorrectEntry(c) => &c.entry,
            _ => return false,
        };
        let key = Key::of::<Entry>(id);
        // The server's word, not that of an act which still waits.
        let row = book.row(&key).filter(|_| !book.is_waiting(&key)).and_then(Entry::of);
        let done = matches!(act.state, EntryState::Done { .. });
        let lets_go = |row: &Entry| done && row.photos.known().is_some_and(|photos| !photos.contains(&self.id));
        row.is_some_and(|row| row.is_done_with_papers() || lets_go(row))
    }

    /// What is to be done with the photo, as its book stands. It is sent after the act that names it was taken; it stays
    /// as long as that act may have to be sent again, and until a backup holds it or as long as an act would be kept;
    /// what an earlier epoch had is asked for again.
    pub fn turn(&self, book: &Book) -> Turn {
        let naming = || book.entries().iter().filter(|entry| entry.op.act.photos().contains(&self.id));
        let named = naming().next().is_some();
        if named && naming().all(|entry| self.is_over(book, entry)) {
            return Turn::LetGo;
        }
        let taken = naming().any(|entry| matches!(entry.state, EntryState::Applied { .. } | EntryState::Done { .. }));
        match &*self.at {
            REFUSED | DISCARDED if !named => Turn::LetGo,
            REFUSED => Turn::Wait,
            _ if named && !taken => Turn::Wait,
            at if at != book.epoch.as_str() => Turn::Send,
            _ => match (book.told, self.since) {
                (None, _) => Turn::Wait,
                (Some(told), None) => Turn::Note(told.head, told.now_ms),
                (Some(told), Some((head, at_ms))) => {
                    let safe = told.backed_up > head || at_ms + KEPT_MS < told.now_ms;
                    if safe && !named { Turn::LetGo } else { Turn::Wait }
                }
            },
        }
    }

    /// Whether the server has not got the photo.
    pub fn waits(&self) -> bool {
        self.at.is_empty()
    }

    fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (book, id) = (Id::parse(words.next()?)?, Id::parse(words.next()?)?);
        let at = words.next()?.to_owned();
        let number = |word: Option<&str>| word.and_then(|word| word.parse::<i64>().ok());
        let since = number(words.next()).zip(number(words.next()));
        let since = since.and_then(|(head, at_ms)| Some((u64::try_from(head).ok()?, at_ms)));
        Some(Self { book, id, at, since })
    }
}

/// What keeps photos together with the act that names them.
pub fn keeping(book: &Id, photos: Vec<Photo>) -> Vec<Write> {
    let mut writes = Vec::new();
    for (id, base64) in photos {
        writes.push(Write::Put(Store::Photo, key(book, &id), base64));
        writes.push(noting(book, &id, ""));
    }
    writes
}

/// What notes how far a photo has come.
pub fn noting(book: &Id, photo: &Id, at: &str) -> Write {
    Write::Put(Store::Meta, mark_key(book, photo), [book.as_str(), photo.as_str(), at].join(" "))
}

/// What lets go of a photo.
pub fn letting_go(book: &Id, photo: &Id) -> [Write; 2] {
    [Write::Delete(Store::Photo, key(book, photo)), Write::Delete(Store::Meta, mark_key(book, photo))]
}

/// A photo that is still on this device, in base64.
pub async fn photo<D: Disk>(disk: &D, book: &Id, photo: &Id) -> Result<Option<String>, StorageError> {
    let found = disk.read(&[Find::At(Store::Photo, key(book, photo))]).await?;
    Ok(found.into_iter().flatten().next())
}

/// How far each photo on this device has come.
pub async fn marks<D: Disk>(disk: &D) -> Result<Vec<Mark>, StorageError> {
    let found = disk.read(&[Find::Under(Store::Meta, MARKS.into())]).await?;
    Ok(found.iter().flatten().filter_map(|text| Mark::read(text)).collect())
}

/// How many photos the server has not got.
pub async fn waiting<D: Disk>(disk: &D) -> Result<usize, StorageError> {
    Ok(marks(disk).await?.iter().filter(|mark| mark.waits()).count())
}

/// Notes how far the book had come after the server said that it has a photo. Relaxed, as below.
pub async fn noted<D: Disk>(disk: &D, photo: &Mark, head: u64, now_ms: Millis) -> Result<(), StorageError> {
    let at = [&photo.at, " ", &head.to_string(), " ", &now_ms.to_string()].concat();
    moved(disk, photo, Some(&at)).await
}

/// Notes how far a photo has come, or lets go of it. Relaxed: should it be lost, the server is asked again.
pub async fn moved<D: Disk>(disk: &D, photo: &Mark, at: Option<&str>) -> Result<(), StorageError> {
    let writes = match at {
        Some(at) => vec![noting(&photo.book, &photo.id, at)],
        None => letting_go(&photo.book, &photo.id).into(),
    };
    disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
}

fn key(book: &Id, id: &Id) -> String {
    [book.as_str(), id.as_str()].join("/")
}

fn mark_key(book: &Id, id: &Id) -> String {
    [MARKS, &key(book, id)].concat()
}
