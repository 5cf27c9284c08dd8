//! One line of the door log.

use crate::{error::ApiError, visit::Visit};
use jiefang_domain::{Id, Millis};

macro_rules! whats {
    ($( $(#[$meta:meta])* $name:ident = $word:literal $zh:literal $en:literal ),* $(,)?) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum What {
            $( $(#[$meta])* $name, )*
        }

        impl What {
            /// Its name in the log and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $word, )* }
            }

            /// The words for a name, in Chinese and in English; none where nothing is called so.
            pub fn words(name: &str) -> Option<(&'static str, &'static str)> {
                match name { $( $word => Some(($zh, $en)), )* _ => None }
            }
        }
    };
}

whats! {
    /// Somebody signed in, or tried.
    SignIn = "sign_in" "登录" "Sign-in",
    /// Somebody signed out.
    SignOut = "sign_out" "退出" "Sign-out",
    /// A way in was made for somebody.
    EnrolmentMade = "enrolment_made" "做开通单" "Sheet made",
    /// A way in was used, or tried.
    EnrolmentUsed = "enrolment_used" "用开通单" "Sheet used",
    /// A way in was taken back.
    EnrolmentRevoked = "enrolment_revoked" "收回开通单" "Sheet taken back",
    /// The server was set up, or somebody tried.
    FirstStart = "first_start" "第一次启动" "First start",
    /// A session was ended from elsewhere.
    SessionEnded = "session_ended" "让设备退出" "Device signed out",
    /// Somebody signed in asked for what is not theirs.
    Refused = "refused" "越权被拒" "Refused access",
    /// Somebody took all data about themself away as a file.
    Export = "export" "下载自己的全部信息" "All data about themself downloaded",
    /// Somebody searched the log.
    AuditSearch = "audit_search" "查记录" "Audit search",
    /// More than are written one by one came from an address.
    More = "more" "同一地址还有" "More from that address",
    /// Entries were lost because too many waited.
    Lost = "lost" "来不及记的" "Entries lost",
}

/// Who did what, when, from where, and what came of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When.
    pub at_ms: Millis,
    /// What.
    pub what: What,
    /// Empty where it was done, else the error's code.
    pub result: &'static str,
    /// Who; `-` where nobody knows.
    pub person: Id,
    /// Whom it concerns, where that is somebody else.
    pub about: Id,
    /// In which book; `-` where there is none.
    pub book: Id,
    /// What the door's key makes of a name that was typed.
    pub typed: Vec<u8>,
    /// From where.
    pub address: String,
    /// The request.
    pub request: Id,
    /// What was asked for.
    pub detail: String,
    /// How many it stands for.
    pub times: u64,
}

impl Entry {
    /// That it was done by nobody known.
    pub fn new(what: What, visit: &Visit, at_ms: Millis) -> Self {
        let person = visit.person().cloned().unwrap_or_else(Id::none);
        let address = visit.caller.address.to_string();
        Self { address, request: visit.id.clone(), person, ..Self::bare(what, at_ms) }
    }

    /// One of the server's own.
    pub(super) fn bare(what: What, at_ms: Millis) -> Self {
        Self {
            at_ms,
            what,
            result: "",
            person: Id::none(),
            about: Id::none(),
            book: Id::none(),
            typed: Vec::new(),
            address: String::new(),
            request: Id::none(),
            detail: String::new(),
            times: 1,
        }
    }

    /// By this person of that book.
    #[must_use]
    pub fn by(self, book: &Id, person: &Id) -> Self {
        Self { person: person.clone(), ..self }.within(book)
    }

    /// In that book.
    #[must_use]
    pub fn within(self, book: &Id) -> Self {
        Self { book: book.clone(), ..self }
    }

    /// Concerning that person.
    #[must_use]
    pub fn about(self, person: &Id) -> Self {
        Self { about: person.clone(), ..self }
    }

    /// It came to nothing.
    #[must_use]
    pub fn failed(self, error: ApiError) -> Self {
        Self { result: error.code(), ..self }
    }
}
