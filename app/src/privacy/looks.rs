//! Who looked at whose data, as a list.

use crate::{
    text::{privacy as words, roles},
    ui::{
        Node, Ui, dates, el,
        list::{rows, state},
        of,
        order::Items,
        query,
    },
};
use jiefang_domain::{Id, privacy::Look};

/// One line: who in which role, why, when.
pub fn line(ui: Ui, look: &Look) -> Node {
    let who = [&look.by_name, " · ", ui.t(roles::role(look.role))].concat();
    let note = if look.note.is_empty() { String::new() } else { [" · ", &look.note].concat() };
    let why = [ui.t(words::PHONE), " · ", ui.t(words::reason(look.reason)), &note].concat();
    let say = of("span", "say").put(el("b").put(who)).put(el("span").put(why));
    let when = of("span", "end").put(dates::moment_node(ui, look.at_ms));
    el("li").put(of("div", "cell").put(say).put(when)).into()
}

/// The looks at a person that this device holds, the newest first.
fn at(ui: Ui, person: &Id) -> Items {
    let mut all = Items::new();
    query::each(ui, &mut |look: &Look| {
        if look.person == *person {
            all.push(((-look.at_ms, 0), line(ui, look)));
        }
    });
    all
}

/// The list, or words that there is none.
pub fn list(ui: Ui, person: &Id) -> Node {
    let all = at(ui, person);
    if all.is_empty() {
        return state("", "好", ui.t(words::NOBODY_LOOKED), ui.t(words::NOBODY_LOOKED_TEXT)).into();
    }
    rows("list", all, crate::ui::list::SHOWN_MAX)
}
