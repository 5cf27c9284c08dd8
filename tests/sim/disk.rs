//! A disk that fails: serialisable transactions, relaxed writes that a loss of power takes back, quota, aborts.

use super::{
    fault::Fault,
    shared::{On, Owner, Shared},
    told::op_in,
};
use jiefang_domain::{
    Id, Millis,
    sync::device::{Batch, Disk, Find, StorageError, Store, Write},
    tree::Tree,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

/// How long a relaxed write may stay in memory.
const RELAXED_MS: Millis = 5_000;

type Place = (Store, String);
type Texts = BTreeMap<Place, Rc<str>>;

/// What one relaxed transaction changed, as it stood before.
type Before = Vec<(Place, Option<Rc<str>>)>;

/// One person's database on one device.
#[derive(Debug)]
pub struct Platter {
    shared: Rc<Shared>,
    pub device: u32,
    pub person: Id,
    texts: RefCell<Texts>,
    relaxed: RefCell<VecDeque<(Millis, Before)>>,
}

/// The database as one tab has it open.
#[derive(Clone, Debug)]
pub struct SimDisk {
    pub platter: Rc<Platter>,
    pub tab: u32,
}

impl Platter {
    pub fn new(shared: &Rc<Shared>, device: u32, person: &Id) -> Rc<Self> {
        let (texts, relaxed) = (RefCell::default(), RefCell::default());
        Rc::new(Self { shared: shared.clone(), device, person: person.clone(), texts, relaxed })
    }

    /// A copy for another device.
    pub fn copy(&self, device: u32) -> Rc<Self> {
        let copy = Self::new(&self.shared, device, &self.person);
        copy.texts.replace(self.texts.borrow().clone());
        copy
    }

    /// The entries of the outbox as they stand.
    pub fn outbox(&self) -> Vec<Rc<str>> {
        let texts = self.texts.borrow();
        texts.iter().filter(|((store, _), _)| *store == Store::Outbox).map(|(_, text)| text.clone()).collect()
    }

    /// The power fails: some of the newest relaxed writes never reached the disk.
    pub fn power_lost(&self) {
        self.settle();
        let mut relaxed = self.relaxed.borrow_mut();
        let lost = self.shared.rng.borrow_mut().below(relaxed.len() + 1);
        let undone: Vec<_> = (0..lost).filter_map(|_| relaxed.pop_back()).collect();
        relaxed.clear();
        if undone.is_empty() {
            return;
        }
        self.shared.fired(Fault::RelaxedLost);
        for (place, text) in undone.into_iter().flat_map(|(_, before)| before.into_iter().rev()) {
            self.undo(place, text);
        }
    }

    fn undo(&self, place: Place, text: Option<Rc<str>>) {
        let mut texts = self.texts.borrow_mut();
        let outbox = place.0 == Store::Outbox;
        if let Some(text) = text {
            if let (true, Some(op)) = (outbox && !texts.contains_key(&place), op_in(&text)) {
                self.shared.told.borrow_mut().back(self.device, &op);
            }
            texts.insert(place, text);
        } else if let (true, Some(op)) = (outbox, texts.remove(&place).as_deref().and_then(op_in)) {
            let here = self.shared.told.borrow().is_here(&op, self.device);
            self.shared.holds("S1", !here, || format!("{op} was told saved and was a relaxed write"));
        }
    }

    /// What is older than five seconds has reached the disk.
    fn settle(&self) {
        let old = self.shared.now_ms.get() - RELAXED_MS;
        let mut relaxed = self.relaxed.borrow_mut();
        while relaxed.front().is_some_and(|(at_ms, _)| *at_ms < old) {
            relaxed.pop_front();
        }
    }

    fn find(&self, find: &Find) -> Vec<String> {
        let texts = self.texts.borrow();
        match find {
            Find::At(store, key) => texts.get(&(*store, key.clone())).map(ToString::to_string).into_iter().collect(),
            Find::Under(store, prefix) => under(&texts, *store, prefix).map(|(_, text)| text.to_string()).collect(),
        }
    }

    fn transact(&self, batch: &Batch) -> bool {
        let holds = |(store, key, value): &(Store, String, Option<String>)| {
            self.texts.borrow().get(&(*store, key.clone())).map(|text| &**text) == value.as_deref()
        };
        if !batch.expect.iter().all(holds) {
            return false;
        }
        let mut before = Vec::new();
        for write in &batch.writes {
            match write {
                Write::Put(store, key, text) => {
                    before.push(self.set((*store, key.clone()), Some(text.as_str().into())));
                }
                Write::Delete(store, key) => before.push(self.set((*store, key.clone()), None)),
                Write::DeleteUnder(store, prefix) => {
                    let places: Vec<Place> =
                        under(&self.texts.borrow(), *store, prefix).map(|(place, _)| place.clone()).collect();
                    before.extend(places.into_iter().map(|place| self.set(place, None)));
                }
            }
        }
        self.settle();
        let mut relaxed = self.relaxed.borrow_mut();
        if batch.strict {
            // One log file: what is flushed takes everything before it along.
            relaxed.clear();
        } else {
            relaxed.push_back((self.shared.now_ms.get(), before));
        }
        true
    }

    fn set(&self, place: Place, text: Option<Rc<str>>) -> (Place, Option<Rc<str>>) {
        let removes = text.is_none();
        let mut texts = self.texts.borrow_mut();
        let old = match text {
            Some(text) => texts.insert(place.clone(), text),
            None => texts.remove(&place),
        };
        if let (Store::Outbox, true, Some(old)) = (place.0, removes, &old) {
            let book = place.1.split('/').next().and_then(Id::parse);
            let backed = book.and_then(|book| self.shared.backed.borrow().get(&book).copied()).unwrap_or(0);
            let gone = self.shared.told.borrow_mut().gone(self.device, old, backed, self.shared.now_ms.get());
            if let Err(words) = gone {
                self.shared.broke("S4", || words);
            }
        }
        (place, old)
    }
}

fn under<'t>(texts: &'t Texts, store: Store, prefix: &'t str) -> impl Iterator<Item = (&'t Place, &'t Rc<str>)> {
    texts.range((store, prefix.to_owned())..).take_while(move |((s, key), _)| *s == store && key.starts_with(prefix))
}

impl Disk for SimDisk {
    async fn read(&self, finds: &[Find]) -> Result<Vec<Vec<String>>, StorageError> {
        let shared = &self.platter.shared;
        shared.hang(Owner::Tab(self.tab), On::Disk).await;
        if shared.unlucky(400) {
            return Err(StorageError::Lost);
        }
        Ok(finds.iter().map(|find| self.platter.find(find)).collect())
    }

    async fn commit(&self, batch: &Batch) -> Result<bool, StorageError> {
        let shared = &self.platter.shared;
        shared.hang(Owner::Tab(self.tab), On::Disk).await;
        let page = batch.writes.iter().any(|write| matches!(write, Write::Put(Store::Segment, ..)));
        if shared.unlucky(if page { 40 } else { 200 }) {
            let (error, fault) = if shared.rng.borrow_mut().once_in(2) {
                (StorageError::Full, Fault::QuotaInPage)
            } else {
                (StorageError::Lost, Fault::AbortInPage)
            };
            if page {
                shared.fired(fault);
            }
            return Err(error);
        }
        let written = self.platter.transact(batch);
        if written && shared.unlucky(4) {
            shared.hang(Owner::Tab(self.tab), On::Written).await;
        }
        if written && shared.unlucky(100) {
            shared.fired(Fault::CutAfterCommit);
            return Err(StorageError::Lost);
        }
        Ok(written)
    }

    fn text(tree: &Tree) -> String {
        serde_json::to_string(tree).unwrap()
    }

    fn tree(text: &str) -> Option<Tree> {
        serde_json::from_str(text).ok()
    }
}
