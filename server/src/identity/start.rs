//! The first start of an empty server: one code, printed where the server was started, lets one person set it up.

use super::{Acts, Code, Door, ENROLMENT_MS, Offered, Token, new_device};
use crate::{
    app::App,
    error::ApiError,
    store::{
        account::TokenHash,
        enrolment::{Enrolment, Founder},
        session::Opening,
    },
};
use jiefang_domain::{
    Id,
    grid::PlaceKind,
    identity::{ADMINS, Role, server},
    sync::Answer,
};
use tokio::sync::Mutex;

/// Most communities of a first start.
pub const COMMUNITIES_MAX: usize = 60;
/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 60;

/// The code of a first start, in memory only: a server that is started again has another.
#[derive(Debug, Default)]
pub struct FirstStart(Mutex<Option<TokenHash>>);

/// What whoever sets a server up says.
#[derive(Debug)]
pub struct Setup {
    /// The subdistrict's name.
    pub subdistrict: String,
    /// The names of its communities.
    pub communities: Vec<String>,
    /// Their own name; they become the subdistrict's officer.
    pub officer: String,
    /// The passphrase they choose.
    pub passphrase: String,
    /// The names of the administrators, in the order of [`ADMINS`].
    pub admins: [String; 3],
}

/// A server that was set up.
#[derive(Debug)]
pub struct Founded {
    /// The officer's session.
    pub session: Token,
    /// The officer's book.
    pub book: Id,
    /// The officer.
    pub officer: Id,
    /// The administrators' codes, in the order of [`ADMINS`].
    pub codes: Vec<(Role, Offered)>,
}

impl FirstStart {
    /// A new code where the server holds nothing yet; an older one dies.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open(&self, app: &App) -> Result<Option<Code>, ApiError> {
        if !app.store.books().await?.is_empty() {
            return Ok(None);
        }
        let code = Code::random()?;
        *self.0.lock().await = Some(code.hash());
        Ok(Some(code))
    }

    /// Whether that is the code of the first start.
    ///
    /// # Errors
    /// `StartUnknown`; `SlowDown` where too many unknown codes were tried.
    pub async fn look(&self, app: &App, typed: &str) -> Result<(), ApiError> {
        fits(app, self.0.lock().await.as_ref(), typed)
    }

    /// Sets the server up: all of it or nothing, once.
    ///
    /// # Errors
    /// `StartUnknown`, `StartIncomplete`, `DutiesApart`, what is wrong with the passphrase.
    pub async fn found(&self, app: &App, typed: &str, setup: Setup, door: &Door) -> Result<Founded, ApiError> {
        let mut code = self.0.lock().await;
        fits(app, code.as_ref(), typed)?;
        let setup = setup.checked()?;
        let phc = app.passwords.hash(setup.passphrase.clone(), &[&setup.officer, &setup.subdistrict]).await?;
        let founded = setup.write(app, &phc, door).await?;
        *code = None;
        Ok(founded)
    }
}

fn fits(app: &App, code: Option<&TokenHash>, typed: &str) -> Result<(), ApiError> {
    let typed = Code::typed(typed).map(|typed| typed.hash());
    if code.is_some() && typed.as_ref() == code {
        return Ok(());
    }
    Err(if app.guesses.too_many(app.now_ms()) { ApiError::SlowDown } else { ApiError::StartUnknown })
}

impl Setup {
    /// The same without blanks around names, where nothing is missing, too long, or named twice.
    fn checked(self) -> Result<Self, ApiError> {
        let named = |name: String| {
            let name = name.trim().to_owned();
            let fits = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX;
            if fits { Ok(name) } else { Err(ApiError::StartIncomplete) }
        };
        let communities: Vec<String> = self.communities.into_iter().map(named).collect::<Result<_, _>>()?;
        let [system, audit, security] = self.admins;
        let admins = [named(system)?, named(audit)?, named(security)?];
        let (subdistrict, officer) = (named(self.subdistrict)?, named(self.officer)?);
        let twice = |names: &[&String]| names.iter().enumerate().any(|(i, name)| names[..i].contains(name));
        if communities.is_empty()
            || communities.len() > COMMUNITIES_MAX
            || twice(&communities.iter().collect::<Vec<_>>())
        {
            return Err(ApiError::StartIncomplete);
        }
        if twice(&[&officer, &admins[0], &admins[1], &admins[2]]) {
            return Err(ApiError::DutiesApart);
        }
        Ok(Self { subdistrict, communities, officer, passphrase: self.passphrase, admins })
    }

    /// The door first: without the books behind it nobody gets in there, and the next start begins anew.
    async fn write(&self, app: &App, phc: &str, door: &Door) -> Result<Founded, ApiError> {
        let now = app.now_ms();
        let (subdistrict, officer) = (new_device()?, new_device()?);
        let (session, device) = (Token::random()?, new_device()?);
        let mut acts = Acts::new("start", now);
        acts.book(&subdistrict, PlaceKind::Subdistrict, &self.subdistrict, Vec::new(), None);
        acts.person(&subdistrict, &officer, &self.officer, Role::SubdistrictOfficer);
        for community in &self.communities {
            let id = new_device()?;
            acts.book(&id, PlaceKind::Community, community, vec![subdistrict.clone()], None);
        }
        acts.server();
        let (mut codes, mut enrolments) = (Vec::new(), Vec::new());
        for (role, name) in ADMINS.iter().zip(&self.admins) {
            let (person, code) = (new_device()?, Code::random()?);
            acts.person(&server(), &person, name, *role);
            enrolments.push(Enrolment {
                book: server(),
                person,
                token_hash: code.hash(),
                made_by: officer.clone(),
                made_at_ms: now,
                expires_at_ms: now + ENROLMENT_MS,
            });
            codes.push((*role, Offered { code, name: name.clone(), expires_at_ms: now + ENROLMENT_MS }));
        }
        let secret = session.hash();
        let opening = Opening { secret: &secret, device: &device, kind: door.kind() };
        app.accounts.found(Founder { book: &subdistrict, person: &officer, phc, opening }, &enrolments, now).await?;
        let answers = app.writer.submit_system_all(acts.into_ops()).await?;
        if let Some(answer) = answers.iter().find(|answer| !matches!(answer, Answer::Applied { .. })) {
            tracing::error!(?answer, "the server could not be set up");
            return Err(ApiError::Internal);
        }
        Ok(Founded { session, book: subdistrict, officer, codes })
    }
}
