//! The writer, the pull and `verify` over real databases.

#[cfg(test)]
mod books {
    pub mod attack;
    pub mod crash;
    pub mod entries;
    pub mod forged;
    pub mod held;
    pub mod ledger;
    pub mod person;
    pub mod pull;
    pub mod push;
    pub mod sealed;
    pub mod tick;
    pub mod tombstones;
    pub mod town;
    pub mod verify;
}
