//! One person, for those who work with them: the number behind its mask, what was agreed to on paper, who acts for
//! them, and who looked, to be printed for somebody without a phone.

use super::{
    WORKERS,
    agreed::agreed,
    guardian,
    look::{self, Looking, Subject},
    looks, people,
    wish::Wishing,
};
use crate::{
    people as people_desk,
    routes::Route,
    text::{people as desk_words, privacy as words, roles, stewards},
    ui::{
        Held, Node, Ui,
        act::{Form, call_error, may},
        button, el,
        list::{facts, gone, section},
        live, note, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    identity::{Grant, Person},
    privacy::{Given, Look},
};
use leptos::prelude::*;

fn held(ui: Ui, person: &Id) -> Node {
    let mut all: Vec<Node> = Vec::new();
    query::each(ui, &mut |grant: &Grant| {
        if grant.person == *person && grant.until_ms == 0 {
            let place = query::long_place_name(ui, &grant.place);
            all.push(el("div").put([ui.t(roles::role(grant.role)), " · ", &place].concat()).into());
        }
    });
    Node::Many(all)
}

fn known(ui: Ui, person: &Person, looking: Looking) -> Node {
    let name = query::shown(&person.name).to_owned();
    let number = el("span").attr("class", "num").put(people::number(ui, person));
    let mut rows = vec![(ui.t(words::PHONE), number.into()), (ui.t(words::ROLES), held(ui, &person.id))];
    let door = query::shown(&person.door);
    if !door.is_empty() {
        rows.push((ui.t(desk_words::DOOR), of("span", "num").put(door.to_owned()).into()));
    }
    let masked = person.tails.known().is_some_and(|tails| !tails.is_empty());
    let subject = Subject { person: Some(person.id.clone()), name, number: None };
    let show = (masked && may(ui, &look::sample(&person.id)))
        .then(|| of("div", "btns").put(button("btn", ui.t(words::SHOW), move || looking.begin(subject.clone()))));
    section(ui.t(stewards::FACTS), None).put(of("div", "stack").put(facts(rows)).put(show)).into()
}

fn fetch(ui: Ui, form: Form, person: Id, shown: Held<Option<Vec<Look>>>) {
    form.run(ui, async move {
        let all = ui.hood.looks(&person).await.map_err(|error| untrack(|| call_error(ui, error)))?;
        Ok(move |_: Ui| shown.set(Some(all)))
    });
}

/// Who looked: asked of the server, because it concerns the person and not their colleagues.
fn looked(ui: Ui, name: &str, person: Id, form: Form, shown: Held<Option<Vec<Look>>>) -> Node {
    let body = match shown.get() {
        None => button("btn ghost", ui.t(words::LIST_LOOKS), move || fetch(ui, form, person.clone(), shown)).into(),
        Some(all) if all.is_empty() => note("note", ui, words::NO_LOOKS).node(),
        Some(all) => {
            let print = button("btn ghost", ui.t(words::PRINT), || {
                let _ = window().print();
            });
            let list = of("ul", "list").all(all.iter().map(|look| looks::line(ui, look)));
            of("div", "stack").put(list).put(of("div", "btns").put(print)).into()
        }
    };
    section(ui.fill(words::WHO_LOOKED_OF, &[name]), None).put(body).into()
}

/// The screen.
pub fn page(ui: Ui, id: Id) -> Page {
    let (form, looking) = (Form::new(), Looking::new());
    let shown = Held::new(None::<Vec<Look>>);
    let (acts, wishing) = (guardian::Naming::new(), Wishing::new());
    let (of_title, of_desk) = (id.clone(), id.clone());
    let body = live(move || {
        let seen = query::i_am(ui, WORKERS).then(|| query::record::<Person>(ui, &id)).flatten();
        let Some((person, _)) = seen else { return gone(ui, &Route::Residents) };
        let name = query::shown(&person.name).to_owned();
        let title = ui.fill(words::AGREED_OF, &[&name]);
        let (of_looks, of_guardian, name_of_wish) = (id.clone(), id.clone(), name.clone());
        Node::Many(vec![
            known(ui, &person, looking),
            live(move || looked(ui, &name, of_looks.clone(), form, shown)),
            agreed(ui, form, title, &id, Given::Paper),
            acts.section(ui, &of_guardian),
            wishing.section(ui, vec![(of_guardian, name_of_wish, Given::Paper)], !person.active),
        ])
    });
    let title =
        move || query::record::<Person>(ui, &of_title).map_or_else(String::new, |(p, _)| query::shown(&p.name).into());
    let body = vec![form.summary(ui), body, people_desk::sections(ui, &of_desk), looking.sheet(ui)];
    Page::new("page slim", title, body).sub(move || query::book_name(ui)).back(Route::Residents)
}
