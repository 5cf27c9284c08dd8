//! Lists, and what stands where a list would: nothing yet, not seen, on its way.

use super::{
    El, Held, Node, Put, Ui, button, el, link, nothing, of,
    order::{Items, Top, items},
    p, seal,
};
use crate::{
    routes::Route,
    text::{Words, shell},
};

/// The most a list shows at first; what is due or new stands in front.
pub const SHOWN_MAX: usize = 200;

/// How much of a list is shown: more of it when asked for. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Shown {
    now: Held<usize>,
    step: usize,
}

impl Shown {
    /// The first [`SHOWN_MAX`].
    pub fn new() -> Self {
        Self::by(SHOWN_MAX)
    }

    /// The first so many, and so many more at a time.
    pub fn by(step: usize) -> Self {
        Self { now: Held::new(step), step }
    }

    /// How many rows. Tracked.
    pub fn most(self) -> usize {
        self.now.get()
    }

    /// For so many rows. Tracked.
    pub fn top(self) -> Top {
        Top::new(self.most())
    }

    /// The rows; below them how many there are and a way on, where there are more.
    pub fn rows(self, ui: Ui, all: Top) -> Node {
        let (offered, shown) = (all.offered(), self.now.now());
        let list = of("ul", "list").all(all.into_nodes());
        if offered <= shown {
            return list.into();
        }
        let said = ui.fill(shell::SHOWN_OF, &[&shown.to_string(), &offered.to_string()]);
        let on = button("btn ghost", ui.t(shell::SHOW_MORE), move || self.now.set(self.now.now() + self.step));
        vec![list.into(), p("note", said).into(), of("div", "btns").put(on).into()].into()
    }
}

/// One row of a list.
pub struct Row {
    /// Where it leads.
    pub to: Route,
    /// Class and sign of the seal.
    pub seal: (&'static str, &'static str),
    /// What it is.
    pub title: String,
    /// Where it stands.
    pub sub: String,
    /// Known only to this device yet.
    pub waiting: bool,
    /// What stands at the end, and whether it is overdue.
    pub end: (String, bool),
}

/// A row.
pub fn row(ui: Ui, row: Row) -> Node {
    let waiting = row.waiting.then(|| tag("tag wait", ui.t(shell::WAITING_TAG)));
    let sub = el("span").put(row.sub).put(waiting.is_some().then_some(" ")).put(waiting);
    let end = of("span", if row.end.1 { "end late" } else { "end" }).put(row.end.0);
    let cell = link("cell", &row.to)
        .put(seal(row.seal.0, row.seal.1))
        .put(of("span", "say").put(el("b").put(row.title)).put(sub))
        .put(end);
    el("li").put(cell).into()
}

/// A list of rows.
pub fn rows(class: &'static str, all: Items, most: usize) -> Node {
    of("ul", class).all(items(all, most)).into()
}

/// A list of the first rows of many.
pub fn first_rows(class: &'static str, all: Top) -> Node {
    of("ul", class).all(all.into_nodes()).into()
}

/// A tag.
pub fn tag(class: &'static str, words: impl Put) -> El {
    of("span", class).put(words)
}

/// A section with its heading, and perhaps a link to more.
pub fn section(title: impl Put, more: Option<(Route, String)>) -> El {
    let head = of("div", "head").put(el("h2").put(title));
    el("section").put(head.put(more.map(|(to, words)| link("more", &to).put(words))))
}

/// What stands where there is nothing to show.
pub fn state(class: &'static str, sign: &'static str, title: impl Put, text: impl Put) -> El {
    let class = match class {
        "bad" => "state bad",
        "off" => "state off",
        _ => "state",
    };
    of("div", class).put(seal("seal soft lg", sign)).put(el("h2").put(title)).put(el("p").put(text))
}

/// What stands where a list is empty: nothing yet, or nothing that may be shown now.
pub fn empty(ui: Ui, sign: &'static str, title: Words, text: Words) -> Node {
    if locked(ui) {
        return state("off", "锁", ui.t(shell::LOCKED_TITLE), ui.t(shell::LOCKED)).into();
    }
    state("", sign, ui.t(title), ui.t(text)).into()
}

/// Whether the lease has run out. Tracked.
pub fn locked(ui: Ui) -> bool {
    ui.hood.sync().with(|status| status.locked)
}

/// The shape of what is on its way, and words that say so.
pub fn skeleton(words: &'static str) -> Node {
    let bone = |class: &'static str| of("i", class).into();
    of("div", "skel")
        .attr("aria-busy", "true")
        .put(p("note", words).attr("role", "status"))
        .all(["sk title", "sk tile", "sk", "sk"].map(bone))
        .into()
}

/// A record that this person cannot see, or that is not here yet.
pub fn gone(ui: Ui, back: &Route) -> Node {
    of("div", "stack")
        .put(empty(ui, "空", shell::GONE_TITLE, shell::GONE))
        .put(of("div", "btns").put(link("btn ghost", back).say(ui, shell::BACK)))
        .into()
}

/// Buttons one under another; nothing where there are none.
pub fn buttons(all: Vec<Node>) -> Node {
    if all.is_empty() { nothing() } else { of("div", "btns").all(all).into() }
}

/// Two things side by side on a desk, one under the other on a phone; the first alone where there is no second.
pub fn beside(first: Node, second: Option<Node>) -> Node {
    match second {
        Some(second) => of("div", "two").put(first).put(second).into(),
        None => first,
    }
}

/// What a record says of itself.
pub fn facts(all: Vec<(&'static str, Node)>) -> Node {
    let fact = |(term, value): (&'static str, Node)| el("div").put(el("dt").put(term)).put(el("dd").put(value)).into();
    of("dl", "facts").all(all.into_iter().map(fact)).into()
}

/// Links that show one part of a list at a time.
pub fn filter(ui: Ui, label: Words, all: Vec<(Route, Words, bool)>) -> Node {
    let chip = |(to, words, current): (Route, Words, bool)| {
        let chip = link("chip", &to).put(el("span").say(ui, words));
        if current { chip.attr("aria-current", "true").node() } else { chip.into() }
    };
    of("nav", "chips").attr("aria-label", ui.t(label)).all(all.into_iter().map(chip)).into()
}
