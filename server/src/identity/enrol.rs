//! Single-use codes: made by who may give every role the person holds, used once, dead after seven days.

use super::{Code, Desk, Door, Token, new_device};
use crate::{
    app::App,
    error::ApiError,
    store::{account::Accounts, enrolment::Enrolment, session::Opening},
};
use jiefang_domain::{Id, Millis, identity::server};

/// How long a code lives.
pub const ENROLMENT_MS: Millis = 7 * 24 * 3_600_000;

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

/// Makes a code for a person of a book; an older one dies. Who may do that is the caller's to check.
///
/// # Errors
/// `NotFound` where the person does not stand in that book alone; `Stopped`; `Internal` where the database does not answer.
pub async fn offer(accounts: &Accounts, (book, person): (&Id, &Id), by: &Id, now: Millis) -> Result<Offered, ApiError> {
    if accounts.home(person).await?.as_ref() != Some(book) {
        return Err(ApiError::NotFound);
    }
    let found = accounts.person(book, person).await?.filter(|person| person.active).ok_or(ApiError::NotFound)?;
    if found.is_stopped() {
        return Err(ApiError::Stopped);
    }
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

/// Whether whoever made a code might make it now. Who becomes something higher meanwhile, or whose maker is nothing there
/// any more, is not let in by it: whoever kept the sheet could become that person. On the command line, and for the
/// administrators of a server that was set up a moment ago, nobody of the book made it.
async fn still_theirs(app: &App, (book, person): (&Id, &Id), made_by: &Id) -> Result<bool, ApiError> {
    if made_by.is_none() || *book == server() {
        return Ok(true);
    }
    match Desk::of(app, made_by, book).await {
        Ok(desk) => desk.covers(app, person).await,
        Err(ApiError::NotFound | ApiError::NotYours) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Uses a code up: sets the passphrase and opens a session.
///
/// # Errors
/// `EnrolmentUnknown` alike for used, expired and never made, `SlowDown` where too many of those were tried;
/// what is wrong with the passphrase.
pub async fn use_up(app: &App, typed: &str, passphrase: String, door: &Door) -> Result<(Token, Id, Id), ApiError> {
    let unknown = || if app.guesses.too_many(app.now_ms()) { ApiError::SlowDown } else { ApiError::EnrolmentUnknown };
    let code = Code::typed(typed).ok_or_else(unknown)?.hash();
    let (book, person, made_by) = app.accounts.offered(&code, app.now_ms()).await?.ok_or_else(unknown)?;
    let found = app.accounts.person(&book, &person).await?.ok_or_else(unknown)?;
    let [name, sounds, phone] =
        [&found.name, &found.sounds, &found.phone].map(|field| field.known().map_or("", String::as_str));
    let phc = app.passwords.hash(passphrase, &[name, &sounds.replace(' ', ""), phone]).await?;
    if !still_theirs(app, (&book, &person), &made_by).await? {
        return Err(unknown());
    }
    let (session, device) = (Token::random()?, new_device()?);
    let secret = session.hash();
    let opening = Opening { secret: &secret, device: &device, kind: door.kind() };
    let used = app.accounts.enrol(&code, &phc, opening, app.now_ms()).await?;
    let (book, person) = used.ok_or_else(unknown)?;
    // Whoever was signed in on this device before is no longer.
    if let Some(old) = door.presented() {
        app.accounts.end_session(&old.hash()).await?;
    }
    Ok((session, book, person))
}
