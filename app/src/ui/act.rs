//! Doing something: the command goes to the rulebook and the device, the screen says where it went. A refused act says
//! why and keeps what was typed.

use super::{El, Held, Node, Ui, el, live, note, nothing, of};
use crate::{
    routes::Route,
    state::{ActError, CallError, Pending, PendingState, Photo, StorageError, Which, undo_ms},
    text::{Words, problem, shell},
};
use jiefang_domain::{Refusal, command::Command};
use leptos::{prelude::*, task::spawn_local};
use std::{pin::Pin, time::Duration};
use wasm_bindgen::JsCast;

/// What is wrong with one field (its id), or with the whole (an empty id).
type Wrong = (&'static str, String);
/// What follows when it went well.
type Done = Box<dyn FnOnce(Ui)>;

/// A form under way: whether it is being kept, and what is wrong with it. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Form {
    busy: Held<bool>,
    wrong: Held<Vec<Wrong>>,
}

impl Form {
    /// A form nobody has sent.
    pub fn new() -> Self {
        Self { busy: Held::new(false), wrong: Held::new(Vec::new()) }
    }

    /// What is wrong with that field. Tracked.
    pub fn wrong_with(self, id: &str) -> Option<String> {
        self.wrong.with(|wrong| wrong.iter().find(|(field, _)| *field == id).map(|(_, words)| words.clone()))
    }

    /// Says what is wrong, and moves the focus there.
    pub fn tell(self, wrong: Vec<Wrong>) {
        self.tell_at("errors", wrong);
    }

    /// Says what is wrong, and moves the focus to where it is put right.
    pub fn tell_at(self, id: &'static str, wrong: Vec<Wrong>) {
        self.settle(wrong);
        request_animation_frame(move || focus(id));
    }

    /// Tells of every field where something is wrong; whether there was any.
    pub fn lacks(self, ui: Ui, asked: &[(bool, &'static str, Words)]) -> bool {
        let wrong = asked.iter().filter(|(wrong, ..)| *wrong);
        let wrong: Vec<Wrong> = wrong.map(|(_, id, words)| (*id, untrack(|| ui.t(*words).into()))).collect();
        let lacks = !wrong.is_empty();
        if lacks {
            self.tell(wrong);
        }
        lacks
    }

    /// Begins anew.
    pub fn clear(self) {
        self.settle(Vec::new());
    }

    fn settle(self, wrong: Vec<Wrong>) {
        // Signing in and out takes the screen away while its form still waits for the answer.
        self.busy.set(false);
        self.wrong.set(wrong);
    }

    /// Runs `work` unless it runs already; what goes wrong is told, what is done goes on with what `work` gave.
    pub fn run<D>(self, ui: Ui, work: impl Future<Output = Result<D, String>> + 'static)
    where
        D: FnOnce(Ui) + 'static,
    {
        self.start(ui, Box::pin(async move { work.await.map(|done| Box::new(done) as Done) }));
    }

    fn start(self, ui: Ui, work: Pin<Box<dyn Future<Output = Result<Done, String>>>>) {
        if self.busy.now() {
            return;
        }
        self.wrong.set(Vec::new());
        self.busy.set(true);
        spawn_local(async move {
            match work.await {
                Ok(done) => {
                    self.clear();
                    done(ui);
                }
                Err(words) => self.tell(vec![("", words)]),
            }
        });
    }

    /// Does something in the current book. `what` is what the line below says was saved.
    pub fn act(self, ui: Ui, command: Command, what: String, done: impl FnOnce(Ui) + 'static) {
        self.take(ui, command, Vec::new(), what, Box::new(done));
    }

    /// The same with photos that the command names.
    pub fn act_with(self, ui: Ui, command: Command, photos: Vec<Photo>, what: String, done: impl FnOnce(Ui) + 'static) {
        self.take(ui, command, photos, what, Box::new(done));
    }

    fn take(self, ui: Ui, command: Command, photos: Vec<Photo>, what: String, done: Done) {
        self.run(ui, async move {
            let (book, from) = untrack(|| (ui.hood.book().get(), ui.address.route()));
            let acted = match corrected(ui.again.now()) {
                Some(old) => ui.hood.act_instead((old.book, old.serial), command, photos).await,
                None => ui.hood.act(command, photos).await,
            };
            let acted = acted.map_err(|error| untrack(|| act_error(ui, error)))?;
            Ok(move |ui: Ui| {
                ui.again.set(None);
                let words = if acted.unsure { shell::SAVED_UNSURE } else { shell::SAVED_SHORT };
                let told = untrack(|| ui.fill(words, &[&what]));
                match book.map(|book| (book, acted.serial)).filter(|which| ui.hood.can_undo(which)) {
                    Some(which) => {
                        let offered_for = Duration::from_millis(undo_ms().unsigned_abs());
                        ui.toasts.taken(told, offered_for, move || take_back(ui, &which, &what, &from));
                    }
                    None => ui.toasts.tell(told),
                }
                done(ui);
            })
        });
    }

    /// What is wrong, on top of the form.
    pub fn summary(self, ui: Ui) -> Node {
        live(move || {
            let wrong = self.wrong.get();
            if wrong.is_empty() {
                return again(ui);
            }
            let lines = wrong.into_iter().map(|(id, words)| {
                let line = if id.is_empty() { el("span").put(words) } else { jump(id, words) };
                el("li").put(line).into()
            });
            of("div", "errors")
                .attr("id", "errors")
                .attr("role", "alert")
                .attr("tabindex", "-1")
                .put(el("h2").say(ui, shell::ERRORS))
                .put(el("ul").all(lines))
                .into()
        })
    }

    /// The main button.
    pub fn submit(self, ui: Ui, class: &'static str, words: Words) -> Node {
        live(move || {
            let busy = self.busy.get();
            let button = of("button", class).attr("type", "submit");
            let button = if busy { button.attr("aria-busy", "true") } else { button };
            button.put(ui.t(if busy { shell::SAVING } else { words }))
        })
    }

    /// A form element that runs `send` when it is sent.
    pub fn element(send: impl Fn() + Send + 'static) -> El {
        of("form", "stack").flag("novalidate", true).on("submit", move |event| {
            event.prevent_default();
            send();
        })
    }
}

/// The entry that was turned away and is being corrected. One that was taken back is there no more.
fn corrected(again: Option<Pending>) -> Option<Pending> {
    again.filter(|old| old.state != PendingState::TakenBack)
}

/// Takes back what was just done; where it was written on a form, that form stands there again as it was filled in.
fn take_back(ui: Ui, which: &Which, what: &str, from: &Route) {
    let (which, what, from) = (which.clone(), what.to_owned(), from.clone());
    let is = |entry: &Pending| (&entry.book, entry.serial) == (&which.0, which.1);
    let taken = untrack(|| ui.hood.pending().into_iter().find(is));
    spawn_local(async move {
        let undone = ui.hood.undo(&which).await;
        let with_photos = taken.as_ref().is_some_and(|entry| !entry.command.photos().is_empty());
        let told = untrack(|| match undone {
            Ok(true) if with_photos => ui.fill(shell::UNDONE_PHOTOS, &[&what]),
            Ok(true) => ui.fill(shell::UNDONE, &[&what]),
            Ok(false) => ui.fill(shell::UNDO_LATE, &[&what]),
            Err(error) => act_error(ui, ActError::Storage(error)),
        });
        ui.toasts.tell(told);
        if undone != Ok(true) {
            return;
        }
        let here = untrack(|| ui.address.route());
        let brought_here = matches!(taken.as_ref().map(|entry| &entry.command), Some(Command::RaiseFrom(_)));
        if here != from && (from.is_form() || brought_here) {
            ui.again.set(taken.map(Pending::taken_back));
            ui.go(&from);
        } else {
            focus("title");
        }
    });
}

/// Why the entry that is being corrected was turned away.
fn again(ui: Ui) -> Node {
    match ui.again.get().map(|old| old.state) {
        Some(PendingState::Refused(code) | PendingState::Held(code)) => {
            of("div", "notice bad").put(el("p").put(code.words(ui.lang()))).into()
        }
        _ => nothing(),
    }
}

fn jump(id: &'static str, words: String) -> El {
    el("a").attr("href", ["#", id].concat()).put(words).on("click", move |event| {
        event.prevent_default();
        focus(id);
    })
}

/// Moves the focus to the element with that id.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// Where what is recorded goes, in small print under the main button.
pub fn saved_note(ui: Ui) -> Node {
    live(move || {
        let words = if corrected(ui.again.get()).is_some() { shell::CORRECTING } else { shell::SAVED };
        note("note center", ui, words)
    })
}

/// Whether a button for this command is worth showing: the rulebook would not refuse it now. Tracked.
pub fn may(ui: Ui, command: &Command) -> bool {
    ui.hood.may(command).is_ok()
}

/// Why an act was not taken, in words. Tracked.
pub fn act_error(ui: Ui, error: ActError) -> String {
    match error {
        ActError::Refused(refusal) => refusal.words(ui.lang()).into(),
        ActError::TooLarge => Refusal::EntryTooLarge.words(ui.lang()).into(),
        ActError::SignedOut => ui.t(problem::SIGNED_OUT).into(),
        ActError::Storage(error) => [ui.t(storage_title(error)), " · ", storage_error(ui, error)].concat(),
    }
}

/// What the device's storage could not do, in words. Tracked.
pub fn storage_error(ui: Ui, error: StorageError) -> &'static str {
    ui.t(match error {
        StorageError::Missing => problem::MISSING,
        StorageError::Full => problem::FULL,
        StorageError::Lost => problem::LOST,
        StorageError::Blocked => problem::BLOCKED,
        StorageError::Corrupt => problem::CORRUPT,
    })
}

/// The same in a few words, for a heading.
pub const fn storage_title(error: StorageError) -> Words {
    match error {
        StorageError::Missing => problem::MISSING_TITLE,
        StorageError::Full => problem::FULL_TITLE,
        StorageError::Lost => problem::LOST_TITLE,
        StorageError::Blocked => problem::BLOCKED_TITLE,
        StorageError::Corrupt => problem::FAILED_TITLE,
    }
}

/// Reloads the page.
pub fn reload() {
    let _ = window().location().reload();
}

/// Why a call to the server gave nothing, in words. Tracked.
pub fn call_error(ui: Ui, error: CallError) -> String {
    match error {
        CallError::Offline => ui.t(problem::OFFLINE).into(),
        // The server has said it in the page's language already; the number helps only where something broke there.
        CallError::Refused { status, words, .. } if status < 500 => words,
        CallError::Refused { words, request_id, .. } => ui.fill(problem::ASK_FOR_HELP, &[&words, &request_id]),
        CallError::Unreadable => ui.t(problem::UNREADABLE).into(),
        CallError::Later => ui.t(problem::LATER).into(),
        CallError::Storage(error) => storage_error(ui, error).into(),
    }
}
