//! Photos on their way (SYNC, "Photos"): begun, asked how far they have come, sent piece by piece, gone on with after a
//! cut. What the device holds stays until the server has said that it has it.

use super::{CallError, Desk, http};
use crate::{
    json::{self, map},
    replica::{
        Disk, StorageError,
        photo::{self, Mark, REFUSED, Turn},
    },
};
use jiefang_domain::{
    Id,
    photo::{PIECE_BYTES, from_base64},
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

/// The two calls a photo needs, as texts; the tests have a server of their own behind it.
pub trait PhotoWire {
    /// `POST /api/photos/{book}`
    async fn begin(&self, book: &Id, announced: String) -> Result<String, CallError>;
    /// `PUT /api/photos/{book}/{photo}`
    async fn piece(&self, book: &Id, photo: &Id, at: usize, piece: &[u8]) -> Result<String, CallError>;
}

impl PhotoWire for super::Server {
    async fn begin(&self, book: &Id, announced: String) -> Result<String, CallError> {
        http::post(&["/api/photos/", book.as_str()].concat(), announced).await
    }

    async fn piece(&self, book: &Id, photo: &Id, at: usize, piece: &[u8]) -> Result<String, CallError> {
        http::put(&[&address(book, photo), "?at=", &at.to_string()].concat(), piece).await
    }
}

/// Where the server shows a photo to those who see a record that names it.
pub fn address(book: &Id, photo: &Id) -> String {
    ["/api/photos/", book.as_str(), "/", photo.as_str()].concat()
}

impl<D: Disk> Desk<D> {
    /// Sends the next photo whose act has been taken; whether there was one. `goes_on` is asked before each piece: what
    /// was recorded meanwhile goes first.
    pub async fn send_photo(&self, wire: &impl PhotoWire, goes_on: &dyn Fn() -> bool) -> Result<bool, CallError> {
        let disk = self.keep().disk();
        for mark in photo::marks(disk).await? {
            let Some(turn) = self.books().get(&mark.book).map(|book| mark.turn(book)) else { continue };
            let at = match turn {
                Turn::Wait => continue,
                Turn::LetGo => None,
                Turn::Send => match self.send_pieces(wire, &mark, goes_on).await {
                    Ok(None) => return Ok(true),
                    // Nothing of theirs in that book any more; it may come back.
                    Err(error) if error.is_not_found() => continue,
                    sent => sent?,
                },
            };
            photo::moved(disk, &mark, at.as_deref()).await?;
            if at.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Sends one, from where the server has it; what is to be noted of it then, or nothing where it has to go on later.
    async fn send_pieces(
        &self,
        wire: &impl PhotoWire,
        mark: &Mark,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<Option<String>, CallError> {
        let Mark { book, id, .. } = mark;
        let kept = photo::photo(self.keep().disk(), book, id).await?;
        let bytes = kept.and_then(|base64| from_base64(&base64)).ok_or(StorageError::Corrupt)?;
        let epoch = self.books().get(book).map(|book| book.epoch.to_string());
        let announced = Tree::Map(vec![("id".into(), id.tree()), ("size".into(), bytes.len().tree())]);
        let mut answer = wire.begin(book, json::text(&announced)).await;
        loop {
            let text = match answer {
                Err(CallError::Refused { status: 422, code, .. }) if code != "photo_differs" => {
                    return Ok(Some(REFUSED.into()));
                }
                answer => answer?,
            };
            let Reached { reached, complete } = json::read(&text).ok_or(CallError::Unreadable)?;
            if complete {
                return Ok(epoch);
            }
            if !goes_on() {
                return Ok(None);
            }
            let rest = bytes.get(reached..).filter(|rest| !rest.is_empty()).ok_or(CallError::Unreadable)?;
            answer = wire.piece(book, id, reached, &rest[..rest.len().min(PIECE_BYTES)]).await;
        }
    }
}
