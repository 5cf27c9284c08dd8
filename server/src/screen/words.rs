//! Figures, moments and reported sentences as each language writes them.

use super::figures::Shown;
use jiefang_domain::{
    Day, Lang, Millis,
    calendar::{HOUR_MS, MINUTE_MS, SHANGHAI_OFFSET_MS},
    indicator::{Reported, SMALL_COUNT_MIN},
};

/// A large figure: the number, and the small words after it.
pub type Huge = (String, String);

/// A count with its unit.
pub fn count(shown: Shown, unit: &str) -> Huge {
    match shown {
        Shown::Value(value) => (value.to_string(), unit.to_owned()),
        Shown::Few => few(),
    }
}

fn few() -> Huge {
    (format!("<{SMALL_COUNT_MIN}"), String::new())
}

/// Minutes as hours; by too few people, only that.
pub fn hours(shown: Shown, lang: Lang) -> Huge {
    match shown {
        Shown::Value(minutes) => {
            let (hours, rest) = (minutes / 60, minutes % 60);
            let unit = match (rest, lang) {
                (0, Lang::Zh) => "小时".to_owned(),
                (0, Lang::En) => "h".to_owned(),
                (_, Lang::Zh) => format!("小时 {rest} 分"),
                (_, Lang::En) => format!("h {rest} min"),
            };
            (hours.to_string(), unit)
        }
        Shown::Few => (few().0, lang.pick("人", "people").to_owned()),
    }
}

/// One figure over another; without a denominator there is no rate.
pub fn ratio(over: Shown, under: Shown, lang: Lang) -> String {
    match (over, under) {
        (_, Shown::Value(0)) => lang.pick("暂无", "n/a").to_owned(),
        (Shown::Value(over), Shown::Value(under)) => format!("{over} ÷ {under}"),
        _ => few().0,
    }
}

/// A reported figure: what it counts and how much, as the report says it.
pub fn reported(r: &Reported, lang: Lang) -> String {
    match (lang, r.over) {
        (Lang::Zh, true) => format!("{} {} 余", r.label_zh, r.value),
        (Lang::Zh, false) => format!("{} {}", r.label_zh, r.value),
        (Lang::En, true) => format!("{}: over {}", r.label_en, r.value),
        (Lang::En, false) => format!("{}: {}", r.label_en, r.value),
    }
}

/// `11月23日 星期一 10:26`, in the neighbourhood's time.
pub fn moment(at_ms: Millis, lang: Lang) -> String {
    const WEEKDAYS_ZH: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
    const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let day = Day::at(at_ms);
    let (_, month, date) = day.civil();
    let (weekday, clock) = (usize::from(day.weekday()), clock(at_ms));
    match lang {
        Lang::Zh => format!("{month}月{date}日 {} {clock}", WEEKDAYS_ZH[weekday]),
        Lang::En => format!("{} {date} {} {clock}", WEEKDAYS_EN[weekday], month_name(month, lang)),
    }
}

/// `11月`, `November`.
pub fn month_name(month: u8, lang: Lang) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match lang {
        Lang::Zh => format!("{month}月"),
        Lang::En => MONTHS[usize::from(month.clamp(1, 12)) - 1].to_owned(),
    }
}

/// `10:26`, in the neighbourhood's time.
pub fn clock(at_ms: Millis) -> String {
    let of_day = (at_ms + SHANGHAI_OFFSET_MS).rem_euclid(24 * HOUR_MS);
    format!("{:02}:{:02}", of_day / HOUR_MS, of_day % HOUR_MS / MINUTE_MS)
}

/// `412 · 7f3a 91c0 28de`: the number of the newest entry and the first twelve digits of the chain there, as
/// `jiefang verify --head` takes them.
pub fn ledger(head: u64, chain: &str) -> String {
    let first: Vec<char> = chain.chars().take(12).collect();
    let groups: Vec<String> = first.chunks(4).map(|four| four.iter().collect()).collect();
    if groups.is_empty() { String::new() } else { format!("{head} · {}", groups.join(" ")) }
}

/// The class that says how old the data is: amber over 5 minutes, grey over 30, a notice over 24 hours.
pub fn age_class(age_ms: Millis) -> &'static str {
    match age_ms {
        ..300_001 => "fresh",
        300_001..1_800_001 => "amber",
        1_800_001..86_400_001 => "grey",
        _ => "stale",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_as_each_language_writes_them() {
        assert_eq!(hours(Shown::Value(2_190), Lang::Zh), ("36".into(), "小时 30 分".into()));
        assert_eq!(hours(Shown::Value(60), Lang::En), ("1".into(), "h".into()));
        assert_eq!(hours(Shown::Few, Lang::Zh).0, "<5");
        assert_eq!(ratio(Shown::Value(0), Shown::Value(0), Lang::Zh), "暂无");
        assert_eq!(ratio(Shown::Value(3), Shown::Value(4), Lang::En), "3 ÷ 4");
        assert_eq!(ledger(412, "7f3a91c028de99"), "412 · 7f3a 91c0 28de");
        assert_eq!(ledger(0, ""), "");
    }

    #[test]
    fn moments_are_the_neighbourhoods() {
        let at = Day::from_civil(2026, 11, 23).unwrap().start_ms() + 10 * HOUR_MS + 26 * MINUTE_MS;
        assert_eq!(moment(at, Lang::Zh), "11月23日 星期一 10:26");
        assert_eq!(moment(at, Lang::En), "Monday 23 November 10:26");
    }

    #[test]
    fn data_ages_in_steps() {
        let minutes = |m: Millis| age_class(m * MINUTE_MS);
        assert_eq!([minutes(5), minutes(6), minutes(31), minutes(24 * 60 + 1)], ["fresh", "amber", "grey", "stale"]);
    }
}
