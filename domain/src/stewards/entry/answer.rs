//! What those say whom an entry concerns: each by themselves, by who acts for them, or on paper before somebody who has no
//! hand in it.

use super::{
    AnswerEntry, BreachEntry, Entry, EntryKind, EntryState, Party, PartyAnswer, Way, check_end, check_note,
    ways::no_way,
};
use crate::{
    Day, Id, Refusal,
    identity::Role,
    privacy::{Given, Guardian},
    rule::{Case, Changes, Guards, Seen, Tri, Verdict},
};

/// Who takes down what somebody says on paper.
const TAKES_PAPER: &[Role] = &[Role::CommunityWorker, Role::Mediator];

/// Whether somebody mediated it: took a step at the table other than to put down what a side confirmed. Only a mediator and
/// who has it do, or who had it once, which its history says.
fn mediated(entry: &Entry, case: &Case) -> Tri {
    let me = &case.actor.person;
    let parties = entry.parties.known().map_or(&[][..], Vec::as_slice);
    let took_down = |at_ms| parties.iter().any(|party| party.by == *me && party.confirmed_at_ms == at_ms);
    let mediator = case.actor.holds(&[Role::Mediator], &entry.path);
    Tri::of(&entry.steps, |steps| {
        let could = mediator || steps.iter().any(|step| step.was.contains(me));
        let mut mine = steps.iter().filter(|step| step.state == EntryState::Mediating && step.by == *me);
        could && mine.any(|step| step.was.is_empty() && !took_down(step.at_ms))
    })
}

/// Whether the actor may say it for that party, in that way.
fn standing(entry: &Entry, party: &Party, c: &AnswerEntry, case: &Case, guards: &mut Guards) {
    let me = &case.actor.person;
    let own = party.person == *me;
    match c.how {
        Given::Themself => guards.check(own, Refusal::NotYours),
        Given::Guardian => {
            let acts = match case.get::<Guardian>(&Guardian::row_id(&party.person)) {
                Seen::Known(row) => (row.lasts() && row.guardian == *me).into(),
                Seen::Absent => Tri::No,
                Seen::Unknown => Tri::Unknown,
            };
            guards.check(acts, Refusal::NotYours);
            guards.check(entry.keeper != *me, Refusal::OwnWork);
        }
        Given::Paper => {
            guards.check(entry.concerns(me).negate(), Refusal::OwnEntry);
            // Whether it may begin, who mediates asks both sides; what came of it, somebody else takes down.
            let begins = entry.entry_kind == EntryKind::Dispute
                && matches!(c.answer, PartyAnswer::Consents | PartyAnswer::Refuses);
            let keeps = entry.keeper == *me && case.actor.holds(entry.entry_kind.recorders(), &entry.path);
            let takes = case.actor.holds(TAKES_PAPER, &entry.path);
            guards.check(takes || keeps, Refusal::NotYours);
            let hand = |id: &Id| *id == *me;
            let none = Tri::from(!(hand(&entry.keeper) || hand(&entry.author))).and(mediated(entry, case).negate());
            guards.check(if begins { Tri::Yes } else { none }, Refusal::OwnWork);
        }
    }
}

fn said(entry: &Entry, c: &AnswerEntry, way: Option<&Way>, case: &Case) -> Entry {
    let mut after = entry.clone();
    let mut parties = entry.parties.known().cloned().unwrap_or_default();
    if let Some(party) = usize::try_from(c.party).ok().and_then(|at| parties.get_mut(at)) {
        (party.how, party.by) = (c.how, case.actor.person.clone());
        match c.answer {
            PartyAnswer::Consents => party.consented_at_ms = case.now,
            PartyAnswer::Confirms => party.confirmed_at_ms = case.now,
            PartyAnswer::Refuses => party.consented_at_ms = 0,
            PartyAnswer::Denies => {
                for party in &mut parties {
                    party.confirmed_at_ms = 0;
                }
            }
        }
    }
    let all = |test: fn(&Party) -> bool| parties.iter().all(test);
    let goes = match c.answer {
        PartyAnswer::Consents => all(|party| party.consented_at_ms != 0),
        PartyAnswer::Confirms => all(|party| party.confirmed_at_ms != 0),
        PartyAnswer::Refuses | PartyAnswer::Denies => true,
    };
    after.parties = parties.into();
    if let Some(way) = way.filter(|_| goes) {
        after = after.moved_to(way.to, case);
    }
    after.stepped(case, &c.note, Vec::new())
}

/// Somebody whom an entry concerns answers.
pub fn answer_entry(c: &AnswerEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let entry = guards.need(case.get::<Entry>(&c.entry), Refusal::NotFound);
    let way = entry.and_then(|entry| entry.ways().find(|way| way.party == Some(c.answer)));
    if let Some(entry) = entry {
        guards.check(entry.is_open(), Refusal::WrongState);
        let refused = entry.state == EntryState::Refused && c.answer == PartyAnswer::Consents;
        let back = if refused { Refusal::PartyRefused } else { no_way(entry.entry_kind, entry.state, entry.state) };
        // Of an agreement "no" leads back to the table.
        let denies = entry.state == EntryState::Mediating && c.answer == PartyAnswer::Denies;
        guards.check(way.is_some() || denies, back);
        if let Some(way) = way {
            check_end(&mut guards, way, case);
        }
        let confirms = c.answer == PartyAnswer::Confirms && entry.entry_kind == EntryKind::Dispute;
        guards.check(Tri::of(&entry.agreement, |words| !confirms || !words.is_empty()), Refusal::TextMissing);
        check_note(&mut guards, &c.note, c.answer == PartyAnswer::Denies);
        match entry.parties.known() {
            None => guards.check(Tri::Unknown, Refusal::NotFound),
            Some(parties) => match usize::try_from(c.party).ok().and_then(|at| parties.get(at)) {
                None => guards.check(false, Refusal::NotFound),
                Some(party) => standing(entry, party, c, case, &mut guards),
            },
        }
    }
    guards.verdict(|| entry.map_or_else(Changes::default, |entry| Changes::rows([said(entry, c, way, case).into()])))
}

/// An agreement was not kept.
pub fn breach_entry(c: &BreachEntry, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let me = &case.actor.person;
    let entry = guards.need(case.get::<Entry>(&c.entry), Refusal::NotFound);
    if let Some(entry) = entry {
        let keeps = entry.keeper == *me && case.actor.holds(entry.entry_kind.recorders(), &entry.path);
        guards.check(entry.concerns(me).or(keeps.into()), Refusal::NotYours);
        let agreed = matches!(entry.state, EntryState::Agreed | EntryState::Fulfilled);
        guards.check(agreed && entry.breached_at_ms == 0 && entry.review != super::Review::Void, Refusal::WrongState);
        guards.check(Day::at(case.now) < entry.judged_on(), Refusal::TooOld);
    }
    check_note(&mut guards, &c.note, true);
    guards.verdict(|| {
        let Some(entry) = entry else { return Changes::default() };
        let after = Entry { breached_at_ms: case.now, ..entry.clone() };
        Changes::rows([after.stepped(case, &c.note, Vec::new()).into()])
    })
}
