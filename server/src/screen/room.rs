//! One room a community that somebody looks at: its panel is made once for each change and shared by all its walls.

use super::frame::Frame;
use crate::{app::App, error::ApiError, sync::Poke};
use jiefang_domain::Id;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::{Instant, MissedTickBehavior, interval_at, sleep},
};

/// How often the walls hear that the server lives.
const BEAT: Duration = Duration::from_secs(20);
/// Every how many beats the panel is made again though nothing poked: its age is the server's last look.
const BEATS_A_LOOK: u32 = 3;
/// Changes that come together make one panel.
const SETTLE: Duration = Duration::from_millis(150);
/// After so many beats without a wall the room is closed.
const EMPTY_BEATS_MAX: u32 = 15;

type Frames = watch::Sender<Arc<Frame>>;

/// The rooms.
#[derive(Debug, Default)]
pub struct Walls {
    rooms: Mutex<HashMap<Id, Frames>>,
}

impl Walls {
    fn rooms(&self) -> MutexGuard<'_, HashMap<Id, Frames>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters the room of a community, opening it where nobody was there.
    ///
    /// # Errors
    /// `NotFound` where there is no such community.
    pub async fn enter(&self, app: &App, community: &Id) -> Result<watch::Receiver<Arc<Frame>>, ApiError> {
        if let Some(room) = self.rooms().get(community) {
            return Ok(room.subscribe());
        }
        // Listen first, look then: what changes in between pokes the new room.
        let pokes = app.writer.pokes();
        let frame = Frame::look(app, community).await?.ok_or(ApiError::NotFound)?;
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get(community) {
            return Ok(room.subscribe());
        }
        let (room, first) = watch::channel(Arc::new(frame));
        rooms.insert(community.clone(), room.clone());
        tokio::spawn(keep(app.clone(), community.clone(), room, pokes));
        Ok(first)
    }

    /// Closes a room that nobody is in.
    fn leave(&self, community: &Id, room: &Frames) -> bool {
        let mut rooms = self.rooms();
        let empty = room.receiver_count() == 0;
        if empty {
            rooms.remove(community);
        }
        empty
    }
}

/// Keeps a room's panel true until the server stops or nobody looks any more.
async fn keep(app: App, community: Id, room: Frames, mut pokes: broadcast::Receiver<Poke>) {
    let mut beats = interval_at(Instant::now() + BEAT, BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stopping = Box::pin(app.stopping());
    let (mut since_look, mut empty) = (0, 0);
    loop {
        tokio::select! {
            () = &mut stopping => break,
            heard = pokes.recv() => match heard {
                Ok(poke) if poke.book != community => {}
                Ok(_) | Err(RecvError::Lagged(_)) => {
                    sleep(SETTLE).await;
                    while pokes.try_recv().is_ok() {}
                    renew(&app, &community, &room).await;
                }
                Err(RecvError::Closed) => break,
            },
            _ = beats.tick() => {
                empty = if room.receiver_count() == 0 { empty + 1 } else { 0 };
                if empty > EMPTY_BEATS_MAX && app.walls.leave(&community, &room) {
                    return;
                }
                since_look += 1;
                if since_look >= BEATS_A_LOOK {
                    since_look = 0;
                    renew(&app, &community, &room).await;
                } else {
                    room.send_modify(|frame| *frame = Arc::new(frame.beaten(app.now_ms())));
                }
            }
        }
    }
    app.walls.rooms().remove(&community);
}

/// Looks again. Where the database does not answer the old panel stands, and ages in sight.
async fn renew(app: &App, community: &Id, room: &Frames) {
    if let Ok(Some(frame)) = Frame::look(app, community).await {
        room.send_modify(|old| *old = Arc::new(frame.after(old, app.now_ms())));
    } else {
        tracing::error!("a wall's panel could not be made again");
    }
}
