//! One figure with what it is made of. Without a denominator it says so, and never 0 %.

use super::{
    source::{Source, Value},
    window::months_of,
};
use crate::{
    routes::Window,
    text::{Words, dashboard as words, shell},
    ui::{Node, Ui, dates, el, of},
};
use jiefang_domain::{Month, indicator::Indicator};

/// A figure and the line under it.
struct Kpi {
    class: &'static str,
    label: Words,
    /// The figure and its unit; nothing where there is none.
    figure: Option<(String, &'static str)>,
    of: String,
}

fn node(ui: Ui, kpi: Kpi) -> Node {
    let class = match (&kpi.figure, kpi.class) {
        (None, "c") => "kpi c na",
        (None, "t") => "kpi t na",
        (None, _) => "kpi s na",
        (Some(_), "c") => "kpi c",
        (Some(_), "t") => "kpi t",
        (Some(_), _) => "kpi s",
    };
    let figure = match kpi.figure {
        Some((figure, unit)) => {
            let unit = (!unit.is_empty()).then(|| el("small").put(unit));
            el("dd").put(figure).put(unit)
        }
        None => el("dd").say(ui, shell::NONE),
    };
    of("div", class).put(el("dt").say(ui, kpi.label)).put(figure).put(of("dd", "of").put(kpi.of)).into()
}

fn kpis(ui: Ui, all: Vec<Kpi>) -> Node {
    of("dl", "kpis num").all(all.into_iter().map(|kpi| node(ui, kpi))).into()
}

/// A number as this person may see it.
fn shown(ui: Ui, value: Value) -> String {
    match value {
        Value::Known(number) => dates::number(number),
        Value::Few => ui.t(shell::FEW).into(),
        Value::Unpublished => ui.t(shell::NONE).into(),
    }
}

fn count(ui: Ui, value: Value, unit: Words) -> Option<(String, &'static str)> {
    match value {
        Value::Known(number) => Some((dates::number(number), ui.t(unit))),
        Value::Few => Some((ui.t(shell::FEW).into(), "")),
        Value::Unpublished => None,
    }
}

/// Rounded to whole percent; nothing without a denominator.
fn rate(part: Value, whole: Value) -> Option<(String, &'static str)> {
    let (part, whole) = (part.known()?, whole.known()?);
    (whole > 0).then(|| ((part * 200 + whole).div_euclid(whole * 2).to_string(), "%"))
}

fn raised(ui: Ui, source: Source, months: &[Month]) -> Kpi {
    let over = |what| shown(ui, source.over(what, months));
    Kpi {
        class: "c",
        label: words::RAISED,
        figure: count(ui, source.over(Indicator::IssuesRaised, months), words::ITEMS),
        of: ui.fill(words::RAISED_OF, &[&over(Indicator::IssuesAccepted), &over(Indicator::IssuesOnAgenda)]),
    }
}

fn banked(ui: Ui, source: Source, months: &[Month]) -> Kpi {
    let figure = match source.over(Indicator::HoursBanked, months) {
        Value::Known(minutes) => (dates::length(ui, minutes), ""),
        few => (shown(ui, few), ""),
    };
    // Volunteers are told apart by month; over several the same person would be counted again.
    let of = match months {
        [_] if source.staff => {
            let volunteers = shown(ui, source.over(Indicator::ActiveVolunteers, months));
            ui.fill(words::BANKED_STAFF, &[&volunteers, &shown(ui, source.today(Indicator::HoursWaiting))])
        }
        _ => ui.t(words::BANKED_OF).into(),
    };
    Kpi { class: "t", label: words::BANKED, figure: Some(figure), of }
}

fn cleared(ui: Ui, source: Source, months: &[Month]) -> Kpi {
    let found = shown(ui, source.over(Indicator::HazardsFound, months));
    Kpi {
        class: "s",
        label: words::CLEARED,
        figure: count(ui, source.over(Indicator::HazardsCleared, months), words::SPOTS),
        of: ui.fill(words::CLEARED_OF, &[&found, &shown(ui, source.today(Indicator::HazardsOpen))]),
    }
}

/// One figure a brand, for this month.
pub fn this_month(ui: Ui) -> Node {
    let source = Source::here(ui);
    let months = months_of(ui, Window::Month);
    kpis(ui, vec![raised(ui, source, &months), banked(ui, source, &months), cleared(ui, source, &months)])
}

/// The council's.
pub fn council(ui: Ui, window: Window) -> Node {
    let source = Source::here(ui);
    let months = months_of(ui, window);
    let mut all = Vec::new();
    if source.staff {
        let due = source.over(Indicator::IssuesAnswerDue, &months);
        let in_time = source.over(Indicator::IssuesAnsweredInTime, &months);
        let figure = rate(in_time, due);
        let of = match figure {
            Some(_) => ui.fill(words::RESPONSE_OF, &[&shown(ui, in_time), &shown(ui, due)]),
            None => ui.t(words::RESPONSE_NONE).into(),
        };
        all.push(Kpi { class: "c", label: words::RESPONSE, figure, of });
    }
    all.push(raised(ui, source, &months));
    kpis(ui, all)
}

/// The time bank's.
pub fn timebank(ui: Ui, window: Window) -> Node {
    let source = Source::here(ui);
    let months = months_of(ui, window);
    let mut all = vec![banked(ui, source, &months)];
    if source.staff {
        all.push(Kpi {
            class: "t",
            label: words::CARDS,
            figure: count(ui, source.over(Indicator::CardsOpened, &months), words::PIECES),
            of: ui.fill(words::CARDS_OF, &[&shown(ui, source.today(Indicator::CardsOpened))]),
        });
    }
    kpis(ui, all)
}

/// A rate of records that concern persons: for staff alone until months are closed and published.
fn part(
    ui: Ui,
    source: Source,
    months: &[Month],
    (label, none, each): (Words, Words, Words),
    of: [Indicator; 2],
) -> Kpi {
    let [part, whole] = of.map(|what| source.over(what, months));
    let figure = rate(part, whole);
    let of = match figure {
        Some(_) => ui.fill(each, &[&shown(ui, part), &shown(ui, whole)]),
        None => ui.t(none).into(),
    };
    Kpi { class: "s", label, figure, of }
}

/// The stewards'.
pub fn stewards(ui: Ui, window: Window) -> Node {
    let source = Source::here(ui);
    let months = months_of(ui, window);
    let mut all = Vec::new();
    if source.staff {
        let due = source.over(Indicator::HazardsDue, &months);
        let in_time = source.over(Indicator::HazardsClearedInTime, &months);
        let overdue = shown(ui, source.today(Indicator::HazardsOverdue));
        let figure = rate(in_time, due);
        let of = match figure {
            Some(_) => ui.fill(words::CLEARED_RATE_OF, &[&shown(ui, in_time), &shown(ui, due), &overdue]),
            None => ui.fill(words::CLEARED_NONE, &[&overdue]),
        };
        all.push(Kpi { class: "s", label: words::CLEARED_RATE, figure, of });
    }
    all.push(cleared(ui, source, &months));
    if source.staff {
        let errands = (words::ERRANDS, words::ERRANDS_NONE, words::ERRANDS_OF);
        all.push(part(ui, source, &months, errands, [Indicator::ErrandsDone, Indicator::ErrandsEnded]));
        let disputes = (words::DISPUTES, words::DISPUTES_NONE, words::DISPUTES_OF);
        all.push(part(ui, source, &months, disputes, [Indicator::DisputesResolved, Indicator::DisputesDue]));
        all.push(Kpi {
            class: "s",
            label: words::MEDIATED,
            figure: count(ui, source.over(Indicator::DisputesMediated, &months), words::ITEMS),
            of: ui.t(words::MEDIATED_OF).into(),
        });
    }
    let estates = source.today(Indicator::UnmanagedEstates);
    let with = source.today(Indicator::UnmanagedWithSteward);
    let figure = rate(with, estates);
    let of = match figure {
        Some(_) => ui.fill(words::COVERAGE_OF, &[&shown(ui, with), &shown(ui, estates)]),
        None => ui.t(words::COVERAGE_NONE).into(),
    };
    all.push(Kpi { class: "s", label: words::COVERAGE, figure, of });
    kpis(ui, all)
}
