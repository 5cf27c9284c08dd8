//! Rules on hazards (DOMAIN, "Stewards"): Found → Graded → Rectified → Rechecked → Cleared; what stands between is in
//! `control.rs`.

use super::{
    ClearHazard, CorrectHazard, FindHazard, Hazard, HazardState, OFFICE, RecheckHazard, RectifyHazard, Review,
    ReviewHazard, ReviewOutcome, is_general_branch,
};
use crate::{
    Field, Id, Millis, Refusal,
    calendar::DAY_MS,
    grid::{Place, know_limits, limits},
    identity::Role,
    photo::{PHOTOS_MAX, names_a_photo},
    rule::{Case, Changes, Guards, Tri, Verdict, short},
};

/// Longest note, in characters.
pub const NOTE_CHARS_MAX: usize = 1_000;
/// Longest name of a spot in a place, in characters.
pub const SPOT_CHARS_MAX: usize = 20;
/// A hazard or an entry can be recorded up to this long after it was found or happened.
pub(super) const LATE_MAX_MS: Millis = 30 * DAY_MS;
const RECORDS: &[Role] = &[Role::Steward, Role::CommunityWorker, Role::BranchSecretary];
const REVIEWS: &[Role] = &[Role::BranchSecretary];
const RECTIFIES: &[Role] = &[Role::Steward, Role::PropertyManager, Role::CommunityWorker];
const RECHECKS: &[Role] = &[Role::Steward, Role::BranchSecretary, Role::CommunityWorker];

/// A steward records what was found.
pub fn find(c: &FindHazard, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Hazard>(&c.id));
    let place = guards.need(case.get::<Place>(&c.place), Refusal::PlaceNotHere);
    if let Some(place) = place {
        guards.check(case.actor.holds(RECORDS, &place.path), Refusal::NotYours);
        let kind = place.place_kind.is_looked_after();
        guards.check(kind, Refusal::WrongPlace);
        guards.check(place.stood_at(case.now), Refusal::PlaceClosed);
    }
    guards.check(c.found_at_ms <= case.now, Refusal::InFuture);
    guards.check(c.found_at_ms >= case.now - LATE_MAX_MS, Refusal::TooOld);
    guards.check(short(&c.note, NOTE_CHARS_MAX) && short(&c.spot, SPOT_CHARS_MAX), Refusal::TextTooLong);
    guards.check(c.photos.len() <= PHOTOS_MAX, Refusal::TooManyPhotos);
    guards.check(c.photos.iter().all(names_a_photo), Refusal::Malformed);
    know_limits(&mut guards, case);
    guards.verdict(|| {
        let mut hazard = Hazard {
            id: c.id.clone(),
            place: c.place.clone(),
            path: place.map_or_else(Vec::new, |place| place.path.clone()),
            category: c.category,
            grade: c.grade,
            state: HazardState::Found,
            review: Review::Submitted,
            found_at_ms: c.found_at_ms,
            due_at_ms: 0,
            rechecked_at_ms: 0,
            cleared_at_ms: 0,
            spot: c.spot.clone().into(),
            note: c.note.clone().into(),
            author: case.actor.person.clone().into(),
            rectifiers: Vec::new().into(),
            steps: Vec::new().into(),
            photos: c.photos.clone().into(),
            keepers: Vec::new().into(),
            climbs: Vec::new().into(),
            climb_waits: Vec::new().into(),
            called: Vec::new().into(),
            issues: Vec::new().into(),
        };
        hazard.set_grade(c.grade, &limits(case));
        // What was written stands in the record; its history says it once it is corrected. Said twice it was a third of a
        // first copy.
        Changes::rows([hazard.stepped(case, "", Vec::new()).into()])
    })
}

/// Runs the guards every later step shares, then `more`; `change` answers with the step's note.
pub(super) fn advance(
    id: &Id,
    case: &Case,
    roles: &[Role],
    allowed: impl Fn(&Hazard) -> bool,
    more: impl FnOnce(&mut Guards, &Hazard),
    change: impl FnOnce(&mut Hazard) -> String,
) -> Verdict {
    let mut guards = Guards::new();
    let hazard = guards.need(case.get::<Hazard>(id), Refusal::NotFound);
    if let Some(hazard) = hazard {
        guards.check(case.actor.holds(roles, &hazard.path), Refusal::NotYours);
        guards.check(allowed(hazard), Refusal::WrongState);
        more(&mut guards, hazard);
    }
    guards.verdict(|| {
        let Some(hazard) = hazard else { return Changes::default() };
        let mut after = hazard.clone();
        let note = change(&mut after);
        Changes::rows([after.stepped(case, &note, Vec::new()).into()])
    })
}

pub(super) fn not_author(hazard: &Hazard, case: &Case) -> Tri {
    Tri::of(&hazard.author, |author| *author != case.actor.person)
}

/// The area branch reviews it; never its author.
pub fn review(c: &ReviewHazard, case: &Case) -> Verdict {
    let open = |h: &Hazard| h.review == Review::Submitted;
    let guards = |guards: &mut Guards, h: &Hazard| {
        guards.check(not_author(h, case), Refusal::OwnEntry);
        if let ReviewOutcome::Returned { reason } = &c.outcome {
            guards.check(!reason.trim().is_empty(), Refusal::TextMissing);
            guards.check(short(reason, NOTE_CHARS_MAX), Refusal::TextTooLong);
        } else {
            know_limits(guards, case);
        }
    };
    advance(&c.hazard, case, REVIEWS, open, guards, |h| match &c.outcome {
        ReviewOutcome::Reviewed { grade } => {
            h.review = Review::Reviewed;
            h.state = h.state.max(HazardState::Graded);
            h.set_grade(*grade, &limits(case));
            String::new()
        }
        ReviewOutcome::Returned { reason } => {
            h.review = Review::Returned;
            reason.clone()
        }
    })
}

/// The author corrects what was returned; it is submitted again.
pub fn correct(c: &CorrectHazard, case: &Case) -> Verdict {
    let returned = |h: &Hazard| h.review == Review::Returned;
    let guards = |guards: &mut Guards, h: &Hazard| {
        guards.check(not_author(h, case).negate(), Refusal::NotYours);
        guards.check(short(&c.note, NOTE_CHARS_MAX) && short(&c.spot, SPOT_CHARS_MAX), Refusal::TextTooLong);
        know_limits(guards, case);
    };
    advance(&c.hazard, case, RECORDS, returned, guards, |h| {
        h.review = Review::Submitted;
        h.category = c.category;
        h.set_grade(c.grade, &limits(case));
        h.spot = c.spot.clone().into();
        let said = h.note.known().cloned().unwrap_or_default();
        if let Field::Known(steps) = &mut h.steps
            && let Some(found) = steps.first_mut().filter(|found| found.note.is_empty())
        {
            found.note = said;
        }
        h.note = c.note.clone().into();
        c.note.clone()
    })
}

/// Somebody put it right. Danger does not wait for paper: it may be rectified before the review.
pub fn rectify(c: &RectifyHazard, case: &Case) -> Verdict {
    let open = |h: &Hazard| h.goes_on() && h.state < HazardState::Rectified;
    let guards = |guards: &mut Guards, _: &Hazard| {
        guards.check(short(&c.note, NOTE_CHARS_MAX), Refusal::TextTooLong);
    };
    advance(&c.hazard, case, RECTIFIES, open, guards, |h| {
        h.state = HazardState::Rectified;
        let mut rectifiers = h.rectifiers.known().cloned().unwrap_or_default();
        rectifiers.push(case.actor.person.clone());
        h.rectifiers = rectifiers.into();
        c.note.clone()
    })
}

/// Somebody else rechecks: rechecker ≠ rectifier.
pub fn recheck(c: &RecheckHazard, case: &Case) -> Verdict {
    let rectified = |h: &Hazard| h.state == HazardState::Rectified && h.review != Review::Void;
    let guards = |guards: &mut Guards, h: &Hazard| {
        let other = Tri::of(&h.rectifiers, |done| done.last() != Some(&case.actor.person));
        guards.check(other, Refusal::OwnWork);
        guards.check(c.passed || !c.note.trim().is_empty(), Refusal::TextMissing);
        guards.check(short(&c.note, NOTE_CHARS_MAX), Refusal::TextTooLong);
    };
    advance(&c.hazard, case, RECHECKS, rectified, guards, |h| {
        if c.passed {
            h.state = HazardState::Rechecked;
            h.rechecked_at_ms = case.now;
        } else {
            h.state = if h.review == Review::Submitted { HazardState::Found } else { HazardState::Graded };
        }
        c.note.clone()
    })
}

/// The general branch clears and counts it, once it was reviewed and rechecked; never its author.
pub fn clear(c: &ClearHazard, case: &Case) -> Verdict {
    let done = |h: &Hazard| h.state == HazardState::Rechecked && h.review == Review::Reviewed;
    let guards = |guards: &mut Guards, h: &Hazard| {
        guards.check(is_general_branch(case.actor, &h.path, case.book), Refusal::NotYours);
        guards.check(not_author(h, case), Refusal::OwnEntry);
    };
    advance(&c.hazard, case, OFFICE, done, guards, |h| {
        h.state = HazardState::Cleared;
        h.review = Review::Counted;
        h.cleared_at_ms = case.now;
        String::new()
    })
}
