//! Why a command was refused.

use crate::tree::{Tree, Wood};

macro_rules! refusals {
    ($( $(#[$meta:meta])* $name:ident = $code:literal ),* $(,)?) => {
        /// Why a command was refused. The code goes over the wire; [`Refusal::words`] turns it into words.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Refusal {
            $( $(#[$meta])* $name, )*
        }

        impl Refusal {
            /// Every refusal there is.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// Its code, the same for ever.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )* }
            }

            /// The refusal with that code.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $( $code => Some(Self::$name), )* _ => None }
            }
        }

        impl Wood for Refusal {
            fn tree(&self) -> Tree {
                Tree::word(self.code())
            }

            fn read(tree: Tree) -> Option<Self> {
                match tree {
                    Tree::Text(word) => Self::parse(&word),
                    _ => None,
                }
            }
        }

        crate::tree::by_tree!(Refusal);
    };
}

refusals! {
    /// The role is not one that may do this, or not at this place.
    NotYours = "not_yours",
    /// The right to do it ended after it was done and before it arrived: held for a human (SYNC, "Scopes").
    RightEnded = "right_ended",
    /// Nobody confirms, approves or verifies their own entry (DOMAIN, "Roles").
    OwnEntry = "own_entry",
    /// Who rectified a hazard does not recheck it, who has it does not void it, who mediated takes nothing down of it.
    OwnWork = "own_work",
    /// The state it is in does not allow this step.
    WrongState = "wrong_state",
    /// There is no such record in this book.
    NotFound = "not_found",
    /// The place is not in this community.
    PlaceNotHere = "place_not_here",
    /// This kind of place cannot be used here.
    WrongPlace = "wrong_place",
    /// The moment lies in the future.
    InFuture = "in_future",
    /// The moment lies too far back to be recorded.
    TooOld = "too_old",
    /// A text is longer than its field.
    TextTooLong = "text_too_long",
    /// More photos than a record takes.
    TooManyPhotos = "too_many_photos",
    /// A text that is needed is empty.
    TextMissing = "text_missing",
    /// A number is out of its range.
    OutOfRange = "out_of_range",
    /// Raising for somebody else needs their consent (DOMAIN, "Council").
    ConsentMissing = "consent_missing",
    /// An issue goes on the agenda with three days' notice.
    NoticeTooShort = "notice_too_short",
    /// The deadline has not passed yet.
    NotDueYet = "not_due_yet",
    /// No mediation when a party refuses (DOMAIN, "Stewards").
    PartyRefused = "party_refused",
    /// Not all sides have agreed to be mediated.
    ConsentsMissing = "consents_missing",
    /// Those whom it concerns confirm it, not who did it.
    PartiesConfirm = "parties_confirm",
    /// It is not said whom it concerns.
    PartiesMissing = "parties_missing",
    /// A mediation that failed tells the parties their remedies.
    RemediesMissing = "remedies_missing",
    /// 110 first.
    PoliceFirst = "police_first",
    /// Immediate danger: 119 first.
    FireFirst = "fire_first",
    /// A patrol is done by its checkpoints.
    CheckpointMissing = "checkpoint_missing",
    /// Who is in a picture has to have agreed to it.
    PhotoConsent = "photo_consent",
    /// What is sealed cannot become a kind that is not.
    StaysSealed = "stays_sealed",
    /// A council issue was made of it already.
    RaisedAlready = "raised_already",
    /// Who gives and who receives an hour are two people, of two households (T8).
    SamePerson = "same_person",
    /// The provider's hours would overlap (T9).
    Overlap = "overlap",
    /// More than the daily cap of hours (T9).
    DailyCap = "daily_cap",
    /// The two named are one person.
    SameTwice = "same_twice",
    /// The place is closed.
    PlaceClosed = "place_closed",
    /// Somebody still looks after the place.
    HasSteward = "has_steward",
    /// It is so already.
    NothingChanged = "nothing_changed",
    /// The person is here no more.
    PersonGone = "person_gone",
    /// There is no phone number.
    NoPhone = "no_phone",
    /// There is no card of that number.
    NoCard = "no_card",
    /// The id is taken.
    IdTaken = "id_taken",
    /// Not possible; the ground may concern others and is not told.
    NotPossible = "not_possible",
    /// The entry could not be read.
    Malformed = "malformed",
    /// This kind of entry is not known.
    UnknownKind = "unknown_kind",
    /// The entry is larger than an entry may be.
    EntryTooLarge = "entry_too_large",
    /// The same entry arrived with another content.
    IdentityClash = "identity_clash",
}
