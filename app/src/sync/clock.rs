//! What has to be added to the device's clock. Phone clocks lie; every answer of the server tells by how much.

use jiefang_domain::Millis;

/// An estimate of the offset, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    /// To be added to the device's clock.
    pub ms: Millis,
    /// Half the round trip it was taken from: the estimate is wrong by no more than this.
    error_ms: Millis,
}

impl Offset {
    /// As remembered from an earlier start; the first answer replaces it.
    pub fn remembered(ms: Millis) -> Self {
        Self { ms, error_ms: Millis::MAX / 4 }
    }

    /// Takes an answer that carried the server's clock; `true` where the estimate changed.
    ///
    /// The quickest round trip wins, unless the two cannot both be right: then somebody has set the clock.
    pub fn learn(&mut self, sent_ms: Millis, received_ms: Millis, server_ms: Millis) -> bool {
        let trip = received_ms - sent_ms;
        if trip < 0 {
            return false; // the clock was set back while waiting
        }
        let error_ms = trip / 2;
        let ms = server_ms - (sent_ms + error_ms);
        let apart = (ms - self.ms).abs() > error_ms.saturating_add(self.error_ms);
        if error_ms > self.error_ms && !apart {
            return false;
        }
        let changed = ms != self.ms;
        *self = Self { ms, error_ms };
        changed
    }
}

/// The device's clock.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
pub fn device_ms() -> Millis {
    js_sys::Date::now() as Millis
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn the_quickest_answer_wins() {
        let mut offset = Offset::remembered(0);
        assert!(offset.learn(1_000, 3_000, 12_000));
        assert_eq!(offset.ms, 10_000);
        assert!(offset.learn(5_000, 5_100, 15_040));
        assert_eq!(offset.ms, 9_990);
        assert!(!offset.learn(6_000, 8_000, 17_500), "slower, and agrees");
    }

    #[wasm_bindgen_test]
    fn a_clock_that_was_set_is_noticed() {
        let mut offset = Offset::remembered(0);
        offset.learn(1_000, 1_010, 1_005);
        assert!(offset.learn(-3_600_000, -3_598_000, 3_000));
        assert_eq!(offset.ms, 3_602_000);
        assert!(!offset.learn(9_000, 8_000, 1), "set back while waiting: tells nothing");
    }
}
