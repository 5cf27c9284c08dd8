//! Acts of the person.

use super::{ActError, Acted, Neighbourhood, Photo, Which};
use crate::{replica::photo::keeping, sync::Note};
use jiefang_domain::{Id, command::Command};
use leptos::prelude::Track;
use wasm_bindgen_futures::spawn_local;

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
        let book = self.book().get_untracked().ok_or(ActError::SignedOut)?;
        self.keep(book, None, (command, photos)).await
    }

    /// Does something in the place of an entry that was turned away, in that entry's book: the new one is kept and the
    /// old one goes in one breath.
    ///
    /// # Errors
    /// [`ActError`]; nothing was kept then, and the old entry stays.
    pub async fn act_instead(
        self,
        (book, serial): Which,
        command: Command,
        photos: Vec<Photo>,
    ) -> Result<Acted, ActError> {
        self.keep(book, Some(serial), (command, photos)).await
    }

    async fn keep(
        self,
        book: Id,
        instead: Option<u64>,
        (command, photos): (Command, Vec<Photo>),
    ) -> Result<Acted, ActError> {
        let inner = self.inner();
        let desk = inner.desk().ok_or(ActError::SignedOut)?;
        let act = (self.new_id(), command);
        let acted = desk.act((&book, instead), act, inner.clock(), &keeping(&book, photos)).await?;
        // The desk may have been opened anew meanwhile, without this entry; the next round reads it where this fails.
        if let (Some(anew), false) = (inner.desk(), inner.is_current(&desk)) {
            let _ = anew.reload(&book).await;
        }
        // The old entry is gone: there is nothing to go back to.
        if instead.is_some() {
            self.release();
        }
        self.refresh();
        inner.tell(&Note::Book(book));
        inner.wake.notify_one();
        Ok(acted)
    }

    /// Takes an entry out of sight, to be discarded soon; until then it can be kept after all. Should the page be closed
    /// meanwhile, it is kept.
    pub fn set_aside(self, which: Which) {
        self.inner().going.borrow_mut().push(which);
        self.refresh();
    }

    /// Keeps an entry that was set aside.
    pub fn keep_after_all(self, which: &Which) {
        self.inner().going.borrow_mut().retain(|going| going != which);
        self.refresh();
    }

    /// Discards an entry that was set aside, unless it was kept after all. Only what was turned away can go; where the
    /// storage fails it stays, and the status says so.
    pub fn discard(self, which: Which) {
        let inner = self.inner();
        let (true, Some(desk)) = (inner.going.borrow().contains(&which), inner.desk()) else { return };
        spawn_local(async move {
            if let Err(error) = desk.discard(&which.0, which.1).await {
                self.tell(|status| status.storage = Some(error));
            }
            self.keep_after_all(&which);
            inner.tell(&Note::Book(which.0));
        });
    }
}
