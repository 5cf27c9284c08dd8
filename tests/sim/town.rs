//! The town every run begins with: two communities, the people of them, their cards.

use super::{
    executor::at_once,
    server::tables::{Memory, Tx},
    shared::Shared,
};
use jiefang_domain::{
    Id, Millis,
    calendar::HOUR_MS,
    command::Command,
    grid::{AddPlace, PlaceKind, Policy, SetPolicy},
    identity::{EnterPerson, GiveGrant, Role},
    timebank::OpenCard,
};
use jiefang_server::sync::{Left, SystemOp, decide, system_batch};
use std::{cell::RefCell, rc::Rc};

/// A Monday, 2026-11-23 09:00 in Shanghai.
pub const MONDAY_9_MS: Millis = 1_795_395_600_000;
/// The communities.
pub const BOOKS: [&str; 2] = ["jinbu", "guang"];

/// Everybody: name, role, place. The place tells the community.
pub const PEOPLE: [(&str, Role, &str); 13] = [
    ("worker", Role::CommunityWorker, "jinbu"),
    ("worker2", Role::CommunityWorker, "jinbu"),
    ("secretary", Role::BranchSecretary, "jinbu-area"),
    ("steward", Role::Steward, "jinbu-b5"),
    ("steward4", Role::Steward, "jinbu-b4"),
    ("resident", Role::Resident, "jinbu-b5"),
    ("volunteer", Role::Resident, "jinbu-b4"),
    ("keeper", Role::PropertyManager, "jinbu-yard"),
    ("guest", Role::Resident, "guang-b5"),
    ("clerk", Role::CommunityWorker, "guang"),
    ("branch", Role::BranchSecretary, "guang-area"),
    ("warden", Role::Steward, "guang-b5"),
    // At home in both.
    ("lin", Role::Steward, "guang-yard"),
];

thread_local! {
    static TOWN: Rc<Memory> = Rc::new(built());
}

pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// The places of a community where something can happen.
pub fn places(book: &Id) -> Vec<Id> {
    ["b4", "b5", "yard"].iter().map(|at| id(&format!("{book}-{at}"))).collect()
}

/// The number on somebody's card.
pub fn card(person: &str) -> Id {
    Id::join(&["card", person])
}

/// The community a place lies in.
fn book_of(place: &str) -> &str {
    place.split('-').next().unwrap()
}

/// The tables at the beginning.
pub fn tables() -> Memory {
    TOWN.with(|town| (**town).clone())
}

fn built() -> Memory {
    let shared = Shared::new(0, MONDAY_9_MS, false);
    shared.calm.set(true);
    let tables = Rc::new(RefCell::new(Memory::default()));
    for book in BOOKS {
        let mut commands = raised(book);
        for (person, role, place) in PEOPLE.iter().filter(|(_, _, place)| book_of(place) == book) {
            commands.extend(settled(person, *role, place));
        }
        if book == "jinbu" {
            commands.extend(settled("lin", Role::Steward, "jinbu-b4"));
        }
        let ops = commands.into_iter().enumerate().map(|(n, command)| SystemOp {
            book: id(book),
            op_id: Id::join(&["town", book, &n.to_string()]),
            command,
            now_ms: MONDAY_9_MS - 40 * 24 * HOUR_MS,
        });
        let batch = system_batch(ops.collect()).unwrap();
        let mut tx = Tx::begin(&shared, &tables, Box::new(|_, _| {}));
        let decisions = at_once(decide(&mut tx, &mut Left::default(), &[batch])).unwrap();
        at_once(tx.written(decisions.writes)).unwrap();
        let outcome = decisions.outcome;
        let answers = outcome.answers[0].as_ref().unwrap();
        assert!(answers.iter().all(|(_, answer)| matches!(answer, jiefang_domain::sync::Answer::Applied { .. })));
    }
    Rc::try_unwrap(tables).unwrap().into_inner()
}

fn raised(book: &str) -> Vec<Command> {
    let at = |part: &str| format!("{book}-{part}");
    let place = |of: &str, kind, lies_in: &[&str]| {
        Command::AddPlace(AddPlace {
            id: id(of),
            kind,
            name: of.into(),
            lies_in: lies_in.iter().map(|place| id(place)).collect(),
            unmanaged: kind == PlaceKind::Estate,
            units: 0,
            households: 0,
            body: String::new(),
        })
    };
    let (area, yard) = (at("area"), at("yard"));
    vec![
        place(book, PlaceKind::Community, &["dacheng"]),
        Command::SetPolicy(SetPolicy { policy: Policy::default() }),
        place(&area, PlaceKind::Area, &[book, "dacheng"]),
        place(&yard, PlaceKind::Estate, &[&area, book, "dacheng"]),
        place(&at("b4"), PlaceKind::Building, &[&yard, &area, book, "dacheng"]),
        place(&at("b5"), PlaceKind::Building, &[&yard, &area, book, "dacheng"]),
    ]
}

fn settled(person: &str, role: Role, place: &str) -> Vec<Command> {
    vec![
        Command::EnterPerson(EnterPerson {
            id: id(person),
            name: person.into(),
            phone: "13800000000".into(),
            household: Id::join(&["home", person]),
            invented: true,
            door: String::new(),
            skills: Vec::new(),
            volunteer: false,
        }),
        Command::GiveGrant(GiveGrant {
            id: Id::join(&["g", person, book_of(place)]),
            person: id(person),
            role,
            place: id(place),
            since_ms: 0,
        }),
        Command::OpenCard(OpenCard { number: card(person), person: id(person) }),
    ]
}
