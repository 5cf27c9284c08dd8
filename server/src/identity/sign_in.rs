//! Sign-in by name or phone and passphrase.

use super::{Device, Token};
use crate::{app::App, caller::Caller, error::ApiError, store::account::Candidate};
use jiefang_domain::Id;

/// Longest text taken for a name, in characters.
const NAME_CHARS_MAX: usize = 60;
/// A miss costs at least so many hashes, whether the name is nobody's, one person's or, as a family's phone, two's.
const HASHES_A_MISS: usize = 2;

/// Who asks to be let in.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The name or phone that was typed.
    pub name: &'a str,
    /// The passphrase.
    pub passphrase: &'a str,
    /// From where.
    pub caller: Caller,
    /// Who has signed in on that browser before.
    pub device: &'a Device,
    /// The session that the new one takes the place of.
    pub follows: Option<&'a Token>,
}

/// Finds the person whom name and passphrase mean, and opens a session that takes the place of the one presented.
/// Several people may share a name: each is tried.
///
/// # Errors
/// `SignInFailed` alike for a name nobody has and for a wrong passphrase; `SlowDown` after too many misses;
/// `PassphraseOld` where the deployment asks for another by now.
pub async fn sign_in(app: &App, asking: Asking<'_>) -> Result<(Token, Id, Id), ApiError> {
    let name = asking.name.trim();
    let readable = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX;
    let candidates = if readable { app.accounts.candidates(name).await? } else { Vec::new() };
    let found = find(app, Asking { name, ..asking }, candidates).await?;
    let token = Token::random()?;
    let (hash, follows) = (token.hash(), asking.follows.map(Token::hash));
    app.accounts.open_session(&hash, (&found.book, &found.person), follows.as_ref(), app.now_ms()).await?;
    Ok((token, found.book, found.person))
}

/// Misses are counted by what was typed, whether somebody has that name or not: the count tells nothing. A browser on
/// which the person has signed in before has a count of its own, so that guessing elsewhere does not keep the owner out.
async fn find(app: &App, asking: Asking<'_>, candidates: Vec<Candidate>) -> Result<Candidate, ApiError> {
    let Asking { name, passphrase, caller, device, .. } = asking;
    let known = candidates.iter().find(|candidate| device.knows(&app.door_key, &candidate.person));
    // Nobody can type the mark of another.
    let count = known.map_or_else(|| name.to_owned(), |known| app.door_key.mark(&known.person));
    let known = known.is_some();
    if app.misses.wait_ms(&count, app.now_ms()) > 0 {
        return Err(ApiError::SlowDown);
    }
    let from = caller.subscriber();
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
