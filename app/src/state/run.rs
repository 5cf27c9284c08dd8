//! What makes a round happen: the start, a network that came back, a page that is looked at again, an act, a poke, and
//! every five minutes whatever happens.

use super::{Link, Neighbourhood};
use crate::sync::{Backoff, Live, Note, Tabs, device_ms, lead};
use jiefang_domain::{Id, sync::Lease};
use leptos::{ev, prelude::*};
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

const WHATEVER: Duration = Duration::from_mins(5);

impl Neighbourhood {
    /// Tries to reach the server now, because somebody asked for it.
    pub fn sync_now(self) {
        self.tell(|status| {
            if status.link == Link::Offline && online() {
                status.link = Link::Trying;
            }
        });
        self.release();
        self.wake();
    }

    fn wake(self) {
        self.inner().wake.notify_one();
    }

    pub(super) fn start(self) {
        let inner = self.inner();
        inner.tabs.replace(Some(Tabs::new(move |note| self.heard(note))));
        inner.live.replace(Some(Live::start(move |poke| {
            let news = poke.is_none_or(|poke| {
                let desk = self.inner().desk();
                desk.is_none_or(|desk| desk.books().get(&poke.book).is_none_or(|book| book.cursor < poke.head))
            });
            if news {
                self.wake();
            }
        })));
        self.watch_browser();
        set_interval(move || self.wake(), WHATEVER);
        self.register_worker();
        spawn_local(async move {
            self.open().await;
            lead(move || spawn_local(self.leads()));
            self.rounds().await;
        });
    }

    /// From now on this tab is the one that talks to the server.
    async fn leads(self) {
        let inner = self.inner();
        inner.leads.set(true);
        // What the tab before wrote in its last moment may not have been told.
        let books = inner.desk().map(|desk| desk.books().keys().cloned().collect());
        self.read_again(books.unwrap_or_default()).await;
        self.want_live();
        self.wake();
    }

    async fn rounds(self) {
        let inner = self.inner();
        let mut backoff = Backoff::default();
        loop {
            inner.wake.notified().await;
            self.pass_time();
            if !inner.leads.get() {
                continue;
            }
            if !online() {
                self.tell(|status| status.link = Link::Offline);
                continue;
            }
            if self.round().await {
                backoff.reset();
                self.tidy_up().await;
            } else {
                set_timeout(move || self.wake(), backoff.wait());
            }
            // What is held back goes when its time is over, whatever else happens.
            if let Some(left_ms) = inner.desk().and_then(|desk| desk.held_ms(self.pause())) {
                set_timeout(move || self.wake(), Duration::from_millis(left_ms.unsigned_abs()));
            }
        }
    }

    /// Reads what another tab has written in these books.
    async fn read_again(self, books: Vec<Id>) {
        let Some(desk) = self.inner().desk() else { return };
        for book in books {
            // One that is not theirs is read for what waits there, and is not kept otherwise.
            if let Err(error) = desk.reload(&book).await {
                self.tell(|status| status.storage = Some(error));
            }
        }
        self.refresh();
        spawn_local(self.fill(desk));
    }

    fn watch_browser(self) {
        let _online = window_event_listener(ev::online, move |_| {
            self.want_live();
            self.wake();
        });
        let _offline = window_event_listener(ev::offline, move |_| {
            self.tell(|status| status.link = Link::Offline);
            self.want_live();
        });
        // Phones put pages to sleep: what happened meanwhile is fetched when somebody looks again.
        let left_ms = StoredValue::new(device_ms());
        let _looked_at = window_event_listener(ev::visibilitychange, move |_| {
            if document().visibility_state() == web_sys::VisibilityState::Visible {
                self.back_after(device_ms() - left_ms.get_value());
                self.wake();
            } else {
                left_ms.set_value(device_ms());
                // Nobody looks any more who could undo it, and the page may not come back.
                self.release();
                self.wake();
            }
        });
    }

    fn heard(self, note: Note) {
        let inner = self.inner();
        match note {
            Note::Session => spawn_local(self.open()),
            Note::Lock => self.lock_here(),
            Note::Link { online, contact_ms, sign_in_again } => {
                if !inner.leads.get() {
                    self.tell(|status| {
                        status.link = if online { Link::Online } else { Link::Offline };
                        status.last_contact_ms = (contact_ms != 0).then_some(contact_ms);
                        status.sign_in_again = sign_in_again;
                    });
                    if online && contact_ms != 0 {
                        inner.lease.set(Lease::renewed(contact_ms));
                        if inner.desk().is_some_and(|desk| desk.is_locked()) {
                            spawn_local(self.open());
                        }
                    }
                }
            }
            Note::Book(book) => spawn_local(async move {
                self.read_again(vec![book]).await;
                self.wake();
            }),
        }
    }

    /// Pokes are wanted while somebody is signed in, this tab leads, and there is a network.
    pub(super) fn want_live(self) {
        let inner = self.inner();
        let session = inner.desk().is_some() && !self.sync().get_untracked().sign_in_again;
        if let Some(live) = &*inner.live.borrow() {
            live.want(session && inner.leads.get() && online());
        }
    }

    /// Tells the other tabs how the server answered.
    pub(super) fn tell_link(self) {
        let status = self.sync().get_untracked();
        self.inner().tell(&Note::Link {
            online: status.link != Link::Offline,
            contact_ms: status.last_contact_ms.unwrap_or(0),
            sign_in_again: status.sign_in_again,
        });
    }
}

/// What the device says of its network; "yes" may still be wrong.
pub(super) fn online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}
