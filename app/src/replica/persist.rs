//! Asking the browser not to throw the data away.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Asks once for promised storage; `None` where the browser has no such promise (or the page is not secure).
pub async fn ask_to_persist() -> Option<bool> {
    let navigator = web_sys::window()?.navigator();
    let storage = js_sys::Reflect::get(&navigator, &"storage".into()).ok()?;
    let storage: web_sys::StorageManager = storage.dyn_into().ok()?;
    let granted = JsFuture::from(storage.persisted().ok()?).await.ok()?;
    if granted.is_truthy() {
        return Some(true);
    }
    let granted = JsFuture::from(storage.persist().ok()?).await.ok()?;
    Some(granted.is_truthy())
}
