//! What is known of a person, and who looks at it: masked fields, looks with their reasons, consents, contacts of a
//! building, and those who act for somebody without a phone.

mod command;
mod consent;
mod erase;
#[cfg(feature = "office")]
mod guardian;
mod look;
#[cfg(test)]
mod tests;
mod wish;

pub use command::{AnswerWish, AnswerWish1, AskWish, ErasePerson, GiveConsent, LookAtPerson, WithdrawConsent};
#[cfg(feature = "office")]
pub use command::{EndGuardian, ForgetRows, NameGuardian};
pub(crate) use consent::home_ended;
#[cfg(feature = "office")]
pub(crate) use consent::{all_ended, known_changed, moved};
pub use consent::{give_consent, withdraw_consent};
pub use erase::{ERASED, erase_person};
#[cfg(feature = "office")]
pub use erase::{SAID, SAYING, forget_rows};
#[cfg(feature = "office")]
pub use guardian::{end_guardian, name_guardian, tells_guardian};
pub use look::{LOOK_NOTE_CHARS_MAX, REVEAL_MS, look, may_list};
pub use wish::{WISH_CHARS_MAX, answer, answer1, ask};

use crate::identity::Role;
use crate::tree::name;
use crate::{Audience, Field, Id, Millis, record::macros::record};

/// What is masked of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonField {
    /// The phone number.
    Phone,
    /// What is sealed of an entry that concerns the person.
    Entry,
}

name!(PersonField { Phone = "phone", Entry = "entry" });

/// Why somebody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LookReason {
    /// 有急事，马上要找到本人
    Urgent,
    /// 上门前先打个电话
    Visit,
    /// 回电话，答复所提的事
    Answer,
    /// 办理、代办
    Errand,
    /// 调解
    Dispute,
    /// 核对信息
    Check,
    /// 其他，要写明
    Other,
}

name!(LookReason { Urgent = "urgent", Visit = "visit", Answer = "answer", Errand = "errand", Dispute = "dispute", Check = "check", Other = "other" });

impl LookReason {
    /// In the order they are offered.
    pub const ALL: &'static [Self] =
        &[Self::Urgent, Self::Visit, Self::Answer, Self::Errand, Self::Dispute, Self::Check, Self::Other];
}

/// What somebody may agree to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// The steward of my building may know my phone number.
    Contact,
    /// Photos with me in them may be taken.
    Photo,
    /// An issue may be raised for me.
    RaiseForMe,
    /// What is known of me may be kept for the services I use.
    Data,
}

name!(word Purpose { Contact = "contact", Photo = "photo", RaiseForMe = "raise_for_me", Data = "data" });

impl Purpose {
    /// In the order they are offered.
    pub const ALL: &'static [Self] = &[Self::Contact, Self::Photo, Self::RaiseForMe, Self::Data];
}

/// By whom something is agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Given {
    /// By the person.
    Themself,
    /// By the one who acts for the person.
    Guardian,
    /// By the person, on paper before a worker.
    Paper,
}

name!(Given { Themself = "themself", Guardian = "guardian", Paper = "paper" });

/// What somebody asks of their data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WishWhat {
    /// The name is another.
    Name,
    /// The phone number is another.
    Phone,
    /// Something else is wrong.
    Other,
    /// To be erased.
    Erase,
}

name!(WishWhat { Name = "name", Phone = "phone", Other = "other", Erase = "erase" });

impl WishWhat {
    /// In the order they are offered.
    pub const ALL: &'static [Self] = &[Self::Phone, Self::Name, Self::Other, Self::Erase];
}

/// How far a wish has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WishState {
    /// Nobody has answered.
    Open,
    /// To be erased: the first of two agrees.
    Agreed,
    /// To be erased: both agree, and what was written is going.
    Erasing,
    /// It is done.
    Done,
    /// It was declined.
    Declined,
}

name!(WishState { Open = "open", Agreed = "agreed", Erasing = "erasing", Done = "done", Declined = "declined" });

record! {
    /// Something a person asked of their data, and the answer.
    Wish {
        shown {
            /// Whose data.
            person: Id,
            /// Who asked: the person, the guardian, or the worker who has it on paper.
            by: Id,
            /// What for.
            what: WishWhat,
            /// How far it has come.
            state: WishState,
            /// When it was asked.
            asked_at_ms: Millis,
            /// When it was answered last; 0 before.
            answered_at_ms: Millis,
            /// Who answered first; `-` before.
            answered_by: Id,
            /// The right name or number, or the wish in words.
            text: String,
            /// The answer in words, or empty.
            answer: String,
        }
        hidden {}
    }
}

record! {
    /// Somebody looked at what is masked of a person: who, when, at what, why. The person sees it.
    Look {
        shown {
            /// At whom; `-` where that person was erased, or where the sealed entry concerns nobody who is known by an id.
            person: Id,
            /// Who looked.
            by: Id,
            /// The name of who looked: the person has no other row to find it in.
            by_name: String,
            /// In which role.
            role: Role,
            /// At what.
            fields: Vec<PersonField>,
            /// Why.
            reason: LookReason,
            /// Why, in words, or empty.
            note: String,
            /// When it was looked; when it arrived stands in the log.
            at_ms: Millis,
            /// Who acted for the person then; `-` where nobody did.
            guardian: Id,
        }
        hidden {}
        added {
            /// The entry that was opened; empty where it was the person's own data.
            of: Vec<Id>,
        }
    }
}

record! {
    /// What somebody agreed to, one row a person and purpose.
    Consent {
        shown {
            /// Who agreed.
            person: Id,
            /// To what.
            purpose: Purpose,
            /// By whom it was given.
            how: Given,
            /// Who took it down: the person, the guardian, or the worker who has the paper.
            by: Id,
            /// When.
            from_ms: Millis,
            /// When it was taken back; 0 while it holds.
            until_ms: Millis,
            /// Who acts for the person; `-` where nobody does.
            guardian: Id,
        }
        hidden {}
    }
}

record! {
    /// A resident who agreed that the steward of the building may know their number, so that it is there on the stairs.
    Contact {
        shown {
            /// Who.
            person: Id,
            /// The building; `-` where it is taken back.
            place: Id,
            /// `place` and what it lies in, smallest first.
            path: Vec<Id>,
        }
        hidden {
            /// The name.
            name: String,
            /// The phone number; masked on the screen until somebody looks.
            phone: String,
        }
    }
}

record! {
    /// Who acts for somebody without a phone (DOMAIN, "a worker acts for the person"; here: a relative or a friend).
    /// One at a time. What a guardian may do: give and withdraw consents, see who looked, ask for a correction.
    Guardian {
        shown {
            /// Who is acted for.
            person: Id,
            /// That person's name.
            person_name: String,
            /// Who acts.
            guardian: Id,
            /// The guardian's name.
            guardian_name: String,
            /// The worker who has both agreements on paper.
            witness: Id,
            /// Since when.
            from_ms: Millis,
            /// Until when; 0 while it lasts.
            until_ms: Millis,
        }
        hidden {}
    }
}

/// A row's audiences: `first`, and those of `people` who are somebody, each once.
fn seen_by<R: Clone>(row: &R, first: &[Audience], people: &[&Id]) -> Vec<(Audience, R)> {
    let mut all = first.to_vec();
    for person in people.iter().filter(|person| !person.is_none()) {
        let audience = Audience::Person((*person).clone());
        if !all.contains(&audience) {
            all.push(audience);
        }
    }
    all.into_iter().map(|audience| (audience, row.clone())).collect()
}

impl Look {
    /// Whether it opens `field` to `by` at that moment: only to its author, and only for [`REVEAL_MS`].
    pub fn opens(&self, person: &Id, field: PersonField, by: &Id, now: Millis) -> bool {
        let lately = (0..=REVEAL_MS).contains(&(now - self.at_ms));
        self.person == *person && self.by == *by && self.fields.contains(&field) && lately
    }

    /// The person, who acts for the person, who looked, and the audit role; nobody else, colleagues neither.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        if self.person.is_none() && self.of.known().is_none_or(Vec::is_empty) {
            return Vec::new();
        }
        seen_by(self, &[Audience::Audit], &[&self.person, &self.guardian, &self.by])
    }
}

impl Consent {
    /// The id of a person's consent to a purpose.
    pub fn row_id(person: &Id, purpose: Purpose) -> Id {
        Id::join(&["k", person.as_str(), purpose.word()])
    }

    /// Whether it holds.
    pub const fn holds(&self) -> bool {
        self.until_ms == 0
    }

    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        if self.person.is_none() {
            return Vec::new();
        }
        seen_by(self, &[Audience::Staff], &[&self.person, &self.guardian])
    }
}

impl Contact {
    /// The id of a person's contact.
    pub fn row_id(person: &Id) -> Id {
        Id::join(&["c", person.as_str()])
    }

    /// One that tells nothing any more.
    pub fn closed(person: &Id) -> Self {
        Self {
            id: Self::row_id(person),
            person: person.clone(),
            place: Id::none(),
            path: Vec::new(),
            name: String::new().into(),
            phone: String::new().into(),
        }
    }

    /// The building's stewards, and nobody else: a property manager pulls the building's rows too.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        if self.place.is_none() {
            return Vec::new();
        }
        vec![(Audience::Steward(self.place.clone()), self.clone())]
    }
}

impl Wish {
    /// The person and who asked; staff, of a number only what a mask tells: it is looked at as any other is.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        if self.person.is_none() {
            return Vec::new();
        }
        let text = match self.what {
            WishWhat::Phone => ["****", &tail(&self.text).unwrap_or_default()].concat(),
            WishWhat::Name | WishWhat::Other | WishWhat::Erase => self.text.clone(),
        };
        let mut all = vec![(Audience::Staff, Self { text, ..self.clone() })];
        all.extend(seen_by(self, &[], &[&self.person, &self.by]));
        all
    }
}

impl Guardian {
    /// The id of the row that says who acts for a person.
    pub fn row_id(person: &Id) -> Id {
        Id::join(&["w", person.as_str()])
    }

    /// Whether it lasts.
    pub const fn lasts(&self) -> bool {
        self.until_ms == 0
    }

    /// Staff and the person; the guardian as long as it lasts.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        if self.person.is_none() {
            return Vec::new();
        }
        let guardian = if self.lasts() { self.guardian.clone() } else { Id::none() };
        seen_by(self, &[Audience::Staff], &[&self.person, &guardian])
    }
}

/// The last four digits of a number, for search and for the mask; all masked where there are fewer than eight.
pub fn tail(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 8).then(|| digits[digits.len() - 4..].to_owned())
}

/// The last four digits of what a field holds.
pub(crate) fn tails(number: &Field<String>) -> Field<Vec<String>> {
    match number {
        Field::Known(number) => tail(number).into_iter().collect::<Vec<_>>().into(),
        Field::Hidden => Field::Hidden,
    }
}
