//! A hazard between its grading and its being put right: held off, given to somebody, void, at another place, and climbing
//! while it is overdue.

#[cfg(feature = "office")]
use super::ClimbHazard;
use super::{
    AssignHazard, ControlHazard, Grade, Hazard, HazardState, MoveHazard, NOTE_CHARS_MAX, OFFICE, Review,
    SPOT_CHARS_MAX, VoidHazard,
    decide::{advance, not_author},
    is_general_branch,
};
use crate::{
    Refusal,
    grid::Place,
    identity::{Grant, Role},
    rule::{Case, Changes, Guards, Tri, Verdict, short},
};

const CONTROLS: &[Role] = &[Role::Steward, Role::PropertyManager, Role::CommunityWorker, Role::BranchSecretary];
/// Who can be asked to put it right.
const ASSIGNED: &[Role] = &[Role::Steward, Role::PropertyManager, Role::CommunityWorker];

/// The danger is held off. Where it is immediate, 119 comes first.
pub fn control(c: &ControlHazard, case: &Case) -> Verdict {
    let open = |h: &Hazard| h.goes_on() && h.state < HazardState::Controlled;
    let guards = |guards: &mut Guards, h: &Hazard| {
        guards.check(h.grade != Grade::Immediate || c.called, Refusal::FireFirst);
        guards.check(short(&c.note, NOTE_CHARS_MAX), Refusal::TextTooLong);
    };
    advance(&c.hazard, case, CONTROLS, open, guards, |h| {
        h.state = HazardState::Controlled;
        if c.called {
            h.called = vec![case.now].into();
        }
        c.note.clone()
    })
}

/// A worker or the branch says who is to put it right; it is theirs from then on.
pub fn assign(c: &AssignHazard, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let hazard = guards.need(case.get::<Hazard>(&c.hazard), Refusal::NotFound);
    let grant = guards.need(case.get::<Grant>(&c.grant), Refusal::NotFound);
    if let Some(hazard) = hazard {
        guards.check(case.actor.holds(OFFICE, &hazard.path), Refusal::NotYours);
        guards.check(hazard.goes_on() && hazard.state < HazardState::Rectified, Refusal::WrongState);
        if let Some(grant) = grant {
            let there = grant.until_ms == 0 && ASSIGNED.contains(&grant.role) && hazard.path.contains(&grant.place);
            guards.check(there, Refusal::WrongPlace);
        }
    }
    guards.check(short(&c.note, NOTE_CHARS_MAX), Refusal::TextTooLong);
    guards.verdict(|| {
        let Some((hazard, grant)) = hazard.zip(grant) else { return Changes::default() };
        Changes::rows([hazard.handed(&grant.person, HazardState::Assigned, &c.note, case).into()])
    })
}

/// The general branch says that it is no hazard, or stands there twice; never who found it or has it to put right.
pub fn void(c: &VoidHazard, case: &Case) -> Verdict {
    let guards = |guards: &mut Guards, h: &Hazard| {
        guards.check(is_general_branch(case.actor, &h.path, case.book), Refusal::NotYours);
        guards.check(not_author(h, case), Refusal::OwnEntry);
        let other = h.keeper().map_or(Tri::Unknown, |keeper| (*keeper != case.actor.person).into());
        guards.check(other, Refusal::OwnWork);
        guards.check(!c.reason.trim().is_empty(), Refusal::TextMissing);
        guards.check(short(&c.reason, NOTE_CHARS_MAX), Refusal::TextTooLong);
    };
    advance(&c.hazard, case, OFFICE, Hazard::is_open, guards, |h| {
        h.review = Review::Void;
        c.reason.clone()
    })
}

/// It is at another place than was written.
pub fn move_hazard(c: &MoveHazard, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let hazard = guards.need(case.get::<Hazard>(&c.hazard), Refusal::NotFound);
    let place = guards.need(case.get::<Place>(&c.place), Refusal::PlaceNotHere);
    if let Some(place) = place {
        guards.check(case.actor.holds(OFFICE, &place.path), Refusal::NotYours);
        guards.check(place.place_kind.is_looked_after(), Refusal::WrongPlace);
        guards.check(place.stood_at(case.now), Refusal::PlaceClosed);
    }
    if let Some(hazard) = hazard {
        guards.check(case.actor.holds(OFFICE, &hazard.path), Refusal::NotYours);
        guards.check(hazard.is_open(), Refusal::WrongState);
    }
    guards.check(short(&c.spot, SPOT_CHARS_MAX), Refusal::TextTooLong);
    guards.verdict(|| {
        let Some((hazard, place)) = hazard.zip(place) else { return Changes::default() };
        let after = Hazard {
            place: c.place.clone(),
            path: place.path.clone(),
            spot: c.spot.trim().to_owned().into(),
            ..hazard.clone()
        };
        Changes::rows([after.stepped(case, "", vec![hazard.place.clone()]).into()])
    })
}

/// The clock moves up what is overdue. Done twice it changes nothing: the second finds another moment, or none.
#[cfg(feature = "office")]
pub fn climb(c: &ClimbHazard, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let hazard = guards.need(case.get::<Hazard>(&c.hazard), Refusal::NotFound);
    guards.check(case.actor.system, Refusal::NotYours);
    guards.check(hazard.is_none_or(|h| h.climbs_at_ms() == Some(c.due_at_ms)), Refusal::WrongState);
    guards.check(case.now >= c.due_at_ms, Refusal::NotDueYet);
    guards.verdict(|| {
        let Some(hazard) = hazard else { return Changes::default() };
        let mut climbs = hazard.climbs.known().cloned().unwrap_or_default();
        climbs.push(case.now);
        Changes::rows([Hazard { climbs: climbs.into(), ..hazard.clone() }.into()])
    })
}
