//! A disk in memory, for the tests. It can be told to fail or to lose a race.

use super::{Batch, Disk, Find, StorageError, Store, Write};
use jiefang_domain::tree::Tree;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

/// Texts under texts; clones share what they hold, as two tabs do.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    texts: Rc<RefCell<BTreeMap<(Store, String), String>>>,
    /// The next commits fail with this.
    pub broken: Rc<Cell<Option<StorageError>>>,
    /// Commits so far.
    pub commits: Rc<Cell<u32>>,
}

impl Memory {
    /// The keys of a store.
    pub fn keys(&self, store: Store) -> Vec<String> {
        self.texts.borrow().keys().filter(|(s, _)| *s == store).map(|(_, key)| key.clone()).collect()
    }
}

impl Disk for Memory {
    async fn read(&self, finds: &[Find]) -> Result<Vec<Vec<String>>, StorageError> {
        let texts = self.texts.borrow();
        let matching = |store: Store, test: &dyn Fn(&str) -> bool| {
            texts.iter().filter(|((s, key), _)| *s == store && test(key)).map(|(_, text)| text.clone()).collect()
        };
        Ok(finds
            .iter()
            .map(|find| match find {
                Find::At(store, key) => matching(*store, &|k| k == key),
                Find::Under(store, prefix) => matching(*store, &|k| k.starts_with(prefix.as_str())),
            })
            .collect())
    }

    async fn commit(&self, batch: &Batch) -> Result<bool, StorageError> {
        if let Some(error) = self.broken.get() {
            return Err(error);
        }
        let mut texts = self.texts.borrow_mut();
        let holds =
            |(store, key, value): &(Store, String, Option<String>)| texts.get(&(*store, key.clone())) == value.as_ref();
        if !batch.expect.iter().all(holds) {
            return Ok(false);
        }
        for write in &batch.writes {
            match write {
                Write::Put(store, key, value) => {
                    texts.insert((*store, key.clone()), value.clone());
                }
                Write::Delete(store, key) => {
                    texts.remove(&(*store, key.clone()));
                }
                Write::DeleteUnder(store, prefix) => {
                    texts.retain(|(s, key), _| s != store || !key.starts_with(prefix.as_str()));
                }
            }
        }
        self.commits.set(self.commits.get() + 1);
        Ok(true)
    }

    fn text(tree: &Tree) -> String {
        crate::json::text(tree)
    }

    fn tree(text: &str) -> Option<Tree> {
        crate::json::parse(text)
    }
}
