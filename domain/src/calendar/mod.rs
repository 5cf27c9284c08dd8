//! Days, months and working days as the neighbourhood counts them: Asia/Shanghai, no summer time.

mod workday;

pub use workday::{Calendar, Deadline};

/// Milliseconds since 1970-01-01T00:00Z.
pub type Millis = i64;

/// One minute in milliseconds.
pub const MINUTE_MS: Millis = 60_000;
/// One hour in milliseconds.
pub const HOUR_MS: Millis = 60 * MINUTE_MS;
/// One day in milliseconds.
pub const DAY_MS: Millis = 24 * HOUR_MS;
/// Shanghai is eight hours ahead of UTC, all year.
pub const SHANGHAI_OFFSET_MS: Millis = 8 * HOUR_MS;

/// A calendar day in Shanghai, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// A calendar month as `yyyymm`, 202611 for November 2026; 0 stands for "all time".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i32);

impl Day {
    /// The day in Shanghai at that moment.
    pub fn at(moment_ms: Millis) -> Self {
        let days = moment_ms.saturating_add(SHANGHAI_OFFSET_MS).div_euclid(DAY_MS);
        Self(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
    }

    /// The first moment of the day.
    pub fn start_ms(self) -> Millis {
        Millis::from(self.0) * DAY_MS - SHANGHAI_OFFSET_MS
    }

    /// The first moment of the next day.
    pub fn end_ms(self) -> Millis {
        self.start_ms() + DAY_MS
    }

    /// The day `days` later.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The day `days` later, of a count that is never negative.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        Self(self.0.saturating_add_unsigned(days))
    }

    /// 0 for Monday … 6 for Sunday.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        u8::try_from((i64::from(self.0) + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// Year, month 1…12, day of the month 1…31 (H. Hinnant, "chrono-compatible date algorithms").
    pub fn civil(self) -> (i32, u8, u8) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        let small = |n: i64| u8::try_from(n).unwrap_or(0);
        (i32::try_from(year).unwrap_or(0), small(month), small(day))
    }

    /// The day of a date; `None` where the date does not exist.
    pub fn from_civil(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1..=12).contains(&month) || day == 0 {
            return None;
        }
        let y = i64::from(year) - i64::from(month <= 2);
        let mp = (i64::from(month) + 9) % 12;
        let doy = (153 * mp + 2) / 5 + i64::from(day) - 1;
        let yoe = y.rem_euclid(400);
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        let found = Self(i32::try_from(y.div_euclid(400) * 146_097 + doe - 719_468).ok()?);
        (found.civil() == (year, month, day)).then_some(found)
    }

    /// Its month.
    pub fn month(self) -> Month {
        let (year, month, _) = self.civil();
        Month(year * 100 + i32::from(month))
    }
}

impl Month {
    /// All time together.
    pub const ALL: Self = Self(0);

    /// Its first day; 1970-01-01 for "all time".
    pub fn first_day(self) -> Day {
        let month = u8::try_from(self.0 % 100).unwrap_or(1);
        Day::from_civil(self.0 / 100, month, 1).unwrap_or(Day(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_neighbourhoods_midnight_is_16_hours_utc() {
        let day = Day::from_civil(2026, 11, 23).unwrap();
        assert_eq!(day.weekday(), 0);
        assert_eq!(Day::at(day.start_ms()), day);
        assert_eq!(Day::at(day.start_ms() - 1), day.plus(-1));
        assert_eq!(day.month(), Month(202_611));
        assert_eq!(Month(202_611).first_day(), day.plus(-22));
    }

    #[test]
    fn impossible_dates_are_none_and_leap_days_are_there() {
        assert_eq!(Day::from_civil(2026, 2, 29), None);
        assert_eq!(Day::from_civil(2026, 13, 1), None);
        assert!(Day::from_civil(2028, 2, 29).is_some());
        for n in (-800_000..800_000).step_by(37) {
            let (y, m, d) = Day(n).civil();
            assert_eq!(Day::from_civil(y, m, d), Some(Day(n)));
        }
    }
}
