//! The hash chain of a book's log. It runs over commitments, so that a body can be erased without breaking it.

use crate::store::LogRow;
use sha2::{Digest, Sha256};

/// The commitment to an applied command's body.
pub fn commitment(salt: &[u8], body: &str) -> Vec<u8> {
    Sha256::new().chain_update(salt).chain_update(body).finalize().to_vec()
}

/// The commitment to a refused body, of which only hash and size are kept.
pub fn commitment_refused(hash: &[u8], size: u64) -> Vec<u8> {
    Sha256::new().chain_update(hash).chain_update(size.to_be_bytes()).finalize().to_vec()
}

/// SHA-256 of a body.
pub fn hash(body: &str) -> Vec<u8> {
    Sha256::digest(body).to_vec()
}

/// The chain at `row`: over the chain before it and every other column. Each text is preceded by its length, so that
/// nothing can be moved from one column to the next.
pub fn link(before: &[u8], row: &LogRow) -> Vec<u8> {
    let mut digest = Sha256::new();
    let mut bytes = |bytes: &[u8]| {
        digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(bytes);
    };
    bytes(before);
    bytes(row.book.as_bytes());
    for number in [row.seq, row.turn, row.n, row.body_size] {
        bytes(&number.to_be_bytes());
    }
    for moment in [row.at_ms, row.authored_at_ms, row.offset_ms, row.now_ms] {
        bytes(&moment.to_be_bytes());
    }
    // No operation and an empty one differ.
    bytes(if row.op_id.is_some() { b"1" } else { b"0" });
    for text in [&row.person, &row.client_id, row.op_id.as_ref().unwrap_or(&String::new()), &row.kind, &row.code] {
        bytes(text.as_bytes());
    }
    bytes(&row.body_hash);
    bytes(&row.commitment);
    digest.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_changes_with_every_column() {
        let row = LogRow { book: "c".into(), seq: 1, person: "ab".into(), client_id: "c".into(), ..LogRow::default() };
        let first = link(&[], &row);
        let moved = LogRow { person: "a".into(), client_id: "bc".into(), ..row.clone() };
        assert_ne!(first, link(&[], &moved));
        assert_ne!(first, link(&[0], &row));
        assert_ne!(first, link(&[], &LogRow { op_id: Some(String::new()), ..row.clone() }));
        assert_ne!(first, link(&[], &LogRow { body_size: 1, ..row.clone() }));
        assert_ne!(first, link(&[], &LogRow { turn: 1, ..row }));
    }

    #[test]
    fn two_salts_hide_that_two_bodies_are_the_same() {
        assert_ne!(commitment(&[1; 16], "{}"), commitment(&[2; 16], "{}"));
    }
}
