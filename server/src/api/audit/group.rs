//! Kinds of acts as an auditor asks for them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of act is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Who looked at what is masked or sealed.
    Looks,
    /// Who came in and went, from which devices.
    SignIns,
    /// Sheets made, used and taken back.
    Links,
    /// Roles given and ended, people stopped, stewards replaced, who acts for whom.
    Rights,
    /// Everything that was done in the books.
    Acts,
    /// Data taken away as a file.
    Exports,
    /// What somebody was not let do, at the door and in the books.
    Refused,
    /// Searches of the audit role.
    Searches,
}

type Names = Option<&'static [&'static str]>;

impl Group {
    /// What of it stands in the door's log, and what in the books': how it is called or begins, or all there is.
    pub const fn names(self) -> (Names, Names) {
        const NONE: Names = Some(&[]);
        match self {
            Self::Looks => (NONE, Some(&["person.look", "entry.look"])),
            Self::SignIns => (Some(&["sign_in", "sign_out", "session_ended"]), NONE),
            Self::Links => (Some(&["enrolment", "first_start"]), NONE),
            Self::Rights => (NONE, Some(&["grant", "person.stop", "person.readmit", "steward.replace", "guardian"])),
            Self::Acts => (NONE, None),
            Self::Exports => (Some(&["export"]), NONE),
            Self::Refused => (Some(&["refused"]), None),
            Self::Searches => (Some(&["audit_search"]), NONE),
        }
    }

    /// Whether it is about what came to nothing alone.
    pub fn is_of_failed(self) -> bool {
        self == Self::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::What;
    use jiefang_domain::command::Command;

    #[test]
    fn every_name_of_a_group_is_that_of_something_that_can_happen() {
        use Group::{Acts, Exports, Links, Looks, Refused, Rights, Searches, SignIns};
        let begins = |kind: &str, name: &str| {
            kind == name || kind.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', '@']))
        };
        for group in [Looks, SignIns, Links, Rights, Acts, Exports, Refused, Searches] {
            let (door, books) = group.names();
            for name in door.into_iter().flatten() {
                let begins = What::words(&format!("{name}_made"));
                assert!(What::words(name).or(begins).is_some(), "{name}");
            }
            for name in books.into_iter().flatten() {
                assert!(Command::KINDS.iter().any(|kind| begins(kind, name)), "{name}");
            }
        }
    }
}
