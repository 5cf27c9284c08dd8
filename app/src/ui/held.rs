//! What a screen holds while it is open: what is typed, chosen, open. Those who showed it hear of a change.
//!
//! A signal is compiled anew for each type it holds, and copied into every function that reads one. Here all of them
//! hold the same, a shared value of any type, and are read and written by two functions.

use leptos::prelude::*;
use std::{any::Any, marker::PhantomData, sync::Arc};

type Shared = Arc<dyn Any + Send + Sync>;

/// Something held. A handle: copy it freely.
pub struct Held<T>(RwSignal<Shared>, PhantomData<fn() -> T>);

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Held<T> {}

#[inline(never)]
fn hold(value: Shared) -> RwSignal<Shared> {
    RwSignal::new(value)
}

#[inline(never)]
fn read(signal: RwSignal<Shared>) -> Option<Shared> {
    signal.try_get()
}

#[inline(never)]
fn write(signal: RwSignal<Shared>, value: Shared) {
    // A screen may be gone before the answer it waited for: then there is nobody left to tell.
    let _ = signal.try_set(value);
}

impl<T: Send + Sync + 'static> Held<T> {
    /// Holds `value` to begin with.
    pub fn new(value: T) -> Self {
        Self(hold(Arc::new(value)), PhantomData)
    }

    /// Holds `value` from now on.
    #[inline(never)]
    pub fn set(self, value: T) {
        write(self.0, Arc::new(value));
    }

    /// Shows what is held to `see`. Tracked.
    pub fn with<U: Default>(self, see: impl FnOnce(&T) -> U) -> U {
        read(self.0).as_deref().and_then(|any| any.downcast_ref()).map_or_else(U::default, see)
    }
}

impl<T: Clone + Default + Send + Sync + 'static> Held<T> {
    /// What is held. Tracked.
    #[inline(never)]
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// What is held. Not tracked.
    #[inline(never)]
    pub fn now(self) -> T {
        untrack(|| self.get())
    }
}
