//! What every handler may use.

use crate::{
    assets::Dist,
    clock::Clock,
    door::Door,
    error::ApiError,
    identity::{DoorKey, FirstStart, Guesses, Misses, Passwords, Settings, Spread},
    import::desk::Drafts,
    screen::Walls,
    shares::{Share, Shares},
    store::{DOOR_KEY, Store, StoreError, account::Accounts, photo::Photos},
    sync::Writer,
    visit::REQUESTS_A_PERSON_MAX,
};
use core::ops::Deref;
use futures_util::Stream;
use jiefang_domain::{Id, Millis};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// Most streams open at a time: walls, and devices that listen.
pub const STREAMS_MAX: usize = 20_000;
/// Most streams of one person: each of the most sessions there may be, and some that are not noticed to be gone.
pub const STREAMS_A_PERSON_MAX: u32 = 24;

/// The parts of a running server.
#[derive(Debug)]
pub struct Parts {
    /// The books.
    pub store: Store,
    /// The single writer.
    pub writer: Writer,
    /// Accounts, sessions, codes.
    pub accounts: Accounts,
    /// Photos, whole and on their way.
    pub photos: Photos,
    /// Hashes and checks passphrases.
    pub passwords: Passwords,
    /// Wrong tries by account.
    pub misses: Misses,
    /// Wrong tries by address.
    pub spread: Spread,
    /// What is typed at the door is kept only as what this makes of it.
    pub door_key: DoorKey,
    /// What happened at the door.
    pub door: Door,
    /// One search of the logs at a time.
    pub auditing: Semaphore,
    /// Requests that are being answered, by person.
    pub requests: Shares<Id>,
    /// The first start, where nothing is set up yet.
    pub start: FirstStart,
    /// Unknown codes.
    pub guesses: Guesses,
    /// Lists that are being looked at.
    pub drafts: Drafts,
    /// Held while an act of a desk is put together and done.
    pub desks: tokio::sync::Mutex<()>,
    /// The wall panels.
    pub walls: Walls,
    /// The browser side, as it was built.
    pub dist: Dist,
    /// Whether the data folder was made by `jiefang demo`.
    pub demo: bool,
    /// Tells the time.
    pub clock: Clock,
    stopping: watch::Sender<bool>,
    streams: Arc<Semaphore>,
    listening: Shares<Id>,
}

/// A handle to them.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Puts the parts together around an open store and its writer.
    ///
    /// # Errors
    /// What the database says.
    pub async fn new(store: Store, writer: Writer, dist: Dist, clock: Clock) -> Result<Self, StoreError> {
        Self::with(store, writer, dist, clock, Settings::default()).await
    }

    /// The same with what a deployment decides.
    ///
    /// # Errors
    /// What the database says.
    pub async fn with(
        store: Store,
        writer: Writer,
        dist: Dist,
        clock: Clock,
        settings: Settings,
    ) -> Result<Self, StoreError> {
        let accounts = Accounts::open(&store).await?.idle(settings.idle_ms);
        let photos = Photos::open(&store).await?;
        let demo = store.is_demo().await?;
        let door = Door::open(&store).await?;
        let door_key = DoorKey::of(store.secret(DOOR_KEY).await?);
        let passwords = Passwords::new(settings.passphrases).map_err(|_| StoreError::corrupt("no randomness"))?;
        Ok(Self(Arc::new(Parts {
            store,
            writer,
            accounts,
            photos,
            passwords,
            misses: Misses::default(),
            spread: Spread::default(),
            door_key,
            door,
            auditing: Semaphore::new(1),
            requests: Shares::of(REQUESTS_A_PERSON_MAX),
            guesses: Guesses::default(),
            start: FirstStart::default(),
            drafts: Drafts::default(),
            desks: tokio::sync::Mutex::default(),
            walls: Walls::default(),
            dist,
            demo,
            clock,
            stopping: watch::Sender::new(false),
            streams: Arc::new(Semaphore::new(STREAMS_MAX)),
            listening: Shares::of(STREAMS_A_PERSON_MAX),
        })))
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    pub fn now_ms(&self) -> Millis {
        self.clock.now_ms()
    }

    /// Tells every stream to end.
    pub fn stop_streams(&self) {
        self.stopping.send_replace(true);
    }

    /// Answers when the server is stopping.
    pub fn stopping(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopping = self.stopping.subscribe();
        async move {
            // The sender lives as long as the server: an error means the same.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        }
    }

    /// A place among a person's streams, held as long as it is not dropped.
    ///
    /// # Errors
    /// `Busy` where there is none left.
    pub fn listens(&self, person: &Id) -> Result<Share<Id>, ApiError> {
        self.listening.take(person).ok_or(ApiError::Busy)
    }

    /// A place among the open streams, held as long as `stream` lives; the stream ends when the server stops.
    ///
    /// # Errors
    /// `Busy` where there is none left.
    pub fn streamed<S: Stream>(&self, stream: S) -> Result<impl Stream<Item = S::Item> + use<S>, ApiError> {
        use futures_util::StreamExt;
        let place: OwnedSemaphorePermit = Arc::clone(&self.streams).try_acquire_owned().map_err(|_| ApiError::Busy)?;
        let held = stream.map(move |item| {
            let _ = &place;
            item
        });
        Ok(held.take_until(Box::pin(self.stopping())))
    }
}
