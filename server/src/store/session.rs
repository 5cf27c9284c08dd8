//! Sessions: devices signed in, each with a secret that changes after some hours of use (docs/adr/0022).

use super::{
    StoreError,
    account::{Accounts, TokenHash, id, read_person},
};
use jiefang_domain::{Id, Millis, identity::Person};
use sqlx::{Row as _, SqliteTransaction};

/// How long a session lasts at most.
pub const SESSION_MS_MAX: Millis = 30 * 24 * 3_600_000;
/// How long a session lasts without being used.
pub const SESSION_IDLE_MS_MAX: Millis = 7 * 24 * 3_600_000;
/// After how long a secret is followed by another.
pub const SECRET_MS: Millis = 12 * 3_600_000;
/// How long a secret is still good after the one that follows it was presented: requests are on their way.
pub const GRACE_MS: Millis = 60_000;
/// How often a new secret is offered to who goes on with the old one.
const OFFER_EVERY_MS: Millis = 5 * 60_000;
/// How often "last used" is written down.
const SEEN_EVERY_MS: Millis = 5 * 60_000;
/// How long a session that was read is trusted: another process may write here, too.
const TRUSTED_MS_MAX: Millis = 5_000;
/// Sessions one person may have at a time; the oldest go first.
const SESSIONS_MAX: u32 = 20;

const LOOK: &str = "SELECT d.id, d.book, d.seen_at_ms, s.made_at_ms, s.used, s.until_ms, r.body FROM secret s
 JOIN device d ON d.id = s.device
 JOIN record r ON r.book = d.book AND r.kind = 'person' AND r.id = d.person
 LEFT JOIN account a ON a.person = d.person
 WHERE s.token_hash = $1 AND (s.until_ms = 0 OR s.until_ms > $2) AND d.created_at_ms > $3 AND d.seen_at_ms > $4
 AND coalesce(a.enabled, 1) = 1";
const SEEN: &str = "UPDATE device SET seen_at_ms = $2 WHERE id = $1";
const FOLLOWED: &str = "UPDATE secret SET until_ms = $3 WHERE device = $1 AND token_hash <> $2 AND until_ms = 0
 AND made_at_ms <= $4";
const USED: &str = "UPDATE secret SET used = 1 WHERE token_hash = $1";
const FORGOTTEN: &str = "DELETE FROM secret WHERE device = $1 AND until_ms <> 0 AND until_ms <= $2";
const OFFER: &str = "INSERT INTO secret (token_hash, device, made_at_ms, until_ms, used)
 SELECT $1, $2, $3, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM secret WHERE device = $2 AND made_at_ms > $4)";
const OPEN: &str =
    "INSERT INTO device (id, book, person, kind, created_at_ms, seen_at_ms) VALUES ($1, $2, $3, $4, $5, $5)";
const OPEN_SECRET: &str =
    "INSERT INTO secret (token_hash, device, made_at_ms, until_ms, used) VALUES ($1, $2, $3, 0, 1)";
const END: &str = "DELETE FROM device WHERE id = (SELECT device FROM secret WHERE token_hash = $1)";
pub(super) const END_ALL: &str = "DELETE FROM device WHERE person = $1";
const END_ONE: &str = "DELETE FROM device WHERE id = $1 AND person = $2";
const END_OTHERS: &str = "DELETE FROM device WHERE person = $1 AND id <> $2";
const STILL: &str = "SELECT 1 FROM account WHERE person = $1 AND phc = $2";
const TAKE_BACK: &str = "DELETE FROM enrolment WHERE made_by = $1";
const SHUT_OUT: &str = "DELETE FROM device WHERE book = $1 AND person = $2";
const SWEEP: &str = "DELETE FROM device WHERE created_at_ms <= $1 OR seen_at_ms <= $2";
const TRIM: &str = "DELETE FROM device WHERE id IN
 (SELECT id FROM device WHERE person = $1 ORDER BY created_at_ms DESC LIMIT -1 OFFSET $2)";
const LIST: &str = "SELECT id, kind, created_at_ms, seen_at_ms FROM device
 WHERE person = $1 AND created_at_ms > $2 AND seen_at_ms > $3 ORDER BY seen_at_ms DESC, id";

/// A session that opens.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// Its secret, hashed.
    pub secret: &'a TokenHash,
    /// Its id.
    pub device: &'a Id,
    /// What kind of device it is.
    pub kind: &'a str,
}

/// A session as it was read.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub device: Id,
    /// The book the person stands in.
    pub book: Id,
    /// The person.
    pub person: Person,
    /// When the secret that was presented was made.
    pub secret_made_at_ms: Millis,
    read_at_ms: Millis,
}

/// A device signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The session's id.
    pub id: Id,
    /// What kind of device it is.
    pub kind: String,
    /// Since when.
    pub first_seen_ms: Millis,
    /// Last used, to some minutes.
    pub last_seen_ms: Millis,
}

impl Accounts {
    /// Who is signed in with that secret, and the book the person stands in. Ended, old, idle, disabled or stopped: nobody.
    pub async fn session(&self, secret: &TokenHash, now: Millis) -> Result<Option<Session>, StoreError> {
        let then = match self.sessions.get(secret) {
            Ok(s) if (0..TRUSTED_MS_MAX).contains(&(now - s.read_at_ms)) => return Ok(Some(s)),
            Ok(_) => self.changes.count(),
            Err(then) => then,
        };
        let found = self.read_session(secret, now).await?;
        if let Some(session) = found.clone() {
            self.sessions.keep(secret, then, session);
        }
        Ok(found)
    }

    async fn read_session(&self, secret: &TokenHash, now: Millis) -> Result<Option<Session>, StoreError> {
        let found = sqlx::query(LOOK)
            .bind(&secret[..])
            .bind(now)
            .bind(now - SESSION_MS_MAX)
            .bind(now - self.idle_ms)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = found else { return Ok(None) };
        let (seen_at_ms, made_at_ms, used, until_ms): (Millis, Millis, bool, Millis) =
            (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
        let session = Session {
            device: id(&row, 0)?,
            book: id(&row, 1)?,
            person: read_person(&self.keys, &row, 6)?,
            secret_made_at_ms: made_at_ms,
            read_at_ms: now,
        };
        if !session.person.active || session.person.is_stopped() {
            return Ok(None);
        }
        if !used {
            self.follow(secret, &session, now).await?;
        } else if now - seen_at_ms > SEEN_EVERY_MS {
            sqlx::query(SEEN).bind(session.device.as_str()).bind(now).execute(&self.pool).await?;
        }
        // One that soon ends is not kept in memory beyond that.
        let read_at_ms = if until_ms == 0 { now } else { now - TRUSTED_MS_MAX };
        Ok(Some(Session { read_at_ms, ..session }))
    }

    /// A secret is presented for the first time: those before it end soon.
    async fn follow(&self, secret: &TokenHash, session: &Session, now: Millis) -> Result<(), StoreError> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let device = session.device.as_str();
        sqlx::query(USED).bind(&secret[..]).execute(&mut *tx).await?;
        sqlx::query(FORGOTTEN).bind(device).bind(now).execute(&mut *tx).await?;
        let followed = sqlx::query(FOLLOWED).bind(device).bind(&secret[..]).bind(now + GRACE_MS);
        followed.bind(session.secret_made_at_ms).execute(&mut *tx).await?;
        sqlx::query(SEEN).bind(device).bind(now).execute(&mut *tx).await?;
        tx.commit().await?;
        self.changes.happened();
        Ok(())
    }

    /// Puts down the secret that is to follow, unless one was offered a moment ago; whether it was put down.
    pub async fn offer_secret(&self, device: &Id, secret: &TokenHash, now: Millis) -> Result<bool, StoreError> {
        let offered = sqlx::query(OFFER).bind(&secret[..]).bind(device.as_str()).bind(now).bind(now - OFFER_EVERY_MS);
        Ok(offered.execute(&self.pool).await?.rows_affected() > 0)
    }

    /// Opens a session, and ends the one it follows; whether it did: not where the passphrase that was tried (`phc`) is
    /// another by now.
    pub async fn open_session(
        &self,
        opening: Opening<'_>,
        (book, person): (&Id, &Id),
        phc: Option<&str>,
        follows: Option<&TokenHash>,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(phc) = phc {
            let still = sqlx::query(STILL).bind(person.as_str()).bind(phc).fetch_optional(&mut *tx).await?;
            if still.is_none() {
                return Ok(false);
            }
        }
        if let Some(old) = follows {
            sqlx::query(END).bind(&old[..]).execute(&mut *tx).await?;
        }
        insert_session(&mut tx, opening, (book, person), now).await?;
        tx.commit().await?;
        self.changes.happened();
        Ok(true)
    }

    /// Ends a session.
    pub async fn end_session(&self, secret: &TokenHash) -> Result<(), StoreError> {
        sqlx::query(END).bind(&secret[..]).execute(&self.pool).await?;
        self.changes.happened();
        Ok(())
    }

    /// The devices a person is signed in on, the last used first.
    pub async fn devices(&self, person: &Id, now: Millis) -> Result<Vec<Device>, StoreError> {
        let list = sqlx::query(LIST).bind(person.as_str()).bind(now - SESSION_MS_MAX).bind(now - self.idle_ms);
        let device = |row: &_| {
            let (kind, first_seen_ms, last_seen_ms) = (row_text(row)?, row_ms(row, 2)?, row_ms(row, 3)?);
            Ok(Device { id: id(row, 0)?, kind, first_seen_ms, last_seen_ms })
        };
        list.fetch_all(&self.pool).await?.iter().map(device).collect()
    }

    /// Signs a person out on one device; whether there was such a one.
    pub async fn end_device(&self, person: &Id, device: &Id) -> Result<bool, StoreError> {
        let ended = sqlx::query(END_ONE).bind(device.as_str()).bind(person.as_str()).execute(&self.pool).await?;
        self.changes.happened();
        Ok(ended.rows_affected() > 0)
    }

    /// Signs a person out on every device but one.
    pub async fn end_others(&self, person: &Id, but: &Id) -> Result<(), StoreError> {
        sqlx::query(END_OTHERS).bind(person.as_str()).bind(but.as_str()).execute(&self.pool).await?;
        self.changes.happened();
        Ok(())
    }

    /// Signs a person who stands in that book out everywhere, and takes back their code and those they made.
    pub async fn shut_out(&self, book: &Id, person: &Id) -> Result<(), StoreError> {
        sqlx::query(SHUT_OUT).bind(book.as_str()).bind(person.as_str()).execute(&self.pool).await?;
        sqlx::query(TAKE_BACK).bind(person.as_str()).execute(&self.pool).await?;
        self.changes.happened();
        self.revoke(book, person).await
    }
}

fn row_text(row: &sqlx::sqlite::SqliteRow) -> Result<String, sqlx::Error> {
    row.try_get(1)
}

fn row_ms(row: &sqlx::sqlite::SqliteRow, column: usize) -> Result<Millis, sqlx::Error> {
    row.try_get(column)
}

pub(super) async fn insert_session(
    tx: &mut SqliteTransaction<'_>,
    opening: Opening<'_>,
    (book, person): (&Id, &Id),
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(SWEEP).bind(now - SESSION_MS_MAX).bind(now - SESSION_IDLE_MS_MAX).execute(&mut **tx).await?;
    let open = sqlx::query(OPEN).bind(opening.device.as_str()).bind(book.as_str()).bind(person.as_str());
    open.bind(opening.kind).bind(now).execute(&mut **tx).await?;
    let secret = sqlx::query(OPEN_SECRET).bind(&opening.secret[..]).bind(opening.device.as_str()).bind(now);
    secret.execute(&mut **tx).await?;
    sqlx::query(TRIM).bind(person.as_str()).bind(SESSIONS_MAX).execute(&mut **tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, account::scans};

    #[tokio::test]
    async fn every_statement_fits_the_schema_and_none_of_a_request_scans_a_table() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let accounts = Accounts::open(&store).await.unwrap();
        let all = [
            LOOK,
            SEEN,
            FOLLOWED,
            USED,
            FORGOTTEN,
            OFFER,
            OPEN,
            OPEN_SECRET,
            END,
            END_ALL,
            END_ONE,
            END_OTHERS,
            SHUT_OUT,
            STILL,
            TAKE_BACK,
            SWEEP,
            TRIM,
            LIST,
        ];
        for statement in all {
            assert!(!scans(&accounts, statement).await || [SWEEP, TAKE_BACK].contains(&statement), "{statement}");
        }
    }
}
