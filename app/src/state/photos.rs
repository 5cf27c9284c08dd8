//! Photos: kept beside the act that names them, sent after it, shown from this device while it has them.

use super::{Neighbourhood, StorageError};
use crate::{
    replica::{Idb, photo},
    sync::{Desk, Note, Server},
};
use jiefang_domain::{Id, sync::Book};
use leptos::prelude::set_timeout;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The photos that a book's entries name; those of one entry, or of all.
pub(super) fn named(desk: &Desk<Idb>, book: &Id, n: Option<u64>) -> Vec<Id> {
    let books = desk.books();
    let entries = books.get(book).into_iter().flat_map(Book::outbox);
    let entries = entries.filter(|entry| n.is_none_or(|n| entry.op.n == n));
    entries.flat_map(|entry| entry.op.act.photos().iter().cloned()).collect()
}

impl Neighbourhood {
    /// A photo that this device still has, in base64.
    pub async fn photo(self, book: &Id, photo: &Id) -> Option<String> {
        let desk = self.inner().desk()?;
        // A device that cannot be read shows what the server has.
        photo::photo(desk.keep.disk(), book, photo).await.ok().flatten()
    }

    /// Sends photos beside the rounds: an act made meanwhile does not wait for them.
    pub(super) fn send_photos(self, desk: &Rc<Desk<Idb>>) {
        let inner = self.inner();
        if inner.sends_photos.replace(true) {
            return;
        }
        let desk = Rc::clone(desk);
        spawn_local(async move {
            let goes_on = || inner.is_current(&desk);
            let told = |book: &Id| {
                inner.tell(&Note::Book(book.clone()));
                self.recount_photos(&desk);
            };
            let sent = desk.send_photos(&Server, &goes_on, &told).await;
            inner.sends_photos.set(false);
            self.count_photos(&desk).await;
            let mut backoff = inner.photos_backoff.get();
            match sent {
                Ok(()) => backoff.reset(),
                Err(error) => {
                    if goes_on() && !self.failed(&error) {
                        set_timeout(move || self.wake(), backoff.wait());
                    }
                }
            }
            inner.photos_backoff.set(backoff);
        });
    }

    fn recount_photos(self, desk: &Rc<Desk<Idb>>) {
        let desk = Rc::clone(desk);
        spawn_local(async move { self.count_photos(&desk).await });
    }

    /// Recounts the photos that wait.
    pub(super) async fn count_photos(self, desk: &Rc<Desk<Idb>>) {
        let Ok(marks) = photo::marks(desk.keep.disk()).await else { return };
        if !self.inner().is_current(desk) {
            return;
        }
        let count = |at: &str| marks.iter().filter(|mark| mark.at == at).count();
        self.tell(|status| (status.photos, status.photos_refused) = (count(""), count(photo::REFUSED)));
    }

    /// Lets go of the photos of an entry that was discarded, unless another names them.
    pub(super) async fn forget_photos(
        self,
        desk: &Rc<Desk<Idb>>,
        book: &Id,
        photos: Vec<Id>,
    ) -> Result<(), StorageError> {
        let still = named(desk, book, None);
        let gone: Vec<(Id, Id)> =
            photos.into_iter().filter(|id| !still.contains(id)).map(|id| (book.clone(), id)).collect();
        if !gone.is_empty() {
            photo::let_go(desk.keep.disk(), &gone).await?;
            self.count_photos(desk).await;
        }
        Ok(())
    }
}
