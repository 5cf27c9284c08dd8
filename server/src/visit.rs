//! One request as the boundary knows it: its id, where it comes from, and who is found to have sent it.

use crate::{app::App, caller::Caller, error::ApiError, shares::Share};
use axum::{extract::FromRequestParts, http::request::Parts};
use core::convert::Infallible;
use jiefang_domain::Id;
use std::sync::{Arc, OnceLock};

/// Most requests of one person that are answered at a time.
pub const REQUESTS_A_PERSON_MAX: u32 = 16;

/// A request. The boundary puts it beside the request and looks at it again when it is answered.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its id.
    pub id: Id,
    /// Where it comes from.
    pub caller: Caller,
    by: Arc<OnceLock<(Id, Share<Id>)>>,
}

impl Visit {
    /// A request of nobody yet.
    pub fn new(id: Id, caller: Caller) -> Self {
        Self { id, caller, by: Arc::default() }
    }

    /// The person signed in, where the handler has asked.
    pub fn person(&self) -> Option<&Id> {
        self.by.get().map(|(person, _)| person)
    }

    /// Takes down who it is by; from then on it counts among the person's requests until it is answered.
    ///
    /// # Errors
    /// `Busy` where as many of theirs as there may be are being answered.
    pub fn is_by(&self, app: &App, person: &Id) -> Result<(), ApiError> {
        if self.by.get().is_none() {
            let share = app.requests.take(person).ok_or(ApiError::Busy)?;
            drop(self.by.set((person.clone(), share)));
        }
        Ok(())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let found = parts.extensions.get().cloned();
        Ok(found.unwrap_or_else(|| Self::new(Id::none(), Caller::of(&parts.extensions, &parts.headers))))
    }
}
