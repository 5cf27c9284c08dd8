//! Signing in and out, on the server and on this device.

use super::{
    CallError, DemoPerson, Me, Neighbourhood, Phase, SignedOut, StorageError,
    inner::{self, Opened},
};
use crate::{
    json,
    replica::{Idb, ask_to_persist, seal::Way},
    sync::{self, AuditPage, Desk, Note, Offset, device_ms},
};
use jiefang_domain::{Id, Millis, calendar::MINUTE_MS, sync::Lease};
use leptos::prelude::set_timeout;
use std::{pin::Pin, rc::Rc, time::Duration};
use tokio::sync::oneshot;
use wasm_bindgen_futures::spawn_local;

/// A clock that is off by more is told.
pub(super) const CLOCK_OFF_MS: Millis = 5 * MINUTE_MS;

/// A call that signs in. Boxed, so that what follows it is compiled once for all of them.
type Call<'c> = Pin<Box<dyn Future<Output = Result<Me, CallError>> + 'c>>;

impl Neighbourhood {
    /// Signs in with a name or phone number and a passphrase.
    ///
    /// # Errors
    /// [`CallError`]: `sign_in_failed` is the same for unknown and wrong.
    pub async fn sign_in(self, name: String, passphrase: String) -> Result<(), CallError> {
        self.signed_in(Box::pin(sync::sign_in(&name, &passphrase)), Some(passphrase.clone())).await
    }

    /// Signs in as somebody of the demonstration, without a passphrase.
    ///
    /// # Errors
    /// [`CallError`]; 404 unless the server holds demonstration data.
    pub async fn sign_in_demo(self, person: Id) -> Result<(), CallError> {
        self.signed_in(Box::pin(sync::sign_in_demo(&person)), None).await
    }

    /// Uses an enrolment code: sets the passphrase and signs in.
    ///
    /// # Errors
    /// [`CallError`]: `enrolment_unknown`, `passphrase_too_short`.
    pub async fn enrol(self, code: String, passphrase: String) -> Result<(), CallError> {
        self.signed_in(Box::pin(sync::enrol(&code, &passphrase)), Some(passphrase.clone())).await
    }

    /// The people the demonstration offers; empty where the server holds none.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn demo_people(self) -> Result<Vec<DemoPerson>, CallError> {
        sync::demo_people().await
    }

    /// What the server's logs hold of that.
    ///
    /// # Errors
    /// [`CallError`]: `not_yours` without the audit role.
    pub async fn audit(self, query: &[(&'static str, String)]) -> Result<AuditPage, CallError> {
        sync::audit(query).await
    }

    /// Signs out: the person's copy is deleted from this device. Entries that were not sent stay and are sent after
    /// the same person signs in again.
    ///
    /// # Errors
    /// When the device's storage fails; the person is still signed in then.
    pub async fn sign_out(self) -> Result<SignedOut, StorageError> {
        self.send_held().await;
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let kept = self.forget().await?;
        inner.device.signed_out().await?;
        inner::mark_signed_in(false);
        inner::forget_book();
        self.leave();
        inner.tell(&Note::Session);
        // With a network the server's session ends now; without, at the next contact.
        spawn_local(self.end_owed_session());
        Ok(SignedOut { kept })
    }

    /// Sends the call that signs in, and opens that person's books. Calls that change the session take turns: one
    /// that ends an old session must not overtake one that begins a new one.
    pub(super) async fn signed_in(self, call: Call<'_>, passphrase: Option<String>) -> Result<(), CallError> {
        self.send_held().await;
        let inner = self.inner();
        let turn = inner.turn.lock().await;
        let sent_ms = device_ms();
        let me = call.await?;
        self.learn(sent_ms, me.now_ms);
        // Whoever hands the phone over has signed out by that.
        if inner.desk().is_some_and(|desk| desk.me().person.id != me.person.id) {
            self.forget().await?;
        }
        let opened = self.keys_of(&me.person.id, passphrase).await?;
        inner.device.came_in(json::write(&me)).await?;
        inner.me_asked_ms.set(device_ms());
        let entered = self.enter_open(me, opened).await;
        drop(turn);
        inner.tell(&Note::Session);
        entered?;
        self.ask_to_persist();
        Ok(())
    }

    /// Reads back who is signed in here; at the start, and when another tab says that it changed.
    pub(super) async fn open(self) {
        let inner = self.inner();
        let turn = inner.turn.lock().await;
        match inner.device.remembered().await {
            Err(error) => self.phase().set(Phase::Failed(error)),
            Ok(remembered) => {
                inner.offset.set(Offset::remembered(remembered.offset_ms));
                let (contact_ms, seen_ms) = (remembered.contact_ms.unwrap_or(0), remembered.seen_ms);
                inner.lease.set(Lease { contact_ms, seen_ms });
                self.tell(|status| {
                    status.last_contact_ms = status.last_contact_ms.max(remembered.contact_ms);
                    status.clock_off = remembered.offset_ms.abs() > CLOCK_OFF_MS;
                });
                let me = match remembered.me.and_then(|text| json::read::<Me>(&text)) {
                    None if inner::was_signed_in() => self.come_back().await,
                    me => me,
                };
                match me {
                    Some(me) => {
                        if let Err(error) = self.open_for(me).await {
                            self.phase().set(Phase::Failed(error));
                        }
                        self.ask_to_persist();
                    }
                    None => self.leave(),
                }
            }
        }
        drop(turn);
        if self.phase().get_untracked() == Phase::SignedOut {
            self.end_owed_session().await;
        }
    }

    /// Somebody was signed in here, and the browser has thrown away all that was kept: the session may still stand.
    async fn come_back(self) -> Option<Me> {
        self.tell(|status| status.evicted = Some(0));
        let sent_ms = device_ms();
        let me = sync::who_am_i().await.ok()?;
        self.learn(sent_ms, me.now_ms);
        let device = &self.inner().device;
        let opened = self.keys_of(&me.person.id, None).await.ok()?;
        device.came_in(json::write(&me)).await.ok()?;
        if let Some((_, keys)) = opened {
            device.stay_open(&me.person.id, &keys).await.ok()?;
        }
        Some(me)
    }

    /// Deletes the copy of whoever is signed in; tells how many unsent entries stay.
    async fn forget(self) -> Result<usize, StorageError> {
        let Some(desk) = self.inner().desk() else { return Ok(0) };
        let kept = desk.forget().await?;
        if kept == 0 {
            desk.keep().disk().remove();
            let person = desk.me().person.id.clone();
            self.inner().device.drop_ring(&person).await?;
        }
        Ok(kept)
    }

    /// Enters, and lets the device open by itself from now on unless there are digits for it.
    async fn enter_open(self, me: Me, opened: Opened) -> Result<(), StorageError> {
        let (inner, person) = (self.inner(), me.person.id.clone());
        let keys = opened.as_ref().map(|(_, keys)| keys.clone());
        self.enter(me, opened).await?;
        match keys {
            Some(keys) if !self.has_pin().get_untracked() => inner.device.stay_open(&person, &keys).await,
            _ => Ok(()),
        }
    }

    pub(super) async fn enter(self, me: Me, opened: Opened) -> Result<(), StorageError> {
        let inner = self.inner();
        let ring = inner.device.ring(&me.person.id).await?;
        self.has_pin().set(ring.is_some_and(|ring| ring.has(Way::Pin)));
        if let Some((_, keys)) = &opened {
            keys.lend(&me.person.id);
        }
        // What is being recorded at the desk of before is on the disk before it is read.
        let before = inner.desk();
        let _gate = match &before {
            Some(desk) => Some(desk.gate().await),
            None => None,
        };
        let (desk, lost) = match inner.open_desk(me.clone(), opened).await {
            Ok(opened) => opened,
            Err(error) => {
                self.phase().set(Phase::Failed(error));
                return Err(error);
            }
        };
        inner.set_desk(Some(desk.clone()));
        inner.locked.replace(None);
        inner::mark_signed_in(true);
        if lost > 0 {
            self.tell(|status| status.evicted = Some(lost));
        }
        self.book().set(inner::book_to_show(&me));
        self.me().set(Some(me));
        self.tell(|status| status.sign_in_again = false);
        self.phase().set(Phase::Ready);
        self.refresh();
        self.want_live();
        inner.wake.notify_one();
        spawn_local(self.fill(desk));
        Ok(())
    }

    /// Reads the rest of each copy back, behind the newest rows that already stand there.
    pub(super) async fn fill(self, desk: Rc<Desk<Idb>>) {
        for book in self.books_in_turn(&desk) {
            if !desk.is_reading(&book) {
                continue;
            }
            loop {
                match desk.fill(&book).await {
                    Ok(true) if self.inner().is_current(&desk) => {}
                    Ok(_) => break,
                    Err(error) => return self.tell(|status| status.storage = Some(error)),
                }
                // Taps come first.
                pause().await;
            }
            self.refresh();
        }
        // For whoever measures the start: all rows are here.
        if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
            let _ = performance.mark("whole");
        }
    }

    pub(super) fn leave(self) {
        self.inner().set_desk(None);
        self.inner().locked.replace(None);
        self.phase().set(Phase::SignedOut);
        self.me().set(None);
        self.book().set(None);
        self.tell(|status| status.sign_in_again = false);
        self.refresh();
        self.want_live();
    }

    /// Ends the server's session of somebody who signed out here.
    pub(super) async fn end_owed_session(self) {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        if inner.desk().is_some() || !inner.device.remembered().await.is_ok_and(|device| device.end_session) {
            return;
        }
        match sync::end_session().await {
            Ok(()) => drop(inner.device.session_ended().await),
            Err(error) if error.is_signed_out() => drop(inner.device.session_ended().await),
            Err(_) => {} // at the next contact
        }
    }

    fn ask_to_persist(self) {
        if self.sync().get_untracked().persisted.is_none() {
            spawn_local(self.ask_to_persist_now());
        }
    }

    /// Asks the browser for its promise to keep what is here.
    pub async fn ask_to_persist_now(self) {
        let persisted = ask_to_persist().await;
        self.tell(|status| status.persisted = persisted);
    }

    /// The person has read that the browser threw things away.
    pub fn heard_of_eviction(self) {
        self.tell(|status| status.evicted = None);
    }
}

/// Lets the browser do what it has to do.
async fn pause() {
    let (over, waits) = oneshot::channel::<()>();
    set_timeout(move || drop(over), Duration::ZERO);
    let _ = waits.await;
}
