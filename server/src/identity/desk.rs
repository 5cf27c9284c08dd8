//! The desk where the people of a book are let in, given roles, stopped and readmitted.

use super::{Offered, offer, whole};
use crate::{app::App, error::ApiError, store::enrolment::Living};
use jiefang_domain::{
    Id, Key, Row,
    command::Command,
    grid::Place,
    identity::{
        Actor, GiveGrant1, Grant, LeavePerson, MergePerson, ReadmitPerson, StopPerson, covers, may_stop, may_stop_whom,
    },
};

/// Somebody at the desk where the people of a book are let in.
#[derive(Debug)]
pub struct Desk {
    book: Id,
    home: Vec<Id>,
    actor: Actor,
}

impl Desk {
    /// Takes a seat there.
    ///
    /// # Errors
    /// `NotFound` where the book is not theirs; `NotYours` where they let in nobody there, and so learn nothing of who
    /// is there.
    pub async fn of(app: &App, by: &Id, book: &Id) -> Result<Self, ApiError> {
        let actor = Actor::person(by.clone(), app.store.grants_of(by).await?);
        if !actor.is_security() && !app.store.may_open(by, book).await? {
            return Err(ApiError::NotFound);
        }
        let home = match app.store.record(book, &Key::of::<Place>(book)).await? {
            Some(Row::Place(place)) => place.path,
            _ => return Err(ApiError::NotFound),
        };
        let desk = Self { book: book.clone(), home, actor };
        if may_stop(&desk.actor, &desk.home) { Ok(desk) } else { Err(ApiError::NotYours) }
    }

    /// Whether this person may be let in by whoever sits here.
    ///
    /// # Errors
    /// What the database says.
    pub async fn covers(&self, app: &App, person: &Id) -> Result<bool, ApiError> {
        Ok(self.covers_holder(&app.store.grants_of(person).await?))
    }

    /// Whether this person, who holds `held`, may be stopped and readmitted by whoever sits here.
    pub fn may_stop(&self, person: &Id, held: &[Grant]) -> bool {
        may_stop_whom(&self.actor, &self.home, person, held)
    }

    /// Whether somebody who holds `held` may be let in by whoever sits here.
    pub fn covers_holder(&self, held: &[Grant]) -> bool {
        covers(&self.actor, &self.home, held)
    }

    /// Who sits here.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The book's place and what it lies in.
    pub fn home(&self) -> &[Id] {
        &self.home
    }

    /// Where.
    pub fn book(&self) -> &Id {
        &self.book
    }

    /// What has to be known of all that the person concerned holds, in every book, before an act of this desk goes to the
    /// rulebook.
    ///
    /// # Errors
    /// `NotYours`; `DutiesApart` where two duties would come together in one person; `HoldsPlaces` where a place to be closed is not
    /// empty.
    pub async fn vouches(&self, app: &App, command: &Command) -> Result<(), ApiError> {
        match command {
            Command::StopPerson(StopPerson { person, .. })
            | Command::ReadmitPerson(ReadmitPerson { person, .. })
            | Command::LeavePerson(LeavePerson { person, .. })
            | Command::MergePerson(MergePerson { person, .. }) => {
                let held = app.store.grants_of(person).await?;
                // The door of a person stands in one book.
                let here = app.accounts.home(person).await?.as_ref() == Some(&self.book);
                if here && self.may_stop(person, &held) { Ok(()) } else { Err(ApiError::NotYours) }
            }
            Command::GiveGrant1(GiveGrant1(give)) | Command::GiveGrant(give) if command.is_at_door() => {
                let held = app.store.grants_of(&give.person).await?;
                if held.iter().any(Grant::keeps_apart) { Err(ApiError::DutiesApart) } else { Ok(()) }
            }
            // The settings of a community are its subdistrict's (`everywhere`).
            Command::SetPolicy(_) if self.home.len() > 1 => Err(ApiError::NotYours),
            Command::ClosePlace(close) if whole::holds_open(app, &self.book, &close.place).await? => {
                Err(ApiError::HoldsPlaces)
            }
            Command::EnterPerson1(_)
            | Command::EnterPerson(_)
            | Command::GiveGrant1(_)
            | Command::GiveGrant(_)
            | Command::EndGrant(_)
            | Command::AddPlace(_)
            | Command::ChangePlace(_)
            | Command::ClosePlace(_)
            | Command::ReopenPlace(_)
            | Command::SetPolicy(_)
            | Command::ChangePerson(_)
            | Command::ReturnPerson(_)
            | Command::ReplaceSteward(_)
            | Command::NameGuardian(_)
            | Command::EndGuardian(_) => Ok(()),
            _ => Err(ApiError::Malformed),
        }
    }

    /// Makes a code for a person of the book; an older one dies.
    ///
    /// # Errors
    /// `NotFound` where there is no such person, `NotYours` where they hold a role that the maker could not give.
    pub async fn offer(&self, app: &App, person: &Id) -> Result<Offered, ApiError> {
        self.reaches(app, person).await?;
        offer(&app.accounts, (&self.book, person), &self.actor.person, app.now_ms()).await
    }

    /// Takes a person's code back.
    ///
    /// # Errors
    /// As [`Desk::offer`].
    pub async fn revoke(&self, app: &App, person: &Id) -> Result<(), ApiError> {
        self.reaches(app, person).await?;
        Ok(app.accounts.revoke(&self.book, person).await?)
    }

    /// The living codes of those whom whoever sits here may let in.
    ///
    /// # Errors
    /// What the database says.
    pub async fn living(&self, app: &App) -> Result<Vec<Living>, ApiError> {
        let mut theirs = Vec::new();
        for living in app.accounts.living(&self.book, app.now_ms()).await? {
            if self.covers(app, &living.person).await? {
                theirs.push(living);
            }
        }
        Ok(theirs)
    }

    async fn reaches(&self, app: &App, person: &Id) -> Result<(), ApiError> {
        app.accounts.person(&self.book, person).await?.ok_or(ApiError::NotFound)?;
        if self.covers(app, person).await? { Ok(()) } else { Err(ApiError::NotYours) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiefang_domain::identity::Role;

    fn id(text: &str) -> Id {
        Id::parse(text).unwrap()
    }

    fn grant(person: &str, role: Role, path: &[&str]) -> Grant {
        let path: Vec<Id> = path.iter().map(|p| id(p)).collect();
        Grant {
            id: id("g"),
            person: id(person),
            name: String::new(),
            role,
            place: path[0].clone(),
            path,
            from_ms: 0,
            until_ms: 0,
        }
    }

    fn may(maker: Grant, held: &[Grant]) -> bool {
        covers(&Actor::person(id("maker"), vec![maker]), &[id("c"), id("d")], held)
    }

    #[test]
    fn a_worker_lets_in_whom_a_worker_could_have_given_the_role() {
        let worker = || grant("maker", Role::CommunityWorker, &["c", "d"]);
        assert!(may(worker(), &[]));
        assert!(may(worker(), &[grant("p", Role::Steward, &["b", "c", "d"])]));
        assert!(!may(worker(), &[grant("p", Role::BranchSecretary, &["c", "d"])]));
        assert!(!may(worker(), &[grant("p", Role::Resident, &["other", "d"])]));
        assert!(!may(grant("maker", Role::CommunityWorker, &["other", "d"]), &[]));
        assert!(!may(grant("maker", Role::Steward, &["c", "d"]), &[]));
    }

    #[test]
    fn the_subdistrict_lets_in_its_own_people_only() {
        let officer = || grant("maker", Role::SubdistrictOfficer, &["d"]);
        assert!(may(officer(), &[grant("p", Role::BranchSecretary, &["c", "d"])]));
        assert!(!may(officer(), &[grant("p", Role::BranchSecretary, &["x", "e"])]));
        let mut ended = officer();
        ended.until_ms = 1;
        assert!(!may(ended, &[]));
    }
}
