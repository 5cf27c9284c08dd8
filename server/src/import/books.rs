//! What the books hold, in memory, as a plan changes it: each act is decided by the same rulebook that will decide it for
//! good, and a line of a list takes effect whole or not at all.

use super::value::{building, compared, number};
use crate::{
    store::{Store, StoreError},
    sync::{Decided, decide_act},
};
use jiefang_domain::{
    Field, Id, Key, Kind, Millis, Refusal, Row,
    command::Command,
    grid::{Place, PlaceKind},
    identity::{Actor, Grant, Person, Role, STAFF},
    privacy::Guardian,
    record::Record,
    rule::{Seen, View},
    timebank::Card,
};
use std::collections::{BTreeSet, HashMap};

/// The kinds that the acts of an import look at.
const KINDS: [Kind; 9] = [
    Kind::Place,
    Kind::Person,
    Kind::Grant,
    Kind::Card,
    Kind::Account,
    Kind::Consent,
    Kind::Contact,
    Kind::Guardian,
    Kind::Policy,
];

/// Rows by one of their features.
type By<K> = HashMap<K, BTreeSet<Id>>;

/// A community's book.
#[derive(Debug, Default)]
pub struct Community {
    /// The book.
    pub book: Option<Id>,
    /// Its name.
    pub name: String,
    /// Whether whoever imports does so here; otherwise nothing of it is loaded.
    pub may: bool,
    rows: HashMap<Key, Row>,
    places: By<String>,
    phones: By<String>,
    names: By<String>,
    held: By<Id>,
    standing_at: By<Id>,
    wards: By<Id>,
    cards: By<Id>,
    inside: By<Id>,
    undo: Vec<(Key, Option<Row>)>,
}

impl View for Community {
    fn row(&self, key: &Key) -> Seen<&Row> {
        self.rows.get(key).map_or(Seen::Absent, Seen::Known)
    }
}

/// A place by what it is called, as it is looked for.
fn place_key(kind: PlaceKind, name: &str) -> String {
    let name = if kind == PlaceKind::Building { building(name) } else { name.to_owned() };
    format!("{kind:?}{}", compared(&name))
}

fn text(field: &Field<String>) -> &str {
    field.known().map_or("", String::as_str)
}

impl Community {
    /// A community of which nothing but the name is known.
    pub fn named(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    /// The community with all that an import looks at.
    async fn load(store: &Store, book: &Id, name: String) -> Result<Self, StoreError> {
        let mut community = Self { book: Some(book.clone()), may: true, ..Self::named(name) };
        for kind in KINDS {
            for row in store.records(book, kind).await? {
                community.put(row);
            }
        }
        Ok(community)
    }

    /// A record.
    pub fn get<R: Record>(&self, id: &Id) -> Option<&R> {
        R::of(self.rows.get(&Key::of::<R>(id))?)
    }

    /// The places of a kind and name, closed ones included.
    pub fn places(&self, kind: PlaceKind, name: &str) -> Vec<&Place> {
        let ids = self.places.get(&place_key(kind, name)).into_iter().flatten();
        ids.filter_map(|id| self.get::<Place>(id)).filter(|place| place.place_kind == kind).collect()
    }

    /// The places within another.
    pub fn within(&self, place: &Id) -> impl Iterator<Item = &Place> {
        self.inside.get(place).into_iter().flatten().filter_map(|id| self.get::<Place>(id))
    }

    /// Those with a phone number, those who left included.
    pub fn with_phone(&self, phone: &str) -> Vec<&Person> {
        self.of(self.phones.get(&number(phone)))
    }

    /// Those of a name, those who left included.
    pub fn called(&self, name: &str) -> Vec<&Person> {
        self.of(self.names.get(&compared(name)))
    }

    fn of(&self, ids: Option<&BTreeSet<Id>>) -> Vec<&Person> {
        ids.into_iter().flatten().filter_map(|id| self.get::<Person>(id)).collect()
    }

    /// What somebody holds now.
    pub fn held(&self, person: &Id) -> Vec<&Grant> {
        let grants = self.held.get(person).into_iter().flatten().filter_map(|id| self.get::<Grant>(id));
        grants.filter(|grant| grant.until_ms == 0).collect()
    }

    /// What somebody holds now of one role.
    pub fn held_as(&self, person: &Id, role: Role) -> Vec<&Grant> {
        self.held(person).into_iter().filter(|grant| grant.role == role).collect()
    }

    /// Whether somebody holds something at a place now: a home, or a role.
    pub fn is_held(&self, place: &Id) -> bool {
        let mut grants = self.standing_at.get(place).into_iter().flatten().filter_map(|id| self.get::<Grant>(id));
        grants.any(|grant| grant.until_ms == 0)
    }

    /// For whom somebody acts now.
    pub fn wards(&self, person: &Id) -> Vec<Id> {
        let rows = self.wards.get(person).into_iter().flatten().filter_map(|id| self.get::<Guardian>(id));
        rows.filter(|row| row.lasts()).map(|row| row.person.clone()).collect()
    }

    /// The card of a person.
    pub fn card_of(&self, person: &Id) -> Option<&Card> {
        self.cards.get(person)?.first().and_then(|id| self.get::<Card>(id))
    }

    fn put(&mut self, row: Row) -> Option<Row> {
        let key = row.key();
        if let Some(old) = self.rows.remove(&key) {
            self.index(&old, |by, id| {
                by.remove(id);
            });
            self.index(&row, note);
            self.rows.insert(key, row);
            return Some(old);
        }
        self.index(&row, note);
        self.rows.insert(key, row)
    }

    fn take(&mut self, key: &Key) {
        if let Some(old) = self.rows.remove(key) {
            self.index(&old, |by, id| {
                by.remove(id);
            });
        }
    }

    fn index(&mut self, row: &Row, change: fn(&mut BTreeSet<Id>, &Id)) {
        match row {
            Row::Place(place) => {
                change(self.places.entry(place_key(place.place_kind, &place.name)).or_default(), &place.id);
                for above in place.path.iter().skip(1) {
                    change(self.inside.entry(above.clone()).or_default(), &place.id);
                }
            }
            Row::Person(person) => {
                change(self.names.entry(compared(text(&person.name))).or_default(), &person.id);
                if !text(&person.phone).is_empty() {
                    change(self.phones.entry(number(text(&person.phone))).or_default(), &person.id);
                }
            }
            Row::Grant(grant) => {
                change(self.held.entry(grant.person.clone()).or_default(), &grant.id);
                change(self.standing_at.entry(grant.place.clone()).or_default(), &grant.id);
            }
            Row::Guardian(guardian) => change(self.wards.entry(guardian.guardian.clone()).or_default(), &guardian.id),
            Row::Card(card) => change(self.cards.entry(card.person.clone()).or_default(), &card.id),
            _ => {}
        }
    }

    /// Decides an act and takes what it changes.
    ///
    /// # Errors
    /// Why it does not hold.
    pub fn act(&mut self, command: &Command, actor: &Actor, now: Millis) -> Result<(), Refusal> {
        let Some(book) = self.book.clone() else { return Err(Refusal::NotFound) };
        match decide_act(command, actor, now, &book, self) {
            Decided::Applied(settled) => {
                for (_, row) in settled.rows {
                    let key = row.key();
                    let old = self.put(row);
                    self.undo.push((key, old));
                }
                Ok(())
            }
            Decided::Refused(refusal) => Err(refusal),
            Decided::Unsure => Err(Refusal::NotPossible),
        }
    }

    /// What has been done since the last time stays.
    pub fn keep(&mut self) {
        self.undo.clear();
    }

    /// What has been done since the last time is as if it had not been.
    pub fn forget(&mut self) {
        for (key, old) in std::mem::take(&mut self.undo).into_iter().rev() {
            match old {
                Some(row) => drop(self.put(row)),
                None => self.take(&key),
            }
        }
    }
}

fn note(by: &mut BTreeSet<Id>, id: &Id) {
    by.insert(id.clone());
}

/// Every community, those loaded in which whoever imports may do so.
#[derive(Debug)]
pub struct Books {
    /// Them.
    pub communities: Vec<Community>,
    /// Who imports.
    pub actor: Actor,
    /// When.
    pub now: Millis,
}

impl Books {
    /// Loads what `actor` may import into.
    ///
    /// # Errors
    /// What the database says.
    pub async fn load(store: &Store, actor: Actor, now: Millis) -> Result<Self, StoreError> {
        let parents: HashMap<Id, Id> = store.books().await?.into_iter().map(|row| (row.book, row.parent)).collect();
        let mut communities = Vec::new();
        for info in store.books_named().await?.into_iter().filter(|info| info.kind == "community") {
            let path = [info.id.clone(), parents.get(&info.id).cloned().unwrap_or_else(Id::none)];
            let may = actor.system || actor.holds(STAFF, &path);
            communities.push(if may {
                Community::load(store, &info.id, info.name).await?
            } else {
                Community::named(info.name)
            });
        }
        Ok(Self { communities, actor, now })
    }

    /// Whether whoever imports may do so in a book.
    pub fn may(&self, book: &Id) -> bool {
        self.communities.iter().any(|community| community.may && community.book.as_ref() == Some(book))
    }

    /// Communities of that name, `社区` at its end or not.
    pub fn called(&self, name: &str) -> Vec<usize> {
        let bare = |name: &str| {
            let name = compared(name);
            name.strip_suffix("社区").map_or_else(|| name.clone(), str::to_owned)
        };
        let called = |(at, community): (usize, &Community)| (bare(&community.name) == bare(name)).then_some(at);
        self.communities.iter().enumerate().filter_map(called).collect()
    }

    /// The one community in which whoever imports may do so, where there is one only.
    pub fn sole(&self) -> Option<usize> {
        let mut may = self.communities.iter().enumerate().filter(|(_, community)| community.may).map(|(at, _)| at);
        may.next().filter(|_| may.next().is_none())
    }
}
