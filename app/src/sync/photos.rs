//! Photos on their way (SYNC, "Photos"): begun, asked how far they have come, sent piece by piece, gone on with after a
//! cut. What the device holds stays until the server has said that it has it.

use super::{CallError, Desk, http};
use crate::{
    json::{self, map},
    replica::{
        Disk, StorageError,
        photo::{self, Mark, REFUSED},
    },
};
use jiefang_domain::{
    Id,
    photo::{PIECE_BYTES, from_base64},
    sync::EntryState,
    tree::{Tree, Wood},
};

/// How far the server says that a photo has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The next piece begins there.
    pub reached: usize,
    /// The server has it, and has looked at it.
    pub complete: bool,
}

map!(Reached { reached, complete });

/// The two calls a photo needs; the tests have a server of their own behind it.
pub trait PhotoWire {
    /// `POST /api/photos/{book}`
    async fn begin(&self, book: &Id, photo: &Id, bytes: usize) -> Result<Reached, CallError>;
    /// `PUT /api/photos/{book}/{photo}`
    async fn piece(&self, book: &Id, photo: &Id, at: usize, piece: &[u8]) -> Result<Reached, CallError>;
}

impl PhotoWire for super::Server {
    async fn begin(&self, book: &Id, photo: &Id, bytes: usize) -> Result<Reached, CallError> {
        let announced = Tree::Map(vec![("id".into(), photo.tree()), ("size".into(), bytes.tree())]);
        read(&http::post(&["/api/photos/", book.as_str()].concat(), json::text(&announced)).await?)
    }

    async fn piece(&self, book: &Id, photo: &Id, at: usize, piece: &[u8]) -> Result<Reached, CallError> {
        read(&http::put(&[&address(book, photo), "?at=", &at.to_string()].concat(), piece).await?)
    }
}

fn read(text: &str) -> Result<Reached, CallError> {
    json::read(text).ok_or(CallError::Unreadable)
}

/// Where the server shows a photo to those who see a record that names it.
pub fn address(book: &Id, photo: &Id) -> String {
    ["/api/photos/", book.as_str(), "/", photo.as_str()].concat()
}

/// What is to be done with a photo now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// It is sent.
    Send,
    /// It waits: its act has not been taken yet, or this is not the place to send it from.
    Wait,
    /// The server has it and nothing on this device needs it any more.
    LetGo,
}

impl<D: Disk> Desk<D> {
    fn turn(&self, mark: &Mark) -> Turn {
        let books = self.books();
        let Some(book) = books.get(&mark.book).filter(|_| mark.at != REFUSED) else { return Turn::Wait };
        let mut naming = book.outbox().filter(|entry| entry.op.act.photos().contains(&mark.id)).peekable();
        let named = naming.peek().is_some();
        let taken = |state: &EntryState| !matches!(state, EntryState::Waiting | EntryState::Refused { .. });
        if named && !naming.any(|entry| taken(&entry.state)) {
            return Turn::Wait;
        }
        // After a restore, what an earlier epoch had may be gone: it is asked for again.
        match mark.at == book.epoch.as_str() {
            false => Turn::Send,
            true if named => Turn::Wait,
            true => Turn::LetGo,
        }
    }

    /// Sends the photos whose acts have been taken. `goes_on` is asked before each piece, `told` hears of each photo that
    /// has arrived or was refused. A photo that fails does not keep the others back; the first failure is told at the end.
    pub async fn send_photos(
        &self,
        wire: &impl PhotoWire,
        goes_on: &dyn Fn() -> bool,
        told: &dyn Fn(&Id),
    ) -> Result<(), CallError> {
        let disk = self.keep.disk();
        let (mut tried, mut failed): (Vec<Mark>, _) = (Vec::new(), Ok(()));
        loop {
            let marks = photo::marks(disk).await?;
            let of = |turn| marks.iter().filter(move |mark| self.turn(mark) == turn);
            let over: Vec<(Id, Id)> = of(Turn::LetGo).map(|mark| (mark.book.clone(), mark.id.clone())).collect();
            photo::let_go(disk, &over).await?;
            let next = of(Turn::Send).find(|mark| !tried.contains(mark));
            let Some(next) = next.filter(|_| goes_on()).cloned() else { return failed };
            match self.send_photo(wire, &next, goes_on).await {
                Ok(at) => {
                    photo::moved(disk, &next, &at).await?;
                    told(&next.book);
                }
                Err(error) if error.stops_all() => return Err(error),
                Err(error) => failed = failed.and(Err(error)),
            }
            tried.push(next);
        }
    }

    /// Sends one; where it stands then.
    async fn send_photo(
        &self,
        wire: &impl PhotoWire,
        mark: &Mark,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<String, CallError> {
        let Mark { book, id, .. } = mark;
        let kept = photo::photo(self.keep.disk(), book, id).await?;
        let bytes = kept.and_then(|base64| from_base64(&base64)).ok_or(StorageError::Corrupt)?;
        let epoch = self.books().get(book).map_or_else(String::new, |book| book.epoch.to_string());
        let mut answer = wire.begin(book, id, bytes.len()).await;
        loop {
            let at = match answer {
                Ok(reached) if reached.complete => return Ok(epoch),
                Ok(reached) => reached.reached,
                Err(CallError::Refused { status: 422, code, .. }) if code != "photo_differs" => {
                    return Ok(REFUSED.into());
                }
                Err(error) => return Err(error),
            };
            let rest = bytes.get(at..).filter(|rest| !rest.is_empty() && goes_on());
            let rest = rest.ok_or(CallError::Unreadable)?;
            answer = wire.piece(book, id, at, &rest[..rest.len().min(PIECE_BYTES)]).await;
        }
    }
}
