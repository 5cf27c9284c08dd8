//! A photo of any size, redrawn small: what the camera wrote beside the picture does not survive that.

use crate::state::Photo;
use jiefang_domain::photo::{BYTES_MAX, RATIO_MAX, from_base64, id_of, stripped, to_base64};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

/// Longest side and quality, until the bytes fit. The first does for most pictures.
const STEPS: [(u32, f64); 6] = [(1_600, 0.8), (1_600, 0.6), (1_280, 0.6), (1_024, 0.5), (800, 0.5), (640, 0.4)];

/// Redraws a photo within what a photo may be, and names it by its hash; `None` where this browser cannot open it, or it
/// is a ribbon.
pub async fn shrunk(file: &File) -> Option<Photo> {
    let bitmap = opened(file).await.ok()?;
    let bytes = fitted(&bitmap);
    // The whole picture of a camera is fifty megabytes.
    bitmap.close();
    let bytes = bytes?;
    Some((id_of(hashed(&bytes).await.ok()?), to_base64(&bytes)))
}

/// The picture in a file, upright as the camera was held.
async fn opened(file: &File) -> Result<ImageBitmap, JsValue> {
    let window = js_sys::global();
    let open: Function = Reflect::get(&window, &"createImageBitmap".into())?.dyn_into()?;
    let opening: Promise = open.call1(&window, file)?.dyn_into()?;
    JsFuture::from(opening).await?.dyn_into()
}

fn fitted(bitmap: &ImageBitmap) -> Option<Vec<u8>> {
    let (width, height) = (bitmap.width(), bitmap.height());
    let (short, long) = (width.min(height), width.max(height));
    if long > short * RATIO_MAX {
        return None;
    }
    for (side_max, quality) in STEPS {
        let side = |side: u32| if long > side_max { side * side_max / long } else { side };
        let bytes = drawn(bitmap, side(width), side(height), quality)?;
        // What could not be drawn is no JPEG, and comes back empty.
        if bytes.len() <= BYTES_MAX {
            return (!bytes.is_empty()).then_some(bytes);
        }
    }
    None
}

/// Draws it and writes it as a JPEG without anything beside the picture.
fn drawn(bitmap: &ImageBitmap, width: u32, height: u32, quality: f64) -> Option<Vec<u8>> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let paper: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    // Otherwise thin lines of a large picture break.
    let _ = Reflect::set(&paper, &"imageSmoothingQuality".into(), &"high".into());
    paper.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width.into(), height.into()).ok()?;
    let url = canvas.to_data_url_with_type_and_encoder_options("image/jpeg", &quality.into()).ok()?;
    Some(stripped(&from_base64(url.split_once(',')?.1)?))
}

async fn hashed(bytes: &[u8]) -> Result<[u8; 32], JsValue> {
    let crypto = web_sys::window().ok_or(JsValue::NULL)?.crypto()?.subtle();
    let digest = JsFuture::from(crypto.digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(bytes))?).await?;
    let mut hash = [0; 32];
    Uint8Array::new(&digest).copy_to(&mut hash);
    Ok(hash)
}
