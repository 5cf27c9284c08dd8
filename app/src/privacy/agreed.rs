//! What somebody agreed to, and agreeing to it or taking it back.

use crate::{
    text::privacy as words,
    ui::{
        Node, Ui,
        act::{Form, act_error},
        button, dates, el,
        list::section,
        of, p, query,
    },
};
use jiefang_domain::{
    Id,
    command::Command,
    identity::{Grant, Role},
    privacy::{Consent, GiveConsent, Given, Purpose, WithdrawConsent},
};
use leptos::prelude::untrack;

/// Where the person lives: the grant that a contact hangs on.
fn home(ui: Ui, person: &Id) -> Id {
    let lives = |grant: &Grant| grant.person == *person && grant.role == Role::Resident && grant.until_ms == 0;
    let mine = query::my_grants(ui).into_iter().find(lives).map(|grant| grant.id);
    let mut found = mine;
    query::each(ui, &mut |grant: &Grant| {
        if found.is_none() && lives(grant) {
            found = Some(grant.id.clone());
        }
    });
    found.unwrap_or_else(Id::none)
}

fn state(ui: Ui, consent: Option<&Consent>) -> String {
    let Some(consent) = consent else { return ui.t(words::NOT_AGREED).into() };
    let day = dates::day(ui, consent.from_ms);
    let how = match consent.how {
        Given::Themself => return ui.fill(words::IN_FORCE, &[&day]),
        Given::Guardian => words::BY_GUARDIAN,
        Given::Paper => words::BY_PAPER,
    };
    ui.fill(words::IN_FORCE, &[&[&day, " · ", ui.t(how)].concat()])
}

fn row(ui: Ui, form: Form, person: &Id, how: Given, purpose: Purpose) -> Node {
    let consent = query::record::<Consent>(ui, &Consent::row_id(person, purpose)).map(|(row, _)| row);
    let holds = consent.filter(Consent::holds);
    let (person, words_of) = (person.clone(), words::purpose(purpose));
    let (command, label, told) = if holds.is_some() {
        (Command::WithdrawConsent(WithdrawConsent { person, purpose, how }), words::WITHDRAW, words::WITHDRAWN)
    } else {
        let home = if purpose == Purpose::Contact { home(ui, &person) } else { Id::none() };
        let label = if how == Given::Paper { words::AGREE_PAPER } else { words::AGREE };
        (Command::GiveConsent(GiveConsent { person, purpose, how, home }), label, words::GIVEN)
    };
    let refused = ui.hood.may(&command).err().map(|error| p("hint", act_error(ui, error)));
    let say = of("span", "say").put(el("b").say(ui, words_of)).put(el("span").put(state(ui, holds.as_ref())));
    let act = move || {
        let what = untrack(|| ui.fill(told, &[ui.t(words_of)]));
        form.act(ui, command.clone(), what, |_| {});
    };
    let act = refused.is_none().then(|| {
        let name = [ui.t(label), "：", ui.t(words_of)].concat();
        button("btn ghost sm", ui.t(label), act).attr("aria-label", name)
    });
    el("li").put(of("div", "cell").put(say.put(refused)).put(act)).into()
}

/// The section about a person.
pub fn agreed(ui: Ui, form: Form, title: String, person: &Id, how: Given) -> Node {
    let all = Purpose::ALL.iter().map(|purpose| row(ui, form, person, how, *purpose));
    section(title, None).put(of("ul", "list").all(all)).into()
}
