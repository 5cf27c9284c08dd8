//! Something looked up once for all who ask, and again when what it read changes; those who asked hear of it only when
//! the answer is another one.
//!
//! A `Memo` is compiled anew for each type it holds. Here all of them hold the same: a shared value that knows how to
//! compare itself.

use leptos::prelude::*;
use std::{any::Any, marker::PhantomData, sync::Arc};

trait Same: Any + Send + Sync {
    fn same(&self, other: &dyn Any) -> bool;
    fn any(&self) -> &dyn Any;
}

impl<T: PartialEq + Send + Sync + 'static> Same for T {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>().is_some_and(|other| self == other)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

#[derive(Clone)]
struct Shared(Arc<dyn Same>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.0.same(other.0.any())
    }
}

type Look = Box<dyn Fn() -> Shared + Send + Sync>;

/// What was looked up. A handle: copy it freely.
pub struct Looked<T>(Memo<Shared>, PhantomData<fn() -> T>);

impl<T> Clone for Looked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Looked<T> {}

#[inline(never)]
fn remember(look: Look) -> Memo<Shared> {
    Memo::new(move |_| look())
}

#[inline(never)]
fn tracked(memo: Memo<Shared>) -> Shared {
    memo.get()
}

impl<T: PartialEq + Send + Sync + 'static> Looked<T> {
    /// Looks now, and whenever a signal that `look` read changes.
    pub fn new(look: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self(remember(Box::new(move || Shared(Arc::new(look())))), PhantomData)
    }

    /// Shows the answer to `see`. Tracked.
    pub fn with<U>(self, see: impl FnOnce(&T) -> U) -> U
    where
        U: Default,
    {
        let shared = tracked(self.0);
        shared.0.any().downcast_ref().map_or_else(U::default, see)
    }
}

impl<T: Clone + Default + PartialEq + Send + Sync + 'static> Looked<T> {
    /// The answer. Tracked.
    pub fn get(self) -> T {
        self.with(T::clone)
    }
}
