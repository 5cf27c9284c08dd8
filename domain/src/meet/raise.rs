//! What a steward found or recorded becomes a council issue (DOMAIN, "Brands meet").

use crate::{
    Id, Key, Kind, Refusal, Row,
    council::{Issue, RaiseIssue, raise},
    identity::Role,
    rule::{Case, Changes, Guards, Tri, Verdict},
    stewards::{Entry, EntryKind, Hazard, Review},
    tree::map,
};

/// A hazard or an entry becomes a council issue; both rows carry the link. The issue says what the raiser types and
/// nothing else of a sealed entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaiseFrom {
    /// The issue.
    pub issue: RaiseIssue,
    /// The hazard or entry it is made of.
    pub from: Key,
    /// Which of those it concerns have agreed to it, counted from 0; all of them where the entry is a dispute.
    pub consents: Vec<u32>,
}

map!(RaiseFrom { issue, from, consents });

/// Who may raise what somebody else has: the office, which sees it anyway.
const OFFICE: &[Role] = &[Role::CommunityWorker];
const MEDIATES: &[Role] = &[Role::Mediator];
const LOOKS_AFTER: &[Role] = &[Role::Steward, Role::CommunityWorker];

/// Of an open issue the place is the record's or lies around it.
fn around(guards: &mut Guards, c: &RaiseFrom, path: &[Id]) {
    guards.check(path.contains(&c.issue.place), Refusal::WrongPlace);
}

fn of_hazard(c: &RaiseFrom, case: &Case, guards: &mut Guards) -> Option<Row> {
    let hazard = guards.need(case.get::<Hazard>(&c.from.id), Refusal::NotFound)?;
    around(guards, c, &hazard.path);
    guards.check(case.actor.holds(LOOKS_AFTER, &hazard.path), Refusal::NotYours);
    guards.check(hazard.review != Review::Void, Refusal::WrongState);
    guards.check(Tri::of(&hazard.issues, Vec::is_empty), Refusal::RaisedAlready);
    let after = Hazard { issues: vec![c.issue.id.clone()].into(), ..hazard.clone() };
    Some(after.stepped(case, "", vec![c.issue.id.clone()]).into())
}

/// Of which sides it is said that they agreed.
fn agreed<'e>(c: &RaiseFrom, entry: &'e Entry) -> Vec<&'e str> {
    let said = |(at, _): &(usize, _)| c.consents.iter().any(|n| usize::try_from(*n) == Ok(*at));
    let parties = entry.parties.known().into_iter().flatten().enumerate().filter(said);
    parties.map(|(_, party)| if party.name.is_empty() { party.person.as_str() } else { &party.name }).collect()
}

fn of_entry(c: &RaiseFrom, case: &Case, guards: &mut Guards) -> Option<Row> {
    let entry = guards.need(case.get::<Entry>(&c.from.id), Refusal::NotFound)?;
    let me = &case.actor.person;
    around(guards, c, &entry.path);
    let own = [&entry.author, &entry.keeper].contains(&me) && case.actor.holds(LOOKS_AFTER, &entry.path);
    // A worker sees of a sealed one that it is there; who knows what is in it raises it.
    let office = if entry.entry_kind.is_sealed() { MEDIATES } else { OFFICE };
    guards.check(own || case.actor.holds(office, &entry.path), Refusal::NotYours);
    let single = matches!(entry.entry_kind, EntryKind::Theft | EntryKind::Fight);
    guards.check(!single && entry.review != Review::Void, Refusal::WrongState);
    guards.check(entry.issue.is_none(), Refusal::RaisedAlready);
    let names = agreed(c, entry);
    if entry.entry_kind.is_sealed() {
        let all = Tri::of(&entry.parties, |parties| parties.len() == names.len());
        guards.check(all, Refusal::ConsentMissing);
    }
    let after = Entry { issue: c.issue.id.clone(), ..entry.clone() };
    Some(after.stepped(case, &names.join("、"), vec![c.issue.id.clone()]).into())
}

/// A hazard or an entry becomes an issue.
pub fn raise_from(c: &RaiseFrom, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let linked = match c.from.kind {
        Kind::Hazard => of_hazard(c, case, &mut guards),
        Kind::Entry => of_entry(c, case, &mut guards),
        _ => return Verdict::Refused(Refusal::Malformed),
    };
    let (raised, holds, refusal) = match raise(&c.issue, case) {
        Verdict::Allowed(changes) => (changes, Tri::Yes, Refusal::NotPossible),
        Verdict::Unsure(changes) => (changes, Tri::Unknown, Refusal::NotPossible),
        Verdict::Refused(refusal) => (Changes::default(), Tri::No, refusal),
    };
    guards.check(holds, refusal);
    guards.verdict(|| {
        let linked_issue = |row: Row| match row {
            Row::Issue(issue) => Row::Issue(Issue { origin: vec![c.from.clone()].into(), ..issue }),
            row => row,
        };
        let rows = raised.rows.into_iter().map(linked_issue).chain(linked).collect();
        Changes { rows, transfers: Vec::new() }
    })
}
