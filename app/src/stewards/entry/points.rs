//! What a patrol has passed: ticked, scanned from the sign there, or typed from it.

use super::way::point_name;
use crate::{
    scan::{Scan, said_here},
    text::{Words, entry as words, scan},
    ui::{
        Held, Node, Ui,
        act::{Form, focus},
        el,
        form::{Field, field},
        live, of, p, query,
    },
};
use jiefang_domain::{
    Id, Millis,
    grid::Place,
    stewards::{Entry, SeenAt},
};
use leptos::prelude::*;

const CODE: Field = Field { hint: None, ..Field::line("code", words::CODE) };

/// Which were seen, and when. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Points {
    seen: Held<Vec<(Id, Millis)>>,
    code: Held<String>,
    scan: Scan,
}

/// Those that were planned. None were where a patrol is free: there it passes its place, and whatever has a sign.
fn planned(entry: &Entry) -> Vec<Id> {
    entry.checkpoints.known().into_iter().flatten().map(|point| point.at.clone()).collect()
}

impl Points {
    /// None yet.
    pub fn new() -> Self {
        Self { seen: Held::new(Vec::new()), code: Held::new(String::new()), scan: Scan::new() }
    }

    /// None any more.
    pub fn clear(self) {
        self.seen.set(Vec::new());
        self.code.set(String::new());
    }

    /// Those that were seen, what was typed among them.
    pub fn all(self, ui: Ui) -> Vec<SeenAt> {
        let typed = Id::parse(self.code.now().trim()).map(|at| (at, ui.hood.now_ms()));
        let seen = self.seen.now().into_iter().chain(typed);
        seen.map(|(at, at_ms)| SeenAt { at, at_ms }).collect()
    }

    fn mark(self, ui: Ui, at: &Id, there: bool) {
        let mut seen = self.seen.now();
        let known = seen.iter().any(|(other, _)| other == at);
        if !there {
            seen.retain(|(other, _)| other != at);
        } else if !known {
            seen.push((at.clone(), ui.hood.now_ms()));
        }
        self.seen.set(seen);
    }

    /// The field.
    pub fn field(self, ui: Ui, form: Form, entry: &Entry) -> Node {
        let mut expected = planned(entry);
        let free = expected.is_empty();
        if free {
            expected.push(entry.place.clone());
        }
        let boxes = live(move || {
            let seen = self.seen.get();
            let line = |at: &Id| {
                let there = seen.iter().any(|(other, _)| other == at);
                let (name, point) = (point_name(ui, at), at.clone());
                let input = el("input").attr("type", "checkbox").attr("id", box_id(at)).flag("checked", there);
                let input = input.on("change", move |event| self.mark(ui, &point, event_target_checked(&event)));
                of("label", "check").put(input).put(el("span").put(name)).into()
            };
            let beside = seen.iter().map(|(at, _)| at).filter(|at| !expected.contains(at));
            let lines: Vec<Node> = expected.iter().chain(beside).map(line).collect();
            let wrong = form.wrong_with("seen").map(|words| p("err", words));
            let legend = el("legend").say(ui, words::SEEN_POINTS);
            of("fieldset", "field").attr("id", "seen").attr("tabindex", "-1").put(legend).put(wrong).all(lines)
        });
        let typed = if free {
            self.scan.beside(ui, field(ui, form, CODE, self.code))
        } else {
            live(move || self.scan.button(ui))
        };
        vec![boxes, typed].into()
    }

    /// Ticks what the sign says that was scanned: one that was planned, another place of the grid, or of a free patrol
    /// whatever stands there.
    fn take(self, ui: Ui, entry: &Entry, read: &str) -> Result<(), Words> {
        let at = said_here(read, "/grid/").and_then(Id::parse).ok_or(scan::FOREIGN)?;
        let planned = planned(entry);
        let known = planned.contains(&at) || untrack(|| query::record::<Place>(ui, &at)).is_some();
        if !known && !planned.is_empty() {
            return Err(scan::FOREIGN);
        }
        self.mark(ui, &at, true);
        request_animation_frame(move || focus(&box_id(&at)));
        Ok(())
    }

    /// The sheet with the camera.
    pub fn sheet(self, ui: Ui, entry: Id) -> Node {
        self.scan.sheet(ui, move |read| {
            let (entry, _) = untrack(|| query::record::<Entry>(ui, &entry)).ok_or(scan::FOREIGN)?;
            self.take(ui, &entry, read)
        })
    }
}

/// The id of a point's box on the page.
fn box_id(at: &Id) -> String {
    ["at-", at.as_str()].concat()
}
