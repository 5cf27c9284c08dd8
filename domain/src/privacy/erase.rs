//! The right to be forgotten beside a log that cannot lie: two people of the staff agree, the person becomes a name
//! that says so, and what was written of them goes. The id stays, and with it the hours under it.

use super::{Consent, Contact, ErasePerson, Guardian, Purpose, Wish, WishState, WishWhat};
#[cfg(feature = "office")]
use super::{ForgetRows, Look};
use crate::{
    Id, Refusal, Row,
    grid::Place,
    identity::{Left, Person, Role},
    rule::{Case, Changes, Guards, Verdict},
};
#[cfg(feature = "office")]
use crate::{
    Key, Kind, Millis,
    council::{Issue, IssueStep},
    identity::Grant,
    rule::Seen,
};
#[cfg(feature = "office")]
use std::collections::BTreeMap;

/// The kinds of rows that say something of a person beside their id, and forget it: an entry that was merged into the
/// person's holds a name and a number still. An hour loses the name and what was
/// said of it; accounts and cards say nothing: they stay, as the ledger does.
#[cfg(feature = "office")]
pub const SAYING: &[Kind] = &[
    Kind::Person,
    Kind::Look,
    Kind::Consent,
    Kind::Guardian,
    Kind::Wish,
    Kind::Grant,
    Kind::Issue,
    Kind::Entry,
    Kind::Hour,
];
/// The kinds of acts whose bodies say something of a person, and go where they name the erased one.
#[cfg(feature = "office")]
pub const SAID: &[&str] = &[
    "person.enter@1",
    "person.enter@2",
    "person.change@1",
    "person.leave@1",
    "person.merge@1",
    "person.stop@1",
    "person.readmit@1",
    "person.look@1",
    "consent.give@1",
    "consent.withdraw@1",
    "guardian.name@1",
    "guardian.end@1",
    "wish.ask@1",
    "wish.answer@1",
    "wish.answer@2",
    "issue.raise@1",
    "issue.decline@1",
    "issue.agenda@1",
    "issue.from@1",
    "entry.record@1",
    "entry.advance@1",
    "entry.answer@1",
    "entry.breach@1",
    "entry.review@1",
    "entry.correct@1",
    "entry.void@1",
    "entry.move@1",
    "entry.look@1",
    "hour.reject@1",
];

/// What stands where a name stood.
pub const ERASED: &str = "（已删除）";
/// Who is the second of the two.
const ERASES: &[Role] = &[Role::CommunityWorker, Role::SubdistrictOfficer];

/// A person's row without what it said.
fn bare(person: &Person) -> Person {
    Person {
        active: false,
        name: ERASED.to_owned().into(),
        phone: String::new().into(),
        household: Id::none().into(),
        stops: Vec::new().into(),
        door: String::new().into(),
        skills: Vec::new().into(),
        volunteer: false.into(),
        sounds: String::new().into(),
        ..person.clone()
    }
}

/// The rows of a person that have one id each, without what they said.
fn bared(person: &Person, case: &Case) -> Vec<Row> {
    let id = &person.id;
    // Who is erased has not left and comes back no more.
    let (left, left_at_ms, same_as) = (Left::Here.into(), 0.into(), Vec::new().into());
    let mut rows = vec![Row::from(Person { left, left_at_ms, same_as, ..bare(person) })];
    rows.extend(case.get::<Contact>(&Contact::row_id(id)).known().map(|_| Row::from(Contact::closed(id))));
    let consent = |purpose: &Purpose| case.get::<Consent>(&Consent::row_id(id, *purpose)).known();
    rows.extend(Purpose::ALL.iter().filter_map(consent).map(|row| Row::from(row.bare())));
    rows.extend(case.get::<Guardian>(&Guardian::row_id(id)).known().map(|row| Row::from(row.bare())));
    rows
}

/// The second of two erases a person; neither is the person, nor who asked for it.
pub fn erase_person(c: &ErasePerson, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let wish = guards.need(case.get::<Wish>(&c.wish), Refusal::NotFound);
    if let Some(community) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere) {
        guards.check(case.actor.holds(ERASES, &community.path), Refusal::NotYours);
    }
    if let Some(wish) = wish {
        guards.check(wish.what == WishWhat::Erase && wish.state == WishState::Agreed, Refusal::WrongState);
        let first = [&wish.person, &wish.by, &wish.answered_by];
        guards.check(!first.contains(&&case.actor.person), Refusal::OwnEntry);
    }
    let person = wish.and_then(|wish| guards.need(case.get::<Person>(&wish.person), Refusal::NotFound));
    guards.verdict(|| {
        let (Some(wish), Some(person)) = (wish, person) else { return Changes::default() };
        let erasing = Wish {
            state: WishState::Erasing,
            answered_at_ms: case.now,
            text: String::new(),
            answer: String::new(),
            ..wish.clone()
        };
        let rows = [Row::from(erasing)].into_iter().chain(bared(person, case));
        Changes { rows: rows.collect(), transfers: Vec::new() }
    })
}

#[cfg(feature = "office")]
impl Look {
    fn bare(&self) -> Self {
        let (person, by, guardian) = (Id::none(), Id::none(), Id::none());
        let (by_name, note, of) = (String::new(), String::new(), Vec::new().into());
        Self { person, by, by_name, note, guardian, of, ..self.clone() }
    }
}

impl Consent {
    fn bare(&self) -> Self {
        Self { person: Id::none(), by: Id::none(), guardian: Id::none(), ..self.clone() }
    }
}

impl Guardian {
    fn bare(&self) -> Self {
        let (person, guardian, witness) = (Id::none(), Id::none(), Id::none());
        let (person_name, guardian_name) = (String::new(), String::new());
        Self { person, person_name, guardian, guardian_name, witness, ..self.clone() }
    }
}

/// A row without what it says of the person; a place loses the steward it had in them.
#[cfg(feature = "office")]
fn forgotten(row: &Row, person: &Id, now: Millis, case: &Case) -> Vec<Row> {
    let no_one = |id: &Id| if id == person { Id::none() } else { id.clone() };
    match row {
        // Where it leads stays: by that the rest of it is found.
        Row::Person(r) if r.id == *person && r.same_as.known().is_some_and(|other| !other.is_empty()) => {
            let contact = case.get::<Contact>(&Contact::row_id(person)).known();
            let closed = contact.map(|_| Row::from(Contact::closed(person)));
            [Row::from(bare(r))].into_iter().chain(closed).collect()
        }
        Row::Look(r) if r.person == *person => vec![r.bare().into()],
        Row::Look(r) if r.by == *person => vec![Look { by_name: ERASED.into(), ..r.clone() }.into()],
        Row::Look(r) => vec![Look { guardian: no_one(&r.guardian), ..r.clone() }.into()],
        Row::Consent(r) if r.person == *person => vec![r.bare().into()],
        Row::Consent(r) => vec![Consent { guardian: no_one(&r.guardian), by: no_one(&r.by), ..r.clone() }.into()],
        Row::Guardian(r) if [&r.person, &r.guardian].contains(&person) => vec![r.bare().into()],
        Row::Wish(r) if r.person == *person && r.what != WishWhat::Erase => {
            let (person, by) = (Id::none(), Id::none());
            vec![Wish { person, by, text: String::new(), answer: String::new(), ..r.clone() }.into()]
        }
        Row::Grant(r) if r.person == *person => ended(r, now, case),
        Row::Entry(r) if r.names(person) => vec![r.without(person).into()],
        Row::Hour(r) => r.without(person).map(Row::from).into_iter().collect(),
        Row::Issue(r) if r.raiser.known() == Some(person) => {
            let silent = |step: &IssueStep| IssueStep { note: String::new(), ..step.clone() };
            let steps: Option<Vec<IssueStep>> = r.steps.known().map(|steps| steps.iter().map(silent).collect());
            let steps = steps.unwrap_or_default().into();
            vec![Issue { title: ERASED.into(), detail: String::new().into(), steps, ..r.clone() }.into()]
        }
        _ => Vec::new(),
    }
}

#[cfg(feature = "office")]
fn ended(grant: &Grant, now: Millis, case: &Case) -> Vec<Row> {
    let lasts = grant.until_ms == 0;
    let until_ms = if lasts { now } else { grant.until_ms };
    let mut rows = vec![Row::from(Grant { name: ERASED.into(), until_ms, ..grant.clone() })];
    if lasts
        && grant.role == Role::Steward
        && let Seen::Known(place) = case.get::<Place>(&grant.place)
    {
        rows.push(place.with_stewards(-1, now).into());
    }
    rows
}

/// The clock forgets what the rows said of an erased person, some at a time; with none left it is done.
#[cfg(feature = "office")]
pub fn forget_rows(c: &ForgetRows, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.check(case.actor.system, Refusal::NotYours);
    let wish = guards.need(case.get::<Wish>(&c.wish), Refusal::NotFound);
    guards.check(wish.is_none_or(|wish| wish.state == WishState::Erasing), Refusal::WrongState);
    for id in &c.also {
        let merged = guards.need(case.get::<Person>(id), Refusal::NotFound);
        let leads = |other: &Id| c.also.contains(other) || wish.is_some_and(|wish| wish.person == *other);
        let leads = merged.is_none_or(|merged| merged.same_as.known().is_some_and(|others| others.iter().any(leads)));
        guards.check(leads, Refusal::Malformed);
    }
    guards.verdict(|| {
        let Some(wish) = wish else { return Changes::default() };
        let mut rows: BTreeMap<Key, Row> = BTreeMap::new();
        for key in &c.rows {
            for person in [&wish.person].into_iter().chain(&c.also) {
                // A place stands for the steward it lost before it: two grants at one place are two steps.
                let there = rows.get(key).or(case.view.row(key).known());
                let after = there.map_or_else(Vec::new, |row| forgotten(row, person, case.now, case));
                rows.extend(after.into_iter().map(|row| (row.key(), row)));
            }
        }
        if c.rows.is_empty() {
            rows.insert(Key::of::<Wish>(&wish.id), Wish { state: WishState::Done, ..wish.clone() }.into());
        }
        Changes { rows: rows.into_values().collect(), transfers: Vec::new() }
    })
}
