//! What is known of a person: the number behind its mask, who looked, what was agreed to.

mod agreed;
mod answers;
pub mod calling;
mod contacts;
mod guardian;
mod look;
mod looks;
mod mine;
mod people;
mod person;
mod wish;

pub use contacts::section as contacts;
pub use mine::page as mine;
pub use people::page as people;
pub use person::page as person;

use jiefang_domain::identity::Role;

/// Who works with the people of a community.
pub const WORKERS: &[Role] = &[Role::CommunityWorker, Role::Mediator];

/// What is shown of a number that nobody has looked at.
fn masked(tail: Option<&str>) -> String {
    ["****", tail.unwrap_or_default()].concat()
}
