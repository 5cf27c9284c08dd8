//! Counting in months.

use jiefang_domain::{Day, Millis, Month};

fn back(month: Month, by: i32) -> Month {
    let number = month.0 / 100 * 12 + month.0 % 100 - 1 - by;
    Month(number.div_euclid(12) * 100 + number.rem_euclid(12) + 1)
}

/// The month of that moment and those before it, oldest first.
pub fn last(now_ms: Millis, count: usize) -> Vec<Month> {
    let now = Day::at(now_ms).month();
    let count = i32::try_from(count).unwrap_or(1);
    (0..count).rev().map(|by| back(now, by)).collect()
}

/// The last day of a month.
pub fn last_day(month: Month) -> Day {
    back(month, -1).first_day().plus(-1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn months_cross_the_year() {
        let january = Day::from_civil(2026, 1, 15).map(Day::start_ms).unwrap_or_default();
        assert_eq!(last(january, 3), [Month(202_511), Month(202_512), Month(202_601)]);
        assert_eq!(last_day(Month(202_412)), Month(202_501).first_day().plus(-1));
    }
}
