//! Pokes: which of the person's books has something new. What is new, the device pulls.

use super::openapi::Envelope;
use crate::{
    app::App,
    error::ApiError,
    identity::{Door, SignedIn},
    store::account::TokenHash,
    sync::Poke,
};
use axum::{
    extract::State,
    response::{IntoResponse, Sse, sse::Event},
};
use core::convert::Infallible;
use futures_util::{StreamExt, stream};
use jiefang_domain::Id;
use std::{collections::HashSet, sync::Arc, time::Duration};
use tokio::time::{Instant, sleep};
use tokio_stream::wrappers::{BroadcastStream, IntervalStream};

/// How often a quiet stream says that it lives.
const BEAT: Duration = Duration::from_secs(20);
/// A stream ends after this and the device asks again: what it may listen to is looked up anew.
const STREAM_TIME_MAX: Duration = Duration::from_mins(15);

/// Pokes for the person's books as server-sent events: `poke` with `{"book","head"}`, `beat` every 20 s. First comes a
/// poke for each book, so that nothing is missed between a pull and the stream.
#[utoipa::path(get, path = "/api/sync/live", tag = "sync", responses(
    (status = 200, body = String, content_type = "text/event-stream"),
    (status = 401, description = "`not_signed_in`", body = Envelope),
    (status = 503, description = "`busy`: too many streams", body = Envelope),
))]
pub async fn live(State(app): State<App>, signed_in: SignedIn, door: Door) -> Result<impl IntoResponse, ApiError> {
    // Listen first, then look where the books stand: a poke in between comes twice, not never.
    let share = app.listens(&signed_in.person.id)?;
    let pokes = BroadcastStream::new(app.writer.pokes());
    let books = app.store.books_of(&signed_in.person.id).await?;
    let mine: HashSet<Id> = books.iter().map(|book| book.id.clone()).collect();
    let mut first = Vec::new();
    for book in &mine {
        if let Some(row) = app.store.book(book).await? {
            first.push(poke(&Poke { book: row.book, head: row.head }));
        }
    }
    // Of the door its secret alone: what is kept as long as the stream must not hold a place of a request.
    let secret = door.presented().ok_or(ApiError::NotSignedIn)?.hash();
    drop(door);
    let listener = Arc::new(Listener { app: app.clone(), secret, person: signed_in.person.id });
    let (hears, lives) = (Arc::clone(&listener), listener);
    let pokes = pokes
        // A stream that fell behind ends; the device comes back and starts with a poke for each book.
        .take_while(|poke| core::future::ready(poke.is_ok()))
        .filter_map(move |poke_for| core::future::ready(poke_for.ok().filter(|p| mine.contains(&p.book))))
        .then(move |news| {
            let hears = Arc::clone(&hears);
            async move { hears.may_hear(&news.book).await.then(|| poke(&news)) }
        });
    let beats = IntervalStream::new(tokio::time::interval_at(Instant::now() + BEAT, BEAT)).then(move |_| {
        let lives = Arc::clone(&lives);
        async move { lives.is_signed_in().await.then(beat) }
    });
    // Whichever of the two ends, or says that this is over, ends the stream.
    let pokes = pokes.chain(stream::iter([None]));
    let events = stream::select(pokes, beats).take_while(|event| core::future::ready(event.is_some()));
    let events = stream::iter(first).chain(events.filter_map(core::future::ready));
    let events = events.take_until(Box::pin(sleep(STREAM_TIME_MAX))).map(move |event| {
        let _ = &share;
        Ok::<_, Infallible>(event)
    });
    Ok(Sse::new(app.streamed(events)?))
}

/// Whoever listens. A session that was ended elsewhere, and a right that was taken, hear nothing more.
struct Listener {
    app: App,
    secret: TokenHash,
    person: Id,
}

impl Listener {
    async fn is_signed_in(&self) -> bool {
        matches!(self.app.accounts.session(&self.secret, self.app.now_ms()).await, Ok(Some(_)))
    }

    async fn may_hear(&self, book: &Id) -> bool {
        self.is_signed_in().await && matches!(self.app.store.may_open(&self.person, book).await, Ok(true))
    }
}

fn poke(poke: &Poke) -> Event {
    let data = serde_json::json!({ "book": poke.book, "head": poke.head });
    Event::default().event("poke").data(data.to_string())
}

fn beat() -> Event {
    Event::default().event("beat").data("{}")
}
