//! What a passphrase must be. ASVS (6.2.5, 6.2.10) forbids rules of composition and forced change, the national grading
//! (GB/T 22239) asks for both: a deployment chooses (docs/SECURITY.md).

use crate::{error::ApiError, store::session::SESSION_IDLE_MS_MAX};
use jiefang_domain::{Millis, calendar::DAY_MS};
use zxcvbn::{Score, zxcvbn};

/// Fewest characters of a passphrase.
pub const PASSPHRASE_CHARS_MIN: usize = 8;
/// Most characters of a passphrase: enough for any sentence, too few to keep the machine busy.
pub const PASSPHRASE_CHARS_MAX: usize = 200;
/// What is found within a million guesses is refused: lists of passphrases, rows of keys, repetitions, dates, and what
/// somebody is called (ASVS 6.2.4). The door slows guessing down, and there are days enough.
const SCORE_MIN: Score = Score::Two;
/// What is tried first here: what the product and its brands are called, and figures that sound like words (ASVS 6.1.2).
const TRIED_HERE: &[&str] = &[
    "街坊",
    "jiefang",
    "时间银行",
    "shijianyinhang",
    "党员楼长",
    "louzhang",
    "四方议事会",
    "yishihui",
    "woaini",
    "5201314",
    "1314520",
    "520",
    "1314",
];
/// How many kinds of character the grading's assessors ask for.
const KINDS_MIN: usize = 3;
/// After how long they ask for another.
const CHANGED_AFTER_MS: Millis = 90 * DAY_MS;

/// Which rules hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Policy {
    /// Long enough and not easily guessed, and nothing else: ASVS.
    #[default]
    Plain,
    /// Three kinds of character, and another after 90 days: the national grading.
    Graded,
}

/// What a deployment decides about the door.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What a passphrase must be.
    pub passphrases: Policy,
    /// How long a session lasts without being used.
    pub idle_ms: Millis,
}

impl Default for Settings {
    fn default() -> Self {
        Self { passphrases: Policy::default(), idle_ms: SESSION_IDLE_MS_MAX }
    }
}

impl Policy {
    /// Whether a passphrase may be chosen by somebody who is called and called up by `own`.
    ///
    /// # Errors
    /// `PassphraseTooShort`, `PassphraseTooLong`, `PassphraseOneKind`, `PassphraseGuessable`.
    pub fn accepts(self, passphrase: &str, own: &[&str]) -> Result<(), ApiError> {
        match passphrase.chars().count() {
            ..PASSPHRASE_CHARS_MIN => Err(ApiError::PassphraseTooShort),
            PASSPHRASE_CHARS_MIN..=PASSPHRASE_CHARS_MAX if self == Self::Graded && kinds(passphrase) < KINDS_MIN => {
                Err(ApiError::PassphraseOneKind)
            }
            PASSPHRASE_CHARS_MIN..=PASSPHRASE_CHARS_MAX if is_guessable(passphrase, own) => {
                Err(ApiError::PassphraseGuessable)
            }
            PASSPHRASE_CHARS_MIN..=PASSPHRASE_CHARS_MAX => Ok(()),
            _ => Err(ApiError::PassphraseTooLong),
        }
    }

    /// Whether one that was chosen then has to be another by now.
    pub fn is_over(self, chosen_at_ms: Millis, now: Millis) -> bool {
        self == Self::Graded && now - chosen_at_ms >= CHANGED_AFTER_MS
    }
}

fn is_guessable(passphrase: &str, own: &[&str]) -> bool {
    zxcvbn(passphrase, &[own, TRIED_HERE].concat()).score() < SCORE_MIN
}

/// Capitals, small letters, digits, letters without case as Chinese has them, all else.
fn kinds(passphrase: &str) -> usize {
    let kind = |c: char| match c {
        _ if c.is_uppercase() => 0,
        _ if c.is_lowercase() => 1,
        _ if c.is_numeric() => 2,
        _ if c.is_alphabetic() => 3,
        _ => 4,
    };
    let mut there = [false; 5];
    for c in passphrase.chars() {
        there[kind(c)] = true;
    }
    there.into_iter().filter(|there| *there).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_not_bytes() {
        let accepts = |passphrase: &str| Policy::Plain.accepts(passphrase, &[]);
        assert_eq!(accepts("七个字不够长了"), Err(ApiError::PassphraseTooShort));
        assert_eq!(accepts("八个字就够长了吧"), Ok(()));
        assert_eq!(accepts(&"楼下的老槐树开花了，".repeat(20)), Ok(()));
        assert_eq!(
            accepts(&["楼下的老槐树开花了，".repeat(20).as_str(), "！"].concat()),
            Err(ApiError::PassphraseTooLong)
        );
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        let own = ["秦守仁", "13957284619", "qinshouren"];
        for guessed in [
            "12345678",
            "11111111",
            "88888888",
            "password1",
            "qwertyuiop",
            "5201314520",
            "woaini1314",
            "19620305",
            "13957284619",
            "秦守仁秦守仁秦守仁",
            "qinshouren",
            "abcd1234",
            "时间银行时间银行",
            "jiefang123",
        ] {
            assert_eq!(Policy::Plain.accepts(guessed, &own), Err(ApiError::PassphraseGuessable), "{guessed}");
        }
        for good in ["楼下的老槐树开花了", "correct horse battery", "laohuaishu kaihua", "进步巷的第5栋，好"]
        {
            assert_eq!(Policy::Plain.accepts(good, &own), Ok(()), "{good}");
        }
        assert_eq!(Policy::Plain.accepts("13957284619", &["13911112222"]), Ok(()), "somebody else's number");
    }

    #[test]
    fn the_grading_asks_for_three_kinds_and_another_after_ninety_days() {
        let accepts = |passphrase: &str| Policy::Graded.accepts(passphrase, &[]);
        for one_kind in ["correct horse", "八个字就够长了吧", "12345678901", "八个字就够长了吧，"] {
            assert_eq!(accepts(one_kind), Err(ApiError::PassphraseOneKind), "{one_kind}");
        }
        for enough in ["Correct horse", "进步巷的第5栋，好", "abcVXW92"] {
            assert_eq!(accepts(enough), Ok(()), "{enough}");
        }
        assert!(!Policy::Graded.is_over(0, CHANGED_AFTER_MS - 1) && Policy::Graded.is_over(0, CHANGED_AFTER_MS));
        assert!(!Policy::Plain.is_over(0, Millis::MAX));
    }
}
