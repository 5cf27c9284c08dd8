//! What is known of somebody is put right; they leave, come back, or turn out to be known twice.

use super::desk::{Desk, text};
use crate::{
    routes::Route,
    text::people as words,
    ui::{
        Held, Node, Ui,
        act::Form,
        button,
        confirm::confirm,
        el,
        form::{Choice, Field, check, choose, field},
        link,
        list::{section, tag},
        live, note, of,
        people::Picker,
        query,
    },
};
use jiefang_domain::{
    Id,
    identity::{Left, Person, phone as digits},
    tree::{Tree, Wood},
};
use leptos::prelude::untrack;

const NAME: Field = Field::line("name", words::NAME);
const PHONE: Field = Field { kind: "tel", hint: Some(words::PHONE_KEEP), ..Field::line("phone", words::PHONE) };
const DOOR: Field = Field { hint: Some(words::DOOR_HINT), ..Field::line("door", words::DOOR) };
const SKILLS: Field = Field { hint: Some(words::SKILLS_HINT), ..Field::line("skills", words::SKILLS) };
/// Why somebody leaves, as it is offered.
const WHY: [(Left, crate::text::Words); 3] =
    [(Left::Moved, words::MOVED), (Left::Died, words::DIED), (Left::Mistake, words::MISTAKE)];

fn edit(ui: Ui, desk: Desk, person: &Person) -> Node {
    let of_field = |field: &jiefang_domain::Field<String>| Held::new(query::shown(field).to_owned());
    let (name, phone, door) = (of_field(&person.name), Held::new(String::new()), of_field(&person.door));
    let skills = Held::new(person.skills.known().map_or_else(String::new, |skills| skills.join("、")));
    let volunteer = Held::new(person.volunteer.known() == Some(&true));
    let id = person.id.clone();
    let save = move || {
        let typed = name.now().trim().to_owned();
        let number = digits(&phone.now());
        let wrong = [
            (typed.is_empty(), "name", words::NAME_MISSING),
            (number.is_none(), "phone", crate::text::privacy::PHONE_WRONG),
        ];
        if desk.form.lacks(ui, &wrong) {
            return;
        }
        let number = number.unwrap_or_default();
        let skills = skills.now();
        let all: Vec<String> = skills
            .split(['、', '，', ',', '；', ';'])
            .map(|skill| skill.trim().to_owned())
            .filter(|skill| !skill.is_empty())
            .collect();
        let fields = vec![
            ("person", id.tree()),
            ("name", text(typed)),
            // The number is masked here: what is not typed stays as it is.
            ("phone", if number.is_empty() { Tree::Null } else { text(number) }),
            ("household", Tree::Null),
            ("door", text(door.now().trim())),
            ("skills", all.tree()),
            ("volunteer", Tree::Bool(volunteer.now())),
            ("grants", Tree::List(Vec::new())),
        ];
        desk.act(ui, "person.change@1", fields, move |ui| {
            phone.set(String::new());
            ui.told(words::CHANGED);
        });
    };
    let form = Form::element(save)
        .put(field(ui, desk.form, NAME, name))
        .put(field(ui, desk.form, PHONE, phone))
        .put(field(ui, desk.form, DOOR, door))
        .put(field(ui, desk.form, SKILLS, skills))
        .put(check(ui.t(words::VOLUNTEER), volunteer))
        .put(desk.form.submit(ui, "btn", words::SAVE));
    of("details", "fold").put(el("summary").say(ui, words::EDIT)).put(form).into()
}

/// Asks once more, then does it; a refusal is told on the page.
fn asking(
    ui: Ui,
    desk: Desk,
    open: Held<Option<usize>>,
    question: impl Fn() -> (crate::text::Words, String) + Send + Sync + 'static,
    act: impl Fn() -> (&'static str, Vec<(&'static str, Tree)>) + Send + Sync + 'static,
) -> Node {
    let work = move |_| {
        let (kind, fields) = untrack(&act);
        desk.work(ui, kind, fields, words::CHANGED)
    };
    confirm(ui, open, move |_| question(), work, |_| {})
}

fn leave(ui: Ui, desk: Desk, person: &Person) -> Node {
    let (open, why) = (Held::new(None::<usize>), Held::new(0_usize));
    let (id, name) = (person.id.clone(), query::shown(&person.name).to_owned());
    let which = live(move || {
        let choice =
            |(at, (_, label)): (usize, &(Left, crate::text::Words))| Choice::new(ui.t(*label), why.get() == at);
        let choices = WHY.iter().enumerate().map(choice).collect();
        choose(ui, desk.form, "leave-why", words::WHY, choices, move |at| why.set(at))
    });
    let go = button("btn danger", ui.t(words::LEAVE), move || open.set(Some(0)));
    let question = move || (words::LEAVE_TITLE, ui.fill(words::LEAVE_TEXT, &[&name]));
    let act = move || {
        let why = WHY.get(why.get()).map_or(Left::Moved, |(why, _)| *why);
        let none = || Tree::List(Vec::new());
        ("person.leave@1", vec![("person", id.tree()), ("why", why.tree()), ("grants", none()), ("wards", none())])
    };
    let body = of("div", "stack").put(which).put(of("div", "btns").put(go)).put(asking(ui, desk, open, question, act));
    of("details", "fold").put(el("summary").say(ui, words::LEAVE)).put(body).into()
}

fn merge(ui: Ui, desk: Desk, person: &Person) -> Node {
    let (open, into) = (Held::new(None::<usize>), Picker::named("find-into"));
    let (id, name) = (person.id.clone(), query::shown(&person.name).to_owned());
    let go = button("btn danger", ui.t(words::MERGE), move || {
        if !desk.form.lacks(ui, &[(into.chosen.now().is_none(), "into", words::MERGE_MISSING)]) {
            open.set(Some(0));
        }
    });
    let question = move || {
        let other = into.chosen.get().map_or_else(String::new, |other| query::person_name(ui, &other));
        (words::MERGE_TITLE, ui.fill(words::MERGE_TEXT, &[&name, &other, &name]))
    };
    let act = move || {
        let none = || Tree::List(Vec::new());
        let into = into.chosen.get().unwrap_or_else(Id::none);
        let fields = vec![("person", id.tree()), ("into", into.tree())];
        let lists = ["grants", "kept", "wards", "work"].map(|name| (name, none()));
        ("person.merge@1", fields.into_iter().chain(lists).collect())
    };
    let body = of("div", "stack")
        .put(note("note", ui, words::MERGE_NOTE))
        .put(into.fields(ui, desk.form, "into", words::MERGE_INTO, query::people))
        .put(of("div", "btns").put(go))
        .put(asking(ui, desk, open, question, act));
    of("details", "fold").put(el("summary").say(ui, words::MERGE)).put(body).into()
}

/// What changes about somebody of the current book; for who is here no more, coming back.
pub fn section_of(ui: Ui, desk: Desk, person: &Person) -> Node {
    if !person.active {
        let back = matches!(person.left.known(), Some(Left::Moved | Left::Died | Left::Mistake));
        let id = person.id.clone();
        let back = back.then(|| {
            button("btn ghost", ui.t(words::RETURN), move || {
                desk.act(ui, "person.return@1", vec![("person", id.tree())], |ui| ui.told(words::CHANGED));
            })
        });
        let other = person.same_as.known().and_then(|other| other.first());
        let said: Node = match other {
            Some(other) => {
                let name = ui.fill(words::MERGED_INTO, &[&query::person_name(ui, other)]);
                link("btn ghost", &Route::Person(other.clone())).put(name).into()
            }
            None => tag("tag", ui.t(words::GONE)).into(),
        };
        return section(ui.t(words::CHANGES), None).put(of("div", "btns").put(said).put(back)).into();
    }
    let all = vec![edit(ui, desk, person), merge(ui, desk, person), leave(ui, desk, person)];
    section(ui.t(words::CHANGES), None).put(of("div", "stack").all(all)).into()
}
