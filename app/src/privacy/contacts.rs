//! The residents of a steward's building who agreed that the steward may know their number: here also without network.

use super::{
    look::{Looking, Subject},
    masked,
};
use crate::{
    text::privacy as words,
    ui::{
        Node, Ui, button, el,
        list::{self, SHOWN_MAX, locked, rows},
        live, note, nothing, of,
        order::Items,
        query,
    },
};
use jiefang_domain::{
    Id,
    identity::Role,
    privacy::{Contact, tail},
};

fn row(ui: Ui, contact: &Contact, looking: Looking) -> Node {
    let (name, number) = (query::shown(&contact.name).to_owned(), query::shown(&contact.phone).to_owned());
    let about = [&masked(tail(&number).as_deref()), " · ", &query::long_place_name(ui, &contact.place)].concat();
    let say = of("span", "say").put(el("b").put(name.clone())).put(el("span").put(about));
    let label = [ui.t(words::SHOW), "：", &name].concat();
    let subject = Subject { person: Some(contact.person.clone()), name, number: Some(number) };
    let show = button("btn ghost sm", ui.t(words::SHOW), move || looking.begin(subject.clone()));
    el("li").put(of("div", "cell").put(say).put(show.attr("aria-label", label))).into()
}

/// The section, of one building or of all; nothing for who looks after no building.
fn residents(ui: Ui, within: Option<&Id>, looking: Looking) -> Node {
    if !query::i_am(ui, &[Role::Steward]) || locked(ui) {
        return nothing();
    }
    let mut named = Vec::new();
    query::each(ui, &mut |contact: &Contact| {
        if !contact.place.is_none() && within.is_none_or(|id| *id == contact.place) {
            named.push((0, query::shown(&contact.name).to_owned(), contact.id.clone()));
        }
    });
    let mut all = Items::new();
    for (at, (id, _)) in (0..).zip(crate::ui::order::named(named)) {
        if let Some((contact, _)) = query::record::<Contact>(ui, &id) {
            all.push(((at, 0), row(ui, &contact, looking)));
        }
    }
    let shown: Node =
        if all.is_empty() { note("note", ui, words::CONTACTS_NONE).into() } else { rows("list", all, SHOWN_MAX) };
    list::section(ui.t(words::CONTACTS), None).put(shown).into()
}

/// The section with its sheet, of one building or of all.
pub fn section(ui: Ui, within: Option<Id>) -> Node {
    let looking = Looking::new();
    vec![live(move || residents(ui, within.as_ref(), looking)), looking.sheet(ui)].into()
}
