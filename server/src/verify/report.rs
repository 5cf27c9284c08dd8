//! What `verify` found, and where.

use core::fmt;
use jiefang_domain::Lang;

/// Differences told one by one; more are only counted.
const TOLD_MAX: usize = 1_000;

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// In which book.
    pub book: String,
    /// In which table.
    pub table: &'static str,
    /// At which key, as it stands there.
    pub key: String,
    /// What.
    pub finding: Finding,
}

/// What is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Two numbers of a log or a counter do not follow on each other.
    NotNext,
    /// The chain does not follow from the row and the chain before it.
    Chain,
    /// The commitment is not that of the body, or of hash and size.
    Commitment,
    /// A body stands there that no applied entry names.
    BodyAlone,
    /// The moment it was decided for is not the one its clocks give.
    Moment,
    /// Decided again, it comes out otherwise.
    DecidedOtherwise,
    /// The chain is another than the head that was kept elsewhere: history was rewritten.
    NotTheHeadKept,
    /// The log ends before the head that was kept elsewhere: history was cut off.
    EndsBeforeTheHeadKept,
    /// It cannot be read as what it should be.
    Unreadable,
    /// It is not there.
    Missing,
    /// It is there and should not be.
    Extra,
    /// It is not what it should be.
    Differs,
    /// A number is not what it should be.
    Value {
        /// As it stands.
        found: i64,
        /// As it should be.
        right: i64,
    },
}

impl Finding {
    /// In words.
    pub fn words(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::NotNext => ("编号不连续", "does not follow on the number before it"),
            Self::Chain => ("哈希链接不上", "the chain does not follow from this row and the one before"),
            Self::Commitment => ("内容与承诺值不符", "body and commitment do not fit"),
            Self::BodyAlone => ("有内容，却没有对应的日志", "a body that no applied entry of the log names"),
            Self::Moment => ("判定时间与记录的时钟不符", "decided for another moment than its clocks give"),
            Self::DecidedOtherwise => ("重新判定的结果不同", "decided again, it comes out otherwise"),
            Self::NotTheHeadKept => {
                ("与存在别处的校验码不符：历史被改写过", "is not the head kept elsewhere: history was rewritten")
            }
            Self::EndsBeforeTheHeadKept => (
                "日志没有存在别处的校验码那么长：历史被截短过",
                "the log ends before the head kept elsewhere: history was cut off",
            ),
            Self::Unreadable => ("无法读取", "cannot be read"),
            Self::Missing => ("缺少", "is missing"),
            Self::Extra => ("多出来的", "should not be there"),
            Self::Differs => ("内容不同", "is not what it should be"),
            Self::Value { found, right } => {
                return match lang {
                    Lang::Zh => format!("现为 {found}，应为 {right}"),
                    Lang::En => format!("is {found}, should be {right}"),
                };
            }
        };
        lang.pick(zh, en).into()
    }
}

/// What `verify` looked at and what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Books.
    pub books: u64,
    /// Entries of the logs.
    pub entries: u64,
    /// Entries whose body was erased: their effect cannot be decided again.
    pub erased: u64,
    /// Entries that arrived more than five minutes after they were authored: recorded without network. No difference.
    pub late: u64,
    /// Entries of a device whose clock was more than five minutes off. No difference.
    pub wrong_clocks: u64,
    /// Records, projections, cells, transfers, deadlines, photos and their names.
    pub rows: u64,
    /// Heads kept elsewhere that were held against the log.
    pub heads: u64,
    /// How many differences there are.
    pub count: u64,
    /// The differences, the first thousand.
    pub differences: Vec<Difference>,
}

impl VerifyReport {
    /// Whether nothing differs.
    pub fn is_clean(&self) -> bool {
        self.count == 0
    }

    pub(super) fn add(&mut self, book: &str, table: &'static str, key: impl Into<String>, finding: Finding) {
        self.count += 1;
        if self.differences.len() < TOLD_MAX {
            self.differences.push(Difference { book: book.into(), table, key: key.into(), finding });
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { book, table, key, finding } = self;
        write!(f, "book {book}, {table} {key}: {} · {}", finding.words(Lang::En), finding.words(Lang::Zh))
    }
}

impl fmt::Display for VerifyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for difference in &self.differences {
            writeln!(f, "{difference}")?;
        }
        let untold = self.count.saturating_sub(u64::try_from(self.differences.len()).unwrap_or(u64::MAX));
        if untold > 0 {
            writeln!(f, "… and {untold} more · 另有 {untold} 处")?;
        }
        let Self { books, entries, erased, late, wrong_clocks, rows, heads, count, .. } = self;
        write!(f, "{count} differences ({books} books, {entries} log entries")?;
        if *erased > 0 {
            write!(f, ", {erased} of them erased")?;
        }
        if late + wrong_clocks > 0 {
            write!(f, ", {late} late, {wrong_clocks} by a wrong clock")?;
        }
        if *heads > 0 {
            write!(f, ", {heads} heads kept elsewhere")?;
        }
        write!(f, ", {rows} rows) · 共 {count} 处不一致")?;
        if late + wrong_clocks > 0 {
            write!(f, "（补传 {late} 条，时钟不准 {wrong_clocks} 条）")?;
        }
        Ok(())
    }
}
