//! Fields: choices before typing, each with its label, hint and error tied to it.

use super::{Held, Node, Ui, act::Form, el, live, note, nothing, of, p};
use crate::text::{Words, shell};
use jiefang_domain::Id;
use leptos::prelude::*;
use std::sync::Arc;

/// A field somebody types in.
#[derive(Clone, Copy)]
pub struct Field {
    /// Its id, and its name in the browser's own memory.
    pub id: &'static str,
    /// What is asked.
    pub label: Words,
    /// What helps to answer.
    pub hint: Option<Words>,
    /// `text`, `password`, `date`, …; `area` for several lines, `pin` for six digits.
    pub kind: &'static str,
    /// What the browser may fill in by itself.
    pub autocomplete: &'static str,
}

impl Field {
    /// A line of text.
    pub const fn line(id: &'static str, label: Words) -> Self {
        Self { id, label, hint: None, kind: "text", autocomplete: "off" }
    }

    /// Several lines of text that may stay empty.
    pub const fn area(id: &'static str, label: Words) -> Self {
        Self { kind: "area", hint: Some(shell::MAYBE), ..Self::line(id, label) }
    }
}

/// Shows a field. What is typed goes to `value`, and what `value` is made to hold stands in the field.
pub fn field(ui: Ui, form: Form, field: Field, value: Held<String>) -> Node {
    live(move || {
        let wrong = form.wrong_with(field.id);
        let hint_id = field.hint.map(|_| [field.id, "-hint"].concat());
        let wrong_id = wrong.as_ref().map(|_| [field.id, "-err"].concat());
        let described: Vec<String> = hint_id.iter().chain(&wrong_id).cloned().collect();
        let area = field.kind == "area";
        let mut input = of(if area { "textarea" } else { "input" }, "input")
            .attr("id", field.id)
            .attr("name", field.id)
            .attr("autocomplete", field.autocomplete)
            .value(value.get())
            .on("input", move |event| value.set(event_target_value(&event)));
        input = match field.kind {
            "area" => input.attr("rows", "3"),
            // Six digits, typed on the phone's own number pad, and no business of a password manager.
            "pin" => input.attr("type", "password").attr("inputmode", "numeric").attr("maxlength", "6"),
            kind => input.attr("type", kind),
        };
        if !described.is_empty() {
            input = input.attr("aria-describedby", described.join(" "));
        }
        if wrong.is_some() {
            input = input.attr("aria-invalid", "true");
        }
        of("div", if wrong.is_some() { "field bad" } else { "field" })
            .put(el("label").attr("for", field.id).say(ui, field.label))
            .put(hint_id.zip(field.hint).map(|(id, hint)| note("hint", ui, hint).attr("id", id)))
            .put(
                wrong_id
                    .zip(wrong)
                    .map(|(id, words)| p("err", of("span", "sr").say(ui, shell::ERROR)).put(words).attr("id", id)),
            )
            .put(input)
    })
}

/// What taking the choice of that number does.
pub type Taken = Arc<dyn Fn(usize) + Send + Sync>;

/// One choice of a group.
pub struct Choice {
    /// What it says.
    pub label: String,
    /// Whether it is the one taken.
    pub chosen: bool,
    /// Marked as danger.
    pub urgent: bool,
}

impl Choice {
    /// An ordinary choice.
    pub fn new(label: impl Into<String>, chosen: bool) -> Self {
        Self { label: label.into(), chosen, urgent: false }
    }
}

/// A group of chips of which one is taken. `id` is where an error about the group leads.
pub fn chips(
    ui: Ui,
    form: Form,
    id: &'static str,
    legend: Words,
    choices: Vec<Choice>,
    pick: impl Fn(usize) + Send + Sync + 'static,
) -> Node {
    group(ui, form.wrong_with(id), id, ui.t(legend), choices, &(Arc::new(pick) as Taken))
}

fn group(
    ui: Ui,
    wrong: Option<String>,
    id: &'static str,
    legend: &'static str,
    choices: Vec<Choice>,
    pick: &Taken,
) -> Node {
    let chip = |(i, choice): (usize, Choice)| {
        let pick = Arc::clone(pick);
        let mut input = el("input").attr("type", "radio").attr("name", id).flag("checked", choice.chosen);
        if i == 0 {
            input = input.attr("id", id);
        }
        of("label", if choice.urgent { "chip urgent" } else { "chip" })
            .put(input.on("change", move |_| pick(i)))
            .put(el("span").put(choice.label))
            .into()
    };
    let mut group = of("fieldset", if wrong.is_some() { "field bad" } else { "field" });
    let wrong_id = [id, "-err"].concat();
    if wrong.is_some() {
        group = group.attr("aria-describedby", wrong_id.clone());
    }
    group
        .put(el("legend").put(legend))
        .put(wrong.map(|words| p("err", of("span", "sr").say(ui, shell::ERROR)).put(words).attr("id", wrong_id)))
        .put(of("div", "chips").all(choices.into_iter().enumerate().map(chip)))
        .into()
}

/// A box to tick.
pub fn check(words: &'static str, value: Held<bool>) -> Node {
    let input = el("input").attr("type", "checkbox").flag("checked", value.now());
    of("label", "check")
        .put(input.on("change", move |event| value.set(event_target_checked(&event))))
        .put(el("span").put(words))
        .into()
}

/// A choice among many, in the browser's own list.
fn select(ui: Ui, id: &'static str, label: Words, choices: Vec<Choice>, pick: Taken) -> Node {
    let choices_none = !choices.iter().any(|choice| choice.chosen);
    let options = choices.into_iter().enumerate().map(|(i, choice)| {
        el("option").attr("value", i.to_string()).flag("selected", choice.chosen).put(choice.label).into()
    });
    // Nothing is chosen by not choosing.
    let none = choices_none.then(|| el("option").attr("value", "").flag("selected", true).put("—"));
    let select = of("select", "input").put(none).attr("id", id).all(options).on("change", move |event| {
        if let Ok(i) = event_target_value(&event).parse() {
            pick(i);
        }
    });
    of("div", "field").put(el("label").attr("for", id).say(ui, label)).put(select).into()
}

/// One of `all`, each an id with its name; what is chosen goes to `at`.
pub fn choose_one(
    ui: Ui,
    form: Form,
    id: &'static str,
    label: Words,
    all: Vec<(Id, String)>,
    at: Held<Option<Id>>,
) -> Node {
    live(move || {
        let chosen = at.get();
        let choices = all.iter().map(|(id, name)| Choice::new(name.clone(), chosen.as_ref() == Some(id))).collect();
        let all = all.clone();
        choose(ui, form, id, label, choices, move |n| at.set(all.get(n).map(|(id, _)| id.clone())))
    })
}

/// Chips where few can be chosen from, the browser's own list where many can.
pub fn choose(
    ui: Ui,
    form: Form,
    id: &'static str,
    label: Words,
    choices: Vec<Choice>,
    pick: impl Fn(usize) + Send + Sync + 'static,
) -> Node {
    const CHIPS_MAX: usize = 8;
    let pick: Taken = Arc::new(pick);
    match choices.len() {
        0 => nothing(),
        1..=CHIPS_MAX => group(ui, form.wrong_with(id), id, ui.t(label), choices, &pick),
        _ => select(ui, id, label, choices, pick),
    }
}
