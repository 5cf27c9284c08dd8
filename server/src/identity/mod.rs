//! Who is at the door: passphrases, sessions, single-use codes.

mod code;
mod desk;
mod door;
mod enrol;
mod guess;
mod hash;
mod password;
mod sign_in;
mod signed_in;
mod slow;
mod start;
mod token;

pub use code::Code;
pub use desk::{Desk, covers};
pub use door::{Door, SESSION_COOKIE};
pub use enrol::{ENROLMENT_MS, Offered, offer, use_up};
pub use guess::Guesses;
pub use password::{PASSPHRASE_CHARS_MAX, PASSPHRASE_CHARS_MIN, Passwords};
pub use sign_in::{enter, new_device, sign_in};
pub use signed_in::SignedIn;
pub use slow::Misses;
pub use start::{COMMUNITIES_MAX, FirstStart, Founded, Setup};
pub use token::Token;
