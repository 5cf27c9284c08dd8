//! What is masked, and who looked: calls that need the server.

use super::{CallError, Neighbourhood, PendingState};
use crate::sync;
use jiefang_domain::{Id, command::Command, privacy::Look, stewards::Entry};
use leptos::{leptos_dom::helpers::set_timeout, prelude::untrack};
use std::time::Duration;
use tokio::sync::oneshot;

/// How long, and how often, an act is waited for.
const EVERY: Duration = Duration::from_millis(200);
const TIMES: usize = 60;

impl Neighbourhood {
    /// How far a look has come; nothing where it is settled.
    fn look_stands(self, look: &Id) -> Option<PendingState> {
        let of = |command: &Command| match command {
            Command::LookAtPerson(c) => c.id == *look,
            Command::LookAtEntry(c) => c.id == *look,
            _ => false,
        };
        untrack(|| self.pending()).into_iter().find(|entry| of(&entry.command)).map(|entry| entry.state)
    }

    /// The number behind a look that was just recorded, once the server has accepted it; `None` where it did not. It is
    /// kept nowhere.
    ///
    /// # Errors
    /// [`CallError`]; the look stays in the outbox where there is no network.
    pub async fn reveal(self, person: &Id, look: &Id) -> Result<Option<String>, CallError> {
        let book = self.book().get_untracked().unwrap_or_else(Id::none);
        if !self.look_is_taken(look).await? {
            return Ok(None);
        }
        sync::reveal(&book, person, look).await.map(Some)
    }

    /// What is sealed of an entry, by a look that was just made; nothing where it was not taken.
    ///
    /// # Errors
    /// [`CallError`]; the look stays in the outbox where there is no network.
    pub async fn open_sealed(self, entry: &Id, look: &Id) -> Result<Option<Entry>, CallError> {
        let book = self.book().get_untracked().unwrap_or_else(Id::none);
        if !self.look_is_taken(look).await? {
            return Ok(None);
        }
        sync::open_sealed(&book, entry, look).await.map(Some)
    }

    /// Waits until a look has reached the server; whether it was taken there.
    async fn look_is_taken(self, look: &Id) -> Result<bool, CallError> {
        for _ in 0..TIMES {
            match self.look_stands(look) {
                Some(PendingState::Waiting | PendingState::NoLongerHolds(_)) => pause(EVERY).await,
                Some(PendingState::Refused(_) | PendingState::Held(_)) => return Ok(false),
                Some(PendingState::Arrived | PendingState::TakenBack) | None => return Ok(true),
            }
        }
        Err(CallError::Offline)
    }

    /// Who looked at what is masked of a person of the current book.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn looks(self, person: &Id) -> Result<Vec<Look>, CallError> {
        let book = self.book().get_untracked().unwrap_or_else(Id::none);
        sync::looks(&book, person).await
    }
}

async fn pause(long: Duration) {
    let (over, waits) = oneshot::channel::<()>();
    set_timeout(move || drop(over), long);
    let _ = waits.await;
}
