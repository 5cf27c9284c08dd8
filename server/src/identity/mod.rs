//! Who is at the door: passphrases, sessions, single-use codes.

mod acts;
mod code;
mod desk;
mod device;
mod door;
mod enrol;
mod guess;
mod hash;
mod key;
mod password;
mod policy;
mod sign_in;
mod signed_in;
mod slow;
mod spread;
mod start;
mod token;
mod whole;

pub use acts::Acts;
pub use code::Code;
pub use desk::Desk;
pub use device::{DEVICE_COOKIE, Device};
pub use door::{Door, SESSION_COOKIE};
pub use enrol::{ENROLMENT_MS, Offered, offer, use_up};
pub use guess::Guesses;
pub use key::DoorKey;
pub use password::Passwords;
pub use policy::{PASSPHRASE_CHARS_MAX, PASSPHRASE_CHARS_MIN, Policy, Settings};
pub use sign_in::{enter, new_device, sign_in};
pub use signed_in::SignedIn;
pub use slow::Misses;
pub use spread::{NAMES_FREE, Spread, TURN_MS};
pub use start::{COMMUNITIES_MAX, FirstStart, Founded, Setup};
pub use token::Token;
pub use whole::whole;
