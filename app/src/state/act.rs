//! Acts of the person.

use super::{ActError, Acted, Neighbourhood, Photo, StorageError};
use crate::{replica::photo::keeping, sync::Note};
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
        let acted = desk.act(&book, (self.new_id(), command), inner.clock(), &keeping(&book, photos)).await?;
        self.refresh();
        inner.tell(&Note::Book(book));
        inner.wake.notify_one();
        Ok(acted)
    }

    /// Discards a refused entry on purpose. Entries in any other state stay.
    ///
    /// # Errors
    /// When the device's storage fails; the entry stays then.
    pub async fn discard(self, book: Id, serial: u64) -> Result<(), StorageError> {
        let inner = self.inner();
        if let Some(desk) = inner.desk() {
            desk.discard(&book, serial).await?;
            self.refresh();
            inner.tell(&Note::Book(book));
        }
        Ok(())
    }
}
