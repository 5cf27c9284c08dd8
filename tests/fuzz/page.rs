//! Pages, and the pulls they answer, as a device and a server read them.

use super::{
    corpus::{pages, pulls},
    mutate,
    run::fuzz,
};
use jiefang_domain::{
    indicator::Cells,
    record::Columns,
    sync::{Page, PullRequest},
    tree::Tree,
};
use serde::{Serialize, de::DeserializeOwned};

/// Reads; what is read and written comes back as it was written.
fn settles<T: DeserializeOwned + Serialize>(text: &[u8]) {
    let Ok(value) = serde_json::from_slice::<T>(text) else { return };
    let once = serde_json::to_string(&value).unwrap();
    let again: T = serde_json::from_str(&once).unwrap_or_else(|error| panic!("{error}: {once}"));
    let twice = serde_json::to_string(&again).unwrap();
    assert_eq!(serde_json::to_string(&serde_json::from_str::<T>(&twice).unwrap()).unwrap(), twice);
}

/// What the pages hold under that name: what is wrong elsewhere in a page does not hide it.
fn held(trees: &[Tree], wanted: &str) -> Vec<Tree> {
    let mut found = Vec::new();
    for tree in trees {
        match tree {
            Tree::Map(branches) => found.extend(branches.iter().flat_map(|(name, tree)| {
                if name == wanted { vec![tree.clone()] } else { held(std::slice::from_ref(tree), wanted) }
            })),
            Tree::List(list) => found.extend(held(list, wanted)),
            _ => {}
        }
    }
    found
}

#[test]
fn page() {
    let (pages, pulls) = (pages(), pulls());
    let (cells, columns) = (held(&pages, "cells"), held(&pages, "columns"));
    fuzz("page", 15, |rng| {
        let (of, reads): (&[Tree], fn(&[u8])) = match rng.below(8) {
            0 => (&pages, settles::<Page>),
            1 => (&pulls, settles::<PullRequest>),
            2..=4 => (&cells, settles::<Cells>),
            _ => (&columns, settles::<Columns>),
        };
        let mut tree = rng.pick(of).clone();
        mutate::tree(rng, &mut tree, of);
        reads(&mutate::text(rng, &tree, of));
    });
}
