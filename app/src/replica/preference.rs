//! Preferences: language, size of text, last place. Nothing that may not be lost.

use gloo_storage::{LocalStorage, Storage};

/// What was kept under that name, or an empty text.
pub fn preference(name: &str) -> String {
    // As it stands, without a parser in between: a preference is a word.
    if allowed() { LocalStorage::raw().get_item(name).ok().flatten().unwrap_or_default() } else { String::new() }
}

/// Keeps a text under that name. Private windows may refuse; the choice then lasts until the page is closed.
pub fn keep_preference(name: &str, value: &str) {
    if allowed() {
        let _ = LocalStorage::raw().set_item(name, value);
    }
}

/// Whether the browser has (or allows) local storage; asking it where it is forbidden would throw.
fn allowed() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}
