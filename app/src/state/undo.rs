//! The moment in which what was just done can be taken back before it is sent (docs/adr/0036).

use super::{Neighbourhood, StorageError, Which, run::online};
use crate::{
    replica::preference,
    sync::{Note, Server, device_ms},
};
use jiefang_domain::{Millis, sync::Pause};
use leptos::prelude::set_timeout;
use std::{cell::RefCell, rc::Rc, time::Duration};
use tokio::sync::oneshot;
use wasm_bindgen_futures::spawn_local;

/// Under this name stands how long a person wants to be able to undo: nothing, [`AT_ONCE`] or [`LONG`].
pub const UNDO: &str = "undo";
/// Nothing waits: it is sent at once.
pub const AT_ONCE: &str = "now";
/// For whoever needs longer (WCAG 2.2, 2.2.1).
pub const LONG: &str = "long";

/// Nobody waits longer than this for what goes before somebody leaves.
const LEAVING: Duration = Duration::from_secs(3);

/// How long undoing is offered (QUALITY, "mistakes").
pub fn undo_ms() -> Millis {
    match &*preference(UNDO) {
        AT_ONCE => 0,
        LONG => 60_000,
        _ => 10_000,
    }
}

impl Neighbourhood {
    pub(super) fn pause(self) -> Pause {
        Pause { offered_ms: undo_ms(), released_ms: self.inner().released_ms.get(), now_ms: device_ms() }
    }

    /// Whether that entry is held back, so that it can be undone.
    pub fn can_undo(self, (book, serial): &Which) -> bool {
        let Some(desk) = self.inner().desk() else { return false };
        let books = desk.books();
        books.get(book).and_then(|book| book.held(self.pause())).is_some_and(|(entry, _)| entry.serial == *serial)
    }

    /// Takes back what was just done; `false` where it is on its way already.
    ///
    /// # Errors
    /// When the device's storage fails; it stands then.
    pub async fn undo(self, (book, serial): &Which) -> Result<bool, StorageError> {
        let inner = self.inner();
        let Some(desk) = inner.desk() else { return Ok(false) };
        let undone = desk.undo(book, *serial, &|| self.pause()).await?;
        self.refresh();
        inner.tell(&Note::Book(book.clone()));
        inner.wake.notify_one();
        Ok(undone)
    }

    /// What was done until now waits no longer.
    pub(super) fn release(self) {
        self.inner().released_ms.set(device_ms());
    }

    /// Sends what is held back, before nobody is left here to send it.
    pub(super) async fn send_held(self) {
        let pause = self.pause();
        let Some(desk) = self.inner().desk().filter(|desk| desk.held_ms(pause).is_some()) else { return };
        self.release();
        if !online() {
            return;
        }
        let (over, waits) = oneshot::channel::<()>();
        let over = Rc::new(RefCell::new(Some(over)));
        let sent = over.clone();
        spawn_local(async move {
            let books: Vec<_> = desk.books().keys().cloned().collect();
            for book in books {
                // What could not be sent stays, and is told of.
                let _ = desk.push(&Server, &book, &|| self.pause(), &|_| {}).await;
            }
            sent.take();
        });
        set_timeout(move || drop(over.take()), LEAVING);
        let _ = waits.await;
    }
}
