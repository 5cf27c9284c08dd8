//! The savings card: what is posted and what waits, apart.

use super::may::mine;
use crate::{
    text::timebank as words,
    ui::{Node, Ui, dates, el, list::state, of, p, seal},
};

/// The card, or how to get one.
pub fn card(ui: Ui) -> Node {
    let Some((account, number)) = mine(ui) else {
        return state("", "时", ui.t(words::NO_CARD_TITLE), ui.t(words::NO_CARD)).into();
    };
    let balance = account.balance_minutes();
    let number = number.map(|number| of("span", "num").put(ui.fill(words::NUMBER, &[number.as_str()])));
    let top = of("div", "pass-top").put(seal("seal t", "时")).put(el("b").say(ui, words::CREDIT)).put(number);
    let mut big = of("p", "big num").put(dates::number(balance / 60)).put(el("small").say(ui, words::HOURS));
    if balance % 60 != 0 {
        let minutes = [" ", &(balance % 60).to_string()].concat();
        big = big.put(minutes).put(el("small").say(ui, words::MINUTES));
    }
    let pending = match account.pending_credits_minutes {
        0 => ui.t(words::PENDING_NONE).into(),
        minutes => ui.fill(words::PENDING, &[&dates::length(ui, minutes)]),
    };
    of("section", "pass")
        .attr("aria-label", ui.t(words::CARD))
        .put(top)
        .put(of("div", "pass-main").put(el("div").put(big).put(p("pass-wait", pending))))
        .into()
}
