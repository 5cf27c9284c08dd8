//! What crosses the wire (SYNC, "Push" and "Pull").

use crate::tree::{Tree, Wood, map, take};
use crate::{Audience, Id, Kind, Lang, Millis, Refusal, indicator::Cells, record::Columns};
use serde::{Deserialize, Serialize};

/// The build both sides speak; a server that meets a kind of a later build asks to be tried again.
pub const BUILD: u32 = 2;
/// Most operations in one push.
pub const OPS_MAX: usize = 100;
/// Most bytes in one push.
pub const PUSH_BYTES_MAX: usize = 256 * 1024;
/// Most bytes of one command, so that a full batch of ordinary ones fits a push.
pub const OP_BYTES_MAX: usize = 32 * 1024;

/// One operation. `A` is the command as the side at hand keeps it: typed on the device, still unread on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Op<A> {
    /// For uniqueness only; nothing is ordered by it.
    pub op_id: Id,
    /// The device's gapless counter for this book, from 1.
    pub n: u64,
    /// The device's clock when it was authored.
    pub authored_at_ms: Millis,
    /// What the device believes has to be added to its clock.
    pub offset_ms: Millis,
    /// `{"kind": "hazard.find@1", "body": {…}}`
    pub act: A,
}

impl<A: Wood> Wood for Op<A> {
    fn tree(&self) -> Tree {
        Tree::Map(vec![
            ("op_id".into(), self.op_id.tree()),
            ("n".into(), self.n.tree()),
            ("authored_at_ms".into(), self.authored_at_ms.tree()),
            ("offset_ms".into(), self.offset_ms.tree()),
            ("act".into(), self.act.tree()),
        ])
    }

    fn read(tree: Tree) -> Option<Self> {
        let mut branches = tree.branches()?;
        let mut field = |name: &str| take(&mut branches, name);
        Some(Self {
            op_id: Wood::read(field("op_id")?)?,
            n: Wood::read(field("n")?)?,
            authored_at_ms: Wood::read(field("authored_at_ms")?)?,
            offset_ms: Wood::read(field("offset_ms")?)?,
            act: Wood::read(field("act")?)?,
        })
    }
}

/// `POST /api/sync/{book}/push`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest<A> {
    /// The epoch the device knows; `-` before the first pull.
    pub epoch: Id,
    /// One for each person on each browser profile.
    pub client_id: Id,
    /// Whose acts these are. A browser has one session for all its tabs, and somebody else may have signed in in another
    /// (S10); `-` from a build that did not say so yet.
    #[serde(default = "Id::none")]
    pub person: Id,
    /// The device's [`BUILD`].
    pub build: u32,
    /// At most [`OPS_MAX`], in the order of `n`.
    pub ops: Vec<Op<A>>,
}

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It stands in the log at `seq`.
    Applied {
        /// Its number in the book.
        seq: u64,
    },
    /// It had arrived before, with this answer.
    Duplicate {
        /// The first answer.
        first: Box<Answer>,
    },
    /// It does not hold. The counter moves on.
    Refused {
        /// Why, the same for ever.
        code: Refusal,
        /// Why, in the language asked for.
        words: String,
    },
    /// It waits for a human. The counter moves on.
    Held {
        /// Why.
        reason: Refusal,
    },
    /// Not now; stop here and come back.
    Retry,
    /// An earlier one is missing.
    Gap {
        /// The counter that is expected.
        expected: u64,
    },
    /// The counter is taken by another operation: the profile was copied.
    IdentityClash,
}

impl Wood for Answer {
    fn tree(&self) -> Tree {
        let of = |name, field, value| Tree::branch(name, Tree::branch(field, value));
        match self {
            Self::Applied { seq } => of("applied", "seq", seq.tree()),
            Self::Duplicate { first } => of("duplicate", "first", first.tree()),
            Self::Refused { code, words } => {
                let content = vec![("code".into(), code.tree()), ("words".into(), words.tree())];
                Tree::branch("refused", Tree::Map(content))
            }
            Self::Held { reason } => of("held", "reason", reason.tree()),
            Self::Retry => Tree::word("retry"),
            Self::Gap { expected } => of("gap", "expected", expected.tree()),
            Self::IdentityClash => Tree::word("identity_clash"),
        }
    }

    fn read(tree: Tree) -> Option<Self> {
        let (name, content) = tree.variant()?;
        match (&*name, content) {
            ("retry", Tree::Null) => Some(Self::Retry),
            ("identity_clash", Tree::Null) => Some(Self::IdentityClash),
            (_, Tree::Map(mut content)) => {
                let mut field = |field: &str| take(&mut content, field);
                Some(match &*name {
                    "applied" => Self::Applied { seq: Wood::read(field("seq")?)? },
                    "duplicate" => Self::Duplicate { first: Box::new(Wood::read(field("first")?)?) },
                    "refused" => {
                        Self::Refused { code: Wood::read(field("code")?)?, words: Wood::read(field("words")?)? }
                    }
                    "held" => Self::Held { reason: Wood::read(field("reason")?)? },
                    "gap" => Self::Gap { expected: Wood::read(field("expected")?)? },
                    _ => return None,
                })
            }
            _ => None,
        }
    }
}

/// An answer with the counter it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Which operation.
    pub n: u64,
    /// What became of it.
    pub answer: Answer,
}

map!(Answered { n, answer });

/// The answer to a push, given only after COMMIT on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushAnswer {
    /// The server's epoch.
    pub epoch: Id,
    /// One each, in order; it may end early after `retry` or `gap`.
    pub answers: Vec<Answered>,
    /// The server's clock, for the offset.
    pub now_ms: Millis,
}

map!(PushAnswer { epoch, answers, now_ms });

/// `POST /api/sync/{book}/pull`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullRequest {
    /// The epoch the device knows; `-` before the first pull.
    pub epoch: Id,
    /// Who pulls, for `last_n`.
    pub client_id: Id,
    /// The scopes the device holds.
    pub scopes: Vec<Audience>,
    /// All rows up to this number are there.
    pub cursor: u64,
    /// What the page before said; empty before the first pull.
    pub chain: String,
    /// Scopes that an answer took away, asked about once more before many rows go.
    pub drop: Vec<Audience>,
}

map!(PullRequest { epoch, client_id, scopes, cursor, chain } or { drop });

/// A row that left a scope, or is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
}

map!(Gone { kind, id });

/// What one scope has to tell in a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Index into [`Page::scopes`].
    pub scope: usize,
    /// Current rows, a field's values together.
    pub columns: Columns,
    /// Tombstones.
    pub gone: Vec<Gone>,
}

impl Wood for Part {
    fn tree(&self) -> Tree {
        Tree::named(&["scope"], &["columns", "gone"], vec![self.scope.tree(), self.columns.tree(), self.gone.tree()])
    }

    fn read(tree: Tree) -> Option<Self> {
        let mut branches = tree.branches()?;
        let mut field = |name: &str| take(&mut branches, name);
        let scope = Wood::read(field("scope")?)?;
        let columns = field("columns").map_or_else(|| Some(Columns::default()), Wood::read)?;
        let gone = field("gone").map_or_else(|| Some(Vec::new()), known)?;
        Some(Self { scope, columns, gone })
    }
}

crate::tree::by_tree!(Part);

/// Tombstones of the kinds this build knows; of a later kind it holds no row.
fn known(tree: Tree) -> Option<Vec<Gone>> {
    let Tree::List(all) = tree else { return None };
    let later = |tree: &Tree| match tree {
        Tree::Map(branches) => branches
            .iter()
            .any(|(name, kind)| name == "kind" && matches!(kind, Tree::Text(kind) if Kind::parse(kind).is_none())),
        _ => false,
    };
    all.into_iter().filter(|tree| !later(tree)).map(Wood::read).collect()
}

/// One page of a pull. The device writes it and its cursor in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The server's epoch.
    pub epoch: Id,
    /// The book's newest number.
    pub head: u64,
    /// All rows up to this number are in this page or those before it.
    pub cursor: u64,
    /// The chain at `cursor`, and while a first copy is under way where it began. It is sent back as it came.
    pub chain: String,
    /// There is more; pull again from `cursor`.
    pub more: bool,
    /// The copy starts anew with this page: first pull, another epoch, a new scope, a cursor the server does not know.
    pub restart: bool,
    /// The scopes the person may pull now, all of them.
    pub scopes: Vec<Audience>,
    /// What each has to tell.
    pub parts: Vec<Part>,
    /// Cells as they stand, for staff.
    pub cells: Cells,
    /// The counter up to which the effects of this client are in the rows, from the same snapshot.
    pub last_n: u64,
    /// The server's clock, for the offset.
    pub now_ms: Millis,
    /// The highest number of the book that stands in a backup which was restored and verified; 0 where there is none.
    /// What the server acknowledged up to here survives even the loss of its disk.
    pub backed_up: u64,
    /// Of the scopes asked about in [`PullRequest::drop`], those that the person surely may not pull any more.
    pub dropped: Vec<Audience>,
}

map!(Page { epoch, head, cursor, chain, more, restart, scopes, parts, last_n, now_ms } or { backed_up, cells, dropped });

impl<A> PushRequest<A> {
    /// The request's language-independent checks: counters in order, not too many.
    pub fn well_formed(&self) -> bool {
        self.ops.len() <= OPS_MAX && self.ops.windows(2).all(|w| w[0].n < w[1].n)
    }
}

impl Answer {
    /// Whether it ends the answers: nothing of a client overtakes what could not be taken (S3).
    pub const fn ends(&self) -> bool {
        matches!(self, Self::Retry | Self::Gap { .. } | Self::IdentityClash)
    }

    /// A refusal with its words.
    pub fn refused(code: Refusal, lang: Lang) -> Self {
        Self::Refused { code, words: code.words(lang).into() }
    }
}
