//! What can be done with an issue now, asked of the rulebook.

use crate::{
    routes::Route,
    text::council as words,
    ui::{
        Ui,
        act::may,
        dates,
        list::{self, Row},
        order::Items,
        query,
    },
};
use jiefang_domain::{
    calendar::DAY_MS,
    command::Command,
    council::{AcceptIssue, DeclineIssue, Issue, PutOnAgenda},
};

/// A step somebody can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Accept,
    Decline,
    Agenda,
}

impl Step {
    /// Every step.
    pub const ALL: &'static [Self] = &[Self::Accept, Self::Decline, Self::Agenda];

    /// The command with as little as it can have, to ask whether it may be given at all.
    fn sample(self, ui: Ui, issue: &Issue) -> Command {
        let id = issue.id.clone();
        match self {
            Self::Accept => Command::AcceptIssue(AcceptIssue { issue: id, category: issue.category }),
            Self::Decline => Command::DeclineIssue(DeclineIssue { issue: id, reason: "…".into() }),
            Self::Agenda => Command::PutOnAgenda(PutOnAgenda {
                issue: id,
                // Far enough ahead for any notice a deployment asks for.
                meets_at_ms: ui.hood.now_ms() + 100 * DAY_MS,
                topic: String::new(),
            }),
        }
    }
}

/// The steps this person can take now.
pub fn open_to_me(ui: Ui, issue: &Issue) -> Vec<Step> {
    Step::ALL.iter().copied().filter(|step| may(ui, &step.sample(ui, issue))).collect()
}

/// A row of a list.
pub fn row(ui: Ui, issue: &Issue) -> Row {
    let place = query::long_place_name(ui, &issue.place);
    let end = match issue.due_at_ms {
        0 if issue.meets_at_ms != 0 => (dates::day(ui, issue.meets_at_ms), false),
        0 => (dates::day(ui, issue.raised_at_ms), false),
        due => dates::limit(ui, due),
    };
    Row {
        to: Route::Issue(issue.id.clone()),
        seal: ("seal c sm", "议"),
        title: issue.title.clone(),
        sub: [ui.t(words::state(issue.state)), " · ", &place].concat(),
        waiting: query::is_waiting(ui, issue),
        end,
    }
}

/// What waits for this person, by when it is due.
pub fn waiting(ui: Ui, all: &mut Items) {
    query::each(ui, &mut |issue: &Issue| {
        if issue.due_at_ms != 0 && !open_to_me(ui, issue).is_empty() {
            all.push((dates::pressing(ui, issue.due_at_ms), list::row(ui, row(ui, issue))));
        }
    });
}
