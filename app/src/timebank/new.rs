//! Recording a service, one's own or, for a worker, somebody else's.

use super::{card, draft::Draft};
use crate::{
    routes::Route,
    text::timebank as words,
    ui::{
        Node, Ui,
        act::{Form, may, saved_note},
        list::state,
        live,
        looked::Looked,
        nothing, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    calendar::MINUTE_MS,
    command::Command,
    timebank::{Account, Activity, CaptureHour, Recipient},
};
use leptos::prelude::*;

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
fn providers(ui: Ui) -> Vec<(Id, String)> {
    let me = query::my_id(ui);
    let Some(place) = ui.hood.book().get() else { return Vec::new() };
    let mut with_account: Vec<Id> = Vec::new();
    query::each(ui, &mut |account: &Account| with_account.push(account.person.clone()));
    let mut people = query::people(ui);
    people.retain(|(person, _)| *person != me && with_account.contains(person));
    let allowed = people.first().is_some_and(|(first, _)| may(ui, &sample(ui, place, first.clone())));
    if allowed { people } else { Vec::new() }
}

fn has_own(ui: Ui) -> bool {
    let place = ui.hood.book().get();
    card::mine(ui).is_some() && place.is_some_and(|place| may(ui, &sample(ui, place, query::my_id(ui))))
}

/// Whose service may be recorded: one's own first, where there is an account for it.
fn whose(ui: Ui) -> Vec<(Id, String)> {
    let me = query::my_id(ui);
    let mut people = providers(ui);
    if has_own(ui) {
        people.insert(0, (me.clone(), query::person_name(ui, &me)));
    }
    people
}

/// Whether this person records service at all.
pub fn may_capture(ui: Ui) -> bool {
    has_own(ui) || !providers(ui).is_empty()
}

fn send(ui: Ui, form: Form, draft: Draft, own: bool) {
    let provider = match draft.provider.chosen.now() {
        None if own => Some(untrack(|| query::my_id(ui))),
        chosen => chosen,
    };
    let mut wrong = Vec::new();
    if provider.is_none() {
        wrong.push(("who", words::WHO_MISSING));
    }
    let said = draft.said(ui).map_err(|missing| wrong.extend(missing));
    let place = ui.hood.book().get_untracked();
    let (Some(provider), Some(place), Ok((activity, minutes, started_at_ms, recipient))) = (provider, place, said)
    else {
        return form.tell(untrack(|| wrong.into_iter().map(|(id, words)| (id, ui.t(words).into())).collect()));
    };
    let id = ui.hood.new_id();
    let command =
        Command::CaptureHour(CaptureHour { id, provider, recipient, place, activity, started_at_ms, minutes });
    let what = untrack(|| ui.t(words::activity(activity)).to_owned());
    form.act(ui, command, what, |ui| ui.go(&Route::Timebank));
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let form = Form::new();
    let draft = Draft::new(ui);
    if let Some(Command::CaptureHour(old)) = ui.again.now().map(|old| old.command) {
        draft.recall(&old);
    }
    let own = Looked::new(move || has_own(ui));
    let others = Looked::new(move || !providers(ui).is_empty());
    let body = live(move || {
        let (own, others) = (own.get(), others.get());
        if !own && !others {
            return state("", "时", ui.t(words::NO_CARD_TITLE), ui.t(words::NO_CARD)).node();
        }
        let who: Node = if others { draft.provider.fields(ui, form, "who", words::WHO, whose) } else { nothing() };
        Form::element(move || send(ui, form, draft, own))
            .put(form.summary(ui))
            .put(who)
            .put(draft.work(ui, form))
            .put(draft.whom(ui, form))
            .put(of("div", "push stack").put(form.submit(ui, "btn", words::SAVE)).put(saved_note(ui)))
            .into()
    });
    Page::new("page slim t", move || ui.t(words::NEW).into(), body)
        .sub(move || ui.t(words::NEW_SUB).into())
        .back(Route::Timebank)
}
