//! What the State Council publishes and deadlines are counted by.

use jiefang_domain::{Day, calendar::Calendar};

/// The official calendar of 2026 (notice of the State Council's General Office of 2025-11-04).
pub fn calendar_2026() -> Calendar {
    let days = |list: &[(u8, u8, u8)]| -> Vec<Day> {
        list.iter()
            .flat_map(|(month, from, to)| (*from..=*to).filter_map(|day| Day::from_civil(2026, *month, day)))
            .collect()
    };
    let off: Vec<Day> = days(&[(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)]);
    Calendar {
        off: off.into_iter().filter(|day| day.weekday() < 5).collect(),
        makeup: days(&[(1, 4, 4), (2, 14, 14), (2, 28, 28), (5, 9, 9), (9, 20, 20), (10, 10, 10)]),
        years: vec![2026],
    }
}
