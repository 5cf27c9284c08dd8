//! What is written down: at first, and anew where it was returned.

use super::{Checkpoint, CorrectEntry, Entry, EntryContent, EntryKind, Named, Party, RecordEntry, Review, check_note};
use crate::{
    Id, Millis, Refusal,
    calendar::DAY_MS,
    grid::Place,
    identity::{Person, Role},
    photo::{PHOTOS_MAX, names_a_photo},
    privacy::{Consent, Given, Guardian, Purpose},
    rule::{Case, Changes, Guards, Seen, Tri, Verdict, short},
    stewards::{LATE_MAX_MS, SPOT_CHARS_MAX},
};

/// Longest name of somebody who is known by it alone, in characters.
pub const PARTY_NAME_CHARS_MAX: usize = 40;
pub(super) const CHECKPOINTS_MAX: usize = 40;
/// Nothing is planned further ahead.
const AHEAD_MAX_MS: i64 = 366 * DAY_MS;

/// Whether that many more photos may hang on an entry that concerns these people.
pub(super) fn check_photos(
    guards: &mut Guards,
    kind: EntryKind,
    (photos, there): (&[Id], usize),
    people: &[Id],
    case: &Case,
) {
    guards.check(photos.len() + there <= PHOTOS_MAX, Refusal::TooManyPhotos);
    guards.check(photos.iter().all(names_a_photo), Refusal::Malformed);
    if photos.is_empty() || kind != EntryKind::StudyVisit {
        return;
    }
    // Who is in the picture has agreed to it.
    guards.check(!people.is_empty(), Refusal::PhotoConsent);
    for person in people {
        let agreed = match case.get::<Consent>(&Consent::row_id(person, Purpose::Photo)) {
            Seen::Known(consent) => consent.holds().into(),
            Seen::Absent => Tri::No,
            Seen::Unknown => Tri::Unknown,
        };
        guards.check(agreed, Refusal::PhotoConsent);
    }
}

fn check_parties(guards: &mut Guards, kind: EntryKind, parties: &[Named], author: &Id, case: &Case) {
    let (least, most) = kind.parties();
    guards.check(parties.len() >= least, Refusal::PartiesMissing);
    guards.check(parties.len() <= most, Refusal::OutOfRange);
    for (at, party) in parties.iter().enumerate() {
        let named = !party.person.is_none() || !party.name.trim().is_empty();
        guards.check(named, Refusal::PartiesMissing);
        guards.check(short(&party.name, PARTY_NAME_CHARS_MAX), Refusal::TextTooLong);
        if !party.person.is_none() {
            guards.check(parties[..at].iter().all(|other| other.person != party.person), Refusal::SameTwice);
            // Nobody records what they are a side of; an errand one asks for oneself.
            guards.check(party.person != *author || kind == EntryKind::Errand, Refusal::OwnEntry);
            if party.person != case.actor.person {
                let person = guards.need(case.get::<Person>(&party.person), Refusal::NotFound);
                // Recorded offline before they left it stands; of whoever was erased nothing is said any more.
                guards.check(person.map_or(Tri::Yes, Person::is_somebody), Refusal::PersonGone);
            }
        }
    }
}

/// What an entry says, which was written down at first at `recorded_at_ms`.
fn check(guards: &mut Guards, kind: EntryKind, c: &EntryContent, (author, recorded_at_ms): (&Id, Millis), case: &Case) {
    guards.check(kind.categories().contains(&c.category), Refusal::Malformed);
    let latest = if kind.is_planned() { case.now + AHEAD_MAX_MS } else { case.now };
    guards.check(c.happened_at_ms <= latest, Refusal::InFuture);
    guards.check(c.happened_at_ms >= recorded_at_ms - LATE_MAX_MS, Refusal::TooOld);
    check_note(guards, &c.note, false);
    guards.check(short(&c.spot, SPOT_CHARS_MAX), Refusal::TextTooLong);
    let points = c.checkpoints.len() <= CHECKPOINTS_MAX && (c.checkpoints.is_empty() || kind == EntryKind::Patrol);
    guards.check(points, Refusal::OutOfRange);
    check_parties(guards, kind, &c.parties, author, case);
}

fn party(named: &Named, case: &Case) -> Party {
    let guardian = case.get::<Guardian>(&Guardian::row_id(&named.person)).known().filter(|row| row.lasts());
    Party {
        person: named.person.clone(),
        name: named.name.trim().into(),
        guardian: guardian.map_or_else(Id::none, |row| row.guardian.clone()),
        consented_at_ms: 0,
        confirmed_at_ms: 0,
        how: Given::Themself,
        by: Id::none(),
    }
}

fn unseen(at: &Id) -> Checkpoint {
    Checkpoint { at: at.clone(), seen_at_ms: 0 }
}

fn written(mut entry: Entry, c: &EntryContent, case: &Case) -> Entry {
    entry.category = c.category.into();
    entry.happened_at_ms = c.happened_at_ms;
    entry.spot = c.spot.trim().to_owned().into();
    entry.note = c.note.trim().to_owned().into();
    entry.photos = c.photos.clone().into();
    if entry.state == entry.entry_kind.first() {
        entry.parties = c.parties.iter().map(|named| party(named, case)).collect::<Vec<_>>().into();
        entry.checkpoints = c.checkpoints.iter().map(unseen).collect::<Vec<_>>().into();
    }
    entry.without_papers()
}

/// The entry that is corrected: the author's own, of the same kind, and past its review.
fn replaced<'c>(guards: &mut Guards, c: &RecordEntry, case: &Case<'c>) -> Option<&'c Entry> {
    if c.replaces.is_none() {
        return None;
    }
    let old = guards.need(case.get::<Entry>(&c.replaces), Refusal::NotFound)?;
    guards.check(old.author == case.actor.person, Refusal::NotYours);
    let reviewed = matches!(old.review, Review::Reviewed | Review::Counted);
    guards.check(reviewed && old.entry_kind == c.entry_kind && old.id != c.id, Refusal::WrongState);
    Some(old)
}

/// Whether what came to its outcome is still the same once it says that: the same people said what was said, the same
/// places were seen. Its correction stands where it stood then; otherwise it begins anew (docs/adr/0035).
fn keeps_outcome(old: &Entry, c: &EntryContent) -> bool {
    let same = |(party, named): (&Party, &Named)| {
        party.person == named.person && (!party.person.is_none() || party.name == named.name.trim())
    };
    let people = |all: &Vec<Party>| all.len() == c.parties.len() && all.iter().zip(&c.parties).all(same);
    let points = |all: &Vec<Checkpoint>| all.iter().map(|point| &point.at).eq(&c.checkpoints);
    old.ended_at_ms != 0 && old.parties.known().is_some_and(people) && old.checkpoints.known().is_some_and(points)
}

/// As it is recorded, before what is written down; what came to its outcome and is put right stands there already.
fn first(c: &RecordEntry, path: Vec<Id>, old: Option<&Entry>, case: &Case) -> Entry {
    let (id, place, replaces) = (c.id.clone(), c.place.clone(), c.replaces.clone());
    let (author, recorded_at_ms, review) = (case.actor.person.clone(), case.now, Review::Submitted);
    if let Some(old) = old.filter(|old| keeps_outcome(old, &c.content)) {
        let steps = Vec::new().into();
        return Entry { id, place, path, review, author, recorded_at_ms, replaces, steps, ..old.clone() };
    }
    Entry {
        id,
        entry_kind: c.entry_kind,
        place,
        path,
        state: c.entry_kind.first(),
        review,
        keeper: author.clone(),
        author,
        recorded_at_ms,
        happened_at_ms: c.content.happened_at_ms,
        consented_at_ms: 0,
        ended_at_ms: 0,
        breached_at_ms: 0,
        issue: Id::none(),
        replaces,
        category: c.content.category.into(),
        spot: String::new().into(),
        note: String::new().into(),
        parties: Vec::new().into(),
        checkpoints: Vec::new().into(),
        agreement: String::new().into(),
        report: String::new().into(),
        remedies_told: false.into(),
        photos: Vec::new().into(),
        steps: Vec::new().into(),
        breach_days: 0.into(),
    }
}

/// A steward records something; a resident asks for an errand.
pub fn record_entry(c: &RecordEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let me = &case.actor.person;
    guards.fresh(&case.get::<Entry>(&c.id));
    let place = guards.need(case.get::<Place>(&c.place), Refusal::PlaceNotHere);
    if let Some(place) = place {
        let grant = case.actor.grant_over(c.entry_kind.recorders(), &place.path);
        guards.check(grant.is_some(), Refusal::NotYours);
        // As a resident one asks for oneself alone.
        let others = c.entry_kind.recorders().iter().filter(|role| **role != Role::Resident).copied();
        let own = c.content.parties.iter().all(|party| party.person == *me);
        guards.check(own || case.actor.holds(&others.collect::<Vec<_>>(), &place.path), Refusal::NotYours);
        let kind = place.place_kind.is_looked_after();
        guards.check(kind, Refusal::WrongPlace);
        guards.check(place.stood_at(case.now), Refusal::PlaceClosed);
    }
    let old = replaced(&mut guards, c, case);
    // What is put right may be older than what is recorded.
    let since = old.map_or(case.now, |old| case.now.min(old.happened_at_ms + LATE_MAX_MS));
    check(&mut guards, c.entry_kind, &c.content, (me, since), case);
    let people: Vec<Id> = c.content.parties.iter().map(|party| party.person.clone()).collect();
    check_photos(&mut guards, c.entry_kind, (&c.content.photos, 0), &people, case);
    guards.verdict(|| {
        let path = place.map_or_else(Vec::new, |place| place.path.clone());
        let entry = first(c, path, old, case);
        Changes::rows([written(entry, &c.content, case).stepped(case, "", Vec::new()).into()])
    })
}

/// The author corrects what was returned; it is submitted again.
pub fn correct_entry(c: &CorrectEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let entry = guards.need(case.get::<Entry>(&c.entry), Refusal::NotFound);
    if let Some(entry) = entry {
        guards.check(entry.author == case.actor.person, Refusal::NotYours);
        guards.check(entry.review == Review::Returned, Refusal::WrongState);
        check(&mut guards, entry.entry_kind, &c.content, (&entry.author, entry.recorded_at_ms), case);
        // Once it has begun, whom it concerns stays as it was.
        let people = written(entry.clone(), &c.content, case).people();
        check_photos(&mut guards, entry.entry_kind, (&c.content.photos, 0), &people, case);
    }
    guards.verdict(|| {
        let Some(entry) = entry else { return Changes::default() };
        let said = entry.note.known().cloned().unwrap_or_default();
        let mut after = written(entry.clone(), &c.content, case);
        after.review = Review::Submitted;
        // What was written at first stays in the history.
        Changes::rows([after.stepped(case, &said, Vec::new()).into()])
    })
}
