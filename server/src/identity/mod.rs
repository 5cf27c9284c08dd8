//! Who is at the door: passphrases, sessions, single-use links.

mod device;
mod enrol;
mod hash;
mod key;
mod password;
mod policy;
mod sign_in;
mod signed_in;
mod slow;
mod spread;
mod token;

pub use device::{DEVICE_COOKIE, Device};
pub use enrol::{ENROLMENT_MS, Offered, covers, offer, use_up};
pub use key::DoorKey;
pub use password::Passwords;
pub use policy::{PASSPHRASE_CHARS_MAX, PASSPHRASE_CHARS_MIN, Policy, Settings};
pub use sign_in::{Asking, sign_in};
pub use signed_in::{SESSION_COOKIE, SignedIn, cleared, cookie, presented};
pub use slow::Misses;
pub use spread::{NAMES_FREE, Spread, TURN_MS};
pub use token::Token;
