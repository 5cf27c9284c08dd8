//! Who is at the door: passphrases, sessions, single-use codes.

mod code;
mod enrol;
mod guess;
mod hash;
mod password;
mod sign_in;
mod signed_in;
mod slow;
mod token;

pub use code::Code;
pub use enrol::{Desk, ENROLMENT_MS, Offered, covers, offer, use_up};
pub use guess::Guesses;
pub use password::{PASSPHRASE_CHARS_MAX, PASSPHRASE_CHARS_MIN, Passwords};
pub use sign_in::sign_in;
pub use signed_in::{SESSION_COOKIE, SignedIn, cleared, cookie, presented};
pub use slow::Misses;
pub use token::Token;
