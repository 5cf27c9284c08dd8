//! A step on its way, by who has it or by a role over its place.

use super::{
    AdvanceEntry, Checkpoint, Entry, EntryKind, EntryState, Need, WAYS, Way, check_end, check_note,
    content::{CHECKPOINTS_MAX, check_photos},
    ways::no_way,
};
use crate::{
    Id, Refusal,
    rule::{Case, Changes, Guards, Tri, Verdict, short},
    stewards::NOTE_CHARS_MAX,
};

const REPORT_CHARS_MAX: usize = 60;

impl Entry {
    /// The ways that lead on from where it stands.
    pub fn ways(&self) -> impl Iterator<Item = &'static Way> + use<> {
        let (kind, state) = (self.entry_kind, self.state);
        WAYS.iter().filter(move |way| way.kind == kind && way.from == state)
    }
}

fn check_need(guards: &mut Guards, need: Need, c: &AdvanceEntry, entry: &Entry, case: &Case) {
    match need {
        Need::Note => check_note(guards, &c.note, true),
        Need::Remedies => guards.check(c.remedies_told, Refusal::RemediesMissing),
        Need::Seen => {
            guards.check(!c.seen.is_empty(), Refusal::CheckpointMissing);
            let then = |at_ms| (entry.recorded_at_ms.min(entry.happened_at_ms)..=case.now).contains(&at_ms);
            guards.check(c.seen.iter().all(|seen| then(seen.at_ms)), Refusal::InFuture);
            let planned = Tri::of(&entry.checkpoints, |planned| {
                planned.is_empty() || c.seen.iter().all(|seen| planned.iter().any(|point| point.at == seen.at))
            });
            guards.check(planned, Refusal::CheckpointMissing);
            guards.check(c.seen.len() <= CHECKPOINTS_MAX, Refusal::OutOfRange);
        }
    }
}

/// Why somebody may not go a way that is there.
fn why(entry: &Entry, me: &Id) -> Refusal {
    let own = entry.concerns(me) == Tri::Yes || entry.author == *me;
    if own { Refusal::OwnEntry } else { Refusal::NotYours }
}

/// What the step brings with it.
fn with(mut entry: Entry, c: &AdvanceEntry, way: &Way, case: &Case) -> Entry {
    if way.takes() {
        entry.keeper = case.actor.person.clone();
    }
    let agreement = c.agreement.trim();
    if !agreement.is_empty() {
        entry.agreement = agreement.to_owned().into();
        let mut parties = entry.parties.known().cloned().unwrap_or_default();
        for party in &mut parties {
            party.confirmed_at_ms = 0;
        }
        entry.parties = parties.into();
    }
    if !c.report.trim().is_empty() {
        entry.report = c.report.trim().to_owned().into();
    }
    if way.needs.contains(&Need::Remedies) {
        entry.remedies_told = true.into();
    }
    let mut photos = entry.photos.known().cloned().unwrap_or_default();
    photos.extend(c.photos.iter().cloned());
    entry.photos = photos.into();
    let mut points = entry.checkpoints.known().cloned().unwrap_or_default();
    for seen in &c.seen {
        match points.iter_mut().find(|point| point.at == seen.at) {
            Some(point) => point.seen_at_ms = seen.at_ms,
            None => points.push(Checkpoint { at: seen.at.clone(), seen_at_ms: seen.at_ms }),
        }
    }
    entry.checkpoints = points.into();
    entry.moved_to(c.to, case)
}

/// An entry goes a step on.
pub fn advance_entry(c: &AdvanceEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let entry = guards.need(case.get::<Entry>(&c.entry), Refusal::NotFound);
    let way = entry.and_then(|entry| entry.ways().find(|way| way.to == c.to && way.party.is_none()));
    if let Some(entry) = entry {
        guards.check(entry.is_open(), Refusal::WrongState);
        guards.check(way.is_some(), no_way(entry.entry_kind, entry.state, c.to));
        if let Some(way) = way {
            guards.check(way.open_to(entry, case.actor), why(entry, &case.actor.person));
            check_end(&mut guards, way, case);
            for need in way.needs {
                check_need(&mut guards, *need, c, entry, case);
            }
        }
        check_note(&mut guards, &c.note, false);
        guards.check(short(&c.agreement, NOTE_CHARS_MAX) && short(&c.report, REPORT_CHARS_MAX), Refusal::TextTooLong);
        // What both sides confirmed stays as they confirmed it: there is something to put down at the table alone.
        let spare = (c.agreement.trim().is_empty() || c.to == EntryState::Mediating)
            && (c.seen.is_empty() || entry.entry_kind == EntryKind::Patrol);
        guards.check(spare, Refusal::Malformed);
        let there = entry.photos.known().map_or(0, Vec::len);
        check_photos(&mut guards, entry.entry_kind, (&c.photos, there), &entry.people(), case);
    }
    guards.verdict(|| {
        let Some((entry, way)) = entry.zip(way) else { return Changes::default() };
        let after = with(entry.clone(), c, way, case).stepped(case, &c.note, Vec::new());
        Changes::rows([after.pictured(&c.photos).into()])
    })
}
