//! One question before something is done.

use super::{
    Held, Node, Ui,
    act::{Form, call_error},
    button,
    dialog::sheet,
    of, p,
};
use crate::{
    state::CallError,
    text::{Words, people, shell},
};
use leptos::prelude::untrack;
use std::{pin::Pin, sync::Arc};

/// What is asked: the heading, and what it means.
pub type Question = (Words, String);
/// What is done where the answer is yes.
pub type Work = Pin<Box<dyn Future<Output = Result<(), CallError>>>>;

/// A question about the thing of the number in `open`; `work` does it, `done` follows.
pub fn confirm(
    ui: Ui,
    open: Held<Option<usize>>,
    ask: impl Fn(usize) -> Question + Send + Sync + 'static,
    work: impl Fn(usize) -> Work + Send + Sync + 'static,
    done: impl Fn(Ui) + Send + Sync + 'static,
) -> Node {
    let form = Form::new();
    let (work, done) = (Arc::new(work), Arc::new(done));
    sheet(ui, open, move |which| {
        let (title, text) = ask(which);
        let (work, done) = (Arc::clone(&work), Arc::clone(&done));
        let yes = button("btn danger", ui.t(people::SURE), move || {
            let (under_way, done) = (work(which), Arc::clone(&done));
            form.run(ui, async move {
                under_way.await.map_err(|error| untrack(|| call_error(ui, error)))?;
                Ok(move |ui: Ui| {
                    open.set(None);
                    done(ui);
                })
            });
        });
        let no = button("btn ghost", ui.t(shell::CANCEL), move || open.set(None));
        (ui.t(title), vec![form.summary(ui), p("", text).into(), of("div", "btns").put(yes).put(no).into()].into())
    })
}
