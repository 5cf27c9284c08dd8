//! Pokes from the server: "there is something new in this book". The browser's own reconnect is not trusted: it gives
//! up on some answers, hammers on others, and does not notice a half-open socket.

use super::{Backoff, device_ms};
use crate::json::{self, map};
use jiefang_domain::{Id, Millis};
use leptos::prelude::set_timeout;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use tokio::sync::Notify;
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, EventSource, MessageEvent};

const PATH: &str = "/api/sync/live";
/// The server sends a beat every 20 s; three missing ones mean that nobody is there.
const SILENCE_MS: Millis = 60_000;
/// A stream that ends sooner than this did not really stand.
const QUICK_MS: Millis = 10_000;
/// After so many in a row something in between does not let streams through: ask instead.
const QUICK_MAX: u32 = 3;
const LOOK: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_secs(30);
const POLLS_BEFORE_STREAM: u32 = 10;

/// A poke: the book's newest number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poke {
    /// The book.
    pub book: Id,
    /// Its newest number.
    pub head: u64,
}

map!(Poke { book, head });

/// The stream of pokes, opened and opened again while [`Live::want`] says so.
#[derive(Clone)]
pub struct Live {
    shared: Rc<Shared>,
}

struct Shared {
    wanted: Cell<bool>,
    stirred: Notify,
    last_beat_ms: Cell<Millis>,
    ended: Cell<bool>,
    poked: RefCell<Box<dyn FnMut(Option<Poke>)>>,
}

impl Live {
    /// Starts the watch; `poked` is called for every poke, and with `None` where one is to ask by oneself.
    pub fn start(poked: impl FnMut(Option<Poke>) + 'static) -> Self {
        let shared = Rc::new(Shared {
            wanted: Cell::new(false),
            stirred: Notify::new(),
            last_beat_ms: Cell::new(0),
            ended: Cell::new(false),
            poked: RefCell::new(Box::new(poked)),
        });
        spawn_local(watch(shared.clone()));
        Self { shared }
    }

    /// Whether pokes are wanted: somebody is signed in, this tab leads, and the device has a network.
    pub fn want(&self, wanted: bool) {
        if self.shared.wanted.replace(wanted) != wanted {
            self.shared.stirred.notify_one();
        }
    }
}

async fn watch(shared: Rc<Shared>) {
    let mut backoff = Backoff::default();
    let mut quick = 0;
    loop {
        while !shared.wanted.get() {
            shared.stirred.notified().await;
            backoff.reset();
        }
        if quick >= QUICK_MAX {
            poll(&shared).await;
            quick = 0;
            continue;
        }
        let opened_ms = device_ms();
        stream(&shared).await;
        if device_ms() - opened_ms < QUICK_MS {
            quick += 1;
        } else {
            quick = 0;
            backoff.reset();
        }
        if shared.wanted.get() {
            pause(&shared, backoff.wait()).await;
        }
    }
}

/// Asks every half minute for a while.
async fn poll(shared: &Rc<Shared>) {
    for _ in 0..POLLS_BEFORE_STREAM {
        pause(shared, POLL).await;
        if !shared.wanted.get() {
            return;
        }
        (shared.poked.borrow_mut())(None);
    }
}

/// One stream, until it ends, falls silent, or is no longer wanted.
async fn stream(shared: &Rc<Shared>) {
    let Ok(source) = EventSource::new(PATH) else { return };
    shared.ended.set(false);
    shared.last_beat_ms.set(device_ms());
    let beat = {
        let shared = shared.clone();
        Closure::<dyn FnMut(Event)>::new(move |_| shared.last_beat_ms.set(device_ms()))
    };
    let opened = {
        let shared = shared.clone();
        // What happened while there was no stream came with no poke.
        Closure::<dyn FnMut(Event)>::new(move |_| (shared.poked.borrow_mut())(None))
    };
    let poke = {
        let shared = shared.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            shared.last_beat_ms.set(device_ms());
            let poke = event.data().as_string().and_then(|text| json::read(&text));
            (shared.poked.borrow_mut())(poke);
        })
    };
    let ended = {
        let shared = shared.clone();
        Closure::<dyn FnMut(Event)>::new(move |_| {
            shared.ended.set(true);
            shared.stirred.notify_one();
        })
    };
    let listen = |name: &str, listener: &wasm_bindgen::JsValue| {
        let _ = source.add_event_listener_with_callback(name, listener.unchecked_ref());
    };
    listen("beat", beat.as_ref());
    listen("poke", poke.as_ref());
    source.set_onopen(Some(opened.as_ref().unchecked_ref()));
    source.set_onerror(Some(ended.as_ref().unchecked_ref()));
    while shared.wanted.get() && !shared.ended.get() && device_ms() - shared.last_beat_ms.get() < SILENCE_MS {
        pause(shared, LOOK).await;
    }
    source.set_onopen(None);
    source.set_onerror(None);
    source.close();
}

/// Waits, or until something stirs.
async fn pause(shared: &Rc<Shared>, time: Duration) {
    let stirred = Rc::downgrade(shared);
    let over = Rc::new(Cell::new(false));
    let still = Rc::downgrade(&over);
    set_timeout(
        move || {
            if let (Some(shared), Some(_)) = (stirred.upgrade(), still.upgrade()) {
                shared.stirred.notify_one();
            }
        },
        time,
    );
    shared.stirred.notified().await;
    drop(over);
}
