//! Heads that were kept elsewhere: printed, on the wall, in a file. Whoever cuts the log's end off and chains what is left anew
//! has a log that fits in itself, and not what was kept.

use super::{Finding, VerifyReport};
use crate::store::LogRow;
use core::{fmt, str::FromStr};
use jiefang_domain::Id;

/// Fewest digits of a chain that are held against the log: as many as a wall shows.
pub const DIGITS_MIN: usize = 12;
const DIGITS_MAX: usize = 64;

/// The head of a book at some moment: `BOOK:SEQ:CHAIN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The book.
    pub book: Id,
    /// The number of its newest entry.
    pub seq: u64,
    /// The chain there as hex, or its first digits.
    pub chain: String,
}

impl FromStr for Head {
    type Err = NoHead;

    fn from_str(text: &str) -> Result<Self, NoHead> {
        let mut parts = text.splitn(3, ':');
        let (book, seq) = (parts.next().and_then(Id::parse), parts.next().and_then(|seq| seq.trim().parse().ok()));
        // Walls and sheets show the digits in groups.
        let chain: String = parts.next().unwrap_or_default().split_whitespace().collect::<String>().to_lowercase();
        let hex = chain.bytes().all(|b| b.is_ascii_hexdigit());
        match (book, seq) {
            (Some(book), Some(seq)) if hex && seq > 0 && (DIGITS_MIN..=DIGITS_MAX).contains(&chain.len()) => {
                Ok(Self { book, seq, chain })
            }
            _ => Err(NoHead(text.into())),
        }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.book, self.seq, self.chain)
    }
}

/// It is no `BOOK:SEQ:CHAIN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoHead(pub String);

/// Reads what `jiefang head` printed: a head at the beginning of each line, and `#` before what is none.
///
/// # Errors
/// The first line that is neither.
pub fn read(text: &str) -> Result<Vec<Head>, NoHead> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_whitespace().next().unwrap_or_default().parse()).collect()
}

/// The heads that were kept, held against the log while it is walked.
pub(super) struct Kept<'a>(Vec<&'a Head>);

impl<'a> Kept<'a> {
    pub(super) fn of(heads: &'a [Head]) -> Self {
        Self(heads.iter().collect())
    }

    pub(super) fn step(&mut self, row: &LogRow, report: &mut VerifyReport) {
        self.0.retain(|head| {
            let here = head.book.as_str() == row.book && head.seq == row.seq;
            if here {
                report.heads += 1;
                if !hex::encode(&row.chain).starts_with(&head.chain) {
                    report.add(&row.book, "log", row.seq.to_string(), Finding::NotTheHeadKept);
                }
            }
            !here
        });
    }

    /// The log has ended.
    pub(super) fn end(self, report: &mut VerifyReport) {
        for head in self.0 {
            report.add(head.book.as_str(), "log", head.seq.to_string(), Finding::EndsBeforeTheHeadKept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_as_they_are_printed_and_as_a_wall_shows_them() {
        let digits = "7f3a91c028de".repeat(5);
        let file = format!("# heads\n\njinbu:412:{digits} 2026-11-25 10:26\n d:1:{digits}\n");
        let heads = read(&file).unwrap();
        assert_eq!((heads.len(), heads[0].to_string()), (2, format!("jinbu:412:{digits}")));
        let wall: Head = "jinbu: 412 :7F3A 91c0 28de".parse().unwrap();
        assert_eq!(wall.to_string(), "jinbu:412:7f3a91c028de");
        for bad in
            ["", "jinbu", "jinbu:0:7f3a91c028de", "jinbu:1:7f3a91c028d", "jinbu:1:7f3a91c028dg", "a b:1:7f3a91c028de"]
        {
            assert_eq!(bad.parse::<Head>(), Err(NoHead(bad.into())), "{bad}");
        }
        assert_eq!(read("jinbu:1:7f3a91c028de\nnothing"), Err(NoHead("nothing".into())));
    }
}
