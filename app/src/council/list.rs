//! Issues, those that are due first.

use super::{may::may_raise, steps};
use crate::{
    routes::{Route, Show},
    text::{council as words, shell},
    ui::{
        Node, Ui, dates, link,
        list::{Shown, empty, filter, row, section},
        live, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{council::Issue, grid::Brand};

fn shown(ui: Ui, show: Show, issue: &Issue) -> bool {
    match show {
        Show::All => true,
        Show::Mine => [&issue.raiser, &issue.entered_by].iter().any(|by| by.known() == Some(&query::my_id(ui))),
        Show::Area => query::my_area(ui).iter().any(|place| issue.path.contains(place)),
        Show::Waiting => !steps::open_to_me(ui, issue).is_empty(),
        Show::Overdue => issue.due_at_ms != 0 && ui.hood.now_ms() >= issue.due_at_ms,
    }
}

/// Those with a limit by when it ends, then the others, newest first.
fn list(ui: Ui, show: Show, most: Shown) -> Node {
    let mut all = most.top();
    query::each(ui, &mut |issue: &Issue| {
        if shown(ui, show, issue) {
            let order = match issue.due_at_ms {
                0 => (1, -issue.raised_at_ms),
                due => (0, due),
            };
            all.offer(order, &mut || row(ui, steps::row(ui, issue)));
        }
    });
    if all.is_empty() { empty(ui, "议", words::EMPTY_TITLE, words::EMPTY) } else { most.rows(ui, all) }
}

/// The screen.
pub fn page(ui: Ui, show: Show) -> Page {
    let most = Shown::new();
    let body = live(move || {
        let parts = [(Show::All, shell::ALL), (Show::Waiting, words::WAITING), (Show::Mine, words::MINE)]
            .map(|(part, label)| (Route::Council(part), label, part == show));
        let raise = link("btn", &Route::CouncilNew).say(ui, words::NEW);
        let raise = may_raise(ui).then(|| of("div", "btns").put(raise));
        let issues =
            of("div", "stack").put(filter(ui, words::FILTER, parts.into())).put(live(move || list(ui, show, most)));
        vec![raise.into(), section(ui.t(words::LIST), None).put(issues).put(dates::as_of(ui)).into()]
    });
    Page::new("page c", move || query::brand_name(ui, Brand::Council, false), body).sub(move || query::book_name(ui))
}
