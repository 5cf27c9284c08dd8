//! The card, what waits for a word, and the passbook.

use super::{
    card,
    may::{may_capture, mine},
    steps,
};
use crate::{
    routes::Route,
    text::timebank as words,
    ui::{
        Node, Ui, dates, link,
        list::{row, rows, section, state},
        live, note, nothing, of,
        order::Items,
        page::Page,
        query,
    },
};
use jiefang_domain::{grid::Brand, identity::Role, timebank::Hour};

const STAFF: &[Role] = &[Role::CommunityWorker, Role::BranchSecretary];
/// The newest ones; older ones come with the printed passbook.
const NEWEST: usize = 50;

/// The hours this person sees, by what they are to this person.
#[derive(Default)]
struct Hours {
    to_confirm: Items,
    passbook: Items,
    others: Items,
}

fn hours(ui: Ui, staff: bool) -> Hours {
    let me = query::my_id(ui);
    let mut hours = Hours::default();
    query::each(ui, &mut |hour: &Hour| {
        let newest = (-hour.started_at_ms, 0);
        if steps::may_reject(ui, hour) {
            hours.to_confirm.push((newest, row(ui, steps::row(ui, hour))));
        }
        if hour.provider == me {
            hours.passbook.push((newest, steps::line(ui, hour)));
        } else if staff || hour.recipient.known() == Some(&me) {
            hours.others.push((newest, row(ui, steps::row(ui, hour))));
        }
    });
    hours
}

fn passbook(ui: Ui, hours: Items) -> Node {
    if mine(ui).is_none() {
        return nothing();
    }
    let book: Node = if hours.is_empty() {
        state("", "时", ui.t(words::EMPTY_TITLE), ui.t(words::EMPTY)).into()
    } else {
        rows("list num", hours, NEWEST)
    };
    section(ui.t(words::PASSBOOK), None).put(book).put(dates::as_of(ui)).into()
}

fn to_confirm(ui: Ui, staff: bool, hours: Items) -> Node {
    let body = match (hours.is_empty(), staff) {
        (true, false) => return nothing(),
        (true, true) => note("mute", ui, words::NOTHING_TO_CONFIRM).into(),
        (false, _) => rows("list", hours, NEWEST),
    };
    section(ui.t(words::TO_CONFIRM), None).put(body).into()
}

fn others(ui: Ui, staff: bool, hours: Items) -> Node {
    if hours.is_empty() {
        return nothing();
    }
    let title = if staff { words::ALL_HOURS } else { words::RECEIVED };
    section(ui.t(title), None).put(rows("list", hours, NEWEST)).into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let body = live(move || {
        let staff = query::i_am(ui, STAFF);
        let record =
            may_capture(ui).then(|| of("div", "btns").put(link("btn", &Route::TimebankNew).say(ui, words::NEW)));
        // Staff come here to confirm; an empty place for a card of their own would only stand in the way.
        let card = if staff && mine(ui).is_none() { nothing() } else { card::card(ui) };
        let hours = hours(ui, staff);
        Node::Many(vec![
            card,
            record.into(),
            to_confirm(ui, staff, hours.to_confirm),
            passbook(ui, hours.passbook),
            others(ui, staff, hours.others),
        ])
    });
    Page::new("page t", move || query::brand_name(ui, Brand::Timebank, false), body).sub(move || query::book_name(ui))
}
