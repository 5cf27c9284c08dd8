//! The service worker: starting without a network, and taking over a new version when the person says so.

use super::{Neighbourhood, Watch, secure_context};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

const SCRIPT: &str = "/sw.js";

impl Neighbourhood {
    /// Whether a new version of the app waits to take over.
    pub fn update_ready(self) -> Watch<bool> {
        Watch::new(self.inner, |inner| &inner.update_ready)
    }

    /// Lets the new version take over; the page reloads.
    pub fn apply_update(self) {
        self.update_ready().set(false);
        spawn_local(async {
            let Some(container) = container() else { return };
            let Ok(found) = JsFuture::from(container.get_registration()).await else { return };
            let waiting = found.dyn_into::<ServiceWorkerRegistration>().ok().and_then(|found| found.waiting());
            let Some(waiting) = waiting else { return reload() };
            // Once: two versions must not chase each other.
            let taken = Closure::once_into_js(|_: Event| reload());
            container.set_oncontrollerchange(Some(taken.unchecked_ref()));
            let _ = waiting.post_message(&JsValue::from_str("skipWaiting"));
        });
    }

    /// Asks for a new version now: the server is further than this one can read.
    pub(super) fn look_for_update() {
        spawn_local(async {
            let Some(container) = container() else { return };
            let Ok(found) = JsFuture::from(container.get_registration()).await else { return };
            if let Some(registration) = found.dyn_ref::<ServiceWorkerRegistration>() {
                let _ = registration.update();
            }
        });
    }

    pub(super) fn register_worker(self) {
        if !secure_context() {
            return;
        }
        spawn_local(async move {
            let Some(container) = container() else { return };
            // Without a network, or where it is forbidden, the app works on; it only will not start offline.
            let Ok(found) = JsFuture::from(container.register(SCRIPT)).await else { return };
            let registration: ServiceWorkerRegistration = found.unchecked_into();
            if registration.waiting().is_some() && container.controller().is_some() {
                self.update_ready().set(true);
            }
            let watched = registration.clone();
            let on_found = Closure::<dyn FnMut(Event)>::new(move |_| self.watch_installing(&watched));
            registration.set_onupdatefound(Some(on_found.as_ref().unchecked_ref()));
            on_found.forget();
        });
    }

    fn watch_installing(self, registration: &ServiceWorkerRegistration) {
        let Some(installing) = registration.installing() else { return };
        let worker = installing.clone();
        let on_state = Closure::<dyn FnMut(Event)>::new(move |_| {
            // The very first worker is no update: there was nothing before it.
            let update = container().is_some_and(|container| container.controller().is_some());
            if worker.state() == ServiceWorkerState::Installed && update {
                self.update_ready().set(true);
            }
        });
        installing.set_onstatechange(Some(on_state.as_ref().unchecked_ref()));
        on_state.forget();
    }
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let container = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}

fn reload() {
    if let Some(window) = web_sys::window() {
        // Fails only where the page is already going away.
        let _ = window.location().reload();
    }
}
