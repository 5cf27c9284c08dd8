//! A handful of things, each under the book it belongs to. A person has a few books: looked through one by one they need
//! none of the code of a tree.

use crate::Id;
use std::ops::Index;

/// Things by book, in the books' order.
#[derive(Clone, Debug)]
pub struct Shelf<T>(Vec<(Id, T)>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Shelf<T> {
    /// What belongs to a book.
    pub fn get(&self, book: &Id) -> Option<&T> {
        self.0.iter().find(|(there, _)| there == book).map(|(_, thing)| thing)
    }

    /// What belongs to a book, to be changed.
    pub fn get_mut(&mut self, book: &Id) -> Option<&mut T> {
        self.0.iter_mut().find(|(there, _)| there == book).map(|(_, thing)| thing)
    }

    /// Whether there is something for a book.
    pub fn contains_key(&self, book: &Id) -> bool {
        self.get(book).is_some()
    }

    /// Puts something in its place, instead of what was there.
    pub fn insert(&mut self, book: Id, thing: T) {
        match self.0.iter().position(|(there, _)| *there >= book) {
            Some(at) if self.0[at].0 == book => self.0[at].1 = thing,
            at => self.0.insert(at.unwrap_or(self.0.len()), (book, thing)),
        }
    }

    /// Takes away what belongs to a book.
    pub fn remove(&mut self, book: &Id) {
        self.0.retain(|(there, _)| there != book);
    }

    /// Takes away all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The books, in order.
    pub fn keys(&self) -> impl Iterator<Item = &Id> {
        self.0.iter().map(|(book, _)| book)
    }

    /// The things, in the books' order.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, thing)| thing)
    }

    /// The things, in the books' order, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(|(_, thing)| thing)
    }

    /// Each thing with its book.
    pub fn iter(&self) -> impl Iterator<Item = (&Id, &T)> {
        self.0.iter().map(|(book, thing)| (book, thing))
    }
}

impl<T> Index<&Id> for Shelf<T> {
    type Output = T;

    /// # Panics
    /// Where there is nothing: for tests.
    fn index(&self, book: &Id) -> &T {
        let at = self.0.iter().position(|(there, _)| there == book);
        &self.0[at.unwrap_or(usize::MAX)].1
    }
}
