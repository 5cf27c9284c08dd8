//! Who sees an entry and what of it, and what it adds to cells.

#[cfg(feature = "office")]
use super::EntryStep;
use super::{Entry, EntryKind, EntryState, Review};
use crate::{
    Audience, Day, Field, Id,
    indicator::{Contribution, Indicator},
};
#[cfg(feature = "office")]
use crate::{privacy::ERASED, rule::Tri};

impl Entry {
    /// That it is there, and nothing of what was written.
    fn shell(&self) -> Self {
        Self {
            category: Field::Hidden,
            spot: Field::Hidden,
            note: Field::Hidden,
            parties: Field::Hidden,
            checkpoints: Field::Hidden,
            agreement: Field::Hidden,
            report: Field::Hidden,
            remedies_told: Field::Hidden,
            photos: Field::Hidden,
            steps: Field::Hidden,
            ..self.clone()
        }
    }

    /// What colleagues see of it. Papers of an errand are for who does it alone.
    fn for_office(&self) -> Self {
        match self.entry_kind {
            EntryKind::Dispute | EntryKind::Theft | EntryKind::Fight => self.shell(),
            EntryKind::Visit => {
                Self { note: Field::Hidden, steps: Field::Hidden, photos: Field::Hidden, ..self.clone() }
            }
            EntryKind::Errand => Self { photos: Field::Hidden, ..self.clone().unpictured() },
            EntryKind::Patrol | EntryKind::StudyVisit => self.clone(),
        }
    }

    /// The author sees all of it; who has it now what is not sealed; staff a shell of what is sealed; the stewards of the place
    /// what is not; a side of a dispute what it is to confirm; who asked for an errand the errand. `place:` has none of it:
    /// property managers and representatives pull that.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        let office = self.for_office();
        let mut seen = vec![(Audience::Staff, office.clone())];
        if !self.entry_kind.is_sealed() {
            seen.push((Audience::Steward(self.place.clone()), office.clone()));
        }
        let mut person = |id: &Id, row: Self| {
            let audience = Audience::Person(id.clone());
            if !id.is_none() && !seen.iter().any(|(there, _)| *there == audience) {
                seen.push((audience, row));
            }
        };
        person(&self.author, self.clone());
        person(&self.keeper, if self.entry_kind.has_sealed() { office } else { self.clone() });
        let told = match self.entry_kind {
            EntryKind::Errand => Some(self.clone()),
            EntryKind::Dispute => {
                Some(Self { parties: self.parties.clone(), agreement: self.agreement.clone(), ..self.shell() })
            }
            _ => None,
        };
        let parties = self.parties.known().into_iter().flatten();
        for (party, row) in parties.filter_map(|party| told.clone().map(|row| (party, row))) {
            person(&party.person, row.clone());
            person(&party.guardian, row);
        }
        seen
    }

    /// Whether it concerns the person, or whom that person acts for.
    #[cfg(feature = "office")]
    pub fn names(&self, person: &Id) -> bool {
        self.parties.known().into_iter().flatten().any(|party| [&party.person, &party.guardian].contains(&person))
    }

    /// The same, telling `guardian` (`-`: nobody) in the place of who acted for `ward`; nothing where it tells so already.
    #[cfg(feature = "office")]
    pub(crate) fn telling(&self, ward: &Id, guardian: &Id) -> Option<Self> {
        let mut parties = self.parties.known()?.clone();
        let party = parties.iter_mut().find(|party| party.person == *ward && party.guardian != *guardian)?;
        party.guardian = guardian.clone();
        Some(Self { parties: parties.into(), ..self.clone() })
    }

    /// The same without what it says of the person: that something was recorded of somebody stays, and what was counted.
    #[cfg(feature = "office")]
    pub(crate) fn without(&self, person: &Id) -> Self {
        let mut parties = self.parties.known().cloned().unwrap_or_default();
        let no_one = |id: &Id| if id == person { Id::none() } else { id.clone() };
        for party in &mut parties {
            party.by = no_one(&party.by);
            if party.guardian == *person {
                party.guardian = Id::none();
            }
            if party.person == *person {
                (party.person, party.name) = (Id::none(), ERASED.to_owned());
            }
        }
        if self.concerns(person) != Tri::Yes {
            return Self { parties: parties.into(), ..self.clone() };
        }
        let silent = |step: &EntryStep| {
            let (note, photos) = (String::new(), Vec::new());
            EntryStep { note, photos, by: no_one(&step.by), ..step.clone() }
        };
        let steps: Vec<EntryStep> = self.steps.known().into_iter().flatten().map(silent).collect();
        Self {
            spot: String::new().into(),
            note: String::new().into(),
            agreement: String::new().into(),
            report: String::new().into(),
            photos: Vec::new().into(),
            parties: parties.into(),
            steps: steps.into(),
            ..self.clone()
        }
    }

    /// What was counted by the general branch counts, on the day of its outcome; a dispute as resolved or not on the day from
    /// which nobody can report a breach any more; thefts and fights on the day they happened (DOMAIN, "Indicators").
    pub(crate) fn contributions(&self) -> Vec<Contribution> {
        if self.review != Review::Counted || self.ended_at_ms == 0 {
            return Vec::new();
        }
        let ended = Day::at(self.ended_at_ms);
        let stopped = |indicator| vec![(indicator, Day::at(self.happened_at_ms), 1)];
        let told = match (self.entry_kind, self.state) {
            (EntryKind::Dispute, state) if self.consented_at_ms != 0 => {
                let judged = self.judged_on();
                let kept = matches!(state, EntryState::Agreed | EntryState::Fulfilled) && self.breached_at_ms == 0;
                let mut told = vec![(Indicator::DisputesMediated, ended, 1), (Indicator::DisputesDue, judged, 1)];
                told.extend(kept.then_some((Indicator::DisputesResolved, judged, 1)));
                told
            }
            (EntryKind::Errand, state) => {
                let mut told = vec![(Indicator::ErrandsEnded, ended, 1)];
                told.extend((state == EntryState::Confirmed).then_some((Indicator::ErrandsDone, ended, 1)));
                told
            }
            (EntryKind::Theft, EntryState::Confirmed) => stopped(Indicator::TheftsStopped),
            (EntryKind::Fight, EntryState::Confirmed) => stopped(Indicator::FightsStopped),
            _ => Vec::new(),
        };
        Contribution::at_each(&self.path, &told)
    }
}
