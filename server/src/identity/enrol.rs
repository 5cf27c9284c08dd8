//! Single-use links: made by who may give every role the person holds, used once, dead after seven days.

use super::Token;
use crate::{
    app::App,
    error::ApiError,
    store::account::{Accounts, Enrolment},
};
use jiefang_domain::{
    Id, Millis,
    identity::{Actor, Grant, Role, may_give},
};

/// How long a link lives.
pub const ENROLMENT_MS: Millis = 7 * 24 * 3_600_000;

const STAFF: &[Role] = &[Role::CommunityWorker, Role::SubdistrictOfficer];

/// A link that was made, with the secret that only its person gets.
#[derive(Debug)]
pub struct Offered {
    /// Its secret.
    pub token: Token,
    /// Until when it lives.
    pub expires_at_ms: Millis,
}

/// Whether `actor` may let somebody in who holds `held` and belongs to the place with the path `home`. Whoever opens a
/// link becomes that person, so the maker must be able to give each role the person holds.
pub fn covers(actor: &Actor, home: &[Id], held: &[Grant]) -> bool {
    let may = |grant: &Grant| may_give(actor, grant.role, &grant.path);
    actor.holds(STAFF, home) && held.iter().filter(|grant| grant.until_ms == 0).all(may)
}

/// Makes a link for a person of a book; an older one dies.
///
/// # Errors
/// `NotFound` where the person does not stand in that book alone; `Internal` where the database does not answer.
pub async fn offer(accounts: &Accounts, (book, person): (&Id, &Id), by: &Id, now: Millis) -> Result<Offered, ApiError> {
    if accounts.home(person).await?.as_ref() != Some(book) {
        return Err(ApiError::NotFound);
    }
    let found = accounts.person(book, person).await?.filter(|person| person.active);
    found.ok_or(ApiError::NotFound)?;
    let (token, expires_at_ms) = (Token::random()?, now + ENROLMENT_MS);
    let enrolment = Enrolment {
        book: book.clone(),
        person: person.clone(),
        token_hash: token.hash(),
        made_by: by.clone(),
        made_at_ms: now,
        expires_at_ms,
    };
    accounts.offer(&enrolment).await?;
    Ok(Offered { token, expires_at_ms })
}

/// Uses a link up: sets the passphrase and opens a session.
///
/// # Errors
/// `EnrolmentUnknown` alike for used, expired and never made; `PassphraseTooShort`, `PassphraseTooLong`.
pub async fn use_up(app: &App, token: &str, passphrase: String) -> Result<(Token, Id, Id), ApiError> {
    let presented = Token::presented(token).ok_or(ApiError::EnrolmentUnknown)?.hash();
    if !app.accounts.is_offered(&presented, app.now_ms()).await? {
        return Err(ApiError::EnrolmentUnknown);
    }
    let phc = app.passwords.hash(passphrase).await?;
    let session = Token::random()?;
    let used = app.accounts.enrol(&presented, &phc, &session.hash(), app.now_ms()).await?;
    let (book, person) = used.ok_or(ApiError::EnrolmentUnknown)?;
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
