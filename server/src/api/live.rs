//! Pokes: which of the person's books has something new. What is new, the device pulls.

use super::openapi::Envelope;
use crate::{app::App, error::ApiError, identity::SignedIn, sync::Poke};
use axum::{
    extract::State,
    response::{IntoResponse, Sse, sse::Event},
};
use core::convert::Infallible;
use futures_util::{StreamExt, stream};
use jiefang_domain::Id;
use std::{collections::HashSet, time::Duration};
use tokio::time::{Instant, sleep};
use tokio_stream::wrappers::{BroadcastStream, IntervalStream};

/// How often a quiet stream says that it lives.
const BEAT: Duration = Duration::from_secs(20);
/// A stream ends after this and the device asks again, so that a taken right does not listen on.
const STREAM_TIME_MAX: Duration = Duration::from_mins(15);

/// Pokes for the person's books as server-sent events: `poke` with `{"book","head"}`, `beat` every 20 s. First comes a
/// poke for each book, so that nothing is missed between a pull and the stream.
#[utoipa::path(get, path = "/api/sync/live", tag = "sync", responses(
    (status = 200, body = String, content_type = "text/event-stream"),
    (status = 401, description = "`not_signed_in`", body = Envelope),
    (status = 503, description = "`busy`: too many streams", body = Envelope),
))]
pub async fn live(State(app): State<App>, signed_in: SignedIn) -> Result<impl IntoResponse, ApiError> {
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
    let pokes = pokes
        // A stream that fell behind ends; the device comes back and starts with a poke for each book.
        .take_while(|poke| core::future::ready(poke.is_ok()))
        .filter_map(move |poke_for| {
            core::future::ready(poke_for.ok().filter(|p| mine.contains(&p.book)).map(|p| poke(&p)))
        });
    let beats = IntervalStream::new(tokio::time::interval_at(Instant::now() + BEAT, BEAT)).map(|_| beat());
    // Whichever of the two ends, the stream ends.
    let (pokes, beats) = (pokes.map(Some).chain(stream::iter([None])), beats.map(Some));
    let events = stream::select(pokes, beats).take_while(|event| core::future::ready(event.is_some()));
    let events = stream::iter(first).chain(events.filter_map(core::future::ready));
    let events = events.take_until(Box::pin(sleep(STREAM_TIME_MAX))).map(move |event| {
        let _ = &share;
        Ok::<_, Infallible>(event)
    });
    Ok(Sse::new(app.streamed(events)?))
}

fn poke(poke: &Poke) -> Event {
    let data = serde_json::json!({ "book": poke.book, "head": poke.head });
    Event::default().event("poke").data(data.to_string())
}

fn beat() -> Event {
    Event::default().event("beat").data("{}")
}
