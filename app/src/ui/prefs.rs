//! Language, size of text, theme, and how long undoing is offered: kept in the browser, set on `<html>`, nothing that may not be lost.

use super::{El, Held, Node, Ui, button, el, of};
use crate::{
    replica::{keep_preference as keep, preference as kept},
    state::{AT_ONCE, LONG, UNDO},
    text::me as words,
};
use jiefang_domain::Lang;
use leptos::prelude::*;

const LANG: &str = "lang";
const SIZE: &str = "text";
const THEME: &str = "theme";

/// How large text is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Size {
    #[default]
    Standard,
    Elder,
    Largest,
}

/// Light or dark.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Size {
    const fn tag(self) -> &'static str {
        match self {
            Self::Standard => "",
            Self::Elder => "elder",
            Self::Largest => "largest",
        }
    }
}

impl Theme {
    const fn tag(self) -> &'static str {
        match self {
            Self::Auto => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The preferences. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Prefs {
    pub lang: Held<Lang>,
    pub size: Held<Size>,
    pub theme: Held<Theme>,
    /// How long undoing is offered, as it is kept.
    pub undo: Held<&'static str>,
}

fn mark(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        let _ = if value.is_empty() { root.remove_attribute(name) } else { root.set_attribute(name, value) };
    }
}

impl Prefs {
    /// Reads what is kept and follows every change of it.
    pub fn new() -> Self {
        let lang = if kept(LANG).starts_with("en") { Lang::En } else { Lang::Zh };
        let size = match kept(SIZE).as_str() {
            "elder" => Size::Elder,
            "largest" => Size::Largest,
            _ => Size::Standard,
        };
        let theme = match kept(THEME).as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        };
        let undo = [AT_ONCE, LONG].into_iter().find(|undo| *undo == kept(UNDO)).unwrap_or_default();
        let prefs =
            Self { lang: Held::new(lang), size: Held::new(size), theme: Held::new(theme), undo: Held::new(undo) };
        Effect::new(move |_| mark("lang", prefs.lang.get().tag()));
        Effect::new(move |_| mark("data-text", prefs.size.get().tag()));
        Effect::new(move |_| mark("data-theme", prefs.theme.get().tag()));
        prefs
    }

    fn speak(self, lang: Lang) {
        keep(LANG, lang.tag());
        self.lang.set(lang);
    }

    fn resize(self, size: Size) {
        keep(SIZE, size.tag());
        self.size.set(size);
    }

    fn paint(self, theme: Theme) {
        keep(THEME, theme.tag());
        self.theme.set(theme);
    }

    fn wait(self, undo: &'static str) {
        keep(UNDO, undo);
        self.undo.set(undo);
    }
}

/// The two switches that have to be found without looking for them: large text, and the other language.
pub fn quick(ui: Ui) -> Node {
    let prefs = ui.prefs;
    let elder = prefs.size.get() != Size::Standard;
    let size = if elder { Size::Standard } else { Size::Elder };
    let other = if ui.lang() == Lang::Zh { Lang::En } else { Lang::Zh };
    let pressed = if elder { "true" } else { "false" };
    of("div", "prefs")
        .put(button("pref", ui.t(words::ELDER_ALSO), move || prefs.resize(size)).attr("aria-pressed", pressed))
        .put(
            button("pref", if other == Lang::En { "English" } else { "中文" }, move || prefs.speak(other))
                .attr("lang", other.tag()),
        )
        .into()
}

/// One of a row: its words, whether it is taken, and what taking it does.
type Taken = (El, bool, Box<dyn Fn() + Send + Sync>);

fn segment(legend: &'static str, name: &'static str, options: Vec<Taken>) -> Node {
    let option = |(label, chosen, pick): Taken| {
        let input = el("input").attr("type", "radio").attr("name", name).flag("checked", chosen);
        el("label").put(input.on("change", move |_| pick())).put(label).into()
    };
    of("fieldset", "seg").put(el("legend").put(legend)).all(options.into_iter().map(option)).into()
}

/// All of them, for the page about me.
pub fn all(ui: Ui) -> Node {
    let prefs = ui.prefs;
    let sizes = [(Size::Standard, words::STANDARD), (Size::Elder, words::ELDER), (Size::Largest, words::LARGEST)];
    let themes = [(Theme::Auto, words::AUTO), (Theme::Light, words::LIGHT), (Theme::Dark, words::DARK)];
    let langs = [(Lang::Zh, "中文"), (Lang::En, "English")];
    let undos = [(AT_ONCE, words::UNDO_AT_ONCE), ("", words::UNDO_TEN), (LONG, words::UNDO_LONG)];
    let now = (prefs.size.get(), prefs.theme.get(), ui.lang());
    let undo = prefs.undo.get();
    let says = |words: &'static str| el("span").put(words);
    let sizes = sizes.map(|(s, w)| (says(ui.t(w)), s == now.0, pick(move || prefs.resize(s))));
    let langs = langs.map(|(l, w)| (says(w).attr("lang", l.tag()), l == now.2, pick(move || prefs.speak(l))));
    let themes = themes.map(|(t, w)| (says(ui.t(w)), t == now.1, pick(move || prefs.paint(t))));
    let undos = undos.map(|(u, w)| (says(ui.t(w)), u == undo, pick(move || prefs.wait(u))));
    Node::Many(vec![
        segment(ui.t(words::SIZE), SIZE, sizes.into()),
        segment(ui.t(words::LANGUAGE), LANG, langs.into()),
        segment(ui.t(words::THEME), THEME, themes.into()),
        segment(ui.t(words::UNDO), UNDO, undos.into()),
    ])
}

fn pick(act: impl Fn() + Send + Sync + 'static) -> Box<dyn Fn() + Send + Sync> {
    Box::new(act)
}
