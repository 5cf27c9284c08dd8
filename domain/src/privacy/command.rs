//! Commands on what is known of a person: looking, agreeing, acting for somebody.

use super::{Given, LookReason, PersonField, Purpose, WishWhat};
use crate::Id;
#[cfg(feature = "office")]
use crate::record::Key;
use crate::tree::{Tree, Wood, map};

/// Somebody looks at what is masked of a person, and says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAtPerson {
    /// The look's id.
    pub id: Id,
    /// At whom.
    pub person: Id,
    /// At what.
    pub fields: Vec<PersonField>,
    /// Why.
    pub reason: LookReason,
    /// Why, in one's own words; needed where the reason is "other".
    pub note: String,
}

map!(LookAtPerson { id, person, fields, reason, note });

/// A person agrees to one use of what is known of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveConsent {
    /// Who agrees.
    pub person: Id,
    /// To what.
    pub purpose: Purpose,
    /// By whom it is given.
    pub how: Given,
    /// For a contact: the grant as a resident, whose place is the building; else `-`.
    pub home: Id,
}

map!(GiveConsent { person, purpose, how, home });

/// A person takes an agreement back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawConsent {
    /// Who agreed.
    pub person: Id,
    /// To what.
    pub purpose: Purpose,
    /// By whom it is taken back.
    pub how: Given,
}

map!(WithdrawConsent { person, purpose, how });

/// A worker takes down, on paper, who acts for somebody without a phone.
#[cfg(feature = "office")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameGuardian {
    /// Who is acted for.
    pub person: Id,
    /// Who acts.
    pub guardian: Id,
    /// Both have agreed, on paper.
    pub consent: bool,
    /// What is still open and concerns the person: the guardian is told of it. The server's desk says which that is.
    pub told: Vec<Key>,
}

#[cfg(feature = "office")]
map!(NameGuardian { person, guardian, consent } or { told });

/// Nobody acts for the person any more.
#[cfg(feature = "office")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndGuardian {
    /// Who was acted for.
    pub person: Id,
    /// What the guardian was told of: they are told of it no more. The server's desk says which that is.
    pub told: Vec<Key>,
}

#[cfg(feature = "office")]
map!(EndGuardian { person } or { told });

/// A person asks for a correction of what is known of them, or to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskWish {
    /// The wish's id.
    pub id: Id,
    /// Whose data.
    pub person: Id,
    /// What is asked for.
    pub what: WishWhat,
    /// The right name or number, or the wish in words.
    pub text: String,
    /// Who asks.
    pub how: Given,
}

map!(AskWish { id, person, what, text, how });

/// A worker answers a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerWish {
    /// The wish.
    pub wish: Id,
    /// Whether it is done; for an erasure, that the first of the two agrees.
    pub done: bool,
    /// What is said of it; needed where it is declined.
    pub answer: String,
    /// The roles that the person holds, whose name changes with theirs.
    pub grants: Vec<Id>,
}

map!(AnswerWish { wish, done, answer, grants });

/// The same as it was before a name that is put right was put right on roles too, and a number kept as its digits: read and
/// written to the very bytes of that time, because the log holds their hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerWish1(pub AnswerWish);

#[derive(Clone)]
struct OldAnswer {
    wish: Id,
    done: bool,
    answer: String,
}

map!(OldAnswer { wish, done, answer });

impl Wood for AnswerWish1 {
    fn tree(&self) -> Tree {
        let AnswerWish { wish, done, answer, .. } = self.0.clone();
        OldAnswer { wish, done, answer }.tree()
    }

    fn read(tree: Tree) -> Option<Self> {
        let OldAnswer { wish, done, answer } = OldAnswer::read(tree)?;
        Some(Self(AnswerWish { wish, done, answer, grants: Vec::new() }))
    }
}

/// The second of two erases the person whom a wish is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasePerson {
    /// The wish.
    pub wish: Id,
}

map!(ErasePerson { wish });

/// The clock forgets what rows say of an erased person.
#[cfg(feature = "office")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForgetRows {
    /// The wish to be erased.
    pub wish: Id,
    /// Rows that name the person; with none it is done.
    pub rows: Vec<Key>,
    /// The entries that were merged into the person's, over however many: they are the person, too.
    pub also: Vec<Id>,
}

#[cfg(feature = "office")]
map!(ForgetRows { wish, rows } or { also });
