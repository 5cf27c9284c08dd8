//! New ids, made on the device.

use jiefang_domain::Id;
use wasm_bindgen::JsValue;

/// A UUIDv7: 48 bits of the clock, the rest random. Nothing is ordered by it; it only has to be unique, and the
/// clock in front keeps the server's index in one place.
pub fn new_id(now_ms: i64) -> Id {
    let mut bytes = [0; 16];
    random(&mut bytes);
    Id::from_bytes(stamped(bytes, now_ms))
}

/// A whole number from 0 up to, not including, `below`; 0 where `below` is 0.
pub fn random_below(below: u32) -> u32 {
    let mut bytes = [0; 4];
    random(&mut bytes);
    u32::from_le_bytes(bytes).checked_rem(below).unwrap_or(0)
}

fn random(bytes: &mut [u8]) {
    // A browser without `crypto` cannot run this build at all (the floor is Chrome 97), so there is no second way.
    let filled = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("crypto")).ok().and_then(|crypto| {
        let fill = js_sys::Reflect::get(&crypto, &JsValue::from_str("getRandomValues")).ok()?;
        let array = js_sys::Uint8Array::new_with_length(u32::try_from(bytes.len()).ok()?);
        js_sys::Function::from(fill).call1(&crypto, &array).ok()?;
        array.copy_to(bytes);
        Some(())
    });
    debug_assert!(filled.is_some(), "no source of random numbers");
}

fn stamped(mut bytes: [u8; 16], now_ms: i64) -> [u8; 16] {
    bytes[..6].copy_from_slice(&now_ms.to_be_bytes()[2..]);
    bytes[6] = bytes[6] & 0x0f | 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn ids_are_uuids_of_version_7_and_differ() {
        let bytes = stamped([0xff; 16], 0x0001_0203_0405);
        assert_eq!(bytes[..6], [0, 1, 2, 3, 4, 5]);
        assert_eq!((bytes[6] >> 4, bytes[8] >> 6), (7, 2));
        assert_ne!(new_id(1), new_id(1));
        assert!((0..100).all(|_| random_below(7) < 7));
    }
}
