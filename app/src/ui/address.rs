//! The address bar: where somebody is, and going somewhere else without loading the page again.
//!
//! Of the router this uses the address and the history. One typed list of addresses (`routes.rs`) stands where its
//! components and outlets would, and links are followed here, because a download pays for the rest.

use super::Held;
use crate::routes::Route;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider, Url};
use wasm_bindgen::JsCast;

/// Where somebody is. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Address {
    route: Held<Route>,
    browser: StoredValue<Option<BrowserUrl>>,
}

fn read(url: &Url) -> Route {
    let query = url.search();
    let asked = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    };
    Route::read(url.path(), asked)
}

/// The address a click leads to, where it is one of ours and not meant for another tab or a download.
fn followed(event: &web_sys::MouseEvent) -> Option<String> {
    let elsewhere = event.button() != 0 || event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if elsewhere || event.default_prevented() {
        return None;
    }
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href^='/']:not([target])").ok()??;
    link.get_attribute("href")
}

fn here() -> Route {
    BrowserUrl::current().map_or_else(|_| Route::default(), |url| read(&url))
}

impl Address {
    /// Reads the address and follows links and the browser's own buttons from now on.
    pub fn follow() -> Self {
        let address = Self { route: Held::new(here()), browser: StoredValue::new(BrowserUrl::new().ok()) };
        let back = window_event_listener_untyped("popstate", move |_| address.route.set(here()));
        let click = window_event_listener_untyped("click", move |event| {
            let event: web_sys::MouseEvent = event.unchecked_into();
            if let Some(path) = followed(&event) {
                event.prevent_default();
                address.go(&path);
            }
        });
        // For as long as the page is open.
        std::mem::forget((back, click));
        address
    }

    /// Where somebody is. Tracked.
    pub fn route(self) -> Route {
        self.route.get()
    }

    /// Goes to another address.
    pub fn go(self, path: &str) {
        self.change(path, false);
    }

    /// Puts another address in the place of this one.
    pub fn replace(self, path: &str) {
        self.change(path, true);
    }

    #[inline(never)]
    fn change(self, path: &str, replace: bool) {
        if let Some(browser) = self.browser.get_value() {
            let change = LocationChange { value: path.to_owned(), replace, scroll: false, ..LocationChange::default() };
            browser.complete_navigation(&change);
        }
        self.route.set(here());
    }
}
