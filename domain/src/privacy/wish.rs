//! What a person asks of their own data: a correction, or to be erased (DOMAIN, "people change"); and the answer.

use super::{AnswerWish, AskWish, Contact, Given, Wish, WishState, WishWhat, consent::TAKES_PAPER, consent::standing};
use crate::{
    Id, Refusal, Row,
    grid::Place,
    identity::{Left, NAME_CHARS_MAX, Person},
    record::Record,
    rule::{Case, Changes, Guards, Tri, Verdict, short},
};

/// Longest wish and longest answer, in characters.
pub const WISH_CHARS_MAX: usize = 500;
const PHONE_CHARS_MAX: usize = 20;

/// Whether a text can be a phone number.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 3 && text.len() <= PHONE_CHARS_MAX && text.chars().all(|c| c.is_ascii_digit() || "+- ".contains(c))
}

/// A person, or who may speak for them, asks for something.
pub fn ask(c: &AskWish, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Wish>(&c.id));
    standing(&c.person, c.how, case, &mut guards);
    let person = guards.need(case.get::<Person>(&c.person), Refusal::NotFound);
    if let Some(person) = person {
        // Who has left, or whose entry was merged into another, is forgotten as well; who was erased is nobody any more.
        let left = if c.what == WishWhat::Erase { Tri::of(&person.left, |left| *left != Left::Here) } else { Tri::No };
        guards.check(Tri::from(person.active).or(left), Refusal::NotFound);
    }
    let text = c.text.trim();
    guards.check(c.what == WishWhat::Erase || !text.is_empty(), Refusal::TextMissing);
    let chars_max = if c.what == WishWhat::Name { NAME_CHARS_MAX } else { WISH_CHARS_MAX };
    guards.check(short(text, chars_max), Refusal::TextTooLong);
    guards.check(c.what != WishWhat::Phone || is_phone(text), Refusal::NoPhone);
    guards.verdict(|| {
        // A worker who takes the wish to be erased down on paper is the first of the two it needs.
        let taken = c.what == WishWhat::Erase && c.how == Given::Paper;
        let row = Wish {
            id: c.id.clone(),
            person: c.person.clone(),
            by: case.actor.person.clone(),
            what: c.what,
            state: if taken { WishState::Agreed } else { WishState::Open },
            asked_at_ms: case.now,
            answered_at_ms: if taken { case.now } else { 0 },
            answered_by: if taken { case.actor.person.clone() } else { Id::none() },
            text: text.into(),
            answer: String::new(),
        };
        Changes::rows([row.into()])
    })
}

/// The record of kind `R` with that id, where it is there.
fn there<'a, R: Record + 'a>(id: &Id, case: &Case<'a>) -> Option<&'a R> {
    case.get::<R>(id).known()
}

/// What the data is after a correction.
fn corrected(wish: &Wish, person: &Person, case: &Case) -> Vec<Row> {
    let contact = there::<Contact>(&Contact::row_id(&wish.person), case).filter(|contact| !contact.place.is_none());
    let (mut person, mut contact) = (person.clone(), contact.cloned());
    match wish.what {
        WishWhat::Name => {
            person.name = wish.text.clone().into();
            if let Some(contact) = &mut contact {
                contact.name = wish.text.clone().into();
            }
        }
        // Whoever answers holds the number masked; what it becomes the server says.
        WishWhat::Phone if !is_phone(&wish.text) => {}
        WishWhat::Phone => {
            person.phone = wish.text.clone().into();
            if let Some(contact) = &mut contact {
                contact.phone = wish.text.clone().into();
            }
        }
        WishWhat::Other | WishWhat::Erase => return Vec::new(),
    }
    [Row::from(person)].into_iter().chain(contact.map(Row::from)).collect()
}

/// A worker answers; never their own.
pub fn answer(c: &AnswerWish, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let wish = guards.need(case.get::<Wish>(&c.wish), Refusal::NotFound);
    if let Some(community) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere) {
        guards.check(case.actor.holds(TAKES_PAPER, &community.path), Refusal::NotYours);
    }
    if let Some(wish) = wish {
        guards.check(wish.state == WishState::Open, Refusal::WrongState);
        guards.check(![&wish.person, &wish.by].contains(&&case.actor.person), Refusal::OwnEntry);
    }
    let says = wish.is_none_or(|wish| c.done && wish.what != WishWhat::Other);
    guards.check(says || !c.answer.trim().is_empty(), Refusal::TextMissing);
    guards.check(short(&c.answer, WISH_CHARS_MAX), Refusal::TextTooLong);
    let person = wish.and_then(|wish| guards.need(case.get::<Person>(&wish.person), Refusal::NotFound));
    guards.verdict(|| {
        let (Some(wish), Some(person)) = (wish, person) else { return Changes::default() };
        let state = match (c.done, wish.what) {
            (false, _) => WishState::Declined,
            (true, WishWhat::Erase) => WishState::Agreed,
            (true, _) => WishState::Done,
        };
        let answered = Wish {
            state,
            answered_at_ms: case.now,
            answered_by: case.actor.person.clone(),
            answer: c.answer.trim().into(),
            ..wish.clone()
        };
        let rows = if c.done { corrected(wish, person, case) } else { Vec::new() };
        Changes { rows: [answered.into()].into_iter().chain(rows).collect(), transfers: Vec::new() }
    })
}
