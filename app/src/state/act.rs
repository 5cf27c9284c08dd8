//! Acts of the person.

use super::{ActError, Acted, Neighbourhood, StorageError};
use crate::{
    replica::photo::{Photo, keeping},
    sync::Note,
};
use jiefang_domain::{Id, command::Command};
use leptos::prelude::Track;

impl Neighbourhood {
    /// Whether the rulebook would let the person do this now in the current book. Tracked; nothing is written.
    ///
    /// # Errors
    /// The refusal. `Ok(true)` says that only the server can tell.
    pub fn may(self, command: &Command) -> Result<bool, ActError> {
        let inner = self.inner();
        inner.changed.track();
        let book = self.book().get().ok_or(ActError::SignedOut)?;
        let desk = inner.desk().ok_or(ActError::SignedOut)?;
        desk.may(&book, command, inner.clock())
    }

    /// Does something in the current book: decides, writes it durably to the outbox with the photos it names, shows it at
    /// once, and sends it when there is a network.
    ///
    /// # Errors
    /// [`ActError`]; nothing was kept then.
    pub async fn act(self, command: Command, photos: Vec<Photo>) -> Result<Acted, ActError> {
        let inner = self.inner();
        let book = self.book().get_untracked().ok_or(ActError::SignedOut)?;
        let desk = inner.desk().ok_or(ActError::SignedOut)?;
        let extra = keeping(&book, &photos);
        let acted = desk.act(&book, self.new_id(), command, inner.clock(), &extra).await?;
        self.refresh();
        if !extra.is_empty() {
            self.count_photos(&desk).await;
        }
        inner.tell(&Note::Book(book));
        inner.wake.notify_one();
        Ok(acted)
    }

    /// Discards a refused entry on purpose. Entries in any other state stay.
    ///
    /// # Errors
    /// When the device's storage fails; the entry stays then.
    pub async fn discard(self, book: Id, n: u64) -> Result<(), StorageError> {
        let inner = self.inner();
        if let Some(desk) = inner.desk() {
            let photos = super::photos::named(&desk, &book, Some(n));
            desk.discard(&book, n).await?;
            self.forget_photos(&desk, &book, photos).await?;
            self.refresh();
            inner.tell(&Note::Book(book));
        }
        Ok(())
    }
}
