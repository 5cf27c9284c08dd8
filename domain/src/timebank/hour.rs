//! An hour given, and the marks kept beside it so that no rule and no count has to look around.

use crate::tree::name;
use crate::{
    Audience, Day, Field, Id, Millis, Month,
    calendar::MINUTE_MS,
    indicator::{Contribution, Indicator},
    record::macros::record,
};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    /// 打扫卫生
    Cleaning,
    /// 生活护理
    Care,
    /// 陪伴聊天
    Company,
    /// 家电维修
    Repairs,
    /// 辅导课程
    Lessons,
    /// 代买代办
    Errands,
    /// 其他
    Other,
}

name!(Activity { Cleaning = "cleaning", Care = "care", Company = "company", Repairs = "repairs", Lessons = "lessons", Errands = "errands", Other = "other" });

impl Activity {
    /// In the order they are offered.
    pub const ALL: &'static [Self] =
        &[Self::Cleaning, Self::Care, Self::Company, Self::Repairs, Self::Lessons, Self::Errands, Self::Other];
}

/// Where it stands. `captured` is the device's own word: not yet on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum HourState {
    Pending,
    Posted,
    Voided,
}

name!(HourState { Pending = "pending", Posted = "posted", Voided = "voided" });

/// How well it is witnessed (DOMAIN, "Evidence class"). Card and PIN, and paper, come with their ways of capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// Nobody has confirmed it yet.
    None,
    /// Confirmed later by the recipient.
    Recipient,
    /// Attested by the organiser.
    Organiser,
}

name!(Evidence { None = "none", Recipient = "recipient", Organiser = "organiser" });

record! {
    /// Service somebody gave, in whole minutes.
    Hour {
        shown {
            /// Who gave it.
            provider: Id,
            /// The community or estate it was given in.
            place: Id,
            /// `place` and what it lies in at the time, smallest first.
            path: Vec<Id>,
            /// What was done.
            activity: Activity,
            /// When it began.
            started_at_ms: Millis,
            /// How long.
            minutes: i64,
            /// Where it stands.
            state: HourState,
            /// How well it is witnessed.
            evidence: Evidence,
            /// When it was confirmed or taken back; 0 before.
            resolved_at_ms: Millis,
        }
        hidden {
            /// The provider's name.
            provider_name: String,
            /// Who received it; `-` for the whole yard.
            recipient: Id,
            /// The recipient's name, or empty.
            recipient_name: String,
            /// Who captured it; that person does not confirm it.
            captured_by: Id,
            /// Who confirmed or took it back; `-` before.
            resolved_by: Id,
            /// Why it was taken back, or empty.
            reason: String,
        }
    }
}

record! {
    /// One provider's posted intervals of one day (T9), kept so that the rule reads one row, not a range.
    ServiceDay {
        shown {
            /// Whose.
            provider: Id,
            /// The day.
            day: Day,
            /// Start and end of each, in milliseconds, cut at midnight.
            intervals: Vec<(Millis, Millis)>,
        }
        hidden {}
    }
}

record! {
    /// One provider's posted minutes of one month: the mark that counts active volunteers once.
    ServiceMonth {
        shown {
            /// Whose.
            provider: Id,
            /// The month.
            month: Month,
            /// Minutes posted.
            minutes: i64,
            /// The provider's first month with posted minutes, in the order they were posted.
            first: bool,
            /// The community, with what it lies in.
            path: Vec<Id>,
        }
        hidden {}
    }
}

impl Hour {
    /// When it ended.
    pub fn ended_at_ms(&self) -> Millis {
        self.started_at_ms + self.minutes * MINUTE_MS
    }

    /// The pending line's id in the ledger.
    pub fn pending_id(&self) -> Id {
        Id::join(&[self.id.as_str(), "pending"])
    }

    /// Staff, provider and recipient see it. Nobody else does.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        let mut seen = vec![(Audience::Staff, self.clone()), (Audience::Person(self.provider.clone()), self.clone())];
        if let Field::Known(recipient) = &self.recipient
            && !recipient.is_none()
            && *recipient != self.provider
        {
            seen.push((Audience::Person(recipient.clone()), self.clone()));
        }
        seen
    }

    /// The hour without the name of somebody who gave or received it, and without why it was taken back; none where it was
    /// neither. Who and how long stays, as the ledger does.
    #[cfg(feature = "office")]
    pub(crate) fn without(&self, person: &Id) -> Option<Self> {
        let (gave, received) = (self.provider == *person, self.recipient.known() == Some(person));
        let no_name = |theirs: bool, name: &Field<String>| if theirs { String::new().into() } else { name.clone() };
        (gave || received).then(|| Self {
            provider_name: no_name(gave, &self.provider_name),
            recipient_name: no_name(received, &self.recipient_name),
            reason: String::new().into(),
            ..self.clone()
        })
    }

    pub(crate) fn contributions(&self) -> Vec<Contribution> {
        let day = Day::at(self.started_at_ms);
        let told: &[_] = match self.state {
            HourState::Pending => &[(Indicator::HoursWaiting, day, 1)],
            HourState::Posted => &[(Indicator::HoursBanked, day, self.minutes)],
            HourState::Voided => &[],
        };
        Contribution::at_each(&self.path, told)
    }
}

impl ServiceDay {
    /// The id of a provider's day.
    pub fn row_id(provider: &Id, day: Day) -> Id {
        Id::join(&[provider.as_str(), &day.0.to_string()])
    }

    /// Minutes served that day.
    pub fn minutes(&self) -> i64 {
        self.intervals.iter().map(|(from, to)| (to - from) / MINUTE_MS).sum()
    }

    /// Whether an interval would overlap.
    pub fn overlaps(&self, from_ms: Millis, to_ms: Millis) -> bool {
        self.intervals.iter().any(|(from, to)| from_ms < *to && *from < to_ms)
    }

    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        vec![(Audience::Staff, self.clone()), (Audience::Person(self.provider.clone()), self.clone())]
    }
}

impl ServiceMonth {
    /// The id of a provider's month.
    pub fn row_id(provider: &Id, month: Month) -> Id {
        Id::join(&[provider.as_str(), &month.0.to_string()])
    }

    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        vec![(Audience::Staff, self.clone())]
    }

    pub(crate) fn contributions(&self) -> Vec<Contribution> {
        let day = self.month.first_day();
        let mut told = vec![(Indicator::ActiveVolunteers, day, 1)];
        if self.first {
            told.push((Indicator::VolunteersEver, day, 1));
        }
        Contribution::at_each(&self.path, &told)
    }
}
