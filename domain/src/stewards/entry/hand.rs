//! What changes hands, place or kind.

use super::{Entry, EntryCategory, EntryKind, HandOver, MoveEntry, Party, Review, check_note};
use crate::{
    Field, Id, Kind, Refusal,
    grid::Place,
    identity::{Grant, Role},
    rule::{Case, Changes, Guards, Verdict},
    stewards::{Hazard, OFFICE},
};

/// The steward who takes it: whose grant lasts and covers the place; not who has it, nor whom it concerns.
fn taker<'a>(c: &HandOver, path: &[Id], keeper: &Id, guards: &mut Guards, case: &Case<'a>) -> Option<&'a Grant> {
    let own = *keeper == case.actor.person && case.actor.holds(&[Role::Steward, Role::CommunityWorker], path);
    guards.check(own || case.actor.holds(OFFICE, path), Refusal::NotYours);
    let grant = guards.need(case.get::<Grant>(&c.grant), Refusal::NotFound)?;
    let there = grant.role == Role::Steward && grant.until_ms == 0 && path.contains(&grant.place);
    guards.check(there, Refusal::WrongPlace);
    guards.check(grant.person != *keeper, Refusal::SameTwice);
    Some(grant)
}

fn hand_entry(c: &HandOver, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let entry = guards.need(case.get::<Entry>(&c.of.id), Refusal::NotFound);
    let grant = entry.and_then(|entry| taker(c, &entry.path, &entry.keeper, &mut guards, case));
    if let Some(entry) = entry {
        guards.check(entry.may_change(), Refusal::WrongState);
        if let Some(grant) = grant {
            guards.check(entry.concerns(&grant.person).negate(), Refusal::OwnEntry);
            // Who has it may open it: nobody gives themselves that.
            let own = entry.entry_kind.has_sealed() && grant.person == case.actor.person;
            guards.check(!own, Refusal::OwnEntry);
        }
    }
    guards.verdict(|| {
        let Some((entry, grant)) = entry.zip(grant) else { return Changes::default() };
        Changes::rows([entry.handed(&grant.person, case).into()])
    })
}

fn hand_hazard(c: &HandOver, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let hazard = guards.need(case.get::<Hazard>(&c.of.id), Refusal::NotFound);
    let keeper = hazard.and_then(Hazard::keeper).cloned();
    let hidden = hazard.is_some() && keeper.is_none();
    guards.check(if hidden { crate::rule::Tri::Unknown } else { crate::rule::Tri::Yes }, Refusal::NotFound);
    let keeper = keeper.unwrap_or_else(Id::none);
    let grant = hazard.and_then(|hazard| taker(c, &hazard.path, &keeper, &mut guards, case));
    if let Some(hazard) = hazard {
        guards.check(hazard.is_open(), Refusal::WrongState);
    }
    guards.verdict(|| {
        let Some((hazard, grant)) = hazard.zip(grant) else { return Changes::default() };
        Changes::rows([hazard.handed(&grant.person, hazard.state, "", case).into()])
    })
}

/// Whether a row is open work of `keeper` at a place or below it.
pub fn is_open_work(row: &crate::Row, keeper: &Id, place: &Id) -> bool {
    match row {
        crate::Row::Entry(entry) => entry.may_change() && entry.keeper == *keeper && entry.path.contains(place),
        crate::Row::Hazard(hazard) => {
            hazard.is_open() && hazard.keeper() == Some(keeper) && hazard.path.contains(place)
        }
        _ => false,
    }
}

/// Open work of `from` in the hands of `to`; nothing where it is none, or concerns `to`.
#[cfg(feature = "office")]
pub(crate) fn taken_over(row: &crate::Row, from: &Id, to: &Id, case: &Case) -> Option<crate::Row> {
    match row {
        crate::Row::Entry(entry) if is_open_work(row, from, &entry.place) => {
            (entry.concerns(to) == crate::rule::Tri::No).then(|| entry.handed(to, case).into())
        }
        crate::Row::Hazard(hazard) if is_open_work(row, from, &hazard.place) => {
            Some(hazard.handed(to, hazard.state, "", case).into())
        }
        _ => None,
    }
}

/// An open entry or hazard is handed to another steward of its place: by a worker, the branch, or who has it.
pub fn hand_over(c: &HandOver, case: &Case) -> Verdict {
    match c.of.kind {
        Kind::Entry => hand_entry(c, case),
        Kind::Hazard => hand_hazard(c, case),
        _ => Verdict::Refused(Refusal::Malformed),
    }
}

impl Entry {
    /// The same in other hands; its history says in whose it was.
    fn handed(&self, to: &Id, case: &Case) -> Self {
        Self { keeper: to.clone(), ..self.clone() }.stepped(case, "", vec![self.keeper.clone()])
    }

    /// The same as another kind: it begins anew, and so does what was said of it and what the grid says.
    fn begun_as(self, kind: EntryKind) -> Self {
        // Papers are for who does the errand; who is in a picture of a study visit has to have agreed to it.
        let leaves = self.entry_kind == EntryKind::Errand || kind == EntryKind::StudyVisit;
        let here = if leaves { self.without_photos() } else { self };
        let unsaid = |party: Party| Party { consented_at_ms: 0, confirmed_at_ms: 0, ..party };
        let parties = match here.parties {
            Field::Known(all) => all.into_iter().map(unsaid).collect::<Vec<_>>().into(),
            Field::Hidden => Field::Hidden,
        };
        Self {
            entry_kind: kind,
            state: kind.first(),
            review: Review::Submitted,
            category: EntryCategory::Other.into(),
            consented_at_ms: 0,
            ended_at_ms: 0,
            parties,
            ..here
        }
    }
}

/// The wrong place or kind is put right, before it counts. What is sealed stays sealed.
pub fn move_entry(c: &MoveEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let entry = guards.need(case.get::<Entry>(&c.entry), Refusal::NotFound);
    let place = guards.need(case.get::<Place>(&c.place), Refusal::PlaceNotHere);
    if let Some(place) = place {
        guards.check(case.actor.holds(OFFICE, &place.path), Refusal::NotYours);
        guards.check(place.place_kind.is_looked_after(), Refusal::WrongPlace);
        guards.check(place.stood_at(case.now), Refusal::PlaceClosed);
    }
    if let Some(entry) = entry {
        guards.check(case.actor.holds(OFFICE, &entry.path), Refusal::NotYours);
        guards.check(entry.may_change(), Refusal::WrongState);
        guards.check(entry.place != c.place || entry.entry_kind != c.entry_kind, Refusal::SameTwice);
        guards.check(entry.concerns(&case.actor.person).negate(), Refusal::OwnEntry);
        guards.check(c.entry_kind.is_planned() || entry.happened_at_ms <= case.now, Refusal::InFuture);
        let opens = (entry.entry_kind.is_sealed() && !c.entry_kind.is_sealed())
            || (entry.entry_kind.has_sealed() && !c.entry_kind.has_sealed());
        guards.check(!opens, Refusal::StaysSealed);
        if entry.entry_kind != c.entry_kind {
            let (least, most) = c.entry_kind.parties();
            let fits = crate::rule::Tri::of(&entry.parties, |all| (least..=most).contains(&all.len()));
            guards.check(fits, Refusal::PartiesMissing);
        }
    }
    check_note(&mut guards, &c.note, false);
    guards.verdict(|| {
        let Some((entry, place)) = entry.zip(place) else { return Changes::default() };
        let was = vec![entry.place.clone(), Id::join(&[entry.entry_kind.word()])];
        let mut after = Entry { place: c.place.clone(), path: place.path.clone(), ..entry.clone() };
        if entry.entry_kind != c.entry_kind {
            after = after.begun_as(c.entry_kind);
        }
        Changes::rows([after.stepped(case, &c.note, was).into()])
    })
}
