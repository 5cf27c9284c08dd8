//! Which scopes of a book a person pulls (DOMAIN, the table under "Roles").

use super::{Grant, Role};
use crate::{Audience, Id};

/// The scopes of `book` that `person` may pull with `grants`. `places` tells the places that lie in a place, itself
/// included, so that a grant on an estate opens the buildings of it.
pub fn scopes(person: &Id, grants: &[Grant], book: &Id, places: impl Fn(&Id) -> Vec<Id>) -> Vec<Audience> {
    let mut scopes = vec![Audience::Public, Audience::Person(person.clone())];
    for grant in grants.iter().filter(|grant| grant.until_ms == 0) {
        match grant.role {
            Role::CommunityWorker | Role::BranchSecretary | Role::Mediator if grant.path.contains(book) => {
                scopes.push(Audience::Staff);
            }
            Role::SubdistrictOfficer if grant.place == *book => scopes.push(Audience::Staff),
            Role::Steward | Role::ResidentRepresentative | Role::PropertyManager if grant.path.contains(book) => {
                let places = places(&grant.place);
                if grant.role == Role::Steward {
                    scopes.extend(places.iter().cloned().map(Audience::Steward));
                }
                scopes.extend(places.into_iter().map(Audience::Place));
            }
            // Nobody's data is in the server's own book.
            Role::AuditAdmin if grant.path.contains(book) && *book != super::server() => scopes.push(Audience::Audit),
            _ => {}
        }
    }
    scopes.sort();
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{grant, id};

    fn of(role: Role, path: &[&str]) -> Vec<String> {
        scopes(&id("p"), &[grant("p", role, path)], &id("c"), |p| vec![p.clone()])
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn each_role_pulls_what_the_table_says() {
        assert_eq!(of(Role::Resident, &["b", "c", "d"]), ["public", "person:p"]);
        assert_eq!(of(Role::Enterprise, &["c", "d"]), ["public", "person:p"]);
        assert_eq!(of(Role::Steward, &["b", "c", "d"]), ["public", "place:b", "steward:b", "person:p"]);
        assert_eq!(of(Role::PropertyManager, &["b", "c", "d"]), ["public", "place:b", "person:p"]);
        assert_eq!(of(Role::AuditAdmin, &["c", "d"]), ["public", "audit", "person:p"]);
        assert_eq!(of(Role::CommunityWorker, &["c", "d"]), ["public", "staff", "person:p"]);
        assert_eq!(of(Role::SubdistrictOfficer, &["d"]), ["public", "person:p"]);
        assert_eq!(of(Role::SystemAdmin, &["c", "d"]), ["public", "person:p"]);
    }

    #[test]
    fn a_worker_of_another_community_gets_no_staff_rows() {
        assert_eq!(of(Role::CommunityWorker, &["other", "d"]), ["public", "person:p"]);
    }

    #[test]
    fn an_ended_grant_opens_nothing() {
        let mut ended = grant("p", Role::CommunityWorker, &["c", "d"]);
        ended.until_ms = 1;
        assert_eq!(scopes(&id("p"), &[ended], &id("c"), |p| vec![p.clone()]).len(), 2);
    }
}
