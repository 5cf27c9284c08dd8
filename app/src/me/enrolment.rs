//! A worker lets somebody in: a link that works once, handed over in person.

use crate::{
    state::Enrolment,
    text::me as words,
    ui::{
        Held, Node, Ui,
        act::{Form, call_error},
        button, dates, el,
        list::section as part,
        live, note, of, p,
        people::Picker,
        query, share,
    },
};
use jiefang_domain::Id;
use leptos::prelude::*;

fn make(ui: Ui, form: Form, who: Picker, made: Held<Option<(String, Enrolment)>>) {
    let Some(person) = who.chosen.now() else {
        return form.tell(vec![("whom", untrack(|| ui.t(words::ENROL_WHO_MISSING).into()))]);
    };
    let name = untrack(|| query::person_name(ui, &person));
    form.run(ui, async move {
        let link = ui.hood.make_enrolment(person).await.map_err(|error| untrack(|| call_error(ui, error)))?;
        Ok(move |_: Ui| made.set(Some((name, link))))
    });
}

fn copy(ui: Ui, address: &str) {
    share::copy(address);
    ui.toasts.tell(untrack(|| ui.t(words::COPIED).into()));
}

fn ready(ui: Ui, name: &str, link: &Enrolment) -> Node {
    let address = [window().location().origin().unwrap_or_default().as_str(), &link.path].concat();
    let until = ui.fill(words::ENROL_UNTIL, &[&dates::moment(ui, link.expires_at_ms)]);
    let shown = address.clone();
    // The clipboard is there in secure contexts only.
    let copy =
        crate::state::secure_context().then(|| button("btn ghost", ui.t(words::COPY), move || copy(ui, &address)));
    let print = button("btn ghost", ui.t(words::PRINT), || {
        let _ = window().print();
    });
    of("div", "panel stack")
        .attr("role", "status")
        .put(el("h3").put(ui.fill(words::ENROL_READY, &[name])))
        .put(p("", el("code").put(shown)))
        .put(p("note", until))
        .put(of("div", "btns row").put(copy).put(print))
        .into()
}

fn others(ui: Ui) -> Vec<(Id, String)> {
    let me = query::my_id(ui);
    let mut people = query::people(ui);
    people.retain(|(person, _)| *person != me);
    people
}

/// The section.
pub fn section(ui: Ui) -> Node {
    let form = Form::new();
    let who = Picker::new();
    let made = Held::new(None::<(String, Enrolment)>);
    let sheet = Form::element(move || make(ui, form, who, made))
        .put(form.summary(ui))
        .put(who.fields(ui, form, "whom", words::ENROL_WHO, others))
        .put(form.submit(ui, "btn", words::ENROL_MAKE));
    let link = live(move || made.get().map(|(name, link)| ready(ui, &name, &link)));
    part(untrack(|| ui.t(words::ENROL)), None)
        .put(of("div", "stack").put(live(move || note("", ui, words::ENROL_TEXT))).put(sheet).put(link))
        .into()
}
