//! Handing a text on: to another app where the device has a way, or to the clipboard.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The device's own way of handing things on; by name, because few have it.
fn way() -> Option<js_sys::Function> {
    js_sys::Reflect::get(&window().navigator(), &"share".into()).ok()?.dyn_into().ok()
}

/// Whether there is one.
pub fn can_share() -> bool {
    way().is_some()
}

/// Hands a text on.
pub fn share(text: &str) {
    let data = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&data, &"text".into(), &JsValue::from_str(text));
    let under_way = way().and_then(|way| way.call1(&window().navigator(), &data).ok());
    if let Some(under_way) = under_way.and_then(|promise| promise.dyn_into::<js_sys::Promise>().ok()) {
        // Whoever changes their mind has done nothing wrong.
        spawn_local(async move { drop(JsFuture::from(under_way).await) });
    }
}

/// Puts a text into the clipboard. The browser may refuse; the text stands in sight to be copied by hand.
pub fn copy(text: &str) {
    let _ = window().navigator().clipboard().write_text(text);
}
