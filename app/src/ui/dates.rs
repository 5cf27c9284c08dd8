//! Dates and lengths of time as each language writes them; always the neighbourhood's own time.

use super::{Node, Ui, el};
use crate::text::dates as words;
use jiefang_domain::{
    Day, Lang, Millis, Month,
    calendar::{DAY_MS, HOUR_MS, MINUTE_MS, SHANGHAI_OFFSET_MS},
};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Two digits.
fn two(n: i64) -> String {
    let mut text = n.to_string();
    if n < 10 {
        text.insert(0, '0');
    }
    text
}

/// `10:20`
pub fn clock(at_ms: Millis) -> String {
    let minutes = (at_ms + SHANGHAI_OFFSET_MS).rem_euclid(DAY_MS) / MINUTE_MS;
    [two(minutes / 60), two(minutes % 60)].join(":")
}

/// `2026-11-21`, for attributes and inputs.
pub fn iso_day(day: Day) -> String {
    let (year, month, day) = day.civil();
    [year.to_string(), two(i64::from(month)), two(i64::from(day))].join("-")
}

/// `2026-11-21T10:20`, what a `datetime-local` input holds.
pub fn iso_moment(at_ms: Millis) -> String {
    [iso_day(Day::at(at_ms)), clock(at_ms)].join("T")
}

/// Reads what a `date` input holds.
pub fn read_day(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    Day::from_civil(year, month, parts.next()?.parse().ok()?)
}

/// Reads what a `datetime-local` input holds.
pub fn read_moment(text: &str) -> Option<Millis> {
    let (day, clock) = text.split_once('T')?;
    let mut parts = clock.splitn(3, ':');
    let hours: Millis = parts.next()?.parse().ok()?;
    let minutes: Millis = parts.next()?.parse().ok()?;
    Some(read_day(day)?.start_ms() + hours * HOUR_MS + minutes * MINUTE_MS)
}

/// The day's name; the year only where it is another one.
pub fn day(ui: Ui, at_ms: Millis) -> String {
    let lang = ui.lang();
    let day = Day::at(at_ms);
    let today = Day::at(ui.hood.now_ms());
    match day.0 - today.0 {
        0 => return ui.t(words::TODAY).into(),
        1 => return ui.t(words::TOMORROW).into(),
        -1 => return ui.t(words::YESTERDAY).into(),
        _ => {}
    }
    let (year, month, date) = day.civil();
    let same_year = year == today.civil().0;
    let (year, date) = (year.to_string(), date.to_string());
    match lang {
        Lang::Zh => {
            let year = if same_year { String::new() } else { year + "年" };
            [year.as_str(), &month.to_string(), "月", &date, "日"].concat()
        }
        Lang::En => {
            let month = MONTHS[usize::from(month.clamp(1, 12)) - 1];
            if same_year { [date.as_str(), month].join(" ") } else { [date.as_str(), month, &year].join(" ") }
        }
    }
}

/// Day and clock.
pub fn moment(ui: Ui, at_ms: Millis) -> String {
    [day(ui, at_ms), clock(at_ms)].join(" ")
}

/// `<time>` with the day.
pub fn day_node(ui: Ui, at_ms: Millis) -> Node {
    el("time").attr("datetime", iso_day(Day::at(at_ms))).put(day(ui, at_ms)).into()
}

/// `<time>` with day and clock.
pub fn moment_node(ui: Ui, at_ms: Millis) -> Node {
    el("time").attr("datetime", iso_moment(at_ms) + "+08:00").put(moment(ui, at_ms)).into()
}

/// A month's name, with its year.
pub fn month(ui: Ui, month: Month) -> String {
    let (year, number) = ((month.0 / 100).to_string(), month.0 % 100);
    match ui.lang() {
        Lang::Zh => [year.as_str(), "年", &number.to_string(), "月"].concat(),
        Lang::En => [short_month(ui, month), year].join(" "),
    }
}

/// A month's name without its year, for an axis.
pub fn short_month(ui: Ui, month: Month) -> String {
    let number = month.0 % 100;
    match ui.lang() {
        Lang::Zh => number.to_string() + "月",
        Lang::En => MONTHS[usize::try_from(number.clamp(1, 12)).unwrap_or(1) - 1].into(),
    }
}

/// A length of time.
pub fn length(ui: Ui, minutes: i64) -> String {
    let (hours, rest) = ((minutes / 60).to_string(), (minutes % 60).to_string());
    match (minutes / 60, minutes % 60) {
        (0, _) => ui.fill(words::MINUTES, &[&rest]),
        (_, 0) => ui.fill(words::HOURS, &[&hours]),
        _ => ui.fill(words::HOURS_MINUTES, &[&hours, &rest]),
    }
}

/// `1:30`, for columns of figures.
pub fn hours_minutes(minutes: i64) -> String {
    [(minutes / 60).to_string(), two(minutes % 60)].join(":")
}

/// The last moment of a limit: the day alone where it ends with the day.
pub fn last_moment(ui: Ui, due_at_ms: Millis) -> String {
    if Day::at(due_at_ms).start_ms() == due_at_ms { day(ui, due_at_ms - 1) } else { moment(ui, due_at_ms) }
}

/// What is left of a limit, and whether it has passed.
pub fn limit(ui: Ui, due_at_ms: Millis) -> (String, bool) {
    let now = ui.hood.now_ms();
    let late = now >= due_at_ms;
    // A limit that ends at midnight ends with the day before it.
    let days = i64::from(Day::at(due_at_ms - 1).0 - Day::at(now).0);
    let hours = ((due_at_ms - now).abs() / HOUR_MS).max(1).to_string();
    let text = match days {
        0 if late => ui.fill(words::LATE_HOURS, &[&hours]),
        0 if due_at_ms - now < 6 * HOUR_MS => ui.fill(words::LEFT_HOURS, &[&hours]),
        0 => ui.t(words::DUE_TODAY).into(),
        1 => ui.t(words::LEFT_DAY).into(),
        -1 => ui.t(words::LATE_DAY).into(),
        days if days < 0 => ui.fill(words::LATE_DAYS, &[&(-days).to_string()]),
        days => ui.fill(words::LEFT_DAYS, &[&days.to_string()]),
    };
    (text, late)
}

/// By what things to be done stand in a list: what is overdue, what is due today, and the rest; each by when it is due.
pub fn pressing(ui: Ui, due_at_ms: Millis) -> (i64, i64) {
    let now = ui.hood.now_ms();
    let tomorrow = Day::at(now).plus_days(1).start_ms();
    let rank = if now >= due_at_ms { 0 } else { 1 + i64::from(due_at_ms > tomorrow) };
    (rank, due_at_ms)
}

/// How long ago that was.
pub fn ago(ui: Ui, at_ms: Millis) -> String {
    let passed = ui.hood.now_ms() - at_ms;
    match (passed / DAY_MS, passed / HOUR_MS) {
        (1, _) => ui.t(words::AGO_DAY).into(),
        (days @ 2.., _) => ui.fill(words::AGO_DAYS, &[&days.to_string()]),
        (_, hours @ 1..) => ui.fill(words::AGO_HOURS, &[&hours.to_string()]),
        _ => ui.t(words::AGO_NOW).into(),
    }
}

/// When the data on this screen are from.
pub fn as_of(ui: Ui) -> Node {
    let at = ui.hood.sync().with(|status| status.last_contact_ms);
    super::p("age", at.map_or_else(String::new, |at| ui.fill(words::AS_OF, &[&moment(ui, at)]))).into()
}

/// A number with its thousands apart.
pub fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::from(if n < 0 { "−" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
