//! What can be done with a hazard now, asked of the rulebook.

use super::spot::in_words;
use crate::{
    routes::Route,
    text::stewards as words,
    ui::{
        Ui,
        act::may,
        dates,
        list::{self, Row},
        order::{Items, Top},
        query,
    },
};
use jiefang_domain::{
    Id, Key,
    command::Command,
    identity::Role,
    stewards::{
        AssignHazard, ClearHazard, ControlHazard, CorrectHazard, Grade, HandOver, Hazard, HazardState, MoveHazard,
        RecheckHazard, RectifyHazard, ReviewHazard, ReviewOutcome, VoidHazard,
    },
};

/// A step somebody can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Review,
    Return,
    Correct,
    Rectify,
    Recheck,
    Clear,
    Control,
    Assign,
    Hand,
    Move,
    Void,
}

impl Step {
    /// Every step, for a sheet to be open about.
    pub const ALL: &'static [Self] = &[
        Self::Review,
        Self::Return,
        Self::Correct,
        Self::Rectify,
        Self::Recheck,
        Self::Clear,
        Self::Control,
        Self::Assign,
        Self::Hand,
        Self::Move,
        Self::Void,
    ];
    const ASKED: [Self; 10] = [
        Self::Review,
        Self::Correct,
        Self::Recheck,
        Self::Clear,
        Self::Rectify,
        Self::Control,
        Self::Assign,
        Self::Hand,
        Self::Move,
        Self::Void,
    ];

    /// The command with nothing written in it, to ask whether it may be given at all.
    fn sample(self, ui: Ui, hazard: &Hazard) -> Option<Command> {
        let id: Id = hazard.id.clone();
        Some(match self {
            Self::Review | Self::Return => Command::ReviewHazard(ReviewHazard {
                hazard: id,
                outcome: ReviewOutcome::Reviewed { grade: hazard.grade },
            }),
            Self::Correct => Command::CorrectHazard(CorrectHazard {
                hazard: id,
                spot: String::new(),
                category: hazard.category,
                grade: hazard.grade,
                note: String::new(),
            }),
            Self::Rectify => Command::RectifyHazard(RectifyHazard { hazard: id, note: String::new() }),
            Self::Recheck => Command::RecheckHazard(RecheckHazard { hazard: id, passed: true, note: String::new() }),
            Self::Clear => Command::ClearHazard(ClearHazard { hazard: id }),
            Self::Control => Command::ControlHazard(ControlHazard { hazard: id, called: true, note: String::new() }),
            Self::Assign => {
                let (grant, _) = takers(ui, hazard).into_iter().next()?;
                Command::AssignHazard(AssignHazard { hazard: id, grant, note: String::new() })
            }
            Self::Hand => Command::HandOver(HandOver {
                of: Key::of::<Hazard>(&id),
                grant: successors(ui, hazard).into_iter().next()?.0,
            }),
            Self::Move => move_to(hazard, hazard.place.clone(), String::new()),
            Self::Void => Command::VoidHazard(VoidHazard { hazard: id, reason: "…".into() }),
        })
    }
}

/// The steps this person can take now.
pub fn open_to_me(ui: Ui, hazard: &Hazard) -> Vec<Step> {
    Step::ASKED.into_iter().filter(|step| is_open(ui, hazard, *step)).collect()
}

fn is_open(ui: Ui, hazard: &Hazard, step: Step) -> bool {
    step.sample(ui, hazard).is_some_and(|command| may(ui, &command))
}

/// Who can be asked to put it right, by the grants with which they look after the place.
pub fn takers(ui: Ui, hazard: &Hazard) -> Vec<(Id, String)> {
    const ASKED: &[Role] = &[Role::Steward, Role::PropertyManager, Role::CommunityWorker];
    query::holders(ui, ASKED, &hazard.path, hazard.keeper())
}

/// The stewards to whom it can be handed, by their grants.
pub fn successors(ui: Ui, hazard: &Hazard) -> Vec<(Id, String)> {
    query::holders(ui, &[Role::Steward], &hazard.path, hazard.keeper())
}

/// It is at that place.
pub fn move_to(hazard: &Hazard, place: Id, spot: String) -> Command {
    Command::MoveHazard(MoveHazard { hazard: hazard.id.clone(), place, spot })
}

/// Whether it waits for this person. Before its review, putting it right is offered but not asked for.
pub fn waits(ui: Ui, hazard: &Hazard) -> bool {
    let rectify = || {
        let given = hazard.keeper() == Some(&query::my_id(ui));
        hazard.state == HazardState::Graded || (given && hazard.state > HazardState::Found)
    };
    // Holding it off, giving it out and voiding it are offered and never asked for; who could take it is not looked up here.
    let asked = [Step::Review, Step::Correct, Step::Recheck, Step::Clear, Step::Rectify];
    asked.into_iter().any(|step| (step != Step::Rectify || rectify()) && is_open(ui, hazard, step))
}

/// `3单元 · 楼道堆物`
pub fn title(ui: Ui, hazard: &Hazard) -> String {
    let what = ui.t(words::category(hazard.category));
    match in_words(ui, query::shown(&hazard.spot)) {
        spot if spot.is_empty() => what.into(),
        spot => [&spot, " · ", what].concat(),
    }
}

/// Whether it still has to be put right by its day.
fn due(hazard: &Hazard) -> bool {
    hazard.is_open() && hazard.rechecked_at_ms == 0
}

/// Whether it is overdue.
pub fn overdue(ui: Ui, hazard: &Hazard) -> bool {
    due(hazard) && ui.hood.now_ms() >= hazard.due_at_ms
}

/// Where it stands, in words.
pub fn stands(ui: Ui, hazard: &Hazard) -> String {
    ui.t(words::state(hazard.state, hazard.review)).into()
}

/// A row of a list.
pub fn row(ui: Ui, hazard: &Hazard) -> Row {
    let place = query::long_place_name(ui, &hazard.place);
    let state = stands(ui, hazard);
    let end = if due(hazard) {
        dates::limit(ui, hazard.due_at_ms)
    } else {
        (dates::day(ui, hazard.rechecked_at_ms.max(hazard.found_at_ms)), false)
    };
    Row {
        to: Route::Hazard(hazard.id.clone()),
        seal: ("seal s sm", "隐"),
        title: title(ui, hazard),
        sub: [&state, " · ", &place].concat(),
        waiting: query::is_waiting(ui, hazard),
        end,
    }
}

/// Where it stands among what is to be done: immediate danger before all else.
pub fn pressing(ui: Ui, hazard: &Hazard) -> (i64, i64) {
    if hazard.grade == Grade::Immediate && hazard.state < HazardState::Rectified {
        return (-1, hazard.due_at_ms);
    }
    dates::pressing(ui, hazard.due_at_ms)
}

/// What waits for this person, by when it is due.
pub fn waiting(ui: Ui, all: &mut Items) {
    query::each(ui, &mut |hazard: &Hazard| {
        if hazard.state != HazardState::Cleared && waits(ui, hazard) {
            all.push((pressing(ui, hazard), list::row(ui, row(ui, hazard))));
        }
    });
}

/// What is not done yet at a place and in what lies in it, by when it is due.
pub fn open_at(ui: Ui, place: &Id, all: &mut Top) {
    query::each(ui, &mut |hazard: &Hazard| {
        if hazard.path.contains(place) && hazard.is_open() {
            all.offer(pressing(ui, hazard), &mut || list::row(ui, row(ui, hazard)));
        }
    });
}
