//! What a person asks of their own data: a correction, or to be erased (DOMAIN, "people change"); and the answer.

use super::{
    AnswerWish, AnswerWish1, AskWish, Given, Wish, WishState, WishWhat,
    consent::{TAKES_PAPER, known_changed, standing},
};
use crate::{
    Id, Refusal, Row,
    grid::Place,
    identity::{Grant, Left, NAME_CHARS_MAX, Person, phone},
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

/// What the data is after a correction.
fn corrected(wish: &Wish, person: &Person, grants: &[&Grant], case: &Case) -> Vec<Row> {
    let mut person = person.clone();
    match wish.what {
        WishWhat::Name => {
            person.name = wish.text.clone().into();
            // How it sounds the server says.
            #[cfg(feature = "office")]
            (person.sounds = crate::identity::sounds(&wish.text).into());
        }
        // Whoever answers holds the number masked; what it becomes the server says.
        WishWhat::Phone if !is_phone(&wish.text) => {}
        WishWhat::Phone => person.phone = phone(&wish.text).unwrap_or_else(|| wish.text.clone()).into(),
        WishWhat::Other | WishWhat::Erase => return Vec::new(),
    }
    let renamed = |grant: &&Grant| Row::from(Grant { name: wish.text.clone(), ..(*grant).clone() });
    let grants = grants.iter().filter(|_| wish.what == WishWhat::Name).map(renamed);
    known_changed(&person, case).into_iter().chain(grants).chain([Row::from(person.clone())]).collect()
}

/// What the data was after a correction, before it reached roles.
fn corrected1(wish: &Wish, person: &Person, _: &[&Grant], case: &Case) -> Vec<Row> {
    let mut person = person.clone();
    match wish.what {
        WishWhat::Name => person.name = wish.text.clone().into(),
        WishWhat::Phone if !is_phone(&wish.text) => {}
        WishWhat::Phone => person.phone = wish.text.clone().into(),
        WishWhat::Other | WishWhat::Erase => return Vec::new(),
    }
    [Row::from(person.clone())].into_iter().chain(known_changed(&person, case)).collect()
}

/// A worker answers; never their own.
pub fn answer(c: &AnswerWish, case: &Case) -> Verdict {
    answered(c, corrected, case)
}

/// As it was answered before a name was put right on roles too.
pub fn answer1(AnswerWish1(c): &AnswerWish1, case: &Case) -> Verdict {
    answered(c, corrected1, case)
}

/// What the data is after it, of the roles whose name changes with the person's.
type After = fn(&Wish, &Person, &[&Grant], &Case) -> Vec<Row>;

fn answered(c: &AnswerWish, corrected: After, case: &Case) -> Verdict {
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
    let mut grants = Vec::new();
    for id in &c.grants {
        if let Some(grant) = guards.need(case.get::<Grant>(id), Refusal::NotFound) {
            guards
                .check(wish.is_none_or(|wish| grant.person == wish.person) && grant.until_ms == 0, Refusal::WrongState);
            grants.push(grant);
        }
    }
    guards.verdict(|| {
        let (Some(wish), Some(person)) = (wish, person) else { return Changes::default() };
        let state = match (c.done, wish.what) {
            (false, _) => WishState::Declined,
            (true, WishWhat::Erase) => WishState::Agreed,
            (true, _) => WishState::Done,
        };
        let over = Wish {
            state,
            answered_at_ms: case.now,
            answered_by: case.actor.person.clone(),
            answer: c.answer.trim().into(),
            ..wish.clone()
        };
        let rows = if c.done { corrected(wish, person, &grants, case) } else { Vec::new() };
        Changes { rows: [over.into()].into_iter().chain(rows).collect(), transfers: Vec::new() }
    })
}
