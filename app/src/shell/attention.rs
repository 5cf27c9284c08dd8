//! Entries that were refused, are held, or no longer hold: why, what was typed, and what can be done about it.

use super::{entry, hand::hand};
use crate::{
    routes::{Route, Show},
    state::{Pending, PendingState, Which},
    text::{Words, shell, sync as words},
    ui::{
        Held, Node, Ui,
        act::{Form, focus},
        button, dates,
        dialog::sheet,
        el, link,
        list::{facts, state, tag},
        live, note, of, p,
        page::Page,
        seal,
    },
};
use jiefang_domain::{Refusal, command::Command};
use leptos::prelude::*;

/// The question whether to discard.
const DISCARD: usize = 0;
/// The page for a worker.
const HAND: usize = 1;

/// What stands above the reason; the reason; whether the server has turned the entry away for good.
pub fn reason(pending: &Pending) -> Option<(Words, Refusal, bool)> {
    match pending.state {
        PendingState::Refused(refusal) => Some((words::REFUSED, refusal, true)),
        PendingState::Held(refusal) => Some((words::HELD, refusal, true)),
        PendingState::NoLongerHolds(refusal) => Some((words::STUCK, refusal, false)),
        PendingState::Waiting | PendingState::Arrived | PendingState::TakenBack => None,
    }
}

/// The sheet that is open, and which entry it is about. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Asked {
    form: Form,
    open: Held<Option<usize>>,
    about: Held<Option<Pending>>,
}

/// The form in which an entry of this kind is written.
fn written_in(command: &Command) -> Option<Route> {
    match command {
        Command::FindHazard(_) => Some(Route::StewardsNew),
        Command::RecordEntry(entry) => Some(Route::EntryNew(entry.entry_kind, None)),
        Command::RaiseIssue(_) => Some(Route::CouncilNew),
        Command::CaptureHour(_) => Some(Route::TimebankNew),
        _ => None,
    }
}

/// Whether the same may be taken another time: it waited for somebody, or time, state or rights have moved since.
const fn may_pass(refusal: Refusal) -> bool {
    matches!(
        refusal,
        Refusal::NotYours
            | Refusal::WrongState
            | Refusal::NotFound
            | Refusal::NotDueYet
            | Refusal::NotPossible
            | Refusal::NoCard
            | Refusal::InFuture
            | Refusal::UnknownKind
    )
}

fn correct(ui: Ui, pending: Pending, to: &Route) {
    if ui.hood.book().get_untracked().as_ref() != Some(&pending.book) {
        ui.hood.choose_book(pending.book.clone());
    }
    ui.again.set(Some(pending));
    ui.go(to);
}

fn send_again(ui: Ui, form: Form, pending: &Pending) {
    let (command, title) = (pending.command.clone(), untrack(|| entry::title(ui, &pending.command)));
    ui.again.set(Some(pending.clone()));
    form.act(ui, command, title, |_| focus("title"));
}

/// Out of sight at once, and gone when the time to undo it is over.
fn discard(ui: Ui, asked: Asked) {
    let Some(pending) = asked.about.now() else { return };
    asked.open.set(None);
    let which: Which = (pending.book, pending.serial);
    let title = untrack(|| entry::title(ui, &pending.command));
    let told = untrack(|| ui.fill(words::DISCARDED, &[&title]));
    ui.hood.set_aside(which.clone());
    let kept = which.clone();
    let undo = move || {
        ui.hood.keep_after_all(&kept);
        ui.toasts.tell(untrack(|| ui.fill(words::KEPT, &[&title])));
        focus("title");
    };
    ui.toasts.undoable(told, undo, move || ui.hood.discard(which));
}

/// What can be done, the likeliest first; that one is the main button.
fn acts(ui: Ui, pending: &Pending, refusal: Refusal, turned_away: bool, asked: Asked) -> Node {
    let open = |which: usize| {
        let about = pending.clone();
        move || {
            asked.about.set(Some(about.clone()));
            asked.open.set(Some(which));
        }
    };
    let mut all: Vec<(Words, Box<dyn Fn() + Send>)> = Vec::new();
    if turned_away {
        if let Some(to) = written_in(&pending.command) {
            let pending = pending.clone();
            all.push((words::CORRECT, Box::new(move || correct(ui, pending.clone(), &to))));
        }
        if may_pass(refusal) || matches!(pending.state, PendingState::Held(_)) {
            let pending = pending.clone();
            all.push((words::SEND_AGAIN, Box::new(move || send_again(ui, asked.form, &pending))));
        }
    }
    let rights = matches!(refusal, Refusal::NotYours | Refusal::NotPossible);
    all.insert(if rights { 0 } else { all.len() }, (words::HAND, Box::new(open(HAND))));
    let main = turned_away;
    let buttons = all
        .into_iter()
        .enumerate()
        .map(|(i, (words, act))| button(if i == 0 && main { "btn" } else { "btn ghost" }, ui.t(words), act).into());
    let record = entry::leads_to(&pending.command).map(|to| link("btn ghost", &to).say(ui, words::OPEN_RECORD));
    let discard = turned_away.then(|| button("btn danger", ui.t(words::DISCARD), open(DISCARD)));
    of("div", "btns").all(buttons).put(record).put(discard).into()
}

fn item(ui: Ui, pending: &Pending, asked: Asked) -> Option<Node> {
    let (intro, refusal, turned_away) = reason(pending)?;
    let (class, state) = entry::state(pending);
    let (seal_class, sign) = entry::seal(&pending.command);
    let title = el("h2").put(entry::title(ui, &pending.command));
    let head =
        of("div", "row").put(of("div", "row").put(seal(seal_class, sign)).put(title)).put(tag(class, ui.t(state)));
    let why = of("div", if turned_away { "notice bad" } else { "notice wait" })
        .put(note("", ui, intro).put(" ").put(el("b").put(refusal.words(ui.lang()))));
    let when = (ui.t(words::RECORDED_AT), dates::moment_node(ui, pending.authored_at_ms));
    let said = entry::said(ui, &pending.command).into_iter().map(|(label, text)| (label, text.into()));
    let waits = (!turned_away).then(|| note("note", ui, words::WAITS_FOR_SERVER));
    let item = of("section", "panel stack")
        .put(head)
        .put(why)
        .put(facts(std::iter::once(when).chain(said).collect()))
        .put(waits)
        .put(acts(ui, pending, refusal, turned_away, asked));
    Some(item.into())
}

fn sure(ui: Ui, asked: Asked) -> Node {
    let title = asked.about.now().map(|pending| entry::title(ui, &pending.command));
    let buttons = of("div", "btns")
        .put(button("btn danger", ui.t(words::DISCARD_YES), move || discard(ui, asked)))
        .put(button("btn ghost", ui.t(shell::CANCEL), move || asked.open.set(None)));
    let title = p("", el("b").put(title.unwrap_or_default()));
    vec![title.into(), note("", ui, words::DISCARD_SURE).into(), buttons.into()].into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let asked = Asked { form: Form::new(), open: Held::new(None), about: Held::new(None) };
    let body = live(move || {
        let items: Vec<Node> = ui.hood.pending().iter().filter_map(|pending| item(ui, pending, asked)).collect();
        if items.is_empty() {
            state("", "好", ui.t(words::ATTENTION_EMPTY_TITLE), ui.t(words::ATTENTION_EMPTY))
                .put(link("btn ghost", &Route::Stewards(Show::Mine)).say(ui, crate::text::stewards::MINE))
                .into()
        } else {
            Node::Many(items)
        }
    });
    let sheet = sheet(ui, asked.open, move |which| match (which, asked.about.now()) {
        (HAND, Some(pending)) => (ui.t(words::HAND), hand(ui, &pending)),
        _ => (ui.t(words::DISCARD), sure(ui, asked)),
    });
    Page::new("page slim", move || ui.t(words::ATTENTION_TITLE).into(), vec![asked.form.summary(ui), body, sheet])
        .back(Route::Me)
}
