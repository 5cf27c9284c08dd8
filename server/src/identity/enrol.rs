//! Single-use codes: made by who may give every role the person holds, used once, dead after seven days.

use super::{Code, Token};
use crate::{
    app::App,
    error::ApiError,
    store::{
        account::Accounts,
        enrolment::{Enrolment, Living},
    },
};
use jiefang_domain::{
    Id, Key, Millis, Row,
    grid::Place,
    identity::{Actor, Grant, Role, may_give},
};

/// How long a code lives.
pub const ENROLMENT_MS: Millis = 7 * 24 * 3_600_000;

const STAFF: &[Role] = &[Role::CommunityWorker, Role::SubdistrictOfficer];

/// A code that was made, with the secret that only its person gets.
#[derive(Debug)]
pub struct Offered {
    /// Its secret.
    pub code: Code,
    /// What the person is called.
    pub name: String,
    /// Until when it lives.
    pub expires_at_ms: Millis,
}

/// Whether `actor` may let somebody in who holds `held` and belongs to the place with the path `home`. Whoever uses a
/// code becomes that person, so the maker must be able to give each role the person holds.
pub fn covers(actor: &Actor, home: &[Id], held: &[Grant]) -> bool {
    let may = |grant: &Grant| may_give(actor, grant.role, &grant.path);
    actor.holds(STAFF, home) && held.iter().filter(|grant| grant.until_ms == 0).all(may)
}

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
        if !app.store.may_open(by, book).await? {
            return Err(ApiError::NotFound);
        }
        let home = match app.store.record(book, &Key::of::<Place>(book)).await? {
            Some(Row::Place(place)) => place.path,
            _ => return Err(ApiError::NotFound),
        };
        let actor = Actor::person(by.clone(), app.store.grants_of(by).await?);
        let desk = Self { book: book.clone(), home, actor };
        if covers(&desk.actor, &desk.home, &[]) { Ok(desk) } else { Err(ApiError::NotYours) }
    }

    /// Whether this person may be let in by whoever sits here.
    ///
    /// # Errors
    /// What the database says.
    pub async fn covers(&self, app: &App, person: &Id) -> Result<bool, ApiError> {
        Ok(covers(&self.actor, &self.home, &app.store.grants_of(person).await?))
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

/// Makes a code for a person of a book; an older one dies. Who may do that is the caller's to check.
///
/// # Errors
/// `NotFound` where the person does not stand in that book alone; `Internal` where the database does not answer.
pub async fn offer(accounts: &Accounts, (book, person): (&Id, &Id), by: &Id, now: Millis) -> Result<Offered, ApiError> {
    if accounts.home(person).await?.as_ref() != Some(book) {
        return Err(ApiError::NotFound);
    }
    let found = accounts.person(book, person).await?.filter(|person| person.active).ok_or(ApiError::NotFound)?;
    let (code, expires_at_ms) = (Code::random()?, now + ENROLMENT_MS);
    let enrolment = Enrolment {
        book: book.clone(),
        person: person.clone(),
        token_hash: code.hash(),
        made_by: by.clone(),
        made_at_ms: now,
        expires_at_ms,
    };
    accounts.offer(&enrolment).await?;
    Ok(Offered { code, name: found.name.known().cloned().unwrap_or_default(), expires_at_ms })
}

/// Uses a code up: sets the passphrase and opens a session.
///
/// # Errors
/// `EnrolmentUnknown` alike for used, expired and never made, `SlowDown` where too many of those were tried;
/// `PassphraseTooShort`, `PassphraseTooLong`.
pub async fn use_up(app: &App, typed: &str, passphrase: String) -> Result<(Token, Id, Id), ApiError> {
    let unknown = || if app.guesses.too_many(app.now_ms()) { ApiError::SlowDown } else { ApiError::EnrolmentUnknown };
    let code = Code::typed(typed).ok_or_else(unknown)?.hash();
    if !app.accounts.is_offered(&code, app.now_ms()).await? {
        return Err(unknown());
    }
    let phc = app.passwords.hash(passphrase).await?;
    let session = Token::random()?;
    let used = app.accounts.enrol(&code, &phc, &session.hash(), app.now_ms()).await?;
    let (book, person) = used.ok_or_else(unknown)?;
    Ok((session, book, person))
}

#[cfg(test)]
mod tests {
    use super::*;

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
