//! Sign-in by name or phone and passphrase.

use super::{Door, Token};
use crate::{
    app::App,
    error::ApiError,
    store::{account::Candidate, session::Opening},
};
use jiefang_domain::{Id, identity::phone};

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
    // A number is counted and looked up by its digits, however it is typed.
    let digits = phone(name).filter(|digits| !digits.is_empty());
    let name = digits.as_deref().unwrap_or_else(|| name.trim());
    let readable = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX;
    let candidates = if readable { app.accounts.candidates(name).await? } else { Vec::new() };
    let found = find(app, name, passphrase, door, candidates).await?;
    let token = enter(app, (&found.book, &found.person), Some(&found.phc), door).await?;
    Ok((token, found.book, found.person))
}

/// Opens a session for somebody on the device at the door, in the place of the one presented there; with a passphrase, as
/// long as it is theirs.
///
/// # Errors
/// `Stopped` where they are not let in; `SignInFailed` where they have another passphrase by now; what the database says.
pub async fn enter(app: &App, (book, person): (&Id, &Id), phc: Option<&str>, door: &Door) -> Result<Token, ApiError> {
    if app.accounts.person(book, person).await?.is_some_and(|person| person.is_stopped() || !person.active) {
        return Err(ApiError::Stopped);
    }
    let (token, device) = (Token::random()?, new_device()?);
    let (hash, follows) = (token.hash(), door.presented().map(|token| token.hash()));
    let opening = Opening { secret: &hash, device: &device, kind: door.kind() };
    let opened = app.accounts.open_session(opening, (book, person), phc, follows.as_ref(), app.now_ms()).await?;
    if opened { Ok(token) } else { Err(ApiError::SignInFailed) }
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

/// One of those whom a name may mean, and by what the tries at them are counted.
struct Tried {
    whom: Option<Candidate>,
    count: String,
    /// On a browser on which they have signed in before.
    known: bool,
}

/// Misses are counted by what was typed and for each whom it may mean, whether somebody has that name or not: the count
/// tells nothing, and who signs in as one of two of a name takes nothing off the count of the other. A browser on which
/// the person has signed in before has a count of its own, so that guessing elsewhere does not keep the owner out.
fn meant(app: &App, name: &str, door: &Door, candidates: Vec<Candidate>) -> Vec<Tried> {
    if candidates.is_empty() {
        return vec![Tried { whom: None, count: ["?", name].concat(), known: false }];
    }
    let tried = |whom: Candidate| {
        let known = door.device().knows(&app.door_key, &whom.person);
        let count = if known { app.door_key.mark(&whom.person) } else { [whom.person.as_str(), "?", name].concat() };
        Tried { whom: Some(whom), count, known }
    };
    candidates.into_iter().map(tried).collect()
}

async fn find(
    app: &App,
    name: &str,
    passphrase: &str,
    door: &Door,
    candidates: Vec<Candidate>,
) -> Result<Candidate, ApiError> {
    let mut tried = meant(app, name, door, candidates);
    tried.retain(|one| app.misses.wait_ms(&one.count, app.now_ms()) == 0);
    let from = door.visit().caller.subscriber();
    let mut place = None;
    if tried.iter().any(|one| !one.known) {
        // Whom the browser does not know waits for a place among the strangers, whoever else may be meant.
        let admitted = app.spread.admits(from, app.now_ms());
        place = if admitted { app.spread.place(from) } else { None };
        if place.is_none() {
            tried.retain(|one| one.known);
        }
        if tried.is_empty() && admitted {
            return Err(ApiError::Busy);
        }
    }
    tried.retain(|one| app.misses.begin(&one.count, app.now_ms()));
    if tried.is_empty() {
        return Err(ApiError::SlowDown);
    }
    let found = one_of(app, passphrase, &tried).await;
    match &found {
        Ok(Some(at)) => {
            for (other, one) in tried.iter().enumerate() {
                if other == *at { app.misses.hit(&one.count) } else { app.misses.forgive(&one.count) }
            }
        }
        Ok(None) if place.is_some() => {
            let mut short = [0; 8];
            short.copy_from_slice(&app.door_key.typed(name)[..8]);
            app.spread.missed(from, short, app.now_ms());
        }
        Ok(None) => {}
        Err(_) => tried.iter().for_each(|one| app.misses.forgive(&one.count)),
    }
    let found = found?.and_then(|at| tried.swap_remove(at).whom).ok_or(ApiError::SignInFailed)?;
    if app.passwords.policy().is_over(found.chosen_at_ms, app.now_ms()) {
        return Err(ApiError::PassphraseOld);
    }
    Ok(found)
}

/// Whose passphrase it is; a miss costs as much whoever is meant.
async fn one_of(app: &App, passphrase: &str, tried: &[Tried]) -> Result<Option<usize>, ApiError> {
    let whom = tried.iter().map(|one| one.whom.as_ref().map(|whom| whom.phc.as_str()));
    let nobody = std::iter::repeat_n(None, HASHES_A_MISS.saturating_sub(tried.len()));
    for (at, phc) in whom.chain(nobody).enumerate() {
        if app.passwords.verify(passphrase, phc).await? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}
