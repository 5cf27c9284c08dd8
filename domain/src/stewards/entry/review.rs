//! What the grid says of an entry: the area branch reviews, the general branch counts or voids; nobody their own.

use super::{CountEntry, Entry, Review, ReviewEntry, VoidEntry, check_note};
use crate::{
    Refusal, Row,
    rule::{Case, Changes, Guards, Seen, Tri, Verdict},
    stewards::{BRANCH, is_general_branch},
};

fn not_own(guards: &mut Guards, entry: &Entry, case: &Case) {
    let me = &case.actor.person;
    guards.check(![&entry.author, &entry.keeper].contains(&me), Refusal::OwnEntry);
    guards.check(entry.concerns(me).negate(), Refusal::OwnEntry);
}

/// The area branch reviews it.
pub fn review_entry(c: &ReviewEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let entry = guards.need(case.get::<Entry>(&c.entry), Refusal::NotFound);
    if let Some(entry) = entry {
        guards.check(case.actor.holds(BRANCH, &entry.path), Refusal::NotYours);
        guards.check(entry.review == Review::Submitted, Refusal::WrongState);
        not_own(&mut guards, entry, case);
    }
    check_note(&mut guards, &c.reason, !c.passed);
    guards.verdict(|| {
        let Some(entry) = entry else { return Changes::default() };
        let review = if c.passed { Review::Reviewed } else { Review::Returned };
        Changes::rows([Entry { review, ..entry.clone() }.stepped(case, &c.reason, Vec::new()).into()])
    })
}

fn general(guards: &mut Guards, entry: Option<&Entry>, case: &Case) {
    let Some(entry) = entry else { return };
    guards.check(is_general_branch(case.actor, &entry.path, case.book), Refusal::NotYours);
    not_own(guards, entry, case);
}

/// Whether something has taken the place of `old` and counts, itself or by what took its place in turn. What counted in
/// the place of another is named by that one's last step, for nothing happens to what is void.
fn has_successor(old: &Entry, case: &Case) -> Tri {
    let mut here = old;
    while here.review == Review::Void {
        let Some(steps) = here.steps.known() else { return Tri::Unknown };
        let Some(by) = steps.last().and_then(|step| step.was.first()) else { return Tri::No };
        here = match case.get::<Entry>(by) {
            Seen::Known(next) => next,
            Seen::Absent => return Tri::No,
            Seen::Unknown => return Tri::Unknown,
        };
    }
    (here.id != old.id).into()
}

/// What was said of the outcome that both stand for goes with it.
fn taking_over(entry: &Entry, old: &Entry) -> Entry {
    let breached = entry.ended_at_ms == old.ended_at_ms && entry.breached_at_ms == 0;
    Entry { breached_at_ms: if breached { old.breached_at_ms } else { entry.breached_at_ms }, ..entry.clone() }
}

/// The general branch counts it, once it came to an outcome; what it corrects is void from then on, and says so: of two that
/// correct it one counts.
pub fn count_entry(c: &CountEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let entry = guards.need(case.get::<Entry>(&c.entry), Refusal::NotFound);
    general(&mut guards, entry, case);
    let ended = entry.is_none_or(|entry| entry.review == Review::Reviewed && entry.ended_at_ms != 0);
    guards.check(ended, Refusal::WrongState);
    let replaced = entry.map(|entry| &entry.replaces).filter(|old| !old.is_none());
    let replaced = replaced.and_then(|old| guards.need(case.get::<Entry>(old), Refusal::NotFound));
    if let Some(old) = replaced {
        guards.check(has_successor(old, case).negate(), Refusal::WrongState);
    }
    guards.verdict(|| {
        let Some(entry) = entry else { return Changes::default() };
        let entry = replaced.map_or_else(|| entry.clone(), |old| taking_over(entry, old));
        let counted = Entry { review: Review::Counted, ..entry.clone() }.stepped(case, "", Vec::new());
        let void = |old: &Entry| Row::from(old.voided().stepped(case, "", vec![entry.id.clone()]));
        Changes { rows: [Row::from(counted)].into_iter().chain(replaced.map(void)).collect(), transfers: Vec::new() }
    })
}

/// The general branch voids it, with its reason.
pub fn void_entry(c: &VoidEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let entry = guards.need(case.get::<Entry>(&c.entry), Refusal::NotFound);
    general(&mut guards, entry, case);
    guards.check(entry.is_none_or(|entry| entry.review != Review::Void), Refusal::WrongState);
    check_note(&mut guards, &c.reason, true);
    guards.verdict(|| {
        let Some(entry) = entry else { return Changes::default() };
        Changes::rows([entry.voided().stepped(case, &c.reason, Vec::new()).into()])
    })
}
