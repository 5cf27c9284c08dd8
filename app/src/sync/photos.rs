//! Photos on their way (SYNC, "Photos"): begun, asked how far they have come, sent piece by piece, gone on with after a
//! cut. What the device holds stays until the server has said that it has it.

use super::{CallError, Desk, http};
use crate::{
    json,
    replica::{
        Disk, StorageError,
        photo::{self, Mark, REFUSED, Turn},
    },
};
use gloo_net::http::Method;
use jiefang_domain::{
    Id,
    photo::{PIECE_BYTES, from_base64},
    tree::Tree,
};

/// The call a photo needs; the tests have a server of their own behind it. It answers how many bytes the server has.
pub trait PhotoWire {
    /// `POST …?size=` without bytes, or `PUT …?at=` with a piece.
    async fn send(&self, method: Method, path: &str, piece: &[u8]) -> Result<String, CallError>;
}

impl PhotoWire for super::Server {
    async fn send(&self, method: Method, path: &str, piece: &[u8]) -> Result<String, CallError> {
        http::send(method, path, piece).await
    }
}

/// Where the server shows a photo to those who see a record that names it.
pub fn address(book: &Id, photo: &Id) -> String {
    ["/api/photos/", book.as_str(), "/", photo.as_str()].concat()
}

/// Where the server shows a photo of a sealed entry, by the look that opened it.
pub fn opened_address(book: &Id, photo: &Id, (entry, look): &(Id, Id)) -> String {
    ["/api/sealed/", book.as_str(), "/", entry.as_str(), "/", photo.as_str(), "?look=", look.as_str()].concat()
}

impl<D: Disk> Desk<D> {
    /// Sends the next photo whose act has been taken; whether there was one. `goes_on` is asked before each piece: what
    /// was recorded meanwhile goes first.
    pub async fn send_photo(&self, wire: &impl PhotoWire, goes_on: &dyn Fn() -> bool) -> Result<bool, CallError> {
        let disk = self.keep().disk();
        let mut failed = None;
        for mark in photo::marks(disk).await? {
            let Some(turn) = self.books().get(&mark.book).map(|book| mark.turn(book)) else { continue };
            let at = match turn {
                Turn::Wait => continue,
                Turn::LetGo => None,
                Turn::Note(head, now_ms) => {
                    photo::noted(disk, &mark, head, now_ms).await?;
                    continue;
                }
                Turn::Send => match self.send_pieces(wire, &mark, goes_on).await {
                    Ok(None) => return Ok(true),
                    // Nothing of theirs in that book any more; it may come back.
                    Err(error) if error.is_not_found() => continue,
                    // What is damaged here will not get better by trying again.
                    Err(CallError::Storage(StorageError::Corrupt)) => Some(REFUSED.into()),
                    // No room there for now: the others are tried all the same.
                    Err(error @ CallError::Refused { status: 429 | 507, .. }) => {
                        failed = Some(error);
                        continue;
                    }
                    sent => sent?,
                },
            };
            photo::moved(disk, &mark, at.as_deref()).await?;
            if at.is_some() {
                return Ok(true);
            }
        }
        failed.map_or(Ok(false), Err)
    }

    /// Sends one, from where the server has it; what is to be noted of it then, or nothing where it has to go on later.
    async fn send_pieces(
        &self,
        wire: &impl PhotoWire,
        mark: &Mark,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<Option<String>, CallError> {
        let kept = photo::photo(self.keep().disk(), &mark.book, &mark.id).await?;
        let bytes = kept.and_then(|base64| from_base64(&base64)).ok_or(StorageError::Corrupt)?;
        let epoch = self.books().get(&mark.book).map(|book| book.epoch.to_string());
        let asked = |name: &str, number: usize| [&address(&mark.book, &mark.id), name, &number.to_string()].concat();
        let (mut method, mut path, mut piece) = (Method::POST, asked("?size=", bytes.len()), &bytes[..0]);
        loop {
            let text = match wire.send(method, &path, piece).await {
                Err(CallError::Refused { status: 400 | 409 | 422, .. }) => return Ok(Some(REFUSED.into())),
                answer => answer?,
            };
            let mut answer = json::parse(&text).and_then(Tree::branches).ok_or(CallError::Unreadable)?;
            let reached: usize = json::take(&mut answer, "reached").ok_or(CallError::Unreadable)?;
            let rest = bytes.get(reached..).ok_or(CallError::Unreadable)?;
            if rest.is_empty() {
                return Ok(epoch);
            }
            if !goes_on() {
                return Ok(None);
            }
            (method, path, piece) = (Method::PUT, asked("?at=", reached), &rest[..rest.len().min(PIECE_BYTES)]);
        }
    }
}
