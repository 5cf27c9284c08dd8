//! The second part of the app: the pages that a visit does not begin with, fetched while the first one is read.

use crate::ui::{Held, looked::Looked};
use jiefang_domain::Millis;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/part.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn join(exports: &JsValue) -> Result<JsValue, JsValue>;
}

/// How far the second part has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// It is on its way.
    #[default]
    Coming,
    /// It is here.
    Here,
    /// It could not be fetched.
    Missing,
    /// The server has it no more.
    Gone,
}

/// Fetches it.
pub fn fetch(part: Held<Part>) {
    part.set(Part::Coming);
    spawn_local(async move {
        part.set(match join(&wasm_bindgen::exports()).await {
            Ok(_) => Part::Here,
            Err(status) if status.as_f64().is_some() => Part::Gone,
            Err(_) => Part::Missing,
        });
    });
}

/// Fetches it now, and once more whenever the server has been heard: a device does not always say that it has a network
/// again, and what it says need not be true.
pub fn follow(part: Held<Part>, contact: Looked<Option<Millis>>) {
    fetch(part);
    Effect::new(move |_| {
        if contact.get().is_some() && part.now() == Part::Missing {
            fetch(part);
        }
    });
}
