//! A yard in memory for the rules' own tests: a community with one estate of two buildings and the people of it.

use crate::{
    Audience, Id, Key, Millis, Refusal, Row,
    calendar::HOUR_MS,
    command::Command,
    decide::decide,
    grid::{AddPlace, PlaceKind},
    identity::{Actor, EnterPerson, GiveGrant, Grant, Role},
    indicator::{Contribution, Indicator},
    rule::{Case, Seen, Verdict, View},
    settle::{Settled, settle},
    timebank::{OpenCard, Transfer},
};
use std::{
    borrow::Borrow,
    collections::{BTreeMap, HashMap},
};

/// An id that is known to be one.
pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// A grant on the first place of `path`.
pub fn grant(person: &str, role: Role, path: &[&str]) -> Grant {
    Grant {
        id: Id::join(&["g", person]),
        person: id(person),
        name: person.into(),
        role,
        place: id(path[0]),
        path: path.iter().map(|p| id(p)).collect(),
        from_ms: 0,
        until_ms: 0,
    }
}

/// The book of the yard.
pub const BOOK: &str = "jinbu";
/// A Monday, 2026-11-23 09:00 in Shanghai.
pub const MONDAY_9_MS: Millis = 1_795_395_600_000;

/// Everything there is, as a server would hold it.
pub struct Yard {
    pub rows: HashMap<Key, Row>,
    pub transfers: Vec<Transfer>,
    pub cells: BTreeMap<(Indicator, Id, crate::Day), i64>,
    pub now: Millis,
}

impl View for Yard {
    fn row(&self, key: &Key) -> Seen<&Row> {
        self.rows.get(key).map_or(Seen::Absent, Seen::Known)
    }
}

impl Yard {
    /// 进步巷 with 秦苑: buildings b4 and b5, and one person for each role.
    pub fn new() -> Self {
        let (rows, transfers, cells) = (HashMap::new(), Vec::new(), BTreeMap::new());
        let mut yard = Self { rows, transfers, cells, now: MONDAY_9_MS - 40 * 24 * HOUR_MS };
        let place = |id_: &str, kind, lies_in: &[&str]| {
            Command::AddPlace(AddPlace {
                id: id(id_),
                kind,
                name: id_.into(),
                lies_in: lies_in.iter().map(|p| id(p)).collect(),
                unmanaged: kind == PlaceKind::Estate,
                units: 0,
                households: 0,
                body: String::new(),
            })
        };
        yard.clock(place(BOOK, PlaceKind::Community, &["dacheng"]));
        yard.clock(place("area1", PlaceKind::Area, &[BOOK, "dacheng"]));
        yard.clock(place("qinyuan", PlaceKind::Estate, &["area1", BOOK, "dacheng"]));
        for building in ["b4", "b5"] {
            yard.clock(place(building, PlaceKind::Building, &["qinyuan", "area1", BOOK, "dacheng"]));
        }
        for (person, role, at) in [
            ("steward", Role::Steward, "b5"),
            ("steward4", Role::Steward, "b4"),
            ("secretary", Role::BranchSecretary, "area1"),
            ("general", Role::BranchSecretary, BOOK),
            ("worker", Role::CommunityWorker, BOOK),
            ("worker2", Role::CommunityWorker, BOOK),
            ("resident", Role::Resident, "b5"),
            ("volunteer", Role::Resident, "b4"),
            ("kin", Role::Resident, "b4"),
            ("property", Role::PropertyManager, "qinyuan"),
        ] {
            let household = if person == "kin" { "volunteer" } else { person };
            yard.clock(Command::EnterPerson(EnterPerson {
                id: id(person),
                name: person.into(),
                phone: "13800000000".into(),
                household: Id::join(&["hh", household]),
                invented: true,
                door: String::new(),
                skills: Vec::new(),
                volunteer: false,
            }));
            let grant = Id::join(&["g", person]);
            yard.clock(Command::GiveGrant(GiveGrant {
                id: grant,
                person: id(person),
                role,
                place: id(at),
                since_ms: 0,
            }));
        }
        for (number, person) in [("00041", "volunteer"), ("00042", "resident"), ("00043", "worker")] {
            yard.clock(Command::OpenCard(OpenCard { number: id(number), person: id(person) }));
        }
        yard.now = MONDAY_9_MS;
        yard
    }

    /// A person with the grants they hold in the yard.
    pub fn actor(&self, person: &str) -> Actor {
        let held = self.rows.values().filter_map(|row| match row {
            Row::Grant(grant) if grant.person.as_str() == person => Some(grant.clone()),
            _ => None,
        });
        Actor::person(id(person), held.collect())
    }

    /// Decides and keeps what follows.
    pub fn decide(&mut self, actor: &Actor, command: &Command) -> Result<Settled, Refusal> {
        let book = id(BOOK);
        let changes = match decide(command, &Case { actor, now: self.now, book: &book, view: self }) {
            Verdict::Allowed(changes) => changes,
            Verdict::Refused(refusal) => return Err(refusal),
            Verdict::Unsure(_) => panic!("nothing is unknown to a yard that holds everything: {command:?}"),
        };
        let settled = settle(changes, &book, self);
        for (_, row) in &settled.rows {
            self.rows.insert(row.key(), row.clone());
        }
        self.transfers.extend(settled.transfers.iter().cloned());
        for Contribution { indicator, place, day, value } in &settled.cells {
            *self.cells.entry((*indicator, place.clone(), *day)).or_default() += value;
        }
        Ok(settled)
    }

    /// A person acts.
    pub fn act(&mut self, person: &str, command: impl Borrow<Command>) -> Result<Settled, Refusal> {
        self.decide(&self.actor(person), command.borrow())
    }

    /// The clock acts; it may.
    pub fn clock(&mut self, command: impl Borrow<Command>) -> Settled {
        self.decide(&Actor::system(), command.borrow()).unwrap()
    }

    /// The record of kind `R` with that id.
    pub fn get<R: crate::record::Record + Clone>(&self, of: &str) -> R {
        crate::rule::get::<R>(self, &id(of)).known().cloned().unwrap()
    }

    /// All that an indicator adds up to in the community.
    pub fn total(&self, indicator: Indicator) -> i64 {
        let here = |(i, place, _): &&(Indicator, Id, crate::Day)| *i == indicator && place.as_str() == BOOK;
        self.cells.iter().filter(|(key, _)| here(key)).map(|(_, value)| value).sum()
    }

    /// The projection of a row for an audience.
    pub fn seen_by(&self, key: &Key, audience: &Audience) -> Option<Row> {
        self.rows[key].projections().into_iter().find(|(a, _)| a == audience).map(|(_, row)| row)
    }
}
