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
/// A miss costs at least so many hashes, whether the name is nobody's, one person's or, as a family's phone, two's.
const HASHES_A_MISS: usize = 2;

/// Finds the person whom name and passphrase mean, and opens a session that takes the place of the one presented at the door.
/// Several people may share a name: each is tried.
///
/// # Errors
/// `SignInFailed` alike for a name nobody has and for a wrong passphrase; `SlowDown` after too many misses; with the right
/// passphrase `Stopped` for somebody who is not let in, `PassphraseOld` where the deployment asks for another by now.
pub async fn sign_in(app: &App, name: &str, passphrase: &str, door: &Door) -> Result<(Token, Id, Id), ApiError> {
    let name = name.trim();
    let readable = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX;
    let candidates = if readable { app.accounts.candidates(name).await? } else { Vec::new() };
    let found = find(app, name, passphrase, door, candidates).await?;
    let token = enter(app, (&found.book, &found.person), door).await?;
    Ok((token, found.book, found.person))
}

/// Opens a session for somebody on the device at the door, in the place of the one presented there.
///
/// # Errors
/// `Stopped` where they are not let in; what the database says.
pub async fn enter(app: &App, (book, person): (&Id, &Id), door: &Door) -> Result<Token, ApiError> {
    if app.accounts.person(book, person).await?.is_some_and(|person| person.is_stopped() || !person.active) {
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

/// Misses are counted by what was typed, whether somebody has that name or not: the count tells nothing. A browser on
/// which the person has signed in before has a count of its own, so that guessing elsewhere does not keep the owner out.
async fn find(
    app: &App,
    name: &str,
    passphrase: &str,
    door: &Door,
    candidates: Vec<Candidate>,
) -> Result<Candidate, ApiError> {
    let known = candidates.iter().find(|candidate| door.device().knows(&app.door_key, &candidate.person));
    // Nobody can type the mark of another.
    let count = known.map_or_else(|| name.to_owned(), |known| app.door_key.mark(&known.person));
    let known = known.is_some();
    if app.misses.wait_ms(&count, app.now_ms()) > 0 {
        return Err(ApiError::SlowDown);
    }
    let from = door.visit().caller.subscriber();
    if !known && !app.spread.admits(from, app.now_ms()) {
        return Err(ApiError::SlowDown);
    }
    let _place = if known { None } else { Some(app.spread.place(from).ok_or(ApiError::Busy)?) };
    for candidate in &candidates {
        if app.passwords.verify(passphrase, Some(&candidate.phc)).await? {
            app.misses.hit(&count);
            if app.passwords.policy().is_over(candidate.chosen_at_ms, app.now_ms()) {
                return Err(ApiError::PassphraseOld);
            }
            return Ok(candidate.clone());
        }
    }
    for _ in candidates.len()..HASHES_A_MISS {
        app.passwords.verify(passphrase, None).await?;
    }
    app.misses.missed(&count, app.now_ms());
    if !known {
        let mut short = [0; 8];
        short.copy_from_slice(&app.door_key.typed(name)[..8]);
        app.spread.missed(from, short, app.now_ms());
    }
    Err(ApiError::SignInFailed)
}
