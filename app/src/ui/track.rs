//! The way of a record as a track with stations, and its history in full.

use super::{Node, Ui, dates, el, of, query};
use crate::text::Words;
use jiefang_domain::{Id, Millis};

/// How far a station is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    Done,
    Now,
    Late,
    Todo,
}

/// A station.
pub struct Station {
    /// What happens there.
    pub title: String,
    /// By whom, or until when.
    pub sub: String,
    /// When it was passed.
    pub at_ms: Option<Millis>,
    /// How far it is.
    pub reached: Reached,
}

impl Station {
    /// A station that was passed.
    pub fn done(ui: Ui, title: Words, sub: String, at_ms: Option<Millis>) -> Self {
        Self { title: ui.t(title).into(), sub, at_ms, reached: Reached::Done }
    }

    /// A station ahead.
    pub fn todo(ui: Ui, title: Words, sub: String) -> Self {
        Self { title: ui.t(title).into(), sub, at_ms: None, reached: Reached::Todo }
    }
}

/// Marks the first station ahead as the one where it stands.
pub fn mark_now(stations: &mut [Station], sub: Option<String>, late: bool) {
    if let Some(station) = stations.iter_mut().find(|station| station.reached == Reached::Todo) {
        station.reached = if late { Reached::Late } else { Reached::Now };
        if let Some(sub) = sub {
            station.sub = sub;
        }
    }
}

/// The track.
pub fn track(ui: Ui, now: Words, stations: Vec<Station>) -> Node {
    let station = |(i, station): (usize, Station)| {
        let (class, sign) = match station.reached {
            Reached::Done => ("st done", "✓".to_owned()),
            Reached::Now => ("st now", (i + 1).to_string()),
            Reached::Late => ("st late", (i + 1).to_string()),
            Reached::Todo => ("st todo", (i + 1).to_string()),
        };
        let here = matches!(station.reached, Reached::Now | Reached::Late);
        let sub = (!station.sub.is_empty()).then(|| el("span").put(station.sub));
        let time: Option<Node> = match station.at_ms {
            Some(at) => Some(dates::day_node(ui, at)),
            None => here.then(|| of("span", "mute nowrap").say(ui, now).into()),
        };
        let item = of("li", class)
            .put(of("span", "o").attr("aria-hidden", "true").put(sign))
            .put(of("div", "say").put(el("b").put(station.title)).put(sub))
            .put(time);
        if here { item.attr("aria-current", "step").node() } else { item.into() }
    };
    of("div", "panel").put(of("ol", "track").all(stations.into_iter().enumerate().map(station))).into()
}

/// One line of a history.
pub struct Past {
    /// When.
    pub at_ms: Millis,
    /// What.
    pub what: Words,
    /// Who.
    pub by: Id,
    /// What was written, or empty.
    pub note: String,
    /// What stands below it, or nothing.
    pub below: Node,
}

/// The history.
pub fn history(ui: Ui, all: Vec<Past>) -> Node {
    let line = |past: Past| {
        let said = if past.note.is_empty() { String::new() } else { [" · ", &past.note].concat() };
        let by = el("span").put([query::person_name(ui, &past.by), said].concat());
        el("li")
            .put(dates::moment_node(ui, past.at_ms))
            .put(of("div", "say").put(el("b").say(ui, past.what)).put(by).put(past.below))
            .into()
    };
    of("ol", "history").all(all.into_iter().map(line)).into()
}
