//! Photos on the device until the server has them. Beside each photo stands a mark that tells how far it has come, so
//! that counting what waits does not read the photos themselves.

use super::{Batch, Disk, Find, StorageError, Store, Write};
use crate::{
    Id,
    sync::{Book, EntryState},
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
    /// The server's epoch in which it said that it has the photo; [`REFUSED`] where it does not take it; empty before.
    pub at: String,
}

/// Where a mark says that the server does not take the photo: trying again would change nothing.
pub const REFUSED: &str = "!";

/// What is to be done with a photo now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is sent.
    Send,
    /// It waits: its act has not been taken yet, or may be sent again.
    Wait,
    /// The server has it and nothing on this device needs it any more.
    LetGo,
}

const MARKS: &str = "photo/";

impl Mark {
    /// What is to be done with the photo, as its book stands. It is sent after the act that names it was taken; it stays
    /// as long as that act may have to be sent again; what an earlier epoch had is asked for again.
    pub fn turn(&self, book: &Book) -> Turn {
        let (mut named, mut taken) = (false, false);
        for entry in book.entries().iter().filter(|entry| entry.op.act.photos().contains(&self.id)) {
            named = true;
            taken |= matches!(entry.state, EntryState::Applied { .. } | EntryState::Done { .. });
        }
        match (self.at == book.epoch.as_str(), named) {
            _ if self.at == REFUSED || named && !taken => Turn::Wait,
            (false, _) => Turn::Send,
            (true, true) => Turn::Wait,
            (true, false) => Turn::LetGo,
        }
    }

    /// What notes that the photo has come so far.
    fn note(&self, at: &str) -> Write {
        let text = [self.book.as_str(), self.id.as_str(), at].join(" ");
        Write::Put(Store::Meta, mark_key(&self.book, &self.id), text)
    }

    fn read(text: &str) -> Option<Self> {
        let (book, rest) = text.split_once(' ')?;
        let (id, at) = rest.split_once(' ')?;
        Some(Self { book: Id::parse(book)?, id: Id::parse(id)?, at: at.to_owned() })
    }
}

/// What keeps photos together with the act that names them.
pub fn keeping(book: &Id, photos: Vec<Photo>) -> Vec<Write> {
    let mut writes = Vec::new();
    for (id, base64) in photos {
        writes.push(Write::Put(Store::Photo, key(book, &id), base64));
        writes.push(Mark { book: book.clone(), id, at: String::new() }.note(""));
    }
    writes
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

/// Notes how far a photo has come, or lets go of it. Relaxed: should it be lost, the server is asked again.
pub async fn moved<D: Disk>(disk: &D, photo: &Mark, at: Option<&str>) -> Result<(), StorageError> {
    let writes = match at {
        Some(at) => vec![photo.note(at)],
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
