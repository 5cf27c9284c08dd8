//! The browser's database behind [`Disk`]: the few calls of it that are needed, as they are. A binding cost 40 KB of
//! code for the same (docs/adr/0009).

use super::{Batch, Disk, Find, StorageError, Store, Write, seal::Keys};
use crate::json;
use jiefang_domain::tree::Tree;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, Event, IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction,
};

/// The version of the stores; every version ever released must be lifted from.
const VERSION: u32 = 2;

/// One database, opened when it is first needed and again when the browser has closed it.
pub struct Idb {
    name: String,
    stores: &'static [Store],
    /// What seals every value; without, they are written as they are.
    keys: Option<Keys>,
    open: RefCell<Option<IdbDatabase>>,
}

impl Idb {
    /// The database of that name with those stores, its values sealed with `keys`; nothing is opened yet.
    pub fn new(name: String, stores: &'static [Store], keys: Option<Keys>) -> Self {
        Self { name, stores, keys, open: RefCell::new(None) }
    }

    /// What seals its values.
    pub fn keys(&self) -> Option<&Keys> {
        self.keys.as_ref()
    }

    /// A value of the browser's own that is no text, or nothing.
    pub(super) async fn value(&self, store: Store, key: &str) -> Result<JsValue, StorageError> {
        let transaction = self.transaction("readonly", "default").await?;
        let (request, answer) = ask(&transaction, &Find::At(store, key.into())).map_err(|error| of(&error))?;
        answered(&request, answer).await
    }

    /// Keeps a value of the browser's own that is no text.
    pub(super) async fn keep_value(&self, store: Store, key: &str, value: &JsValue) -> Result<(), StorageError> {
        let transaction = self.transaction("readwrite", "strict").await?;
        let ended = end(&transaction);
        at(&transaction, store).and_then(|at| at.put_with_key(value, &key.into())).map_err(|error| of(&error))?;
        over(&transaction, ended).await
    }

    /// Closes it and asks the browser to remove it. What it held has been deleted before: another tab may still have
    /// it open, and then the browser removes the empty database later.
    pub fn remove(&self) {
        if let Some(open) = self.open.take() {
            open.close();
        }
        if let Some(factory) = factory() {
            let _ = factory.delete_database(&self.name);
        }
    }

    async fn database(&self) -> Result<IdbDatabase, StorageError> {
        if let Some(open) = &*self.open.borrow() {
            return Ok(open.clone());
        }
        let opened = open(&self.name, self.stores).await?;
        self.open.replace(Some(opened.clone()));
        Ok(opened)
    }

    /// Begins a transaction over all stores. The browser may have closed the connection meanwhile: opened again, once.
    async fn transaction(&self, mode: &str, durability: &str) -> Result<IdbTransaction, StorageError> {
        let begun = begin(&self.database().await?, self.stores, mode, durability);
        if let Ok(transaction) = begun {
            return Ok(transaction);
        }
        self.open.take();
        begin(&self.database().await?, self.stores, mode, durability).map_err(|error| of(&error))
    }
}

impl Idb {
    /// What a batch expects and puts, in that order, as it is written down.
    async fn sealed(&self, batch: &Batch) -> Result<Vec<JsValue>, StorageError> {
        let expected = batch.expect.iter().filter_map(|(store, _, value)| Some((*store, value.as_ref()?)));
        let put = batch.writes.iter().filter_map(|write| match write {
            Write::Put(store, _, value) => Some((*store, value)),
            Write::Delete(..) | Write::DeleteUnder(..) => None,
        });
        let all = expected.chain(put);
        let Some(keys) = &self.keys else { return Ok(all.map(|(_, text)| text.into()).collect()) };
        let pair =
            |(store, text): (Store, &String)| Array::of2(&store.name().into(), &Uint8Array::from(text.as_bytes()));
        keys.seal(&all.map(pair).collect()).await.ok_or(StorageError::Lost)
    }

    /// The texts of what was found. One that these keys do not open is an empty text: it stays, for whoever has the others.
    async fn open(&self, finds: &[Find], found: &[Vec<JsValue>]) -> Result<Vec<Vec<String>>, StorageError> {
        let sealed = Array::new();
        for (find, values) in finds.iter().zip(found) {
            let (Find::At(store, _) | Find::Under(store, _)) = find;
            for value in values.iter().filter(|value| !value.is_string()) {
                sealed.push(&Array::of2(&store.name().into(), value));
            }
        }
        let opened = match &self.keys {
            Some(keys) if sealed.length() > 0 => keys.open(&sealed).await.ok_or(StorageError::Lost)?,
            _ => Vec::new(),
        };
        let mut opened = opened.into_iter();
        let mut text = |value: &JsValue| value.as_string().or_else(|| opened.next()).unwrap_or_default();
        Ok(found.iter().map(|values| values.iter().map(&mut text).collect()).collect())
    }
}

impl Disk for Idb {
    async fn read(&self, finds: &[Find]) -> Result<Vec<Vec<String>>, StorageError> {
        let transaction = self.transaction("readonly", "default").await?;
        let asked = finds.iter().map(|find| ask(&transaction, find)).collect::<Result<Vec<_>, _>>();
        let mut found = Vec::with_capacity(finds.len());
        for (request, answer) in asked.map_err(|error| of(&error))? {
            found.push(values(&answered(&request, answer).await?));
        }
        self.open(finds, &found).await
    }

    async fn commit(&self, batch: &Batch) -> Result<bool, StorageError> {
        // Before the transaction begins: it would end by itself while a cipher is awaited.
        let sealed = self.sealed(batch).await?;
        let mut sealed = sealed.iter();
        let durability = if batch.strict { "strict" } else { "relaxed" };
        let transaction = self.transaction("readwrite", durability).await?;
        // Nothing but the database is awaited from here on.
        for (store, key, value) in &batch.expect {
            let value = value.as_ref().and_then(|_| sealed.next());
            let (request, answer) = ask(&transaction, &Find::At(*store, key.clone())).map_err(|error| of(&error))?;
            let there = values(&answered(&request, answer).await?);
            if !same(there.first(), value) {
                return Ok(false);
            }
        }
        let ended = end(&transaction);
        for write in &batch.writes {
            let value = matches!(write, Write::Put(..)).then(|| sealed.next()).flatten();
            if let Err(error) = apply(&transaction, write, value) {
                // Nothing of it, then; that the end is not waited for changes nothing.
                let _ = transaction.abort();
                return Err(of(&error));
            }
        }
        over(&transaction, ended).await?;
        Ok(true)
    }

    fn text(tree: &Tree) -> String {
        json::text(tree)
    }

    fn tree(text: &str) -> Option<Tree> {
        json::parse(text)
    }
}

async fn open(name: &str, stores: &'static [Store]) -> Result<IdbDatabase, StorageError> {
    let factory = factory().ok_or(StorageError::Missing)?;
    let request = factory.open_with_u32(name, VERSION).map_err(|_| StorageError::Missing)?;
    let upgrading = request.clone();
    let upgrade = Closure::once_into_js(move |_: Event| create(&upgrading, stores));
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let opened = promise(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
        request.set_onblocked(Some(reject));
    });
    opened.await.map_err(|event| match event.dyn_ref::<Event>() {
        Some(event) if event.type_() == "blocked" => StorageError::Blocked,
        _ => of_open(&request),
    })?;
    let database: IdbDatabase = request.result().map_err(|error| of(&error))?.unchecked_into();
    let closing = database.clone();
    // A newer build in another tab, or a sign-out there, waits for this tab to let go.
    let let_go = Closure::<dyn FnMut(Event)>::new(move |_| closing.close());
    database.set_onversionchange(Some(let_go.into_js_value().unchecked_ref()));
    Ok(database)
}

/// Makes the stores that are missing: all of a new database, and those that came with a later version. What fails here is
/// thrown, and then the browser opens nothing.
fn create(request: &IdbOpenDbRequest, stores: &[Store]) -> Result<(), JsValue> {
    let database: IdbDatabase = request.result()?.unchecked_into();
    let there = database.object_store_names();
    for store in stores {
        if !there.contains(store.name()) {
            database.create_object_store(store.name())?;
        }
    }
    Ok(())
}

/// By hand, because the binding does not know of durability.
fn begin(database: &IdbDatabase, stores: &[Store], mode: &str, durability: &str) -> Result<IdbTransaction, JsValue> {
    let names: Array = stores.iter().map(|store| JsValue::from_str(store.name())).collect();
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &durability.into())?;
    let transaction: Function = Reflect::get(database, &"transaction".into())?.unchecked_into();
    Ok(transaction.call3(database, &names, &mode.into(), &options)?.unchecked_into())
}

fn ask(transaction: &IdbTransaction, find: &Find) -> Result<(IdbRequest, JsFuture), JsValue> {
    let request = match find {
        Find::At(store, key) => at(transaction, *store)?.get(&key.as_str().into())?,
        Find::Under(store, prefix) => at(transaction, *store)?.get_all_with_key(&under(prefix)?)?,
    };
    let answer = promise(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    });
    Ok((request, answer))
}

async fn answered(request: &IdbRequest, answer: JsFuture) -> Result<JsValue, StorageError> {
    answer.await.map_err(|_| request.error().ok().flatten().map_or(StorageError::Lost, |e| named(&e.name())))?;
    request.result().map_err(|error| of(&error))
}

/// Sends a change off; the transaction's end tells whether it went well.
fn apply(transaction: &IdbTransaction, write: &Write, value: Option<&JsValue>) -> Result<IdbRequest, JsValue> {
    match write {
        Write::Put(store, key, _) => {
            at(transaction, *store)?.put_with_key(value.unwrap_or(&JsValue::UNDEFINED), &key.as_str().into())
        }
        Write::Delete(store, key) => at(transaction, *store)?.delete(&key.as_str().into()),
        Write::DeleteUnder(store, prefix) => at(transaction, *store)?.delete(&under(prefix)?),
    }
}

/// The end of a transaction; asked for before the last change is sent off.
fn end(transaction: &IdbTransaction) -> JsFuture {
    promise(|resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onabort(Some(reject));
    })
}

/// Waits for it. "complete" comes after the data is on the disk, where that was asked for.
async fn over(transaction: &IdbTransaction, ended: JsFuture) -> Result<(), StorageError> {
    ended.await.map_err(|_| transaction.error().map_or(StorageError::Lost, |error| named(&error.name())))?;
    Ok(())
}

fn at(transaction: &IdbTransaction, store: Store) -> Result<IdbObjectStore, JsValue> {
    transaction.object_store(store.name())
}

/// Every key that begins with `prefix`; keys are ASCII, so that this bound lies above them all.
fn under(prefix: &str) -> Result<JsValue, JsValue> {
    IdbKeyRange::bound(&prefix.into(), &[prefix, "\u{ffff}"].concat().into()).map(JsValue::from)
}

/// The browser's own functions stand at the events: no call goes through Rust before the answer is there.
fn promise(attach: impl Fn(&Function, &Function)) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, reject| attach(&resolve, &reject)))
}

/// One value, several, or none.
fn values(value: &JsValue) -> Vec<JsValue> {
    match value.dyn_ref::<Array>() {
        Some(several) => several.to_vec(),
        None if value.is_undefined() => Vec::new(),
        None => vec![value.clone()],
    }
}

/// Whether what stands there is what was expected to.
fn same(there: Option<&JsValue>, expected: Option<&JsValue>) -> bool {
    let bytes = |value: &JsValue| value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    match (there, expected) {
        (Some(there), Some(expected)) => match (bytes(there), bytes(expected)) {
            (Some(there), Some(expected)) => there == expected,
            _ => there == expected,
        },
        (there, expected) => there.is_none() && expected.is_none(),
    }
}

fn factory() -> Option<IdbFactory> {
    // Where storage is forbidden, asking throws.
    web_sys::window()?.indexed_db().ok()?
}

fn of_open(request: &IdbOpenDbRequest) -> StorageError {
    let name = request.error().ok().flatten().map(|error| error.name());
    match name.as_deref() {
        // Private windows of old browsers, and browsers told to forbid storage.
        Some("InvalidStateError" | "SecurityError" | "NotAllowedError") => StorageError::Missing,
        // A newer build has been here: this page is the old one.
        Some("VersionError") => StorageError::Blocked,
        Some(name) => named(name),
        None => StorageError::Lost,
    }
}

fn of(error: &JsValue) -> StorageError {
    error.dyn_ref::<DomException>().map_or(StorageError::Lost, |error| named(&error.name()))
}

fn named(error: &str) -> StorageError {
    if error == "QuotaExceededError" { StorageError::Full } else { StorageError::Lost }
}
