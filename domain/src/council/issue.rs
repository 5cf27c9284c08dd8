//! An issue (议题).

use crate::tree::{map, name};
use crate::{
    Audience, Day, Field, Id, Key, Kind, Millis,
    indicator::{Contribution, Indicator},
    record::macros::record,
};

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueCategory {
    /// 充电停车
    Parking,
    /// 环境卫生
    Hygiene,
    /// 公共设施
    Facilities,
    /// 治安监控
    Safety,
    /// 噪音与宠物
    Nuisance,
    /// 其他
    Other,
}

name!(IssueCategory { Parking = "parking", Hygiene = "hygiene", Facilities = "facilities", Safety = "safety", Nuisance = "nuisance", Other = "other" });

impl IssueCategory {
    /// In the order they are offered.
    pub const ALL: &'static [Self] =
        &[Self::Parking, Self::Hygiene, Self::Facilities, Self::Safety, Self::Nuisance, Self::Other];
}

/// Where it stands (DOMAIN, "Council").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum IssueState {
    Raised,
    Accepted,
    Declined,
    Agenda,
}

name!(IssueState { Raised = "raised", Accepted = "accepted", Declined = "declined", Agenda = "agenda" });

/// Whose turn it is; a limit that passes moves it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The community workers.
    Worker,
    /// The Party branch.
    Branch,
    /// The subdistrict.
    Subdistrict,
}

name!(Level { Worker = "worker", Branch = "branch", Subdistrict = "subdistrict" });

/// One step of its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueStep {
    /// The state it led to.
    pub state: IssueState,
    /// Whose turn it was from then on.
    pub level: Level,
    /// Who did it; `system` for the clock.
    pub by: Id,
    /// When.
    pub at_ms: Millis,
    /// What was written, or empty.
    pub note: String,
}

map!(IssueStep { state, level, by, at_ms, note });

record! {
    /// What a resident wants settled.
    Issue {
        shown {
            /// The estate or building it is about.
            place: Id,
            /// `place` and what it lies in at the time, smallest first.
            path: Vec<Id>,
            /// What it is about.
            category: IssueCategory,
            /// In one line.
            title: String,
            /// Where it stands.
            state: IssueState,
            /// Whose turn it is.
            level: Level,
            /// When it was raised: the clock that never stops.
            raised_at_ms: Millis,
            /// Until when this step has to be done: the clock that starts again; 0 where none runs.
            due_at_ms: Millis,
            /// The limit reaches into a year whose calendar is not published.
            due_provisional: bool,
            /// When the raiser was first answered; 0 before.
            answered_at_ms: Millis,
            /// Until when the raiser had to be answered, exclusive.
            answer_due_at_ms: Millis,
            /// The council it stands on the agenda of; 0 before.
            meets_at_ms: Millis,
        }
        hidden {
            /// In the raiser's own words, or empty.
            detail: String,
            /// Who raised it.
            raiser: Id,
            /// Who entered it for the raiser, or the raiser.
            entered_by: Id,
            /// Its way so far.
            steps: Vec<IssueStep>,
        }
        added {
            /// The hazard or entry of a steward that it was made of; empty where it was raised by itself.
            origin: Vec<Key>,
        }
    }
}

impl Issue {
    /// Staff and the raiser see all of it; representatives and property of the estate see what and where it is, not
    /// who raised it nor in which words.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        // That there is a sealed record is not the council's business.
        let private = self.origin.known().is_some_and(|from| from.iter().any(|key| key.kind == Kind::Entry));
        let council = Self {
            origin: if private { Field::Hidden } else { self.origin.clone() },
            detail: Field::Hidden,
            raiser: Field::Hidden,
            entered_by: Field::Hidden,
            steps: Field::Hidden,
            ..self.clone()
        };
        let mut seen = vec![(Audience::Staff, self.clone()), (Audience::Place(self.place.clone()), council)];
        for person in [&self.raiser, &self.entered_by].into_iter().filter_map(Field::known) {
            let audience = Audience::Person(person.clone());
            if !seen.iter().any(|(there, _)| *there == audience) {
                seen.push((audience, self.clone()));
            }
        }
        seen
    }

    /// Raised on its day; answered in time on the day the answer was due (response rate's cohort).
    pub(crate) fn contributions(&self) -> Vec<Contribution> {
        let raised = Day::at(self.raised_at_ms);
        let due = Day::at(self.answer_due_at_ms - 1);
        let mut told = vec![(Indicator::IssuesRaised, raised, 1), (Indicator::IssuesAnswerDue, due, 1)];
        if self.answered_at_ms != 0 && self.answered_at_ms < self.answer_due_at_ms {
            told.push((Indicator::IssuesAnsweredInTime, due, 1));
        }
        let accepted = self.state != IssueState::Declined && self.answered_at_ms != 0;
        if accepted {
            told.push((Indicator::IssuesAccepted, Day::at(self.answered_at_ms), 1));
        }
        if self.meets_at_ms != 0 {
            told.push((Indicator::IssuesOnAgenda, Day::at(self.meets_at_ms), 1));
        }
        Contribution::at_each(&self.path, &told)
    }
}
