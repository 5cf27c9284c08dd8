//! Which screen stands at an address, for somebody who may or may not be signed in.

use super::second;
use crate::{
    home,
    part::{self, Part},
    routes::Route,
    signin,
    state::{Phase, StorageError},
    stewards,
    text::{Words, problem, shell as words},
    ui::{
        Node, Ui,
        act::{reload, storage_error, storage_title},
        button, link, list, live,
        page::Page,
        query,
    },
};

/// What is to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// The device is being looked at.
    #[default]
    Opening,
    /// The device cannot keep anything.
    Failed(StorageError),
    /// Nobody is signed in.
    SignIn,
    /// The device asks before it opens.
    Unlock,
    /// The page at the address is in the part of the app that is not here.
    Away(Part),
    /// Somebody is signed in (or signs in for the first time).
    At(Route),
}

impl Screen {
    /// What is to be shown at an address. `again` where the session has ended and its person may sign in once more;
    /// `part` tells whether the second part of the app is here, and is asked only where that matters.
    pub fn at(route: Route, phase: Phase, again: bool, part: impl FnOnce() -> Part) -> Self {
        let at = match (phase, route) {
            (Phase::Opening, _) => Self::Opening,
            (Phase::Failed(error), _) => Self::Failed(error),
            (_, route @ (Route::Enrol(_) | Route::Start(_))) => Self::At(route),
            (Phase::SignedOut, _) => Self::SignIn,
            (Phase::Ready, Route::SignIn) if again => Self::SignIn,
            (Phase::Locked, _) => Self::Unlock,
            (Phase::Ready, Route::SignIn) => Self::At(Route::Home),
            (Phase::Ready, route) => Self::At(route),
        };
        match at {
            Self::At(route) if route.is_second() => match part() {
                Part::Here => Self::At(route),
                away => Self::Away(away),
            },
            at => at,
        }
    }

    /// Whether the whole frame stands around it.
    pub fn framed(&self) -> bool {
        !matches!(self, Self::SignIn | Self::Unlock | Self::At(Route::Enrol(_) | Route::Start(_)))
    }

    /// Whether there is nothing to say on it before the first copy is here.
    pub fn needs_copy(&self) -> bool {
        let apart = |route: &Route| {
            matches!(
                route,
                Route::Me
                    | Route::Audit
                    | Route::People
                    | Route::Attention
                    | Route::Unknown
                    | Route::Enrol(_)
                    | Route::Start(_)
            )
        };
        matches!(self, Self::At(route) if !apart(route))
    }
}

/// Makes the screen.
pub fn page(ui: Ui, screen: &Screen) -> Page {
    let route = match screen {
        Screen::Opening => return opening(ui, words::OPENING),
        Screen::Failed(error) => return failed(ui, *error),
        Screen::SignIn => return signin::page(ui),
        Screen::Unlock => return signin::unlock(ui),
        Screen::Away(Part::Missing | Part::Gone) => return missing(ui),
        Screen::Away(_) => return opening(ui, words::PART_COMING),
        Screen::At(route) => route.clone(),
    };
    match route {
        Route::Home => home::page(ui),
        Route::StewardsNew => stewards::new(ui),
        Route::SignIn => signin::page(ui),
        Route::Enrol(code) => signin::enrol(ui, &code),
        Route::Unknown => unknown(ui),
        route => second::page(ui, route),
    }
}

fn opening(ui: Ui, says: Words) -> Page {
    Page::new("page", move || ui.t(words::APP).into(), live(move || list::skeleton(ui.t(says))))
}

/// Nothing is lost and everything else works: the page comes with the network.
fn missing(ui: Ui) -> Page {
    let body = live(move || {
        list::state("off", "信", ui.t(words::PART_MISSING_TITLE), ui.t(words::PART_MISSING)).put(button(
            "btn",
            ui.t(words::PART_AGAIN),
            move || if ui.part.now() == Part::Gone { reload() } else { part::fetch(ui.part) },
        ))
    });
    Page::new("page slim", move || ui.t(words::APP).into(), body)
}

fn failed(ui: Ui, error: StorageError) -> Page {
    let body = live(move || {
        // A window that cannot keep anything is no fault of anybody.
        let (class, sign) = if error == StorageError::Missing { ("off", "存") } else { ("bad", "错") };
        let again = button("btn", ui.t(problem::RELOAD), reload);
        list::state(class, sign, ui.t(storage_title(error)), storage_error(ui, error)).attr("role", "alert").put(again)
    });
    Page::new("page slim", move || ui.t(words::APP).into(), body)
}

fn unknown(ui: Ui) -> Page {
    let body = live(move || {
        list::state("", "空", ui.t(words::UNKNOWN_TITLE), ui.t(words::UNKNOWN))
            .put(link("btn", &Route::Home).say(ui, words::GO_HOME))
    });
    Page::new("page slim", move || ui.t(words::APP).into(), body)
}

/// What stands where the first copy is still on its way.
pub fn first_copy(ui: Ui, online: bool) -> Node {
    if online && query::has_no_role(ui) {
        return list::state("", "人", ui.t(words::NO_ROLE_TITLE), ui.t(words::NO_ROLE)).into();
    }
    if online {
        list::skeleton(ui.t(words::FIRST_COPY_TITLE))
    } else {
        let title = ui.t(words::FIRST_COPY_OFFLINE_TITLE);
        list::state("off", "信", title, ui.t(words::FIRST_COPY_OFFLINE)).into()
    }
}
