//! The questions a step asks before it is taken.

use super::steps::Step;
use crate::{
    text::{Words, council as words},
    ui::{
        Held, Node, Ui,
        act::Form,
        dates::{iso_moment, read_moment},
        form::{Field, field},
        pick::Pick,
    },
};
use jiefang_domain::{
    Day,
    calendar::HOUR_MS,
    command::Command,
    council::{AcceptIssue, DeclineIssue, Issue, IssueCategory, PutOnAgenda},
};
use leptos::prelude::*;

const REASON: Field = Field { hint: None, ..Field::area("reason", words::REASON) };
const TOPIC: Field = Field::area("topic", words::TOPIC);
const MEETS: Field = Field { kind: "datetime-local", hint: Some(words::DAY_HINT), ..Field::line("meets", words::DAY) };

/// What is answered. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Answers {
    form: Form,
    category: Pick<IssueCategory>,
    note: Held<String>,
    meets: Held<String>,
}

impl Answers {
    /// Nothing answered.
    pub fn new() -> Self {
        Self {
            form: Form::new(),
            category: Pick::new(IssueCategory::ALL),
            note: Held::new(String::new()),
            meets: Held::new(String::new()),
        }
    }

    /// Begins anew with what the record says. A meeting is offered on the fourth evening from now.
    pub fn begin(self, ui: Ui, issue: &Issue) {
        self.form.clear();
        self.category.set(issue.category);
        self.note.set(String::new());
        let evening = Day::at(ui.hood.now_ms()).plus(4).start_ms() + 19 * HOUR_MS;
        self.meets.set(iso_moment(evening));
    }

    fn send(self, ui: Ui, issue: &Issue, step: Step, open: Pick<Step>) {
        let (id, note) = (issue.id.clone(), self.note.now());
        let say = |id: &'static str, missing: Words| {
            self.form.tell(vec![(id, untrack(|| ui.t(missing).into()))]);
        };
        let command = match step {
            Step::Accept => {
                Command::AcceptIssue(AcceptIssue { issue: id, category: self.category.now().unwrap_or(issue.category) })
            }
            Step::Decline if note.trim().is_empty() => return say("reason", words::REASON_MISSING),
            Step::Decline => Command::DeclineIssue(DeclineIssue { issue: id, reason: note }),
            Step::Agenda => {
                let Some(meets_at_ms) = read_moment(&self.meets.now()) else {
                    return say("meets", words::DAY_MISSING);
                };
                Command::PutOnAgenda(PutOnAgenda { issue: id, meets_at_ms, topic: note })
            }
        };
        let what = untrack(|| ui.t(label(step)).to_owned());
        self.form.act(ui, command, what, move |_| open.clear());
    }

    fn questions(self, ui: Ui, step: Step) -> Node {
        match step {
            Step::Accept => {
                self.category.chips(ui, self.form, "about", words::WHAT, |ui, one| ui.t(words::category(one)).into())
            }
            Step::Decline => field(ui, self.form, REASON, self.note),
            Step::Agenda => {
                vec![field(ui, self.form, MEETS, self.meets), field(ui, self.form, TOPIC, self.note)].into()
            }
        }
    }

    /// The sheet's heading and form.
    pub fn sheet(self, ui: Ui, issue: Issue, step: Step, open: Pick<Step>) -> (&'static str, Node) {
        let form = Form::element(move || self.send(ui, &issue, step, open));
        let body = form.put(self.form.summary(ui)).put(self.questions(ui, step)).put(self.form.submit(
            ui,
            "btn c",
            words::CONFIRM,
        ));
        (ui.t(label(step)), body.into())
    }
}

/// What a step is called.
pub const fn label(step: Step) -> Words {
    match step {
        Step::Accept => words::ACCEPT,
        Step::Decline => words::DECLINE,
        Step::Agenda => words::PUT_ON_AGENDA,
    }
}
