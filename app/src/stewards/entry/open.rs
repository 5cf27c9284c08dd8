//! Opening what is sealed: why, and then the entry itself, on this page alone.

use super::way::Opened;
use crate::{
    state::Link,
    text::{entry as words, privacy},
    ui::{
        Held, Node, Ui,
        act::{Form, act_error, call_error},
        form::{Field, field},
        note, of,
        pick::Pick,
    },
};
use jiefang_domain::{
    Id,
    command::Command,
    privacy::{LookReason, REVEAL_MS},
    stewards::{Entry, LookAtEntry},
};
use leptos::{leptos_dom::helpers::set_timeout, prelude::*};
use std::time::Duration;

/// As long as the server gives it out.
const SHOWN_FOR: Duration = Duration::from_millis(REVEAL_MS.unsigned_abs());
const WHY_NOTE: Field = Field { hint: None, ..Field::line("why-note", privacy::WHY_NOTE) };

/// An opening under way, and what it showed. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Opening {
    form: Form,
    reason: Pick<LookReason>,
    note: Held<String>,
    /// The entry whole, and the look that opened it; nowhere but in this page's memory, and only as long as the look opens.
    pub shown: Held<Option<(Entry, Id)>>,
}

impl Opening {
    /// Nothing is open.
    pub fn new() -> Self {
        Self {
            form: Form::new(),
            reason: Pick::new(LookReason::ALL),
            note: Held::new(String::new()),
            shown: Held::new(None),
        }
    }

    /// Which entry is open here, and by which look. Tracked.
    pub fn by(self) -> Opened {
        self.shown.with(|shown| shown.as_ref().map(|(entry, look)| (entry.id.clone(), look.clone())))
    }

    fn show(self, opened: Entry, look: Id) {
        self.shown.set(Some((opened, look.clone())));
        let close = move || {
            // It may have been opened once more meanwhile.
            if self.shown.now().is_some_and(|(_, by)| by == look) {
                self.shown.set(None);
            }
        };
        set_timeout(close, SHOWN_FOR);
    }

    fn send(self, ui: Ui, entry: Id, sheet: Held<Option<usize>>) {
        let other = self.reason.now() == Some(LookReason::Other) && self.note.now().trim().is_empty();
        let lacks = [
            (self.reason.now().is_none(), "why", privacy::WHY_MISSING),
            (other, "why-note", privacy::WHY_NOTE_MISSING),
        ];
        if self.form.lacks(ui, &lacks) {
            return;
        }
        let Some(reason) = self.reason.now() else { return };
        let look = ui.hood.new_id();
        let command =
            Command::LookAtEntry(LookAtEntry { id: look.clone(), entry: entry.clone(), reason, note: self.note.now() });
        self.form.run(ui, async move {
            let words = |words| untrack(|| ui.t(words).to_owned());
            if ui.hood.sync().with_untracked(|status| status.link == Link::Offline) {
                return Err(words(privacy::NEEDS_NETWORK));
            }
            let acted = ui.hood.act(command, Vec::new()).await;
            acted.map_err(|error| untrack(|| act_error(ui, error)))?;
            let opened = ui.hood.open_sealed(&entry, &look).await.map_err(|error| untrack(|| call_error(ui, error)))?;
            let opened = opened.ok_or_else(|| words(privacy::NOT_TAKEN))?;
            Ok(move |_: Ui| {
                self.show(opened, look);
                sheet.set(None);
            })
        });
    }

    /// The question before.
    pub fn questions(self, ui: Ui, entry: Id, sheet: Held<Option<usize>>) -> Node {
        Form::element(move || self.send(ui, entry.clone(), sheet))
            .put(self.form.summary(ui))
            .put(self.reason.chips(ui, self.form, "why", words::OPEN_WHY, |ui, one| ui.t(privacy::reason(one)).into()))
            .put(field(ui, self.form, WHY_NOTE, self.note))
            .put(note("note", ui, words::SEALED_TEXT))
            .put(self.form.submit(ui, "btn s", words::OPEN))
            .into()
    }

    /// What stands above an entry that was opened.
    pub fn said(ui: Ui) -> Node {
        of("div", "notice").attr("role", "status").put(note("", ui, words::OPENED_NOTE)).into()
    }
}
