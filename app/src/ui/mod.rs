//! What every screen is written with: elements, words, dates, forms, lists, notices.

pub mod act;
pub mod address;
pub mod confirm;
pub mod dates;
pub mod dialog;
pub mod file;
pub mod form;
pub mod held;
pub mod list;
pub mod looked;
mod node;
pub mod order;
pub mod page;
mod patch;
pub mod people;
pub mod pick;
pub mod prefs;
pub mod query;
pub mod share;
pub mod slip;
pub mod toast;
pub mod track;

pub use held::Held;
pub use node::{El, Node, Put, el, live, nothing, of, svg};

use crate::{
    part::Part,
    routes::Route,
    state::{Neighbourhood, Pending},
    text::Words,
};
use address::Address;
use jiefang_domain::Lang;
use leptos::prelude::untrack;
use prefs::Prefs;
use std::ops::Deref;
use toast::Toasts;

/// What every screen is given. A handle of one word, because it is handed to every function there is.
#[derive(Clone, Copy)]
pub struct Ui(&'static Given);

/// What the handle leads to.
pub struct Given {
    /// Who is signed in, the books, acts and sync.
    pub hood: Neighbourhood,
    /// Language, size of text, theme.
    pub prefs: Prefs,
    /// What was just done.
    pub toasts: Toasts,
    /// Whether the sync panel is open.
    pub panel: Held<Option<usize>>,
    /// The entry that is being corrected: what is sent next takes its place.
    pub again: Held<Option<Pending>>,
    /// Where somebody is.
    pub address: Address,
    /// Whether the second part of the app is here.
    pub part: Held<Part>,
}

impl Deref for Ui {
    type Target = Given;

    fn deref(&self) -> &Given {
        self.0
    }
}

impl Ui {
    /// Puts together what the screens are given, once for as long as the page is open.
    pub fn new(hood: Neighbourhood) -> Self {
        Self(Box::leak(Box::new(Given {
            hood,
            prefs: Prefs::new(),
            toasts: Toasts::new(),
            panel: Held::new(None),
            again: Held::new(None),
            address: Address::follow(),
            part: Held::new(Part::Coming),
        })))
    }

    /// The language. Tracked.
    #[inline(never)]
    pub fn lang(self) -> Lang {
        self.prefs.lang.get()
    }

    /// Words in the language. Tracked.
    #[inline(never)]
    pub fn t(self, words: Words) -> &'static str {
        words.of(self.lang())
    }

    /// Words with each `{}` in them filled. Tracked.
    #[inline(never)]
    pub fn fill(self, words: Words, with: &[&str]) -> String {
        words.fill(self.lang(), with)
    }

    /// Says in a line below that something was done.
    #[inline(never)]
    pub fn told(self, words: Words) {
        self.toasts.tell(untrack(|| self.t(words).into()));
    }

    /// Goes to another screen.
    pub fn go(self, route: &Route) {
        self.address.go(&route.path());
    }
}

/// A link.
#[inline(never)]
pub fn link(class: &'static str, to: &Route) -> El {
    of("a", class).attr("href", to.path())
}

#[inline(never)]
fn plain_button(class: &'static str) -> El {
    of("button", class).attr("type", "button")
}

/// A button that does something.
pub fn button(class: &'static str, words: impl Put, act: impl Fn() + Send + 'static) -> El {
    plain_button(class).put(words).click(act)
}

impl El {
    /// Words in it, in the language. Tracked.
    #[inline(never)]
    pub fn say(self, ui: Ui, words: Words) -> Self {
        self.put(ui.t(words))
    }
}

/// A paragraph of words.
#[inline(never)]
pub fn note(class: &'static str, ui: Ui, words: Words) -> El {
    of("p", class).say(ui, words)
}

/// A paragraph with a class.
pub fn p(class: &'static str, words: impl Put) -> El {
    of("p", class).put(words)
}

/// A seal: one character in a square. The words beside it say the same.
#[inline(never)]
pub fn seal(class: &'static str, sign: &'static str) -> El {
    of("span", class).attr("aria-hidden", "true").put(sign)
}
