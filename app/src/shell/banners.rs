//! What every screen has to say first: how storage stands where it does not stand well, what has waited too long, a new
//! version, a sign-in that ended, invented data.

use crate::{
    routes::Route,
    state::{StorageError, SyncStatus, secure_context},
    text::shell as words,
    ui::{
        El, Held, Node, Ui,
        act::{reload, storage_error, storage_title},
        button, dates, el, link, live, note, nothing, of, p,
    },
};
use jiefang_domain::calendar::MINUTE_MS;

/// From so many days on, what waits is told on every screen; from so many more strongly.
const OLD_DAYS: i64 = 1;
const VERY_OLD_DAYS: i64 = 3;

#[inline(never)]
fn notice(class: &'static str, title: &str, text: &str) -> El {
    of("div", class).attr("role", "note").put(p("", el("b").put(title.to_owned())).put(" ").put(text.to_owned()))
}

#[inline(never)]
fn with(notice: El, act: El) -> Node {
    notice.put(of("div", "acts").put(act)).into()
}

fn try_now(ui: Ui) -> El {
    button("link", ui.t(crate::text::sync::TRY_NOW), move || ui.hood.sync_now())
}

/// The class that says how long something has waited.
pub fn age(status: &SyncStatus) -> &'static str {
    match status.waiting_days {
        VERY_OLD_DAYS.. => "tag bad",
        OLD_DAYS.. => "tag wait",
        _ => "tag",
    }
}

/// Storage that failed, or was thrown away.
fn storage(ui: Ui, status: &SyncStatus, all: &mut Vec<Node>) {
    if let Some(error) = status.storage {
        let said = notice("notice bad", ui.t(storage_title(error)), storage_error(ui, error));
        let act = match error {
            StorageError::Full => try_now(ui),
            _ => button("link", ui.t(crate::text::problem::RELOAD), reload),
        };
        all.push(with(said, act));
    }
    let Some(lost) = status.evicted else { return };
    let text = match lost {
        0 if status.first_copy => ui.t(words::EVICTED_BACK).into(),
        0 => ui.t(words::EVICTED).into(),
        lost => ui.fill(words::EVICTED_LOST, &[&lost.to_string()]),
    };
    let class = if lost == 0 { "notice wait" } else { "notice bad" };
    let heard = button("link", ui.t(words::UNDERSTOOD), move || ui.hood.heard_of_eviction());
    all.push(with(notice(class, ui.t(words::EVICTED_TITLE), &text), heard));
}

/// Time without contact: what waits grows old, and the lease runs out.
fn time(ui: Ui, status: &SyncStatus, all: &mut Vec<Node>) {
    if status.waiting_days >= OLD_DAYS {
        let title = ui.fill(words::OLD_TITLE, &[&status.waiting.to_string(), &status.waiting_days.to_string()]);
        let (class, text) = match status.waiting_days {
            VERY_OLD_DAYS.. => ("notice bad", words::VERY_OLD),
            _ => ("notice wait", words::OLD),
        };
        all.push(with(notice(class, &title, ui.t(text)), try_now(ui)));
    }
    if status.locked {
        let said = notice("notice off", ui.t(words::LOCKED_TITLE), ui.t(words::LOCKED));
        // One button is enough for both.
        all.push(if status.waiting_days >= OLD_DAYS { said.into() } else { with(said, try_now(ui)) });
    }
    if status.clock_off {
        all.push(clock(ui).attr("role", "note").into());
    }
}

/// How far the device's clock is off, in one quiet line.
fn clock(ui: Ui) -> El {
    let offset_ms = ui.hood.offset_ms();
    let says = if offset_ms < 0 { words::CLOCK_FAST } else { words::CLOCK_SLOW };
    let text = ui.fill(says, &[&dates::length(ui, offset_ms.abs() / MINUTE_MS)]);
    p("note", ui.t(words::CLOCK_TITLE)).put(" · ").put(text)
}

/// All that holds now.
pub fn banners(ui: Ui) -> Node {
    let later = Held::new(false);
    live(move || {
        let status = ui.hood.sync().get();
        let mut all: Vec<Node> = Vec::new();
        storage(ui, &status, &mut all);
        if status.sign_in_again {
            let enter = link("btn sm", &Route::SignIn).say(ui, words::SIGN_IN);
            all.push(with(of("div", "notice wait").put(note("", ui, words::SIGN_IN_AGAIN)), enter));
        }
        time(ui, &status, &mut all);
        if status.outdated {
            let now = button("btn sm", ui.t(words::UPDATE_NOW), move || ui.hood.apply_update());
            all.push(with(notice("notice update", ui.t(words::OUTDATED_TITLE), ui.t(words::OUTDATED)), now));
        } else if ui.hood.update_ready().get() && !later.get() {
            all.push(update(ui, later));
        }
        if !secure_context() {
            all.push(notice("notice off", ui.t(words::INSECURE_TITLE), ui.t(words::INSECURE)).into());
        }
        if ui.hood.me().with(|me| me.as_ref().is_some_and(|me| me.demo)) {
            all.push(notice("notice demo", ui.t(words::DEMO_TITLE), ui.t(words::DEMO)).into());
        }
        if all.is_empty() { nothing() } else { of("div", "banners").all(all).into() }
    })
}

fn update(ui: Ui, later: Held<bool>) -> Node {
    let acts = of("div", "acts")
        .put(button("btn sm", ui.t(words::UPDATE_NOW), move || ui.hood.apply_update()))
        .put(button("link", ui.t(words::LATER), move || later.set(true)));
    of("div", "notice update").attr("role", "status").put(note("", ui, words::UPDATE)).put(acts).into()
}
