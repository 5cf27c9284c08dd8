//! One round with the server: who am I, send what waits, fetch what is new.

use super::{CallError, Link, Me, Neighbourhood, session::CLOCK_OFF_MS};
use crate::{
    json,
    replica::Idb,
    sync::{self, Desk, Note, Pulled, Server, Step, device_ms},
};
use jiefang_domain::{
    Id, Millis,
    calendar::HOUR_MS,
    sync::{Book, Lease},
};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen_futures::spawn_local;

/// How old the server's word on who this is may be.
const ME_AGE_MS: Millis = 5 * 60_000;
/// A smaller change of the offset is not worth writing down.
const OFFSET_STEP_MS: Millis = 1_000;
/// Nor is a contact so soon after the one before.
const CONTACT_STEP_MS: Millis = 60_000;
/// How often the passing of time is written down while nobody answers.
const SEEN_STEP_MS: Millis = HOUR_MS;

impl Neighbourhood {
    /// One round; `false` where it is to be tried again soon.
    pub(super) async fn round(self) -> bool {
        let Some(desk) = self.inner().desk() else {
            self.end_owed_session().await;
            return true;
        };
        let outcome = self.exchange(&desk).await;
        if !self.inner().is_current(&desk) {
            return true;
        }
        let fine = match outcome {
            Ok(()) => {
                self.tell(|status| {
                    (status.link, status.sign_in_again, status.storage) = (Link::Online, false, None);
                    status.outdated = false;
                });
                true
            }
            Err(error) => self.failed(&error),
        };
        self.want_live();
        self.tell_link();
        fine
    }

    fn failed(self, error: &CallError) -> bool {
        self.tell(|status| match error {
            CallError::Offline => status.link = Link::Offline,
            CallError::Storage(error) => status.storage = Some(*error),
            CallError::Refused { .. } | CallError::Unreadable | CallError::Later => {
                status.link = Link::Online;
                status.sign_in_again |= error.is_signed_out();
                status.outdated |= *error == CallError::Later;
            }
        });
        if *error == CallError::Later {
            Self::look_for_update();
        }
        // Signed out: nothing will change before somebody signs in.
        error.is_signed_out()
    }

    async fn exchange(self, desk: &Rc<Desk<Idb>>) -> Result<(), CallError> {
        let asked_ms = self.inner().me_asked_ms.get();
        let old = asked_ms == 0 || (device_ms() - asked_ms).abs() > ME_AGE_MS;
        // Who has no role yet waits for one, and nothing else is asked for.
        if old || desk.me().books.is_empty() || self.sync().get_untracked().sign_in_again {
            self.ask_me(desk).await?;
        }
        let mut first_error = None;
        let mut again = false;
        for book in self.books_in_turn(desk) {
            match self.exchange_book(desk, &book).await {
                Ok(scopes_changed) => again |= scopes_changed,
                // A book that is no longer theirs: the next word on who this is will say so.
                Err(error) if error.is_not_found() => again = true,
                Err(error) if error == CallError::Offline || error.is_signed_out() => return Err(error),
                Err(error) => {
                    first_error.get_or_insert(error);
                }
            }
        }
        if again {
            self.ask_me(desk).await?;
        }
        // Photos one a round: acts and pages do not wait for all of them, and new acts for none.
        let waiting = || desk.books().values().map(Book::waiting).sum::<usize>();
        let before = waiting();
        let goes_on = || self.inner().is_current(desk) && waiting() <= before;
        if desk.send_photo(&Server, &goes_on).await? {
            self.recount_photos();
            self.inner().wake.notify_one();
        }
        first_error.map_or(Ok(()), Err)
    }

    /// The current book first, and last those that are no longer theirs, where something still waits.
    pub(super) fn books_in_turn(self, desk: &Desk<Idb>) -> Vec<Id> {
        let current = self.book().get_untracked();
        let me = desk.me();
        let is_current = |book: &&Id| Some(*book) == current.as_ref();
        let books = || me.books.iter().map(|book| &book.id);
        let listed = books().filter(is_current).chain(books().filter(|book| !is_current(book))).cloned();
        listed.chain(desk.left_books()).collect()
    }

    async fn exchange_book(self, desk: &Rc<Desk<Idb>>, book: &Id) -> Result<bool, CallError> {
        let sent_ms = Cell::new(0);
        let changed = Cell::new(false);
        let locked = desk.is_locked();
        let told = |step| match step {
            Step::Asking => sent_ms.set(device_ms()),
            Step::Answered(now_ms) => self.learn(sent_ms.get(), now_ms),
            Step::Changed => {
                changed.set(true);
                self.refresh();
            }
        };
        let listed = desk.me().books.iter().any(|there| there.id == *book);
        let pushed = desk.push(&Server, book, &|| self.pause(), &told).await;
        let pulled = match pushed {
            Ok(()) if listed => desk.pull(&Server, book, &told).await,
            Ok(()) => Ok(Pulled::default()),
            Err(error) => Err(error),
        };
        if locked && !desk.is_locked() {
            self.refresh();
            spawn_local(self.fill(desk.clone()));
        }
        // A disk that failed may have written it all the same.
        if changed.get() || matches!(pulled, Err(CallError::Storage(_))) {
            self.inner().tell(&Note::Book(book.clone()));
        }
        pulled.map(|pulled| pulled.scopes_changed)
    }

    /// Asks the server who this is: grants and books may have changed, or the session may be somebody else's.
    async fn ask_me(self, desk: &Rc<Desk<Idb>>) -> Result<(), CallError> {
        let inner = self.inner();
        let sent_ms = device_ms();
        let me = sync::who_am_i().await?;
        self.learn(sent_ms, me.now_ms);
        // Signing in and out write down who is signed in, too: never in between.
        let _turn = inner.turn.lock().await;
        if !inner.is_current(desk) {
            return Ok(());
        }
        if me.person.id != desk.me().person.id {
            return Err(CallError::signed_out());
        }
        inner.me_asked_ms.set(device_ms());
        let same = {
            let old = desk.me();
            *old == Me { now_ms: old.now_ms, ..me.clone() }
        };
        if same {
            return Ok(());
        }
        // The copy of a book that is no longer theirs goes first: what is written down is not asked about again.
        desk.adopt(me.clone()).await?;
        inner.device.signed_in(json::write(&me)).await?;
        // The other tabs read it back: they must not go on showing a book that is no longer theirs.
        inner.tell(&Note::Session);
        if self.book().get_untracked().is_none_or(|current| !me.books.iter().any(|book| book.id == current)) {
            self.book().set(super::inner::book_to_show(&me));
        }
        self.me().set(Some(me));
        self.refresh();
        inner.wake.notify_one(); // new books have to be fetched
        Ok(())
    }

    /// Takes the server's clock from an answer.
    pub(super) fn learn(self, sent_ms: Millis, server_ms: Millis) {
        let inner = self.inner();
        let mut offset = inner.offset.get();
        let before_ms = offset.ms;
        offset.learn(sent_ms, device_ms(), server_ms);
        inner.offset.set(offset);
        self.tell(|status| {
            status.link = Link::Online;
            status.last_contact_ms = Some(server_ms);
            status.clock_off = offset.ms.abs() > CLOCK_OFF_MS;
        });
        inner.lease.set(Lease::renewed(server_ms));
        let moved = (offset.ms - before_ms).abs() >= OFFSET_STEP_MS;
        if moved || (server_ms - inner.written_ms.get()).abs() >= CONTACT_STEP_MS {
            self.write_contact();
        }
    }

    fn write_contact(self) {
        let inner = self.inner();
        let (offset, lease) = (inner.offset.get(), inner.lease.get());
        inner.written_ms.set(lease.seen_ms);
        spawn_local(async move {
            // Only an estimate: the next answer gives it again.
            let _ = inner.device.contact(offset.ms, lease).await;
        });
    }

    /// Time passes: what waits grows older, and a device that nobody answers locks what an office let it see.
    pub(super) fn pass_time(self) {
        let inner = self.inner();
        let lease = inner.lease.get().at(inner.now_ms());
        inner.lease.set(lease);
        if lease.seen_ms - inner.written_ms.get() >= SEEN_STEP_MS {
            self.write_contact();
        }
        match inner.desk() {
            Some(desk) if lease.is_over() && !desk.is_locked() => {
                desk.lock();
                self.refresh();
            }
            _ => self.restate(),
        }
    }

    /// Folds what has come in many small pages, now that nothing else is to be done.
    pub(super) async fn tidy_up(self) {
        let Some(desk) = self.inner().desk() else { return };
        let books: Vec<Id> = desk.books().keys().cloned().collect();
        for book in books {
            // What could not be folded now is folded another time.
            let _ = desk.compact(&book).await;
        }
    }
}
