//! Who somebody is and what they may do where.

mod called;
#[cfg(feature = "office")]
mod change;
mod command;
mod decide;
#[cfg(feature = "office")]
mod enter;
mod phone;
#[cfg(feature = "office")]
mod pinyin;
#[cfg(feature = "office")]
mod replace;
mod scope;
#[cfg(feature = "office")]
mod stop;
#[cfg(test)]
mod tests;

pub use called::{is_at, sounds_like};
#[cfg(feature = "office")]
pub use change::{change_person, leave_person, return_person};
pub use command::{
    ChangePerson, EndGrant, EnterPerson, EnterPerson1, GiveGrant, GiveGrant1, LeavePerson, MergePerson, ReadmitPerson,
    ReplaceSteward, ReturnPerson, StopPerson,
};
pub use decide::{LOOKS_AFTER, NAME_CHARS_MAX, end_grant, give_grant, give_grant1, may_give};
#[cfg(feature = "office")]
pub use enter::{DOOR_CHARS_MAX, SKILL_CHARS_MAX, SKILLS_MAX, enter_person, enter_person1};
pub use phone::phone;
#[cfg(feature = "office")]
pub(crate) use pinyin::sounds;
#[cfg(feature = "office")]
pub use replace::{merge_person, replace_steward};
pub use scope::scopes;
#[cfg(feature = "office")]
pub use stop::{REASON_CHARS_MAX, covers, may_stop, may_stop_whom, readmit_person, stop_person};

use crate::tree::{map, name};
use crate::{Audience, Id, Millis, privacy::tails, record::macros::record, rule::Tri};

/// A role (DOMAIN, "Roles"). A grant is a person, a role and a place; it covers everything below the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum Role {
    Resident,
    Steward,
    CommunityWorker,
    BranchSecretary,
    ResidentRepresentative,
    PropertyManager,
    Enterprise,
    SubdistrictOfficer,
    Mediator,
    SystemAdmin,
    AuditAdmin,
    SecurityAdmin,
    Screen,
}

/// Who lets people in.
pub const STAFF: &[Role] = &[Role::CommunityWorker, Role::SubdistrictOfficer];
/// Three different people, and none of them an officer.
pub const ADMINS: &[Role] = &[Role::SystemAdmin, Role::AuditAdmin, Role::SecurityAdmin];

impl Role {
    /// Whether whoever holds it can hold no other such: the administrators and the officers are different people (DOMAIN,
    /// "Roles").
    pub fn keeps_apart(self) -> bool {
        ADMINS.contains(&self) || self == Self::SubdistrictOfficer
    }
}

/// The book, and the place in it, where the administrators stand.
pub fn server() -> Id {
    Id::join(&["server"])
}

name!(Role { Resident = "resident", Steward = "steward", CommunityWorker = "community_worker", BranchSecretary = "branch_secretary", ResidentRepresentative = "resident_representative", PropertyManager = "property_manager", Enterprise = "enterprise", SubdistrictOfficer = "subdistrict_officer", Mediator = "mediator", SystemAdmin = "system_admin", AuditAdmin = "audit_admin", SecurityAdmin = "security_admin", Screen = "screen" });

record! {
    /// Somebody known to a community, with or without a phone.
    Person {
        shown {
            /// Invented for the demonstration, and marked so wherever it is shown.
            invented: bool,
            /// Moved away or died: kept for history, no longer offered.
            active: bool,
        }
        hidden {
            /// The name as the person writes it; any character there is, `·` included.
            name: String,
            /// Phone number, or empty.
            phone: String,
            /// The household, for T8: nobody confirms for their own.
            household: Id,
        }
        added {
            /// In the projection for staff the last four digits of what is masked there, for search; elsewhere empty.
            tails: Vec<String>,
            /// When this person was not let in, the newest last.
            stops: Vec<Stop>,
            /// Unit and room, `3-502`, or empty. No place's projection has it.
            door: String,
            /// What they can do for others.
            skills: Vec<String>,
            /// Whether they are a volunteer.
            volunteer: bool,
            /// Whether and why they are here no more.
            left: Left,
            /// When they left; 0 while they are here.
            left_at_ms: Millis,
            /// The entry this one was merged into; at most one.
            same_as: Vec<Id>,
            /// How the name sounds, `ou yang guo xiu`, for search; empty for who was entered before names were read.
            sounds: String,
        }
    }
}

/// Why somebody is here no more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Left {
    /// They are here.
    #[default]
    Here,
    /// 迁出
    Moved,
    /// 去世
    Died,
    /// 录入有误
    Mistake,
    /// 与另一条合并
    Merged,
}

name!(Left { Here = "", Moved = "moved", Died = "died", Mistake = "mistake", Merged = "merged" });

/// A time during which somebody is not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Who stopped them.
    pub by: Id,
    /// Why.
    pub reason: String,
    /// Since when.
    pub from_ms: Millis,
    /// Until when; 0 while it lasts.
    pub until_ms: Millis,
    /// Who let them in again; nobody while it lasts.
    pub readmitted_by: Id,
    /// Why.
    pub readmitted_for: String,
}

map!(Stop { by, reason, from_ms, until_ms, readmitted_by, readmitted_for });

record! {
    /// A role somebody holds at a place, from a day on. Who looks after what is no secret: it hangs in the stairwell.
    Grant {
        shown {
            /// Who holds it.
            person: Id,
            /// The holder's name, as it stands on the notice board.
            name: String,
            /// The role.
            role: Role,
            /// Where.
            place: Id,
            /// `place` and what it lies in, smallest first.
            path: Vec<Id>,
            /// Since when.
            from_ms: Millis,
            /// Until when; 0 while it lasts.
            until_ms: Millis,
        }
        hidden {}
    }
}

/// Who acts: a person with the grants they hold, or the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person; `system` for what time does by itself.
    pub person: Id,
    /// The grants held in this book and in those above it, ended ones included.
    pub grants: Vec<Grant>,
    /// Whether it is the clock.
    pub system: bool,
}

impl Actor {
    /// A person with their grants.
    pub fn person(person: Id, grants: Vec<Grant>) -> Self {
        Self { person, grants, system: false }
    }

    /// The `system` actor: what the clock does by itself.
    pub fn system() -> Self {
        Self { person: Id::join(&["system"]), grants: Vec::new(), system: true }
    }

    /// The grant of one of `roles` that covers the place whose path this is.
    pub fn grant_over(&self, roles: &[Role], path: &[Id]) -> Option<&Grant> {
        let covers =
            |grant: &&Grant| grant.lasts_in(path) && roles.contains(&grant.role) && path.contains(&grant.place);
        self.grants.iter().find(covers)
    }

    /// Whether a grant of one of `roles` covers the place whose path this is.
    pub fn holds(&self, roles: &[Role], path: &[Id]) -> bool {
        self.grant_over(roles, path).is_some()
    }

    /// Whether it is the security administrator.
    pub fn is_security(&self) -> bool {
        self.holds(&[Role::SecurityAdmin], &[server()])
    }

    /// Whether the person belongs to the place: a grant of one of `roles` lies in it or covers it.
    pub fn belongs(&self, roles: &[Role], place: &Id, path: &[Id]) -> bool {
        self.holds(roles, path)
            || self
                .grants
                .iter()
                .any(|grant| grant.lasts_in(path) && roles.contains(&grant.role) && grant.path.contains(place))
    }
}

impl Grant {
    /// Whether it lasts, and was given where a place with this path is: in that community, or above it. Ids of places are
    /// one book's own; what stands in another under the same id is another place.
    fn lasts_in(&self, path: &[Id]) -> bool {
        let above = &self.path[self.path.len().saturating_sub(2)..];
        self.until_ms == 0 && path.ends_with(above)
    }
}

impl Person {
    /// Whether this is somebody of whom something may be written: whoever was erased is not (DOMAIN, "People change").
    pub(crate) fn is_somebody(&self) -> Tri {
        Tri::from(self.active).or(Tri::of(&self.left, |left| *left != Left::Here))
    }

    /// Whether this person is not let in now.
    pub fn is_stopped(&self) -> bool {
        self.stop().is_some()
    }

    /// Why and since when this person is not let in now.
    pub fn stop(&self) -> Option<&Stop> {
        self.stops.known()?.last().filter(|stop| stop.until_ms == 0)
    }

    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        let masked = Self { phone: crate::Field::Hidden, tails: tails(&self.phone), ..self.clone() };
        vec![(Audience::Staff, masked), (Audience::Person(self.id.clone()), self.clone())]
    }
}

impl Grant {
    /// Whether it stands and its role keeps its holder apart from others ([`Role::keeps_apart`]).
    pub fn keeps_apart(&self) -> bool {
        self.until_ms == 0 && self.role.keeps_apart()
    }

    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        let mut seen = vec![(Audience::Staff, self.clone()), (Audience::Person(self.person.clone()), self.clone())];
        if self.role != Role::Resident {
            seen.push((Audience::Place(self.place.clone()), self.clone()));
        }
        seen
    }
}
