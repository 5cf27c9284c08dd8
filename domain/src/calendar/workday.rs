//! Working days on the official calendar, make-up days included (DOMAIN, "Council").

use super::{Day, Millis};
use crate::tree::map;

/// What the State Council published: days off and make-up working days, a year at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Weekdays that are off.
    pub off: Vec<Day>,
    /// Weekend days that are worked.
    pub makeup: Vec<Day>,
    /// Years whose list is published.
    pub years: Vec<i32>,
}

map!(Calendar { off, makeup, years });

/// A limit in working days, and whether it runs into a year without a published calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last moment that is still in time, exclusive.
    pub due_at_ms: Millis,
    /// It reaches into a year whose calendar is not published: it may move, and says so.
    pub provisional: bool,
}

map!(Deadline { due_at_ms, provisional });

impl Calendar {
    /// Whether people work that day.
    pub fn works(&self, day: Day) -> bool {
        if day.weekday() >= 5 { self.makeup.contains(&day) } else { !self.off.contains(&day) }
    }

    /// The end of the `days`-th working day after `from_ms`; the day itself does not count.
    pub fn after(&self, from_ms: Millis, days: u32) -> Deadline {
        let mut day = Day::at(from_ms);
        let mut left = days;
        // A calendar never has half a year without a working day; the bound ends a wrong one.
        for _ in 0..(u64::from(days) + 1) * 180 {
            if left == 0 {
                break;
            }
            day = day.plus(1);
            left -= u32::from(self.works(day));
        }
        Deadline { due_at_ms: day.end_ms(), provisional: !self.years.contains(&day.civil().0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u8, day: u8) -> Day {
        Day::from_civil(2026, month, day).unwrap()
    }

    #[test]
    fn two_working_days_skip_the_weekend() {
        let friday = day(11, 20).start_ms();
        let due = Calendar { years: vec![2026], ..Calendar::default() }.after(friday, 2);
        assert_eq!(due, Deadline { due_at_ms: day(11, 24).end_ms(), provisional: false });
    }

    #[test]
    fn a_holiday_is_skipped_and_a_makeup_sunday_counts() {
        let calendar = Calendar { off: vec![day(10, 1), day(10, 2)], makeup: vec![day(10, 4)], years: vec![2026] };
        let due = calendar.after(day(9, 30).start_ms(), 1);
        assert_eq!(due.due_at_ms, day(10, 4).end_ms());
    }

    #[test]
    fn next_year_without_a_calendar_is_provisional() {
        let calendar = Calendar { years: vec![2026], ..Calendar::default() };
        assert!(calendar.after(day(12, 31).start_ms(), 1).provisional);
    }
}
