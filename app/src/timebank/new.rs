//! Recording a service, one's own or, for a worker, somebody else's.

use super::{
    draft::Draft,
    may::{has_own, providers},
};
use crate::{
    routes::Route,
    text::timebank as words,
    ui::{
        Node, Ui,
        act::{Form, saved_note},
        list::state,
        live,
        looked::Looked,
        nothing, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{Id, command::Command, timebank::CaptureHour};
use leptos::prelude::*;

/// Whose service may be recorded: one's own first, where there is an account for it.
fn whose(ui: Ui) -> Vec<(Id, String)> {
    let me = query::my_id(ui);
    let mut people = providers(ui);
    if has_own(ui) {
        people.insert(0, (me.clone(), query::person_name(ui, &me)));
    }
    people
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
    Page::new("page slim t", move || ui.t(words::NEW).into(), vec![body, draft.scanned(ui)])
        .sub(move || ui.t(words::NEW_SUB).into())
        .back(Route::Timebank)
}
