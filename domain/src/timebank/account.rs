//! Accounts and cards.

use crate::tree::name;
use crate::{
    Audience, Day, Id, Millis,
    indicator::{Contribution, Indicator},
    record::macros::record,
};

/// What an account is for (DOMAIN, "Time bank"). The others of DOMAIN come with their transfers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountKind {
    /// A person's hours; never below 0, capped.
    Member,
    /// The community's reserve; never below 0.
    Pool,
    /// Where hours for service come from; may go below 0.
    IssuanceService,
}

name!(AccountKind { Member = "member", Pool = "pool", IssuanceService = "issuance_service" });

record! {
    /// An account with its four sums in minutes, rebuilt from the transfers by `verify` (T3).
    Account {
        shown {
            /// What it is for.
            account_kind: AccountKind,
            /// Whose it is; `-` for the community's own.
            person: Id,
            /// Minutes that left it.
            posted_debits_minutes: i64,
            /// Minutes that came in.
            posted_credits_minutes: i64,
            /// Minutes that will leave it if confirmed.
            pending_debits_minutes: i64,
            /// Minutes that will come in if confirmed; they cannot be spent (T7).
            pending_credits_minutes: i64,
        }
        hidden {}
    }
}

record! {
    /// A savings card (储蓄卡); its id is the number printed on it.
    Card {
        shown {
            /// Whose it is.
            person: Id,
            /// The place of the community it was opened in, with what it lies in.
            path: Vec<Id>,
            /// When it was opened.
            opened_at_ms: Millis,
        }
        hidden {}
    }
}

impl Account {
    /// The id of a person's account.
    pub fn member_id(person: &Id) -> Id {
        Id::join(&["m", person.as_str()])
    }

    /// The id of the pool.
    pub fn pool_id() -> Id {
        Id::join(&["pool"])
    }

    /// The id of the account that hours for service come from.
    pub fn issuance_service_id() -> Id {
        Id::join(&["issuance_service"])
    }

    /// An account with nothing on it, told by its id.
    pub fn empty(id: &Id) -> Self {
        let (account_kind, person) = match id.as_str().strip_prefix("m~").and_then(Id::parse) {
            Some(person) => (AccountKind::Member, person),
            None if *id == Self::pool_id() => (AccountKind::Pool, Id::none()),
            None => (AccountKind::IssuanceService, Id::none()),
        };
        Self {
            id: id.clone(),
            account_kind,
            person,
            posted_debits_minutes: 0,
            posted_credits_minutes: 0,
            pending_debits_minutes: 0,
            pending_credits_minutes: 0,
        }
    }

    /// Minutes that can be spent.
    pub fn balance_minutes(&self) -> i64 {
        self.posted_credits_minutes - self.posted_debits_minutes
    }

    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        let mut seen = vec![(Audience::Staff, self.clone())];
        if !self.person.is_none() {
            seen.push((Audience::Person(self.person.clone()), self.clone()));
        }
        seen
    }
}

impl Card {
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        vec![(Audience::Staff, self.clone()), (Audience::Person(self.person.clone()), self.clone())]
    }

    pub(crate) fn contributions(&self) -> Vec<Contribution> {
        Contribution::at_each(&self.path, &[(Indicator::CardsOpened, Day::at(self.opened_at_ms), 1)])
    }
}
