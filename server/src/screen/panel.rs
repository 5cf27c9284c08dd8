//! The three columns, from the figures of one book.

use super::{
    figures::{Figures, Shown},
    words::{Huge, count, hours, month_name, ratio, reported},
};
use jiefang_domain::{
    Lang, Month,
    grid::Brand,
    indicator::{Indicator, Reported},
};
use maud::{Markup, html};

/// Digits from which a figure is set smaller.
const LONG_FROM: usize = 6;

/// Bytes from which reported figures are set smaller: about a line and a half.
const LONG_NOTE_BYTES: usize = 120;

/// One brand's column.
struct Column {
    brand: Brand,
    huge: Huge,
    rows: Vec<(&'static str, String)>,
    history: Indicator,
    history_label: &'static str,
}

/// The columns as HTML, the same for all walls of the community.
pub fn panel(figures: &Figures, month: Month, lang: Lang) -> Markup {
    html! {
        main class="w-cols num" {
            @for column in [council(figures, month, lang), timebank(figures, month, lang), stewards(figures, month, lang)] {
                (section(&column, figures, month, lang))
            }
        }
    }
}

fn council(figures: &Figures, month: Month, lang: Lang) -> Column {
    let one = |indicator, month| count(figures.of(indicator, month), "").0;
    Column {
        brand: Brand::Council,
        huge: count(figures.of(Indicator::IssuesRaised, month), lang.pick("件，居民本月提出", "issues this month")),
        rows: vec![
            (lang.pick("本月受理", "Accepted this month"), one(Indicator::IssuesAccepted, month)),
            (lang.pick("本月上议程", "On this month's agenda"), one(Indicator::IssuesOnAgenda, month)),
            (lang.pick("累计提出", "Raised in all"), one(Indicator::IssuesRaised, Month::ALL)),
        ],
        history: Indicator::IssuesRaised,
        history_label: lang.pick("近六个月提出的事", "Issues raised in six months"),
    }
}

fn timebank(figures: &Figures, month: Month, lang: Lang) -> Column {
    let banked = figures.of(Indicator::HoursBanked, month);
    let (number, unit) = hours(banked, lang);
    let told = match banked {
        Shown::Value(_) => lang.pick("，本月存入", " this month"),
        Shown::Few => lang.pick("本月存入，时长不公布", " this month; hours not shown"),
    };
    let (all, all_unit) = hours(figures.of(Indicator::HoursBanked, Month::ALL), lang);
    Column {
        brand: Brand::Timebank,
        huge: (number, format!("{unit}{told}")),
        rows: vec![(lang.pick("累计存入", "Banked in all"), format!("{all} {all_unit}"))],
        history: Indicator::HoursBanked,
        history_label: lang.pick("近六个月存入的工时", "Hours banked in six months"),
    }
}

fn stewards(figures: &Figures, month: Month, lang: Lang) -> Column {
    let one = |indicator, month| count(figures.of(indicator, month), "").0;
    let all = |indicator| figures.of(indicator, Month::ALL);
    Column {
        brand: Brand::Stewards,
        huge: count(figures.of(Indicator::HazardsFound, month), lang.pick("处隐患，本月发现", "hazards this month")),
        rows: vec![
            (lang.pick("本月消除", "Cleared this month"), one(Indicator::HazardsCleared, month)),
            (lang.pick("现在还没消除", "Still open now"), one(Indicator::HazardsOpen, Month::ALL)),
            (
                lang.pick("有楼长的三无小区", "Estates with a steward"),
                ratio(all(Indicator::UnmanagedWithSteward), all(Indicator::UnmanagedEstates), lang),
            ),
        ],
        history: Indicator::HazardsFound,
        history_label: lang.pick("近六个月发现的隐患", "Hazards found in six months"),
    }
}

fn section(column: &Column, figures: &Figures, month: Month, lang: Lang) -> Markup {
    let (class, seal) = match column.brand {
        Brand::Council => ("w-col c", "议"),
        Brand::Timebank => ("w-col t", "时"),
        Brand::Stewards => ("w-col s", "楼"),
    };
    let (number, unit) = &column.huge;
    let huge = if number.chars().count() >= LONG_FROM { "w-huge long" } else { "w-huge" };
    html! {
        section class=(class) {
            h2 { span class="seal" aria-hidden="true" { (seal) } (figures.policy.name(column.brand)) }
            p class=(huge) { (number) small { (unit) } }
            dl class="w-rows" {
                @for (label, value) in &column.rows { div { dt { (label) } dd { (value) } } }
            }
            (history(column, figures, month, lang))
            @for group in figures.reported(column.brand) { (note(&group, figures, lang)) }
        }
    }
}

/// Six bars; a month that too few people made has none and says so.
fn history(column: &Column, figures: &Figures, month: Month, lang: Lang) -> Markup {
    let months = figures.history(column.history, month);
    let value = |shown: Shown| if let Shown::Value(value) = shown { value.max(0) } else { 0 };
    let most = months.iter().map(|(_, shown)| value(*shown)).max().unwrap_or(0).max(1);
    let said = months.iter().map(|(month, shown)| {
        let (number, unit) = match column.history {
            Indicator::HoursBanked => hours(*shown, lang),
            _ => count(*shown, ""),
        };
        let name = month_name(u8::try_from(month.0 % 100).unwrap_or(1), lang);
        format!("{name} {number} {unit}").trim_end().to_owned()
    });
    let said = said.collect::<Vec<_>>().join(lang.pick("，", ", "));
    let label = format!("{}{}{said}", column.history_label, lang.pick("：", ": "));
    html! {
        svg class="w-hist" viewBox="0 0 600 200" preserveAspectRatio="none" role="img" aria-label=(label) {
            @for (slot, (_, shown)) in (0_i64..).zip(months) {
                @let height = (value(shown) * 196 / most).max(if shown == Shown::Value(0) { 2 } else { 4 });
                rect x=(slot * 102) y=(200 - height) width="90" height=(height) {}
            }
        }
    }
}

/// Reported figures of one source: in full, and never among the counted ones. A place is named where it changes.
fn note(group: &[&Reported], figures: &Figures, lang: Lang) -> Markup {
    let place = |r: &Reported| figures.places.get(&r.place).map_or("", String::as_str);
    let told = group.iter().enumerate().map(|(n, r)| {
        let named = n > 0 && group[n - 1].place == r.place;
        let place = if named { "" } else { place(r) };
        format!("{place} {}", reported(r, lang)).trim().to_owned()
    });
    let told = told.collect::<Vec<_>>().join(lang.pick("，", ", "));
    let class = if told.len() >= LONG_NOTE_BYTES { "w-note long" } else { "w-note" };
    html! {
        @if let Some(r) = group.first() {
            p class=(class) {
                (lang.pick("上报数，不与上面的数相加（", "Reported, not added to the above (")) (r.source)
                (lang.pick("，", ", ")) (r.period) (lang.pick("）：", "): ")) (told)
            }
        }
    }
}
