//! A file from the server, put where the device keeps files. Fetched as all else is: where that does not go, the app says why.

use super::{
    Ui,
    act::{Form, call_error},
};
use crate::sync::CallError;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Hands a text to the browser as a file.
fn keep(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let bag = BlobPropertyBag::new();
    bag.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &bag)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    // The app follows its own links by itself; this one is no page.
    link.set_target("_self");
    link.click();
    Url::revoke_object_url(&address)
}

/// Fetches a file and keeps it under that name.
pub fn fetched(
    ui: Ui,
    form: Form,
    name: &'static str,
    kind: &'static str,
    fetch: impl Future<Output = Result<String, CallError>> + 'static,
) {
    form.run(ui, async move {
        let text = fetch.await.map_err(|error| untrack(|| call_error(ui, error)))?;
        keep(name, kind, &text).map_err(|_| untrack(|| call_error(ui, CallError::Unreadable)))?;
        Ok(|_: Ui| {})
    });
}
