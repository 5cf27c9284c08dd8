//! Where something is recorded: what was chosen, the one place there is, or the first of one's own.

use crate::{
    routes::Route,
    text::{Words, stewards as words},
    ui::{
        El, Held, Node, Ui,
        act::Form,
        form::{Choice, choose},
        link,
        list::state,
        live,
        looked::Looked,
        nothing, query,
    },
};
use jiefang_domain::Id;

/// What stands where this person records it nowhere: there is no place yet, or their role does not.
pub fn nowhere(ui: Ui, sign: &'static str, title: Words, text: Words) -> El {
    if query::has_no_buildings(ui) {
        return state("", sign, ui.t(words::NO_PLACES_TITLE), ui.t(words::NO_PLACES))
            .put(link("btn ghost", &Route::Grid(None)).say(ui, words::GRID));
    }
    state("", sign, ui.t(title), ui.t(text))
}

/// The place of a form. Which places there are is looked up once, not at each look. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct At {
    all: Looked<Vec<(Id, String)>>,
    picked: Held<Option<Id>>,
}

impl At {
    /// Of the places that `all` gives, one's own first.
    pub fn new(all: impl Fn() -> Vec<(Id, String)> + Send + Sync + 'static) -> Self {
        Self { all: Looked::new(all), picked: Held::new(None) }
    }

    /// Chooses.
    pub fn set(self, place: Id) {
        self.picked.set(Some(place));
    }

    /// Whether there is no place at all. Tracked.
    pub fn is_nowhere(self) -> bool {
        self.all.with(Vec::is_empty)
    }

    /// The place. Tracked.
    pub fn get(self, ui: Ui) -> Option<Id> {
        self.picked.get().or_else(|| {
            let (count, first) = self.all.with(|all| (all.len(), all.first().map(|(first, _)| first.clone())));
            let own = |first: &Id| query::my_grants(ui).iter().any(|grant| grant.place == *first);
            first.filter(|first| count == 1 || own(first))
        })
    }

    /// The choice; nothing where there is one.
    pub fn field(self, ui: Ui, form: Form) -> Node {
        live(move || {
            let (all, chosen) = (self.all.get(), self.get(ui));
            if all.len() < 2 {
                return nothing();
            }
            let choices = all.iter().map(|(id, name)| Choice::new(name.clone(), chosen.as_ref() == Some(id)));
            let choices = choices.collect();
            choose(ui, form, "place", words::PLACE, choices, move |n| {
                self.picked.set(all.get(n).map(|(id, _)| id.clone()));
            })
        })
    }
}
