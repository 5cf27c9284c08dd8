//! A community's panel, rendered once in both languages, with the events that carry it.

use super::{figures::Figures, panel::panel, words::ledger};
use crate::{app::App, error::ApiError, store::BookKind};
use axum::body::Bytes;
use jiefang_domain::{Day, Id, Kind, Lang, Millis};
use std::sync::Arc;

/// What is seen of a community at one moment.
#[derive(Clone, Debug)]
pub struct Frame {
    /// When the server computed it.
    pub computed_at_ms: Millis,
    /// Counts the changes of what is drawn.
    pub version: u64,
    /// The event between changes.
    pub beat: Bytes,
    drawn: Arc<Drawn>,
    events: [Bytes; 2],
}

#[derive(Debug, PartialEq, Eq)]
struct Drawn {
    name: String,
    ledger: String,
    panels: [String; 2],
}

fn slot(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 0,
        Lang::En => 1,
    }
}

impl Frame {
    /// Looks at the book and draws; `None` where there is no such community.
    pub async fn look(app: &App, community: &Id) -> Result<Option<Self>, ApiError> {
        let computed_at_ms = app.now_ms();
        let Some(book) = app.store.book(community).await? else { return Ok(None) };
        if book.kind != BookKind::Community {
            return Ok(None);
        }
        let kinds = [Kind::Place, Kind::Policy, Kind::Figure, Kind::Reported];
        let Some(public) = app.store.public_rows(community, &kinds).await? else { return Ok(None) };
        let above = app.store.public_rows(&book.parent, &[Kind::Place]).await?;
        let figures = Figures::read(community, public.rows, above.map_or_else(Vec::new, |above| above.rows));
        let month = Day::at(computed_at_ms).month();
        let panels = [Lang::Zh, Lang::En].map(|lang| panel(&figures, month, lang).into_string());
        let drawn = Drawn { name: figures.name, ledger: ledger(public.head, &public.chain), panels };
        // No clock in the event: a wall that comes later gets this very one.
        let events = [Lang::Zh, Lang::En].map(|lang| {
            let data = serde_json::json!({
                "computed_at_ms": computed_at_ms, "main": drawn.panels[slot(lang)], "ledger": drawn.ledger,
            });
            Bytes::from(format!("event: panel\ndata: {data}\n\n"))
        });
        let beat = beat(computed_at_ms, app.now_ms());
        Ok(Some(Self { computed_at_ms, version: 1, beat, drawn: drawn.into(), events }))
    }

    /// The community's name.
    pub fn name(&self) -> &str {
        &self.drawn.name
    }

    /// The day's ledger head.
    pub fn ledger(&self) -> &str {
        &self.drawn.ledger
    }

    /// The columns in a language.
    pub fn panel(&self, lang: Lang) -> &str {
        &self.drawn.panels[slot(lang)]
    }

    /// The columns in a language as one event.
    pub fn event(&self, lang: Lang) -> Bytes {
        self.events[slot(lang)].clone()
    }

    /// The same as the follower of `before`: a version further where something else is drawn.
    #[must_use]
    pub fn after(self, before: &Self, now: Millis) -> Self {
        let version = before.version + u64::from(self.drawn != before.drawn);
        Self { version, beat: beat(self.computed_at_ms, now), ..self }
    }

    /// The same a little later.
    #[must_use]
    pub fn beaten(&self, now: Millis) -> Self {
        Self { beat: beat(self.computed_at_ms, now), ..self.clone() }
    }
}

fn beat(computed_at_ms: Millis, now: Millis) -> Bytes {
    let data = serde_json::json!({ "now_ms": now, "computed_at_ms": computed_at_ms });
    Bytes::from(format!("event: beat\ndata: {data}\n\n"))
}
