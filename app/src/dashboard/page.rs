//! The screen: how much of what in which months, the figures of each brand, and what was reported.

use super::{kpi, months, reported, source::Source, window};
use crate::{
    chart::{Chart, Series},
    routes::{Route, Window},
    text::{Words, dashboard as words},
    ui::{
        Node, Ui, dates, el,
        list::{beside, filter, section},
        live, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{grid::Brand, indicator::Indicator};

const MONTHS_SHOWN: usize = 6;

fn chart(ui: Ui, class: &'static str, title: Words, series: &[(Words, Indicator)]) -> Node {
    let source = Source::here(ui);
    let months = months::last(ui.hood.now_ms(), MONTHS_SHOWN);
    let values = |indicator: Indicator| {
        let of_month = |month| {
            let value = source.over(indicator, &[month]).known();
            // The bars of hours are whole hours; the table beside the card has the minutes.
            if indicator == Indicator::HoursBanked { value.map(|minutes| minutes / 60) } else { value }
        };
        months.iter().map(|month| of_month(*month)).collect()
    };
    let chart = Chart {
        class,
        title: ui.t(title),
        slots: months.iter().map(|month| dates::short_month(ui, *month)).collect(),
        series: series.iter().map(|(name, what)| Series { name: ui.t(*name), values: values(*what) }).collect(),
    };
    of("div", "panel").put(el("h3").say(ui, title)).put(chart.node(ui)).into()
}

fn brand(ui: Ui, brand: Brand, window: Window) -> Node {
    let (kpis, chart) = match brand {
        Brand::Council => (
            kpi::council(ui, window),
            chart(
                ui,
                "c",
                words::CHART_ISSUES,
                &[(words::SERIES_RAISED, Indicator::IssuesRaised), (words::SERIES_ACCEPTED, Indicator::IssuesAccepted)],
            ),
        ),
        Brand::Timebank => (
            kpi::timebank(ui, window),
            chart(ui, "t", words::CHART_HOURS, &[(words::SERIES_HOURS, Indicator::HoursBanked)]),
        ),
        Brand::Stewards => (
            kpi::stewards(ui, window),
            chart(
                ui,
                "s",
                words::CHART_HAZARDS,
                &[(words::SERIES_FOUND, Indicator::HazardsFound), (words::SERIES_CLEARED, Indicator::HazardsCleared)],
            ),
        ),
    };
    section(query::brand_name(ui, brand, false), None)
        .put(of("div", "stack").put(kpis).put(beside(chart, reported::figures(ui, brand))))
        .into()
}

/// The screen.
pub fn page(ui: Ui, window: Window) -> Page {
    let body = live(move || {
        let windows = [(Window::Month, words::MONTH), (Window::Quarter, words::QUARTER), (Window::Year, words::YEAR)]
            .map(|(one, label)| (Route::Dashboard(one), label, one == window));
        let filter = filter(ui, words::WINDOW, windows.into());
        let mut all = vec![of("div", "bar").put(el("b").put(window::name(ui, window))).put(filter).node()];
        all.extend([Brand::Council, Brand::Timebank, Brand::Stewards].map(|one| brand(ui, one, window)));
        all.push(dates::as_of(ui));
        all
    });
    Page::new("page", move || ui.t(words::TITLE).into(), body).sub(move || query::book_name(ui))
}
