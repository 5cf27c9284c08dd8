//! Whose service somebody may record, asked of the rulebook.

use crate::ui::{Ui, act::may, query};
use jiefang_domain::{
    Id,
    calendar::MINUTE_MS,
    command::Command,
    timebank::{Account, Activity, CaptureHour, Card, Recipient},
};

/// This person's account and the number of the card, where there is one.
pub fn mine(ui: Ui) -> Option<(Account, Option<Id>)> {
    let me = query::my_id(ui);
    let (account, _) = query::record::<Account>(ui, &Account::member_id(&me))?;
    let mut number = None;
    query::each(ui, &mut |card: &Card| {
        if card.person == me {
            number = Some(card.id.clone());
        }
    });
    Some((account, number))
}

fn sample(ui: Ui, place: Id, provider: Id) -> Command {
    let minutes = 1;
    Command::CaptureHour(CaptureHour {
        id: Id::join(&["sample"]),
        provider,
        recipient: Recipient::Community,
        place,
        activity: Activity::Other,
        started_at_ms: ui.hood.now_ms() - minutes * MINUTE_MS,
        minutes,
    })
}

/// The people with an account whose service this person may record.
pub fn providers(ui: Ui) -> Vec<(Id, String)> {
    let me = query::my_id(ui);
    let Some(place) = ui.hood.book().get() else { return Vec::new() };
    let mut with_account: Vec<Id> = Vec::new();
    query::each(ui, &mut |account: &Account| with_account.push(account.person.clone()));
    let mut people = query::people(ui);
    people.retain(|(person, _)| *person != me && with_account.contains(person));
    let allowed = people.first().is_some_and(|(first, _)| may(ui, &sample(ui, place, first.clone())));
    if allowed { people } else { Vec::new() }
}

/// Whether it is one's own.
pub fn has_own(ui: Ui) -> bool {
    let place = ui.hood.book().get();
    mine(ui).is_some() && place.is_some_and(|place| may(ui, &sample(ui, place, query::my_id(ui))))
}

/// Whether this person records service at all.
pub fn may_capture(ui: Ui) -> bool {
    has_own(ui) || !providers(ui).is_empty()
}
