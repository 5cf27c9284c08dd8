//! A value that screens watch. A signal of its own type for each would compile the machinery of signals once more for
//! each; here one trigger without a type stands beside a plain value.

use super::inner::Inner;
use leptos::prelude::*;
use std::{cell::RefCell, rc::Rc};

/// The value, and who is to be told when it changes.
pub struct Watched<T> {
    value: RefCell<T>,
    trigger: ArcTrigger,
}

impl<T> Watched<T> {
    /// With a value to begin with.
    pub fn new(value: T) -> Self {
        Self { value: RefCell::new(value), trigger: ArcTrigger::new() }
    }
}

/// A handle to a value that screens watch: they read, only the state writes.
pub struct Watch<T: 'static> {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    of: fn(&Inner) -> &Watched<T>,
}

impl<T> Clone for Watch<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Watch<T> {}

impl<T: Clone> Watch<T> {
    pub(super) const fn new(inner: StoredValue<Rc<Inner>, LocalStorage>, of: fn(&Inner) -> &Watched<T>) -> Self {
        Self { inner, of }
    }

    /// The value; what reads it runs again when it changes.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// Looks at the value; what looks runs again when it changes.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        let inner = self.inner.get_value();
        let watched = (self.of)(&inner);
        watched.trigger.track();
        look(&watched.value.borrow())
    }

    /// Looks at the value as it is now.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&(self.of)(&self.inner.get_value()).value.borrow())
    }

    pub(super) fn set(self, value: T) {
        let inner = self.inner.get_value();
        let watched = (self.of)(&inner);
        watched.value.replace(value);
        watched.trigger.notify();
    }
}
