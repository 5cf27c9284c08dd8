//! What a push and a pull need of the network, and why a call may give nothing.

use super::http;
use crate::replica::StorageError;
use jiefang_domain::{Id, sync::device::Unfit};

/// Why a call to the server gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// The server cannot be reached.
    Offline,
    /// The server said no.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The envelope's code: `sign_in_failed`, `enrolment_unknown`, `passphrase_too_short`, `not_signed_in`, …
        code: String,
        /// The envelope's words, in the language the page has.
        words: String,
        /// To be named when asking for help.
        request_id: String,
    },
    /// The answer could not be read: a proxy's page.
    Unreadable,
    /// The answer is of a later version of the server than this app can read.
    Later,
    /// The server agreed, but this device could not keep it.
    Storage(StorageError),
}

impl CallError {
    /// The session has ended, or is another person's: to this person it is the same.
    pub fn signed_out() -> Self {
        let code = "not_signed_in".to_owned();
        Self::Refused { status: 401, code, words: String::new(), request_id: String::new() }
    }

    /// Whether the session has ended.
    pub fn is_signed_out(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }

    /// Whether there is nothing (left) for this person there.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }
}

impl From<StorageError> for CallError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<Unfit> for CallError {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Storage(error) => Self::Storage(error),
            Unfit::Unreadable => Self::Unreadable,
        }
    }
}

/// The two calls of sync, as texts; the tests have a server of their own behind it.
pub trait Wire {
    /// `POST /api/sync/{book}/push`
    async fn push(&self, book: &Id, body: String) -> Result<String, CallError>;
    /// `POST /api/sync/{book}/pull`
    async fn pull(&self, book: &Id, body: String) -> Result<String, CallError>;
}

/// The server this page came from.
#[derive(Clone, Copy, Debug)]
pub struct Server;

impl Wire for Server {
    async fn push(&self, book: &Id, body: String) -> Result<String, CallError> {
        http::post(&format!("/api/sync/{book}/push"), body).await
    }

    async fn pull(&self, book: &Id, body: String) -> Result<String, CallError> {
        http::post(&format!("/api/sync/{book}/pull"), body).await
    }
}
