//! Sign-in by name or phone and passphrase.

use super::{Door, Token};
use crate::{
    app::App,
    error::ApiError,
    store::{account::Candidate, session::Opening},
};
use jiefang_domain::Id;

/// Longest text taken for a name, in characters.
const NAME_CHARS_MAX: usize = 60;

/// Finds the person whom name and passphrase mean, and opens a session that takes the place of the one presented at the door.
/// Several people may share a name: each is tried.
///
/// # Errors
/// `SignInFailed` alike for a name nobody has and for a wrong passphrase; `SlowDown` after too many misses; `Stopped` with the right passphrase of
/// somebody who is not let in.
pub async fn sign_in(app: &App, name: &str, passphrase: &str, door: &Door) -> Result<(Token, Id, Id), ApiError> {
    let name = name.trim();
    let readable = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX;
    let candidates = if readable { app.accounts.candidates(name).await? } else { Vec::new() };
    let found = find(app, name, passphrase, candidates).await?;
    let token = enter(app, (&found.book, &found.person), door).await?;
    Ok((token, found.book, found.person))
}

/// Opens a session for somebody on the device at the door, in the place of the one presented there.
///
/// # Errors
/// `Stopped` where they are not let in; what the database says.
pub async fn enter(app: &App, (book, person): (&Id, &Id), door: &Door) -> Result<Token, ApiError> {
    if app.accounts.person(book, person).await?.is_some_and(|person| person.is_stopped()) {
        return Err(ApiError::Stopped);
    }
    let (token, device) = (Token::random()?, new_device()?);
    let (hash, follows) = (token.hash(), door.presented().map(|token| token.hash()));
    let opening = Opening { secret: &hash, device: &device, kind: door.kind() };
    app.accounts.open_session(opening, (book, person), follows.as_ref(), app.now_ms()).await?;
    Ok(token)
}

/// An id for a session.
///
/// # Errors
/// `Internal` where the machine has no randomness to give.
pub fn new_device() -> Result<Id, ApiError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| ApiError::Internal)?;
    Ok(Id::from_bytes(bytes))
}

async fn find(app: &App, name: &str, passphrase: &str, candidates: Vec<Candidate>) -> Result<Candidate, ApiError> {
    // A name nobody has is slowed down just like an account, or the difference would tell which names exist.
    let waits = |account: &str| app.misses.wait_ms(account, app.now_ms()) > 0;
    if candidates.is_empty() {
        if waits(name) {
            return Err(ApiError::SlowDown);
        }
        app.passwords.verify(passphrase, None).await?;
        app.misses.missed(name, app.now_ms());
        return Err(ApiError::SignInFailed);
    }
    let (slowed, open): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|c| waits(c.person.as_str()));
    if open.is_empty() && !slowed.is_empty() {
        return Err(ApiError::SlowDown);
    }
    for candidate in &open {
        if app.passwords.verify(passphrase, Some(&candidate.phc)).await? {
            app.misses.hit(candidate.person.as_str());
            return Ok(candidate.clone());
        }
    }
    for candidate in &open {
        app.misses.missed(candidate.person.as_str(), app.now_ms());
    }
    Err(ApiError::SignInFailed)
}
