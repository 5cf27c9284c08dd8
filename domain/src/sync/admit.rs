//! Whether an operation may be decided at all: counters, repeats and clashes (SYNC, "Push").

use super::Answer;

/// What the server does with an arriving operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Decide it: it is the next.
    Decide,
    /// Answer without deciding; nothing is written, the counter stays.
    Answer(Answer),
}

/// `last_n` is the client's counter, `n` the operation's. `earlier` is what the log holds under the operation's id (whether
/// its content and counter are the same, and the first answer).
///
/// S2: an operation has at most one effect. S3: effects follow `n`.
pub fn admit(last_n: u64, n: u64, earlier: Option<(bool, Answer)>) -> Admission {
    match earlier {
        Some((true, first)) => Admission::Answer(Answer::Duplicate { first: Box::new(first) }),
        Some((false, _)) => Admission::Answer(Answer::IdentityClash),
        // The counter was used by another operation of the same client: the profile was copied.
        None if n <= last_n => Admission::Answer(Answer::IdentityClash),
        None if n > last_n + 1 => Admission::Answer(Answer::Gap { expected: last_n + 1 }),
        None => Admission::Decide,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s2_the_same_operation_again_gets_its_first_answer() {
        let first = Answer::Applied { seq: 7 };
        let again = admit(3, 2, Some((true, first.clone())));
        assert_eq!(again, Admission::Answer(Answer::Duplicate { first: Box::new(first) }));
    }

    #[test]
    fn s3_a_hole_in_the_counter_is_asked_for() {
        assert_eq!(admit(3, 5, None), Admission::Answer(Answer::Gap { expected: 4 }));
        assert_eq!(admit(3, 4, None), Admission::Decide);
    }

    #[test]
    fn a_copied_profile_is_a_clash_and_has_no_effect() {
        assert_eq!(admit(3, 3, None), Admission::Answer(Answer::IdentityClash));
        let other = Some((false, Answer::Applied { seq: 1 }));
        assert_eq!(admit(3, 4, other), Admission::Answer(Answer::IdentityClash));
    }
}
