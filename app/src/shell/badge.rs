//! How sync stands, in words; a tap tells more.

use crate::{
    state::{Link, SyncStatus},
    text::{photo, sync as words},
    ui::{Node, Ui, button, el, live, of, p, query},
};

/// The words, and the class that colours them.
fn says(ui: Ui, status: &SyncStatus) -> (&'static str, String) {
    let waiting = status.waiting.to_string();
    match status {
        SyncStatus { attention: 1.., .. } => ("badge bad", ui.fill(words::ATTENTION, &[&status.attention.to_string()])),
        SyncStatus { sign_in_again: true, .. } => ("badge bad", ui.t(words::SIGN_IN_AGAIN).into()),
        SyncStatus { photos: 1.., waiting: 0, .. } => {
            let words = if status.link == Link::Offline { photo::WAITING } else { photo::SENDING };
            ("badge wait", ui.fill(words, &[&status.photos.to_string()]))
        }
        SyncStatus { link: Link::Offline, waiting: 0, .. } => ("badge off", ui.t(words::OFFLINE).into()),
        SyncStatus { link: Link::Offline, .. } => ("badge wait", ui.fill(words::WAITING, &[&waiting])),
        SyncStatus { waiting: 1.., .. } => ("badge wait", ui.fill(words::SENDING, &[&waiting])),
        SyncStatus { first_copy: false, .. } if status.link != Link::Online || !query::has_no_role(ui) => {
            ("badge wait", ui.t(words::CHECKING).into())
        }
        _ => ("badge ok", ui.t(words::SYNCED).into()),
    }
}

/// The badge, and the same words for those who listen: text that stays the same is not read out again.
pub fn badge(ui: Ui) -> Node {
    let says = move || ui.hood.sync().with(|status| says(ui, status));
    let shown = live(move || {
        let (class, words) = says();
        button(class, of("i", "dot"), move || ui.panel.set(Some(0))).put(words).attr("aria-haspopup", "dialog")
    });
    let heard = p("sr", live(move || el("span").put(says().1))).attr("role", "status");
    vec![shown, heard.into()].into()
}
