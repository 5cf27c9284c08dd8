//! Whether an operation may be decided at all: counters, repeats and clashes (SYNC, "Push").

use super::Answer;

/// What the log holds under the id of an arriving operation, held against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// This very operation: the same person, client, counter and content. Its first answer.
    Same(Answer),
    /// The same act of the same person under another client: the device took a new one and renumbered what it could
    /// not know to be safe. Its first answer.
    Renumbered(Answer),
    /// Another's, or of another content.
    Other,
}

/// What the server does with an arriving operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Decide it: it is the next.
    Decide,
    /// Answer without deciding; nothing is written, the counter stays.
    Answer(Answer),
    /// Answer without deciding, and move the counter on: the log notes that it came again.
    Again(Answer),
    /// Refuse it without deciding, and move the counter on: its id is another's, and would be under any counter.
    Clash,
}

/// `last_n` is the client's counter, `n` the operation's, `earlier` what the log holds under the operation's id.
///
/// S2: an operation has at most one effect. S3: effects follow `n`.
pub fn admit(last_n: u64, n: u64, earlier: Option<Earlier>) -> Admission {
    let again = |first| Answer::Duplicate { first: Box::new(first) };
    match earlier {
        Some(Earlier::Same(first)) => Admission::Answer(again(first)),
        Some(Earlier::Other) if n <= last_n => Admission::Answer(Answer::IdentityClash),
        Some(Earlier::Other | Earlier::Renumbered(_)) | None if n > last_n + 1 => {
            Admission::Answer(Answer::Gap { expected: last_n + 1 })
        }
        // The counter had moved on already and the answer was lost.
        Some(Earlier::Renumbered(first)) if n <= last_n => Admission::Answer(again(first)),
        Some(Earlier::Renumbered(first)) => Admission::Again(again(first)),
        // A new client would not help: the device would take one after the other for ever.
        Some(Earlier::Other) => Admission::Clash,
        // The counter was used by another operation of the same client: the profile was copied.
        None if n <= last_n => Admission::Answer(Answer::IdentityClash),
        None => Admission::Decide,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first() -> Answer {
        Answer::Applied { seq: 7 }
    }

    fn duplicate() -> Answer {
        Answer::Duplicate { first: Box::new(first()) }
    }

    #[test]
    fn s2_the_same_operation_again_gets_its_first_answer() {
        assert_eq!(admit(3, 2, Some(Earlier::Same(first()))), Admission::Answer(duplicate()));
    }

    #[test]
    fn s2_s3_under_a_new_client_it_has_no_second_effect_and_the_counter_moves_once() {
        let again = || Some(Earlier::Renumbered(first()));
        assert_eq!(admit(0, 1, again()), Admission::Again(duplicate()));
        assert_eq!(admit(1, 1, again()), Admission::Answer(duplicate()));
        assert_eq!(admit(0, 2, again()), Admission::Answer(Answer::Gap { expected: 1 }));
    }

    #[test]
    fn s3_a_hole_in_the_counter_is_asked_for() {
        assert_eq!(admit(3, 5, None), Admission::Answer(Answer::Gap { expected: 4 }));
        assert_eq!(admit(3, 4, None), Admission::Decide);
    }

    #[test]
    fn a_copied_profile_is_a_clash_and_has_no_effect() {
        assert_eq!(admit(3, 3, None), Admission::Answer(Answer::IdentityClash));
        assert_eq!(admit(3, 3, Some(Earlier::Other)), Admission::Answer(Answer::IdentityClash));
        assert_eq!(admit(3, 5, Some(Earlier::Other)), Admission::Answer(Answer::Gap { expected: 4 }));
    }

    #[test]
    fn s11_an_id_that_is_anothers_does_not_hold_up_the_queue() {
        assert_eq!(admit(3, 4, Some(Earlier::Other)), Admission::Clash);
    }
}
