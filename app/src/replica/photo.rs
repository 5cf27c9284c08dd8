//! Photos on the device until the server has them. Beside each photo stands a mark that tells how far it has come, so
//! that counting what waits does not read the photos themselves.

use super::{Batch, Disk, Find, StorageError, Store, Write};
use jiefang_domain::Id;

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

const MARKS: &str = "photo/";

/// What keeps photos together with the act that names them.
pub fn keeping(book: &Id, photos: &[Photo]) -> Vec<Write> {
    let mut writes = Vec::new();
    for (id, base64) in photos {
        writes.push(Write::Put(Store::Photo, key(book, id), base64.clone()));
        writes.push(mark(book, id, ""));
    }
    writes
}

/// A photo that is still on this device, in base64.
pub async fn photo<D: Disk>(disk: &D, book: &Id, id: &Id) -> Result<Option<String>, StorageError> {
    let found = disk.read(&[Find::At(Store::Photo, key(book, id))]).await?;
    Ok(found.into_iter().flatten().next())
}

/// How far each photo on this device has come.
pub async fn marks<D: Disk>(disk: &D) -> Result<Vec<Mark>, StorageError> {
    let found = disk.read(&[Find::Under(Store::Meta, MARKS.into())]).await?;
    let read = |text: &String| {
        let mut parts = text.split(' ');
        let mut next = || parts.next();
        Some(Mark { book: Id::parse(next()?)?, id: Id::parse(next()?)?, at: next()?.to_owned() })
    };
    Ok(found.iter().flatten().filter_map(read).collect())
}

/// How many photos the server has not got yet.
pub async fn waiting<D: Disk>(disk: &D) -> Result<usize, StorageError> {
    Ok(marks(disk).await?.iter().filter(|mark| mark.at.is_empty()).count())
}

/// Writes down how far a photo has come. Relaxed: should it be lost, the server is asked again.
pub async fn moved<D: Disk>(disk: &D, photo: &Mark, at: &str) -> Result<(), StorageError> {
    write(disk, vec![mark(&photo.book, &photo.id, at)]).await
}

/// Lets go of photos.
pub async fn let_go<D: Disk>(disk: &D, photos: &[(Id, Id)]) -> Result<(), StorageError> {
    let gone = |(book, id): &(Id, Id)| {
        [Write::Delete(Store::Photo, key(book, id)), Write::Delete(Store::Meta, mark_key(book, id))]
    };
    write(disk, photos.iter().flat_map(gone).collect()).await
}

async fn write<D: Disk>(disk: &D, writes: Vec<Write>) -> Result<(), StorageError> {
    if writes.is_empty() {
        return Ok(());
    }
    disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
}

fn mark(book: &Id, id: &Id, at: &str) -> Write {
    let text = [book.as_str(), " ", id.as_str(), " ", at].concat();
    Write::Put(Store::Meta, mark_key(book, id), text)
}

fn key(book: &Id, id: &Id) -> String {
    [book.as_str(), "/", id.as_str()].concat()
}

fn mark_key(book: &Id, id: &Id) -> String {
    [MARKS, &key(book, id)].concat()
}
