//! The one table of transitions (DOMAIN, "Stewards"). The rules read it, the screen's buttons follow from it, and so does
//! the test of every role in every state.

use super::{Entry, EntryKind, EntryState, PartyAnswer};
use crate::{
    Refusal,
    identity::{Actor, Role},
    rule::Tri,
    stewards::OFFICE,
};

/// One way from a state to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Of which kind of entry.
    pub kind: EntryKind,
    /// The state it begins in.
    pub from: EntryState,
    /// The state it leads to.
    pub to: EntryState,
    /// Who has the entry now may take it.
    pub keeper: bool,
    /// These roles over its place may take it, whoever has it.
    pub roles: &'static [Role],
    /// Never who wrote it down or has it.
    pub another: bool,
    /// What the people it concerns say; once all said it (of "no" one is enough) the entry goes this way.
    pub party: Option<PartyAnswer>,
    /// What has to come with it.
    pub needs: &'static [Need],
}

/// What a step asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Words.
    Note,
    /// That the parties were told their remedies.
    Remedies,
    /// Which checkpoints were seen, and when.
    Seen,
}

const ANYBODY: &[Role] = &[Role::Steward, Role::CommunityWorker];
const MEDIATES: &[Role] = &[Role::Mediator];

const fn way(kind: EntryKind, from: EntryState, to: EntryState) -> Way {
    Way { kind, from, to, keeper: true, roles: &[], another: false, party: None, needs: &[] }
}

/// Of a dispute: who has it, or a mediator.
const fn mediated(from: EntryState, to: EntryState, needs: &'static [Need]) -> Way {
    Way { roles: MEDIATES, needs, ..way(EntryKind::Dispute, from, to) }
}

/// By what the people it concerns say, and by nobody else.
const fn said(kind: EntryKind, from: EntryState, to: EntryState, answer: PartyAnswer) -> Way {
    Way { keeper: false, party: Some(answer), ..way(kind, from, to) }
}

/// By somebody other than who wrote it down.
const fn confirmed(kind: EntryKind, to: EntryState) -> Way {
    Way { keeper: false, roles: OFFICE, another: true, ..way(kind, EntryState::HandedOver, to) }
}

use EntryKind::{Dispute, Errand, Fight, Patrol, StudyVisit, Theft, Visit};
use EntryState as S;
use PartyAnswer::{Confirms, Consents, Denies, Refuses};

/// Every way there is.
pub const WAYS: &[Way] = &[
    said(Dispute, S::Recorded, S::Consented, Consents),
    said(Dispute, S::Recorded, S::Refused, Refuses),
    mediated(S::Recorded, S::Referred, &[Need::Note]),
    mediated(S::Consented, S::Mediating, &[]),
    said(Dispute, S::Consented, S::Refused, Refuses),
    mediated(S::Consented, S::Referred, &[Need::Note]),
    mediated(S::Mediating, S::Mediating, &[Need::Note]),
    said(Dispute, S::Mediating, S::Agreed, Confirms),
    said(Dispute, S::Mediating, S::Refused, Refuses),
    mediated(S::Mediating, S::Failed, &[Need::Remedies]),
    mediated(S::Mediating, S::Referred, &[Need::Note]),
    mediated(S::Agreed, S::Fulfilled, &[]),
    Way { roles: ANYBODY, ..way(Errand, S::Requested, S::Accepted) },
    Way { roles: ANYBODY, needs: &[Need::Note], ..way(Errand, S::Requested, S::Failed) },
    said(Errand, S::Requested, S::Failed, Refuses),
    way(Errand, S::Accepted, S::Doing),
    Way { needs: &[Need::Note], ..way(Errand, S::Accepted, S::Failed) },
    said(Errand, S::Accepted, S::Failed, Refuses),
    way(Errand, S::Doing, S::HandedBack),
    Way { needs: &[Need::Note], ..way(Errand, S::Doing, S::Failed) },
    said(Errand, S::HandedBack, S::Confirmed, Confirms),
    said(Errand, S::HandedBack, S::Failed, Denies),
    way(Patrol, S::Planned, S::Started),
    Way { needs: &[Need::Seen], ..way(Patrol, S::Started, S::Done) },
    way(Theft, S::Observed, S::PoliceCalled),
    way(Theft, S::PoliceCalled, S::HandedOver),
    confirmed(Theft, S::Confirmed),
    confirmed(Theft, S::Unconfirmed),
    way(Fight, S::Observed, S::PoliceCalled),
    way(Fight, S::PoliceCalled, S::HandedOver),
    confirmed(Fight, S::Confirmed),
    confirmed(Fight, S::Unconfirmed),
    way(Visit, S::Planned, S::Done),
    Way { needs: &[Need::Note], ..way(Visit, S::Done, S::FollowUp) },
    way(StudyVisit, S::Booked, S::Held),
    Way { needs: &[Need::Note], ..way(StudyVisit, S::Held, S::Feedback) },
];

impl Way {
    /// Whether an errand is taken over by who goes this way.
    pub const fn takes(&self) -> bool {
        matches!(self.to, S::Accepted)
    }

    /// Whether the actor may go it. What is not hidden from the actor decides; the server knows all.
    pub fn open_to(&self, entry: &Entry, actor: &Actor) -> Tri {
        let me = &actor.person;
        let keeps = self.keeper && entry.keeper == *me && actor.holds(entry.entry_kind.recorders(), &entry.path);
        let role = actor.holds(self.roles, &entry.path);
        let may = (keeps || role) && !(self.another && [&entry.author, &entry.keeper].contains(&me));
        // Nobody does or mediates what concerns them.
        if may { entry.concerns(me).negate() } else { Tri::No }
    }
}

/// Whether something ends with that state: its moment is the outcome.
pub const fn ends(state: EntryState) -> bool {
    matches!(
        state,
        S::Agreed | S::Refused | S::Failed | S::Referred | S::Confirmed | S::Unconfirmed | S::Done | S::Held
    )
}

/// Why a kind's entry does not go from one state to another, where there is no such way for anybody at the desk.
pub fn no_way(kind: EntryKind, from: EntryState, to: EntryState) -> Refusal {
    match (kind, from, to) {
        (Dispute, S::Refused, S::Mediating | S::Consented) => Refusal::PartyRefused,
        (Dispute, S::Recorded, S::Mediating | S::Consented) => Refusal::ConsentsMissing,
        (Dispute, S::Mediating, S::Agreed) | (Errand, S::HandedBack, S::Confirmed) => Refusal::PartiesConfirm,
        (Theft | Fight, S::Observed, S::HandedOver | S::Confirmed | S::Unconfirmed) => Refusal::PoliceFirst,
        _ => Refusal::WrongState,
    }
}
