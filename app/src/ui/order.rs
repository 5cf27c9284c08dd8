//! Putting things in order. A sort is compiled anew for each type it moves, so only places in a list are sorted, and
//! the things take their places after them.

use super::Node;
use jiefang_domain::Id;
use std::cmp::Ordering;

/// Items of a list, each with what it is ordered by, the smallest first.
pub type Items = Vec<((i64, i64), Node)>;

/// The places `0..count` in the order that `compare` says; equal ones stay as they were. By insertion, because lists
/// are short and a library sort is three thousand bytes.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::with_capacity(count);
    for next in 0..count {
        let at = places.partition_point(|placed| compare(*placed, next) != Ordering::Greater);
        places.insert(at, next);
    }
    places
}

/// The first of many, made only where they are among the first so far: of 50,000 records a list shows 200.
pub struct Top {
    most: usize,
    offered: usize,
    kept: Items,
}

impl Top {
    /// Of so many at most.
    pub const fn new(most: usize) -> Self {
        Self { most, offered: 0, kept: Vec::new() }
    }

    /// Takes what `make` makes where it belongs to the first; of equal keys the earlier one stays in front.
    pub fn offer(&mut self, key: (i64, i64), make: &mut dyn FnMut() -> Node) {
        self.offered += 1;
        let at = self.kept.partition_point(|(there, _)| *there <= key);
        if at < self.most {
            self.kept.insert(at, (key, make()));
            self.kept.truncate(self.most);
        }
    }

    /// How many were offered.
    pub fn offered(&self) -> usize {
        self.offered
    }

    /// Whether nothing was offered.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// What was kept, in order.
    pub fn into_nodes(self) -> Vec<Node> {
        self.kept.into_iter().map(|(_, node)| node).collect()
    }
}

fn taken<T>(all: Vec<T>, places: Vec<usize>) -> Vec<T> {
    let mut all: Vec<Option<T>> = all.into_iter().map(Some).collect();
    places.into_iter().filter_map(|at| all.get_mut(at)?.take()).collect()
}

/// The items in order, `most` of them.
pub fn items(all: Items, most: usize) -> Vec<Node> {
    let (keys, all): (Vec<(i64, i64)>, Vec<Node>) = all.into_iter().unzip();
    let mut places = order(keys.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
    places.truncate(most);
    taken(all, places)
}

/// Ids by a number, then by name.
pub fn named(all: Vec<(i64, String, Id)>) -> Vec<(Id, String)> {
    let places = order(all.len(), &|a, b| all.get(a).cmp(&all.get(b)));
    taken(all, places).into_iter().map(|(_, name, id)| (id, name)).collect()
}

/// Values by their keys, the smallest first.
pub fn by_number<T>(all: &mut Vec<T>, key: impl Fn(&T) -> (i64, i64)) {
    let keys: Vec<(i64, i64)> = all.iter().map(key).collect();
    let places = order(keys.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
    *all = taken(std::mem::take(all), places);
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn equal_keys_keep_their_order() {
        let mut all = vec![("b", 2), ("a", 1), ("c", 2)];
        by_number(&mut all, |(_, n)| (0, *n));
        assert_eq!(all, [("a", 1), ("b", 2), ("c", 2)]);
    }

    #[wasm_bindgen_test]
    fn only_what_is_among_the_first_is_made() {
        let (mut top, mut made) = (Top::new(2), 0);
        for key in [5, 3, 9, 9, 4, 1] {
            top.offer((0, key), &mut || {
                made += 1;
                crate::ui::nothing()
            });
        }
        assert_eq!(top.kept.iter().map(|((_, key), _)| *key).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(made, 4, "5, 3, 4 and 1");
    }

    #[wasm_bindgen_test]
    fn names_stand_by_number_and_then_by_name() {
        let id = |text: &str| Id::join(&[text]);
        let all = vec![(1, "a".into(), id("x")), (0, "b".into(), id("y")), (0, "a".into(), id("z"))];
        let names: Vec<Id> = named(all).into_iter().map(|(id, _)| id).collect();
        assert_eq!(names, [id("z"), id("y"), id("x")]);
    }
}
