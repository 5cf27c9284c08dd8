//! A photo of any size, redrawn small: what the camera wrote beside the picture does not survive that.

use crate::state::Photo;
use jiefang_domain::photo::{BYTES_MAX, RATIO_MAX, id_of, stripped, to_base64};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::File;

#[wasm_bindgen(module = "/src/photo/shrink.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn redrawn(file: &File, bytes_max: usize, ratio_max: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn hashed(bytes: Uint8Array) -> Result<JsValue, JsValue>;
}

/// Redraws a photo within what a photo may be, and names it by its hash; `None` where this browser cannot open it, or it
/// is a ribbon.
pub async fn shrunk(file: &File) -> Option<Photo> {
    let drawn: Uint8Array = redrawn(file, BYTES_MAX, RATIO_MAX).await.ok()?.unchecked_into();
    // Some browsers write a profile, or the size of the canvas as EXIF, into what they have just drawn.
    let bytes = stripped(&drawn.to_vec());
    let digest: Uint8Array = hashed(Uint8Array::from(&*bytes)).await.ok()?.unchecked_into();
    let mut hash = [0; 32];
    digest.copy_to(&mut hash);
    (!bytes.is_empty()).then(|| (id_of(hash), to_base64(&bytes)))
}
