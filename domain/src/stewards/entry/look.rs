//! Opening what is sealed: an act with a reason, which those concerned see (docs/adr/0026, 0029).

use super::{Entry, LookAtEntry};
use crate::{
    Id, Millis, Refusal, Row,
    identity::{Actor, Grant, Role, server},
    privacy::{Guardian, LOOK_NOTE_CHARS_MAX, Look, LookReason, PersonField, REVEAL_MS},
    rule::{Case, Changes, Guards, Tri, Verdict, short},
};

/// By which grant somebody may open it: a mediator's over its place, the audit role's; who wrote it down or has it now by the
/// one they hold there.
fn right<'a>(entry: &Entry, actor: &'a Actor) -> Option<&'a Grant> {
    let audits = |grant: &&Grant| {
        let here = grant.place == server() || entry.path.contains(&grant.place);
        grant.role == Role::AuditAdmin && grant.until_ms == 0 && here
    };
    let own = [&entry.author, &entry.keeper].contains(&&actor.person);
    let mediates = actor.grant_over(&[Role::Mediator], &entry.path);
    let keeps = if own { actor.grant_over(entry.entry_kind.recorders(), &entry.path) } else { None };
    mediates.or_else(|| actor.grants.iter().find(audits)).or(keeps)
}

impl Entry {
    /// Whether a look opens it to `by` at that moment: its author alone, and only for [`REVEAL_MS`].
    pub fn opens_to(&self, look: &Look, by: &Actor, now: Millis) -> bool {
        let this = look.of.known().is_some_and(|of| of.contains(&self.id));
        let lately = (0..=REVEAL_MS).contains(&(now - look.at_ms));
        this && look.by == by.person && lately && right(self, by).is_some() && self.concerns(&by.person) == Tri::No
    }
}

/// The people it concerns who are known by an id; nobody in particular where none is: it stands with who looked and the
/// audit role then.
fn concerned(entry: &Entry) -> Vec<Id> {
    let mut people = entry.people();
    people.retain(|person| !person.is_none());
    people.resize(people.len().max(1), Id::none());
    people
}

/// Somebody opens what is sealed. Each person it concerns has a look of their own to see.
pub fn look_at_entry(c: &LookAtEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let entry = guards.need(case.get::<Entry>(&c.entry), Refusal::NotFound);
    let people = entry.map_or_else(Vec::new, concerned).into_iter().enumerate();
    let id = |n: usize| if n == 0 { c.id.clone() } else { Id::join(&[c.id.as_str(), &n.to_string()]) };
    let looks: Vec<(Id, Id)> = people.map(|(n, person)| (id(n), person)).collect();
    for (id, _) in &looks {
        guards.fresh(&case.get::<Look>(id));
    }
    let grant = entry.and_then(|entry| right(entry, case.actor));
    if let Some(entry) = entry {
        guards.check(grant.is_some(), Refusal::NotYours);
        guards.check(entry.entry_kind.has_sealed(), Refusal::NotPossible);
        // Nobody opens what others wrote of them by way of an office.
        guards.check(entry.concerns(&case.actor.person).negate(), Refusal::OwnEntry);
    }
    guards.check(c.reason != LookReason::Other || !c.note.trim().is_empty(), Refusal::TextMissing);
    guards.check(short(&c.note, LOOK_NOTE_CHARS_MAX), Refusal::TextTooLong);
    guards.verdict(|| {
        let Some((entry, grant)) = entry.zip(grant) else { return Changes::default() };
        let look = |(id, person): (Id, Id)| {
            let acts = case.get::<Guardian>(&Guardian::row_id(&person)).known().filter(|row| row.lasts());
            Row::from(Look {
                id,
                guardian: acts.map_or_else(Id::none, |row| row.guardian.clone()),
                person,
                by: case.actor.person.clone(),
                by_name: grant.name.clone(),
                role: grant.role,
                fields: vec![PersonField::Entry],
                reason: c.reason,
                note: c.note.trim().into(),
                at_ms: case.now,
                of: vec![entry.id.clone()].into(),
            })
        };
        Changes { rows: looks.into_iter().map(look).collect(), transfers: Vec::new() }
    })
}
