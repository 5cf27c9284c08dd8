//! The kinds of entries, their inner states and what they are about (DOMAIN, "Stewards").

use crate::identity::Role;
use crate::tree::name;

/// What a steward records beside hazards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// 矛盾纠纷; sealed.
    Dispute,
    /// 代办.
    Errand,
    /// 巡逻.
    Patrol,
    /// 偷盗; sealed.
    Theft,
    /// 打架; sealed.
    Fight,
    /// 走访; its notes are sealed.
    Visit,
    /// 送学.
    StudyVisit,
}

name!(word EntryKind { Dispute = "dispute", Errand = "errand", Patrol = "patrol", Theft = "theft", Fight = "fight", Visit = "visit", StudyVisit = "study_visit" });

/// The inner states of all kinds; which kind goes through which says [`super::WAYS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum EntryState {
    Recorded,
    Consented,
    Mediating,
    Agreed,
    Fulfilled,
    Refused,
    Failed,
    Referred,
    Requested,
    Accepted,
    Doing,
    HandedBack,
    Confirmed,
    Planned,
    Started,
    Done,
    Observed,
    PoliceCalled,
    HandedOver,
    Unconfirmed,
    FollowUp,
    Booked,
    Held,
    Feedback,
}

name!(EntryState { Recorded = "recorded", Consented = "consented", Mediating = "mediating", Agreed = "agreed", Fulfilled = "fulfilled", Refused = "refused", Failed = "failed", Referred = "referred", Requested = "requested", Accepted = "accepted", Doing = "doing", HandedBack = "handed_back", Confirmed = "confirmed", Planned = "planned", Started = "started", Done = "done", Observed = "observed", PoliceCalled = "police_called", HandedOver = "handed_over", Unconfirmed = "unconfirmed", FollowUp = "follow_up", Booked = "booked", Held = "held", Feedback = "feedback" });

/// What an entry is about; each kind offers some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryCategory {
    /// 噪音
    Noise,
    /// 漏水
    Leak,
    /// 停车
    Parking,
    /// 养宠
    Pets,
    /// 钱款
    Money,
    /// 家庭
    Family,
    /// 公共部位
    Shared,
    /// 证件材料
    Papers,
    /// 买药
    Medicine,
    /// 缴费
    Bills,
    /// 买东西
    Shopping,
    /// 修东西
    Repairs,
    /// 自行车、电动车
    Bicycle,
    /// 入户
    Home,
    /// 看望老人
    Older,
    /// 新住户
    Newcomer,
    /// 节日慰问
    Festival,
    /// 学法律
    Law,
    /// 学政策
    Rules,
    /// 学健康
    Health,
    /// 学用手机
    Phone,
    /// 其他
    Other,
}

name!(EntryCategory { Noise = "noise", Leak = "leak", Parking = "parking", Pets = "pets", Money = "money", Family = "family", Shared = "shared", Papers = "papers", Medicine = "medicine", Bills = "bills", Shopping = "shopping", Repairs = "repairs", Bicycle = "bicycle", Home = "home", Older = "older", Newcomer = "newcomer", Festival = "festival", Law = "law", Rules = "rules", Health = "health", Phone = "phone", Other = "other" });

const WATCHES: &[Role] = &[Role::Steward, Role::CommunityWorker, Role::BranchSecretary];

impl EntryKind {
    /// In the order they are offered.
    pub const ALL: &'static [Self] =
        &[Self::Dispute, Self::Errand, Self::Patrol, Self::Visit, Self::StudyVisit, Self::Theft, Self::Fight];

    /// Whether the whole body is sealed: author, mediators of the community and the audit role read it, nobody else.
    pub const fn is_sealed(self) -> bool {
        matches!(self, Self::Dispute | Self::Theft | Self::Fight)
    }

    /// Whether something of it is sealed.
    pub const fn has_sealed(self) -> bool {
        self.is_sealed() || matches!(self, Self::Visit)
    }

    /// Whether it is written down before it happens: its moment may lie ahead.
    pub const fn is_planned(self) -> bool {
        matches!(self, Self::Patrol | Self::Visit | Self::StudyVisit)
    }

    /// The state it begins in.
    pub const fn first(self) -> EntryState {
        match self {
            Self::Dispute => EntryState::Recorded,
            Self::Errand => EntryState::Requested,
            Self::Patrol | Self::Visit => EntryState::Planned,
            Self::Theft | Self::Fight => EntryState::Observed,
            Self::StudyVisit => EntryState::Booked,
        }
    }

    /// Who may record one; a resident only an errand of their own.
    pub const fn recorders(self) -> &'static [Role] {
        match self {
            Self::Dispute => &[Role::Steward, Role::CommunityWorker, Role::BranchSecretary, Role::Mediator],
            Self::Errand => &[Role::Steward, Role::CommunityWorker, Role::BranchSecretary, Role::Resident],
            Self::Patrol | Self::Theft | Self::Fight | Self::Visit | Self::StudyVisit => WATCHES,
        }
    }

    /// How many people it concerns, at least and at most.
    pub const fn parties(self) -> (usize, usize) {
        match self {
            Self::Dispute => (2, 6),
            Self::Errand => (1, 1),
            Self::Patrol => (0, 0),
            Self::Theft | Self::Fight | Self::Visit | Self::StudyVisit => (0, 6),
        }
    }

    /// What it may be about, in the order it is offered; [`EntryCategory::Other`] last.
    pub const fn categories(self) -> &'static [EntryCategory] {
        use EntryCategory as C;
        match self {
            Self::Dispute => &[C::Noise, C::Leak, C::Parking, C::Shared, C::Pets, C::Money, C::Family, C::Other],
            Self::Errand => &[C::Papers, C::Medicine, C::Bills, C::Shopping, C::Repairs, C::Other],
            Self::Patrol => &[C::Other],
            Self::Theft => &[C::Bicycle, C::Home, C::Shared, C::Other],
            Self::Fight => &[C::Family, C::Parking, C::Noise, C::Money, C::Other],
            Self::Visit => &[C::Older, C::Newcomer, C::Festival, C::Other],
            Self::StudyVisit => &[C::Law, C::Rules, C::Health, C::Phone, C::Other],
        }
    }
}
